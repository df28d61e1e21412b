"""The mail of a day about reviews that are overdue."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tests.schedule.world import World
from uptake.registers import services
from uptake.registers.visit import Visit
from uptake.risk.digest import send_digest

NOON = timezone.make_aware(datetime(2026, 9, 18, 12))


@pytest.fixture
def overdue(erp: World) -> Any:
    visit = Visit(erp.project, erp.manager)
    given = {"title": "Data are late", "owner": str(erp.manager.pk), "next_review": "2026-09-01"}
    return services.create(visit, visit.spec("risk"), given)


def test_who_has_an_overdue_review_is_written_to_once_a_day(erp: World, overdue: Any):
    assert send_digest(NOON) == 1
    assert mail.outbox[0].to == [erp.manager.email]
    assert "R-001 Data are late" in mail.outbox[0].body
    assert f"/projects/{erp.project.pk}/registers/risk/1" in mail.outbox[0].body
    assert send_digest(NOON + timedelta(hours=1)) == 0
    assert send_digest(NOON + timedelta(days=1)) == 1


def test_nobody_is_written_to_before_the_day_begins(overdue: Any):
    assert send_digest(NOON.replace(hour=5)) == 0


def test_a_review_that_is_not_due_or_a_project_at_rest_is_no_reason(erp: World, overdue: Any):
    erp.project.archived = True
    erp.project.save()
    assert send_digest(NOON) == 0


def test_it_speaks_the_language_of_the_person(erp: World, overdue: Any):
    erp.manager.language = "zh-hans"
    erp.manager.save()
    send_digest(NOON)
    assert mail.outbox[0].subject == "1 项风险评审已逾期"


def test_a_mail_server_that_is_away_is_asked_again(overdue: Any, monkeypatch: pytest.MonkeyPatch):
    def away(*_given: Any) -> None:
        raise OSError

    monkeypatch.setattr("uptake.risk.digest.send_mail", away)
    assert send_digest(NOON) == 0
    monkeypatch.undo()
    assert send_digest(NOON) == 1
