"""What the overview of a project says about its go-live: the plan, P50, P80, and how likely the plan is."""

from typing import Any

from uptake.engine.instants import MINUTE
from uptake.platform.jobs import Refused
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.registers.visit import Visit
from uptake.risk import simulating
from uptake.risk.selectors import simulated
from uptake.risk.simulation.page import days, percent
from uptake.schedule import services


def panel_of(project: Project, person: Any, *, ask: bool = False) -> dict[str, Any]:
    """Return what is known, and whether it is being brought up to date; with `ask` that is begun where it is due.

    Nothing for who may not see risks, and for a plan without tasks.
    """
    if not may(person, "risk.view", project):
        return {}
    try:
        about = simulating.subject(project, None)
    except Refused:
        return {}
    plan = about.state.plan
    if not any(task.active for task in plan.tasks):
        return {}
    known = simulated(project)
    stale = known is None or known.digest != about.digest
    waiting = simulating.waiting_for(project)
    if ask and stale and waiting is None and not project.archived and not _failed(project, about):
        waiting = simulating.ask_for(project, None)
    return {
        "known": known,
        "go_live": known is not None and known.goal is not None,
        "stale": stale,
        "waiting": waiting is not None,
        "share": percent(known.on_plan) if known else 0,
        "buffer": _buffer(project, known.plan, known.p80) if known else 0.0,
    }


def _failed(project: Project, about: simulating.Subject) -> bool:
    """Tell whether the last try at this very plan failed: then nobody tries again by merely looking."""
    last = simulating.last_of(project)
    return last is not None and last.state == "failed" and last.revision == about.revision


def _buffer(project: Project, plan: int, safe: int) -> float:
    """Return the working days between two instants, on the calendar of the project."""
    state = services.current(project)
    layout = state.schedule.layout
    clock = layout.net.clocks[layout.clocks.project]
    day = state.plan.project.minutes_per_day * MINUTE
    return days(int(clock.work(safe)) - int(clock.work(plan)), day)


def overview_panel(project: Project, visit: Visit) -> dict[str, Any]:
    """Return what was known last; the page asks at once whether it still holds, and does not wait for that."""
    if not project.tasks or not may(visit.person, "risk.view", project):
        return {}
    known = simulated(project)
    told: dict[str, Any] = {"known": known, "waiting": False, "stale": False, "looking": True, "buffer": None}
    if known is not None:
        told |= {"share": percent(known.on_plan), "go_live": known.goal is not None}
    return {"simulation": told}
