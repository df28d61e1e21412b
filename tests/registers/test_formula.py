"""Formulas: what they mean, what they refuse, and that nothing in them surprises their caller."""

import decimal
import operator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from uptake.registers.formulas.language import (
    DEEPEST,
    Circular,
    FormulaError,
    compile_all,
    compile_formula,
    order,
    rename,
)
from uptake.registers.formulas.tokens import MOST_CHARACTERS, MOST_TOKENS
from uptake.registers.formulas.values import FUNCTIONS, LONGEST_TEXT, as_text

FIELDS = {
    "probability": "number",
    "impact": "number",
    "owner": "text",
    "title": "text",
    "due": "date",
    "raised": "date",
    "open": "bool",
    "urgent": "bool",
    "min": "number",
}
LABELS = {
    "概率": "probability",
    "影响": "impact",
    "负责人 (部门)": "owner",
    "Score ]": "impact",
    "gone": "no field",
}
VALUES = {
    "probability": Decimal("0.25"),
    "impact": 8,
    "owner": "李伟",
    "title": "Late data",
    "due": date(2026, 3, 1),
    "raised": "2026-02-26",
    "open": True,
    "urgent": False,
    "min": 3,
}


def result(text, **values):
    return compile_formula(text, FIELDS, LABELS).value({**VALUES, **values})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("probability * impact", Decimal(2)),
        ("[影响] * [概率]", Decimal(2)),
        ("影响 * 概率", Decimal(2)),
        ("【影响】×（1＋１）", Decimal(16)),
        ("Probability * IMPACT", Decimal(2)),
        ("[负责人 (部门)] & '!'", "李伟!"),
        ("[Score ]]]", Decimal(8)),
        ("= impact", Decimal(8)),
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("10 - 3 - 2", Decimal(5)),
        ("2 ^ 3 ^ 2", Decimal(512)),
        ("-2 ^ 2", Decimal(-4)),
        ("2 ^ -1", Decimal("0.5")),
        ("--1", Decimal(1)),
        ("7 % 4", Decimal(3)),
        ("-7 % 4", Decimal(-3)),
        ("0.1 + 0.2 = 0.3", True),
        (".5", Decimal("0.5")),
        ("1 < 2 and not 2 < 1", True),
        ("not open or urgent", False),
        ("impact <> 8", False),
        ("impact ≥ 8", True),
        ("impact != 8", False),
        ("impact == 8", True),
        ("'a' < 'b'", True),
        ("open = urgent", False),
        ("due > raised", True),
        ("due - raised", Decimal(3)),
        ("days(raised, due)", Decimal(3)),
        ("due + 31", date(2026, 4, 1)),
        ("1 + due", date(2026, 3, 2)),
        ("due - 1.9", date(2026, 2, 28)),
        ("date(2026, 2, 28) + 1", date(2026, 3, 1)),
        ("year(due) * 10000 + month(due) * 100 + day(due)", Decimal(20260301)),
        ("title & ' ' & 1.50 & ' ' & due & open", "Late data 1.5 2026-03-01true"),
        ("concat(title, 1, due)", "Late data12026-03-01"),
        ('"say ""yes"""', 'say "yes"'),
        ("'it''s'", "it's"),
        ("“完成”", "完成"),
        ("if(impact > 5, 'high', 'low')", "high"),
        ("IF(urgent, 1, 2)", Decimal(2)),
        ("if(urgent, 1)", None),
        ("min(3, impact, 5)", Decimal(3)),
        ("min + 1", Decimal(4)),
        ("max(due, raised)", date(2026, 3, 1)),
        ("sum(1, 2, impact)", Decimal(11)),
        ("round(2.5)", Decimal(3)),
        ("round(-2.345, 2)", Decimal("-2.35")),
        ("round(1234, -2)", Decimal(1200)),
        ("round(1 / 3, 2)", Decimal("0.33")),
        ("abs(-3) + floor(-1.5) + ceil(1.2)", Decimal(3)),
        ("len(title)", Decimal(9)),
        ("left(title, 4) & right(title, 4) & mid(title, 6, 2)", "Latedatada"),
        ("left(title, 99) & left(title, -1)", "Late data"),
        ("right(title, 0) & mid(title, 0, 1)", "L"),
        ("upper(owner & 'a') & lower('B')", "李伟Ab"),
        ("contains(title, 'data')", True),
        ("contains(title, 'Data')", False),
        ("coalesce(owner, 'nobody')", "李伟"),
        ("true", True),
    ],
)
def test_what_a_formula_means(text, expected):
    found = result(text)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("impact / 0", None),
        ("impact % 0", None),
        ("0 ^ 0", None),
        ("(0 - 8) ^ 0.5", None),
        ("10 ^ 40", None),
        ("10 ^ 10 ^ 10", None),
        ("due + 10 ^ 9", None),
        ("date(2026, 2, 30)", None),
        ("coalesce(impact / 0, -1)", Decimal(-1)),
        ("gap + 1", None),
        ("gap > 1", None),
        ("gap = gap", None),
        ("-gap", None),
        ("sum(gap, 2)", Decimal(2)),
        ("min(gap, 2)", Decimal(2)),
        ("sum(gap, gap)", None),
        ("max(gap)", None),
        ("round(gap)", None),
        ("year(day_off)", None),
        ("day_off + 1", None),
        ("if(gap > 1, 'high', 'low')", None),
        ("if(maybe, 1, 2)", None),
        ("not maybe", None),
        ("maybe and false", False),
        ("false and maybe", False),
        ("maybe and true", None),
        ("maybe or true", True),
        ("true or maybe", True),
        ("maybe or false", None),
        ("blank(gap)", True),
        ("blank(remark)", True),
        ("blank(1)", False),
        ("blank(false)", False),
        ("remark = ''", True),
        ("len(remark)", Decimal(0)),
        ("contains(remark, 'x')", False),
        ("remark & gap & maybe & day_off", None),
        ("'<' & gap & '>'", "<>"),
        ("coalesce(remark, 'none')", "none"),
        ("coalesce(gap, 7)", Decimal(7)),
        ("upper(remark)", None),
    ],
)
def test_what_is_empty(text, expected):
    empty = {"gap": "number", "remark": "text", "day_off": "date", "maybe": "bool"}
    assert compile_formula(text, FIELDS | empty, LABELS).value(VALUES) == expected


