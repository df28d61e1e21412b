"""Who may open what: the whole table of routes, held against the addresses and against every role."""

import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.registers.configuration.documents import site
from tests.schedule.world import START, World, world
from uptake.accounts.models import Organisation, Person
from uptake.assessment import simulating
from uptake.assessment.models import Questionnaire, Simulated
from uptake.platform.models import Job
from uptake.projects.access import PERMISSIONS
from uptake.projects.models import Role
from uptake.registers.configuration.drafts import replace
from uptake.registers.configuration.publishing import publish
from uptake.registers.configured import KEPT
from uptake.registers.models import Attachment as RecordAttachment
from uptake.registers.services import create
from uptake.registers.visit import Visit
from uptake.schedule import bridge
from uptake.schedule.models import (
    Attachment,
    Comment,
    Deliverable,
    Draft,
    Plan,
    Rate,
    Resource,
    SavedView,
    Task,
)
from uptake.schedule.versions.baselines import take_baseline
from uptake.scope.baselines import freeze
from uptake.site.routes import ADMINISTRATOR, NOBODY, PUBLIC, ROUTES, SIGNED_IN

LINK = "of-a-questionnaire"
ASKED = [{"key": "why", "kind": "text", "text": "Why?"}]
VISITOR, STRANGER, ADMIN = "visitor", "stranger", "administrator"
# Of these there is no sample, or it is another person's: whoever passes the gate finds nothing.
ABSENT = {
    "register_imported", "import_replace", "import_update", "export_done", "restore", "record_restore",
    "review_fix", "review_waive", "simulation_file",
}  # fmt: skip
WHO = [VISITOR, STRANGER, *(str(role) for role in Role), ADMIN]


def patterns(resolver: URLResolver | None = None) -> dict[str, list[str]]:
    """Return the names of all routes, with the names of what their addresses hold."""
    found: dict[str, list[str]] = {}
    for one in (resolver or get_resolver()).url_patterns:
        names = list(one.pattern.regex.groupindex)
        if isinstance(one, URLPattern):
            found[one.name or ""] = names
        else:
            for name, inside in patterns(one).items():
                found[name] = names + inside
    return found


ALL = patterns()


def test_every_route_has_a_name_and_a_row():
    assert "" not in ALL
    assert sorted(set(ALL) - set(ROUTES)) == []


def test_every_row_has_a_route():
    assert sorted(set(ROUTES) - set(ALL)) == []


def test_every_row_asks_for_something_that_exists():
    words = {PUBLIC, SIGNED_IN, ADMINISTRATOR, NOBODY, *PERMISSIONS}
    assert {name: need for name, need in ROUTES.items() if need not in words} == {}


def test_a_route_asks_for_a_permission_exactly_when_it_is_in_a_project():
    wrong = [
        name for name, kwargs in ALL.items() if (ROUTES[name] in PERMISSIONS) != ("project_id" in kwargs)
    ]
    assert wrong == []


@pytest.fixture
def erp(db: None) -> World:
    bridge.cache.clear()
    KEPT.clear()
    return world()


@pytest.fixture
def samples(erp: World) -> dict[str, Any]:
    """Make one of everything that an address may name."""
    project, by = erp.project, erp.manager
    plan, task = Plan.objects.get(pk=project.pk), Task.objects.get(plan_id=project.pk, uid=1)
    resource = Resource.objects.get(plan_id=project.pk, uid=1)
    job = Job.objects.create(kind="export", owner=by, project_id=project.pk, language="en")
    made: dict[str, Any] = {
        "task_deliverable": Deliverable.objects.create(task=task, name="Concept"),
        "task_comment": Comment.objects.create(task=task, author=by, text="Hello"),
        "task_file": Attachment.objects.create(
            task=task, by=by, file=ContentFile(b"x", "x"), name="x", size=1, sha256="0"
        ),
        "resource_rate": Rate.objects.create(resource=resource),
        "draft": Draft.objects.create(plan=plan, name="What if", author=by, base=0),
        "job": job,
        "person": by,
        "organisation": Organisation.objects.create(name="Acme", kind="customer"),
    }
    take_baseline(project, "Agreed", by)
    publish(project, by, edits=replace(project, by, CONFIGURATION).edits)
    visit = Visit(project, by)
    for register in ("risk", "issue", "deviation"):
        create(visit, visit.spec(register), {"title": "Which cloud?"})
    asked = create(visit, visit.spec("questionnaire"), {"title": "How do we work?", "questions": ASKED})
    Questionnaire.objects.filter(pk=asked.pk).update(token=LINK, state="open")
    create(visit, visit.spec("process"), {"title": "Procure to pay"})
    stream = create(visit, visit.spec("value_stream"), {"title": "Order to cash"})
    made["stream_simulation"] = Simulated.objects.create(stream=stream, version=1, inputs=simulating.DEFAULTS)
    record = create(visit, visit.spec("decision"), {"title": "Which cloud?"})
    paper = RecordAttachment.objects.create(
        record_id=record.pk, by=by, file=ContentFile(b"x", "x"), name="x", size=1, sha256="0"
    )
    for register in ("decision", "risk", "issue", "requirement"):
        create(visit, visit.spec(register), {"title": "Which cloud?"})
    freeze(project, by, "Scope agreed", agreed_on=datetime.date(2026, 3, 12))
    view = SavedView.objects.create(project=project, owner=by, name="Mine", query="")
    return {name: one.pk for name, one in made.items()} | {
        "view_id": view.pk,
        "file": paper.pk,
        "job_id": job.pk,
        "start": START,
    }


