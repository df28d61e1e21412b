"""The rules, one row each: id, group, severity, limit, smallest population. See docs/methods/plan-review.md."""

from collections.abc import Callable
from dataclasses import dataclass

from uptake.engine.review import dcma, lint, loads, pitfalls, progress, redundancy
from uptake.engine.review.report import Severity
from uptake.engine.review.study import Judged, Study

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
FEW = 20
"""A share of 5 % is no share below: a single object would already be more."""
FEW_LINKS = 10
"""The same for 10 %."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one rule is judged.

    Parameters
    ----------
    id : str
        For people and machines; does not change from version to version.
    group : str
    severity : Severity
    judge : callable
    limit : int
        Percent of the population that may break the rule; for other measures what the value is held against, in
        percent, days or weeks.
    least : int
        The smallest population of which a share is shown.
    measure : str
        See `report.Check`.
    at_least : bool
        The value has to reach the limit.
    """

    id: str
    group: str
    severity: Severity
    judge: Callable[[Study], Judged]
    limit: int = 0
    least: int = 1
    measure: str = "share"
    at_least: bool = False


RULES: tuple[Rule, ...] = (
    Rule("dcma-01-logic", "dcma", WARNING, dcma.logic, 5, FEW),
    Rule("dcma-02-leads", "dcma", WARNING, dcma.leads),
    Rule("dcma-03-lags", "dcma", WARNING, dcma.lags, 5, FEW),
    Rule("dcma-04-relationships", "dcma", WARNING, dcma.relationships, 10, FEW_LINKS),
    Rule("dcma-05-hard-constraints", "dcma", WARNING, dcma.hard_constraints, 5, FEW),
    Rule("dcma-06-high-float", "dcma", WARNING, dcma.high_float, 5, FEW),
    Rule("dcma-07-negative-float", "dcma", ERROR, dcma.negative_float),
    Rule("dcma-08-high-duration", "dcma", WARNING, dcma.high_duration, 5, FEW),
    Rule("dcma-09-invalid-dates", "dcma", ERROR, dcma.invalid_dates),
    Rule("dcma-10-resources", "dcma", WARNING, dcma.resources),
    Rule("dcma-11-missed-tasks", "dcma", WARNING, dcma.missed_tasks, 5, FEW),
    Rule(
        "dcma-12-critical-path", "dcma", ERROR, dcma.critical_path_test, dcma.TEST, 1, "days", at_least=True
    ),
    Rule("dcma-13-cpli", "dcma", ERROR, dcma.path_length, dcma.LATE_LIMIT, 1, "ratio", at_least=True),
    Rule("dcma-14-bei", "dcma", WARNING, dcma.execution, dcma.BEHIND_LIMIT, FEW, "ratio", at_least=True),
    Rule("deadline", "lint", ERROR, lint.deadlines),
    Rule("broken-link", "lint", ERROR, lint.broken_links),
    Rule("dangling", "lint", WARNING, lint.dangling),
    Rule("summary-link", "lint", WARNING, lint.summary_links),
    Rule("redundant-link", "lint", NOTICE, redundancy.redundant_links),
    Rule("lag-misuse", "lint", WARNING, lint.lag_misuse),
    Rule("manual", "lint", WARNING, lint.manual),
    Rule("estimated", "lint", NOTICE, lint.estimated),
    Rule("unnamed", "lint", WARNING, lint.unnamed),
    Rule("same-name", "lint", NOTICE, lint.same_names),
    Rule("unmarked-milestone", "lint", NOTICE, lint.unmarked),
    Rule("milestone-work", "lint", WARNING, lint.milestone_work),
    Rule("milestone-deliverable", "lint", WARNING, lint.deliverables),
    Rule("milestone-stretch", "lint", WARNING, lint.stretch, lint.STRETCH, 1, "days"),
    Rule("split", "lint", NOTICE, lint.splits, 5, FEW),
    Rule("empty-delay", "lint", NOTICE, lint.empty_delays),
    Rule("owner", "resources", WARNING, lint.owners),
    Rule("overloaded", "resources", WARNING, loads.overloaded),
    Rule("unfilled-role", "resources", WARNING, loads.unfilled_roles),
    Rule("non-working", "resources", NOTICE, loads.non_working),
    Rule("baseline", "progress", ERROR, progress.baseline, measure="state"),
    Rule("outside-baseline", "progress", WARNING, progress.outside_baseline, 5, FEW),
    Rule("status-date", "progress", ERROR, progress.status_date, measure="state"),
    Rule("old-status", "progress", WARNING, progress.old_status, 8, 1, "days"),
    Rule("out-of-sequence", "progress", WARNING, lint.out_of_sequence),
    Rule("estimates", "progress", NOTICE, progress.estimates, 50, 2),
    Rule(
        "haste-assessment",
        "pitfalls",
        WARNING,
        pitfalls.assessment,
        pitfalls.WEEKS,
        1,
        "weeks",
        at_least=True,
    ),
    Rule("haste-confirmation", "pitfalls", WARNING, pitfalls.confirmation, measure="state"),
    Rule("technology-user-test", "pitfalls", ERROR, pitfalls.user_tests, measure="state"),
    Rule("technology-champions", "pitfalls", WARNING, pitfalls.champions, measure="state"),
    Rule("technology-training", "pitfalls", ERROR, pitfalls.training, measure="state"),
    Rule("technology-sessions", "pitfalls", WARNING, pitfalls.audiences, measure="state"),
    Rule("risk-register", "pitfalls", ERROR, pitfalls.risk_register, measure="state"),
    Rule("risk-owners", "pitfalls", WARNING, pitfalls.risk_owners, measure="state"),
    Rule("risk-responses", "pitfalls", WARNING, pitfalls.risk_responses, measure="state"),
    Rule("risk-reviews", "pitfalls", WARNING, pitfalls.risk_reviews, measure="state"),
    Rule("risk-rollback", "pitfalls", ERROR, pitfalls.rollbacks, measure="state"),
    Rule("handover-manual", "pitfalls", WARNING, pitfalls.manual, measure="state"),
    Rule("handover-guide", "pitfalls", WARNING, pitfalls.guide, measure="state"),
    Rule("handover-shadow", "pitfalls", WARNING, pitfalls.shadow, measure="state"),
    Rule("handover-support", "pitfalls", WARNING, pitfalls.support, measure="state"),
)
BY_ID = {rule.id: rule for rule in RULES}
GROUPS = ("dcma", "lint", "resources", "progress", "pitfalls")

PRACTICES: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (1, "comprehensive", ("milestone-deliverable", "handover-support", "technology-training", "unnamed")),
    (
        2,
        "well_constructed",
        ("dcma-01-logic", "dcma-02-leads", "dcma-04-relationships", "dangling", "summary-link"),
    ),
    (3, "comprehensive", ("dcma-10-resources", "owner", "overloaded")),
    (4, "comprehensive", ("dcma-08-high-duration", "estimated", "manual")),
    (5, "credible", ("broken-link", "milestone-work", "milestone-stretch")),
    (6, "well_constructed", ("dcma-12-critical-path", "dcma-05-hard-constraints", "lag-misuse")),
    (7, "well_constructed", ("dcma-06-high-float", "dcma-07-negative-float")),
    (8, "credible", ("estimates", "risk-register")),
    (9, "controlled", ("dcma-09-invalid-dates", "status-date", "old-status", "out-of-sequence")),
    (10, "controlled", ("baseline", "outside-baseline", "dcma-11-missed-tasks", "dcma-14-bei")),
)
"""GAO's ten practices: number, group, and the rules that tell something of each."""
