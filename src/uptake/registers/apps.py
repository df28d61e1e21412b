from importlib import import_module

from django.apps import AppConfig

JOBS = ("configuration.publishing", "files.exporting", "files.importing")


class RegistersConfig(AppConfig):
    name = "uptake.registers"
    label = "registers"

    def ready(self) -> None:
        """Let the queue know the jobs of this package."""
        for module in JOBS:
            import_module(f"uptake.registers.{module}")
