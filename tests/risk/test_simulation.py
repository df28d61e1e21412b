"""The simulation of a plan: asked for, done, kept; out of date after a change; without money for who may not see it."""

from typing import Any

import pytest

from uptake.platform.jobs import perform
from uptake.platform.models import Job
from uptake.risk import simulating
from uptake.risk.models import SimulationRun
from uptake.risk.selectors import simulated


def simulate(erp: Any, person: Any = None, draft: Any = None) -> SimulationRun:
    job = simulating.ask_for(erp.project, person or erp.manager, draft)
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return SimulationRun.objects.get(pk=job.result["run"])


def test_a_plan_is_simulated(erp):
    run = simulate(erp)
    known = simulated(erp.project)
    assert known.plan <= known.p80
