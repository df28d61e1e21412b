"""Lists: what an address finds, what stands above it, views that are kept, cells that are edited in place."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests.schedule.world import World
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.configured import KEPT
from uptake.registers.linking import record_url
from uptake.registers.lists import filters
from uptake.registers.lists.listing import Listing
from uptake.registers.models import Configuration, SavedView
from uptake.registers.visit import Visit

FIELDS = [
    {"key": "price", "label": "Price", "kind": "money", "total": "sum"},
    {"key": "effort", "label": "Effort", "kind": "number", "unit": "d", "total": "mean"},
    {"key": "parts", "label": "Parts", "kind": "multi_choice",
     "choices": [{"value": "a", "label": "Alpha"}, {"value": "仓", "label": "Store"}]},
    {"key": "legal", "label": "Legal", "kind": "checkbox"},
    {"key": "due", "label": "Due", "kind": "date"},
    {"key": "paper", "label": "Paper", "kind": "file"},
]  # fmt: skip


@pytest.fixture
def visit(erp: World) -> Visit:
    KEPT.clear()
    Configuration.objects.create(project=erp.project, version=1, content={"fields": {"decision": FIELDS}})
    return Visit(erp.project, erp.manager)


@pytest.fixture
def rows(erp: World, visit: Visit) -> list[Any]:
    spec = visit.spec("decision")
    li = erp.who(Role.CONSULTANT)
    visit = Visit(erp.project, erp.manager)
    told = [
        {"title": "Cloud", "decision": "Ours", "decided_on": "2027-01-10", "decided_by": str(erp.manager.pk),
         "price": "100", "effort": "2", "parts": ["a"], "legal": "1", "tasks": "T2"},
        {"title": "Labels", "decision": "Theirs", "decided_on": "2027-02-10", "decided_by": str(li.pk),
         "price": "50.5", "effort": "4", "parts": ["仓"], "due": "2020-01-01", "tasks": "T2 T3"},
        {"title": "Scanners 50%", "reason": "Cheap", "due": "2020-01-01"},
    ]  # fmt: skip
    made = [services.create(visit, spec, one) for one in told]
    services.move(visit, spec, made[2], "decided")
    return made


def found(visit: Visit, query: str, **changed: Any) -> list[int]:
    listing = Listing(visit, replace(visit.spec("decision"), **changed), QueryDict(query))
    return [one.number for one in listing.records]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 2, 3]),
        ("q=theirs", [2]),
        ("q=D-002", [2]),
        ("q=50%25", [3]),
        ("f.state=decided", [3]),
        ("f.state=decided&f.state=proposed", [1, 2, 3]),
        ("f.title=ab", [2]),
        ("f.reason=-", [1, 2]),
        ("f.decided_on.min=2027-02-01", [2]),
        ("f.decided_on.max=2027-02-01", [1]),
        ("f.decided_by=me", [1]),
        ("f.decided_by=-", [3]),
        ("f.decided_by=me&f.decided_by=-", [1, 3]),
        ("f.tasks=T3", [2]),
        ("f.tasks=t2&f.decision=ours", [1]),
        ("f.tasks=-", [3]),
        ("f.price.min=60", [1]),
        ("f.price.max=60", [2]),
        ("f.effort.min=2&f.effort.max=3", [1]),
        ("f.parts=a", [1]),
        ("f.parts=仓", [2]),
        ("f.legal=1", [1]),
        ("f.legal=0", [2, 3]),
        ("show=open", [1, 2]),
        ("sort=-title", [3, 2, 1]),
        ("sort=-price", [1, 2, 3]),
        ("sort=decided_by", [1, 2, 3]),
        ("group=state&sort=-number", [2, 1, 3]),
    ],
)
def test_an_address_finds_what_it_says(visit: Visit, rows: list[Any], query: str, numbers: list[int]):
    assert found(visit, query) == numbers


def test_a_request_reads_the_configuration_once(erp: World, rows: list[Any]):
    client = erp.as_(Role.MANAGER)
    client.get(f"{erp.root}registers/decision/")
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"{erp.root}registers/decision/?show=").content.decode()
    newest = 'SELECT "registers_configuration"."version"'
    assert sum(one["sql"].startswith(newest) for one in captured) == 1
    for record in rows:
        assert f'href="{record_url(record)}"' in page


@pytest.mark.parametrize("key", ["count", "records", "title_", "of_count"])
def test_a_total_is_not_mistaken_for_the_number_of_records(erp: World, key: str):
    KEPT.clear()
    field = {"key": key, "label": "How many", "kind": "number", "total": "sum"}
    Configuration.objects.create(project=erp.project, version=1, content={"fields": {"decision": [field]}})
    visit = Visit(erp.project, erp.manager)
    spec = visit.spec("decision")
    for number in (40, 60):
        services.create(visit, spec, {"title": "Pallets", key: number})
    listing = Listing(visit, spec, QueryDict(f"columns=number,{key}"))
    assert (listing.count, listing.totals) == (2, {key: 100})
    assert len(listing.page.object_list) == 2


@pytest.mark.parametrize(
    "key", ["range", "in", "contains", "isnull", "regex", "exact", "a__gt", "a__isnull", "a_", "a"]
)
def test_a_declared_key_may_be_a_word_of_the_database(erp: World, key: str):
    KEPT.clear()
    other = {"key": "a", "label": "Other", "kind": "number"}
    choices = [{"value": "x", "label": "X"}, {"value": "y", "label": "Y"}]
    kinds = {
        "text": {}, "number": {}, "checkbox": {}, "choice": {"choices": choices}, "multi_choice": {"choices": choices},
    }  # fmt: skip
    given = {"text": "x", "number": 7, "checkbox": True, "choice": "x", "multi_choice": ["x"]}
    asked = {"text": "x", "number": "7", "checkbox": "1", "choice": "x", "multi_choice": "x"}
    for version, (kind, more) in enumerate(kinds.items(), 1):
        fields = [{"key": key, "label": "Declared", "kind": kind, **more}, *([other] if key != "a" else [])]
        content = {"fields": {"decision": fields}}
        Configuration.objects.create(project=erp.project, version=version, content=content)
        visit = Visit(erp.project, erp.manager)
        spec = visit.spec("decision")
        spec.model.objects.filter(project=erp.project).delete()
        one = services.create(visit, spec, {"title": "With", key: given[kind]}).number
        two = services.create(visit, spec, {"title": "Without"}).number
        assert found(visit, f"f.{key}={asked[kind]}") == [one], kind
        assert found(visit, f"f.{key}=-" if kind != "checkbox" else f"f.{key}=0") == [two], kind
        assert found(visit, f"sort={key}&f.{key}.min=1") == ([one] if kind == "number" else [one, two]), kind
        assert found(visit, "q=x") == ([one] if kind == "text" else []), kind
        listing = Listing(visit, spec, QueryDict(f"group={key}"))
        assert [group.count for group in listing.groups] == (
            [1, 1] if kind in {"choice", "checkbox", "text"} else [2]
        )


def test_overdue_is_what_is_open_and_due_before_today(visit: Visit, rows: list[Any]):
    assert found(visit, "show=overdue", next_due="due") == [2]
    assert found(visit, "show=overdue", next_due="decided_on") == []
    assert found(visit, "show=overdue") == []


@pytest.mark.parametrize(
    "query",
    [
        "f.decided_by=²&f.tasks=T99999999999999999999", "f.decided_by=99999999999999999999", "page=x", "page=-3",
        "f.decided_on.min=soon&f.price.max=NaN", "f.state=%00", "sort=values&group=title&columns=x,password",
        "f.effort.min=1e400", "q=%00%25_'\"", "view=abc", "f.parts=%22%5C", "f.title=" + "x" * 5000,
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_still_gets_a_list(erp: World, rows: list[Any], query: str):
    page = erp.as_(Role.MANAGER).get(f"{erp.root}registers/decision/?{query}")
    assert page.status_code == 200


def test_sums_and_means_stand_in_the_foot(erp: World, rows: list[Any]):
    page = erp.as_(Role.MANAGER).get(f"{erp.root}registers/decision/?columns=title,price,effort")
    text = re.sub(r"<[^>]+>", "", page.content.decode())
    assert "Σ 150.50" in text
    assert "Ø 3" in text


def test_money_is_for_those_who_may_see_it(erp: World, rows: list[Any]):
    address = f"{erp.root}registers/decision/?columns=title,price&f.price.min=60&sort=-price"
    assert "100.00" in erp.as_(Role.MANAGER).get(address).content.decode()
    page = erp.as_(Role.KEY_USER).get(address).content.decode()
    assert "100.00" not in page
    assert "Price" not in page
    assert "Labels" in page  # nor does a filter tell


def test_chips_say_what_is_on_and_take_only_that_away(visit: Visit, rows: list[Any]):
    query = "f.state=decided&f.decided_on.min=2027-01-01&f.decided_by=me&q=x&columns=title&page=3"
    listing = Listing(visit, visit.spec("decision"), QueryDict(query))
    chips = {one.key: one for one in filters.chips(listing)}
    assert chips["state"].words == "Decided"
    assert chips["decided_by"].words == "Me"
    assert chips["decided_on"].words.startswith("≥ ")
    left = QueryDict(chips["decided_on"].without)
    assert "f.decided_on.min" not in left
    assert (left["f.state"], left["q"], left["columns"]) == ("decided", "x", "title")
    assert "page" not in left


@pytest.mark.parametrize(
    "field", ["state", "decided_on", "decided_by", "tasks", "title", "price", "parts", "legal"]
)
def test_the_editor_of_a_filter_keeps_the_rest_of_the_list(erp: World, rows: list[Any], field: str):
    base = f"{erp.root}registers/decision/filters"
    page = erp.as_(Role.MANAGER).get(f"{base}/{field}?q=cloud&f.reason=cheap").content.decode()
    assert 'name="q" value="cloud"' in page
    assert 'name="f.reason" value="cheap"' in page
    assert f'name="f.{field}' in page
    assert erp.as_(Role.MANAGER).get(f"{base}/nothing").status_code == 404


def test_columns_are_those_that_were_chosen_in_their_order(visit: Visit, rows: list[Any]):
    for query in ("columns=reason,title", "columns=reason&columns=title"):
        listing = Listing(visit, visit.spec("decision"), QueryDict(query))
        assert [one.key for one in listing.columns] == ["reason", "title"]


# ---- views


def save(erp: World, role: str, **given: str) -> Any:
    return erp.as_(role).post(f"{erp.root}registers/decision/views/new", {"query": "q=a&page=2", **given})


def test_a_view_is_kept_and_opens_first(erp: World, rows: list[Any]):
    base = f"{erp.root}registers/decision/"
    assert save(erp, Role.MANAGER, name="Mine", first="1").status_code == 302
    kept = SavedView.objects.get()
    assert (kept.query, kept.shared, kept.first) == ("q=a", False, True)
    opened = erp.as_(Role.MANAGER).get(base)
    assert opened["Location"] == f"{base}?q=a&view={kept.pk}"
    assert erp.as_(Role.MANAGER).get(f"{base}?show=").status_code == 200
    assert erp.as_(Role.CONSULTANT).get(base).status_code == 200  # it is not theirs
    assert "Mine" not in erp.as_(Role.CONSULTANT).get(base).content.decode()


def test_a_shared_view_is_for_all_and_ones_own_comes_first(erp: World, rows: list[Any]):
    base = f"{erp.root}registers/decision/"
    save(erp, Role.MANAGER, name="Ours", first="1", shared="1")
    assert "q=a" in erp.as_(Role.SPONSOR).get(base)["Location"]
    save(erp, Role.SPONSOR, name="Mine", first="1", query="q=b")
    assert "q=b" in erp.as_(Role.SPONSOR).get(base)["Location"]
    assert save(erp, Role.SPONSOR, name="Loud", shared="1").status_code == 403  # may not edit the register


def test_a_view_of_the_same_name_is_replaced(erp: World, rows: list[Any]):
    save(erp, Role.MANAGER, name="Mine")
    save(erp, Role.MANAGER, name=" Mine ", query="q=b")
    assert SavedView.objects.get().query == "q=b"


def test_a_view_without_a_name_keeps_what_was_typed(erp: World, rows: list[Any]):
    wrong = save(erp, Role.MANAGER, name=" ", shared="1")
    assert wrong.status_code == 422
    assert "Give it a name." in wrong.content.decode()
    assert 'name="query" value="q=a"' in wrong.content.decode()
    assert 'name="shared" value="1" checked' in wrong.content.decode()


def test_a_view_is_deleted_by_its_owner_or_a_manager(erp: World, rows: list[Any]):
    save(erp, Role.CONSULTANT, name="Ours", shared="1")
    save(erp, Role.CONSULTANT, name="Own")
    shared, own = SavedView.objects.get(name="Ours"), SavedView.objects.get(name="Own")
    base = f"{erp.root}registers/decision/views"
    assert erp.as_(Role.KEY_USER).post(f"{base}/{shared.pk}/remove").status_code == 403
    assert erp.as_(Role.MANAGER).post(f"{base}/{own.pk}/remove").status_code == 404  # nobody else knows of it
    assert erp.as_(Role.MANAGER).post(f"{base}/{shared.pk}/remove").status_code == 302
    assert erp.as_(Role.CONSULTANT).post(f"{base}/{own.pk}/remove").status_code == 302
    assert not SavedView.objects.exists()


# ---- cells


def cell(erp: World, field: str, role: str = Role.MANAGER, **given: str) -> Any:
    address = f"{erp.root}registers/decision/1/cells/{field}?columns=title,{field}"
    return erp.as_(role).post(address, given) if given else erp.as_(role).get(address)


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [("title", "Which cloud?", "Which cloud?"), ("decision", "Theirs", "Theirs"), ("price", "1,200", "1,200.00"),
     ("decided_on", "2027-03-18", "18 Mar 2027"), ("tasks", "T3 T1", "T1"), ("parts", "a", "Alpha")],
)  # fmt: skip
def test_a_cell_is_edited_in_its_place(erp: World, rows: list[Any], field: str, typed: str, shown: str):
    assert 'name="version" value="1"' in cell(erp, field).content.decode()
    done = cell(erp, field, **{field: typed, "version": "1"})
    assert done.status_code == 200
    assert done.content.decode().startswith("<tr")
    assert shown in done.content.decode()
    assert f'data-cell="{field}"' in done.content.decode()


def test_a_cell_that_cannot_be_taken_comes_back_as_it_was_typed(erp: World, rows: list[Any]):
    wrong = cell(erp, "decided_on", decided_on="soon", version="1")
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.content.decode()
    assert "Write a date" in wrong.content.decode()


def test_a_cell_that_somebody_changed_shows_theirs_and_keeps_mine(erp: World, rows: list[Any]):
    assert cell(erp, "decision", decision="First", version="1").status_code == 200
    late = cell(erp, "decision", Role.CONSULTANT, decision="Second", version="1")
    assert late.status_code == 409
    text = late.content.decode()
    assert "First" in text
    assert "Second" in text
    assert 'name="version" value="2"' in text
    assert cell(erp, "decision", Role.CONSULTANT, decision="Second", version="2").status_code == 200


def test_only_what_one_may_write_is_a_cell(erp: World, rows: list[Any]):
    for field in ("number", "state", "paper", "version", "nothing"):
        assert cell(erp, field).status_code == 404
    assert cell(erp, "price", Role.CONSULTANT).status_code == 404  # does not see money
    assert cell(erp, "decision", Role.SPONSOR).status_code == 403
    assert "data-cell" not in erp.as_(Role.SPONSOR).get(f"{erp.root}registers/decision/").content.decode()
