from importlib import import_module

from django.apps import AppConfig


class Spreading(AppConfig):
    name = "tests.platform.spreading"
    label = "spreading"

    def ready(self) -> None:
        import_module("tests.platform.spreading.work")
