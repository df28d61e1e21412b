"""What waits for whom, and who is reminded of it by mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tests.registers.test_approvals import ONE, as_, configure, decision, move, reply
from tests.schedule.world import World
from uptake.projects.models import Member, Role
from uptake.registers import services
from uptake.registers.approval import approvals
from uptake.registers.approval.reminding import remind, waiting_on
from uptake.registers.configured import KEPT
from uptake.registers.models import Configuration, Vote
from uptake.registers.visit import Visit


@pytest.fixture(autouse=True)
def _forget() -> None:
    KEPT.clear()


def in_days(days: int) -> Any:
    return timezone.now() + timedelta(days=days)


def codes(person: Any) -> list[str]:
    return [one.code for one in waiting_on(person)]


def test_what_waits_is_listed_for_who_is_asked_now(erp: World):
    configure(erp, ONE, {"name": "Money", "roles": ["finance"]})
    sponsor, finance, record = as_(erp, Role.SPONSOR), as_(erp, Role.FINANCE), decision(erp)
    move(erp, record)
    assert (codes(sponsor.person), codes(finance.person), codes(erp.manager)) == (["D-001"], [], [])
    home = erp.as_(Role.SPONSOR).get("/").content.decode()
    assert "Waiting for your approval" in home
    assert "Which cloud?" in home
    reply(sponsor, record)
    assert (codes(sponsor.person), codes(finance.person)) == ([], ["D-001"])
    reply(finance, record)
    assert codes(finance.person) == []


def test_what_was_handed_over_waits_for_the_delegate_while_they_are_there(erp: World):
    configure(erp)
    sponsor, other, record = as_(erp, Role.SPONSOR), as_(erp, Role.CONSULTANT), decision(erp)
    move(erp, record)
    approvals.delegate(sponsor, sponsor.spec("decision"), record, other.person.pk)
    assert (codes(sponsor.person), codes(other.person)) == ([], ["D-001"])
    Member.objects.filter(person=other.person).delete()
    assert (codes(sponsor.person), codes(other.person)) == (["D-001"], [])


@pytest.mark.parametrize("gone", ["archived", "deleted", "removed"])
def test_nothing_waits_in_what_is_gone(erp: World, gone: str):
    configure(erp)
    sponsor, record = as_(erp, Role.SPONSOR), decision(erp)
    move(erp, record)
    if gone == "removed":
        record.removed_at = timezone.now()
        record.save()
    else:
        erp.project.archived = gone == "archived"
        erp.project.deleted_at = timezone.now() if gone == "deleted" else None
        erp.project.save()
    assert codes(sponsor.person) == []
    assert remind(in_days(30)) == 0


def test_who_does_not_answer_is_reminded_once_in_so_many_days(erp: World):
    configure(erp, remind_days=2)
    sponsor = as_(erp, Role.SPONSOR)
    sponsor.person.language = "zh-hans"
    sponsor.person.save()
    for title in ("One", "Two"):
        move(erp, decision(erp, title=title))
    assert remind(in_days(1)) == 0
    assert remind(in_days(2)) == 1
    (sent,) = mail.outbox
    assert sent.to == ["sponsor@example.com"]
    assert "2" in sent.subject
    assert "D-001 One" in sent.body
    assert f"{erp.root}registers/decision/2" in sent.body
    assert remind(in_days(3)) == 0
    assert remind(in_days(4)) == 1
    assert len(mail.outbox) == 2


def test_nobody_is_reminded_when_the_flow_says_never(erp: World):
    configure(erp, remind_days=0)
    as_(erp, Role.SPONSOR)
    move(erp, decision(erp))
    assert remind(in_days(99)) == 0


def test_who_left_or_has_no_account_any_more_is_not_reminded(erp: World):
    configure(erp, {"name": "All", "roles": ["sponsor", "finance"], "rule": "all"})
    sponsor, finance = as_(erp, Role.SPONSOR), as_(erp, Role.FINANCE)
    move(erp, decision(erp))
    Member.objects.filter(person=sponsor.person).delete()
    finance.person.is_active = False
    finance.person.save()
    assert remind(in_days(9)) == 0


def test_a_mail_that_cannot_be_sent_is_tried_again(erp: World, monkeypatch: pytest.MonkeyPatch):
    configure(erp)
    as_(erp, Role.SPONSOR)
    move(erp, decision(erp))

    def broken(*_given: Any) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("uptake.registers.approval.reminding.send_mail", broken)
        assert remind(in_days(9)) == 0
    assert Vote.objects.get().reminded_at is None
    assert remind(in_days(9)) == 1


def test_who_may_not_see_the_register_any_more_neither_reads_of_it_nor_is_waited_for(erp: World):
    both = {"name": "Both", "roles": ["sponsor", "finance"], "rule": "all"}
    register = {
        "key": "offer", "prefix": "OF", "name": "Offer", "plural": "Offers", "view": ["sponsor", "finance"],
        "states": [{"key": "new", "label": "New"}, {"key": "ok", "label": "OK"}],
        "moves": [{"source": "new", "target": "ok", "label": "Agree"}],
    }  # fmt: skip
    configure(erp, both, register="offer", target="ok")
    kept = Configuration.objects.get()
    kept.content["registers"] = [register]
    kept.save()
    sponsor, finance, visit = as_(erp, Role.SPONSOR), as_(erp, Role.FINANCE), Visit(erp.project, erp.manager)
    spec = visit.spec("offer")
    record = services.create(visit, spec, {"title": "Secret"})
    services.move(visit, spec, record, "ok")
    assert codes(sponsor.person) == ["OF-001"]
    Member.objects.filter(person=sponsor.person).update(role=Role.GUEST)
    assert (codes(sponsor.person), codes(finance.person)) == ([], ["OF-001"])
    assert remind(in_days(9)) == 1
    assert [one.to for one in mail.outbox] == [["finance@example.com"]]
    assert (
        "may not answer any more"
        in erp.as_(Role.MANAGER).get(f"{erp.root}registers/offer/1").content.decode()
    )
    approvals.answer(finance, spec, record, yes=True)
    record.refresh_from_db()
    assert record.state == "ok"
