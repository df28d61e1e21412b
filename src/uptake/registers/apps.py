from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "uptake.registers"
    label = "registers"

    def ready(self) -> None:
        """Make the kinds of jobs known."""
        from uptake.registers.configuration import publishing  # noqa: F401, PLC0415 - needs the models