CONFIGURATION = {
    "fields": {name: [{"key": "room", "label": "Room", "kind": "text"}] for name in ("decision", "task")},
    "registers": [site()],
    "flows": [
        {"key": "big", "name": "Big", "register": "site", "target": "done",
         "steps": [{"name": "Sponsor", "roles": ["sponsor"]}]},
    ],
}  # fmt: skip
PARTS = {
    "module": "risk",
    "field": "room",
    "register": "site",
    "states": "site",
    "way": "site",
    "flow": "big",
}
"""What the routes of the configuration call `key`, by the second word of their name."""


def address(route: str, erp: World, samples: dict[str, Any]) -> str:
    values: dict[str, Any] = {
        "project_id": erp.project.pk,
        "uid": 1,
        "number": 1,
        "uidb36": "1",
        "register": "decision",
        "section": "risk",
        "target": "decided",
        "token": LINK,
        "key": "a-b",
        "field": "decided_on",
        "file": samples["file"],
    }
    if route == "sheet":
        values["of"] = "task"
    if route.startswith("configuration_"):
        values |= {"key": PARTS.get(route.split("_")[1], ""), "of": "decision", "name": "probability"}
        values |= {"source": "open", "target": "done", "version": 1}
    values |= {name: samples[name] for name in ("view_id", "job_id")}
    if "pk" in ALL[route]:
        values["pk"] = next((pk for name, pk in samples.items() if route.startswith(name)), erp.project.pk)
    query = {"plan_why": "?uid=1", "register_bulk": "?do=remove&n=1"}.get(route, "")
    return reverse(route, kwargs={name: values.get(name, 1) for name in ALL[route]}) + query


def browser(who: str, erp: World) -> Client:
    if who == VISITOR:
        return Client()
    if who == ADMIN:
        client = Client()
        client.force_login(Person.objects.get_or_create(email="admin@example.com", is_superuser=True)[0])
        return client
    return erp.as_(who)


def expected(who: str, need: str) -> str:
    if need == NOBODY:
        return "nothing there"
    if need == PUBLIC:
        return "open"
    if who == VISITOR:
        return "sign in"
    if need == SIGNED_IN or who == ADMIN:
        return "open"
    if need == ADMINISTRATOR:
        return "forbidden"
    if who == STRANGER:
        return "nothing there"
    return "open" if Role(who) in PERMISSIONS[need] else "forbidden"


def outcome(answer: HttpResponseBase) -> str:
    if answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/?next="):
        return "sign in"
    if answer.status_code == 401:
        return "sign in"
    return {403: "forbidden", 404: "nothing there"}.get(
        answer.status_code, "open" if answer.status_code < 500 else "broken"
    )


@pytest.mark.parametrize("who", WHO)
def test_every_address_answers_every_role_as_the_table_says(who, erp, samples):
    wrong = {}
    client = browser(who, erp)
    for route, need in ROUTES.items():
        answer = client.get(address(route, erp, samples))
        if answer.streaming:
            assert list(answer.streaming_content)  # read to the end, a file is closed
        found = outcome(answer)
        absent = (
            found == "nothing there"
            and expected(who, need) == "open"
            and (route in ABSENT or need == SIGNED_IN)
        )
        # A register has a table of its own: tests/registers/conformance holds it.
        own = found == "forbidden" and need == "registers.view" and expected(who, need) == "open"
        if found != expected(who, need) and not absent and not own:
            wrong[route] = f"{found} ({answer.status_code}), not {expected(who, need)}"
    assert wrong == {}
