"""What the plan page and the server say to each other, over HTTP: docs/reference/plan-page.md as tests."""

import time
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests.schedule.conftest import MONDAY, Plans
from uptake.accounts.models import Person
from uptake.engine.instants import DAY
from uptake.packs.generate import generate
from uptake.projects.models import Member, Project, Role
from uptake.schedule import bridge, feed, models, selectors, services
from uptake.schedule.pages import conversation
from uptake.schedule.versions import drafts

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(person: Person) -> Client:
    client = Client(headers={"Accept": "application/json"})
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def page(manager: Person) -> Client:
    return browser(manager)


def ask(page: Client, project: Project, *changes: dict[str, Any], **more: Any) -> tuple[int, dict[str, Any]]:
    body = {"base": selectors.head(project), "changes": list(changes), **more}
    answer = page.post(f"/projects/{project.pk}/plan/edits", body, content_type="application/json")
    return answer.status_code, answer.json()


def typed(uid: int, column: str, text: str) -> dict[str, Any]:
    return {"intent": "type", "uid": uid, "column": column, "text": text}


def row(told: dict[str, Any], uid: int) -> dict[str, Any]:
    place = told["rows"]["uid"].index(uid)
    return {name: column[place] for name, column in told["rows"].items()}


def test_the_data_has_every_column_of_the_contract(page: Client, project: Project) -> None:
    told = page.get(f"/projects/{project.pk}/plan/data").json()
    assert {len(column) for column in told["rows"].values()} == {5}
    assert told["rows"]["uid"] == [1, 2, 3, 4, 5]
    assert row(told, 3)["start"] == MONDAY + DAY
    assert row(told, 3)["duration"] == "2d"
    assert row(told, 1)["flags"] & feed.SUMMARY
    assert row(told, 5)["flags"] & feed.MILESTONE
    assert told["links"]["type"] == ["FS"] * 3
    assert told["project"]["go_live"] == 5
    assert told["can"] == ["edit", "progress"]
    assert told["time"]["week"][1] == [[480, 720], [780, 1020]]


def test_an_edit_answers_with_what_changed(page: Client, project: Project) -> None:
    status, told = ask(page, project, typed(3, "duration", "3d"))
    assert status == 200
    assert told["revision"] == 1
    assert sorted(told["delta"]["rows"]["uid"]) == [1, 3, 4, 5]
    assert told["delta"]["order"] is None
    assert told["delta"]["links"] is None
    assert told["impact"]["go_live"][1] > told["impact"]["go_live"][0]
    assert "go-live" in told["impact"]["text"]
    assert told["undo"]
    assert not told["redo"]


def test_a_milestone_that_would_move_is_asked_about_first(page: Client, project: Project) -> None:
    status, told = ask(page, project, typed(3, "duration", "3d"), ask=True)
    assert status == 200
    assert told["question"]
    assert "revision" not in told
    assert selectors.head(project) == 0
    assert ask(page, project, typed(3, "name", "Build it"), ask=True)[1]["revision"] == 1


def test_a_preview_writes_nothing_and_shows_all(page: Client, project: Project) -> None:
    status, told = ask(page, project, typed(3, "duration", "3d"), preview=True)
    assert status == 200
    assert row(told["delta"], 3)["duration"] == "3d"
    assert selectors.head(project) == 0


def test_a_delta_leads_to_what_the_data_says(page: Client, project: Project) -> None:
    """Whatever the change, the old columns and the delta make the new columns."""
    before = page.get(f"/projects/{project.pk}/plan/data").json()
    inserted = {"intent": "insert", "uid": 6, "before": 3, "parent": 1, "name": "Prototype"}
    _status, told = ask(page, project, inserted, {"intent": "outdent", "uid": 5}, typed(6, "duration", "4d"))
    after = page.get(f"/projects/{project.pk}/plan/data").json()
    columns = {uid: row(before, uid) for uid in before["rows"]["uid"]}
    for uid in told["delta"]["rows"]["uid"]:
        columns[uid] = row(told["delta"], uid)
    assert told["delta"]["order"] == after["rows"]["uid"]
    for uid in after["rows"]["uid"]:
        assert columns[uid] == row(after, uid)
    assert told["delta"]["next"] == after["next"]


