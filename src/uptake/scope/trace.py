"""What serves what: goals, processes, requirements and tasks as a matrix, with what is missing in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

GOALS, PROCESS, TASKS = "goals", "process", "tasks"
DONE, REJECTED = "done", "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A goal or a process."""

    pk: int
    number: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A requirement."""

    pk: int
    number: int
    title: str
    state: str
    fit: str = ""
    priority: str = ""
    decision: str = ""
    area: str = ""
    estimate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far the requirements of a goal are in the plan, and done; `goal` is None for those without one."""

    goal: Node | None
    needs: int
    planned: int
    done: int
    estimate: float

    @property
    def planned_share(self) -> int:
        return share(self.planned, self.needs)

    @property
    def done_share(self) -> int:
        return share(self.done, self.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place of the matrix: a requirement under one of its goals and one of its processes."""

    goal: Node | None
    process: Node | None
    need: Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the matrix is asked for; what is empty or None asks for nothing."""

    text: str = ""
    goal: int | None = None
    priority: str = ""
    fit: str = ""
    missing: str = ""
    """Key of a column in which nothing stands."""


@dataclass(slots=True, kw_only=True)
class Matrix:
    """All of it; what was rejected is not among the requirements.

    Attributes
    ----------
    goals, processes : dict of int to Node
    needs : list of Need
    ends : dict of str to dict of int to list of int
        For each column, what each requirement leads to.
    """

    goals: dict[int, Node]
    processes: dict[int, Node]
    needs: list[Need]
    ends: Mapping[str, Mapping[int, list[int]]] = field(default_factory=dict)

    def of(self, column: str, need: int) -> list[int]:
        return self.ends.get(column, {}).get(need, [])

    def _or_none(self, column: str, need: int) -> Sequence[int | None]:
        return self.of(column, need) or (None,)

    def without(self, column: str) -> list[Need]:
        """Return the requirements that lead nowhere in a column."""
        found = self.ends.get(column, {})
        return [one for one in self.needs if not found.get(one.pk)]

    def idle(self, nodes: Mapping[int, Node], column: str) -> list[Node]:
        """Return the goals or processes to which no requirement leads."""
        used = {end for one in self.needs for end in self.of(column, one.pk)}
        return sorted((one for pk, one in nodes.items() if pk not in used), key=_number)

    @property
    def total(self) -> Coverage:
        return self._coverage(None, self.needs)

    def coverage(self) -> list[Coverage]:
        """Return the coverage of each goal, and of what has none where there is such."""
        by_goal: dict[int | None, list[Need]] = {}
        for one in self.needs:
            for goal in self._or_none(GOALS, one.pk):
                by_goal.setdefault(goal, []).append(one)
        found = [
            self._coverage(goal, by_goal.get(goal.pk, []))
            for goal in sorted(self.goals.values(), key=_number)
        ]
        return [*found, self._coverage(None, by_goal[None])] if None in by_goal else found

    def _coverage(self, goal: Node | None, needs: list[Need]) -> Coverage:
        states = Counter(one.state for one in needs)
        return Coverage(
            goal=goal,
            needs=len(needs),
            planned=sum(bool(self.of(TASKS, one.pk)) for one in needs),
            done=states[DONE],
            estimate=sum(one.estimate or 0 for one in needs),
        )

    def rows(self, wanted: Wanted) -> list[Row]:
        """Return the places that are asked for: by goal, process and number; what has no goal comes last."""
        found = [row for one in self._wanted(wanted) for row in self._places(one, wanted.goal)]
        return sorted(found, key=lambda row: (_last(row.goal), _last(row.process), row.need.number))

    def _wanted(self, wanted: Wanted) -> Iterator[Need]:
        text = wanted.text.casefold()
        for one in self.without(wanted.missing) if wanted.missing else self.needs:
            if wanted.priority and one.priority != wanted.priority:
                continue
            if wanted.fit and one.fit != wanted.fit:
                continue
            if text and text not in one.title.casefold() and text not in one.area.casefold():
                continue
            yield one

    def _places(self, need: Need, goal: int | None) -> Iterator[Row]:
        goals = [one for one in self.of(GOALS, need.pk) if goal is None or one == goal]
        if goal is not None and not goals:
            return
        for one in goals or (None,):
            for process in self._or_none(PROCESS, need.pk):
                yield Row(
                    goal=self._node(self.goals, one), process=self._node(self.processes, process), need=need
                )

    @staticmethod
    def _node(nodes: Mapping[int, Node], pk: int | None) -> Node | None:
        return None if pk is None else nodes.get(pk)


def share(part: int, whole: int) -> int:
    """Return a part in percent; what is not all is never 100.

    Examples
    --------
    >>> share(999, 1000), share(1000, 1000), share(0, 0)
    (99, 100, 0)
    """
    return min(round(100 * part / whole), 100 if part >= whole else 99) if whole else 0


def _number(node: Node) -> int:
    return node.number


def _last(node: Node | None) -> tuple[bool, int]:
    return (node is None, node.number if node else 0)


def pairs(found: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Return what each requirement leads to."""
    ends: dict[int, list[int]] = {}
    for need, end in found:
        ends.setdefault(need, []).append(end)
    return ends
