"""Which questions can be asked, which show, and what is an answer."""

import pytest

from uptake.assessment import questions
from uptake.assessment.questions import Question, check, parse, read, shown
from uptake.registers.kinds import Wrong


def row(key, kind="text", **more):
    return {"id": key, "key": key, "kind": kind, "text": f"{key}?", **more}


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([row("a"), row("a")], {"a": {"key"}}),
        ([row("a b")], {"a b": {"key"}}),
        ([row("a", "single", choices="Only one")], {"a": {"choices"}}),
        ([row("a", "multi", choices="\n".join(map(str, range(51))))], {"a": {"choices"}}),
        ([row("a", "scale", low=0, high=11)], {"a": {"high"}}),
        ([row("a", "scale", low=1.5, high=3)], {"a": {"high"}}),
        ([row("a", "scale", low=5, high=1)], {"a": {"high"}}),
        ([row("a", "number", low=5, high=1)], {"a": {"high"}}),
        ([row("a", show_question="b", show_equals="x"), row("b")], {"a": {"show_question"}}),
        ([row("a"), row("b", show_question="a", show_equals="x")], {"b": {"show_question"}}),
        ([row("a", "scale"), row("b", show_question="a", show_equals="9")], {"b": {"show_equals"}}),
        ([row("a"), row("b", show_equals="9")], {"b": {"show_question"}}),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_cell(rows, wrong):
    assert {key: set(cells) for key, cells in check(rows).items()} == wrong


def test_what_can_be_asked_is_right():
    rows = [
        row("班次", "single", choices="是\n否"),
        row("b", "scale", show_question="班次", show_equals="是"),
        row("c", show_question="b", show_equals="5"),
    ]
    assert check(rows) == {}
    assert read(rows)[1].steps == (1, 2, 3, 4, 5)


def test_what_depends_on_a_hidden_question_is_hidden():
    asked = read(
        [
            row("a", "multi", choices="x\ny"),
            row("b", "scale", show_question="a", show_equals="y"),
            row("c", show_question="b", show_equals="3"),
        ]
    )
    assert [one.key for one in shown(asked, {"a": ["x", "y"], "b": 3})] == ["a", "b", "c"]
    assert [one.key for one in shown(asked, {"a": ["x"], "b": 3})] == ["a"]


@pytest.mark.parametrize(
    ("question", "texts", "value"),
    [
        (Question(key="a", kind="single", text="", choices=("x", "y")), ["y"], "y"),
        (Question(key="a", kind="multi", text="", choices=("x", "y")), ["y", "x"], ["x", "y"]),
        (Question(key="a", kind="scale", text="", low=0, high=10), ["0"], 0),
        (Question(key="a", kind="number", text="", low=0, high=60), ["７．5"], 7.5),
        (Question(key="a", kind="text", text=""), ["  a\0b "], "ab"),
        (Question(key="a", kind="text", text=""), ["  "], None),
        (Question(key="a", kind="text", text=""), [], None),
    ],
)
def test_answers_are_understood(question, texts, value):
    assert parse(question, texts) == value


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (Question(key="a", kind="single", text="", choices=("x", "y")), ["z"]),
        (Question(key="a", kind="multi", text="", choices=("x", "y")), ["x", "z"]),
        (Question(key="a", kind="scale", text="", low=0, high=10), ["11"]),
        (Question(key="a", kind="scale", text="", low=0, high=10), ["٣"]),
        (Question(key="a", kind="number", text="", low=0, high=60), ["61"]),
        (Question(key="a", kind="number", text=""), ["NaN"]),
        (Question(key="a", kind="number", text=""), ["many"]),
        (Question(key="a", kind="text", text=""), ["x" * (questions.LONGEST_ANSWER + 1)]),
    ],
)
def test_what_is_no_answer_is_refused(question, texts):
    with pytest.raises(Wrong):
        parse(question, texts)
