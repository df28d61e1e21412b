from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "uptake.api"
    label = "api"
