"""Errors, impacts, revisions and reasons as sentences, in the language in use. Each says what to do."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from uptake.engine.calendars import CalendarLoop
from uptake.engine.edits import Add, Edit, Move, Set
from uptake.engine.errors import (
    BadValue,
    CycleFound,
    DateOutOfRange,
    DuplicateUid,
    LinkedToOwnChild,
    OutlineBroken,
    PlanError,
    UnknownUid,
)
from uptake.engine.plan import Link, Plan, Task

LOOP_SHOWN = 12
NAME_SHOWN = 60

COLUMNS: dict[str, Callable[[], str]] = {
    "name": lambda: _("name"),
    "duration": lambda: _("duration"),
    "start": lambda: _("start"),
    "finish": lambda: _("finish"),
    "percent": lambda: _("progress"),
    "predecessors": lambda: _("predecessors"),
    "resources": lambda: _("resources"),
    "constraint": lambda: _("constraint"),
    "constraint_date": lambda: _("constraint date"),
    "deadline": lambda: _("deadline"),
    "calendar": lambda: _("calendar"),
    "owner": lambda: _("owner"),
    "priority": lambda: _("priority"),
    "work": lambda: _("work"),
    "type": lambda: _("task type"),
    "notes": lambda: _("notes"),
    "mode": lambda: _("task mode"),
    "units": lambda: _("units"),
    "email": lambda: _("e-mail"),
    "group": lambda: _("group"),
    "lead_time": lambda: _("lead time"),
}
"""What a column or field is called inside a sentence."""


class Problem(Exception):
    """What a person asked for cannot be done.

    Attributes
    ----------
    sentence : str
        Why, and what to do, in the language in use.
    uid : int or None
        The task that it is about.
    column : str or None
        The cell that it is about.
    """

    def __init__(self, sentence: str, uid: int | None = None, column: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.uid = uid
        self.column = column


def column_word(column: str) -> str:
    """Return what a column is called inside a sentence."""
    word = COLUMNS.get(column)
    return word() if word else column.replace("_", " ")


def shown(text: str, limit: int = NAME_SHOWN) -> str:
    """Return a text that is part of a sentence: on one line, and not too long."""
    flat = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * limit])
    flat = " ".join(flat.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def quoted(name: str) -> str:
    """Return a name in quotation marks."""
    return _("‘%(name)s’") % {"name": shown(name) or _("unnamed")}


class _Rows:
    """Tasks as sentences name them: with row number and name."""

    def __init__(self, plan: Plan, edits: Sequence[Edit]) -> None:
        self.plan = plan
        self.new = {
            one.row.uid: one.row for one in edits if isinstance(one, Add) and isinstance(one.row, Task)
        }

    def number(self, uid: int) -> str:
        row = self.plan.structure.index.get(uid)
        return quoted(self.name(uid)) if row is None else str(row + 1)

    def name(self, uid: int) -> str:
        if uid in self.plan.structure.index:
            return self.plan.task(uid).name
        return self.new[uid].name if uid in self.new else ""

    def both(self, uid: int) -> str:
        if uid not in self.plan.structure.index:
            return quoted(self.name(uid))
        return _("%(row)s ‘%(name)s’") % {
            "row": self.number(uid),
            "name": shown(self.name(uid)) or _("unnamed"),
        }


def problem(error: PlanError, plan: Plan, edits: Sequence[Edit] = ()) -> str:
    """Return an error of the engine as a sentence.

    Parameters
    ----------
    error : PlanError
    plan : Plan
        Before the edits that failed: it names the tasks.
    edits : sequence of Edit
        Those of the change at fault, if it is known.
    """
    rows = _Rows(plan, edits)
    match error:
        case CycleFound():
            said = _cycle(error, rows, edits)
        case LinkedToOwnChild():
            said = _own_child(error, rows, edits)
        case BadValue():
            said = _bad_value(error, rows)
        case UnknownUid():
            said = _unknown(error)
        case OutlineBroken():
            said = _(
                "%(task)s can't be moved there: a row can't stand under itself. Choose another place."
            ) % {"task": rows.both(error.uid)}
        case DateOutOfRange():
            said = _(
                "%(task)s would run before 1984 or after 2149. Check its dates, its duration and its calendar."
            ) % {"task": rows.both(error.uid)}
        case CalendarLoop():
            names = {one.uid: one.name for one in plan.calendars}
            loop = " → ".join(quoted(names.get(uid, "")) for uid in (*error.uids[:LOOP_SHOWN], error.uids[0]))
            said = _("These calendars derive from each other: %(loop)s. Give one of them no base.") % {
                "loop": loop
            }
        case DuplicateUid():
            said = _("Somebody else added a row at the same moment. Try again.")
        case _:
            said = _("The plan can't be changed like this. Reload the page and try again.")
    return said


def _cycle(error: CycleFound, rows: _Rows, edits: Sequence[Edit]) -> str:
    tasks = error.tasks
    for pred, succ in _linked(rows.plan, edits):
        for k, uid in enumerate(tasks):
            if uid == pred and tasks[(k + 1) % len(tasks)] == succ:
                way = [*tasks[k + 1 :], *tasks[: k + 1]]
                return _(
                    "Can't link %(pred)s → %(succ)s: it would close a loop %(loop)s. Remove one of these links."
                ) % {"pred": rows.number(pred), "succ": rows.number(succ), "loop": _way(way, rows)}
    loop = _way([*tasks, tasks[0]], rows)
    return _("These tasks would wait for each other: %(loop)s. Remove one of their links.") % {"loop": loop}


def _way(tasks: Sequence[int], rows: _Rows) -> str:
    names = [rows.both(uid) for uid in tasks]
    if len(names) > LOOP_SHOWN:
        names = [*names[: LOOP_SHOWN - 1], "…", names[-1]]
    return " → ".join(names)


def _linked(plan: Plan, edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Return the ends of the links that edits add or change."""
    found: list[tuple[int, int]] = []
    known = plan.structure.link_index
    for one in edits:
        if isinstance(one, Add) and isinstance(one.row, Link):
            found.append((one.row.pred, one.row.succ))
        elif isinstance(one, Set) and one.kind == "link" and one.uid in known:
            link = plan.links[known[one.uid]]
            found.append((link.pred, link.succ))
    return found


