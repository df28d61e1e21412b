"""Two people answer at the same moment: the record is locked, so that both count, one after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.registers.test_approvals import as_, configure, decision, move, reply
from tests.schedule.world import World, world
from uptake.projects.models import Role
from uptake.registers.approval import approvals
from uptake.registers.configured import KEPT
from uptake.registers.models import Approval, Entry
from uptake.registers.writing import Unfit

MONEY = {"name": "Money", "roles": ["finance"]}


@pytest.fixture
def busy(transactional_db: None) -> World:
    KEPT.clear()
    return world()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Carry out calls in threads that begin together; return what each gave, or raised as `Unfit`."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return call()
        except Unfit as why:
            return why
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def moved(record: Any) -> int:
    return Entry.objects.filter(record_id=record.pk, kind=Entry.Kind.MOVED).count()


def test_both_of_two_who_have_to_agree_count(busy: World):
    configure(busy, {"name": "Both", "roles": ["sponsor", "finance"], "rule": "all"})
    sponsor, finance, record = as_(busy, Role.SPONSOR), as_(busy, Role.FINANCE), decision(busy)
    move(busy, record)
    found = at_once(lambda: reply(sponsor, record), lambda: reply(finance, record))
    assert not [one for one in found if isinstance(one, Unfit)]
    record.refresh_from_db()
    assert record.state == "decided"
    assert moved(record) == 1


def test_an_answer_counts_for_the_step_that_was_seen_and_no_other(busy: World):
    configure(busy, {"name": "One", "roles": ["sponsor", "finance"], "rule": "any"}, MONEY)
    sponsor, finance, record = as_(busy, Role.SPONSOR), as_(busy, Role.FINANCE), decision(busy)
    move(busy, record)
    seen, spec = approvals.mark(Approval.objects.get()), sponsor.spec("decision")
    found = at_once(
        lambda: approvals.answer(sponsor, spec, record, yes=True, seen=seen),
        lambda: approvals.answer(finance, spec, record, yes=True, seen=seen),
    )
    assert len([one for one in found if isinstance(one, Unfit)]) == 1
    assert Approval.objects.get().step == 1
    reply(finance, record)
    record.refresh_from_db()
    assert record.state == "decided"
    assert moved(record) == 1


def test_a_yes_and_a_no_end_it_once(busy: World):
    configure(busy, {"name": "One", "roles": ["sponsor", "finance"], "rule": "any"})
    sponsor, finance, record = as_(busy, Role.SPONSOR), as_(busy, Role.FINANCE), decision(busy)
    move(busy, record)
    found = at_once(lambda: reply(sponsor, record), lambda: reply(finance, record, yes=False, remark="No"))
    assert len([one for one in found if isinstance(one, Unfit)]) == 1
    approval = Approval.objects.get()
    record.refresh_from_db()
    assert (approval.state, record.state) in {("approved", "decided"), ("rejected", "proposed")}


def test_of_two_who_ask_at_once_one_is_told_that_it_runs(busy: World):
    configure(busy)
    as_(busy, Role.SPONSOR)
    other, record = as_(busy, Role.CONSULTANT), decision(busy)
    found = at_once(lambda: move(busy, record), lambda: move(busy, record, other))
    assert len([one for one in found if isinstance(one, Unfit)]) == 1
    assert Approval.objects.count() == 1
