"""The one way in which a plan changes, against the database that the run has."""

import contextlib
import random
import threading
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.engine.fuzz_edits import random_edit, random_plan
from tests.schedule.conftest import Plans
from uptake.accounts.models import Person
from uptake.engine.edits import Add, Edit, Move, Remove, Set, from_json
from uptake.engine.errors import BadValue
from uptake.engine.plan import Link, Task
from uptake.engine.scheduling import schedule
from uptake.projects.models import Project
from uptake.schedule import bridge, models, services
from uptake.schedule.editing.changes import Changes, Problem

pytestmark = pytest.mark.django_db


def same(one: bridge.State, other: bridge.State) -> None:
    """Compare two states as values; only tasks have an order that means something."""
    assert one.revision == other.revision
    assert one.plan.project == other.plan.project
    assert one.plan.tasks == other.plan.tasks
    assert one.ranks == other.ranks
    for part in ("links", "calendars", "resources", "assignments"):
        rows = [sorted(getattr(state.plan, part), key=lambda row: row.uid) for state in (one, other)]
        assert rows[0] == rows[1]
    for name in models.Task.COMPUTED:
        assert list(getattr(one.schedule.dates, name)) == list(getattr(other.schedule.dates, name))


def stored(project: Project) -> bridge.State:
    """Read the plan as another process would."""
    bridge.cache.clear()
    return services.current(project)


def check_rows(project: Project) -> None:
    """Compare what stands in the rows with what the plan in them leads to."""
    state = stored(project)
    rows = {row.uid: row for row in models.Task.objects.filter(plan_id=project.pk, removed=False)}
    assert len(rows) == len(state.plan.tasks)
    again = schedule(state.plan)
    for i, task in enumerate(state.plan.tasks):
        for name in models.Task.COMPUTED:
            assert getattr(rows[task.uid], name) == getattr(again.dates, name)[i], (task.uid, name)


def test_an_edit_is_written_and_remembered(project: Project, manager: Person) -> None:
    done = services.apply_edits(project, [Set("task", 3, {"duration": 14400})], manager, base=0)
    assert done.made
    assert done.impact.finish_shift > 0
    assert done.differences.touched == {1, 3, 4, 5}
    revision = models.Revision.objects.get(plan_id=project.pk)
    assert (revision.number, revision.author, revision.touched) == (1, manager, [1, 3, 4, 5])
    assert revision.impact["go_live"] == [done.impact.finish_before, done.impact.finish_after]
    project.refresh_from_db()
    assert project.go_live == done.impact.finish_after
    check_rows(project)


def test_only_changed_rows_are_written(
    make: Plans, manager: Person, django_assert_max_num_queries: Any
) -> None:
    project = make()
    bridge.cache.put(project.pk, services.current(project))
    with django_assert_max_num_queries(9):  # two of them the test's own savepoint
        services.apply_edits(project, [Set("task", 2, {"name": "Blueprint"})], manager)
    assert models.Revision.objects.get(plan_id=project.pk).touched == [2]


def test_a_stale_base_changes_nothing(project: Project, manager: Person, colleague: Person) -> None:
    services.apply_edits(project, [Set("task", 2, {"name": "Theirs"})], colleague, base=0)
    with pytest.raises(services.Stale) as stale:
        services.apply_edits(project, [Set("task", 2, {"name": "Mine"})], manager, base=0)
    assert stale.value.state.revision == 1
    assert stored(project).plan.task(2).name == "Theirs"


def test_a_loop_changes_nothing(project: Project, manager: Person) -> None:
    before = stored(project)
    with pytest.raises(Problem):
        services.apply_edits(project, [Add(Link(uid=9, pred=4, succ=2))], manager)
    same(stored(project), before)
    assert not models.Revision.objects.exists()


