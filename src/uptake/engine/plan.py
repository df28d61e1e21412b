"""A plan: an immutable snapshot of everything that a schedule is computed from.

Instants are tenths of a minute since the epoch (see `instants`); durations, work, lags and delays are
tenths of a minute too. Uids are the plan's own numbers; positions never leave the engine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Self

from uptake.engine.calendars import Calendar, check_bases
from uptake.engine.errors import DuplicateUid, UnknownUid
from uptake.engine.instants import DAY, HOUR
from uptake.engine.structure import Structure


class LinkType(IntEnum):
    """Which end of the predecessor drives which end of the successor."""

    FF = 0
    FS = 1
    SF = 2
    SS = 3


class Constraint(IntEnum):
    """When a task may run, besides its links."""

    ASAP = 0
    ALAP = 1
    MSO = 2
    MFO = 3
    SNET = 4
    SNLT = 5
    FNET = 6
    FNLT = 7


class TaskType(IntEnum):
    """What stays when units, work or duration change."""

    FIXED_UNITS = 0
    FIXED_DURATION = 1
    FIXED_WORK = 2


class LagKind(IntEnum):
    """How a lag is measured: working time, the 24-hour clock, or a share of the predecessor's duration."""

    WORKING = 0
    ELAPSED = 1
    PERCENT = 2
    ELAPSED_PERCENT = 3


class ResourceType(IntEnum):
    """What a resource is."""

    MATERIAL = 0
    WORK = 1
    COST = 2


class Contour(IntEnum):
    """How the work of an assignment is spread over its time."""

    FLAT = 0
    BACK_LOADED = 1
    FRONT_LOADED = 2
    DOUBLE_PEAK = 3
    EARLY_PEAK = 4
    LATE_PEAK = 5
    BELL = 6
    TURTLE = 7
    CONTOURED = 8


CATEGORIES = ("", "people", "hardware", "environment", "licence", "bandwidth")
"""What a resource can be to those who provide it; ``""`` is not said."""

DISTRIBUTIONS = ("", "triangular", "pert", "uniform", "lognormal")
"""How a duration may be spread between its estimates; ``""`` leaves it to whoever simulates."""

