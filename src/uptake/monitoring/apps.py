from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "uptake.monitoring"
    label = "monitoring"
