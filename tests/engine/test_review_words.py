"""Every finding that a rule can make can be said, in both languages."""

import ast
from pathlib import Path

import pytest

from tests.engine.test_review import BAD
from uptake.engine import review as package
from uptake.engine.review import Facts, Options, Tally, review
from uptake.engine.scheduling import schedule
from uptake.interchange.review_sentences import Speaker, review_document
from uptake.interchange.review_words import FIX_WORDS, REASON_WORDS, UNKNOWN_WORDS
from uptake.packs.generate import generate

SOURCES = sorted(Path(package.__file__).parent.glob("*.py"))


def texts(name, place):
    """Return the constants that stand at a place of the calls of a function in the rules."""
    calls = [
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and len(node.args) > place
    ]
    meant = [one for one in calls if name in {getattr(one.func, "id", ""), getattr(one.func, "attr", "")}]
    return {one.args[place].value for one in meant if isinstance(one.args[place], ast.Constant)}


def test_every_reason_has_words():
    assert texts("Fault", 2) | texts("task_faults", 1) | texts("_tally", 1) <= REASON_WORDS.keys()
    assert texts("unknown", 0) <= UNKNOWN_WORDS.keys()
    assert {one for one in texts("task_faults", 2) if one} <= FIX_WORDS.keys()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("rule", BAD)
def test_what_is_found_can_be_said(rule, language):
    done = schedule(BAD[rule])
    found = review(done)
    speaker = Speaker(done, language)
    for one in found.findings:
        assert "{" not in speaker.reason(one)
        assert speaker.object(one)
    assert review_document(found, speaker)["findings"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_large_plan_with_everything_around_it_can_be_said(language):
    done = schedule(generate(400))
    kept = {
        task.uid: (done.dates.start[i], done.dates.finish[i] - 1) for i, task in enumerate(done.plan.tasks)
    }
    bad = Tally(3, 1)
    facts = Facts(
        delivering=frozenset(), processes=bad, champions=Tally(0, 0), audiences=bad, risks=0, risk_owners=bad,
        risk_responses=bad, risk_reviews=bad, rollbacks=bad, simulated=False,
    )  # fmt: skip
    found = review(done, baseline=kept, facts=facts, options=Options(today=done.finish))
    speaker = Speaker(done, language)
    for check in found.checks:
        assert speaker.measured(check)
        assert speaker.title(check.rule)
    for one in found.findings:
        assert "{" not in f"{speaker.reason(one)}{speaker.object(one)}{speaker.fix(one.fix)}"
