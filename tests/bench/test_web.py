"""The pure parts of the web benchmark: its page, and which bars it holds."""

from typing import Any

from bench import web

FIGURES: dict[str, Any] = {name: 1.0 for _what, name, _unit in web.ROWS} | {
    "tasks": 10,
    "edits": 5,
    "page_worst": "plan_table",
    "data_kb": 2,
    "data_gzip_kb": 1,
    "files_ms": {"ics": 1500.0},
}


def test_the_page_has_every_figure_and_bar() -> None:
    text = web.page({"sqlite": FIGURES, "postgresql": FIGURES})
    assert all(what in text for what, _name, _unit in web.ROWS)
    assert text.count("| met") == len(web.BARS)
    assert "`ics` 1.5 s" in text


def test_a_bar_that_one_database_misses_is_missed() -> None:
    text = web.page({"sqlite": FIGURES, "postgresql": FIGURES | {"edit_p95_ms": 301.0}})
    assert text.count("MISSED") == 1
