"""The pages of the configuration, as a manager goes through them."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.registers.configuration.documents import field, site
from tests.schedule.world import World
from uptake.projects.models import Project, Role
from uptake.registers import services
from uptake.registers.configuration import drafts, publishing
from uptake.registers.configuration.document import fields_of
from uptake.registers.configured import published, version_of
from uptake.registers.visit import Visit


@pytest.fixture
def manager(erp: World) -> Client:
    return erp.as_(Role.MANAGER)


@pytest.fixture
def base(erp: World) -> str:
    return f"/projects/{erp.project.pk}/configuration/"


def form_of(client: Client, url: str) -> dict[str, str]:
    """Return what the form of a page would send if nothing were typed."""
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    return {"was": re.search(r'name="was" value="(\w+)"', page.content.decode())[1]}


def send(client: Client, url: str, **values):
    return client.post(url, {**form_of(client, url), **values})


def content(erp: World):
    return drafts.Draft(erp.project).content


def test_a_register_is_made_and_published_without_knowing_any_key(erp: World, manager, base):
    made = send(
        manager,
        f"{base}registers/new",
        plural="Site readiness",
        states="simple",
        section="registers",
        icon="table",
    )
    assert made.status_code == 302, made.content
    url = made.url
    fields = f"{base}fields/site_readiness/"
    assert send(manager, f"{fields}new?kind=number", label="Rooms", low="0", unit="").status_code == 302
    rows = [{"id": "x1", "label": "Low", "tone": "bad"}, {"id": "x2", "label": "High"}]
    assert (
        send(manager, f"{fields}new?kind=choice", label="Level", choices=json.dumps(rows)).status_code == 302
    )
    assert (
        send(manager, f"{fields}new?kind=formula", label="Double", formula="[Rooms] * 2").status_code == 302
    )
    assert manager.get(url).status_code == 200
    assert manager.get(f"{base}preview/site_readiness").status_code == 200
    page = manager.get(f"{base}changes").content.decode()
    edits = re.search(r'name="edits" value="(\d+)"', page)[1]
    done = manager.post(f"{base}publish", {"edits": edits, "note": "Sites"})
    assert (done.status_code, version_of(erp.project)) == (302, 1)
    made = published(erp.project.pk, 1)["registers"][0]
    assert (made["prefix"], made["columns"]) == ("SR", ["rooms", "level", "double"])
    assert [one["label"] for one in made["states"]] == ["Open", "Done"]
    visit = Visit(erp.project, erp.manager)
    record = services.create(
        visit, visit.spec("site_readiness"), {"title": "Hall", "rooms": "4", "level": "low"}
    )
    assert record.values == {"rooms": 4, "level": "low", "double": 8}
    assert "Hall" in manager.get(f"/projects/{erp.project.pk}/registers/site_readiness/").content.decode()


def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(erp: World, manager, base):
    drafts.replace(erp.project, erp.manager, {"registers": [site()]})
    page = send(manager, f"{base}fields/site/new?kind=formula", label="Broken", formula="[Rooms] *")
    assert page.status_code == 422
    assert "[Rooms] *" in page.content.decode()
    twice = send(manager, f"{base}fields/site/new?kind=text", label="rooms")
    assert "Another field is called like this." in twice.content.decode()
    none = send(manager, f"{base}fields/site/new?kind=choice", label="Pick", choices="[]")
    assert "Name at least one choice." in none.content.decode()
    bad = send(manager, f"{base}fields/site/new?kind=number", label="N", default="many")
    assert "Write a number, like 12 or 0.5." in bad.content.decode()
    table = send(manager, f"{base}fields/site/new?kind=choice", label="Pick", choices="{")
    assert table.status_code == 422
    taken = send(
        manager, f"{base}registers/new", plural="Others", prefix="SR", states="none", section="registers"
    )
    assert "Another register has the prefix SR." in taken.content.decode()


def test_a_formula_is_checked_while_it_is_typed(erp: World, manager, base):
    drafts.replace(erp.project, erp.manager, {"registers": [site()]})
    good = manager.post(f"{base}formula/site", {"formula": "rooms * 3", "key": ""})
    assert "This gives a number." in good.content.decode()
    bad = manager.post(f"{base}formula/site", {"formula": "rums * 3", "key": ""})
    assert "Rooms" in bad.content.decode()


def test_two_who_change_the_same_field_see_both(erp: World, manager, base):
    drafts.replace(erp.project, erp.manager, {"registers": [site()]})
    url = f"{base}fields/site/ready_on"
    mine = form_of(manager, url)
    assert send(manager, url, label="Ready on", help="Theirs").status_code == 302
    late = manager.post(url, {**mine, "label": "Ready on", "help": "Mine"})
    assert late.status_code == 409
    text = late.content.decode()
    assert "Theirs → Mine" in text
    again = re.search(r'name="was" value="(\w+)"', text)[1]
    assert manager.post(url, {"was": again, "label": "Ready on", "help": "Mine"}).status_code == 302
    other = form_of(manager, f"{base}fields/site/rooms")
    assert send(manager, url, label="Ready on", help="More").status_code == 302
    assert (
        manager.post(f"{base}fields/site/rooms", {**other, "label": "Rooms", "unit": "m²"}).status_code == 302
    )
    assert {one["key"]: one.get("help") for one in fields_of(content(erp), "site")}["ready_on"] == "More"


def test_fields_are_put_in_order_and_removed(erp: World, manager, base):
    drafts.replace(erp.project, erp.manager, {"registers": [site(columns=[])]})
    keys = lambda: [one["key"] for one in fields_of(content(erp), "site")]  # noqa: E731 - asked several times
    manager.post(f"{base}fields/site/order", {"key": "ready_on", "way": "up"})
    assert keys()[:2] == ["ready_on", "rooms"]
    manager.post(f"{base}fields/site/order", {"order": "score,budget,level"})
    assert keys() == ["score", "budget", "level", "ready_on", "rooms"]
    manager.post(f"{base}fields/site/budget/remove")
    assert "budget" not in keys()
    said = manager.post(f"{base}fields/site/rooms/remove", follow=True).content.decode()
    assert "rooms" in keys()
    assert "There is no field" in said


def test_a_field_that_is_renamed_stays_in_formulas(erp: World, manager, base):
    document = {"registers": [site()]}
    fields_of(document, "site")[-1]["formula"] = "[Rooms] * 2"
    drafts.replace(erp.project, erp.manager, document)
    send(manager, f"{base}fields/site/rooms", label="Halls", low="0")
    assert fields_of(content(erp), "site")[-1]["formula"] == "[Halls] * 2"


def test_a_text_becomes_a_choice_of_what_was_typed(erp: World, manager, base):
    draft = drafts.replace(erp.project, erp.manager, {"registers": [site(fields=[field("a")], columns=[])]})
    publishing.publish(erp.project, erp.manager, edits=draft.edits)
    visit = Visit(erp.project, erp.manager)
    for word in ("Shanghai", "北京"):
        services.create(visit, visit.spec("site"), {"title": "Hall", "a": word})
    page = manager.get(f"{base}fields/site/a?kind=choice").content.decode()
    assert "Shanghai" in page
    assert "北京" in page
    rows = [{"id": "new0", "label": "Shanghai"}]
    assert (
        send(manager, f"{base}fields/site/a?kind=choice", label="A", choices=json.dumps(rows)).status_code
        == 302
    )
    review = manager.get(f"{base}changes").content.decode()
    assert "SR-002" in review
    assert "北京" in review
    edits = re.search(r'name="edits" value="(\d+)"', review)[1]
    assert manager.post(f"{base}publish", {"edits": edits}).status_code == 422
    assert manager.post(f"{base}publish", {"edits": edits, "lose": "1"}).status_code == 302
    assert manager.post(f"{base}publish", {"edits": edits, "note": "again"}).status_code == 409


def test_states_and_ways(erp: World, manager, base):
    drafts.replace(erp.project, erp.manager, {"registers": [site()]})
    rows = [{"id": "open", "label": "Open", "open": True},
            {"id": "n1", "label": "Checked", "tone": "info", "open": True},
            {"id": "done", "label": "Done", "tone": "good"}]  # fmt: skip
    assert send(manager, f"{base}registers/site/states", states=json.dumps(rows)).status_code == 302
    assert drafts.Draft(erp.project).problems() == []
    made = send(manager, f"{base}registers/site/ways/new", source="done", target="open", label="Again",
                reason="on", roles=["consultant"])  # fmt: skip
    assert made.status_code == 302
    assert (
        send(
            manager, f"{base}registers/site/ways/done/open", source="done", target="checked", label="Again"
        ).status_code
        == 302
    )
    assert manager.post(f"{base}registers/site/ways/open/checked/remove").status_code == 302
    moves = content(erp)["registers"][0]["moves"]
    assert [(one["source"], one["target"]) for one in moves] == [("open", "done"), ("done", "checked")]
    assert manager.get(f"{base}registers/site").status_code == 200


def test_flows_and_scales(erp: World, manager, base):
    drafts.replace(erp.project, erp.manager, {"registers": [site()]})
    assert manager.get(f"{base}flows/new").status_code == 200
    url = f"{base}flows/new?register=site"
    values = {"name": "Large", "target": "done", "field": "budget", "op": ">=", "value": "50,000", "remind_days": "2",
              "step0-name": "Sponsor", "step0-roles": ["sponsor"], "step0-rule": "any"}  # fmt: skip
    nobody = send(manager, url, **{**values, "step0-roles": []})
    assert "Choose a role or a person." in nobody.content.decode()
    assert send(manager, url, **values).status_code == 302
    (flow,) = content(erp)["flows"]
    assert flow["when"] == {"field": "budget", "op": ">=", "value": 5_000_000}
    assert "50000.00" in manager.get(f"{base}flows/large").content.decode()
    assert manager.get(f"{base}flows").status_code == 200
    words = {f"label-{n}": f"Word {n}" for n in range(1, 6)} | {f"about-{n}": "" for n in range(1, 6)}
    assert send(manager, f"{base}scales/probability", **words).status_code == 302
    assert content(erp)["scales"]["probability"][4]["label"] == "Word 5"
    assert manager.get(f"{base}scales").status_code == 200
    assert manager.post(f"{base}scales/probability/reset").status_code == 302
    assert manager.post(f"{base}flows/large/remove").status_code == 302
    assert content(erp)["scales"] == {}
    assert content(erp)["flows"] == []


def test_versions_are_compared_brought_back_and_carried_elsewhere(erp: World, manager, base):
    for document in ({"registers": [site()]}, {"modules": {"scope": False}}):
        draft = drafts.replace(erp.project, erp.manager, document)
        publishing.publish(erp.project, erp.manager, edits=draft.edits)
    assert manager.get(f"{base}versions").status_code == 200
    assert "Sites" in manager.get(f"{base}versions/2").content.decode()
    assert "Nothing is different." in manager.get(f"{base}versions/2?with=2").content.decode()
    assert manager.get(f"{base}versions/2?with=9").status_code == 404
    file = manager.get(f"{base}export?version=1")
    assert json.loads(file.content)["configuration"]["registers"][0]["key"] == "site"
    assert manager.post(f"{base}versions/1/restore").status_code == 302
    assert content(erp)["registers"][0] == site()
    edits = drafts.Draft(erp.project).edits
    assert manager.post(f"{base}discard", {"edits": edits}).status_code == 302
    shown = manager.post(f"{base}import", {"file": SimpleUploadedFile("c.json", file.content)})
    assert "Sites, with 5 fields" in shown.content.decode()
    assert not drafts.Draft(erp.project).changed
    taken = manager.post(f"{base}import", {"text": file.content.decode(), "sure": "1"})
    assert taken.status_code == 302
    assert content(erp)["registers"][0]["key"] == "site"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b'{"uptake": "configuration", "format": 1, "configuration": {"x": 1}}']
)
def test_a_hostile_file_changes_nothing(erp: World, manager, base, data):
    answer = manager.post(f"{base}import", {"file": SimpleUploadedFile("c.json", data), "sure": "1"})
    assert answer.status_code == 422
    assert drafts.Draft(erp.project).row is None


def test_an_archived_project_keeps_its_configuration(erp: World, manager, base):
    Project.objects.filter(pk=erp.project.pk).update(archived=True)
    assert manager.get(base).status_code == 200
    assert manager.post(f"{base}modules/risk", {"on": "0"}).status_code == 422