def test_a_stale_page_is_told_what_changed(page: Client, project: Project, colleague: Person) -> None:
    ask(browser(colleague), project, typed(4, "duration", "9d"))
    status, told = ask(page, project, typed(3, "name", "Mine"), base=0)
    assert status == 409
    assert told["who"] == ["Col League"]
    assert told["revision"] == 1
    assert row(told["delta"], 4)["duration"] == "9d"
    assert services.current(project).plan.task(3).name == "Build"
    assert ask(page, project, typed(3, "name", "Mine"), base=1)[0] == 200


def test_an_open_page_hears_of_others(page: Client, project: Project, colleague: Person) -> None:
    address = f"/projects/{project.pk}/plan/head"
    assert page.get(address, {"since": 0}).json() == {"revision": 0}
    ask(browser(colleague), project, typed(4, "name", "Try"))
    told = page.get(address, {"since": 0}).json()
    assert (told["revision"], told["who"], told["delta"]["rows"]["uid"]) == (1, ["Col League"], [4])


def test_undo_redo_restore(page: Client, project: Project) -> None:
    ask(page, project, typed(3, "duration", "9d"))
    ask(page, project, {"intent": "remove", "uid": 4})
    assert ask(page, project, {"intent": "undo"})[0] == 200
    assert ask(page, project, {"intent": "undo"})[1]["redo"]
    assert services.current(project).plan.task(3).duration == 9600
    assert ask(page, project, {"intent": "redo"})[0] == 200
    assert services.current(project).plan.task(3).duration == 9 * 4800
    assert ask(page, project, {"intent": "restore", "revision": 0})[0] == 200
    assert services.current(project).plan.task(3).duration == 9600
    assert ask(page, project, {"intent": "redo"})[0] == 422


BAD: list[tuple[Any, str]] = [
    ([typed(2, "predecessors", "4")], "loop"),
    ([typed(2, "predecessors", "99")], "99"),
    ([typed(2, "duration", "9" * 300 + "d")], "duration"),
    ([typed(2, "duration", "5 parsecs")], "duration"),
    ([typed(2, "percent", "101")], "100"),
    ([typed(2, "start", "the day after")], ""),
    ([typed(2, "colour", "red")], ""),
    ([typed(77, "name", "Nobody")], ""),
    ([{"edit": "set", "kind": "task", "uid": 2, "values": {"uid": 3}}], ""),
    ([{"edit": "set", "kind": "task", "uid": 2, "values": {"duration": 10**400}}], ""),
    ([{"edit": "set", "kind": "task", "uid": 2, "values": {"name": "\x00"}}], ""),
    ([{"intent": "insert", "uid": 2, "before": None, "parent": None, "name": "Twice"}], ""),
    ([{"intent": "fly"}], ""),
    (["text"], ""),
    ([None], ""),
    ({"not": "a list"}, ""),
    ([{"intent": "restore", "revision": -1}], ""),
    ([typed(2, "name", "x" * 100_000)], ""),
]


