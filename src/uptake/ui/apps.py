from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "uptake.ui"
    label = "ui"
