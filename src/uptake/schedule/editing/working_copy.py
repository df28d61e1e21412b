"""A plan while what a person asked for is turned into edits, one change after another.

Edits wait until somebody has to know what they lead to: a paste of a thousand cells is then one application,
and a schedule is computed only where a change needs dates that an earlier one may have moved.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from uptake.engine.edits import (
    Add,
    Edit,
    Move,
    Remove,
    Set,
    apply,
    apply_with_inverse,
    report_progress,
    summary_progress,
)
from uptake.engine.edits.values import Row
from uptake.engine.errors import PlanError
from uptake.engine.plan import Assignment, Link, Plan, Resource, Task
from uptake.engine.scheduling import Schedule, schedule

ESTIMATES = frozenset({"optimistic", "likely", "pessimistic", "distribution", "category"})
"""What only a simulation looks at."""
DESCRIPTIVE = ESTIMATES | {"name", "notes", "owner", "priority", "deadline", "wbs", "id"}
"""Fields of a task that neither its dates nor its effort depend on."""
STEADY = DESCRIPTIVE | {"type", "effort_driven", "unit", "estimated"}
"""Fields of a task that no date depends on."""
SHOWN_ABOVE = frozenset({"duration", "percent", "actual_start", "actual_finish", "remaining", "active"})
"""Fields of a task of which the progress of its summary is made."""

MOST = 10_000_000
"""Tasks that may be looked at while schedules are computed for one list of changes: some twenty seconds."""

Place = tuple[int | None, str | None]
Explain = Callable[[PlanError, Plan, list[Edit], Place], Exception]


class TooMuch(Exception):
    """A list of changes takes longer to understand than anyone would wait."""


class WorkingCopy:
    """A plan to which changes are made.

    Parameters
    ----------
    computed : Schedule
        Stays as it is.
    next_uid : mapping of str to int
        From which new uids are taken, by kind.
    explain : callable
        Makes the exception of an error, the plan before, the edits of the change at fault, and its place.
    """

    def __init__(self, computed: Schedule, next_uid: Mapping[str, int], explain: Explain) -> None:
        self.edits: list[Edit] = []
        self.inverse: list[Edit] = []
        self.next_uid = dict(next_uid)
        self.added: list[Resource] = []
        """Resources that were typed and did not exist."""
        self.place: Place = (None, None)
        """Task and column that the change at hand is about."""
        self._explain = explain
        self._left = MOST
        self._schedule = computed
        self._plan = computed.plan
        self._waiting: list[tuple[Edit, int]] = []
        self._places: list[Place] = []
        self._percents: dict[int, int] = {}
        self._touched: set[int] = set()
        self._all_touched = False
        self._moved = self._reshaped = self._removed = self._renamed = False
        self._parents: dict[int, int | None] = {}
        self._names: dict[int, str] = {}
        self._gone: set[int] = set()
        self._relinked: set[int] = set()
        self._shown_above: set[int] = set()
        self._task_of = {one.uid: one.task for one in computed.plan.assignments}
        """The task of each assignment."""
        self._known = _by_name(computed.plan.resources)

    # ---- changing

    def begin(self, place: Place) -> None:
        """Begin a change about a task and column: if it cannot be made, that is where it is told."""
        self.place = place
        self._places.append(place)

    def run(self, edits: Iterable[Edit], *, steady: bool = False) -> None:
        """Make edits; `steady` when no date depends on them."""
        number = len(self._places) - 1
        for edit in edits:
            self._waiting.append((edit, number))
            self._note(edit, steady=steady or _is_steady(edit))

    def report(self, uid: int, percent: int) -> None:
        """Report progress, together with what else is reported on other tasks."""
        if self.is_summary(uid):
            self.run(report_progress(self.now(), {uid: percent}))
            return
        self._percents.pop(uid, None)
        self._percents[uid] = percent

    def take(self, kind: str, count: int = 1) -> int:
        """Return the first of so many new uids."""
        first = self.next_uid[kind]
        self.next_uid[kind] = first + count
        return first

    def _note(self, edit: Edit, *, steady: bool) -> None:
        """Remember what an edit makes older than it is."""
        self._moved |= not steady
        match edit:
            case Set(kind="task", uid=uid, values=values):
                self._note_values(uid, values)
            case Move(uid=uid, parent=parent):
                self._note_place(uid, self.parent(uid) if self.knows(uid) else None)
                self._note_place(uid, parent)
            case Remove(kind="task", uid=uid):
                self._note_removal(uid)
            case Set(kind="assignment", uid=uid) | Remove(kind="assignment", uid=uid):
                self._touched.add(self._task_of.get(uid, -1))
            case Set(kind="link", uid=uid) | Remove(kind="link", uid=uid):
                k = self._plan.structure.link_index.get(uid)
                self._relinked |= set() if k is None else {self._plan.links[k].succ}
            case Add(row=row, below=below):
                self._note_new(row, below)
            case _:
                self._renamed |= edit.kind == "resource"
                self._all_touched = True

    def _note_new(self, row: Row, below: tuple[Task, ...]) -> None:
        match row:
            case Task():
                for one in (row, *below):
                    self._parents[one.uid] = one.parent
                    self._names[one.uid] = one.name
                self._note_place(row.uid, row.parent)
            case Assignment(uid=number, task=uid):
                self._task_of[number] = uid
                self._touched.add(uid)
            case Link(succ=uid):
                self._relinked.add(uid)
            case Resource():
                self._known[row.name] = self._known[row.name.casefold()] = row
            case _:
                self._all_touched = True

    def _note_values(self, uid: int, values: Mapping[str, object]) -> None:
        if not values.keys() <= DESCRIPTIVE:
            self._touched.add(uid)
        if not SHOWN_ABOVE.isdisjoint(values):
            self._shown_above.add(uid)
        name = values.get("name")
        if isinstance(name, str):
            self._names[uid] = name

    def _note_place(self, uid: int, parent: int | None) -> None:
        self._parents[uid] = parent
        self._shown_above |= {uid} if parent is None else {uid, parent}
        self._reshaped = self._all_touched = True

    def _note_removal(self, uid: int) -> None:
        """Remember what goes with a task, so that others can be removed before anything is applied."""
        self._percents.pop(uid, None)
        self._all_touched = self._removed = True
        if self._parents:
            self._reshaped = True
        elif uid in self._plan.structure.index:
            above = self._plan.task(uid).parent
            self._shown_above |= set() if above is None else {above}
            self._gone |= self.below(uid)

    # ---- looking

    @property
    def last_plan(self) -> Plan:
        """The plan after the edits that were applied so far; older than `plan`."""
        return self._plan

    def plan(self) -> Plan:
        """Return the plan as it is now."""
        self._settle()
        return self._flush()

    def now(self) -> Schedule:
        """Return the schedule as it is now."""
        self._settle()
        return self._computed()

    def about(self, uid: int) -> Schedule:
        """Return a schedule in which a task and its assignments are as they are now; others may be older."""
        if self._all_touched or uid in self._touched or uid in self._percents:
            return self.now()
        return self._schedule

    def dated(self, uid: int) -> Schedule:
        """Return a schedule in which a task is as it is now, dates included."""
        return self.now() if self._moved else self.about(uid)

    def knows(self, uid: int) -> bool:
        """Tell whether the plan holds a task."""
        return uid not in self._gone and (uid in self._parents or uid in self._plan.structure.index)

    def below(self, uid: int) -> set[int]:
        """Return the uids of a task and all that stands under it."""
        plan = self.plan() if self._reshaped else self._plan
        stack = [plan.position(uid)]
        found: set[int] = set()
        while stack:
            i = stack.pop()
            found.add(plan.tasks[i].uid)
            stack += plan.structure.children[i]
        return found

    def parent(self, uid: int) -> int | None:
        """Return the uid of the summary that a task stands under."""
        return self._parents[uid] if uid in self._parents else self._plan.task(uid).parent

    def name(self, uid: int) -> str:
        """Return the name of a task."""
        return self._names[uid] if uid in self._names else self._plan.task(uid).name

    def task(self, uid: int) -> Task:
        """Return a task as it is now, but for what only describes it."""
        return self.about(uid).plan.task(uid)

    def is_summary(self, uid: int) -> bool:
        """Tell whether other tasks stand under this one."""
        return self._shaped().is_summary(uid)

    def links_into(self, uid: int) -> list[Link]:
        """Return the links that lead into a task."""
        plan = self.plan() if uid in self._relinked else self._shaped()
        return [plan.links[k] for k in plan.structure.links_in[plan.position(uid)]]

    def at_row(self, number: int) -> int | None:
        """Return the uid of the task in a row, counted from 1."""
        tasks = self._shaped().tasks
        return tasks[number - 1].uid if 0 < number <= len(tasks) else None

    def resource(self, name: str) -> Resource | None:
        """Return the resource of a name; capitals do not matter unless two differ by nothing else."""
        if self._renamed:
            self._known, self._renamed = _by_name(self.plan().resources), False
        return self._known.get(name) or self._known.get(name.casefold())

    def _shaped(self) -> Plan:
        """Return a plan with the outline of now; values may be older."""
        return self.plan() if self._reshaped or self._removed else self._plan

    # ---- the result

    @property
    def computed(self) -> Schedule:
        """The last schedule that was needed, of the plan of then."""
        return self._schedule

    def finish(self) -> Plan:
        """Return the plan after all changes, with the progress that summaries then show."""
        self._settle()
        plan = self._flush()
        uids = {uid for uid in self._shown_above if uid in plan.structure.index}
        begun = any(task.percent or task.actual_start is not None for task in plan.tasks)
        if uids and begun:
            self.run(summary_progress(self._computed(), uids))
            plan = self._flush()
        return plan

    def _settle(self) -> None:
        """Turn the progress that was reported into edits."""
        if self._percents:
            percents, self._percents = self._percents, {}
            self.run(report_progress(self._computed(), percents))

    def _computed(self) -> Schedule:
        plan = self._flush()
        if plan is not self._schedule.plan:
            self._spend(len(plan.tasks) if self._all_touched else len(plan.tasks) // 20)
            try:
                self._schedule = schedule(plan, since=self._schedule)
            except PlanError as error:
                raise self._explain(error, plan, [], self.place) from error
            self._touched.clear()
            self._all_touched = self._moved = False
        return self._schedule

    def _spend(self, tasks: int) -> None:
        self._left -= tasks
        if self._left < 0:
            raise TooMuch

    def _flush(self) -> Plan:
        if self._waiting:
            self._spend(len(self._plan.tasks) // (2 if self._reshaped else 40))
            edits = [edit for edit, _ in self._waiting]
            try:
                self._plan, back = apply_with_inverse(self._plan, edits)
            except PlanError as error:
                raise self._blame(error) from error
            self.edits += edits
            self.inverse[:0] = back
            self._waiting.clear()
            self._relinked.clear()
            self._parents.clear()
            self._gone.clear()
            self._reshaped = self._removed = False
        return self._plan

    def _blame(self, error: PlanError) -> Exception:
        """Find the first change after which the edits lead to no plan."""
        good, bad = 0, len(self._waiting)
        while bad - good > 1:
            middle = (good + bad) // 2
            try:
                apply(self._plan, [edit for edit, _ in self._waiting[:middle]])
                good = middle
            except PlanError as sooner:
                error, bad = sooner, middle
        number = self._waiting[bad - 1][1]
        edits = [edit for edit, other in self._waiting[:bad] if other == number]
        place = self._places[number] if number >= 0 else (None, None)
        return self._explain(error, self._plan, edits, place)


def _is_steady(edit: Edit) -> bool:
    """Tell whether no date depends on an edit."""
    match edit:
        case Set(kind="task", values=values):
            return values.keys() <= STEADY
        case Add(row=Resource()):
            return True
    return False


def _by_name(resources: Sequence[Resource]) -> dict[str, Resource]:
    """Return resources by name as it is and in small letters; of those alike, the first."""
    found: dict[str, Resource] = {}
    for one in resources:
        found.setdefault(one.name.strip().casefold(), one)
    for one in resources:
        found[one.name.strip()] = one
    return found
