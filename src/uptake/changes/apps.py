from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "uptake.changes"
    label = "changes"

    def ready(self) -> None:
        """Make the registers known."""
        from uptake.changes.spec import REGISTERS, SECTION  # noqa: PLC0415
        from uptake.registers.spec import declare, declare_section  # noqa: PLC0415 - needs the models

        declare_section(SECTION)
        declare(*REGISTERS)
