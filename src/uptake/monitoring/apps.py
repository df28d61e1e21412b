from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "uptake.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        """Make the register known; work a baseline's budget out when it is taken."""
        from django.db.models.signals import post_save  # noqa: PLC0415 - with the models

        import uptake.monitoring.costs  # noqa: F401, PLC0415  # tells what a plan costs of planned costs
        from uptake.monitoring.budgets import baseline_taken  # noqa: PLC0415 - needs the models
        from uptake.monitoring.spec import REGISTERS, SECTION  # noqa: PLC0415
        from uptake.registers.spec import declare, declare_section  # noqa: PLC0415
        from uptake.schedule.models import Baseline  # noqa: PLC0415

        declare_section(SECTION)
        declare(*REGISTERS)
        post_save.connect(baseline_taken, sender=Baseline, dispatch_uid="monitoring.budget")
