"""Drafts and versions, and what becomes of the data."""

import contextlib
from threading import Thread

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.registers.configuration.documents import choices, field, right, site
from tests.schedule.world import World, world
from uptake.platform.models import Job
from uptake.registers import services
from uptake.registers.configuration import drafts, publishing
from uptake.registers.configuration import effects as doing
from uptake.registers.configuration.difference import difference
from uptake.registers.configuration.document import fields_of, tidied
from uptake.registers.configuration.effects import effects
from uptake.registers.configured import Configured, published, version_of
from uptake.registers.kinds import parse, text_of
from uptake.registers.models import Configuration, Entry, Record, Sheet, SheetEntry
from uptake.registers.page import history_of
from uptake.registers.spec import Field, Kind
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit


def put(erp: World, document, **options):
    """Publish a document."""
    draft = drafts.replace(erp.project, erp.manager, document)
    return publishing.publish(erp.project, erp.manager, edits=draft.edits, **options)


def with_field(**values):
    """Return “Sites” with one of its fields declared otherwise."""
    document = {"registers": [site()]}
    key = values.pop("key")
    for one in fields_of(document, "site"):
        if one["key"] == key:
            label = one["label"]
            one.clear()
            one.update({"key": key, "label": label, **values})
    return document


def make(erp: World, **values):
    visit = Visit(erp.project, erp.manager)
    return services.create(visit, visit.spec("site"), {"title": "Hall", **values})


def values_of(record: Record) -> dict:
    return Record.objects.get(pk=record.pk).values


def test_a_register_made_in_the_browser_can_be_used_at_once(erp: World):
    row = put(erp, {"registers": [site()]}, note="First")
    assert (row.version, version_of(erp.project), row.note) == (1, 1, "First")
    record = make(erp, rooms="3", level="high", budget="12.50", ready_on="2027-03-18")
    assert record.values == {
        "rooms": 3, "level": "high", "budget": 1250, "ready_on": "2027-03-18", "score": 6}  # fmt: skip
    assert not Configuration.objects.filter(project=erp.project, version=None).exists()


def test_two_editors_do_not_overwrite_each_other(erp: World):
    first = drafts.edit(erp.project, erp.manager, lambda one: one["registers"].append(site()))
    second = drafts.edit(erp.project, erp.manager, lambda one: one["modules"].update(risk=False))
    assert (first.edits, second.edits) == (1, 2)
    assert second.content["registers"][0]["key"] == "site"
    with pytest.raises(drafts.Outdated):
        publishing.publish(erp.project, erp.manager, edits=first.edits)
    with pytest.raises(drafts.Outdated):
        drafts.discard(erp.project, edits=first.edits)
    publishing.publish(erp.project, erp.manager, edits=second.edits)
    with pytest.raises(drafts.Outdated):
        publishing.publish(erp.project, erp.manager, edits=second.edits)


def test_a_change_that_makes_it_wrong_is_refused_and_leaves_the_draft(erp: World):
    put(erp, {"registers": [site()]})
    with pytest.raises(drafts.Unfit) as why:
        drafts.edit(erp.project, erp.manager, lambda one: fields_of(one, "site").pop(0))
    assert {one.path[-1] for one in why.value.problems} == {"formula", "columns"}
    assert not drafts.Draft(erp.project).changed


def test_a_draft_may_be_unfinished_a_version_may_not(erp: World):
    draft = drafts.edit(erp.project, erp.manager, lambda one: one["registers"].append(site(moves=[])))
    with pytest.raises(drafts.Unfit):
        publishing.publish(erp.project, erp.manager, edits=draft.edits)
    assert version_of(erp.project) == 0


def test_a_removed_field_is_hidden_with_its_values_and_comes_back_with_them(erp: World):
    put(erp, {"registers": [site()]})
    record = make(erp, ready_on="2027-03-18")
    without = {"registers": [site()]}
    without["registers"][0]["fields"] = [one for one in site()["fields"] if one["key"] != "ready_on"]
    (said,) = effects(erp.project, {"registers": [site()]}, without).hidden
    assert (said.name, said.label, said.count) == ("Sites", "Ready On", 1)
    put(erp, without)
    assert values_of(record)["ready_on"] == "2027-03-18"
    assert Visit(erp.project, erp.manager).spec("site").field("ready_on") is None
    back = with_field(key="ready_on", kind="text")
    (converted,) = effects(erp.project, without, back).converted
    assert (converted.kept, converted.lost) == (1, 0)
    put(erp, back)
    assert values_of(record)["ready_on"] == "2027-03-18"


def test_a_removed_register_is_said_with_its_records(erp: World):
    put(erp, {"registers": [site()]})
    make(erp)
    (said,) = effects(erp.project, {"registers": [site()]}, {}).hidden
    assert (said.name, said.label, said.count) == ("Sites", "", 1)
    put(erp, {})
    assert Record.objects.filter(register="site").count() == 1
    put(erp, {"registers": [site()]})
    assert Visit(erp.project, erp.manager).record(Visit(erp.project, erp.manager).spec("site"), 1)


