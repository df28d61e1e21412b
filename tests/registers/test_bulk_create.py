"""Many records made at once are what they would be made one by one."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.schedule.world import World
from uptake.projects.access import Forbidden
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.bulk_create import Draft, create_many
from uptake.registers.models import Configuration, Entry, Link, Record
from uptake.registers.spec import Kind
from uptake.registers.visit import Visit, plain

FIELDS = [
    {"key": "weight", "label": "Weight", "kind": "number"},
    {"key": "price", "label": "Price", "kind": "money"},
    {"key": "ready", "label": "Ready", "kind": "checkbox"},
    {"key": "kinds", "label": "Kinds", "kind": "multi_choice",
     "choices": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]},
    {"key": "before", "label": "Before", "kind": "link", "of": "decision", "many": True},
]  # fmt: skip
OWN = {
    "key": "site", "prefix": "SITE", "name": "Site", "plural": "Sites", "fields": FIELDS,
    "states": [{"key": "new", "label": "New"}, {"key": "done", "label": "Done", "open": False}],
}  # fmt: skip


def configure(erp: World) -> Visit:
    Configuration.objects.create(
        project=erp.project, version=1, content={"registers": [OWN], "fields": {"decision": FIELDS}}
    )
    return Visit(erp.project, erp.manager)


def given(erp: World, register: str) -> list[dict[str, Any]]:
    own = {"weight": "2.5", "price": "1,200.50", "ready": "yes", "kinds": "B; A"}
    built_in = {
        "context": "Line\nLine",
        "decided_on": "2027-03-18",
        "decided_by": "Manager",
        "tasks": "T2, T1",
    }
    rows: list[dict[str, Any]] = [
        {"title": "First"},
        {"title": "Second", **own},
        {"title": "Third", "ready": "no", "before": "D-001, D-002"},
    ]
    if register == "decision":
        rows.append({"title": "Fourth", **built_in | {"decided_by": erp.manager.pk}, **own})
    return rows


def told(spec: Any, record: Any) -> dict[str, Any]:
    record = spec.model.objects.get(pk=record.pk)
    links = Link.objects.filter(source_id=record.pk).order_by("field", "pk")
    entry = Entry.objects.get(record_id=record.pk)
    return {
        "title": record.title,
        "state": record.state,
        "version": record.version,
        "by": record.created_by_id,
        "values": record.values,
        "fields": {one.key: plain(record, one) for one in spec.fields if one.kind is not Kind.LINK},
        "links": [(one.field, one.target_id, one.task) for one in links],
        "history": (entry.kind, entry.by_id, entry.changes),
        "dated": (record.created_at is not None, record.changed_at is not None),
    }


@pytest.mark.parametrize("register", ["decision", "site"])
def test_many_at_once_equal_one_by_one(erp: World, register: str):
    visit = configure(erp)
    for title in ("Cloud?", "Partner?"):
        services.create(visit, visit.spec("decision"), {"title": title})
    spec = visit.spec(register)
    rows = given(erp, register)
    single = [services.create(visit, spec, row) for row in rows]
    drafts = []
    for row in rows:
        found = services.cleaned(visit, spec, row, whole=True)
        assert not found.errors
        drafts.append(Draft(values=found.values))
    many = create_many(visit, spec, drafts)
    assert [told(spec, one) for one in many] == [told(spec, one) for one in single]
    assert [one.number for one in many] == [one.number + len(rows) for one in single]


def test_numbers_and_states_can_be_given(erp: World):
    visit = configure(erp)
    spec = visit.spec("site")
    services.create(visit, spec, {"title": "First"})
    drafts = [
        Draft(values={"title": "A"}),
        Draft(values={"title": "B"}, number=7, state="done"),
        Draft(values={"title": "C"}),
    ]  # fmt: skip
    made = create_many(visit, spec, drafts, kind=Entry.Kind.IMPORTED, reason="sites.xlsx")
    assert [(one.number, one.state) for one in made] == [(8, "new"), (7, "done"), (9, "new")]
    assert set(Entry.objects.filter(reason="sites.xlsx").values_list("kind", flat=True)) == {"imported"}


def test_the_statements_do_not_grow_with_the_records(erp: World):
    visit = configure(erp)
    spec = visit.spec("site")
    counts = []
    for number in (2, 40):
        with CaptureQueriesContext(connection) as asked:
            create_many(visit, spec, [Draft(values={"title": f"{one}"}) for one in range(number)])
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Record.objects.filter(register="site").count() == 42


def test_who_may_not_edit_makes_nothing(erp: World):
    visit = configure(erp)
    guest = Visit(erp.project, erp.people.get("guest") or visit.person)
    guest.role = Role.GUEST
    with pytest.raises(Forbidden):
        create_many(guest, visit.spec("site"), [Draft(values={"title": "A"})])
