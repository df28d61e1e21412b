"""What a simulation is made of: settings, risks, and a digest by which one sees that something changed."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from uptake.accounts.models import Person
from uptake.projects.models import Project
from uptake.risk.models import SimulationSettings
from uptake.risk.simulation.events import RiskEvent, events_of
from uptake.risk.simulation.settings import Settings, read, written
from uptake.schedule.bridge import State
from uptake.schedule.capacity.cost import Prices, prices_of

METHOD = 3
"""Changes when the same inputs come to something else: then what was kept is out of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything besides the plan that a simulation depends on."""

    settings: Settings
    events: tuple[RiskEvent, ...]
    prices: Prices = field(default_factory=Prices, repr=False)

    @property
    def counted(self) -> list[RiskEvent]:
        return [one for one in self.events if one.counts]

    def told(self) -> dict[str, Any]:
        """Return what is kept with a result: no money in it."""
        risks = [[one.number, one.title, one.percent, one.days, list(one.tasks)] for one in self.counted]
        return {"settings": written(self.settings), "risks": risks}

    def digest(self, state: State, revision: int) -> str:
        """Return what is another as soon as a result would be another."""
        told = [
            METHOD,
            revision,
            state.revision,
            state.go_live,
            written(self.settings),
            [one.told for one in self.counted],
            self.prices.told,
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def settings_of(project: Project) -> Settings:
    values = SimulationSettings.objects.filter(pk=project.pk).values_list("values", flat=True).first()
    return read(values or {})


def inputs_of(project: Project, state: State) -> Inputs:
    """Return what a simulation of a plan would be made of now."""
    settings = settings_of(project)
    summary = state.plan.structure.summary
    waiting = [
        task.uid
        for task, above in zip(state.plan.tasks, summary, strict=True)
        if task.active and not above and task.percent < 100
    ]
    return Inputs(
        settings=settings,
        events=tuple(events_of(project, waiting, response=settings.response)),
        prices=prices_of(project),
    )


def keep_settings(project: Project, settings: Settings, by: Person | None) -> None:
    """Keep what a project says about its simulations."""
    with transaction.atomic():
        SimulationSettings.objects.update_or_create(
            project=project, defaults={"values": written(settings), "by": by}
        )
