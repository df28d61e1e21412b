from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save


class ScopeConfig(AppConfig):
    name = "uptake.scope"
    label = "scope"

    def ready(self) -> None:
        """Make the registers known, and hear of plans that change."""
        from uptake.registers.spec import declare, declare_section  # noqa: PLC0415 - needs the models
        from uptake.scope.spec import REGISTERS, SECTION  # noqa: PLC0415

        declare_section(SECTION)
        declare(*REGISTERS)
        post_save.connect(plan_saved, sender="schedule.Plan", dispatch_uid="scope.goals")


def plan_saved(instance: Any, **_signal: Any) -> None:
    """Judge the dates of the goals again once the plan's own are written: they come after its row."""
    from uptake.scope.goals import refresh_project  # noqa: PLC0415 - needs the models

    transaction.on_commit(lambda: refresh_project(instance.pk))
