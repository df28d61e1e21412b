"""Changes of a plan from a table: an exported workbook that somebody filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.instants import MINUTE, instant, moment
from uptake.engine.plan import Plan, Task
from uptake.interchange import tables
from uptake.interchange.durations import Amount, format_duration
from uptake.interchange.errors import InterchangeError
from uptake.platform.jobs import Progress, Refused, job
from uptake.platform.models import Job
from uptake.projects.models import Project
from uptake.schedule import bridge, services
from uptake.schedule.editing.changes import Changes, to_edits
from uptake.schedule.files.file_words import refusal
from uptake.schedule.words.amounts import duration_text, language_of, scale_of
from uptake.schedule.words.wording import column_word

UPDATE = "read_update"
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """One cell that a table changes: of which task, what it was, what it becomes."""

    uid: int
    row: int
    name: str
    column: str
    was: str
    now: str

    @property
    def column_text(self) -> str:
        """What the column is called."""
        return column_word(self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What a table says of a plan.

    Attributes
    ----------
    changes : list of dict
        As the plan page would send them.
    changed : list of Changed
    matched : int
        Rows that are tasks of the plan.
    unknown : list of str
        Names of rows that are not.
    """

    changes: list[dict[str, Any]]
    changed: list[Changed]
    matched: int
    unknown: list[str]


@job(UPDATE)
def read_update(found: Job, progress: Progress) -> dict[str, Any]:
    """Read a table with changes for a plan, as rows of what it fills in."""
    progress(0, 1, _("Reading the file"))
    with found.given.open("rb") as upload:
        data = upload.read()
    if not tables.table_format(data):
        raise Refused(
            _("Changes are read from tables only: an Excel workbook (.xlsx) or a text table (.csv).")
        )
    try:
        read = tables.read_table(data)
    except InterchangeError as why:
        raise Refused(refusal(why)) from why
    fields = set().union(*read.filled) if read.filled else set()
    if not fields & {"uid", "id"}:
        raise Refused(
            _(
                "The table has no column “Unique ID” or “ID”, so its rows cannot be told apart. "
                "Export the plan to Excel, and change that file."
            )
        )
    key = "uid" if "uid" in fields else "id"
    rows = [
        _kept(row, said, key)
        for row, said in zip(read.document["tasks"], read.filled, strict=True)
        if key in said
    ]
    return {
        "file": found.options.get("name", ""),
        "key": key,
        "rows": rows,
        "losses": [one.to_json() for one in read.losses if one.code == "not_understood"],
        "next": reverse("import_update", args=[found.project_id, found.pk]),
    }


def _kept(row: Mapping[str, Any], said: frozenset[str], key: str) -> dict[str, Any]:
    values = {name: row[name] for name in said & READERS.keys()}
    return {"key": row[key], "name": row["name"], "estimated": row["estimated"], "values": values}


def update_of(state: bridge.State, key: str, rows: list[dict[str, Any]]) -> Update:
    """Compare the rows of a table with the plan."""
    plan = state.plan
    found = Update(changes=[], changed=[], matched=0, unknown=[])
    matched = 0
    for row in rows:
        position = _position(plan, key, row["key"])
        if position is None:
            found.unknown.append(str(row["name"]))
            continue
        matched += 1
        task = plan.tasks[position]
        for name, read in READERS.items():
            one = read(plan, position, row) if name in row["values"] else None
            if one is not None:
                change, was, now = one
                found.changes.append(change)
                found.changed.append(Changed(task.uid, position + 1, task.name, COLUMNS[name], was, now))
    return replace(found, matched=matched)


def _position(plan: Plan, key: str, number: Any) -> int | None:
    if type(number) is not int:
        return None
    if key == "uid":
        return plan.structure.index.get(number)
    return number - 1 if 1 <= number <= len(plan.tasks) else None


