"""Every plan of the shared corpus in which somebody has too much to do, levelled and checked day by day."""

import json
from pathlib import Path

import pytest

from tests.engine.levelled import Name, crowds, may_move, unexplained
from tests.shared_data import needs_shared_data, neutral_documents
from uptake.engine.edits import apply
from uptake.engine.errors import PlanError
from uptake.engine.levelling import Levelled, Options, level, overloads
from uptake.engine.plan import Plan
from uptake.engine.scheduling import schedule
from uptake.interchange.errors import InterchangeError
from uptake.interchange.neutral import to_plan

pytestmark = needs_shared_data

LARGEST = 2000
"""Rows of a plan up to which the checker, slow on purpose, is asked."""
WANTED = 20
"""So many plans with overloads are in the corpus at least."""


def plan_of(path: Path) -> Plan | None:
    """Read a plan in which somebody has too much to do; None for others."""
    document = json.loads(path.read_text(encoding="utf-8"))
    if len(document["tasks"]) > LARGEST or not document["assignments"]:
        return None
    try:
        plan = to_plan(document)
        return plan if overloads([schedule(plan)]) else None
    except (PlanError, InterchangeError):
        return None


PLANS = {path: plan for path in neutral_documents() if (plan := plan_of(path)) is not None}


def named(done: Levelled, code: str) -> set[Name]:
    return {(one.plan, one.task or 0) for one in done.remarks if one.code == code}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: f"{path.parent.name}-{path.stem}"[:60])
@pytest.mark.parametrize("split", [False, True])
def test_a_plan_of_the_corpus_is_levelled(path: Path, split: bool) -> None:
    plan = PLANS[path]
    done = level([plan], options=Options(seconds=0, split=split), clock=lambda: 0.0)
    after = apply(plan, done.edits[0])
    found = schedule(plan)

    def movable(name: Name) -> bool:
        return may_move(found, plan.task(name[1]))

    left = unexplained(crowds([after]), movable, named(done, "no_room"), named(done, "too_big"))
    assert left == []


def test_the_corpus_has_enough_of_them() -> None:
    assert len(PLANS) >= WANTED