@pytest.mark.parametrize(
    ("text", "kind", "uses"),
    [
        ("[影响] * probability + impact", "number", {"impact", "probability"}),
        ("if(open, due, raised)", "date", {"open", "due", "raised"}),
        ("owner = ''", "bool", {"owner"}),
        ("1 & 2", "text", set()),
    ],
)
def test_kind_and_what_it_uses(text, kind, uses):
    formula = compile_formula(text, FIELDS, LABELS)
    assert (formula.kind, formula.uses) == (kind, uses)


def test_a_key_goes_before_a_label():
    formula = compile_formula("[b]", {"a": "number", "b": "number"}, {"b": "a", "B": "a"})
    assert formula.uses == {"b"}


@pytest.mark.parametrize(
    ("text", "what", "position"),
    [
        ("", "nothing", 0),
        (" = ", "nothing", 0),
        ("impact ; 1", "character", 7),
        ("1 + 'open", "open_text", 4),
        ("1 + [open", "open_name", 4),
        ("1" * 29, "number_size", 0),
        ("1 +", "value_expected", 3),
        ("* 2", "value_expected", 0),
        ("min(1,)", "value_expected", 6),
        ("and", "value_expected", 0),
        ("impact due", "operator_expected", 7),
        ("1 2", "operator_expected", 2),
        ("1, 2", "operator_expected", 1),
        ("(1 + 2", "bracket_expected", 6),
        ("min(1 2)", "bracket_expected", 6),
        ("1 + 2)", "extra_bracket", 5),
        ("impct * 2", "unknown_name", 0),
        ("1 + [gone]", "unknown_name", 4),
        ("[]", "unknown_name", 0),
        ("rnd(1)", "unknown_function", 0),
        ("__import__('os')", "unknown_function", 0),
        ("due - today()", "no_clock", 6),
        ("1 + round", "call_expected", 4),
        ("abs()", "argument_count", 0),
        ("abs(1, 2)", "argument_count", 0),
        ("if(open)", "argument_count", 0),
        ("sum()", "argument_count", 0),
        ("year(impact)", "argument_kind", 5),
        ("if(impact, 1, 2)", "argument_kind", 3),
        ("1 + -owner", "argument_kind", 4),
        ("not impact", "argument_kind", 0),
        ("if(open, 1, 'a')", "unlike_arguments", 12),
        ("min(1, due)", "unlike_arguments", 7),
        ("owner + 1", "operator_kinds", 6),
        ("due + due", "operator_kinds", 4),
        ("1 < 2 < 3", "operator_kinds", 6),
        ("open < urgent", "operator_kinds", 5),
        ("impact = owner", "operator_kinds", 7),
        ("1 and true", "operator_kinds", 2),
        (" " * (MOST_CHARACTERS + 1), "too_long", MOST_CHARACTERS),
        ("(" * (DEEPEST + 1), "too_complex", DEEPEST),
        ("+".join("1" * DEEPEST) + "+1", "too_complex", 2 * DEEPEST - 1),
        ("," * (MOST_TOKENS + 1), "too_complex", MOST_TOKENS + 1),
    ],
)
def test_what_is_refused_and_where(text, what, position):
    with pytest.raises(FormulaError) as caught:
        compile_formula(text, FIELDS, LABELS)
    assert (caught.value.what, caught.value.position) == (what, position)


