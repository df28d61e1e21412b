"""The fever chart: how much of a milestone's buffer was used when how much of the work before it was done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.engine.instants import MINUTE, moment
from uptake.engine.simulation.fever import Bands, used
from uptake.engine.structure import leading_to
from uptake.engine.worktime import WorkingTime
from uptake.interchange.sheets import Cell
from uptake.monitoring.models import StatusPoint
from uptake.schedule.bridge import State
from uptake.schedule.capacity.load import clock_of
from uptake.schedule.models import Baseline
from uptake.ui.charts import Axis, Chart, Series

BANDS = Bands()
MOST = 6
"""So many milestones are watched: more lines nobody tells apart."""
MOST_POINTS = 60
"""Of the status points, the last ones."""
LOWEST, HIGHEST = -0.25, 1.5
"""What the picture holds: a buffer that is used up many times over would leave no room for the others."""
SEEN = {
    "green": ("good", gettext_lazy("Nothing to do")),
    "amber": ("warn", gettext_lazy("Plan what to do")),
    "red": ("bad", gettext_lazy("Act")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Buffer:
    """What lies between a milestone of a baseline and its deadline.

    Attributes
    ----------
    planned, promised : int
        Instants: in the baseline, and the deadline.
    days : float
        Between them, in working days.
    leading : frozenset of int
        Uids of the tasks that lead to it.
    """

    uid: int
    name: str
    planned: int
    promised: int
    days: float
    leading: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a buffer stood at a status date: shares of 1, and its band."""

    buffer: Buffer
    day: date
    complete: float
    used: float

    @property
    def band(self) -> str:
        return BANDS.of(self.complete, self.used)

    @property
    def tone(self) -> str:
        return SEEN[self.band][0]

    @property
    def word(self) -> str:
        return str(SEEN[self.band][1])


def buffers_of(state: State, baseline: Baseline) -> list[Buffer]:
    """Return the milestones ahead with a deadline later than in the baseline: the go-live first, then by deadline."""
    clock, plan = clock_of(state.schedule, None), state.plan
    day = plan.project.minutes_per_day * MINUTE
    was = dict(zip(baseline.columns["uid"], baseline.columns["finish"], strict=True))
    found = []
    for i, task in enumerate(plan.tasks):
        if not task.active or plan.structure.summary[i] or task.percent >= 100 or task.deadline is None:
            continue
        planned = was.get(task.uid, -1)
        size = int(clock.work(task.deadline)) - int(clock.work(planned)) if planned >= 0 else 0
        if size > 0 and (task.milestone or not task.duration):
            leading = frozenset(plan.tasks[k].uid for k in leading_to(plan.structure, i))
            found.append(
                Buffer(
                    uid=task.uid, name=task.name or f"T{task.uid}", planned=planned, promised=task.deadline,
                    days=round(size / day, 1), leading=leading,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (one.uid != state.go_live, one.promised, one.uid))[:MOST]


def steps_of(state: State, buffers: Sequence[Buffer], points: Sequence[StatusPoint]) -> list[Step]:
    """Return where buffers stood at the status dates, by buffer, the earliest first."""
    clock = clock_of(state.schedule, None)
    return [step for one in buffers for step in _steps(clock, one, points[-MOST_POINTS:])]


def _steps(clock: WorkingTime, buffer: Buffer, points: Sequence[StatusPoint]) -> Iterator[Step]:
    for point in points:
        now = dict(point.hours.get("milestones", ())).get(buffer.uid)
        complete = _complete(point.hours, buffer.leading)
        share = None if now is None else used(clock, buffer.planned, buffer.promised, now)
        if complete is not None and share is not None:
            yield Step(buffer=buffer, day=moment(point.on).date(), complete=complete, used=share)


def _complete(kept: dict[str, Any], tasks: frozenset[int]) -> float | None:
    """Return the share of the work of some tasks that was done; None when they have no budget."""
    rows = zip(kept["uid"], kept["ev"], kept["bac"], strict=True)
    both = [(ev, bac) for uid, ev, bac in rows if uid in tasks]
    whole = sum(bac for _ev, bac in both)
    return min(sum(ev for ev, _bac in both) / whole, 1.0) if whole else None


def latest(steps: Sequence[Step]) -> list[Step]:
    """Return where each buffer stood last."""
    return [*{one.buffer.uid: one for one in steps}.values()]


def chart(steps: Sequence[Step]) -> Chart:
    """Draw work done against buffer used, a line a milestone, over the three bands."""
    first = next(one for one in latest(steps) if one.buffer.uid == steps[0].buffer.uid)
    low, high = LOWEST if any(one.used < 0 for one in steps) else 0.0, HIGHEST
    lines: dict[int, list[Step]] = {}
    for one in steps:
        lines.setdefault(one.buffer.uid, []).append(one)
    edges = ((low, low), BANDS.amber, BANDS.red, (high, high))
    areas = [
        Series(
            name=str(word),
            kind="band",
            values=[(0, edges[n][0], edges[n + 1][0]), (1, edges[n][1], edges[n + 1][1])],
            css=css,
        )
        for n, (css, word) in enumerate(SEEN.values())
    ]
    paths = [
        Series(
            name=rows[0].buffer.name,
            values=[(one.complete, min(max(one.used, low), high)) for one in rows],
            kind="line" if len(rows) > 1 else "scatter",
            css=f"series-{n + 1}",
        )
        for n, rows in enumerate(lines.values())
    ]
    return Chart(
        key="fever",
        title=_("%(name)s: %(used)d %% of the buffer is used, with %(done)d %% of the work done")
        % {"name": first.buffer.name, "used": round(first.used * 100), "done": round(first.complete * 100)},
        x=Axis(label=_("Work done"), kind="percent"),
        y=Axis(label=_("Buffer used"), kind="percent"),
        series=[*areas, *paths],
        note=_(
            "The buffer lies between the date in the baseline and the deadline, in working days. The work is that of "
            "the tasks that lead to the milestone. What is beyond the picture stands at its edge."
        ),
    )


def sheet(steps: Sequence[Step]) -> list[list[Cell]]:
    """Return the same as rows of a workbook."""
    return [_heads(), *map(_cells, steps)]


def _heads() -> list[Cell]:
    size, done, gone = _("Buffer (working days)"), _("Work done, %"), _("Buffer used, %")
    return [_("Milestone"), _("Status date"), size, done, gone, _("State")]


def _cells(one: Step) -> list[Cell]:
    shares = (round(share * 100, 1) for share in (one.complete, one.used))
    return [one.buffer.name, one.day, one.buffer.days, *shares, one.word]
