"""The measurement of plan reviews tells what it measured."""

import json

from bench.review import main, measure


def test_a_review_is_measured():
    found = measure(60, 1)
    assert found["tasks"] == 60
    assert found["findings"] > 0
    assert found["review_s"] >= 0
    assert len(found["slowest_ms"]) == 5


def test_the_last_line_is_the_json(capsys):
    main(["--tasks", "40", "--rounds", "1", "--json"])
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["tasks"] == 40