def test_an_unknown_name_tells_the_known_ones():
    with pytest.raises(FormulaError) as caught:
        compile_formula("x", {"a": "number"}, {"甲": "a", "乙": "b"})
    assert caught.value.found == "x"
    assert set(caught.value.known) == {"a", "甲"}


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("sNaN"), 10**5000, "1e9999999", "x", True, []], ids=range(8)
)
def test_a_number_that_is_none_is_empty(value):
    assert result("blank(impact)", impact=value) is True


def test_stored_texts_are_read_as_what_the_field_is():
    assert result("impact + 1", impact="2.50") == Decimal("3.50")
    assert result("impact", impact=0.1) == Decimal("0.1")
    assert result("due", due="2026-05-04T10:00:00") == date(2026, 5, 4)
    assert result("due", due=datetime(2026, 5, 4, 10)) == date(2026, 5, 4)


def test_texts_stay_bounded():
    joined = " & ".join(["title"] * 40)
    assert len(result(joined, title="x" * 1_000_000)) == LONGEST_TEXT
    assert len(result("upper(title)", title="ß" * LONGEST_TEXT)) == LONGEST_TEXT


def test_zero_has_no_sign():
    assert str(result("0 * -1")) == "0"


def test_the_deepest_formulas_compute():
    assert result("(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1)) == 1
    assert result("+".join("1" * DEEPEST)) == DEEPEST


def test_formulas_come_after_what_they_need():
    fields = dict.fromkeys("abcde", "number")
    texts = {"a": "b + c", "b": "c + d", "c": "e * 2"}
    formulas = {key: compile_formula(text, fields) for key, text in texts.items()}
    assert order(formulas) == ["c", "b", "a"]


def test_formulas_that_need_each_other_are_named():
    fields = dict.fromkeys("abcd", "number")
    texts = {"d": "a", "a": "b + 1", "b": "c", "c": "a"}
    formulas = {key: compile_formula(text, fields) for key, text in texts.items()}
    with pytest.raises(Circular) as caught:
        order(formulas)
    first = caught.value.names.index("a")
    assert caught.value.names[first:] + caught.value.names[:first] == ("a", "b", "c")


def test_a_register_is_compiled_in_order_and_formulas_have_the_kind_of_their_results():
    texts = {
        "level": "if([分数] > 10, 'high', 'low')",
        "score": "impact * probability",
        "late": "score > 3 and level = 'low'",
    }
    done = compile_all(texts, FIELDS, {"分数": "score"})
    assert [(key, one.kind) for key, one in done.items()] == [
        ("score", "number"),
        ("level", "text"),
        ("late", "bool"),
    ]


def test_what_is_wrong_in_a_register_says_in_which_formula():
    with pytest.raises(FormulaError) as caught:
        compile_all({"one": "1", "two": "one & ", "three": "1"}, FIELDS)
    assert caught.value.__notes__ == ["two"]
    with pytest.raises(Circular) as caught:
        compile_all({"one": "one"}, FIELDS)
    assert (caught.value.names, caught.value.__notes__) == (("one",), ["one"])


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("impact*2 + IMPACT", "impact", "effect", "effect*2 + effect"),
        ("[影响] * 影响", "影响", "影响程度", "[影响程度] * 影响程度"),
        ("min + min(min, 1)", "min", "least", "least + min(least, 1)"),
        ("impact", "impact", "and", "[and]"),
        ("impact", "impact", "a ] b", "[a ]] b]"),
        ("'impact' & impacts", "impact", "x", "'impact' & impacts"),
        ("（ impact ）", "impact", "x", "（ x ）"),
    ],
)
def test_a_field_is_renamed(text, old, new, expected):
    assert rename(text, old, new) == expected


