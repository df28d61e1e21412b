"""What the pages of risks, issues and dependencies show besides their fields."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from uptake.engine.instants import MINUTE
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.registers.linking import end_of, tasks
from uptake.registers.models import Link
from uptake.registers.visit import Visit
from uptake.risk import charts, past, scores
from uptake.risk.remarks import Facts, remarks
from uptake.risk.selectors import LIVE, histories, live, overdue, top
from uptake.risk.words import BANDS, REMARKS
from uptake.schedule.models import Plan, Task

OCCURS = (*LIVE, "occurred")
RATED = ("probability", "impact", "residual_probability", "residual_impact")


def remarks_panel(record: Any, visit: Visit) -> dict[str, Any]:
    """Say what is missing in a risk."""
    facts = Facts(
        live=record.state in LIVE,
        category=record.category,
        scored=record.score is not None,
        residual_above=(record.residual_score or 0) > (record.score or 25),
        response=record.response,
        plan=record.response_plan.strip(),
        rollback=record.rollback.strip(),
        owned=record.owner_id is not None,
        next_review=record.next_review,
        tasks=Link.objects.filter(source_id=record.pk, field="tasks").count(),
    )
    found = remarks(facts, timezone.localdate())
    return {"remarks": [{"tone": one.tone, "text": REMARKS[one.code]} for one in found]}


def occurred_panel(record: Any, visit: Visit) -> dict[str, Any]:
    """Offer to make an issue of a risk, and show those that came of it."""
    rows = Link.objects.filter(target_id=record.pk, field="risk").select_related("source")
    issues = [end for row in rows if (end := end_of(visit, row.source)) is not None]
    spec = visit.configured.registers.get("issue")
    offered = spec is not None and visit.may_edit(spec) and record.state in OCCURS
    return {"issues": issues, "offer": offered and not issues, "record": record}


@dataclass(frozen=True, slots=True)
class _Rated:
    """Scores that a risk had since an instant."""

    since: datetime
    score: int | None
    residual: int | None


def scores_panel(record: Any, visit: Visit) -> dict[str, Any]:
    """Show how the scores of a risk moved."""
    steps = histories(visit.project, of=record.pk).get(record.pk, [])
    life = past.stretches({key: getattr(record, key) for key in RATED}, record.created_at, steps)
    rows = [_Rated(one.since, _score(one, ""), _score(one, "residual_")) for one in life]
    now = timezone.now()
    span = max((now - life[0].since) / timedelta(seconds=1), 1.0)
    shares = [(one.since - life[0].since) / timedelta(seconds=1) / span for one in life]
    last = rows[-1]
    return {
        "rows": rows,
        "moved": len({(row.score, row.residual) for row in rows}) > 1,
        "since": life[0].since,
        "line": charts.steps([(at, row.score) for at, row in zip(shares, rows, strict=True)]),
        "after": charts.steps([(at, row.residual) for at, row in zip(shares, rows, strict=True)]),
        "first": next((row.score for row in rows if row.score is not None), None),
        "last": last,
        "at": charts.step_line(last.score or 0) + 4,
        "at_residual": _beside(last.score, last.residual),
        "grid": [(charts.step_line(points), points) for points in (5, 10, 15, 25)],
    }


def _score(one: past.Stretch, prefix: str) -> int | None:
    return scores.score(one.values[f"{prefix}probability"] or "", one.values[f"{prefix}impact"] or "")


def _beside(score: int | None, residual: int | None) -> float:
    """Return where the label of the residual score stands: below the other one when both are close."""
    own = charts.step_line(residual or 0) + 4
    return own if score is None else max(own, charts.step_line(score) + 4 + charts.LETTER)


def action_panel(record: Any, visit: Visit) -> dict[str, Any]:
    """Offer to make a task of what corrects an issue."""
    spec = visit.configured.registers["issue"]
    state = spec.state(record.state)
    offer = visit.may_edit(spec) and may(visit.person, "plan.edit", visit.project)
    return {"offer": offer and state is not None and state.open, "record": record}


def needed_panel(record: Any, visit: Visit) -> dict[str, Any]:
    """Say until when the plan needs what others deliver, and how long it could wait."""
    uids = list(Link.objects.filter(source_id=record.pk, field="task").values_list("task", flat=True))
    rows = Task.objects.filter(plan_id=visit.project.pk, uid__in=uids, removed=False, start__gte=0)
    task = rows.order_by("start").first()
    spec = visit.configured.registers["dependency"]
    state = spec.state(record.state)
    if task is None:
        return {"task": None, "open": state is not None and state.open}
    day = Plan.objects.values_list("values", flat=True).get(pk=visit.project.pk).get("minutes_per_day", 480)
    today = timezone.localdate()
    return {
        "open": state is not None and state.open,
        "task": tasks().named(visit.project, [task.uid]).get(task.uid),
        "needed_by": record.needed_by,
        "left": (record.needed_by - today).days,
        "late_by": (record.promised_for - record.needed_by).days if record.promised_for else 0,
        "slack": round(task.total_slack / (day * MINUTE), 1),
    }


WORST = 3


def overview_panel(project: Project, visit: Visit) -> dict[str, Any]:
    """Show a project's worst risks on its overview; nothing as long as none is open."""
    spec = visit.configured.registers["risk"]
    if visit.role not in spec.view:
        return {}
    counts = dict(live(project).order_by().values_list("band").annotate(n=Count("pk")))
    if not counts:
        return {}
    bands = {one.value: one for one in BANDS}
    return {
        "counts": [(one, counts[one.value]) for one in BANDS if counts.get(one.value)],
        "worst": [(one, spec.code(one.number), bands[one.band]) for one in top(project)[:WORST]],
        "overdue": overdue(project, timezone.localdate()).count(),
    }