CONVERSIONS = [
    ("text", {}, "12", "number", {}, 12),
    ("text", {}, "1,250.5", "money", {}, 125050),
    ("text", {}, "18.3.2027", "date", {}, "2027-03-18"),
    ("text", {}, "high", "choice", {"choices": choices("Low", "High")}, "high"),
    ("text", {}, "yes", "checkbox", {}, True),
    ("number", {}, 2.5, "text", {}, "2.5"),
    ("number", {}, 12, "money", {}, 1200),
    ("money", {}, 1250, "number", {}, 12.5),
    ("date", {}, "2027-03-18", "text", {}, "2027-03-18"),
    ("choice", {"choices": choices("Low", "High")}, "high", "text", {}, "High"),
    (
        "choice",
        {"choices": choices("Low", "High")},
        "high",
        "multi_choice",
        {"choices": choices("Low", "High")},
        ["high"],
    ),
    (
        "multi_choice",
        {"choices": choices("Low", "High")},
        ["high"],
        "choice",
        {"choices": choices("Low", "High")},
        "high",
    ),
    ("multi_choice", {"choices": choices("Low", "High")}, ["low", "high"], "long_text", {}, "Low, High"),
    ("long_text", {}, "a\nb", "text", {}, "a b"),
]


@pytest.mark.parametrize(("old", "more", "value", "new", "others", "becomes"), CONVERSIONS)
def test_values_are_converted(erp: World, old, more, value, new, others, becomes):
    put(erp, {"registers": [site(fields=[field("a", old, **more)], columns=[])]})
    record = make(erp)
    Record.objects.filter(pk=record.pk).update(values={"a": value})
    put(erp, {"registers": [site(fields=[field("a", new, **others)], columns=[])]})
    assert values_of(record) == {"a": becomes}
    written = [one for one in Entry.objects.filter(record_id=record.pk) if one.kind == Entry.Kind.CHANGED]
    assert [one.changes for one in written] == (
        [] if value == becomes else [[{"field": "a", "old": value, "new": becomes}]]
    )
    assert all(one.reason for one in written)
    assert Record.objects.get(pk=record.pk).version == record.version + len(written)


def test_what_cannot_be_converted_is_refused_unless_it_may_be_lost(erp: World):
    put(erp, {"registers": [site(fields=[field("a")], columns=[])]})
    good, bad = make(erp, a="12"), make(erp, a="a dozen")
    document = {"registers": [site(fields=[field("a", "number")], columns=[])]}
    with pytest.raises(publishing.WouldLose) as why:
        put(erp, document)
    (said,) = why.value.effects.converted
    assert (said.kept, said.lost) == (1, 1)
    assert [(one.code, one.value) for one in said.samples] == [("SR-002", "a dozen")]
    assert (values_of(good), version_of(erp.project)) == ({"a": "12"}, 1)
    publishing.publish(erp.project, erp.manager, edits=drafts.Draft(erp.project).edits, lose=True)
    assert (values_of(good), values_of(bad)) == ({"a": 12}, {})
    visit = Visit(erp.project, erp.manager)
    (line,) = history_of(visit, visit.spec("site"), bad)[0]["lines"]
    assert "a dozen" in str(line)


def test_removed_choices_in_use_count_as_lost(erp: World):
    put(erp, {"registers": [site()]})
    record = make(erp, level="high")
    document = with_field(key="level", kind="choice", choices=choices("Low", "Middle"))
    with pytest.raises(publishing.WouldLose):
        put(erp, document)
    renamed = with_field(
        key="level", kind="choice", choices=[*choices("Low"), {"value": "top", "label": "High"}]
    )
    put(erp, renamed)
    assert values_of(record)["level"] == "top"


def test_records_of_a_removed_state_go_to_the_first(erp: World):
    put(erp, {"registers": [site()]})
    record = make(erp)
    visit = Visit(erp.project, erp.manager)
    services.move(visit, visit.spec("site"), record, "done")
    states = [{"key": "draft", "label": "Draft"}, {"key": "final", "label": "Final"}]
    moves = [{"source": "draft", "target": "final", "label": "Go"}]
    put(erp, {"registers": [site(states=states, moves=moves)]})
    assert Record.objects.get(pk=record.pk).state == "draft"
    assert Entry.objects.filter(record_id=record.pk).first().kind == Entry.Kind.MOVED


def test_who_changes_a_record_meanwhile_waits_and_nothing_is_overwritten(transactional_db: None, monkeypatch):
    erp = world()
    put(erp, {"registers": [site(fields=[field("a")], columns=[])]})
    record = make(erp, a="12")

    def finish() -> None:
        visit = Visit(erp.project, erp.manager)
        services.move(visit, visit.spec("site"), record, "done")
        connection.close()

    other, real = Thread(target=finish), doing.write

    def write(*given) -> None:
        other.start()
        other.join(0.5)  # it would be through by now, were the records not locked
        real(*given)

    monkeypatch.setattr(doing, "write", write)
    put(erp, {"registers": [site(fields=[field("a", "number")], columns=[])]})
    other.join()
    record.refresh_from_db()
    assert (record.state, record.values) == ("done", {"a": 12})


