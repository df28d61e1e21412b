"""What holds for the interface as a whole: its description, its language, its bounds, projects."""

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.schedule.world import World, world
from uptake.api import rates
from uptake.api.description import described
from uptake.projects.models import Role

JSON = "application/json"


@pytest.fixture
def erp(db: None) -> World:
    cache.clear()
    return world()


def refs(value: Any) -> set[str]:
    return set(re.findall(r"#/components/schemas/(\w+)", json.dumps(value)))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_description_is_whole(erp: World, language: str) -> None:
    told = Client().get("/api/v1/openapi.json", headers={"Accept-Language": language}).json()
    assert told["openapi"].startswith("3.1")
    assert refs(told) - set(told["components"]["schemas"]) == set()
    ids = [call["operationId"] for calls in told["paths"].values() for call in calls.values()]
    assert len(ids) == len(set(ids))
    for address, calls in told["paths"].items():
        named = set(re.findall(r"{(\w+)}", address))
        for call in calls.values():
            assert {one["name"] for one in call["parameters"] if one["in"] == "path"} == named, address
    words = told["components"]["schemas"]["DecisionRecordOut"]["properties"]["values"]["properties"]
    assert words["context"]["title"] == ("Context" if language == "en" else "背景")
    assert described(language)["paths"].keys() == told["paths"].keys()


def test_projects_are_ones_own(erp: World) -> None:
    other = world(name="Theirs")
    told = erp.as_(Role.GUEST).get("/api/v1/projects").json()
    assert [(one["name"], one["role"]) for one in told["projects"]] == [("ERP at Acme", "guest")]
    assert told["count"] == 1
    theirs = erp.as_(Role.GUEST).get(f"/api/v1/projects/{other.project.pk}/registers")
    assert theirs.status_code == 404
    assert theirs.json()["message"]


def test_who_is_nobody_is_told_so_in_json(erp: World) -> None:
    answer = Client().get(f"/api/v1{erp.root}registers")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "token" in answer.json()["message"]


def test_a_session_needs_the_token_of_its_page(erp: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(erp.manager)
    page = f"/api/v1{erp.root}registers/decision/records"
    refused = client.post(page, {"title": "x"}, content_type=JSON)
    assert refused.status_code == 403
    assert "X-CSRFToken" in refused.json()["message"]
    client.get("/settings/")
    token = client.cookies["csrftoken"].value
    made = client.post(page, {"title": "x"}, content_type=JSON, headers={"X-CSRFToken": token})
    assert made.status_code == 201


def test_unknown_addresses_and_methods_answer_in_json(erp: World) -> None:
    client = erp.as_(Role.MANAGER)
    for address in ("/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/projects"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.json()["message"]
    answer = client.put("/api/v1/projects", {}, content_type=JSON)
    assert answer.status_code == 405
    assert answer.json()["message"]
    assert "GET" in answer.headers["Allow"]


def test_bodies_are_bounded(erp: World) -> None:
    client = erp.as_(Role.MANAGER)
    answer = client.post(f"/api/v1{erp.root}registers/decision/records", "x" * 1_100_000, content_type=JSON)
    assert answer.status_code == 413
    assert answer.json()["message"]


def test_requests_are_bounded(erp: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "ASKED", 3)
    client = erp.as_(Role.MANAGER)
    codes = [client.get("/api/v1/projects").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    last = client.get("/api/v1/projects")
    assert last.headers["Retry-After"] == "60"
    assert last.json()["message"]
    assert erp.as_(Role.GUEST).get("/api/v1/projects").status_code == 200
