"""What is wrong with a configuration is said in words, at its place; whatever it is."""

import json

import pytest
from hypothesis import given

from tests.registers.configuration.documents import DOCUMENTS, JSON, choices, field, site
from uptake.registers.configuration.check import check
from uptake.registers.configuration.difference import difference
from uptake.registers.configuration.document import new_key, tidied
from uptake.registers.configuration.field_form import columns_from
from uptake.registers.configuration.files import Unreadable, read, write
from uptake.registers.configured import MONEY_READERS, Configured
from uptake.registers.spec import EVERYBODY


def told(document, previous=None):
    return [(one.path, one.sentence) for one in check(document, previous)]


@given(JSON, JSON)
def test_no_json_makes_it_fail(document, other):
    assert all(one.sentence for one in check(document))
    assert all(one.sentence for one in check({"fields": document, "registers": other, "flows": document}))


@given(DOCUMENTS, DOCUMENTS)
def test_what_has_the_right_shape_is_judged_and_can_be_read_when_it_is_right(document, other):
    previous = other if not check(other) else {}
    found = check(document, previous)
    assert all(isinstance(str(one), str) and one.sentence for one in found)
    if not found:
        Configured(document)
        difference(previous, document)


@given(DOCUMENTS)
def test_a_file_brings_back_what_it_was_written_from(document):
    if check(document):
        return
    content, _left, problems = read(write(document))
    assert problems == []
    for flow in document.get("flows", ()):
        for step in flow["steps"]:
            if step.pop("people", None) and not step.get("roles"):
                step["roles"] = ["manager"]
    assert json.dumps(content, sort_keys=True) == json.dumps(tidied(document), sort_keys=True)


def test_a_whole_configuration_is_right():
    document = {
        "modules": {"risk": False},
        "fields": {"decision": [field("cost", "money")], "task": [field("room")], "project": [field("erp", "number")]},
        "registers": [site()],
        "flows": [
            {"key": "big", "name": "Big ones", "register": "site", "target": "done", "remind_days": 2,
             "when": {"field": "budget", "op": ">=", "value": 5_000_000},
             "steps": [{"name": "Sponsor", "roles": ["sponsor"], "rule": "any"}]}
        ],
    }  # fmt: skip
    assert check(document) == []
    read = Configured(document)
    assert [one.key for one in read.registers["site"].fields][-1] == "score"
    assert "decision" not in read.registers


WRONG = [
    ({"what": 1}, ("what",)),
    ({"modules": {"nowhere": True}}, ("modules", "nowhere")),
    ({"modules": {"risk": 1}}, ("modules", "risk")),
    ({"fields": {"nothing": [field("a")]}}, ("fields", "nothing")),
    ({"fields": {"decision": [field("context")]}}, ("fields", "decision", "context", "key")),
    ({"fields": {"decision": [field("x", label="Context")]}}, ("fields", "decision", "x", "label")),
    ({"fields": {"task": [field("state")]}}, ("fields", "task", "state", "key")),
    ({"fields": {"task": [field("a", "link", of="task")]}}, ("fields", "task", "a", "kind")),
    ({"fields": {"task": [field("a", "choice")]}}, ("fields", "task", "a", "choices")),
    ({"fields": {"task": [field("a", "choice", choices=choices("X", "X"))]}}, ("fields", "task", "a", "choices")),
    ({"fields": {"task": [field("a", "number", low=2, high=1)]}}, ("fields", "task", "a", "high")),
    ({"fields": {"task": [field("a", "number", default="many")]}}, ("fields", "task", "a", "default")),
    ({"fields": {"task": [field("a", "text", total="sum")]}}, ("fields", "task", "a", "total")),
    ({"fields": {"task": [field("a", readers=["king"])]}}, ("fields", "task", "a", "readers", 0)),
    ({"fields": {"task": [field(f"a{i}") for i in range(61)]}}, ("fields", "task")),
    (
        {"fields": {"task": [field("a", "formula", formula="b + 1"), field("b", "formula", formula="a + 1")]}},
        ("fields", "task", "a", "formula"),
    ),
    ({"fields": {"task": [field("a", "formula", formula="rooms +")]}}, ("fields", "task", "a", "formula")),
    (
        {"fields": {"task": [field("a", "formula", formula="'x'", result="number")]}},
        ("fields", "task", "a", "result"),
    ),
    ({"registers": [site(key="decision")]}, ("registers", "decision", "key")),
    ({"registers": [site(prefix="D")]}, ("registers", "site", "prefix")),
    ({"registers": [site(prefix="s-r")]}, ("registers", "site", "prefix")),
    ({"registers": [site(), site(key="other")]}, ("registers", "site", "prefix")),
    ({"registers": [site(columns=["nothing"])]}, ("registers", "site", "columns")),
    ({"registers": [site(icon="nothing")]}, ("registers", "site", "icon")),
    ({"registers": [site(section="nothing")]}, ("registers", "site", "section")),
    (
        {"registers": [site(moves=[{"source": "open", "target": "gone", "label": "Go"}])]},
        ("registers", "site", "moves"),
    ),
    (
        {"fields": {"decision": [field("a", "rows", columns=[field("b", readers=["manager"])])]}},
        ("fields", "decision", "a", "columns", "b", "readers"),
    ),
    (
        {"fields": {"decision": [field("a", "rows", columns=[field("b", writers=["manager"])])]}},
        ("fields", "decision", "a", "columns", "b", "writers"),
    ),
    ({"registers": [site(fields=[field("a", "rows")], columns=[])]}, ("registers", "site", "fields", "a", "columns")),
    (
        {"registers": [site()], "flows": [{"key": "f", "name": "F",
                                           "register": "site", "target": "gone", "steps": []}]},
        ("flows", "f", "target"),
    ),
    (
        {"registers": [site()], "flows": [
            {"key": "f", "name": "F", "register": "site", "target": "done", "steps": [{"name": "One"}]}]},
        ("flows", "f", "steps", 0),
    ),
    (
        {"registers": [site()], "flows": [
            {"key": "f", "name": "F", "register": "site", "target": "done",
             "when": {"field": "level", "op": ">", "value": "high"},
             "steps": [{"name": "One", "roles": ["sponsor"]}]}]},
        ("flows", "f", "when"),
    ),
    ({"scales": {"probability": [{"value": "1", "label": "Once"}]}}, ("scales", "probability")),
    ({"scales": {"weight": []}}, ("scales", "weight")),
]  # fmt: skip