def test_formulas_are_computed_anew(erp: World):
    put(erp, {"registers": [site()]})
    record = make(erp, rooms="3")
    put(erp, with_field(key="score", kind="formula", formula="rooms * 10 + len(level)", result="number"))
    assert values_of(record)["score"] == 30
    put(erp, with_field(key="score", kind="formula", formula="1 / (rooms - 3)", result="number"))
    assert "score" not in values_of(record)


def test_formulas_of_many_records_are_computed_by_a_job(
    erp: World, monkeypatch, django_capture_on_commit_callbacks
):
    put(erp, {"registers": [site()]})
    record, other = make(erp, rooms="3"), make(erp, rooms="4")
    monkeypatch.setattr(publishing, "AT_ONCE", 1)
    monkeypatch.setattr(publishing, "BATCH", 1)
    put(erp, with_field(key="score", kind="formula", formula="rooms + 100", result="money"))
    job = Job.objects.get(kind=publishing.FORMULAS)
    publishing.jobs.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert (values_of(record)["score"], values_of(other)["score"]) == (10_300, 10_400)


def test_nothing_is_done_when_something_goes_wrong_half_way(erp: World, monkeypatch):
    put(erp, {"registers": [site(fields=[field("a")], columns=[])]})
    record = make(erp, a="12")

    def crash(*_given):
        raise RuntimeError

    monkeypatch.setattr(publishing, "_compute_anew", crash)
    with pytest.raises(RuntimeError):
        put(erp, {"registers": [site(fields=[field("a", "number")], columns=[])]})
    assert (values_of(record), version_of(erp.project)) == ({"a": "12"}, 1)


def test_fields_of_tasks_are_converted_too(erp: World):
    put(erp, {"fields": {"task": [field("room")]}})
    sheet = Sheet.objects.create(project=erp.project, of="task", uid=2, values={"room": "12"})
    put(erp, {"fields": {"task": [field("room", "number"), field("twice", "formula", formula="room * 2")]}})
    sheet.refresh_from_db()
    assert (sheet.values, sheet.version) == ({"room": 12, "twice": 24}, 2)
    assert SheetEntry.objects.get(sheet=sheet).changes == [{"field": "room", "old": "12", "new": 12}]


def test_what_changed_is_said_in_words():
    old = {"registers": [site()], "modules": {"risk": False}}
    new = with_field(key="rooms", kind="text")
    said = [f"{one.sign} {one.where}: {one.text}" for one in difference(old, new)]
    assert said == [
        "~ Modules: Risks is switched on",
        "~ Sites › Rooms: Kind: Number → Text",
    ]


@pytest.mark.parametrize("old", list(Kind))
@pytest.mark.parametrize("value", [1, "x", ["a"], True, 2.5, {"a": 1}, None])
def test_history_of_another_kind_can_be_shown(visit: Visit, old, value):
    assert isinstance(text_of(Field(key="a", label="", kind=old), value, {}), str)


VALUES = {"a": "2", "b": "Low", "c": "2027-03-18", "d": "12.5", "e": "yes"}


def fits(one: Field, value: object, people: dict) -> bool:
    """Tell whether a stored value is one that the field could have stored."""
    if value is None:
        return True
    shown = one.result if one.kind is Kind.FORMULA else one.kind
    if shown in {Kind.NUMBER, Kind.MONEY}:
        return isinstance(value, int if shown is Kind.MONEY else (int, float)) and not isinstance(value, bool)
    return parse(one, value, people) == value


class Restoring(TestCase):
    @settings(max_examples=60)
    @given(st.lists(right(), min_size=2, max_size=4))
    def test_data_fits_every_version_and_one_that_is_brought_back_gives_the_same_registers(self, documents):
        erp = world()
        for number, document in enumerate(documents):
            draft = drafts.replace(erp.project, erp.manager, document)
            if draft.row is None:
                continue
            publishing.publish(erp.project, erp.manager, edits=draft.edits, lose=True)
            visit = Visit(erp.project, erp.manager)
            visit.__dict__["configured"] = Configured(tidied(document))
            spec = visit.spec("site")
            for record in Record.objects.filter(project=erp.project, register="site"):
                for one in spec.fields:
                    assert fits(one, record.values.get(one.key), visit.people), (one, record.values)
                assert not spec.states or spec.state(record.state)
            if number == 0:
                for key, text in VALUES.items():
                    with contextlib.suppress(Unfit):
                        services.create(visit, spec, {"title": "Hall", key: text})
        first = published(erp.project.pk, 1)
        if tidied(first) != tidied(published(erp.project.pk, version_of(erp.project))):
            put(erp, first, lose=True)
        now = Configured(published(erp.project.pk, version_of(erp.project)))
        assert now.registers == Configured(tidied(documents[0])).registers