def test_a_crash_while_writing_changes_nothing(
    project: Project, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(project)

    def crash(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(services, "_write_head", crash)
    with pytest.raises(OSError, match="full"), transaction.atomic():
        services.apply_edits(project, [Set("task", 3, {"duration": 14400})], manager)
    same(services.current(project), before)
    same(stored(project), before)
    check_rows(project)


def test_undo_and_redo_lead_back_and_forth(project: Project, manager: Person) -> None:
    first = services.current(project)
    services.apply_edits(project, [Remove("task", 3)], manager)
    second = services.current(project)
    services.undo(project, manager)
    assert services.current(project).plan.tasks == first.plan.tasks
    assert services.can_undo(project, manager) == (False, True)
    services.redo(project, manager)
    assert services.current(project).plan.tasks == second.plan.tasks
    services.undo(project, manager)
    check_rows(project)
    with pytest.raises(services.NothingToUndo):
        services.undo(project, manager)


def test_a_removed_task_keeps_what_hangs_on_it(project: Project, manager: Person) -> None:
    row = models.Task.objects.get(plan_id=project.pk, uid=3)
    models.Comment.objects.create(task=row, author=manager, text="Ask the vendor")
    services.apply_edits(project, [Remove("task", 3)], manager)
    assert 3 not in stored(project).plan.structure.index
    services.undo(project, manager)
    assert models.Comment.objects.get(task__uid=3, task__removed=False).text == "Ask the vendor"


def test_undo_is_refused_where_somebody_changed_the_same(
    project: Project, manager: Person, colleague: Person
) -> None:
    services.apply_edits(project, [Set("task", 2, {"duration": 9600})], manager)
    services.apply_edits(project, [Set("task", 2, {"duration": 14400})], colleague)
    with pytest.raises(Problem, match="Col League"):
        services.undo(project, manager)
    assert stored(project).plan.task(2).duration == 14400


@pytest.mark.parametrize(
    "theirs",
    [
        Set("task", 9, {"name": "Ours now"}),
        Add(Task(uid=10, name="Inside", parent=9)),
        Add(Link(uid=9, pred=2, succ=9)),
        Move(4, 9),
    ],
)
def test_undo_takes_nothing_away_that_others_built_on(
    theirs: Edit, project: Project, manager: Person, colleague: Person
) -> None:
    services.apply_edits(project, [Add(Task(uid=9, name="New", parent=1))], manager)
    services.apply_edits(project, [theirs], colleague)
    before = services.current(project).plan
    with pytest.raises(Problem, match="Col League"):
        services.undo(project, manager)
    assert services.current(project).plan == before


@pytest.mark.django_db(transaction=True)
def test_memory_holds_nothing_that_was_rolled_back(project: Project, manager: Person) -> None:
    services.current(project)
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        services.apply_edits(project, [Set("task", 2, {"name": "Never"})], manager)
        assert services.current(project).plan.task(2).name == "Never"
        raise ZeroDivisionError
    services.apply_edits(project, [Set("task", 3, {"name": "Really"})], manager)
    state = services.current(project)
    assert (state.revision, state.plan.task(2).name, state.plan.task(3).name) == (1, "Design", "Really")
    same(state, stored(project))


@pytest.mark.django_db(transaction=True)
def test_the_database_is_not_locked_while_a_change_is_worked_out(project: Project, manager: Person) -> None:
    locked: list[bool] = []

    def intend(state: bridge.State) -> Changes:
        locked.append(connection.in_atomic_block)
        return Changes.of(state.schedule, [Set("task", 2, {"name": "Slowly"})], [])

    assert services.apply_edits(project, intend, manager).made
    assert locked == [False]


@pytest.mark.django_db(transaction=True)
def test_what_others_did_meanwhile_is_taken_in(project: Project, manager: Person, colleague: Person) -> None:
    names: list[str] = []

    def intend(state: bridge.State) -> Changes:
        names.append(state.plan.task(2).name)
        if len(names) == 1:
            services.apply_edits(project, [Set("task", 2, {"name": "Theirs"})], colleague)
        return Changes.of(state.schedule, [Set("task", 3, {"name": "Ours"})], [])

    services.apply_edits(project, intend, manager)
    assert names == ["Design", "Theirs"]
    state = stored(project)
    assert (state.revision, state.plan.task(2).name, state.plan.task(3).name) == (2, "Theirs", "Ours")
    names.clear()
    with pytest.raises(services.Stale):
        services.apply_edits(project, intend, manager, base=2)


def test_undo_leaves_what_others_did_elsewhere(project: Project, manager: Person, colleague: Person) -> None:
    services.apply_edits(project, [Set("task", 2, {"duration": 9600})], manager)
    services.apply_edits(project, [Set("task", 4, {"duration": 14400})], colleague)
    services.undo(project, manager)
    plan = stored(project).plan
    assert (plan.task(2).duration, plan.task(4).duration) == (4800, 14400)


def test_restore_brings_back_a_revision(project: Project, manager: Person) -> None:
    first = services.current(project)
    services.apply_edits(project, [Set("task", 2, {"duration": 9600})], manager)
    services.apply_edits(project, [Move(4, None, None)], manager)
    services.apply_edits(project, [Add(Task(uid=6, name="New", parent=1), at=3)], manager)
    services.restore(project, 0, manager)
    after = services.current(project)
    assert after.plan.tasks == first.plan.tasks
    assert after.revision == 4
    check_rows(project)


def test_an_older_process_catches_up(project: Project, manager: Person) -> None:
    old = services.current(project)
    for k in range(3):
        services.apply_edits(project, [Set("task", 3, {"duration": 4800 * (k + 2)})], manager)
    services.apply_edits(project, [Add(Task(uid=6, name="New", parent=1), at=3)], manager)
    now = services.current(project)
    bridge.cache.clear()
    bridge.cache.put(project.pk, old)
    same(services.current(project), now)


def drawn_edits(state: bridge.State, rng: random.Random) -> list[Edit]:
    """Draw edits; of those that cannot be read, none."""
    found: list[Edit] = []
    for _ in range(rng.randint(1, 4)):
        with contextlib.suppress(BadValue):
            found.append(from_json(random_edit(state.plan, rng)))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_rows_say_what_the_engine_says(seed: int, make: Plans, manager: Person) -> None:
    """Whatever edits come, reading the rows gives the plan that the engine made of them."""
    rng = random.Random(seed)
    try:
        project = make(random_plan(rng))
    except Problem:
        return  # the plan runs past the last date that can be told
    for _ in range(4):
        before = services.current(project)
        try:
            services.apply_edits(project, drawn_edits(before, rng), manager)
        except Problem:
            same(stored(project), before)
            continue
        after = services.current(project)
        same(stored(project), after)
        check_rows(project)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once(make: Plans, manager: Person, colleague: Person) -> None:
    """Edits of several threads come one after the other: none is lost, and the rows agree."""
    project = make()
    failures: list[BaseException] = []

    def work(person: Person, uid: int) -> None:
        try:
            for k in range(5):
                services.apply_edits(project, [Set("task", uid, {"duration": 4800 * (k + 2)})], person)
        except BaseException as why:  # noqa: BLE001 - told by the test
            failures.append(why)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=one) for one in ((manager, 2), (colleague, 4))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    state = stored(project)
    assert state.revision == 10
    assert (state.plan.task(2).duration, state.plan.task(4).duration) == (4800 * 6, 4800 * 6)
    check_rows(project)
    assert connection.vendor in {"sqlite", "postgresql"}


def test_who_listens_is_told_of_each_change_after_it_is_committed(
    project: Project,
    manager: Person,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    told: list[int] = []
    monkeypatch.setattr(services, "_listeners", [])
    services.on_change(lambda _project: {}["nothing"])  # one that fails keeps nobody from hearing
    services.on_change(lambda changed: told.append(changed.pk))
    edit = [Set("task", 3, {"duration": 14400})]
    with django_capture_on_commit_callbacks(execute=True):
        assert services.apply_edits(project, edit, manager).made
        assert told == []
    assert told == [project.pk]
    with django_capture_on_commit_callbacks(execute=True):
        services.apply_edits(project, [], manager)
        services.apply_edits(project, edit, manager, agree=lambda _outcome: False)
    assert told == [project.pk]
    with django_capture_on_commit_callbacks(execute=True):
        services.undo(project, manager)
        services.set_go_live(project, None)
    assert told == [project.pk] * 3