@pytest.mark.parametrize(("document", "path"), WRONG, ids=[str(index) for index in range(len(WRONG))])
def test_what_is_wrong_is_said_at_its_place(document, path):
    assert path in [one for one, _sentence in told(document)]


def test_a_state_that_nothing_leads_to_is_unfinished():
    (found,) = check({"registers": [site(moves=[])]})
    assert found.unfinished
    assert "Done" in found.sentence


def test_what_was_published_keeps_prefix_and_kinds_that_cannot_be_converted():
    was = {"registers": [site(fields=[field("to", "link", of="task"), field("a", "number")], columns=[])]}
    now = {"registers": [site(prefix="XX", columns=[], fields=[
        field("to", "text"), field("a", "formula", formula="1", result="number")])]}  # fmt: skip
    paths = [path for path, _sentence in told(now, was)]
    assert ("registers", "site", "prefix") in paths
    assert ("registers", "site", "fields", "to", "kind") in paths
    assert ("registers", "site", "fields", "a", "kind") in paths


def test_one_wrong_formula_does_not_hide_another():
    fields = [field("a", "formula", formula="1 +"), field("b", "formula", formula="a + nothing")]
    assert [path for path, _ in told({"fields": {"task": fields}})] == [
        ("fields", "task", "a", "formula"),
        ("fields", "task", "b", "formula"),
    ]


def test_a_formula_is_not_read_by_who_may_not_read_what_it_is_computed_of():
    fields = [field("cost", "money"), field("twice", "formula", formula="cost * 2"),
              field("more", "formula", formula="twice + 1")]  # fmt: skip
    read = {one.key: one for one in Configured({"fields": {"task": fields}}).beside["task"]}
    assert read["more"].readers == read["twice"].readers == read["cost"].readers


def test_a_formula_that_gives_money_is_read_by_those_who_may_see_money():
    fields = [field("days", "number"), field("price", "formula", formula="days * 1200", result="money"),
              field("half", "formula", formula="price / 2", result="number")]  # fmt: skip
    read = {one.key: one for one in Configured({"fields": {"task": fields}}).beside["task"]}
    assert read["price"].readers == read["half"].readers == MONEY_READERS
    assert read["days"].readers == EVERYBODY


def test_a_column_that_had_readers_loses_them_when_it_is_saved():
    before = field("secret", readers=["manager"], help="Not for everybody")
    (found,) = columns_from([{"id": "secret", "label": "Secret", "kind": "text"}], [before])
    assert (found.get("readers"), found["help"]) == (None, "Not for everybody")


@pytest.mark.parametrize(
    ("label", "key"), [("Ready on", "ready_on"), ("2nd floor", None), ("影响", None), ("State", "state_2")]
)
def test_a_key_is_made_of_a_label(label, key):
    found = new_key(label, ["rooms"])
    assert found == key or (key is None and found.startswith("f_"))
    assert not check({"fields": {"task": [field(found, label=label)]}})


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe", b"[]", b"{", b'{"uptake": 1}', b'{"uptake": "configuration", "format": 2}',
        b"[" * 100_000, b'{"a":' * 50_000, b"1" * 2_000_001, b'{"uptake": "configuration", "format": NaN}',
        b"9" * 10_000,
    ],
)  # fmt: skip
def test_a_file_that_is_no_configuration_is_refused_in_words(data):
    with pytest.raises(Unreadable) as why:
        read(data)
    assert str(why.value)


def test_unknown_names_in_a_file_are_said():
    _content, left, problems = read(
        b'{"uptake": "configuration", "format": 1, "by": "me", "configuration": {"x": 1}}'
    )
    assert "by" in left[0]
    assert [one.path for one in problems] == [("x",)]
