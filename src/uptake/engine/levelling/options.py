"""What may be asked of levelling, and what it answers: values only."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

from uptake.engine.edits import Edit
from uptake.engine.instants import HOUR

Pool = Mapping[tuple[int, int], Hashable]
"""Who is the same in several plans: a key for the resource with a uid of the plan at a position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to level.

    Parameters
    ----------
    within_slack : bool
        No task is delayed beyond its late start, so the finish stays; what finds no room stays overloaded.
    after : int or None
        Only tasks that start at or after this instant move, and none to a time before it.
    split : bool
        Tasks may be interrupted, where that lets them end earlier.
    shortest_piece : int
        Working time below which no piece of a task is cut off.
    keep : frozenset of int
        Positions of plans in which nothing moves; their work takes people's time all the same.
    generic : bool
        Whether roles that are still to be filled count as people do.
    seconds : float
        How long to search for something better than the first plan; 0 takes the best of some rules.
    effort : int or None
        Schedules to try instead of a time, for an answer that does not depend on the machine.
    seed : int
    threads : int
    solver : bool
        Whether an exact solver works beside the search.
    """

    within_slack: bool = False
    after: int | None = None
    split: bool = False
    shortest_piece: int = 2 * HOUR
    keep: frozenset[int] = frozenset()
    generic: bool = True
    seconds: float = 5.0
    effort: int | None = None
    seed: int = 1
    threads: int = 2
    solver: bool = True


@dataclass(frozen=True, slots=True)
class Overload:
    """A stretch of time in which a resource has more to do than it can.

    Attributes
    ----------
    key : hashable
        The key of the pool; (position of the plan, uid) of a resource that is in no pool.
    start, finish : int
        Instants; hours in which nobody works may lie between.
    units, capacity : float
        The most that is asked for at once, and what there is; 1.0 is one full-time person.
    tasks : tuple of (int, int)
        Position of the plan and uid of each task at work in that time, in order.
    """

    key: Hashable
    start: int
    finish: int
    units: float
    capacity: float
    tasks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LevelRemark:
    """Something that a reader of the result should know.

    Attributes
    ----------
    code : str
        ``"too_big"``: the task alone asks for more than there is, and runs alone; ``"no_room"``: there is no
        time for it between what drives it and its limit, so it stays and is overloaded; ``"stuck"``: tasks that may
        not move are overloaded among themselves; ``"from_finish"``: the plan is scheduled from its finish and stays
        as it is; ``"late_kept"``: the task was as late as possible, and keeps its place by a delay instead.
    plan : int
        Position of the plan.
    task : int or None
        Uid.
    data : dict of str to object
    """

    code: str
    plan: int
    task: int | None = None
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Interim:
    """What is known while the search goes on.

    Attributes
    ----------
    finish, bound : int
        The latest finish of the best plans so far, and an instant before which no levelled plans end.
    gap : float
        Share of the time from the first start to `finish` that might still be saved.
    starts : tuple of tuple of int
        Start of each task of each plan, in the order of the plan; -1 for none.
    """

    finish: int
    bound: int
    gap: float
    starts: tuple[tuple[int, ...], ...]


Report = Callable[[Interim], bool]
"""Called with each better plan or bound; False ends the search early and keeps the best."""


@dataclass(frozen=True, slots=True)
class Levelled:
    """A levelling result.

    Attributes
    ----------
    edits : tuple of tuple of Edit
        For each plan what has to be changed; empty where nothing has.
    before, finish : int
        The latest finish of all plans as they were given, and as they will be.
    bound : int
        No levelled plans end before this instant.
    gap : float
        Share of the time from the first start to `finish` that might still be saved; 0 when proven best.
    status : str
        ``"optimal"``: proven; ``"feasible"``; ``"overloaded"``: some overload could not be removed.
    was : tuple of Overload
        Overloads of the plans as they were given.
    left : tuple of Overload
        Those that remain.
    remarks : tuple of LevelRemark
    schedules : int
        How many schedules were tried.
    """

    edits: tuple[tuple[Edit, ...], ...]
    before: int
    finish: int
    bound: int
    gap: float
    status: str
    was: tuple[Overload, ...]
    left: tuple[Overload, ...]
    remarks: tuple[LevelRemark, ...]
    schedules: int
