"""What the islands are given: JSON that survives a page, sentences in the person's language."""

import html
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import gettext_lazy, override

from uptake.ui import islands

NASTY = """</textarea><script>alert("1")</script> ' & {{ x }} \u2028 </up-rows>"""
COLUMNS = [{"key": "name", "label": gettext_lazy("Name"), "kind": "text", "required": True}]


def rows(**values):
    given = {"columns": COLUMNS, "value": None, "errors": None, "readonly": False, "label": "Steps"} | values
    text = (
        "{% load ui %}{% rows_table name='steps' columns=columns value=value errors=errors readonly=readonly "
        "label=label max=50 %}"
    )
    return Template(text).render(Context(given))


def attribute(page, name):
    return html.unescape(re.search(rf' {name}="([^"]*)"', page)[1])


def content(page):
    return json.loads(html.unescape(re.search(r"<textarea[^>]*>(.*)</textarea>", page, re.DOTALL)[1]))


def test_rows_come_back_as_they_went_in():
    value = [
        {"id": "a1", "name": NASTY, "minutes": Decimal("1.50"), "count": Decimal(3), "on": date(2026, 3, 4)}
    ]
    page = rows(value=value, errors={7: {"name": NASTY}})
    assert page.count("<textarea") == page.count("</textarea>") == 1
    assert "<script" not in page
    assert content(page) == [{"id": "a1", "name": NASTY, "minutes": 1.5, "count": 3, "on": "2026-03-04"}]
    assert json.loads(attribute(page, "data-errors")) == {"7": {"name": NASTY}}
    assert attribute(page, "data-max") == "50"
    assert 'aria-labelledby="id_steps_label"' in page


def test_rows_that_are_only_read_are_not_sent():
    assert "data-readonly" in rows(readonly=True)
    assert "disabled" in rows(readonly=True)
    assert "data-readonly" not in rows()
    assert content(rows()) == []


@pytest.mark.parametrize(("language", "add"), [("en", "Add row"), ("zh-hans", "添加一行")])
def test_the_words_are_in_the_language_of_the_page(language, add):
    with override(language):
        words = json.loads(attribute(rows(), "data-words"))
    assert words["add"] == add
    assert all(words.values())


def diagram(text, **values):
    return Template("{% load ui %}" + text).render(Context(values | {"csrf_token": "t0ken"}))


def test_a_diagram_that_is_only_read_has_nowhere_to_save_to():
    page = diagram("{% bpmn_diagram url name=name %}", url="/a/xml?x=1&y=2", name=NASTY)
    assert "data-save" not in page
    assert attribute(page, "data-url") == "/a/xml?x=1&y=2"
    assert attribute(page, "data-name") == NASTY
    assert "bpmn.js" in attribute(page, "data-module")


def test_a_diagram_that_can_be_changed_has_version_token_and_steps():
    steps = [{"id": 1, "name": NASTY, "who": "王芳"}]
    page = diagram(
        "{% bpmn_diagram url save=save base=3 steps=steps %}", url="/xml", save="/save", steps=steps
    )
    found = {name: attribute(page, f"data-{name}") for name in ("save", "base", "csrf")}
    assert found == {"save": "/save", "base": "3", "csrf": "t0ken"}
    assert json.loads(attribute(page, "data-steps")) == steps
    assert "<script>" not in page


@pytest.mark.parametrize("tag", ["rows_words", "bpmn_words"])
def test_an_island_knows_each_word_that_it_is_given(tag):
    folder = Path(__file__).resolve().parents[2] / "frontend"
    source = (folder / {"rows_words": "shell/rows/index.ts", "bpmn_words": "bpmn/index.ts"}[tag]).read_text(
        "utf-8"
    )
    listed = re.search(r"(?:const WORDS = \[|type Words = Record<)(.*?)(?:\]|string\n)", source, re.DOTALL)[1]
    assert set(re.findall(r"'(\w+)'", listed)) == set(getattr(islands, tag)())
