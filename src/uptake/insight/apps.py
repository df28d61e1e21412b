from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "uptake.insight"
    label = "insight"
