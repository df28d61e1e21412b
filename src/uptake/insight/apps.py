from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "uptake.insight"
    label = "insight"

    def ready(self) -> None:
        """Make the section known, and the job that keeps the score."""
        from uptake.insight import jobs  # noqa: F401, PLC0415 - needs the models; registers by being imported
        from uptake.insight.section import SECTION  # noqa: PLC0415
        from uptake.registers.spec import declare_section  # noqa: PLC0415

        declare_section(SECTION)
