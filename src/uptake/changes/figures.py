"""The impact of a change in figures, and behind each what it is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uptake.changes.impact import Impact, Row
from uptake.engine.instants import DAY, HOUR, moment
from uptake.interchange.durations import Scale
from uptake.registers.kinds import money_text, number_text
from uptake.schedule.selectors import language, now
from uptake.schedule.words.amounts import span_text
from uptake.ui.dates import short_text

MOST_WEEKS = 12


@dataclass(slots=True, kw_only=True)
class Table:
    """What a figure is made of: texts of cells, and where the first of each row leads, if anywhere."""

    heads: Sequence[str]
    rows: list[tuple[str, list[str]]]
    more: int = 0


@dataclass(slots=True, kw_only=True)
class Figure:
    """A number that can be opened. `tone` says whether it is good or bad news, `how` where it comes from."""

    key: str
    label: str
    value: str
    note: str = ""
    tone: str = ""
    how: str = ""
    tables: list[Table] = field(default_factory=list)


class Words:
    """Amounts and dates of one plan, in the language of who reads; addresses of its tasks."""

    def __init__(self, project: Any, scale: Scale, *, draft: int | None) -> None:
        self.project, self.scale, self.draft = project, scale, draft
        self.today = moment(now()).date()

    def day(self, at: int | None) -> str:
        return "–" if at is None or at < 0 else short_text(moment(at).date(), self.today)

    def span(self, amount: int) -> str:
        return span_text(amount, self.scale, language())

    def task(self, uid: int) -> str:
        query = f"?draft={self.draft}" if self.draft is not None else ""
        return reverse("task", args=[self.project.pk, uid]) + query


def figures_of(found: Impact, words: Words, *, currency: str = "") -> list[Figure]:
    """Return the figures of an impact; cost among them when a currency is given, for those who may see money."""
    figures = [
        _go_live(found, words),
        _finish(found, words),
        _milestones(found, words),
        _moved(found, words),
        _contents(found, words),
        _critical(found, words),
        _people(found, words),
        _work(found, words),
    ]
    return [*figures, _cost(found, currency)] if currency else figures


def shift_text(amount: int) -> str:
    """Write by how much a date moves: days, or hours below a day; with a sign.

    Examples
    --------
    >>> shift_text(2 * DAY), shift_text(-3 * HOUR), shift_text(0)
    ('+2 d', '−3 h', '±0')
    """
    if not amount:
        return "±0"
    sign, size = "+" if amount > 0 else "−", abs(amount)
    if size >= DAY:
        return sign + _("%s d") % number_text(round(size / DAY, 1))
    return sign + _hours(size)


def _tone(amount: int) -> str:
    return "bad" if amount > 0 else "good" if amount < 0 else ""


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}" if before != after else after


def _moved_date(key: str, label: str, pair: Sequence[int | None], words: Words) -> Figure:
    before, after = pair
    if before is None or after is None:
        gone = _("removed from the plan") if before is not None else _("not named")
        return Figure(key=key, label=label, value=gone, tone="bad" if before is not None else "")
    shift = after - before
    note = _arrow(words.day(before), words.day(after))
    return Figure(key=key, label=label, value=shift_text(shift), note=note, tone=_tone(shift))


def _go_live(found: Impact, words: Words) -> Figure:
    figure = _moved_date("go_live", _("Go-live"), found["go_live"], words)
    figure.how = _("When the milestone that is the go-live finishes, with this change and without it.")
    listed = _Lists(found, words)
    figure.tables = _filled(
        listed.table("missed", (_("Deadlines newly missed"), _("Deadline"), _("Finish")), listed.days),
        listed.table("met", (_("Deadlines met again"), _("Deadline"), _("Finish")), listed.days),
    )
    return figure


def _finish(found: Impact, words: Words) -> Figure:
    figure = _moved_date("finish", _("Finish"), found["finish"], words)
    figure.how = _("When the last task finishes.")
    return figure


def _milestones(found: Impact, words: Words) -> Figure:
    shifts = [one["shift"] for one in found["milestones"]]
    furthest = max(shifts, key=abs, default=0)
    return Figure(
        key="milestones",
        label=_("Milestones that move"),
        value=number_text(found["counts"]["milestones"]),
        note=_("furthest: %s") % shift_text(furthest) if shifts else "",
        tone=_tone(furthest),
        how=_("Milestones of both plans with another date."),
        tables=_filled(
            _Lists(found, words).table(
                "milestones",
                (_("Milestones that move"), _("Now"), _("With the change"), _("Shift")),
                lambda one: [words.day(one["before"]), words.day(one["after"]), shift_text(one["shift"])],
            )
        ),
    )


def _moved(found: Impact, words: Words) -> Figure:
    def told(one: Row) -> list[str]:
        return [
            _arrow(*map(words.day, one["start"])),
            _arrow(words.day(one["before"]), words.day(one["after"])),
            shift_text(one["shift"]),
            _arrow(*map(words.span, one["slack"])),
        ]

    heads = (_("Tasks that move"), _("Start"), _("Finish"), _("Shift"), _("Slack"))
    return Figure(
        key="moved",
        label=_("Tasks that move"),
        value=number_text(found.get("tasks_moved", found["counts"]["moved"])),
        how=_(
            "Tasks of both plans with other dates; the largest shift first. Phases are listed, not counted."
        ),
        tables=_filled(_Lists(found, words).table("moved", heads, told)),
    )


def _contents(found: Impact, words: Words) -> Figure:
    parts = (
        ("added", _("%d new")),
        ("removed", _("%d removed")),
        ("renamed", _("%d renamed")),
        ("durations", _("%d longer or shorter")),
    )
    said = [text % found["counts"][key] for key, text in parts if found["counts"][key]]
    listed = _Lists(found, words)
    return Figure(
        key="contents",
        label=_("Contents"),
        value=said[0] if said else _("unchanged"),
        note=", ".join(said[1:]),
        how=_("What the change adds, removes, renames, makes longer or shorter."),
        tables=_filled(
            listed.table("added", (_("New tasks"), _("Start"), _("Finish")), listed.stay("after")),
            listed.table("removed", (_("Removed tasks"), _("Start"), _("Finish")), listed.stay("before")),
            listed.table("renamed", (_("Renamed tasks"), _("Name until now")), lambda one: [one["before"]]),
            listed.table("durations", (_("Other durations"), _("Now"), _("With the change")), listed.spans),
        ),
    )


def _critical(found: Impact, words: Words) -> Figure:
    counts, listed = found["counts"], _Lists(found, words)
    less = counts["no_longer_critical"]
    return Figure(
        key="critical",
        label=_("Newly critical"),
        value=number_text(counts["newly_critical"]),
        note=_("%d no longer") % less if less else "",
        tone="bad" if counts["newly_critical"] else "",
        how=_("Tasks that would move the finish if they took any longer; and all tasks with other slack."),
        tables=_filled(
            listed.table("newly_critical", (_("Newly critical"),), lambda _one: []),
            listed.table("no_longer_critical", (_("No longer critical"),), lambda _one: []),
            listed.table("slack", (_("Other slack"), _("Now"), _("With the change")), listed.spans),
        ),
    )


def _people(found: Impact, words: Words) -> Figure:
    def weeks(starts: list[int]) -> str:
        return ", ".join(map(words.day, starts[:MOST_WEEKS])) or "–"

    worse = sum(1 for one in found["overloaded"] if one["weeks"])
    relieved = len(found["overloaded"]) - worse
    heads = (_("Who"), _("Newly too much in the week of"), _("No longer too much in the week of"))
    return Figure(
        key="people",
        label=_("Overloaded"),
        value=ngettext("%d person", "%d people", worse) % worse if worse else _("nobody more"),
        note=_("%d relieved") % relieved if relieved else "",
        tone="bad" if worse else "",
        how=_("Weeks in which more work is assigned to somebody than there are hours, and was not before."),
        tables=_filled(
            _Lists(found, words).table(
                "overloaded", heads, lambda one: [weeks(one["weeks"]), weeks(one["gone"])]
            )
        ),
    )


def _work(found: Impact, words: Words) -> Figure:
    before, after = found["work_total"]
    listed = _Lists(found, words)
    amount = after - before
    sign = "+" if amount > 0 else "−" if amount < 0 else "±"
    return Figure(
        key="work",
        label=_("Work"),
        value=sign + _hours(abs(amount)),
        note=_arrow(_hours(before), _hours(after)),
        how=_("Work of all assignments of active tasks."),
        tables=_filled(
            listed.table(
                "work",
                (_("Other work"), _("Now"), _("With the change")),
                lambda one: [_hours(one["before"]), _hours(one["after"])],
            )
        ),
    )


def _hours(amount: int) -> str:
    return _("%s h") % number_text(round(amount / HOUR, 1))


def _cost(found: Impact, currency: str) -> Figure:
    before, after = found["cost"]
    amount = after - before
    sign = "+" if amount > 0 else "−" if amount < 0 else "±"
    return Figure(
        key="cost",
        label=_("Cost"),
        value=f"{sign}{money_text(abs(amount))} {currency}",
        note=_arrow(money_text(before), money_text(after)),
        tone=_tone(amount),
        how=_(
            "Work at the rates that hold on its days, each use of a resource, and planned costs of tasks; what has no "
            "rate costs nothing."
        ),
    )


class _Lists:
    """The lists of an impact as tables."""

    def __init__(self, found: Impact, words: Words) -> None:
        self.found, self.words = found, words

    def table(self, key: str, heads: Sequence[str], told: Callable[[Row], list[str]]) -> Table:
        """Return a list with what is told of each row beside its name."""
        listed: list[Row] = self.found[key]  # type: ignore[literal-required]  # all of them are lists of rows
        linked = key not in {"removed", "overloaded"}
        rows = [(self.words.task(one["uid"]) if linked else "", [one["name"], *told(one)]) for one in listed]
        return Table(heads=heads, rows=rows, more=max(self.found["counts"][key] - len(rows), 0))

    def days(self, one: Row) -> list[str]:
        return [self.words.day(one["before"]), self.words.day(one["after"])]

    def spans(self, one: Row) -> list[str]:
        return [self.words.span(one["before"]), self.words.span(one["after"])]

    def stay(self, end: str) -> Callable[[Row], list[str]]:
        """Tell start and finish of what only one of the plans holds."""
        day = self.words.day
        return lambda one: [day(one["start"][0]), day(one[end])]  # type: ignore[literal-required]  # before, after


def _filled(*tables: Table) -> list[Table]:
    return [one for one in tables if one.rows]