def updated(update: Update, file: str) -> services.Intend:
    """Return what makes the changes of a table."""

    def intend(state: bridge.State) -> Changes:
        meant = to_edits(state.schedule, update.changes, language=_language(), next_uid=state.next_uid)
        return replace(meant, label=[{"code": "update", "name": file}])

    return intend


Read = tuple[dict[str, Any], str, str] | None


def _language() -> Any:
    return language_of(translation.get_language() or "en")


def _typed(task: Task, column: str, text: str, was: str) -> Read:
    return {"intent": "type", "uid": task.uid, "column": column, "text": text}, was, text


def _name(plan: Plan, i: int, row: Mapping[str, Any]) -> Read:
    task, text = plan.tasks[i], str(row["name"]).strip()
    return _typed(task, "name", text, task.name) if text and text != task.name.strip() else None


def _duration(plan: Plan, i: int, row: Mapping[str, Any]) -> Read:
    task, span = plan.tasks[i], row["values"]["duration"] or {}
    unit, minutes = span.get("u") or "DAYS", span.get("min")
    elapsed = unit.startswith("ELAPSED")
    if plan.structure.summary[i] or minutes is None:
        return None
    if abs(minutes * MINUTE - task.duration) < MINUTE and elapsed == task.elapsed:
        return None
    text = format_duration(Amount(span["v"], unit, bool(row["estimated"])), language=_language())
    return _typed(task, "duration", text, duration_text(task, scale_of(plan.project), _language()))


def _percent(plan: Plan, i: int, row: Mapping[str, Any]) -> Read:
    task, percent = plan.tasks[i], row["values"]["percent_complete"]
    if plan.structure.summary[i] or percent is None or round(percent) == task.percent:
        return None
    wanted = min(max(round(percent), 0), 100)
    return {"intent": "progress", "uid": task.uid, "percent": wanted}, f"{task.percent}%", f"{wanted}%"


def _deadline(plan: Plan, i: int, row: Mapping[str, Any]) -> Read:
    task, text = plan.tasks[i], row["values"]["deadline"]
    at = None if text is None else _instant(text)
    if at is None or at == task.deadline:
        return None
    was = "" if task.deadline is None else _day(task.deadline)
    return _set(task, {"deadline": at}), was, _day(at)


def _notes(plan: Plan, i: int, row: Mapping[str, Any]) -> Read:
    task, text = plan.tasks[i], str(row["values"]["notes"] or "").strip()
    if not text or text == task.notes.strip():
        return None
    return _typed(task, "notes", text, task.notes)


def _priority(plan: Plan, i: int, row: Mapping[str, Any]) -> Read:
    task, value = plan.tasks[i], row["values"]["priority"]
    if type(value) is not int or not 0 <= value <= 1000 or value == task.priority:
        return None
    return _set(task, {"priority": value}), str(task.priority), str(value)


def _set(task: Task, values: dict[str, Any]) -> dict[str, Any]:
    return {"edit": "set", "kind": "task", "uid": task.uid, "values": values}


def _instant(text: str) -> int | None:
    at = instant(datetime.fromisoformat(text))
    return at if at >= 0 else None


def _day(at: int) -> str:
    return moment(at).strftime("%Y-%m-%d %H:%M")


READERS: dict[str, Callable[[Plan, int, Mapping[str, Any]], Read]] = {
    "name": _name,
    "duration": _duration,
    "percent_complete": _percent,
    "deadline": _deadline,
    "priority": _priority,
    "notes": _notes,
}
COLUMNS = {
    "name": "name",
    "duration": "duration",
    "percent_complete": "percent",
    "deadline": "deadline",
    "priority": "priority",
    "notes": "notes",
}
"""What the plan page calls these columns."""


def apply_update(project: Project, by: Person, update: Update, file: str, *, base: int) -> services.Outcome:
    """Make the changes of a table, as one revision."""
    return services.apply_edits(project, updated(update, file), by, base=base, kind="import")
