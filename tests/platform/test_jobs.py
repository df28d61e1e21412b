"""Long work: asked once, done once, told honestly."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from uptake.accounts.models import Person
from uptake.platform import jobs, tidying, workers
from uptake.platform.jobs import asking, doing
from uptake.platform.models import Job, JobState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner() -> Person:
    return Person.objects.create_user("owner@example.com", "a password", name="Owner")


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[jobs.Work], str]]:
    def register(work: jobs.Work) -> str:
        monkeypatch.setitem(jobs.KINDS, "test", work)
        return "test"

    return register


def work_off() -> None:
    """Let the real worker take what waits."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0, reload=False)


def test_a_job_is_done_with_progress_and_result(owner: Person, kind: Any) -> None:
    seen: list[tuple[int, int]] = []

    def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        for k in range(3):
            progress(k + 1, 3, f"step {k}")
            job.refresh_from_db()
            seen.append((job.done, job.total))
        return {"sum": 6}

    asked = jobs.ask(kind(work), owner, options={"a": 1})
    assert asked.state == JobState.WAITING
    work_off()
    asked.refresh_from_db()
    assert (asked.state, asked.result, seen) == (JobState.DONE, {"sum": 6}, [(1, 3), (2, 3), (3, 3)])
    assert asked.ended_at is not None


def test_a_task_delivered_twice_works_once(owner: Person, kind: Any) -> None:
    count: list[int] = []
    asked = jobs.ask(kind(lambda job, _progress: count.append(job.pk) or {}), owner)
    work_off()
    jobs.run.call(asked.pk)
    assert count == [asked.pk]


def test_a_refusal_is_told_in_its_own_words(owner: Person, kind: Any) -> None:
    def work(_job: Job, _progress: jobs.Progress) -> dict[str, Any]:
        raise jobs.Refused("The file is empty.")

    asked = jobs.ask(kind(work), owner)
    work_off()
    asked.refresh_from_db()
    assert (asked.state, asked.message) == (JobState.FAILED, "The file is empty.")


def test_a_fault_of_ours_is_a_sentence_without_its_inside(owner: Person, kind: Any) -> None:
    def work(_job: Job, _progress: jobs.Progress) -> dict[str, Any]:
        raise RuntimeError("password=hunter2")

    asked = jobs.ask(kind(work), owner)
    work_off()
    asked.refresh_from_db()
    assert asked.state == JobState.FAILED
    assert str(asked.pk) in asked.message
    assert "hunter2" not in asked.message


def test_cancelling_before_and_during(owner: Person, kind: Any) -> None:
    worked: list[int] = []

    def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        worked.append(1)
        jobs.cancel(job)
        progress(1, 2)
        worked.append(2)
        return {}

    name = kind(work)
    before = jobs.ask(name, owner)
    assert jobs.cancel(before)
    during = jobs.ask(name, owner)
    work_off()
    for one in (before, during):
        one.refresh_from_db()
        assert one.state == JobState.CANCELLED
    assert worked == [1]
    assert not jobs.cancel(before)


def test_what_a_dead_worker_left_is_said(owner: Person) -> None:
    lost = Job.objects.create(kind="test", owner=owner, state=JobState.RUNNING, language="en")
    assert jobs.give_up_lost() == 1
    lost.refresh_from_db()
    assert lost.state == JobState.FAILED
    assert lost.message


def test_a_queue_that_is_away_loses_no_job(owner: Person, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_task: Any, _pk: int) -> None:
        raise ConnectionError("no broker")

    name = kind(lambda _job, _progress: {"done": True})
    with monkeypatch.context() as patch:
        patch.setattr(type(jobs.run), "enqueue", away)
        asked = [jobs.ask(name, owner), jobs.ask(name, None)]
        with workers.living("one"):
            Job.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
            assert jobs.give_up_lost() == 0  # tried again, and away still
    work_off()
    assert Job.objects.filter(state=JobState.WAITING).count() == 2
    with workers.living("one"):
        jobs.give_up_lost()
    work_off()
    for one in asked:
        one.refresh_from_db()
        assert (one.state, one.result) == (JobState.DONE, {"done": True})


def test_what_waits_behind_others_is_not_queued_twice(owner: Person, kind: Any) -> None:
    jobs.ask(kind(lambda _job, _progress: {}), owner)
    Job.objects.create(kind="test", owner=owner, state=JobState.RUNNING, language="en", worker="one")
    Job.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
    with workers.living("one"):
        assert doing.bring_lost() == 0
        Job.objects.filter(state=JobState.RUNNING).delete()
        assert doing.bring_lost() == 1
    assert doing.bring_lost() == 0


def test_what_was_written_with_its_result_stays_done_whatever_follows(owner: Person, kind: Any) -> None:
    def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        with transaction.atomic():
            progress.finish({"made": [1]})
        assert not jobs.cancel(job)
        raise RuntimeError("the worker dies")

    asked = jobs.do_now(kind(work), owner)
    assert (asked.state, asked.result, asked.message) == (JobState.DONE, {"made": [1]}, "")


