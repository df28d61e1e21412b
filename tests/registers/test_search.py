"""The palette finds records by code and title, and offers new ones, as far as the role goes."""

import json
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.schedule.world import World, world
from uptake.projects.models import Member, Role
from uptake.registers import services
from uptake.registers.visit import Visit


def asked(erp: World, role: str, text: str, *, here: bool = True) -> dict[str, list[dict[str, Any]]]:
    query = {"q": text, "project": erp.project.pk} if here else {"q": text}
    groups = json.loads(erp.as_(role).get("/search", query).content)["groups"]
    return {one["name"]: one["items"] for one in groups}


def labels(erp: World, role: str, text: str, **how: bool) -> list[str]:
    return [one["label"] for one in asked(erp, role, text, **how).get("Records", [])]


def test_by_code_and_by_title(erp: World, visit: Visit):
    services.create(visit, visit.spec("decision"), {"title": "Which cloud?"})
    for text in ("D-001", "d1", "D-1", "d-0001", "CLOUD"):
        assert labels(erp, Role.MANAGER, text) == ["D-001 Which cloud?"], text
    found = asked(erp, Role.MANAGER, "cloud")["Records"][0]
    assert found["url"] == f"{erp.root}registers/decision/1"
    for text in ("D-002", "X-001", "d", "%", "D-" + "9" * 40, "\0"):
        assert labels(erp, Role.MANAGER, text) == [], text


def test_the_project_one_is_in_comes_first(erp: World, visit: Visit):
    other = world(name="Theirs")
    Member.objects.create(project=other.project, person=erp.manager, role=Role.MANAGER)
    theirs = Visit(other.project, other.manager)
    services.create(visit, visit.spec("decision"), {"title": "Cloud here"})
    services.create(theirs, theirs.spec("decision"), {"title": "Cloud there"})
    assert labels(erp, Role.MANAGER, "cloud") == ["D-001 Cloud here", "D-001 Cloud there"]
    assert labels(erp, Role.MANAGER, "cloud", here=False)[0] == "D-001 Cloud there"
    places = [one["detail"] for one in asked(erp, Role.MANAGER, "cloud")["Records"]]
    assert places == ["Decision", "Theirs"]
    assert labels(erp, Role.CONSULTANT, "cloud") == ["D-001 Cloud here"]


def test_what_a_role_may_not_see_is_not_found(erp: World, visit: Visit):
    record = services.create(visit, visit.spec("decision"), {"title": "Which cloud?"})
    assert labels(erp, Role.GUEST, "cloud") == []
    assert labels(erp, "stranger", "D-001") == []
    services.remove(visit, visit.spec("decision"), record)
    assert labels(erp, Role.MANAGER, "cloud") == []


def test_new_records_are_offered_to_who_may_make_them(erp: World):
    offered = [one["label"] for one in asked(erp, Role.MANAGER, "new dec").get("Do", [])]
    assert offered == ["New decision"]
    assert "Do" not in asked(erp, Role.SPONSOR, "new dec")
    assert "Do" not in asked(erp, Role.MANAGER, "new dec", here=False)
    erp.project.archived = True
    erp.project.save()
    assert "Do" not in asked(erp, Role.MANAGER, "new dec")


def test_the_number_of_queries_does_not_grow(erp: World, visit: Visit):
    client, counts = erp.as_(Role.MANAGER), []
    for more in (1, 7):
        for number in range(more):
            services.create(visit, visit.spec("decision"), {"title": f"Cloud {number}"})
        with CaptureQueriesContext(connection) as queries:
            client.get("/search", {"q": "cloud", "project": erp.project.pk})
        counts.append(len(queries))
    assert counts[0] == counts[1]
