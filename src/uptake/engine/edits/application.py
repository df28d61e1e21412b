"""Applying edits to a plan, and finding the edits that undo them."""

from collections.abc import Iterable

from uptake.engine.edits.algebra import Edit
from uptake.engine.edits.workbench import Workbench
from uptake.engine.plan import Plan


def apply(plan: Plan, edits: Iterable[Edit]) -> Plan:
    """Return the plan that edits lead to; all of them, or none when one raises.

    Parameters
    ----------
    plan : Plan
        Stays as it is.
    edits : iterable of Edit
        In the order in which they happen. What needs several objects is checked at the end only.

    Returns
    -------
    Plan
        Shares every object, and the structure as far as it can, with the plan given.

    Raises
    ------
    BadValue
        When a field does not exist, cannot be set, or does not allow its value.
    UnknownUid, DuplicateUid, OutlineBroken, LinkedToOwnChild, CycleFound, CalendarLoop
        When the result would not be a plan.

    Examples
    --------
    >>> from uptake.engine.edits import Add, Set
    >>> from uptake.engine.plan import Link, Project, Task
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1), Task(uid=2)])
    >>> after = apply(plan, [Set("task", 1, {"duration": 9600}), Add(Link(uid=1, pred=1, succ=2))])
    >>> after.task(1).duration, after.task(2) is plan.task(2), len(after.links)
    (9600, True, 1)
    """
    bench = Workbench(plan)
    for edit in edits:
        bench.run(edit)
    return bench.plan()


def invert(plan: Plan, edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that lead from ``apply(plan, edits)`` back to `plan`.

    Parameters
    ----------
    plan : Plan
        Before the edits.
    edits : iterable of Edit

    Returns
    -------
    list of Edit

    Raises
    ------
    PlanError
        As `apply` does.

    Examples
    --------
    >>> from uptake.engine.edits import Remove
    >>> from uptake.engine.plan import Project, Task
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1), Task(uid=2, parent=1), Task(uid=3)])
    >>> edits = [Remove("task", 1)]
    >>> apply(apply(plan, edits), invert(plan, edits)) == plan
    True
    """
    return apply_with_inverse(plan, edits)[1]


def apply_with_inverse(plan: Plan, edits: Iterable[Edit]) -> tuple[Plan, list[Edit]]:
    """Return what `apply` and `invert` return, in one go.

    Parameters
    ----------
    plan : Plan
    edits : iterable of Edit

    Returns
    -------
    (Plan, list of Edit)

    Raises
    ------
    PlanError
        As `apply` does.

    Examples
    --------
    >>> from uptake.engine.edits import Set
    >>> from uptake.engine.plan import Project, Task
    >>> plan = Plan.build(Project(start=19200), [Task(uid=1, name="dig")])
    >>> after, back = apply_with_inverse(plan, [Set("task", 1, {"name": "pour"})])
    >>> back
    [Set(kind='task', uid=1, values={'name': 'dig'})]
    """
    bench = Workbench(plan)
    undo: list[list[Edit]] = [bench.run(edit) for edit in edits]
    return bench.plan(), [edit for back in reversed(undo) for edit in back]
