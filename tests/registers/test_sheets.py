"""Declared fields of tasks and of the project; modules that are switched off."""

import pytest

from tests.registers.configuration.documents import field, site
from tests.schedule.world import World
from uptake.projects.models import Role
from uptake.registers import sheets
from uptake.registers.configuration import drafts, publishing
from uptake.registers.models import Sheet
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit

FIELDS = {
    "fields": {
        "task": [
            field("room", "text", required=True),
            field("guests", "number", low=0),
            field("cost", "money"),
            field("twice", "formula", formula="cost * 2", result="money"),
        ],
        "project": [field("erp", "text", label="ERP system")],
    }
}


@pytest.fixture
def configured(erp: World) -> World:
    draft = drafts.replace(erp.project, erp.manager, FIELDS)
    publishing.publish(erp.project, erp.manager, edits=draft.edits)
    return erp


def address(erp: World, of: str = "task", uid: int = 2) -> str:
    return f"/projects/{erp.project.pk}/sheets/{of}/{uid}"


def test_fields_of_a_task_are_filled_in_shown_and_remembered(configured: World):
    client, url = configured.as_(Role.MANAGER), address(configured)
    assert client.get(url).status_code == 200
    wrong = client.post(url, {"version": "0", "room": "", "guests": "many"})
    assert wrong.status_code == 422
    assert "Fill this in." in wrong.content.decode()
    assert 'value="many"' in wrong.content.decode()
    values = {"version": "0", "room": "B 12", "guests": "4", "cost": "10.50"}
    assert client.post(url, values).status_code == 302
    assert Sheet.objects.get(uid=2).values == {"room": "B 12", "guests": 4, "cost": 1050, "twice": 2100}
    task = client.get(f"/projects/{configured.project.pk}/tasks/2").content.decode()
    assert "B 12" in task
    assert "21.00" in task
    late = client.post(url, {**values, "room": "C 1"})
    assert late.status_code == 409
    assert "C 1" in late.content.decode()
    history = client.get(url).content.decode()
    assert "room: – → B 12" in history.lower() or "Room: – → B 12" in history


def test_money_is_not_given_to_who_may_not_see_it(configured: World):
    sheets.change(Visit(configured.project, configured.manager), "task", 2, {"room": "A", "cost": "7,777"})
    page = configured.as_(Role.CUSTOMER_IT).get(address(configured)).content.decode()
    assert "7,777" not in page
    assert "15,554" not in page
    consultant = Visit(configured.project, configured.who(Role.CONSULTANT))
    with pytest.raises(Unfit):
        sheets.change(consultant, "task", 2, {"cost": "1"})


@pytest.mark.parametrize(
    ("role", "of", "uid", "status"),
    [
        (Role.CONSULTANT, "task", 2, 302), (Role.KEY_USER, "task", 2, 403), (Role.GUEST, "task", 2, 403),
        (Role.MANAGER, "project", 0, 302), (Role.CONSULTANT, "project", 0, 403),
    ],
)  # fmt: skip
def test_who_may_fill_them_in(configured: World, role, of, uid, status):
    values = {"version": "0", "room": "A", "erp": "X"}
    client = configured.as_(role)
    url = address(configured, of, uid)
    assert client.get(url).status_code == 200
    assert client.post(url, values).status_code == status


@pytest.mark.parametrize(("of", "uid"), [("task", 999), ("project", 3), ("record", 1)])
def test_what_is_not_there_has_no_fields(configured: World, of, uid):
    assert configured.as_(Role.MANAGER).get(address(configured, of, uid)).status_code == 404


def test_a_module_that_is_switched_off_says_so_and_keeps_its_data(erp: World):
    document = {"registers": [site(section="risk")]}
    for content in (document, {**document, "modules": {"risk": False}}):
        draft = drafts.replace(erp.project, erp.manager, content)
        publishing.publish(erp.project, erp.manager, edits=draft.edits)
    client, base = erp.as_(Role.MANAGER), f"/projects/{erp.project.pk}/"
    for path in (
        "sections/risk",
        "registers/decision/",
        "registers/decision/new",
        "registers/site/",
        "risks/matrix",
    ):
        answer = client.get(base + path)
        assert answer.status_code == 404, path
        assert "Risks is switched off in this project" in answer.content.decode(), path
        assert "Switch it on under Configuration" in answer.content.decode()
    assert "Switch it on" not in erp.as_(Role.SPONSOR).get(f"{base}sections/risk").content.decode()
    assert f'href="{base}sections/risk"' not in client.get(base).content.decode()
    draft = drafts.replace(erp.project, erp.manager, document)
    publishing.publish(erp.project, erp.manager, edits=draft.edits)
    assert client.get(f"{base}registers/decision/").status_code == 200
