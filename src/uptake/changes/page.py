"""The impact of a change on its page, and of several changes beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from uptake.changes import services
from uptake.changes.figures import Figure, Words, figures_of
from uptake.changes.models import ChangeRequest
from uptake.projects.access import may
from uptake.registers.linking import record_url
from uptake.registers.services import Unfit
from uptake.registers.visit import Visit
from uptake.schedule import services as plans
from uptake.schedule.models import Draft
from uptake.schedule.words.amounts import scale_of


def impact_panel(record: ChangeRequest, visit: Visit) -> dict[str, Any]:
    """Return what the panel shows; the figures of an open change are computed anew when they are old."""
    draft, problem = services.draft_of(record), ""
    if record.state in services.OPEN:
        try:
            services.measure(record)
        except Unfit as why:
            problem = str(why)
    edit = (
        draft is not None
        and draft.state == Draft.State.OPEN
        and not draft.held
        and may(visit.person, "draft.edit", visit.project)
        and not visit.project.archived
    )
    return {
        "change": record,
        "draft": draft,
        "look": draft is not None and draft.state == Draft.State.OPEN,
        "edit": edit,
        "steps": len(draft.steps) if draft is not None else 0,
        "problem": problem,
        "decided": record.state not in services.OPEN,
        "figures": _figures(record, visit, draft),
        "revision": record.impact["revision"] if record.impact else 0,
    }


def _figures(record: ChangeRequest, visit: Visit, draft: Draft | None) -> list[Figure]:
    if not record.impact:
        return []
    live = draft.pk if draft is not None and draft.state == Draft.State.OPEN else None
    scale = scale_of(plans.current(visit.project).plan.project)
    money = may(visit.person, "money.view", visit.project)
    words = Words(visit.project, scale, draft=live)
    return figures_of(record.impact, words, currency=visit.project.currency if money else "")


# ---- several beside each other

MOST_BESIDE = 6


@dataclass(slots=True, kw_only=True)
class Column:
    """A change of a comparison; `problem` says why it no longer fits."""

    code: str
    change: ChangeRequest
    url: str
    state: Any
    problem: str = ""
    figures: dict[str, Figure] = field(default_factory=dict)


def side_by_side(visit: Visit, chosen: Sequence[int]) -> dict[str, Any]:
    """Return the open changes of a project beside each other: those that are chosen first, the latest next."""
    spec = visit.spec(services.REGISTER)
    rows = ChangeRequest.objects.filter(
        project=visit.project, state__in=services.OPEN, removed_at=None
    ).order_by("-number")
    found = sorted(rows, key=lambda one: one.number not in chosen)
    columns = [_column(visit, spec, one) for one in found[:MOST_BESIDE]]
    keys = {figure.key: figure.label for one in columns for figure in one.figures.values()}
    lines = [
        {"label": label, "how": _how(columns, key), "cells": [one.figures.get(key) for one in columns]}
        for key, label in keys.items()
    ]
    return {"columns": columns, "lines": lines, "more": len(found) - len(columns)}


def _how(columns: list[Column], key: str) -> str:
    return next((one.figures[key].how for one in columns if key in one.figures), "")


def _column(visit: Visit, spec: Any, change: ChangeRequest) -> Column:
    column = Column(
        code=spec.code(change.number), change=change, url=record_url(change), state=spec.state(change.state)
    )
    try:
        services.measure(change)
    except Unfit as why:
        column.problem = str(why)
        return column
    found = _figures(change, visit, services.draft_of(change))
    column.figures = {one.key: one for one in found}
    return column
