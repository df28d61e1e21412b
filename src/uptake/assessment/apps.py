from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "uptake.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Make the registers known."""
        from uptake.assessment.spec import REGISTERS, SECTION  # noqa: PLC0415
        from uptake.registers.spec import declare, declare_section  # noqa: PLC0415 - needs the models

        declare_section(SECTION)
        declare(*REGISTERS)
