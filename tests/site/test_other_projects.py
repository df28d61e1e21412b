"""What belongs to another project is not found through one's own; money is seen by nobody who may not see it."""

from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from tests.schedule.world import World, world
from tests.site.test_routes import ALL, address, erp, samples
from uptake.projects.access import PERMISSIONS
from uptake.projects.models import Member, Role
from uptake.schedule import services
from uptake.schedule.files import exporting
from uptake.schedule.models import (
    Attachment,
    Baseline,
    Comment,
    Deliverable,
    Draft,
    Rate,
    Resource,
    Revision,
    SavedView,
    Task,
)
from uptake.site.routes import ROUTES

__all__ = ["erp", "samples"]  # fixtures
pytestmark = pytest.mark.django_db
KINDS: tuple[type[models.Model], ...] = (
    Attachment, Baseline, Comment, Deliverable, Draft, Member, Rate, Resource, Revision, SavedView, Task,
)  # fmt: skip
AMOUNT = 98_765_432
SENT = {"text": "x", "name": "x", "role": "guest", "state": "planned"}


def snapshot() -> dict[str, Any]:
    return {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in KINDS}  # type: ignore[attr-defined]


def test_numbers_of_another_project_lead_nowhere(erp: World, samples: dict[str, Any]) -> None:
    """Somebody who may do everything in their own project sends all numbers of another."""
    other = world(name="Theirs")
    client = other.as_(Role.MANAGER)
    inside = [route for route in ROUTES if {"pk", "view_id", "job_id"} & set(ALL[route])]
    before = snapshot()
    found = {}
    for route in inside:
        values = dict.fromkeys(ALL[route], 1) | {
            name: samples[name] for name in ("view_id", "job_id") if name in ALL[route]
        }
        if "project_id" in values:
            values["project_id"] = other.project.pk
        if "pk" in values:
            values["pk"] = next(
                (pk for name, pk in samples.items() if route.startswith(name)), erp.project.pk
            )
        if route.startswith("team"):
            values["pk"] = Member.objects.get(project=erp.project, role=Role.MANAGER).pk
        for method in ("get", "post", "delete"):
            answer = getattr(client, method)(reverse(route, kwargs=values), SENT)
            if answer.status_code not in {403, 404, 405}:
                found[f"{method} {route}"] = answer.status_code
    assert {key: status for key, status in found.items() if "demo" not in key} == {}
    assert snapshot() == before


@pytest.mark.parametrize("role", [one for one in Role if one not in PERMISSIONS["money.view"]])
def test_no_page_shows_money_to_who_may_not_see_it(role: Role, erp: World, samples: dict[str, Any]) -> None:
    Rate.objects.update(hourly=AMOUNT, per_use=AMOUNT + 1)
    client = erp.as_(role)
    shown = {}
    for route in ROUTES:
        answer = client.get(address(route, erp, samples))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if any(part in content for part in (b"98765432", b"987654.3", b"987,654", b"98765433")):
            shown[route] = answer.status_code
    assert shown == {}
    document = exporting.document_of(erp.project, services.current(erp.project), erp.who(role))
    assert "987654" not in str(document)


def test_money_is_shown_to_who_may_see_it(erp: World, samples: dict[str, Any]) -> None:
    """So the test above looks for the right thing."""
    Rate.objects.update(hourly=AMOUNT)
    page = erp.as_(Role.FINANCE).get(f"{erp.root}resources/1").content
    assert any(part in page for part in (b"987654.3", b"987,654"))
    document = exporting.document_of(erp.project, services.current(erp.project), erp.who(Role.FINANCE))
    assert "987654.32" in str(document)
