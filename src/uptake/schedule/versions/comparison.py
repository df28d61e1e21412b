"""Drafts side by side: what each would do to the plan as it stands."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Draft
from uptake.schedule.versions import drafts

MOST = 5
MILESTONES = 30


@dataclass(slots=True, kw_only=True)
class Column:
    """One draft of a comparison.

    Attributes
    ----------
    outcome : Outcome or None
    problem : str
        Why it no longer fits.
    finishes : dict of int to int
        When the milestones that any draft moves finish with this one.
    """

    draft: Draft
    outcome: services.Outcome | None = None
    problem: str = ""
    finishes: dict[int, int] = field(default_factory=dict)

    @property
    def go_live(self) -> int | None:
        if self.outcome is None or self.outcome.after.go_live is None:
            return None
        return _finish(self.outcome, self.outcome.after.go_live)


def drafts_of(project: Project, person: Any) -> "QuerySet[Draft]":
    """Return the drafts of a project that somebody may look at, the latest first."""
    return drafts.visible(project, person).select_related("author", "plan__project", "record")


def side_by_side(project: Project, chosen: list[Draft]) -> tuple[list[Column], list[dict[str, Any]]]:
    """Return the outcomes of drafts, and the milestones that any of them moves."""
    columns = [_column(one) for one in chosen[:MOST]]
    moved: dict[int, str] = {}
    for one in columns:
        if one.outcome is not None:
            plan = one.outcome.after.plan
            moved |= {m.uid: plan.task(m.uid).name for m in one.outcome.impact.milestones}
    state = services.current(project)
    index, finish = state.plan.structure.index, state.schedule.dates.finish
    rows = [
        {
            "uid": uid,
            "name": name,
            "now": finish[index[uid]],
            "then": [_finish(one.outcome, uid) if one.outcome else None for one in columns],
        }
        for uid, name in moved.items()
        if uid in index
    ]
    return columns, sorted(rows, key=lambda row: (row["now"], row["uid"]))[:MILESTONES]


def _column(draft: Draft) -> Column:
    try:
        return Column(draft=draft, outcome=drafts.outcome(draft))
    except Problem as why:
        return Column(draft=draft, problem=why.sentence)


def _finish(outcome: services.Outcome, uid: int) -> int | None:
    i = outcome.after.plan.structure.index.get(uid, -1)
    return outcome.after.schedule.dates.finish[i] if i >= 0 else None
