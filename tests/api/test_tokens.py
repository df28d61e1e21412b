"""Tokens: shown once, kept as a hash, good for what their person may do until they end."""

import logging
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.schedule.world import World, world
from uptake.api import rates, tokens
from uptake.api.models import Token
from uptake.projects.models import Role

JSON = "application/json"


@pytest.fixture
def erp(db: None) -> World:
    cache.clear()
    return world()


def bearer(secret: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}", **more}


def test_the_page_makes_one_shows_it_once_and_revokes_it(erp: World) -> None:
    client = erp.as_(Role.CONSULTANT)
    assert client.get("/settings/tokens").status_code == 200
    assert client.get("/settings/tokens/new").status_code == 200
    made = client.post("/settings/tokens/new", {"name": "Reports <b>", "days": "30"})
    secret = re.search(r"upt_[A-Za-z0-9_-]{43}", made.content.decode())
    assert secret is not None
    assert "no-store" in made.headers["Cache-Control"]
    listed = client.get("/settings/tokens").content.decode()
    assert "Reports &lt;b&gt;" in listed
    assert secret[0] not in listed
    assert secret[0][-4:] in listed
    token = Token.objects.get()
    assert token.hash != secret[0]
    assert Client().get("/api/v1/projects", headers=bearer(secret[0])).status_code == 200
    other = erp.as_(Role.MANAGER)
    assert other.post(f"/settings/tokens/{token.pk}/revoke").status_code == 404
    assert client.post(f"/settings/tokens/{token.pk}/revoke").status_code == 302
    assert Client().get("/api/v1/projects", headers=bearer(secret[0])).status_code == 401
    assert [one.history_type for one in Token.history.order_by("pk")] == ["+", "~"]
    assert Token.history.last().history_user == erp.who(Role.CONSULTANT)


@pytest.mark.parametrize("given", [{"name": ""}, {"name": "x" * 101}, {"days": "9999"}, {"days": "x"}])
def test_what_cannot_be_made_is_said(erp: World, given: dict[str, str]) -> None:
    answer = erp.as_(Role.GUEST).post("/settings/tokens/new", {"name": "x", "days": "30", **given})
    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_there_is_room_for_some_only(erp: World) -> None:
    for number in range(tokens.MOST):
        tokens.make_token(erp.manager, str(number), 30)
    answer = erp.as_(Role.MANAGER).post("/settings/tokens/new", {"name": "One more", "days": "30"})
    assert answer.status_code == 422
    assert "One more" in answer.content.decode()


def test_it_speaks_for_its_person_and_in_the_language_that_is_asked_for(erp: World) -> None:
    erp.manager.language = "zh-hans"
    erp.manager.save()
    _token, secret = tokens.make_token(erp.manager, "x", 30)
    page = f"/api/v1{erp.root}registers/decision/records"
    client = Client(enforce_csrf_checks=True)
    made = client.post(page, {"title": "Which?"}, content_type=JSON, headers=bearer(secret))
    assert made.status_code == 201
    assert made.json()["created_by"] == erp.manager.pk

    def refusal(**more: str) -> str:
        answer = client.post(page, {"title": " "}, content_type=JSON, headers=bearer(secret, **more))
        return str(answer.json()["fields"]["title"])

    assert refusal(**{"Accept-Language": "en"}) == "Give it a title."
    assert refusal() == refusal(**{"Accept-Language": "zh-CN"}) != "Give it a title."


def test_it_opens_no_page(erp: World) -> None:
    _token, secret = tokens.make_token(erp.manager, "x", 30)
    for page in ("/", "/settings/tokens", f"{erp.root}registers/decision/"):
        assert Client().get(page, headers=bearer(secret)).status_code == 302


def test_it_ends(erp: World) -> None:
    token, secret = tokens.make_token(erp.manager, "x", 30)
    assert tokens.find_token(secret) is not None
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert tokens.find_token(secret) is None
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() + timedelta(days=1))
    erp.manager.is_active = False
    erp.manager.save()
    assert Client().get("/api/v1/projects", headers=bearer(secret)).status_code == 401


def test_a_wrong_token_is_refused_also_with_a_session(erp: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = erp.as_(Role.MANAGER)
    for given in ("Bearer x", "Bearer upt_" + "a" * 43, "Basic eDp5", "Bearer", "x" * 5000, "Bearer \x00"):
        answer = client.get("/api/v1/projects", headers={"Authorization": given})
        assert answer.status_code == 401, given
        assert answer.json()["message"]
    monkeypatch.setattr(rates, "FAILED", 2)
    cache.clear()
    codes = [Client().get("/api/v1/projects", headers=bearer("x")).status_code for _ in range(4)]
    assert codes == [401, 401, 429, 429]


def test_it_is_in_no_log(erp: World, caplog: pytest.LogCaptureFixture) -> None:
    _token, secret = tokens.make_token(erp.manager, "x", 30)
    with caplog.at_level(logging.DEBUG):
        Client().get("/api/v1/projects", headers=bearer(secret))
        Client().get("/api/v1/nothing", headers=bearer(secret))
    assert caplog.records
    assert secret not in caplog.text


def test_its_last_use_is_noted(erp: World) -> None:
    token, secret = tokens.make_token(erp.manager, "x", 30)
    Client().get("/api/v1/projects", headers=bearer(secret))
    token.refresh_from_db()
    assert token.used_at is not None
    assert Token.history.count() == 1