# --- For any text, and any values -----------------------------------------------------------------------------------

PIECES = [
    *FIELDS, *(f"[{label}]" for label in LABELS), *(f"{name}(" for name in FUNCTIONS), ")", "(", ",", "，", "1", "0",
    "2.5", "'a'", '"', "+", "-", "*", "/", "%", "^", "&", "=", "<>", "<", "and", "or", "not", "true", " ", "]", "“",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=20),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=4),
    st.lists(st.integers(), max_size=2),
    st.sampled_from(
        ["1e500", "-0", "9" * 60, "2026-02-30", "2026-01-01", 10**400, Decimal("1E+999999"), object()]
    ),
)


@given(TEXTS, st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ODD)))
def test_any_text_is_a_formula_or_a_formula_error(text, values):
    try:
        formula = compile_formula(text, FIELDS, LABELS)
    except FormulaError as error:
        at = error.position
        formula = None
    if formula is None:
        assert 0 <= at <= len(text)
        return
    found = formula.value(values)
    kinds = {"number": Decimal, "text": str, "date": date, "bool": bool}
    assert found is None or type(found) is kinds[formula.kind]
    assert as_text(found) is not None


def expressions():
    """Well-formed formulas of each kind, grown from the leaves."""
    leaves = {
        "number": ["impact", "[概率]", "2", "0.5", "0"],
        "text": ["owner", "'a'", "''"],
        "date": ["due", "raised", "date(2024, 2, 29)"],
        "bool": ["open", "true", "impact > 2"],
    }
    shapes = {
        "number": ["({n} + {n})", "{n} / {n}", "{n} ^ {n}", "-{n}", "days({d}, {d})", "round({n}, {n})", "len({t})",
                   "sum({n}, {n})", "if({b}, {n}, {n})", "{n} % {n}", "floor({n})", "month({d})"],
        "text": ["{t} & {n}", "left({t}, {n})", "mid({t}, {n}, {n})", "if({b}, {t}, {t})", "upper({t})"],
        "date": ["({d} + {n})", "({d} - {n})", "max({d}, {d})", "date({n}, {n}, {n})", "coalesce({d}, {d})"],
        "bool": ["({n} < {n})", "({t} = {t})", "({b} and {b})", "({b} or {b})", "not {b}", "blank({d})",
                 "contains({t}, {t})", "({d} >= {d})"],
    }  # fmt: skip

    @st.composite
    def grown(draw, kind, depth):
        if depth == 0 or draw(st.integers(0, 3)) == 0:
            return draw(st.sampled_from(leaves[kind]))
        shape = draw(st.sampled_from(shapes[kind]))
        for mark, inner in (("{n}", "number"), ("{t}", "text"), ("{d}", "date"), ("{b}", "bool")):
            while mark in shape:
                shape = shape.replace(mark, draw(grown(inner, depth - 1)), 1)
        return shape

    return st.sampled_from(sorted(leaves)).flatmap(lambda kind: grown(kind, 3))