Pieces = tuple[tuple[int, int], ...]
"""Working pieces of a split task: begin and end of each, as working time after the task's start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What holds for the whole plan.

    Parameters
    ----------
    start : int
        Where tasks without predecessors begin.
    finish : int or None
        The end that a plan scheduled from its finish counts back from.
    from_finish : bool
    calendar : int
        Uid of the project calendar.
    status_date : int or None
    honor_constraints : bool
        Constraint dates win over links ("tasks will always honor their constraint dates").
    critical_limit : int
        Tasks with a total slack of at most this are critical.
    multiple_critical_paths : bool
        Every network that is not tied to another has its own critical path.
    minutes_per_day, minutes_per_week, days_per_month : int
        What a day, week and month of duration mean.
    default_start, default_finish : int
        Time of day, in tenths of a minute, that a date without a time means.
    name : str
    """

    start: int
    finish: int | None = None
    from_finish: bool = False
    calendar: int = 1
    status_date: int | None = None
    honor_constraints: bool = True
    critical_limit: int = 0
    multiple_critical_paths: bool = False
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20
    default_start: int = 8 * HOUR
    default_finish: int = 17 * HOUR
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row of the plan: a leaf, or a summary when others stand under it.

    Parameters
    ----------
    uid : int
    id : int
        The row number that people see; 0 for the project summary.
    name, wbs : str
    parent : int or None
        Uid of the summary that it stands under.
    duration : int
        In working time; on the 24-hour clock when `elapsed`.
    elapsed : bool
    unit : str
        How the duration was typed: ``m h d w mo`` (see `elapsed` for the others).
    type : TaskType
    effort_driven, estimated : bool
    milestone : bool
        Shown as a milestone whatever its duration.
    constraint : Constraint
    constraint_date, deadline : int or None
    calendar : int or None
    ignore_resource_calendar : bool
    priority : int
        0 to 1000, for levelling.
    manual : bool
        Stays at `start` and `finish` as they were typed.
    active : bool
    external : bool
        Stands for a task of another plan; keeps `start` and `finish`.
    start, finish : int or None
        Typed dates of manual and external tasks.
    percent : int
        Percent complete, 0 to 100.
    actual_start, actual_finish, stop, resume : int or None
    remaining : int or None
        Remaining duration, in the same time as `duration`.
    leveling_delay : int
        On the 24-hour clock.
    pieces : Pieces
        Empty unless the task is split.
    notes : str
        Has no bearing on dates.
    owner : int or None
        Uid of the resource that answers for the task, at work on it or not; has no bearing on dates.
    optimistic, likely, pessimistic : int or None
        Estimates of the duration, in the same time as it, for simulation; None where nobody gave one.
    distribution : str
        One of `DISTRIBUTIONS`.
    category : str
        What kind of work it is: tasks of a category share their usual spread, and vary together.
    """

    uid: int
    id: int = 0
    name: str = ""
    wbs: str = ""
    parent: int | None = None
    duration: int = DAY // 3
    elapsed: bool = False
    unit: str = "d"
    type: TaskType = TaskType.FIXED_UNITS
    effort_driven: bool = False
    estimated: bool = False
    milestone: bool = False
    constraint: Constraint = Constraint.ASAP
    constraint_date: int | None = None
    deadline: int | None = None
    calendar: int | None = None
    ignore_resource_calendar: bool = False
    priority: int = 500
    manual: bool = False
    active: bool = True
    external: bool = False
    start: int | None = None
    finish: int | None = None
    percent: int = 0
    actual_start: int | None = None
    actual_finish: int | None = None
    stop: int | None = None
    resume: int | None = None
    remaining: int | None = None
    leveling_delay: int = 0
    pieces: Pieces = ()
    notes: str = ""
    owner: int | None = None
    optimistic: int | None = None
    likely: int | None = None
    pessimistic: int | None = None
    distribution: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A dependency between two tasks.

    Parameters
    ----------
    uid : int
    pred, succ : int
    type : LinkType
    lag : int
        Tenths of a minute; tenths of a percent when `kind` says so; negative is a lead.
    kind : LagKind
    """

    uid: int
    pred: int
    succ: int
    type: LinkType = LinkType.FS
    lag: int = 0
    kind: LagKind = LagKind.WORKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Who or what does the work.

    Parameters
    ----------
    uid : int
    name : str
    type : ResourceType
    calendar : int or None
    units : float
        Most that is there at once; 1.0 is one full-time person.
    category : str
        One of `CATEGORIES`.
    lead_time : int
        Working time between asking for it and having it.
    generic : bool
        A role that is still to be filled.
    group : str
        The organisation that it belongs to.
    email : str

    Notes
    -----
    Category, lead time, group, e-mail and being generic have no bearing on dates.
    """

    uid: int
    name: str = ""
    type: ResourceType = ResourceType.WORK
    calendar: int | None = None
    units: float = 1.0
    category: str = ""
    lead_time: int = 0
    generic: bool = False
    group: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A resource at work on a task.

    Parameters
    ----------
    uid, task : int
    resource : int or None
        None for work that nobody has yet.
    units : float
        1.0 is one full-time person.
    work, actual_work, remaining_work, overtime_work : int
    delay : int
        Working time between the task's start and the assignment's.
    leveling_delay : int
        On the 24-hour clock.
    contour : Contour
    start, finish : int or None
        As stored. An input for contoured work only, where nothing else says how long it takes.
    actual_start, actual_finish : int or None
    """

    uid: int
    task: int
    resource: int | None = None
    units: float = 1.0
    work: int = 0
    actual_work: int = 0
    remaining_work: int = 0
    overtime_work: int = 0
    delay: int = 0
    leveling_delay: int = 0
    contour: Contour = Contour.FLAT
    start: int | None = None
    finish: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that a schedule is computed from. Make one with `Plan.build`.

    Parameters
    ----------
    project : Project
    tasks : tuple of Task
        In outline order: a parent stands before its children, its descendants follow it directly.
    links : tuple of Link
    calendars : tuple of Calendar
    resources : tuple of Resource
    assignments : tuple of Assignment
    structure : Structure
        Positions, adjacency and topological order; follows from the rest.
    """

    project: Project
    tasks: tuple[Task, ...]
    links: tuple[Link, ...]
    calendars: tuple[Calendar, ...]
    resources: tuple[Resource, ...]
    assignments: tuple[Assignment, ...]
    structure: Structure = field(compare=False, repr=False)

    @classmethod
    def build(
        cls,
        project: Project,
        tasks: Iterable[Task],
        links: Iterable[Link] = (),
        *,
        calendars: Iterable[Calendar] = (Calendar(1, "Standard"),),
        resources: Iterable[Resource] = (),
        assignments: Iterable[Assignment] = (),
    ) -> Self:
        """Check what needs several objects, and freeze the topological order.

        Parameters
        ----------
        project : Project
        tasks : iterable of Task
            In outline order.
        links : iterable of Link
        calendars : iterable of Calendar
            With at least the project's calendar.
        resources : iterable of Resource
        assignments : iterable of Assignment

        Returns
        -------
        Plan

        Raises
        ------
        DuplicateUid, UnknownUid, OutlineBroken, LinkedToOwnChild, CycleFound, CalendarLoop
            Each names the objects at fault.

        Examples
        --------
        >>> dig, pour = Task(uid=1, name="dig"), Task(uid=2, name="pour")
        >>> plan = Plan.build(Project(start=19200), [dig, pour], [Link(uid=1, pred=1, succ=2)])
        >>> plan.task(2).name
        'pour'
        """
        parts = tuple(tasks), tuple(links)
        plan = cls(
            project=project,
            tasks=parts[0],
            links=parts[1],
            calendars=tuple(calendars),
            resources=tuple(resources),
            assignments=tuple(assignments),
            structure=build_structure(*parts),
        )
        _check_references(plan)
        return plan

    def task(self, uid: int) -> Task:
        """Return the task with this uid; raises `UnknownUid`."""
        return self.tasks[self.position(uid)]

    def position(self, uid: int) -> int:
        """Return the place of a task in `tasks`; raises `UnknownUid`."""
        try:
            return self.structure.index[uid]
        except KeyError:
            raise UnknownUid("task", uid, "caller") from None

    def is_summary(self, uid: int) -> bool:
        """Tell whether other tasks stand under this one."""
        return bool(self.structure.summary[self.position(uid)])

    def with_values(self, **parts: object) -> Self:
        """Replace parts that do not change outline or links; nothing is checked again."""
        return replace(self, **parts)  # type: ignore[arg-type]


def build_structure(tasks: Sequence[Task], links: Sequence[Link]) -> Structure:
    """Derive the shape of tasks and links; raises what `Plan.build` lists."""
    return Structure.build(*_outline(tasks), *_ends(links))


def _outline(tasks: Sequence[Task]) -> tuple[list[int], list[int | None]]:
    return [task.uid for task in tasks], [task.parent for task in tasks]


def _ends(links: Sequence[Link]) -> tuple[list[int], list[int], list[int]]:
    return [link.uid for link in links], [link.pred for link in links], [link.succ for link in links]


def _check_references(plan: Plan) -> None:
    calendars = _unique("calendar", [calendar.uid for calendar in plan.calendars])
    resources = _unique("resource", [resource.uid for resource in plan.resources])
    _unique("assignment", [assignment.uid for assignment in plan.assignments])
    if plan.project.calendar not in calendars:
        raise UnknownUid("calendar", plan.project.calendar, "project")
    for calendar in plan.calendars:
        if calendar.base is not None and calendar.base not in calendars:
            raise UnknownUid("calendar", calendar.base, "calendar", calendar.uid)
    check_bases(plan.calendars)
    for task in plan.tasks:
        if task.calendar is not None and task.calendar not in calendars:
            raise UnknownUid("calendar", task.calendar, "task", task.uid)
        if task.owner is not None and task.owner not in resources:
            raise UnknownUid("resource", task.owner, "task", task.uid)
    for resource in plan.resources:
        if resource.calendar is not None and resource.calendar not in calendars:
            raise UnknownUid("calendar", resource.calendar, "resource", resource.uid)
    for assignment in plan.assignments:
        if assignment.task not in plan.structure.index:
            raise UnknownUid("task", assignment.task, "assignment", assignment.uid)
        if assignment.resource is not None and assignment.resource not in resources:
            raise UnknownUid("resource", assignment.resource, "assignment", assignment.uid)


def _unique(kind: str, uids: list[int]) -> set[int]:
    known: set[int] = set()
    for uid in uids:
        if uid in known:
            raise DuplicateUid(kind, uid)
        known.add(uid)
    return known
