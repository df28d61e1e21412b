"""Errors, impacts, revisions and reasons as sentences, in the language in use. Each says what to do."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uptake.engine.calendars import CalendarLoop
from uptake.engine.compare import Impact
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
from uptake.engine.instants import DAY, HOUR, MINUTE, moment
from uptake.engine.plan import Link, Plan, Project, Task
from uptake.engine.scheduling import Schedule
from uptake.schedule.words.dates import plain
from uptake.schedule.words.reasons import why
from uptake.schedule.words.wording import chinese, column_word, quoted, shown

__all__ = ["Problem", "impact_line", "label_text", "problem", "why"]

LOOP_SHOWN = 12


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


def problem(error: PlanError, plan: Plan | None, edits: Sequence[Edit] = ()) -> str:
    """Return an error of the engine as a sentence.

    Parameters
    ----------
    error : PlanError
    plan : Plan or None
        Before the edits that failed: it names the tasks. None where there was none yet.
    edits : sequence of Edit
        Those of the change at fault, if it is known.
    """
    plan = Plan.build(Project(start=0), ()) if plan is None else plan
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
    "units": lambda _error, _rows: _("Units go from 0 to 6,000,000 percent. Type them like Li Wei[50%]."),
}


# ---- what a change does


def impact_line(impact: Impact, schedule: Schedule, go_live: int | None, *, today: int) -> str:
    """Say in one line what a change does.

    Parameters
    ----------
    impact : Impact
    schedule : Schedule
        After the change.
    go_live : int or None
        Uid of the milestone.
    today : int
        An instant: dates of its year are told without one.
    """
    day = moment(today).date()
    parts = [
        count(n)
        for n, count in (
            (impact.tasks_moved, _moved),
            (len(impact.added), _added),
            (len(impact.removed), _removed),
        )
        if n
    ]
    moved = {one.uid: one for one in impact.moved}
    if go_live in moved:
        one = moved[go_live]
        way = _way_of(one.finish_before, one.finish_after, one.working_shift, schedule.plan.project, day)
        parts.append(_("go-live %(way)s") % {"way": way})
    elif impact.milestones:
        one = impact.milestones[0]
        way = _way_of(one.finish_before, one.finish_after, one.working_shift, schedule.plan.project, day)
        name = quoted(schedule.plan.task(one.uid).name)
        parts.append(_("milestone %(name)s %(way)s") % {"name": name, "way": way})
    elif impact.finish_shift:
        clock = schedule.layout.net.clocks[schedule.layout.clocks.project]
        shift = clock.work(impact.finish_after) - clock.work(impact.finish_before)
        way = _way_of(impact.finish_before, impact.finish_after, shift, schedule.plan.project, day)
        parts.append(_("finish %(way)s") % {"way": way})
    if impact.newly_critical:
        parts.append(_critical(len(impact.newly_critical)))
    if impact.newly_missed:
        parts.append(_missed(len(impact.newly_missed)))
    return " · ".join(parts) or _("No date changes")


def _moved(n: int) -> str:
    return ngettext("%(n)s task moves", "%(n)s tasks move", n) % {"n": n}


def _added(n: int) -> str:
    return ngettext("%(n)s task is new", "%(n)s tasks are new", n) % {"n": n}


def _removed(n: int) -> str:
    return ngettext("%(n)s task goes", "%(n)s tasks go", n) % {"n": n}


def _critical(n: int) -> str:
    return ngettext("%(n)s task becomes critical", "%(n)s tasks become critical", n) % {"n": n}


def _missed(n: int) -> str:
    return ngettext("%(n)s deadline is missed", "%(n)s deadlines are missed", n) % {"n": n}


def _way_of(before: int, after: int, shift: int, project: Project, today: date) -> str:
    """Write how a date moves: ``18 Mar → 20 Mar (+2 d)``."""
    clock = before // DAY == after // DAY
    old, new = (plain(at, today=today, clock=clock) for at in (before, after))
    if not clock:  # days between the two dates that are shown, as everywhere beside dates
        return f"{old} → {new} ({_days(after // DAY - before // DAY)})"
    return f"{old} → {new} ({_shift(shift or after - before, project)})"


def _days(days: int) -> str:
    return _("%(amount)s d") % {"amount": f"{'−' if days < 0 else '+'}{abs(days)}"}


def _shift(tenths: int, project: Project) -> str:
    sign = "−" if tenths < 0 else "+"
    days = round(abs(tenths) / (project.minutes_per_day * MINUTE), 2)
    if days >= 1 or days in {0.25, 0.5, 0.75}:
        return _("%(amount)s d") % {"amount": f"{sign}{days:g}"}
    return _("%(amount)s h") % {"amount": f"{sign}{round(abs(tenths) / HOUR, 1):g}"}


# ---- what was done

MOST_TOLD = 3


def label_text(label: object) -> str:
    """Say what a revision did, from the label that was kept with it."""
    parts = [one for one in label if isinstance(one, dict)] if isinstance(label, list) else []
    told = [_told(one) for one in parts[:MOST_TOLD]]
    if len(parts) > MOST_TOLD:
        told.append(_("and more"))
    return ("；" if chinese() else "; ").join(told) or _("Change the plan")


def _told(part: Mapping[str, Any]) -> str:
    code = str(part.get("code", ""))
    count = part.get("count", 1)
    known = LABELS.get(code) or LABELS.get(code.rpartition("_")[0])
    if known is None:
        return _("Change the plan")
    one, several = known
    values = {
        "name": quoted(str(part.get("name", ""))),
        "other": quoted(str(part.get("other", ""))),
        "column": column_word(str(part.get("column", ""))),
        "percent": part.get("percent", ""),
        "revision": part.get("revision", ""),
        "n": count,
    }
    return (one() if count == 1 else several()) % values


LABELS: Mapping[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "set": (lambda: _("Set %(column)s of %(name)s"), lambda: _("Set %(column)s of %(n)s tasks")),
    "insert": (lambda: _("Insert %(name)s"), lambda: _("Insert %(n)s tasks")),
    "remove": (lambda: _("Remove %(name)s"), lambda: _("Remove %(n)s tasks")),
    "indent": (lambda: _("Indent %(name)s"), lambda: _("Indent %(n)s tasks")),
    "outdent": (lambda: _("Outdent %(name)s"), lambda: _("Outdent %(n)s tasks")),
    "shift": (lambda: _("Move %(name)s in time"), lambda: _("Move %(n)s tasks in time")),
    "move": (lambda: _("Move %(name)s to another row"), lambda: _("Move %(n)s tasks to other rows")),
    "resize": (lambda: _("Change how long %(name)s takes"), lambda: _("Change how long %(n)s tasks take")),
    "progress": (lambda: _("%(name)s is %(percent)s%% done"), lambda: _("Report progress on %(n)s tasks")),
    "link": (lambda: _("Link %(name)s → %(other)s"), lambda: _("Add %(n)s links")),
    "unlink": (lambda: _("Unlink %(name)s → %(other)s"), lambda: _("Remove %(n)s links")),
    "status_date": (lambda: _("Set the status date"), lambda: _("Set the status date")),
    "reschedule": (
        lambda: _("Move work that is not done behind the status date"),
        lambda: _("Move work that is not done behind the status date"),
    ),
    "resource": (lambda: _("Add the resource %(name)s"), lambda: _("Add %(n)s resources")),
    "restore": (lambda: _("Restore revision %(revision)s"), lambda: _("Restore revision %(revision)s")),
    "import": (lambda: _("Import the plan from %(name)s"), lambda: _("Import the plan from %(name)s")),
    "update": (lambda: _("Take changes over from %(name)s"), lambda: _("Take changes over from %(name)s")),
    "review": (
        lambda: _("Mend what the plan review found: %(name)s"),
        lambda: _("Mend %(n)s findings of the plan review"),
    ),
    "level": (lambda: _("Level the resources"), lambda: _("Level the resources")),
    "draft": (lambda: _("Apply the draft %(name)s"), lambda: _("Apply the draft %(name)s")),
    "settings": (lambda: _("Change the project's settings"), lambda: _("Change the project's settings")),
    "resource_changed": (lambda: _("Change the resource %(name)s"), lambda: _("Change %(n)s resources")),
    "resource_removed": (lambda: _("Remove the resource %(name)s"), lambda: _("Remove %(n)s resources")),
    "resource_replaced": (
        lambda: _("Hand the work of %(name)s over to %(other)s"),
        lambda: _("Hand the work of %(name)s over to %(other)s"),
    ),
    "calendar_added": (lambda: _("Add the calendar %(name)s"), lambda: _("Add %(n)s calendars")),
    "calendar_changed": (lambda: _("Change the calendar %(name)s"), lambda: _("Change %(n)s calendars")),
    "calendar_removed": (lambda: _("Remove a calendar"), lambda: _("Remove %(n)s calendars")),
    "calendar_days": (lambda: _("Change days of a calendar: %(name)s"), lambda: _("Change %(n)s calendars")),
    "calendar_national": (
        lambda: _("Put national holidays into the calendar %(name)s"),
        lambda: _("Change %(n)s calendars"),
    ),
    "project_calendar": (
        lambda: _("Let the plan run on %(name)s"),
        lambda: _("Let the plan run on %(name)s"),
    ),
    "pause_added": (lambda: _("Pause the project: %(name)s"), lambda: _("Pause the project: %(name)s")),
    "pause_removed": (lambda: _("End a pause: %(name)s"), lambda: _("End a pause: %(name)s")),
    "edit_set_task": (lambda: _("Set %(column)s of %(name)s"), lambda: _("Set %(column)s of %(n)s tasks")),
    "edit_set_project": (
        lambda: _("Change the project's settings"),
        lambda: _("Change the project's settings"),
    ),
    "edit_set_link": (lambda: _("Change a link"), lambda: _("Change %(n)s links")),
    "edit_set_calendar": (lambda: _("Change a calendar"), lambda: _("Change %(n)s calendars")),
    "edit_set_resource": (lambda: _("Change a resource"), lambda: _("Change %(n)s resources")),
    "edit_set_assignment": (lambda: _("Change an assignment"), lambda: _("Change %(n)s assignments")),
    "edit_move": (lambda: _("Move %(name)s to another row"), lambda: _("Move %(n)s tasks to other rows")),
    "edit_add_task": (lambda: _("Insert a task"), lambda: _("Insert %(n)s tasks")),
    "edit_remove_task": (lambda: _("Remove %(name)s"), lambda: _("Remove %(n)s tasks")),
    "edit_add_link": (lambda: _("Add a link"), lambda: _("Add %(n)s links")),
    "edit_remove_link": (lambda: _("Remove a link"), lambda: _("Remove %(n)s links")),
    "edit_add_calendar": (lambda: _("Add a calendar"), lambda: _("Add %(n)s calendars")),
    "edit_remove_calendar": (lambda: _("Remove a calendar"), lambda: _("Remove %(n)s calendars")),
    "edit_add_resource": (lambda: _("Add a resource"), lambda: _("Add %(n)s resources")),
    "edit_remove_resource": (lambda: _("Remove a resource"), lambda: _("Remove %(n)s resources")),
    "edit_add_assignment": (lambda: _("Add an assignment"), lambda: _("Add %(n)s assignments")),
    "edit_remove_assignment": (lambda: _("Remove an assignment"), lambda: _("Remove %(n)s assignments")),
}
"""What the parts of a label say: about one thing, and about several."""
