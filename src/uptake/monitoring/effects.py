"""What a correction is expected to bring: the plan is scheduled with it, and compared with the plan as it stands."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.engine.instants import DAY
from uptake.monitoring.models import Deviation
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.registers.linking import tasks
from uptake.registers.models import Link
from uptake.registers.visit import Visit
from uptake.registers.writing import lock
from uptake.schedule import selectors, services
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Changes, Problem, to_edits
from uptake.schedule.models import Draft
from uptake.schedule.services import Outcome
from uptake.schedule.tasks.adding import NewTask, add_task
from uptake.schedule.versions import drafts

COLUMNS = {
    "duration": gettext_lazy("Duration becomes"),
    "resources": gettext_lazy("Resources become"),
    "predecessors": gettext_lazy("Predecessors become"),
}
"""Cells of the plan that a correction may change; what is typed is what the plan itself would take."""
MOST_MEASURES = 20


def intention(measures: Sequence[dict[str, Any]]) -> services.Intend:
    """Return measures as what they mean in the plan."""
    cells = [
        {"intent": "type", "uid": one["task"], "column": one["column"], "text": one["text"]}
        for one in measures
    ]

    def intend(state: State) -> Changes:
        gone = next((one["uid"] for one in cells if one["uid"] not in state.plan.structure.index), None)
        if gone is not None:
            raise Problem(_("T%d is no longer in the plan. Leave its row out.") % gone)
        return to_edits(state.schedule, cells, language=selectors.language(), next_uid=state.next_uid)

    return intend


def outcome_of(
    project: Project, person: Any, draft: int | None, measures: Sequence[dict[str, Any]]
) -> Outcome:
    """Return what a correction would do to the plan as it stands; raises `Problem`."""
    if draft is not None:
        found = drafts.visible(project, person).filter(pk=draft, state=Draft.State.OPEN)
        one = found.select_related("plan__project", "record").first()
        if one is None:
            raise Problem(_("That draft was applied or discarded already. Choose another."), column="draft")
        return drafts.outcome(one)
    return services.preview(project, intention(measures))


def shifts(outcome: Outcome) -> tuple[float, float | None]:
    """Return by how many days of the calendar a change moves the finish and the go-live; negative is earlier."""
    uid = outcome.before.go_live
    before, after = outcome.before.plan.structure.index, outcome.after.plan.structure.index
    live = None
    if uid is not None and uid in before and uid in after:
        then, now = outcome.before.schedule.dates.finish, outcome.after.schedule.dates.finish
        live = round((now[after[uid]] - then[before[uid]]) / DAY, 2)
    return round(outcome.impact.finish_shift / DAY, 2), live


@transaction.atomic
def expect(
    visit: Visit, deviation: Any, draft: int | None, measures: Sequence[dict[str, Any]]
) -> tuple[float, float | None]:
    """Keep what corrects a deviation, and what that would bring today; raises `Problem`."""
    spec = visit.spec("deviation")
    visit.need_edit(spec)
    found = shifts(outcome_of(visit.project, visit.person, draft, measures))
    locked = lock(spec, deviation)
    values: dict[str, Any] = {"draft": draft, "measures": [] if draft is not None else list(measures)}
    values |= {"effect_finish": found[0], "effect_go_live": found[1]}
    Deviation.objects.filter(pk=locked.pk).update(**values)
    return found


def panel(record: Any, visit: Visit) -> dict[str, Any]:
    """Show what corrects a deviation, and what that would bring if it were done today."""
    spec = visit.configured.registers["deviation"]
    state = spec.state(record.state)
    live = state is not None and state.open and visit.may_edit(spec)
    found: dict[str, Any] = {
        "record": record,
        "offer": live and may(visit.person, "draft.edit", visit.project),
        "offer_task": live and may(visit.person, "plan.edit", visit.project),
        "back": live and record.kind in {"late", "work", "cost"} and not _amount(record),
    }
    if record.draft is None and not record.measures:
        return found
    found["measures"] = _told(visit, record.measures)
    found["draft"] = drafts.visible(visit.project, visit.person).filter(pk=record.draft).first()
    found["finish"], found["go_live"] = record.effect_finish, record.effect_go_live
    if live:
        try:
            outcome = outcome_of(visit.project, visit.person, record.draft, record.measures)
        except Problem as why:
            found["problem"] = why.sentence
        else:
            found["finish"], found["go_live"] = shifts(outcome)
    return found


def _amount(record: Any) -> float | int | None:
    found: float | int | None = getattr(
        record, {"late": "days", "work": "hours", "cost": "cost"}[record.kind]
    )
    return found


def _told(visit: Visit, measures: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    named = tasks().named(visit.project, [one["task"] for one in measures])
    return [
        {"task": named.get(one["task"]), "what": COLUMNS[one["column"]], "text": one["text"]}
        for one in measures
    ]


@transaction.atomic
def make_action(visit: Visit, deviation: Any, wanted: NewTask) -> int:
    """Put a corrective action into the plan and link it with its deviation; return the uid of the task.

    Whoever calls has asked for ``plan.edit``. Raises `Problem`.
    """
    spec = visit.spec("deviation")
    visit.need_edit(spec)
    locked = lock(spec, deviation)
    uid = add_task(visit.project, visit.person, wanted)
    Link.objects.create(source_id=locked.pk, field="action", task=uid)
    return uid
