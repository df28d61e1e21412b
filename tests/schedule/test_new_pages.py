"""The pages on which a project begins."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.hostile import TEXTS
from tests.schedule.world import person
from uptake.accounts.models import Person
from uptake.engine.scheduling import schedule
from uptake.interchange import files
from uptake.interchange.document import to_document
from uptake.packs.generate import generate
from uptake.packs.method import packs
from uptake.platform import jobs
from uptake.platform.models import Job, JobState
from uptake.projects.models import Project
from uptake.schedule.models import Task

pytestmark = pytest.mark.django_db
TABLE = "任务名称,工期,前置任务\n需求,2d,\n上线,1d,1\n"


@pytest.fixture
def somebody() -> Person:
    return person("Li Wei")


@pytest.fixture
def browser(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def drop(browser: Client, data: bytes, name: str = "plan.csv") -> Any:
    """Upload a file, have it read, and open what comes next."""
    asked = browser.post("/projects/new/file", {"file": SimpleUploadedFile(name, data)})
    assert asked.status_code == 302, asked.content.decode()
    jobs.perform(Job.objects.latest("pk").pk)
    return browser.get(asked["Location"], follow=True)


def test_three_ways(browser: Client) -> None:
    page = browser.get("/projects/new").content.decode()
    for one in packs():
        assert f"/projects/new/pack/{one.name}" in page
    assert Client().get("/projects/new").status_code == 302


def test_an_empty_project(browser: Client) -> None:
    assert browser.get("/projects/new/empty").status_code == 200
    wrong = browser.post("/projects/new/empty", {"name": "", "start": "2026-02-30", "country": "XX"})
    assert wrong.status_code == 422
    given = {"name": "CRM", "customer": "Acme", "start": "2026-03-02", "country": "CN", "currency": "CNY"}
    made = browser.post("/projects/new/empty", given)
    assert made["Location"] == f"/projects/{Project.objects.get().pk}/plan"


@pytest.mark.parametrize("name", [one.name for one in packs()])
def test_a_pack_shows_what_comes_of_it(browser: Client, name: str) -> None:
    address = f"/projects/new/pack/{name}"
    assert browser.get(address).status_code == 200
    given = {"name": "ERP", "to": "go_live", "date": "2026-12-01", "country": "CN", "currency": "CNY"}
    page = browser.post(address, given | {"do": "preview"})
    assert page.status_code == 200
    assert "★" in page.content.decode()
    assert not Project.objects.exists()
    assert browser.post(address, given | {"do": "create"}).status_code == 302
    project = Project.objects.get()
    assert project.go_live is not None
    root = f"/projects/{project.pk}/"
    overview = browser.get(root).content.decode()
    assert "<dt>In the baseline</dt><dd>–</dd>" in overview
    assert "On track" not in overview
    assert "There is no baseline yet" in browser.get(f"{root}monitoring/earned-value").content.decode()


def test_a_pack_that_is_none(browser: Client) -> None:
    assert browser.get("/projects/new/pack/nothing").status_code == 404


def test_a_file_becomes_a_project(browser: Client) -> None:
    page = drop(browser, TABLE.encode(), "../..\\计划\x07.csv")
    text = page.content.decode()
    assert page.status_code == 200
    assert "计划.csv" in text.replace(" ", "")
    assert "需求" in text
    assert not Project.objects.exists()
    address = page.redirect_chain[-1][0]
    assert browser.post(address, {"name": ""}).status_code == 422
    given = {"name": "上线", "customer": "", "currency": "CNY"}
    made = browser.post(address, given)
    assert browser.post(address, given)["Location"] == made["Location"]
    assert Project.objects.get().tasks == 2
    assert "made of this file already" in browser.get(address).content.decode()


def test_a_file_of_somebody_else(browser: Client) -> None:
    address = drop(browser, TABLE.encode()).redirect_chain[-1][0]
    other = Client()
    other.force_login(person("Other"))
    assert other.get(address).status_code == 404
    assert other.post(address, {"name": "Mine"}).status_code == 404


def test_a_bad_file_leaves_a_sentence(browser: Client) -> None:
    page = drop(browser, b"\x89PNG\r\n\x1a\n" + b"\0" * 600, "plan.mpp").content.decode()
    assert "This is not a project file that can be used" in page
    assert not Project.objects.exists()


def test_a_file_that_is_too_large(browser: Client, settings: Any) -> None:
    settings.MAX_UPLOAD = 100
    sent = browser.post("/projects/new/file", {"file": SimpleUploadedFile("x.mpp", b"x" * 101)})
    assert sent.status_code == 422
    assert "at most 100" in sent.content.decode().replace("\xa0", " ")
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", [text for text in TEXTS if "\0" not in text][:12])
def test_odd_names_of_files(browser: Client, name: str) -> None:
    name = name.encode("utf-8", "ignore").decode()[:500]
    page = drop(browser, TABLE.encode(), (name.replace("\n", "") or "x") + ".csv")
    assert page.status_code == 200
    stored = Job.objects.get().given.name
    assert Path(stored).name.startswith("upload")


def test_odd_names_of_projects(browser: Client) -> None:
    for number, name in enumerate(("\u202e", "🏗️", "<b>x", "x" * 200, "a\x00b")):
        given = {"name": name, "start": "2026-03-02", "currency": "CNY"}
        sent = browser.post("/projects/new/empty", given)
        assert sent.status_code in {302, 422}, number
        assert browser.get("/projects/").status_code == 200


def test_a_large_file_is_made_in_the_queue(browser: Client, somebody: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr("uptake.schedule.files.reading.AT_ONCE", 1)
    address = drop(browser, TABLE.encode()).redirect_chain[-1][0]
    sent = browser.post(address, {"name": "Large", "currency": "CNY"})
    found = Job.objects.latest("pk")
    assert sent["Location"] == f"/jobs/{found.pk}"
    assert not Project.objects.exists()
    jobs.perform(found.pk)
    assert browser.get(sent["Location"])["Location"] == f"/projects/{Project.objects.get().pk}/plan"


def test_five_hundred_tasks_from_upload_to_rows(browser: Client) -> None:
    document = to_document(schedule(generate(500)))
    data, _losses = files.write_bytes(document, "mspdi")
    page = drop(browser, data, "plan.xml")
    made = browser.post(page.redirect_chain[-1][0], {"name": "500", "currency": "CNY"})
    assert made.status_code == 302
    assert Task.objects.count() == 500
    assert Job.objects.get().state == JobState.DONE
