"""What is too much, and what went wrong, has an answer in words; the log stays ours."""

import json
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.schedule.world import World, world
from uptake.platform import jobs
from uptake.platform.models import Job, JobState
from uptake.projects.models import Role
from uptake.schedule import bridge
from uptake.schedule.models import Attachment, Draft, SavedView, Task
from uptake.schedule.versions import drafts

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def erp(db: None) -> World:
    bridge.cache.clear()
    return world()


def test_a_body_larger_than_any_file_is_not_read(erp: World, settings):
    settings.MAX_UPLOAD = 1000
    large = SimpleUploadedFile("x", b"x" * 1_100_000)
    answer = erp.as_(Role.MANAGER).post(f"{erp.root}tasks/1/files", {"file": large})
    assert answer.status_code == 413
    assert not Attachment.objects.exists()


def test_a_visitor_sends_no_files(erp: World):
    answer = Client().post(
        "/accounts/login/", {"login": "a", "file": SimpleUploadedFile("x", b"x" * 300_000)}
    )
    assert answer.status_code == 413
    assert Client().post("/accounts/login/", {"login": "a@example.com", "password": "x"}).status_code == 200


def test_a_line_of_the_log_cannot_be_made_up(erp: World, caplog):
    with caplog.at_level(logging.INFO, "uptake.requests"):
        Client().get("/a%0a2026-01-01 INFO - uptake.requests GET /faked")
    assert caplog.messages
    assert not any("\n" in one for one in caplog.messages)


def test_nobody_fills_the_queue(erp: World):
    for _ in range(jobs.MOST_AT_ONCE):
        Job.objects.create(kind="read_file", owner=erp.manager, language="en")
    given = {"file": SimpleUploadedFile("plan.xml", b"<Project/>")}
    answer = erp.as_(Role.MANAGER).post("/projects/new/file", given)
    assert answer.status_code == 422
    assert "My jobs" in answer.content.decode()
    Job.objects.update(state=JobState.DONE)
    given["file"].seek(0)
    assert erp.as_(Role.MANAGER).post("/projects/new/file", given).status_code == 302


@pytest.mark.parametrize("path", ["plan?draft={}", "plan/why?uid=1&draft={}", "plan/data?draft={}"])
def test_a_draft_that_is_gone_is_said(erp: World, path: str):
    draft = drafts.start_draft(erp.project, "What if", erp.manager)
    drafts.discard(draft)
    answer = erp.as_(Role.MANAGER).get(erp.root + path.format(draft.pk))
    assert answer.status_code in {302, 422}


def test_a_plan_that_cannot_be_read_is_said(erp: World, monkeypatch):
    def busy(_project):
        raise bridge.Busy

    monkeypatch.setattr("uptake.schedule.services.current", busy)
    answer = erp.as_(Role.MANAGER).get(f"{erp.root}plan/data", headers=JSON)
    assert answer.status_code == 503
    assert "moment" in answer.json()["message"]


def test_a_file_that_is_lost_is_not_found(erp: World):
    task = Task.objects.get(plan_id=erp.project.pk, uid=1)
    Attachment.objects.create(
        task=task, by=erp.manager, file="attachments/lost", name="x", size=1, sha256="0"
    )
    address = f"{erp.root}tasks/1/files/{Attachment.objects.get().pk}"
    assert erp.as_(Role.MANAGER).get(address).status_code == 404


def test_views_keep_texts_that_every_database_can_hold(erp: World):
    client, address = erp.as_(Role.MANAGER), f"{erp.root}plan/views"
    for name in ("\ud800 mine", "\0 mine", "mine"):
        body = json.dumps({"name": name, "query": "\0\ud800"})
        assert client.post(address, body, content_type="application/json").status_code == 201
    assert SavedView.objects.get().name == "mine"


def test_numbers_beyond_all_counting_are_refused(erp: World):
    client, draft = erp.as_(Role.MANAGER), drafts.start_draft(erp.project, "What if", erp.manager)
    for more in ({"base": 10**30}, {"draft": 10**30}, {"draft": draft.pk, "base": 10**30}):
        body = {"changes": [{"intent": "undo"}], **more}
        answer = client.post(f"{erp.root}plan/edits", body, content_type="application/json")
        assert answer.status_code == 422
    body = {"changes": [{"intent": "restore", "revision": 10**30}]}
    assert client.post(f"{erp.root}plan/edits", body, content_type="application/json").status_code == 422
    assert client.get(f"{erp.root}resources/load?from=999999999").status_code == 200


def test_a_preview_leaves_a_draft_as_it_is(erp: World):
    draft = drafts.start_draft(erp.project, "What if", erp.manager)
    change = {"intent": "type", "uid": 1, "column": "duration", "text": "9d"}
    body = {"changes": [change], "draft": draft.pk, "preview": True, "base": 0}
    answer = erp.as_(Role.MANAGER).post(f"{erp.root}plan/edits", body, content_type="application/json")
    assert answer.json()["question"]
    assert answer.json()["delta"]["rows"]["uid"]
    assert Draft.objects.get().steps == []


def test_two_pages_of_one_draft(erp: World):
    """The second page is behind; the plan's own revisions say nothing about a draft."""
    client, draft = erp.as_(Role.MANAGER), drafts.start_draft(erp.project, "What if", erp.manager)

    def say(base: int, *changes):
        body = {"changes": changes, "draft": draft.pk, "base": base}
        return client.post(f"{erp.root}plan/edits", body, content_type="application/json")

    rename = {"intent": "type", "uid": 1, "column": "name", "text": "Once"}
    plan = {"changes": [rename], "base": 0}
    assert client.post(f"{erp.root}plan/edits", plan, content_type="application/json").status_code == 200
    assert say(0, rename | {"text": "Twice"}).json()["revision"] == 1
    late = say(0, rename)
    assert (late.status_code, late.json()["delta"]) == (409, {"reload": True, "revision": 1})
    undone = say(0, {"intent": "undo"})
    assert (undone.status_code, undone.json()["delta"]) == (200, {"reload": True, "revision": 2})
    assert say(2, {"intent": "redo"}).json()["delta"]["from"] == 2


def test_what_changes_nothing_is_no_step_of_a_draft(erp: World):
    draft = drafts.start_draft(erp.project, "What if", erp.manager)
    change = {"intent": "type", "uid": 1, "column": "mode", "text": "auto"}
    body = {"changes": [change], "draft": draft.pk, "base": 0}
    answer = erp.as_(Role.MANAGER).post(f"{erp.root}plan/edits", body, content_type="application/json")
    assert (answer.status_code, answer.json()["revision"]) == (200, 0)
    assert Draft.objects.get().steps == []
