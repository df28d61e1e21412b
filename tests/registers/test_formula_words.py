"""What is wrong with a formula is said in sentences, in both languages."""

from typing import get_args

import pytest
from django.utils.translation import override

from tests.registers.test_formula import FIELDS, LABELS
from uptake.registers.formulas import words as formula_words
from uptake.registers.formulas.language import Circular, FormulaError, compile_formula
from uptake.registers.formulas.tokens import What
from uptake.registers.formulas.words import formula_caret, formula_sentence

WRONG = [
    "", "impact ; 1", "1 + 'open", "1 + [open", "1" * 29, "1 +", "* 2", "1 2", "(1", "min(1 2)", "1)", "impct * 2",
    "qqqq", "rnd(1)", "qqqq(1)", "due - today()", "1 + round", "abs()", "abs(1, 2)", "if(open)", "sum()",
    "date(1, 2)", "year(impact)", "min(owner)", "if(open, 1, 'a')", "owner + 1", "due * due", "x" * 2001, "(" * 99,
]  # fmt: skip


def error_of(text, fields=FIELDS, labels=LABELS):
    with pytest.raises(FormulaError) as caught:
        compile_formula(text, fields, labels)
    return caught.value


def test_everything_that_can_be_wrong_has_words():
    assert set(formula_words._SENTENCES) == set(get_args(What))
    assert {error_of(text).what for text in WRONG} | {"circular"} == set(get_args(What))


@pytest.mark.parametrize("text", WRONG)
def test_sentences_in_both_languages(text):
    error = error_of(text, labels={})
    with override("en"):
        english = formula_sentence(error)
    with override("zh-hans"):
        chinese = formula_sentence(error)
    assert english.endswith((".", "?", "impact"))
    assert (
        not any("\u4e00" <= one <= "\u9fff" for one in english.replace("概率", "").replace("影响", ""))
        or LABELS
    )
    assert any("\u4e00" <= one <= "\u9fff" for one in chinese)
    assert "%(" not in english + chinese


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        (
            "2 * impct",
            "At character 5: There is no field “impct”. Did you mean “impact”?",
            "第 5 个字符：没有字段“impct”。您是不是要用“impact”？",
        ),
        (
            "owner + 1",
            "At character 7: “+” adds numbers. To join texts, write “&” instead.",
            "第 7 个字符：“+”用于数字相加。连接文本请改用“&”。",
        ),
        (
            "min(owner)",
            "At character 5: “min” needs a date or a number here, and this is a text.",
            "第 5 个字符：“min”在此处需要日期或数字，而这里是文本。",
        ),
    ],
)
def test_what_is_said(text, english, chinese):
    error = error_of(text)
    with override("en"):
        assert formula_sentence(error) == english
    with override("zh-hans"):
        assert formula_sentence(error) == chinese


def test_without_a_near_name_the_known_ones_are_told():
    with override("en"):
        assert "Use one of these: a, b." in formula_sentence(error_of("zzz", {"a": "text", "b": "text"}, {}))
        assert "Add the fields first" in formula_sentence(error_of("zzz", {}, {}))


def test_a_circle_is_drawn():
    with override("en"):
        assert "a → b → a" in formula_sentence(Circular(["a", "b"]))
        assert "needs its own result" in formula_sentence(Circular(["a"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + impct", "1 + impct\n    ^"),
        ("1 +\n  impct + 1", "  impct + 1\n  ^"),
        ("影响 + impct", "影响 + impct\n\u3000\u3000   ^"),
    ],
)
def test_a_caret_points_there(text, expected):
    assert formula_caret(text, error_of(text)) == expected