@pytest.mark.parametrize(("changes", "said"), BAD)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_bad_input_is_a_sentence_and_changes_nothing(
    changes: Any, said: str, language: str, page: Client, project: Project, manager: Person
) -> None:
    Person.objects.filter(pk=manager.pk).update(language=language)
    before = services.current(project)
    answer = page.post(
        f"/projects/{project.pk}/plan/edits", {"base": 0, "changes": changes}, content_type="application/json"
    )
    message = answer.json()["message"]
    assert answer.status_code == 422
    assert message
    assert "Traceback" not in message
    if language == "en":
        assert said in message
    else:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in message), message
    bridge.cache.clear()
    assert services.current(project).plan == before.plan


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000, "null", '"text"', "\xff"])
def test_what_is_no_json_is_refused(body: str, page: Client, project: Project) -> None:
    answer = page.post(f"/projects/{project.pk}/plan/edits", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_script_in_a_name_stays_text(page: Client, project: Project, manager: Person) -> None:
    name = "<script>alert(1)</script>{{ 7*7 }}\u202e"
    assert ask(page, project, typed(3, "name", name))[0] == 200
    shown = (
        browser(manager).get(f"/projects/{project.pk}/plan", headers={"Accept": "text/html"}).content.decode()
    )
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "49" not in shown.split("&lt;script&gt;")[1][:40]


def test_a_session_that_is_over_keeps_what_was_typed(project: Project) -> None:
    answer = Client(headers={"Accept": "application/json"}).post(
        f"/projects/{project.pk}/plan/edits", {"base": 0, "changes": []}, content_type="application/json"
    )
    assert answer.status_code == 401
    assert answer.json()["message"]
    assert answer.json()["signin"]


def test_a_stranger_does_not_learn_that_there_is_a_project(project: Project, db: None) -> None:
    stranger = browser(Person.objects.create_user("stranger@example.com", "a password", name="Stranger"))
    for path in ("plan", "plan/data", "plan/head", "plan/why?uid=3", "plan/table"):
        assert stranger.get(f"/projects/{project.pk}/{path}").status_code == 404
        assert stranger.get(f"/projects/{project.pk + 1000}/{path}").status_code == 404
    assert ask(stranger, project, typed(3, "name", "Mine"))[0] == 404


ALLOWED = {
    Role.MANAGER: (200, 200),
    Role.CONSULTANT: (200, 200),
    Role.CUSTOMER_IT: (403, 200),
    Role.KEY_USER: (403, 200),
    Role.SPONSOR: (403, 403),
    Role.FINANCE: (403, 403),
    Role.GUEST: (403, 403),
}


@pytest.mark.parametrize("role", list(Role))
def test_what_each_role_may_change(role: Role, project: Project, db: None) -> None:
    person = Person.objects.create_user("somebody@example.com", "a password", name="Some Body")
    Member.objects.create(project=project, person=person, role=role)
    page = browser(person)
    assert page.get(f"/projects/{project.pk}/plan/data").status_code == 200
    rename, report = ALLOWED[role]
    assert ask(page, project, typed(3, "name", "Another"))[0] == rename
    assert ask(page, project, {"intent": "progress", "uid": 2, "percent": 50})[0] == report
    assert ask(page, project, {"intent": "undo"})[0] in {rename, 422 if rename == 200 else 403}


def test_an_archived_project_can_be_read_only(page: Client, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(archived=True)
    assert page.get(f"/projects/{project.pk}/plan/data").json()["can"] == []
    assert ask(page, project, typed(3, "name", "Another"))[0] == 422


def test_a_draft_is_beside_the_plan(page: Client, project: Project, manager: Person) -> None:
    draft = drafts.start_draft(project, "Later", manager)
    status, told = ask(page, project, typed(3, "duration", "9d"), draft=draft.pk, base=0)
    assert (status, told["revision"], told["undo"]) == (200, 1, True)
    assert services.current(project).plan.task(3).duration == 9600
    data = page.get(f"/projects/{project.pk}/plan/data", {"draft": draft.pk}).json()
    assert row(data, 3)["duration"] == "9d"
    assert ask(page, project, typed(3, "name", "x"), draft=draft.pk, base=0)[0] == 409
    assert ask(page, project, {"intent": "undo"}, draft=draft.pk)[1]["redo"]
    assert ask(page, project, {"intent": "redo"}, draft=draft.pk)[0] == 200
    drafts.apply_draft(models.Draft.objects.get(pk=draft.pk), manager)
    assert services.current(project).plan.task(3).duration == 9 * 4800
    assert ask(page, project, typed(3, "name", "x"), draft=draft.pk, base=3)[0] == 422


def test_a_draft_and_its_plan_both_grow(page: Client, project: Project, manager: Person) -> None:
    draft = drafts.start_draft(project, "Later", manager)
    fresh = page.get(f"/projects/{project.pk}/plan/data", {"draft": draft.pk}).json()["next"]["task"]
    new = {"intent": "insert", "before": None, "parent": 1, "name": "New"}
    assert ask(page, project, new | {"uid": fresh}, draft=draft.pk, base=0)[0] == 200
    second = page.get(f"/projects/{project.pk}/plan/data", {"draft": draft.pk}).json()["next"]["task"]
    assert second == fresh + 1
    assert ask(page, project, new | {"uid": 6})[1]["delta"]["next"]["task"] == 7
    drafts.apply_draft(models.Draft.objects.get(pk=draft.pk), manager)
    assert services.current(project).next_uid["task"] == 7
    assert [task.name for task in services.current(project).plan.tasks[-2:]] == ["New", "New"]


def test_a_draft_that_no_longer_fits_says_so(page: Client, project: Project, manager: Person) -> None:
    draft = drafts.start_draft(project, "Later", manager)
    assert ask(page, project, typed(3, "duration", "9d"), draft=draft.pk, base=0)[0] == 200
    assert ask(page, project, {"intent": "remove", "uid": 3})[0] == 200
    answer = page.get(f"/projects/{project.pk}/plan/data", {"draft": draft.pk})
    assert answer.status_code == 422
    assert "Later" in answer.json()["message"]
    assert ask(page, project, {"intent": "undo"}, draft=draft.pk)[0] == 200


def test_saved_views_are_ones_own_or_shared(page: Client, project: Project, colleague: Person) -> None:
    address = f"/projects/{project.pk}/plan/views"
    mine = page.post(address, {"name": "Mine", "query": "zoom=w"}, content_type="application/json")
    shared = page.post(
        address, {"name": "Ours", "query": "zoom=m", "shared": True}, content_type="application/json"
    )
    assert (mine.status_code, shared.status_code) == (201, 201)
    theirs = browser(colleague)
    assert [one["name"] for one in theirs.get(address).json()] == ["Ours"]
    assert theirs.delete(f"{address}/{shared.json()['id']}").status_code == 404
    assert page.delete(f"{address}/{shared.json()['id']}").status_code == 204
    assert page.post(address, {"name": " "}, content_type="application/json").status_code == 422


@pytest.mark.parametrize("tasks", [10, 10_000])
@pytest.mark.parametrize(
    ("path", "most"), [("plan", 12), ("plan/data", 12), ("plan/head?since=0", 6), ("plan/table", 10)]
)
def test_pages_ask_the_database_equally_often_at_any_size(
    tasks: int, path: str, most: int, make: Plans, page: Client, django_assert_max_num_queries: Any
) -> None:
    project = make(generate(tasks, seed=1))
    bridge.cache.put(project.pk, services.current(project))
    with django_assert_max_num_queries(most):
        assert page.get(f"/projects/{project.pk}/{path}", headers={"Accept": "text/html"}).status_code == 200


def test_the_answer_speaks_the_persons_language(page: Client, project: Project, manager: Person) -> None:
    Person.objects.filter(pk=manager.pk).update(language="zh-hans")
    _status, told = ask(page, project, typed(3, "duration", "3d"))
    assert row(told["delta"], 3)["duration"] == "3工作日"
    assert "上线" in told["impact"]["text"]
    assert translation.get_language() != "zh-hans"


def test_nothing_is_worked_out_for_who_may_not_change_it(
    page: Client, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = Person.objects.create_user("guest@example.com", None, name="Gue St")
    Member.objects.create(project=project, person=guest, role=Role.GUEST)
    client = Client()
    client.force_login(guest)
    monkeypatch.setattr(conversation, "to_edits", None)
    for preview in (True, False):
        body = {"changes": [typed(2, "name", "x")], "preview": preview}
        address = f"/projects/{project.pk}/plan/edits"
        assert client.post(address, body, content_type="application/json").status_code == 403


@pytest.mark.parametrize(
    "column",
    ["name", "duration", "start", "percent", "predecessors", "resources", "constraint", "calendar", "work"],
)
def test_no_text_takes_long_to_read(column: str, page: Client, project: Project) -> None:
    """Expressions must not try one text in thousands of ways: what takes seconds here took minutes."""
    began = time.perf_counter()
    for text in (
        "a" + " " * 3_998 + "b",
        "[" * 4_000,
        "1" * 4_000,
        "1 " * 2_000,
        "2026-" * 800,
        "a[" * 2_000,
        "年" * 4_000,
    ):
        status, _told = ask(page, project, typed(2, column, text))
        assert status in {200, 422}
    assert time.perf_counter() - began < 10
