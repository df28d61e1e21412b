from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "uptake.platform"
    label = "platform"
