"""Jobs in parts: the same answer on any number of workers, whatever becomes of them."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from uptake.accounts.models import Person
from uptake.platform import jobs, workers
from uptake.platform.jobs import doing, parts
from uptake.platform.models import Job, JobPart, JobState, Worker

pytestmark = pytest.mark.django_db(transaction=True)
TWELVE = [{"x": x} for x in range(12)]
SQUARES = [{"square": x * x} for x in range(12)]


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Callable[[parts.PartWork], jobs.Progress]:
    """Give the progress of a running job whose parts are done by a function."""

    def make(work: parts.PartWork) -> jobs.Progress:
        monkeypatch.setitem(parts.PARTS, "square", work)
        owner = Person.objects.create_user("owner@example.com", "a password", name="Owner")
        found = Job.objects.create(
            kind="test", owner=owner, state=JobState.RUNNING, language="en", began_at=timezone.now()
        )
        return jobs.Progress(found)

    return make


def square(options: dict[str, Any]) -> dict[str, Any]:
    return {"square": options["x"] ** 2}


def slow_square(options: dict[str, Any]) -> dict[str, Any]:
    time.sleep(0.02)
    return square(options)


def in_background(name: str, work: Callable[[], Any]) -> threading.Thread:
    """Do something as another worker: a thread with a connection of its own."""

    def act() -> None:
        try:
            with workers.living(name):
                work()
        finally:
            connection.close()

    thread = threading.Thread(target=act)
    thread.start()
    return thread


def help_when_asked(pk: int) -> None:
    """Be a helper: begin as soon as there is something to do."""
    until = time.monotonic() + 10
    while time.monotonic() < until and not JobPart.objects.filter(job=pk).exists():
        time.sleep(0.005)
    jobs.do_parts.call(pk)


def test_one_worker_does_all_in_order(running: Any) -> None:
    progress = running(square)
    assert jobs.spread(progress, "square", TWELVE, "Squaring") == SQUARES
    found = Job.objects.get()
    assert (found.done, found.total, found.step) == (12, 12, "Squaring")
    assert not JobPart.objects.exists()


def test_three_workers_give_the_same_answer_and_share_the_work(running: Any) -> None:
    who: set[str] = set()

    def work(options: dict[str, Any]) -> dict[str, Any]:
        who.add(workers.here())
        return slow_square(options)

    progress = running(work)
    helpers = [in_background(name, lambda: help_when_asked(progress.job.pk)) for name in ("b", "c")]
    with workers.living("a"):
        assert jobs.spread(progress, "square", TWELVE) == SQUARES
    for one in helpers:
        one.join()
    assert who == {"a", "b", "c"}
    assert not Worker.objects.exists()


def test_helpers_are_asked_for_as_many_as_there_are_workers(running: Any, monkeypatch: Any) -> None:
    asked: list[int] = []
    monkeypatch.setattr(type(jobs.do_parts), "enqueue", lambda _task, pk: asked.append(pk))
    progress = running(square)
    Worker.objects.create(name="other", seen_at=timezone.now())
    Worker.objects.create(name="third", seen_at=timezone.now())
    Worker.objects.create(name="dead", seen_at=timezone.now() - timedelta(minutes=5))
    with workers.living("a"):
        jobs.spread(progress, "square", TWELVE)
        assert asked == [progress.job.pk] * 2
        jobs.spread(progress, "square", TWELVE[:2])
    assert asked == [progress.job.pk] * 3


def test_what_a_dead_worker_held_is_done_by_another(running: Any) -> None:
    progress = running(square)

    def work(options: dict[str, Any]) -> dict[str, Any]:
        if options["x"] == 0:  # meanwhile, a worker takes the last part and dies with it
            last = JobPart.objects.filter(number=11)
            last.update(state=JobState.RUNNING, worker="dead", tries=1)
        return square(options)

    parts.PARTS["square"] = work
    assert jobs.spread(progress, "square", TWELVE) == SQUARES


def test_a_late_answer_of_a_worker_given_up_changes_nothing(running: Any) -> None:
    def work(options: dict[str, Any]) -> dict[str, Any]:
        JobPart.objects.filter(number=0, tries=1).update(state=JobState.WAITING)
        return square(options)

    progress = running(work)
    assert jobs.spread(progress, "square", [{"x": 3}, {"x": 4}]) == [{"square": 9}, {"square": 16}]


def test_a_part_that_kills_its_workers_is_not_tried_for_ever(running: Any) -> None:
    progress = running(square)

    def work(options: dict[str, Any]) -> dict[str, Any]:
        JobPart.objects.filter(number=1).update(state=JobState.RUNNING, worker="dead", tries=parts.MOST_TRIES)
        return square(options)

    parts.PARTS["square"] = work
    with pytest.raises(parts.PartFailed):
        jobs.spread(progress, "square", TWELVE[:2])
    assert not JobPart.objects.exists()


def test_a_refusal_of_a_part_is_told_in_its_own_words(running: Any) -> None:
    def work(options: dict[str, Any]) -> dict[str, Any]:
        raise jobs.Refused("The plan has no work.")

    with pytest.raises(jobs.Refused, match="The plan has no work"):
        jobs.spread(running(work), "square", TWELVE)


def test_a_fault_in_a_part_ends_the_job(running: Any) -> None:
    def work(options: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError("password=hunter2")

    with pytest.raises(parts.PartFailed) as caught:
        jobs.spread(running(work), "square", TWELVE)
    assert "hunter2" not in str(caught.value)


def test_a_cancelled_job_drops_its_parts(running: Any) -> None:
    done: list[int] = []

    def work(options: dict[str, Any]) -> dict[str, Any]:
        done.append(options["x"])
        if options["x"] == 3:
            jobs.cancel(Job.objects.get())
        return square(options)

    progress = running(work)
    with pytest.raises(jobs.Cancelled):
        jobs.spread(progress, "square", TWELVE)
    assert done == [0, 1, 2, 3]
    assert not JobPart.objects.exists()
    jobs.do_parts.call(progress.job.pk)
    assert done == [0, 1, 2, 3]


def test_a_worker_process_that_is_killed_in_the_middle_leaves_the_same_answer(
    running: Any, monkeypatch: Any
) -> None:
    """A real process takes a part, stops for ever in it, and is killed; its part is done elsewhere."""
    monkeypatch.setattr(workers, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(workers, "BEAT", 0.1)
    main = os.getpid()

    def work(options: dict[str, Any]) -> dict[str, Any]:
        if os.getpid() != main:
            signal.pause()
        time.sleep(0.05)
        return square(options)

    progress = running(work)
    connection.close()  # before a process is forked: a connection is of one process
    context = multiprocessing.get_context("fork")
    other = context.Process(target=_as_a_worker, args=(progress.job.pk,))
    other.start()
    assert other.pid is not None
    killer = threading.Thread(target=_kill_when_it_works, args=(progress.job.pk, other.pid))
    killer.start()
    with workers.living("a"):
        assert jobs.spread(progress, "square", TWELVE) == SQUARES
    killer.join()
    other.join()
    assert other.exitcode == -signal.SIGKILL


def _as_a_worker(pk: int) -> None:
    with workers.living("doomed"):
        help_when_asked(pk)


def _kill_when_it_works(pk: int, process: int) -> None:
    try:
        held = JobPart.objects.filter(job=pk, worker="doomed", state=JobState.RUNNING)
        until = time.monotonic() + 20
        while time.monotonic() < until and not held.exists():
            time.sleep(0.005)
    finally:
        os.kill(process, signal.SIGKILL)
        connection.close()


def test_a_job_is_lost_only_with_its_worker() -> None:
    owner = Person.objects.create_user("owner@example.com", "a password", name="Owner")
    Worker.objects.create(name="alive", seen_at=timezone.now())
    Worker.objects.create(name="silent", seen_at=timezone.now() - timedelta(minutes=1))
    began = timezone.now() - timedelta(hours=1)

    def held(worker: str, since: Any = began) -> Job:
        return Job.objects.create(
            kind="test", owner=owner, state=JobState.RUNNING, language="en", worker=worker, began_at=since
        )

    kept = [held("alive"), held("", timezone.now())]
    lost = [held("silent"), held("gone"), held("", timezone.now() - 2 * doing.IN_A_REQUEST)]
    JobPart.objects.create(job=lost[0], number=0, kind="square")
    assert jobs.give_up_lost() == 3
    assert [one.state for one in Job.objects.filter(pk__in=[one.pk for one in kept])] == ["running"] * 2
    assert [one.state for one in Job.objects.filter(pk__in=[one.pk for one in lost])] == ["failed"] * 3
    assert not JobPart.objects.exists()
