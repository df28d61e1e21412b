"""Duration, work and units of a task, kept together as in Microsoft Project. See docs/methods/edits.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from uptake.engine.edits.algebra import Add, Edit, Remove, Set
from uptake.engine.edits.progress import different, done_so_far, percent_of
from uptake.engine.errors import BadValue, UnknownUid
from uptake.engine.instants import HORIZON
from uptake.engine.plan import Assignment, Pieces, ResourceType, Task, TaskType
from uptake.engine.scheduling import Schedule
from uptake.engine.worktime import WorkingTime


@dataclass(slots=True)
class Share:
    """What one assignment still has to do.

    Attributes
    ----------
    row : Assignment
    left : int
        Work that remains.
    over : int
        The part of it that is overtime, which takes no time.
    units : float
    wait : int
        Working time that it still waits before it begins.
    """

    row: Assignment
    left: int
    over: int
    units: float
    wait: int

    @classmethod
    def of(cls, row: Assignment, done: int) -> "Share":
        """Return the share of an assignment whose task has been worked on for `done`."""
        left = max(row.work - row.actual_work, 0)
        over = min(row.overtime_work * left // row.work, left) if row.work else 0
        return cls(row, left, over, row.units, max(row.delay - done, 0))

    @property
    def span(self) -> float:
        """The working time until it is through."""
        return self.wait + (self.left - self.over) / self.units if self.units > 0 and self.left else 0.0

    def last(self, before: int, after: int) -> None:
        """Work as much more or less as the time that is left changes."""
        if before > self.wait and self.row.work:
            whole = (self.left - self.over) * max(after - self.wait, 0)
            self.left = self.over + _rounded(whole, before - self.wait)
        else:
            self.left = self.over + round(self.units * max(after - self.wait, 0))
        if not after:
            self.left = self.over = 0

    def fit(self, time: int) -> None:
        """Take as many units as the work needs to be done in a time."""
        if self.left > self.over and time > self.wait:
            self.units = (self.left - self.over) / (time - self.wait)

    def edit(self) -> list[Edit]:
        """Return the edits that write it down: one, or none when nothing is different."""
        values: dict[str, object] = {
            "units": self.units,
            "work": self.row.actual_work + self.left,
            "remaining_work": self.left,
            "overtime_work": min(self.row.overtime_work, self.row.actual_work + self.left),
        }
        if self.left:
            values["actual_finish"] = None
        values = different(self.row, values)
        return [Set("assignment", self.row.uid, values)] if values else []


@dataclass(frozen=True, slots=True)
class Effort:
    """A task with what is done and what remains.

    Attributes
    ----------
    schedule : Schedule
    i : int
        Position of the task.
    done : int
        How much of the duration is worked.
    at : int
        The instant at which that was.
    shares : list of Share
        The assignments of resources that work.
    """

    schedule: Schedule
    i: int
    done: int
    at: int
    shares: list[Share]

    @classmethod
    def of(cls, schedule: Schedule, uid: int) -> "Effort":
        """Return the effort of a task; raises `UnknownUid`."""
        i = schedule.plan.position(uid)
        done, at = done_so_far(schedule, i)
        rows = schedule.layout.at_work.get(uid, ())
        return cls(schedule, i, done, at, [Share.of(row, done) for row in rows])

    @property
    def task(self) -> Task:
        """The task as it is."""
        return self.schedule.plan.tasks[self.i]

    @property
    def left(self) -> int:
        """How much of the duration remains."""
        return max(self.task.duration - self.done, 0)

    def check(self, field: str, value: int, least: int) -> None:
        """Raise `BadValue` when a task cannot be given this duration or work."""
        summary = self.schedule.plan.structure.summary[self.i]
        own = summary and not (self.task.manual and field == "duration")
        if type(value) is not int or not least <= value <= HORIZON or own:
            raise BadValue("task", self.task.uid, field, value)

    def edits(self, duration: int, **values: object) -> list[Edit]:
        """Return the edits that give the task a duration, and the assignments what their shares say."""
        found = different(self.task, {**lasting(self, duration, values.get("elapsed")), **values})
        task: list[Edit] = [Set("task", self.task.uid, found)] if found else []
        return task + [edit for share in self.shares for edit in share.edit()]


def set_duration(
    schedule: Schedule,
    uid: int,
    duration: int,
    *,
    elapsed: bool = False,
    unit: str = "d",
    estimated: bool = False,
) -> list[Edit]:
    """Let a task last so long; the work of those who are on it follows, or their units if its work is fixed.

    Parameters
    ----------
    schedule : Schedule
    uid : int
    duration : int
        Without duration, the task becomes a milestone.
    elapsed : bool
        On the 24-hour clock.
    unit : str
        How it was typed.
    estimated : bool

    Returns
    -------
    list of Edit

    Raises
    ------
    BadValue
        For a summary, whose duration is that of its tasks; for less than has been worked already.
    UnknownUid

    Examples
    --------
    >>> from uptake.engine.plan import Plan, Project, Resource
    >>> from uptake.engine.scheduling import schedule
    >>> ann = Assignment(uid=1, task=1, resource=1, units=0.5, work=2400, remaining_work=2400)
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1)], resources=[Resource(uid=1)], assignments=[ann])
    >>> set_duration(schedule(plan), 1, 9600)[1].values
    {'work': 4800, 'remaining_work': 4800}
    """
    effort = Effort.of(schedule, uid)
    effort.check("duration", duration, effort.done)
    before, after = effort.left, duration - effort.done
    for share in effort.shares:
        if effort.task.type is TaskType.FIXED_WORK and before and after and share.left:
            share.units *= before / after
        else:
            share.last(before, after)
    return effort.edits(duration, elapsed=elapsed, unit=unit, estimated=estimated)


def set_work(schedule: Schedule, uid: int, work: int, *, first_uid: int | None = None) -> list[Edit]:
    """Give a task so much work: it takes more or less time, or units if its duration is fixed.

    Parameters
    ----------
    schedule : Schedule
    uid : int
    work : int
        Of all who work on it, with what is done.
    first_uid : int, optional
        For the assignment that holds work that nobody has yet.

    Returns
    -------
    list of Edit

    Raises
    ------
    BadValue
        For a summary; for less than was worked already.
    UnknownUid

    Examples
    --------
    >>> from uptake.engine.plan import Plan, Project, Resource
    >>> from uptake.engine.scheduling import schedule
    >>> ann = Assignment(uid=1, task=1, resource=1, work=4800, remaining_work=4800)
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1)], resources=[Resource(uid=1)], assignments=[ann])
    >>> set_work(schedule(plan), 1, 9600)[0]
    Set(kind='task', uid=1, values={'duration': 9600})
    """
    effort = Effort.of(schedule, uid)
    worked = sum(share.row.actual_work for share in effort.shares)
    effort.check("work", work, worked)
    if not effort.shares:
        return _unassigned(schedule, uid, work, first_uid)
    before = _span(effort.shares)
    _divide(effort.shares, work - worked)
    if effort.task.type is TaskType.FIXED_DURATION and effort.left:
        for share in effort.shares:
            share.fit(effort.left)
        return effort.edits(effort.task.duration)
    return effort.edits(effort.done + _stretched(effort.left, before, _span(effort.shares)))


def assign(
    schedule: Schedule, uid: int, units: Mapping[int, float], *, first_uid: int | None = None
) -> list[Edit]:
    """Put exactly these resources on a task.

    Parameters
    ----------
    schedule : Schedule
    uid : int
    units : mapping of int to float
        By resource; 1.0 is one full-time person.
    first_uid : int, optional
        Uid of the first assignment that is added; the others count on. Needed when some are.

    Returns
    -------
    list of Edit

    Raises
    ------
    BadValue, UnknownUid

    Notes
    -----
    Who has worked already is not taken off: what was done stays, what was left goes to the others.

    Examples
    --------
    >>> from uptake.engine.plan import Plan, Project, Resource
    >>> from uptake.engine.scheduling import schedule
    >>> people = [Resource(uid=1), Resource(uid=2)]
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1)], resources=people)
    >>> [edit.row.work for edit in assign(schedule(plan), 1, {1: 1.0, 2: 0.5}, first_uid=1)]
    [4800, 2400]
    """
    types = {one.uid: one.type for one in schedule.plan.resources}
    for resource in units:
        if resource not in types:
            raise UnknownUid("resource", resource, "assignment", first_uid or 0)
    there = [one for one in schedule.plan.assignments if one.task == uid]
    wanted = {resource: most for resource, most in units.items() if types[resource] is ResourceType.WORK}
    effort = Effort.of(schedule, uid)
    change = Change.of(effort, wanted, sum(one.work for one in there if one.resource is None))
    duration = effort.done + change.share_out()
    edits = _beside(there, units, types)
    if wanted:
        edits += [Remove("assignment", one.uid) for one in there if one.resource is None]
    edits += [Remove("assignment", share.row.uid) for share in change.removed]
    edits += effort.edits(duration)
    have = {one.resource for one in there}
    new = [replace(one.row, work=one.left, remaining_work=one.left, units=one.units) for one in change.added]
    new += [
        Assignment(uid=0, task=uid, resource=resource, units=most)
        for resource, most in units.items()
        if resource not in wanted and resource not in have
    ]
    if new and first_uid is None:
        raise BadValue("assignment", 0, "uid", None)
    return edits + [Add(replace(row, uid=number)) for number, row in enumerate(new, first_uid or 0)]


def _beside(
    there: Iterable[Assignment], units: Mapping[int, float], types: Mapping[int, ResourceType]
) -> list[Edit]:
    """Return the edits of material and cost resources, which no time depends on."""
    edits: list[Edit] = []
    for one in there:
        if one.resource is None or types[one.resource] is ResourceType.WORK:
            continue
        most = units.get(one.resource)
        if most is None:
            edits.append(Remove("assignment", one.uid))
        elif most != one.units:
            edits.append(Set("assignment", one.uid, {"units": most}))
    return edits


@dataclass(frozen=True, slots=True)
class Change:
    """Who works on a task from now on.

    Attributes
    ----------
    effort : Effort
        Its shares are those who stay, those who come, and those who go but have worked already.
    units : mapping of int to float
    staying, added, removed : list of Share
    before : float
        The working time until all were through, as it was.
    work : int
        What was left to do, or nobody had yet.
    open_work : bool
    """

    effort: Effort
    units: Mapping[int, float]
    staying: list[Share]
    added: list[Share]
    removed: list[Share]
    before: float
    work: int
    open_work: bool

    @classmethod
    def of(cls, effort: Effort, units: Mapping[int, float], nobodys: int) -> "Change":
        """Return the change to these units; whoever comes has as much to do as the time that is left."""
        shares = effort.shares
        staying = [share for share in shares if share.row.resource in units]
        removed = [share for share in shares if share.row.resource not in units and not share.row.actual_work]
        work = sum(share.left for share in shares)
        before = _span(shares)
        for share in removed:
            shares.remove(share)
        have = {share.row.resource for share in shares}
        added = []
        for resource, most in units.items():
            if resource not in have:
                row = Assignment(uid=0, task=effort.task.uid, resource=resource, delay=effort.done)
                added.append(Share(row, round(most * effort.left), 0, most, 0))
        open_work = nobodys > 0 and not shares and not removed
        return cls(effort, units, staying, added, removed, before, nobodys if open_work else work, open_work)

    def share_out(self) -> int:
        """Share out what remains; return how long it then takes."""
        task, left = self.effort.task, self.effort.left
        summary = bool(self.effort.schedule.plan.structure.summary[self.effort.i])
        fixed = task.type is TaskType.FIXED_DURATION or summary
        driven = (task.effort_driven or task.type is TaskType.FIXED_WORK) and not summary
        for share in self.staying:
            most = self.units[share.row.resource or 0]
            if fixed and share.units:
                share.left = share.over + round((share.left - share.over) * most / share.units)
            share.units = most
        resting = [share for share in self.effort.shares if share not in self.staying]
        for share in resting:
            share.left = share.over = 0
        now = [*self.staying, *self.added]
        others = bool(self.added or self.removed or resting)
        divided = bool(now) and self.work > 0 and (self.open_work or (driven and others))
        if divided:
            _divide(now, self.work, by_units=True)
        if fixed and left:
            for share in now if divided else ():
                share.fit(left)
            return left
        counted = now if divided else self.staying
        return _stretched(left, self.before, _span(counted)) if counted else left


def _unassigned(schedule: Schedule, uid: int, work: int, first_uid: int | None) -> list[Edit]:
    """Keep work that nobody has yet; how long it takes shows when somebody has it."""
    for one in schedule.plan.assignments:
        if one.task == uid and one.resource is None:
            values = different(one, {"work": work, "remaining_work": max(work - one.actual_work, 0)})
            return [Set("assignment", one.uid, values)] if values else []
    if not work:
        return []
    if first_uid is None:
        raise BadValue("assignment", 0, "uid", None)
    return [Add(Assignment(uid=first_uid, task=uid, work=work, remaining_work=work))]


def lasting(effort: Effort, duration: int, elapsed: object = None) -> dict[str, object]:
    """Return the values of a task whose duration becomes another: only what remains of it changes."""
    task, done = effort.task, effort.done
    values: dict[str, object] = {"duration": duration, "pieces": _cut(task.pieces, duration)}
    if duration == 0:
        values["milestone"] = True
    elif task.duration == 0:
        values["milestone"] = False
    if task.manual and task.start is not None:
        clock = _clock(effort, elapsed)
        values["finish"] = clock.end(clock.work(task.start) + duration) if duration else task.start
    if task.actual_start is None or duration == task.duration:
        return values
    over = duration == done
    percent = 100 if over else percent_of(done, duration)
    values |= {"remaining": duration - done, "percent": percent}
    if over:
        values |= {"actual_finish": effort.at, "stop": effort.at, "resume": effort.at}
    elif task.actual_finish is not None:
        clock = _clock(effort, elapsed)
        resume = clock.start(clock.work(task.actual_finish))
        values |= {"actual_finish": None, "stop": task.actual_finish, "resume": resume}
    return values


def _clock(effort: Effort, elapsed: object) -> WorkingTime:
    net, i = effort.schedule.layout.net, effort.i
    if elapsed is None or elapsed == effort.task.elapsed:
        return net.clocks[net.span_clock[i]]
    return net.clocks[effort.schedule.layout.clocks.elapsed if elapsed else net.clock[i]]


def _cut(pieces: Pieces, duration: int) -> Pieces:
    """Return the pieces of a split task for another duration: the last grows, or those at the end go."""
    if not pieces:
        return pieces
    kept: list[tuple[int, int]] = []
    left = duration
    for first, last in pieces:
        if left > 0:
            kept.append((first, min(last, first + left)))
            left -= last - first
    if left > 0:
        kept[-1] = (kept[-1][0], kept[-1][1] + left)
    return tuple(kept) if len(kept) > 1 else ()


def _divide(shares: Sequence[Share], work: int, *, by_units: bool = False) -> None:
    """Share work out as it was, or by units; not a tenth of a minute is lost."""
    weights: list[float] = [share.left for share in shares]
    if by_units or not any(weights):
        weights = [share.units for share in shares]
    if not any(weights):
        weights = [1.0] * len(shares)
    whole, so_far, given = sum(weights), 0.0, 0
    for share, weight in zip(shares, weights, strict=True):
        so_far += weight
        upto = min(round(work * so_far / whole), work)
        share.left, given = upto - given, upto
        share.over = min(share.over, share.left)


def _span(shares: Iterable[Share]) -> float:
    return max((share.span for share in shares), default=0.0)


def _stretched(left: int, before: float, after: float) -> int:
    """Return how long the rest takes when work that took `before` by its units takes `after`.

    Where the work is not spread evenly, it still is not: the time changes in proportion.
    """
    return min(round(left * after / before) if before and left else round(after), HORIZON)


def _rounded(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)
