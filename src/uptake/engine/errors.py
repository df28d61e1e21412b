"""What can be wrong with a plan. Errors carry data; the words are made at the edge."""

import reprlib


class PlanError(ValueError):
    """A plan that cannot be built or scheduled."""


class DuplicateUid(PlanError):
    """Two things of one kind share a uid.

    Attributes
    ----------
    kind : str
        ``"task"``, ``"link"``, ``"calendar"``, ``"resource"`` or ``"assignment"``.
    uid : int
    """

    def __init__(self, kind: str, uid: int) -> None:
        super().__init__(f"duplicate {kind} {uid}")
        self.kind = kind
        self.uid = uid


class UnknownUid(PlanError):
    """Something refers to a thing that the plan does not hold: a dangling link, a lost calendar.

    Attributes
    ----------
    kind : str
        What was looked for.
    uid : int
    by : str
        What refers to it: ``"task"``, ``"link"``, ``"assignment"``, ``"project"``, ``"edit"`` ...
    owner : int
        The uid of that.
    """

    def __init__(self, kind: str, uid: int, by: str, owner: int = 0) -> None:
        super().__init__(f"{by} {owner} refers to {kind} {uid}, which does not exist")
        self.kind = kind
        self.uid = uid
        self.by = by
        self.owner = owner


class OutlineBroken(PlanError):
    """A task stands outside its parent: parents come first and their descendants follow directly.

    Attributes
    ----------
    uid, parent : int
    """

    def __init__(self, uid: int, parent: int) -> None:
        super().__init__(f"task {uid} does not stand under its parent {parent}")
        self.uid = uid
        self.parent = parent


class CycleFound(PlanError):
    """Links and outline form a loop.

    Attributes
    ----------
    tasks : tuple of int
        Uids around the loop, each a predecessor (or parent, or child) of the next.
    """

    def __init__(self, tasks: tuple[int, ...]) -> None:
        super().__init__(f"tasks depend on each other: {tasks}")
        self.tasks = tasks


class LinkedToOwnChild(PlanError):
    """A link between a summary and one of its own descendants, or of a task with itself.

    Attributes
    ----------
    pred, succ : int
    """

    def __init__(self, pred: int, succ: int) -> None:
        super().__init__(f"task {pred} contains or is task {succ}")
        self.pred = pred
        self.succ = succ


def shown(value: object) -> str:
    """Return a value in short; of a number with thousands of digits, which none can write, the type."""
    try:
        return reprlib.repr(value)
    except ValueError:
        return type(value).__name__


class BadValue(PlanError):
    """A value outside what its field allows.

    Attributes
    ----------
    kind : str
    uid : int
    field : str
    value : object
    """

    def __init__(self, kind: str, uid: int, field: str, value: object) -> None:
        super().__init__(f"{kind} {uid}: {field} cannot be {shown(value)}")
        self.kind = kind
        self.uid = uid
        self.field = field
        self.value = value


class DateOutOfRange(PlanError):
    """A task that would run before 1984 or after 2149, or whose calendar never works.

    Attributes
    ----------
    uid : int
    """

    def __init__(self, uid: int) -> None:
        super().__init__(f"task {uid} falls outside 1984-2149")
        self.uid = uid