def test_what_was_cancelled_meanwhile_is_not_written(owner: Person, kind: Any) -> None:
    def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        jobs.cancel(job)
        with transaction.atomic():
            Person.objects.filter(pk=owner.pk).update(name="Written")
            return progress.finish({"made": [1]})

    asked = jobs.do_now(kind(work), owner)
    owner.refresh_from_db()
    assert (asked.state, asked.result, owner.name) == (JobState.CANCELLED, {}, "Owner")


def test_people_see_interim_results_and_can_stop_early_keeping_the_best(owner: Person, kind: Any) -> None:
    seen: list[Any] = []

    def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        progress.show({"best": 9})
        progress.show({"best": 8})  # too soon after the last to be written
        job.refresh_from_db()
        seen.extend([job.result, progress.stopping])
        assert jobs.stop(job)
        progress._looked = 0
        seen.append(progress.stopping)
        return {"best": 7}

    asked = jobs.do_now(kind(work), owner)
    assert seen == [{"best": 9}, False, True]
    assert (asked.state, asked.result) == (JobState.DONE, {"best": 7})
    assert not jobs.stop(asked)


def test_who_cancels_stops_too_and_gets_no_result(owner: Person, kind: Any) -> None:
    def work(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        progress.show({"best": 9})
        jobs.cancel(job)
        assert progress.stopping
        return {"best": 9}

    asked = jobs.do_now(kind(work), owner)
    assert (asked.state, asked.result) == (JobState.CANCELLED, {})


def test_the_system_asks_for_itself_once(owner: Person, kind: Any) -> None:
    name = kind(lambda _job, _progress: {})

    def ask(revision: int, subject: str = "plan") -> Job:
        return jobs.ask(name, None, project_id=5, subject=subject, revision=revision, kept=True, once=True)

    first = ask(1)
    assert ask(2) == first
    first.refresh_from_db()
    assert (first.revision, first.owner, first.kept) == (2, None, True)
    assert ask(2, "draft:7") != first
    assert jobs.unfinished(name, 5) == first
    Job.objects.filter(pk=first.pk).update(state=JobState.RUNNING)
    assert ask(2) == first
    later = ask(3)
    assert later != first
    assert jobs.latest(name, 5) is None
    Job.objects.filter(pk=first.pk).update(state=JobState.DONE)
    assert jobs.latest(name, 5) == first
    assert jobs.unfinished(name, 5) == later


def test_many_automatic_jobs_hinder_nobody(owner: Person, kind: Any) -> None:
    name = kind(lambda _job, _progress: {})
    for number in range(2 * asking.MOST_AT_ONCE):
        jobs.ask(name, None, project_id=number)
    for _ in range(asking.MOST_AT_ONCE):
        jobs.ask(name, owner)
    with pytest.raises(jobs.Refused):
        jobs.ask(name, owner)


def test_a_list_of_runs_does_not_load_what_came_of_them(owner: Person, kind: Any) -> None:
    jobs.do_now(kind(lambda _job, _progress: {"large": "x" * 1000}), owner, project_id=5)
    Job.objects.update(subject="plan")
    [found] = jobs.runs("test", 5)
    assert {"result", "options"} <= found.get_deferred_fields()


def test_the_last_runs_of_each_subject_are_kept_and_other_jobs_go_with_their_time(owner: Person) -> None:
    def made(subject: str, **values: Any) -> int:
        values = {"kind": "level", "state": JobState.DONE, "kept": True} | values
        return Job.objects.create(owner=owner, project_id=5, subject=subject, language="en", **values).pk

    plan = [made("plan") for _ in range(tidying.KEEP_RUNS + 3)]
    draft = made("draft:7")
    other, failed = made("plan", kept=False), made("plan", state=JobState.FAILED)
    recent = made("plan", kept=False)
    old = timezone.now() - 2 * tidying.KEEP_JOBS
    Job.objects.exclude(pk=recent).update(asked_at=old)
    tidying.tidy()
    left = set(Job.objects.values_list("pk", flat=True))
    assert left == {*plan[3:], draft, recent}
    assert not {other, failed} & left


def test_what_nobody_waits_for_is_done_one_at_a_time(owner: Person, kind: Any) -> None:
    """A second worker leaves it, and whoever ends one brings the next; what people ask for is not held up."""
    order: list[str] = []

    def work(job: Job, _progress: jobs.Progress) -> dict[str, Any]:
        order.append(job.subject)
        if job.subject == "first":
            jobs.run.call(second.pk)  # another worker takes what waits meanwhile
            jobs.run.call(asked.pk)
        return {}

    name = kind(work)
    first, second, asked = (
        jobs.ask(name, who, subject=subject)
        for who, subject in ((None, "first"), (None, "second"), (owner, "asked for"))
    )
    jobs.run.call(first.pk)
    assert order == ["first", "asked for"]
    work_off()
    assert order == ["first", "asked for", "second"]


def test_the_next_is_not_forgotten_when_a_worker_dies(kind: Any) -> None:
    name = kind(lambda _job, _progress: {})
    lost = Job.objects.create(kind=name, owner=None, state=JobState.RUNNING, language="en")
    waiting = jobs.ask(name, None)
    work_off()
    waiting.refresh_from_db()
    assert waiting.state == JobState.WAITING
    assert jobs.give_up_lost() == 1
    work_off()
    for one in (lost, waiting):
        one.refresh_from_db()
    assert (lost.state, waiting.state) == (JobState.FAILED, JobState.DONE)
