"""Every message exists in both languages and asks for the same values."""

import ast
import string
from pathlib import Path
from typing import get_args

import pytest

from uptake import cli
from uptake.cli.catalogue import CATALOGUE
from uptake.cli.columns import COLUMNS
from uptake.cli.words import Language, count, preferred, say, speak, spoken
from uptake.engine.drivers import By
from uptake.engine.plan import Constraint
from uptake.interchange.fields import FIELDS
from uptake.interchange.losses import CODES
from uptake.interchange.tables.cells import Reason

SOURCES = sorted(Path(cli.__file__).parent.glob("*.py"))


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def literal_keys():
    """Yield every text in the package that looks like a key of the catalogue."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"say", "count"}
            ):
                for part in ast.walk(node.args[0]):
                    if (
                        isinstance(part, ast.Constant)
                        and isinstance(part.value, str)
                        and "." in part.value.strip(".")
                    ):
                        yield path.name, part.value


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_message_exists_in_both_languages(key):
    english, chinese = CATALOGUE[key]
    assert english
    assert chinese
    assert placeholders(english) == placeholders(chinese)


def test_every_message_that_is_said_exists():
    known = set(CATALOGUE)
    missing = [(where, key) for where, key in literal_keys() if key not in known and not key.endswith(".")]
    assert missing == []


@pytest.mark.parametrize(
    "key",
    [
        *(f"by.{by.name}" for by in By),
        *(f"constraint.{one.name}" for one in Constraint),
        *(column.title for column, _ in COLUMNS.values()),
        *(f"loss.{code}" for code in CODES),
        *(f"cell.{reason}" for reason in get_args(Reason)),
        *(f"why.{by.name}" for by in By if by not in {By.LINK, By.CHILDREN}),
    ],
)
def test_every_value_has_its_words(key):
    assert key in CATALOGUE


def test_counting():
    speak(Language.en)
    assert (count("schedule.tasks", 1), count("schedule.tasks", 1200)) == ("1 task", "1,200 tasks")


def test_the_language_of_the_environment():
    assert preferred({"LANG": "zh_CN.UTF-8"}) is Language.zh
    assert preferred({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}) is Language.en
    assert preferred({}) is Language.en


def test_speaking_another_language():
    speak(Language.zh)
    try:
        assert spoken() is Language.zh
        assert say("value.yes") == "是"
    finally:
        speak(Language.en)


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_has_a_name_in_both_languages(name):
    english, chinese = FIELDS[name]
    assert english.isprintable()
    assert not chinese.isascii()
