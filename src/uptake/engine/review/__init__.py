"""Plan review: a plan held against rules that have an id, a limit, a reason and, where it is sound, a fix."""

from uptake.engine.review.facts import Baseline, Facts, Options, Tally, Waived
from uptake.engine.review.repairs import repair
from uptake.engine.review.report import Check, Finding, Practice, Review, Severity, Verdict
from uptake.engine.review.reviewing import review, score_of
from uptake.engine.review.rules import BY_ID, GROUPS, RULES, Rule

__all__ = [
    "BY_ID",
    "GROUPS",
    "RULES",
    "Baseline",
    "Check",
    "Facts",
    "Finding",
    "Options",
    "Practice",
    "Review",
    "Rule",
    "Severity",
    "Tally",
    "Verdict",
    "Waived",
    "repair",
    "review",
    "score_of",
]
