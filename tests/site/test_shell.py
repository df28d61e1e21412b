"""What stands around every page, home, search, and pages of errors."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.schedule.world import START, World, world
from uptake.accounts.models import Person
from uptake.engine.instants import DAY
from uptake.packs.generate import generate
from uptake.projects.models import Member, Project, Role
from uptake.projects.services import create_project
from uptake.schedule import bridge, services
from uptake.schedule.models import Resource
from uptake.schedule.tasks.worklist import mine, named

PAGES = ["/", "/settings/", "/settings/people", "/settings/organisations", "/accounts/password/change/"]
STATIC = Path(__file__).parents[2] / "src" / "uptake" / "ui" / "static" / "uptake"


@pytest.fixture
def erp(db: None) -> World:
    bridge.cache.clear()
    return world()


@pytest.fixture
def admin(erp: World) -> Client:
    client = Client()
    client.force_login(
        Person.objects.create_superuser("admin@example.com", "a good long sentence", name="Ad Min")
    )
    return client


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_nothing_inline(admin, path):
    text = admin.get(path).content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"\s(?:style|on[a-z]+)=", re.sub(r">[^<]*<", "><", text)) == []
    assert "<style" not in text


@pytest.mark.parametrize("path", PAGES)
def test_every_post_form_has_its_token(admin, path):
    forms = re.findall(r'<form[^>]*method="post".*?</form>', admin.get(path).content.decode(), re.DOTALL)
    assert forms
    assert [form for form in forms if "csrfmiddlewaretoken" not in form] == []


def test_the_navigation_shows_what_a_role_may_open(erp):
    guest = erp.as_(Role.GUEST).get(erp.root).content.decode()
    assert f'href="{erp.root}plan"' in guest
    assert f'href="{erp.root}team"' not in guest
    assert f'href="{erp.root}settings"' not in guest
    assert f'href="{erp.root}settings"' in erp.as_(Role.MANAGER).get(erp.root).content.decode()


def test_one_place_is_current(erp):
    text = erp.as_(Role.MANAGER).get(f"{erp.root}tasks/1").content.decode()
    nav = text[text.index('class="up-nav-list"') : text.index("</aside>")]
    assert re.findall(r'href="([^"]+)"[^>]*aria-current', nav) == [f"{erp.root}plan"]


def test_home_tells_how_projects_stand_and_what_is_mine(erp):
    Resource.objects.filter(plan_id=erp.project.pk, uid=1).update(person=erp.manager)
    Project.objects.update(go_live=START + 30 * DAY, go_live_planned=START + 26 * DAY)
    text = erp.as_(Role.MANAGER).get("/").content.decode()
    assert "+4 d" in text
    assert "Analyse" in text
    assert "Build interfaces" not in text


def test_a_stranger_sees_nothing_at_home_and_finds_nothing(erp):
    client = erp.as_("stranger")
    assert "ERP at Acme" not in client.get("/").content.decode()
    assert json.loads(client.get("/search", {"q": "analyse"}).content)["groups"] == []
    assert json.loads(client.get("/search", {"q": "", "project": erp.project.pk}).content)["groups"][0][
        "items"
    ]
    assert "ERP" not in client.get("/search", {"q": "ERP", "project": erp.project.pk}).content.decode()


def test_search_finds_places_projects_and_tasks(erp):
    client = erp.as_(Role.GUEST)

    def labels(text: str) -> list[str]:
        groups = json.loads(client.get("/search", {"q": text, "project": erp.project.pk}).content)["groups"]
        return [item["label"] for group in groups for item in group["items"]]

    assert "Build interfaces" in labels("INTERF")
    assert "ERP at Acme" in labels("acme")
    assert "Calendars" in labels("calend")
    assert "Team" not in labels("team")
    assert "Load: who has too much to do" in labels("too much")
    assert labels("%") == []
    assert labels("x" * 500) == []


def test_search_finds_pages_by_the_words_people_look_for(erp):
    client = erp.as_(Role.SPONSOR)

    def found(text: str) -> dict[str, str]:
        groups = json.loads(client.get("/search", {"q": text, "project": erp.project.pk}).content)["groups"]
        return {item["label"]: item["url"] for group in groups for item in group["items"]}

    for text in ("budget", "cost", "earned"):
        assert f"/projects/{erp.project.pk}/monitoring/earned-value" in found(text).values()
    for text in ("simul", "p80", "how sure"):
        assert f"/projects/{erp.project.pk}/simulation" in found(text).values()
    assert not any("earned-value" in url for url in found("").values())
    assert json.loads(client.get("/search", {"q": "budget"}).content)["groups"] == []


def test_tasks_of_deleted_projects_are_nowhere(erp):
    erp.project.deleted_at = "2026-01-01T00:00Z"
    erp.project.save()
    assert "Analyse" not in erp.as_(Role.MANAGER).get("/search", {"q": "Analyse"}).content.decode()


@pytest.mark.django_db
def test_home_asks_the_same_few_questions_at_any_size(django_assert_max_num_queries):
    bridge.cache.clear()
    person = Person.objects.create_user("a@example.com", None, name="A")
    for number in range(3):
        project = create_project(person, name=f"P{number}")
        services.start_plan(project, generate(400, seed=number))
        Resource.objects.filter(plan_id=project.pk, uid=1).update(person=person)
    client = Client()
    client.force_login(person)
    client.get("/")
    with django_assert_max_num_queries(9):
        assert client.get("/").status_code == 200


def test_my_tasks_are_those_i_own_or_am_assigned_to(erp):
    person = erp.who(Role.CONSULTANT)
    projects = Project.objects.all()
    assert mine(projects, person, START + 3 * DAY, 50) == ([], 0)
    Resource.objects.filter(plan_id=erp.project.pk, uid=1).update(person=person)
    found, late = mine(projects, person, START + 30 * DAY, 50)
    assert [one.name for one in found] == ["Analyse"]
    assert late == 1
    assert [one.uid for one in named(projects, "batch l", 5)] == [4]


def test_the_language_is_the_persons_own_and_stays(erp):
    client = erp.as_(Role.KEY_USER)
    client.post("/language", {"language": "zh-hans", "next": "/"})
    assert "首页" in client.get("/").content.decode()
    client.post("/language", {"language": "klingon"})
    assert "首页" in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_switches_lead_nowhere_else(erp, address):
    assert erp.as_(Role.KEY_USER).post("/theme", {"theme": "dark", "next": address})["Location"] == "/"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_errors_are_told_as_they_are_asked_for(erp, accept):
    client = erp.as_("stranger")
    client.raise_request_exception = False
    answer = client.get(f"{erp.root}plan", headers={"Accept": accept})
    assert answer.status_code == 404
    assert ("message" in answer.json()) if accept.endswith("json") else ("<h1" in answer.content.decode())


def test_a_page_of_errors_speaks_chinese(db):
    Person.objects.create_user("a@example.com", None, name="A")
    answer = Client(headers={"Accept-Language": "zh-CN"}).get("/nothing/here")
    assert answer.status_code == 404
    assert "未找到" in answer.content.decode()


def test_a_broken_page_is_shown_without_the_database(db, client, monkeypatch):
    person = Person.objects.create_user("a@example.com", None, name="A")
    client.force_login(person)
    client.raise_request_exception = False
    monkeypatch.setattr("uptake.site.views.front_page", lambda _person: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_a_way_on(erp):
    client = Client(enforce_csrf_checks=True)
    client.force_login(erp.manager)
    answer = client.post("/theme", {"theme": "dark"})
    assert answer.status_code == 403
    assert "expired" in answer.content.decode()


def test_a_member_who_lost_the_role_is_out(erp):
    client = erp.as_(Role.FINANCE)
    assert client.get(erp.root).status_code == 200
    Member.objects.filter(person=erp.people[Role.FINANCE]).delete()
    assert client.get(erp.root).status_code == 404


@pytest.mark.skipif(not (STATIC / "shell.js").exists(), reason="the front end is not built")
def test_the_first_load_is_light():
    files = [STATIC / name for name in ("early.js", "shell.js", "shell.css")]
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) < 130_000


def test_somebody_in_hundreds_of_projects_has_a_home_page(erp):
    person = erp.who(Role.CONSULTANT)
    Resource.objects.bulk_create(
        Resource(plan_id=erp.project.pk, uid=uid, name="Me", person=person) for uid in range(100, 1300)
    )
    assert mine(Project.objects.all(), person, START, 50) == ([], 0)
