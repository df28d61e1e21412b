"""The edit algebra: four kinds of small records that lead from one plan to another, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from uptake.engine.edits.values import Kind, Row
from uptake.engine.plan import Task


@dataclass(frozen=True, slots=True)
class Set:
    """Give fields of one object new values.

    Parameters
    ----------
    kind : Kind
        ``"project"``, ``"task"``, ``"link"``, ``"calendar"``, ``"resource"`` or ``"assignment"``.
    uid : int
        0 for the project.
    values : mapping of str to object
        The new value of each field. `uid` cannot be set, and a task's `parent` only by `Move`.
    """

    kind: Kind
    uid: int
    values: Mapping[str, object] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Add:
    """Add an object.

    Parameters
    ----------
    row : Task, Link, Calendar, Resource or Assignment
        A task comes under its `parent`.
    at : int or None
        Uid of the object whose place it takes; `None` puts it last. A task stands before its sibling `at`, or
        last under its parent. In other tables order means nothing, and what stood there moves to the end.
    below : tuple of Task
        What stands under a task that is added, in outline order.
    """

    row: Row
    at: int | None = None
    below: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove an object.

    A task goes with all that stands under it, and with their links and assignments; a resource with its
    assignments, and what it owned has no owner then. The last object of a table (except tasks) takes the
    place of one that goes.

    Parameters
    ----------
    kind : Kind
    uid : int
    """

    kind: Kind
    uid: int


@dataclass(frozen=True, slots=True)
class Move:
    """Move a task, and all that stands under it, to another place in the outline.

    Parameters
    ----------
    uid : int
    parent : int or None
        Uid of the task that it comes under.
    at : int or None
        Uid of the sibling that it then stands before; `None` puts it last under its parent.
    """

    uid: int
    parent: int | None = None
    at: int | None = None


Edit = Set | Add | Remove | Move
Edits = Iterable[Edit]
