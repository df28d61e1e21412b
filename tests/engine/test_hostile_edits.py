"""Hostile edits end in a plan that schedules or in a typed error; fuzz_edits.py tries more of them."""

from tests import hostile
from tests.engine import fuzz_edits


def test_hostile_edits_end_in_a_plan_or_a_typed_error() -> None:
    tally = hostile.run(fuzz_edits.one, count=200, seed=1, seconds=20)
    assert tally.faults == []
    assert tally.counts["scheduled"] > 20
    assert sum(count for ending, count in tally.counts.items() if ending.startswith("refused")) > 50
