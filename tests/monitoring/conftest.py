"""A project with people at rates, a baseline, and some progress."""

from typing import Any

import pytest

from tests.schedule.conftest import fresh_cache
from tests.schedule.world import ANALYSE, BUILD, LI, ROLE, START, World, world
from uptake.engine.edits import Set, set_progress
from uptake.engine.instants import DAY
from uptake.schedule import services
from uptake.schedule.models import Rate, Resource
from uptake.schedule.versions.baselines import take_baseline

__all__ = ["fresh_cache"]

WEEK = 7 * DAY
FRIDAY = START + 4 * DAY + 9 * DAY // 24
"""The end of the first week: analysis should be done by then."""


def progress(erp: World, uid: int, percent: int) -> None:
    services.apply_edits(erp.project, set_progress(erp.state.schedule, uid, percent), erp.manager)


def status_date(erp: World, at: int) -> None:
    services.apply_edits(erp.project, [Set("project", 0, {"status_date": at})], erp.manager)


def lengthen(erp: World, uid: int, days: int) -> None:
    """Give a task another duration, and its only assignment the work that fits."""
    work = days * DAY // 3
    rows = [one for one in erp.state.plan.assignments if one.task == uid]
    edits: list[Any] = [Set("task", uid, {"duration": work})]
    edits += [
        Set("assignment", one.uid, {"work": work, "remaining_work": work - one.actual_work}) for one in rows
    ]
    services.apply_edits(erp.project, edits, erp.manager)


@pytest.fixture
def bare(db: None) -> World:
    """A project without baseline, rates and progress."""
    return world()


@pytest.fixture
def erp(bare: World, django_capture_on_commit_callbacks: Any) -> World:
    """Li at 100 an hour, the developer at 80; agreed; analysis at 60 % when it should be done."""
    for uid, hourly in ((LI, 100_00), (ROLE, 80_00)):
        Rate.objects.create(resource=Resource.objects.get(plan_id=bare.project.pk, uid=uid), hourly=hourly)
    with django_capture_on_commit_callbacks(execute=True):
        take_baseline(bare.project, "Agreed", bare.manager)
    progress(bare, ANALYSE, 60)
    status_date(bare, FRIDAY)
    return bare


__all__ += ["ANALYSE", "BUILD"]