def _own_child(error: LinkedToOwnChild, rows: _Rows, edits: Sequence[Edit]) -> str:
    if error.pred == error.succ:
        return _("%(task)s can't be its own predecessor. Type another row.") % {"task": rows.both(error.pred)}
    names = {"pred": rows.both(error.pred), "succ": rows.both(error.succ)}
    if any(isinstance(one, Move) for one in edits):
        return (
            _(
                "%(pred)s and %(succ)s are linked, so one can't stand under the other. Remove their link first."
            )
            % names
        )
    return (
        _("Can't link %(pred)s and %(succ)s: one stands under the other. Link a task beside them instead.")
        % names
    )


def _unknown(error: UnknownUid) -> str:
    match error.kind:
        case "task":
            return _("That task is no longer in the plan. Reload the page to see what changed.")
        case "link":
            return _("That link is no longer in the plan. Reload the page to see what changed.")
        case "resource":
            return _("That resource is no longer in the plan. Reload the page to see what changed.")
        case "calendar":
            return _("That calendar is still needed, or is no longer there. Choose another calendar first.")
    return _("What this change is about is no longer in the plan. Reload the page to see what changed.")


def _bad_value(error: BadValue, rows: _Rows) -> str:
    if error.kind == "edit" or error.field in {"field", "uid", "row"}:
        return _("The change couldn't be read. Reload the page and try again.")
    special = _FIELDS.get(error.field)
    if special is not None:
        return special(error, rows)
    if error.kind == "task":
        return _("This can't be the %(field)s of %(task)s. Type another value.") % {
            "field": column_word(error.field),
            "task": rows.both(error.uid),
        }
    return _("This can't be the %(field)s. Type another value.") % {"field": column_word(error.field)}


def _effort(error: BadValue, rows: _Rows) -> str:
    names = {"task": rows.both(error.uid), "field": column_word(error.field)}
    plan = rows.plan
    if error.kind == "task" and error.uid in plan.structure.index:
        if plan.is_summary(error.uid):
            return _("The %(field)s of %(task)s comes from the tasks under it. Change those.") % names
        if plan.task(error.uid).actual_start is not None and not _huge(error.value):
            return (
                _(
                    "%(task)s has been worked on for longer than that already. Type more, or lower its progress first."
                )
                % names
            )
    return _("That is more than a plan can hold: it ends in 2149. Type less.")


def _huge(value: object) -> bool:
    return not isinstance(value, int) or value > 10_000_000


_FIELDS: Mapping[str, Callable[[BadValue, _Rows], str]] = {
    "duration": _effort,
    "work": _effort,
    "percent": lambda _error, _rows: _("Progress is a whole number from 0 to 100, like 50 or 50%."),
    "priority": lambda _error, _rows: _("Priority is a whole number from 0 to 1000; 500 is normal."),
    "name": lambda _error, _rows: _(
        "A name has at most 4,000 characters and no control characters. Shorten it."
    ),
    "notes": lambda _error, _rows: _("Notes have at most 100,000 characters. Shorten them."),
    "lag": lambda _error, _rows: _("That lag is longer than a plan can be. Type a shorter one."),
    "units": lambda _error, _rows: _("Units go from 0% to 6,000,000%. Type them like Li Wei[50%]."),
}
