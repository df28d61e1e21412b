"""Plans from files: what a file holds, said before anything is made; and the project that it becomes."""

import datetime
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from uptake.engine.errors import PlanError
from uptake.engine.instants import HORIZON, MINUTE, instant
from uptake.engine.plan import Plan, Project
from uptake.engine.scheduling import Schedule, schedule
from uptake.interchange.agreement import Difference, judge
from uptake.interchange.compare import losses as differences
from uptake.interchange.document import to_document
from uptake.interchange.errors import InterchangeError
from uptake.interchange.losses import Loss
from uptake.interchange.neutral import left_out, to_plan
from uptake.platform.jobs import Refused
from uptake.schedule.files.file_words import refusal
from uptake.schedule.lifecycle.creation import Prepared, Rates
from uptake.schedule.words.sentences import problem

Document = dict[str, Any]

TOLD_ELSEWHERE = {
    ("task", name)
    for name in ("work", "actual_work", "remaining_work", "percent_work_complete", "rollup", "baselines")
} | {
    ("project", name)
    for name in ("currency_code", "currency_symbol", "currency_digits", "author", "new_tasks_are_manual")
}
"""What a plan does not hold as such, and is there all the same: sums, and what is kept beside the plan."""
RATES = "cost_rates.0"
"""The rates that are kept: table A."""
MAX_BASELINES = 11
HOURS = {"MINUTES": 1 / 60, "HOURS": 1.0}
NO_RATE = datetime.date(1984, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of a file.

    Attributes
    ----------
    document : dict
        In the neutral form.
    schedule : Schedule
        As our engine computes it.
    losses : tuple of Loss
        What the project will not have of it.
    judged : int
        Tasks for which the file says when they run.
    differs : tuple of Difference
        Those that our engine puts elsewhere.
    """

    document: Document
    schedule: Schedule
    losses: tuple[Loss, ...]
    judged: int
    differs: tuple[Difference, ...]

    @property
    def title(self) -> str:
        """What the file calls its project; may be empty."""
        facts = self.document["project"]
        return str(facts.get("title") or facts.get("name") or "").strip()


def understand(document: Document, lost: Sequence[Loss] = ()) -> Reading:
    """Make a plan of a document, schedule it, and tell what it lacks and where it differs.

    Raises
    ------
    Refused
        When no plan can be made of it; the text is a sentence.
    """
    try:
        done = schedule(_without_row_zero(to_plan(document), document))
    except InterchangeError as why:
        raise Refused(refusal(why)) from why
    except PlanError as why:
        raise Refused(problem(why, _tasks_only(document))) from why
    score, differs = judge(document, done)
    return Reading(
        document=document,
        schedule=done,
        losses=(*lost, *left_out(document), *_not_kept(document, done)),
        judged=score.start_finish.of,
        differs=tuple(one for one in differs if {"start", "finish"} & one.got.keys()),
    )


def _without_row_zero(plan: Plan, document: Document) -> Plan:
    """Leave out the task that stands for the whole project: Microsoft Project numbers it 0, and hides it.

    What it shows, the page shows of the project; and the rows keep the numbers that people know.
    """
    zero = {row.get("uid") for row in document["tasks"] if row.get("project_summary")}
    if not zero:
        return plan
    return Plan.build(
        plan.project,
        [
            replace(task, parent=None) if task.parent in zero else task
            for task in plan.tasks
            if task.uid not in zero
        ],
        [link for link in plan.links if link.pred not in zero and link.succ not in zero],
        calendars=plan.calendars,
        resources=plan.resources,
        assignments=[one for one in plan.assignments if one.task not in zero],
    )


def _tasks_only(document: Document) -> Plan:
    """Return the tasks of a document without what holds them together, to name them by."""
    rows = [{"uid": row.get("uid"), "name": row.get("name")} for row in document["tasks"]]
    bare: Document = {part: [] for part in ("calendars", "resources", "links", "assignments")}
    try:
        return to_plan({**bare, "project": {}, "tasks": rows})
    except (InterchangeError, PlanError):
        return Plan.build(Project(start=0), ())


def _not_kept(document: Document, done: Schedule) -> list[Loss]:
    """Return what the document says and the plan does not."""
    found = []
    for one in differences(document, to_document(done)):
        if one.code == "added" or one.field.startswith(("expected.", RATES)):
            continue
        if (one.object, one.field) in TOLD_ELSEWHERE:
            continue
        code = "not_read" if one.code == "not_carried" else one.code
        found.append(Loss(code, one.object, one.field, one.count, one.objects, one.detail, one.reason))
    return found


def prepared(reading: Reading, *, money: bool = True) -> Prepared:
    """Return what a project is made of."""
    return Prepared(
        plan=reading.schedule.plan,
        baselines=tuple(baselines_of(reading.document)),
        rates=tuple(rates_of(reading.document)) if money else (),
    )


# ---- what is kept beside the plan


def baselines_of(document: Document) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield the baselines of a document as columns; the first one last, because the last one is shown."""
    rows = [
        row
        for row in document["tasks"]
        if row.get("uid") is not None and row.get("baselines") and not row.get("project_summary")
    ]
    for number in (*map(str, range(1, MAX_BASELINES)), "0"):
        columns: dict[str, Any] = {
            "uid": [], "start": [], "finish": [], "duration": [], "work": []
        }  # fmt: skip
        for row in rows:
            kept = row["baselines"].get(number) or {}
            start, finish = _at(kept.get("start")), _at(kept.get("finish"))
            if start is None or finish is None:
                continue
            columns["uid"].append(row["uid"])
            columns["start"].append(start)
            columns["finish"].append(finish)
            columns["duration"].append(_amount(kept.get("duration")))
            columns["work"].append(_amount(kept.get("work")))
        if columns["uid"]:
            columns["end"] = max(columns["finish"])
            yield _("Baseline") if number == "0" else _("Baseline %s") % number, columns


def _at(text: object) -> int | None:
    try:
        at = (
            instant(datetime.datetime.fromisoformat(text).replace(tzinfo=None))
            if isinstance(text, str)
            else -1
        )
    except ValueError:
        return None
    return at if 0 <= at < HORIZON else None


def _amount(span: object) -> int:
    minutes = span.get("min") if isinstance(span, dict) else None
    return round(minutes * MINUTE) if isinstance(minutes, int | float) and 0 <= minutes < HORIZON else 0


def rates_of(document: Document) -> Iterable[Rates]:
    """Yield the rates of a document's resources, an hour and a use, in hundredths of the currency."""
    facts = document["project"]
    a_day = (facts.get("minutes_per_day") or 480) / 60
    a_week = (facts.get("minutes_per_week") or 2400) / 60
    hours = HOURS | {
        "DAYS": a_day,
        "WEEKS": a_week,
        "MONTHS": a_day * (facts.get("days_per_month") or 20),
        "YEARS": 52 * a_week,
    }
    for row in document["resources"]:
        table = row.get("cost_rates")
        since: set[datetime.date | None] = set()
        for one in (table.get("0") if isinstance(table, dict) else None) or ():
            found = _rate(row.get("uid"), one, hours)
            if found is not None and found.since not in since:
                since.add(found.since)
                yield found


def _rate(uid: Any, one: Mapping[str, Any], hours: Mapping[str, float]) -> Rates | None:
    standard = one.get("standard") or {}
    per_hour = _money(
        standard.get("amount"), hours.get(str(standard.get("per")).removeprefix("ELAPSED_"), 1.0)
    )
    per_use = _money(one.get("per_use"), 1.0)
    if uid is None or not (per_hour or per_use):
        return None
    at = _at(one.get("from"))
    since = None if at is None else datetime.datetime.fromisoformat(one["from"]).date()
    return Rates(uid, None if since is not None and since <= NO_RATE else since, per_hour, per_use)


def _money(amount: object, hours: float) -> int:
    if not isinstance(amount, int | float) or not 0 <= amount < 1e12:
        return 0
    return round(amount * 100 / hours)


def currency_of(document: Document) -> str:
    """Return the currency that a document names; empty when it names none."""
    code = document["project"].get("currency_code")
    return code if isinstance(code, str) and len(code) == 3 and code.isascii() and code.isupper() else ""


# ---- keeping a document until somebody decides


def packed(document: Document) -> bytes:
    """Write a document down, to be made a project of later."""
    return gzip.compress(json.dumps(document).encode(), compresslevel=1)


def unpacked(data: bytes) -> Document:
    """Read what `packed` wrote."""
    document: Document = json.loads(gzip.decompress(data))
    return document
