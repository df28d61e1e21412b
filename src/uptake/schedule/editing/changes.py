"""What a person did on the plan page, as edits of the engine. See docs/reference/plan-page.md.

What arrives is JSON from outside. Whatever it is, the answer is `Changes`, or a `Problem` that says what to do.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from uptake.engine.edits import (
    Add,
    Edit,
    Move,
    Remove,
    Set,
    apply_with_inverse,
    from_json,
    indent,
    outdent,
    reschedule_uncompleted,
)
from uptake.engine.edits.values import MAX_NOTES, MAX_TEXT
from uptake.engine.errors import PlanError
from uptake.engine.instants import HORIZON, MINUTE
from uptake.engine.plan import Link, LinkType, Plan, Task
from uptake.engine.scheduling import Schedule
from uptake.schedule.editing.typed import COLUMNS, Cell, begin, disorder, report, resize
from uptake.schedule.editing.working_copy import ESTIMATES, Place, TooMuch, WorkingCopy
from uptake.schedule.words.amounts import language_of
from uptake.schedule.words.sentences import Problem, problem
from uptake.schedule.words.wording import column_word, quoted

__all__ = ["Changes", "Problem", "to_edits"]

MAX_CHANGES = 20_000
MOST_AHEAD = 1_000_000
"""A new uid lies at most so far behind the next one."""
MAX_ADDED = 1_000
"""Most resources that one list of changes adds by naming them."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list of changes means.

    Attributes
    ----------
    edits : list of Edit
    label : list of dict
        What was done, as JSON: `sentences.label_text` makes words of it.
    plan : Plan
        After the edits.
    inverse : list of Edit
        What takes them back.
    since : Schedule
        Of a plan that differs little from `plan`.
    """

    edits: list[Edit]
    label: list[dict[str, Any]]
    plan: Plan
    inverse: list[Edit]
    since: Schedule

    @classmethod
    def of(cls, schedule: Schedule, edits: Iterable[Edit], label: list[dict[str, Any]]) -> "Changes":
        """Return edits that are there already as changes; raises what `apply` raises."""
        wanted = list(edits)
        plan, inverse = apply_with_inverse(schedule.plan, wanted)
        return cls(wanted, label, plan, inverse, schedule)


def to_edits(
    schedule: Schedule,
    changes: object,
    *,
    language: str,
    next_uid: Mapping[str, int],
    today: date | None = None,
) -> Changes:
    """Turn what a person did into edits.

    Parameters
    ----------
    schedule : Schedule
        Of the plan that they are for; stays as it is.
    changes : object
        Whatever a JSON reader returned: edits, and the intents of docs/reference/plan-page.md except undo,
        redo and restore. Each sees the plan after the ones before it; only what all of them lead to must be a
        plan.
    language : str
        Of what was typed.
    next_uid : mapping of str to int
        From which new uids are taken, by kind.
    today : date, optional
        For dates without a year; the day of the server when left out.

    Returns
    -------
    Changes

    Raises
    ------
    Problem
        In the language in use, which is not changed here.
    """
    if type(changes) is not list or not all(type(one) is dict for one in changes):
        raise Problem(_not_read())
    if len(changes) > MAX_CHANGES:
        raise Problem(_("These are more than 20,000 changes at once. Make them in smaller steps."))
    reader = _Reader(schedule, language, next_uid, today or datetime.now(UTC).astimezone().date())
    try:
        for change in _in_order(changes):
            reader.read(change)
        plan = reader.copy.finish()
        _check_estimates(reader.copy.edits, plan)
    except PlanError as error:
        raise _explain(error, reader.copy.last_plan, [], reader.copy.place) from error
    except TooMuch:
        raise Problem(
            _("That is too much at once for a plan of this size. Make it in smaller steps.")
        ) from None
    copy = reader.copy
    return Changes(copy.edits, reader.label(), plan, copy.inverse, copy.computed)


def _check_estimates(edits: Iterable[Edit], plan: Plan) -> None:
    """Raise `Problem` where an estimate is less than the one before it: only once all changes are made."""
    uids = {
        edit.uid
        for edit in edits
        if isinstance(edit, Set) and edit.kind == "task" and not ESTIMATES.isdisjoint(edit.values)
    }
    uids |= {edit.row.uid for edit in edits if isinstance(edit, Add) and isinstance(edit.row, Task)}
    for uid in uids & plan.structure.index.keys():
        wrong = disorder(plan.task(uid))
        if wrong:
            raise Problem(
                _("The %(field)s of %(task)s is less than the estimate before it. Type a longer time.")
                % {"field": column_word(wrong), "task": quoted(plan.task(uid).name)},
                uid,
                wrong,
            )


def _not_read() -> str:
    return _("The change couldn't be read. Reload the page and try again.")


def _explain(error: PlanError, plan: Plan, edits: list[Edit], place: Place) -> Exception:
    return Problem(problem(error, plan, edits), *place)


def _in_order(changes: list[Json]) -> list[Json]:
    """Bring what is typed into rows into an order in which little has to be computed in between.

    Of a pasted block, new rows come first, and then one column after the other. No row notices.
    """
    found: list[Json] = []
    for typing, run in groupby(changes, lambda one: one.get("intent") in ("insert", "type")):
        block = list(run)
        if typing:
            typed = [one for one in block if one["intent"] == "type"]
            block = [one for one in block if one["intent"] == "insert"] + _by_column(typed)
        found += block
    return found


def _by_column(typed: list[Json]) -> list[Json]:
    """Sort cells by column if each row then still has its own in the order in which they were typed."""
    places: dict[object, int] = {}
    last: dict[object, int] = {}
    keys: list[int] = []
    for one in typed:
        uid, column = (
            value if type(value) in {int, str} else None for value in (one.get("uid"), one.get("column"))
        )
        place = places.setdefault(column, len(places))
        if place <= last.get(uid, -1):
            return typed
        last[uid] = place
        keys.append(place)
    return [typed[k] for k in sorted(range(len(typed)), key=keys.__getitem__)]


class _Reader:
    """Reads changes one by one, and remembers what to call them."""

    def __init__(self, schedule: Schedule, language: str, next_uid: Mapping[str, int], today: date) -> None:
        self.copy = WorkingCopy(schedule, next_uid, _explain)
        self.language = language_of(language)
        self.today = today
        self.project = schedule.plan.project
        self._first_new = dict(next_uid)
        self._gone: set[int] = set()
        self._done: dict[tuple[str, str], dict[str, Any]] = {}

    def label(self) -> list[dict[str, Any]]:
        """Return what was done, in the order in which it began."""
        for one in self.copy.added:
            self._say("resource", name=one.name)
        return list(self._done.values())

    def _say(self, code: str, column: str = "", **data: object) -> None:
        known = self._done.get((code, column))
        if known is not None:
            known["count"] += 1
            return
        said: dict[str, Any] = {"code": code, **({"column": column} if column else {}), **data, "count": 1}
        self._done[code, column] = said

    def read(self, change: Json) -> None:
        """Make a change."""
        if "edit" in change:
            self._edit(change)
            return
        intent = change.get("intent")
        read = INTENTS.get(intent) if type(intent) is str else None
        if read is None:
            raise Problem(_not_read())
        column = change.get("column") if intent == "type" else _CELLS.get(str(intent))
        uid = change.get("succ" if intent in {"link", "unlink"} else "uid")
        self.copy.begin((uid if type(uid) is int else None, column if type(column) is str else None))
        try:
            read(self, change)
        except Problem as why:
            here = self.copy.place
            raise Problem(why.sentence, why.uid or here[0], why.column or here[1]) from None
        if len(self.copy.added) > MAX_ADDED:
            raise Problem(_("That would add more than 1,000 resources. Check the column you pasted into."))

    # ---- parts of a change

    def uid(self, change: Json, name: str = "uid") -> int:
        """Return the uid of a task that exists."""
        uid = change.get(name)
        if type(uid) is not int:
            raise Problem(_not_read())
        if not self.copy.knows(uid):
            raise Problem(_("That task is no longer in the plan. Reload the page to see what changed."))
        return uid

    def some_uid(self, change: Json, name: str) -> int | None:
        """Return the uid of a task that exists, or None."""
        return None if change.get(name) is None else self.uid(change, name)

    def instant(self, change: Json, name: str) -> int:
        """Return an instant within the range of plans."""
        at = change.get(name)
        if type(at) is not int or not 0 <= at < HORIZON:
            raise Problem(_("That date lies outside 1984 to 2149. Choose another."))
        return at

    def told(self, uid: int) -> str:
        """Return the name of a task for the label."""
        return self.copy.name(uid)[:200]

    # ---- changes

    def _edit(self, change: Json) -> None:
        edit = from_json(change)
        uid = edit.row.uid if isinstance(edit, Add) else edit.uid
        kind = "task" if isinstance(edit, Move) else change["kind"]
        self.copy.begin((uid if kind == "task" else None, None))
        if isinstance(edit, Add):
            for one in (edit.row, *edit.below):
                self._claim(kind, one.uid)
        column = next(iter(edit.values), "") if isinstance(edit, Set) else ""
        name = self.told(uid) if kind == "task" and not isinstance(edit, Add) and self.copy.knows(uid) else ""
        self.copy.run([edit])
        self._say(f"edit_{change['edit']}_{kind}", column, name=name)

    def _claim(self, kind: str, uid: int) -> None:
        """Refuse the uid of something new that may have been given before."""
        first = self._first_new.get(kind, 0)
        if not first <= uid < first + MOST_AHEAD:
            raise Problem(_("The new row has a number that is taken. Reload the page and try again."))
        self.copy.next_uid[kind] = max(self.copy.next_uid.get(kind, 0), uid + 1)

    def type_(self, change: Json) -> None:
        column, text = change.get("column"), change.get("text")
        if type(column) is not str or column not in COLUMNS or type(text) is not str:
            raise Problem(_not_read())
        if len(text) > (MAX_NOTES if column == "notes" else MAX_TEXT):
            raise Problem(_("That text is too long. Shorten it."))
        uid = self.uid(change)
        COLUMNS[column](Cell(self.copy, uid, text, self.language, self.today))
        name = " ".join(text.split())[:200] if column == "name" else self.told(uid)
        self._say("set", column, name=name)

    def insert(self, change: Json) -> None:
        before, parent = self.some_uid(change, "before"), self.some_uid(change, "parent")
        values = change.get("values") or {}
        if type(values) is not dict:
            raise Problem(_not_read())
        if before is not None:
            parent = self.copy.parent(before)
        duration = self.project.minutes_per_day * MINUTE
        row = {"duration": duration, "estimated": "duration" not in values, **values}
        row |= {"uid": change.get("uid"), "name": change.get("name", ""), "parent": parent}
        edit = from_json({"edit": "add", "kind": "task", "row": row, "at": before})
        if not isinstance(edit, Add) or not isinstance(edit.row, Task):
            raise Problem(_not_read())
        self._claim("task", edit.row.uid)
        self.copy.run([replace(edit, row=replace(edit.row, name=" ".join(edit.row.name.split())))])
        self._say("insert", name=edit.row.name[:200])

    def remove(self, change: Json) -> None:
        if change.get("uid") in self._gone:
            return
        uid = self.uid(change)
        self._say("remove", name=self.told(uid))
        self._gone |= self.copy.below(uid)
        self.copy.run([Remove("task", uid)])

    def indent(self, change: Json) -> None:
        uid = self.uid(change)
        edits = indent(self.copy.plan(), uid)
        if not edits:
            raise Problem(_("There is no row above on the same level to indent under. Choose another row."))
        self.copy.run(edits)
        self._say("indent", name=self.told(uid))

    def outdent(self, change: Json) -> None:
        uid = self.uid(change)
        edits = outdent(self.copy.plan(), uid)
        if not edits:
            raise Problem(_("This row stands on the top level already."))
        self.copy.run(edits)
        self._say("outdent", name=self.told(uid))

    def move(self, change: Json) -> None:
        uid = self.uid(change)
        if "start" in change:
            begin(self.copy, uid, self.instant(change, "start"))
            self._say("shift", name=self.told(uid))
            return
        before, parent = self.some_uid(change, "before"), self.some_uid(change, "parent")
        if before is not None:
            parent = self.copy.parent(before)
        if before == uid:
            return
        self.copy.run([Move(uid, parent, before)])
        self._say("move", name=self.told(uid))

    def resize(self, change: Json) -> None:
        uid = self.uid(change)
        resize(self.copy, uid, self.instant(change, "finish"))
        self._say("resize", name=self.told(uid))

    def progress(self, change: Json) -> None:
        uid, percent = self.uid(change), change.get("percent")
        if type(percent) is not int or not 0 <= percent <= 100:
            raise Problem(_("Progress is a whole number from 0 to 100, like 50 or 50%."))
        report(self.copy, uid, percent)
        self._say("progress", name=self.told(uid), percent=percent)

    def link(self, change: Json) -> None:
        pred, succ = self.uid(change, "pred"), self.uid(change, "succ")
        kind = change.get("type", "FS")
        if type(kind) is not str or kind not in LinkType.__members__:
            raise Problem(_not_read())
        there = next((one for one in self.copy.links_into(succ) if one.pred == pred), None)
        if there is None:
            link = Link(uid=self.copy.take("link"), pred=pred, succ=succ, type=LinkType[kind])
            self.copy.run([Add(link)])
        elif there.type is not LinkType[kind]:
            self.copy.run([Set("link", there.uid, {"type": LinkType[kind]})])
        self._say("link", name=self.told(pred), other=self.told(succ))

    def unlink(self, change: Json) -> None:
        pred, succ = self.uid(change, "pred"), self.uid(change, "succ")
        there = [one for one in self.copy.links_into(succ) if one.pred == pred]
        if not there:
            raise Problem(_("These two are not linked. Reload the page to see what changed."))
        self.copy.run([Remove("link", one.uid) for one in there])
        self._say("unlink", name=self.told(pred), other=self.told(succ))

    def status_date(self, change: Json) -> None:
        at = None if change.get("at") is None else self.instant(change, "at")
        self.copy.run([Set("project", 0, {"status_date": at})])
        self._say("status_date", at=at)

    def reschedule(self, change: Json) -> None:
        computed = self.copy.now()
        at = computed.plan.project.status_date
        if at is None:
            raise Problem(_("Set a status date first: work that is not done moves behind it."))
        uids = None if change.get("uid") is None else [self.uid(change)]
        edits, _remarks = reschedule_uncompleted(computed, at, uids=uids)
        self.copy.run(edits)
        self._say("reschedule", at=at, tasks=len(edits))


INTENTS: Mapping[str, Callable[[_Reader, Json], None]] = {
    "type": _Reader.type_,
    "insert": _Reader.insert,
    "remove": _Reader.remove,
    "indent": _Reader.indent,
    "outdent": _Reader.outdent,
    "move": _Reader.move,
    "resize": _Reader.resize,
    "progress": _Reader.progress,
    "link": _Reader.link,
    "unlink": _Reader.unlink,
    "status_date": _Reader.status_date,
    "reschedule": _Reader.reschedule,
}
_CELLS = {
    "link": "predecessors",
    "unlink": "predecessors",
    "progress": "percent",
    "resize": "finish",
    "move": "start",
    "insert": "name",
}
"""The column in which a problem of an intent is shown."""
