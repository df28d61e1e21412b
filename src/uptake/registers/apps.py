from importlib import import_module

from django.apps import AppConfig

JOBS = ("configuration.publishing", "files.exporting", "files.importing")


class RegistersConfig(AppConfig):
    name = "uptake.registers"
    label = "registers"

    def ready(self) -> None:
        """Make the kinds of jobs known."""
        for module in JOBS:
            import_module(f"uptake.registers.{module}")
