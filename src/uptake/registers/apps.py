from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "uptake.registers"
    label = "registers"