@given(expressions(), st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ODD)))
def test_a_well_formed_formula_always_has_a_result_of_its_kind(text, values):
    assume(len(text) <= MOST_CHARACTERS)
    formula = compile_formula(text, FIELDS, LABELS)
    found = formula.value(values)
    assert (
        found is None
        or type(found) is {"number": Decimal, "text": str, "date": date, "bool": bool}[formula.kind]
    )


OPERATORS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod,
}  # fmt: skip
NUMBERS = st.decimals(min_value=-(10**6), max_value=10**6, places=3, allow_nan=False)
ARITHMETIC = st.recursive(
    NUMBERS, lambda inner: st.tuples(st.sampled_from(sorted(OPERATORS)), inner, inner), max_leaves=12
)


def written(tree):
    if isinstance(tree, Decimal):
        return f"({tree:f})"
    return f"({written(tree[1])} {tree[0]} {written(tree[2])})"


def computed(tree):
    if isinstance(tree, Decimal):
        return tree
    return OPERATORS[tree[0]](computed(tree[1]), computed(tree[2]))


@given(ARITHMETIC)
def test_arithmetic_is_that_of_decimal(tree):
    text = written(tree)
    assume(len(text) <= MOST_CHARACTERS)
    with decimal.localcontext(decimal.Context(prec=28)):
        try:
            expected = computed(tree)
        except ArithmeticError:
            expected = None
    found = compile_formula(text, {}).value({})
    if expected is None or abs(expected.adjusted()) < 39:
        assert found == expected


@given(st.lists(NUMBERS, min_size=2, max_size=8), st.lists(st.sampled_from("+-*/%"), min_size=7, max_size=7))
def test_without_brackets_operators_bind_as_in_python(numbers, signs):
    values = {f"v{i}": one for i, one in enumerate(numbers)}
    text = "v0" + "".join(f" {sign} v{i}" for i, sign in enumerate(signs[: len(numbers) - 1], 1))
    with decimal.localcontext(decimal.Context(prec=28)):
        try:
            expected = eval(text, {"__builtins__": {}}, values)  # noqa: S307 - text is made of the signs above
        except ArithmeticError:
            expected = None
    assume(expected is None or abs(expected.adjusted()) < 39)
    assert compile_formula(text, dict.fromkeys(values, "number")).value(values) == expected


@given(TEXTS, st.sampled_from([*FIELDS, *LABELS]), st.text(min_size=1, max_size=8))
def test_renaming_there_and_back_means_the_same(text, old, new):
    fresh = new.strip().casefold()
    assume(fresh and fresh == new and fresh not in {one.casefold() for one in (*FIELDS, *LABELS, *FUNCTIONS)})
    key = LABELS.get(old, old)
    try:
        before = compile_formula(text, FIELDS, LABELS)
        changed = rename(text, old, new)
    except FormulaError:
        return
    assume(len(changed) <= MOST_CHARACTERS)
    after = compile_formula(changed, FIELDS, {**LABELS, new: key})
    assert (after.kind, after.uses) == (before.kind, before.uses)
    assert after.value(VALUES) == before.value(VALUES)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_documented(name):
    page = Path(__file__).parents[2] / "docs" / "methods" / "formulas.md"
    assert f"`{name}(" in page.read_text(encoding="utf-8")
