"""A plan held against the rules."""

from collections.abc import Iterable

from uptake.engine.review.facts import Baseline, Facts, Options
from uptake.engine.review.report import Check, Finding, Practice, Review, Severity, Verdict
from uptake.engine.review.rules import PRACTICES, RULES, Rule
from uptake.engine.review.study import Fault, Judged, Study
from uptake.engine.scheduling import Schedule

JUDGED = frozenset({Verdict.PASSED, Verdict.FAILED})
RATINGS = ((0.95, 5), (0.75, 4), (0.5, 3), (0.25, 2))
"""The mark from which on a practice is fully, substantially, partially, minimally met."""


def review(
    schedule: Schedule,
    *,
    baseline: Baseline | None = None,
    status: int | None = None,
    facts: Facts | None = None,
    options: Options | None = None,
) -> Review:
    """Hold a schedule against the rules.

    Parameters
    ----------
    schedule : Schedule
    baseline : mapping of int to (int, int), optional
        Start and finish of each task by uid, as the baseline has them; instants.
    status : int, optional
        The status date, an instant; the plan's own by default.
    facts : Facts, optional
        What the registers of the project hold.
    options : Options, optional

    Returns
    -------
    Review

    Notes
    -----
    The rules, their formulas, limits and sources stand in docs/methods/plan-review.md. Cost grows with the number
    of tasks and links, but for redundant links, where it grows with their product over some thousands.

    Examples
    --------
    >>> from uptake.engine.plan import Link, Plan, Project, Task
    >>> from uptake.engine.scheduling import schedule
    >>> two = [Task(uid=1, name="dig", owner=None), Task(uid=2, name="pour")]
    >>> plan = Plan.build(Project(start=19200), two, [Link(uid=1, pred=1, succ=2, lag=-480)])
    >>> found = review(schedule(plan))
    >>> [(one.kind, one.uid, one.reason) for one in found.of("dcma-02-leads")]
    [('link', 1, 'lead')]
    >>> found.check("dcma-02-leads").value
    1.0
    """
    options = options or Options()
    study = Study(schedule, baseline, status, facts or Facts(), options)
    wanted = [rule for rule in RULES if not options.rules or rule.id in options.rules]
    checks: list[Check] = []
    findings: list[Finding] = []
    waived: list[Finding] = []
    for rule in wanted:
        judged = rule.judge(study)
        counted, set_aside = _sorted_out(rule, judged.faults, options)
        check = _check(rule, judged, len(counted), len(set_aside), whole=(rule.id, "", 0) in options.waived)
        severity = rule.severity if check.verdict is Verdict.FAILED else Severity.NOTICE
        checks.append(check)
        findings += [_finding(rule, severity, one) for one in counted]
        waived += [_finding(rule, rule.severity, one) for one in set_aside]
    findings.sort(key=lambda one: -one.severity)
    return Review(tuple(findings), tuple(checks), _practices(checks), score_of(checks), tuple(waived))


def _sorted_out(rule: Rule, faults: list[Fault], options: Options) -> tuple[list[Fault], list[Fault]]:
    """Return the faults that count, and those that are waived."""
    if not options.waived:
        return faults, []
    if (rule.id, "", 0) in options.waived:
        return [], faults
    away = [(rule.id, one.kind, one.uid) in options.waived for one in faults]
    return (
        [one for one, gone in zip(faults, away, strict=True) if not gone],
        [one for one, gone in zip(faults, away, strict=True) if gone],
    )


def _finding(rule: Rule, severity: Severity, fault: Fault) -> Finding:
    return Finding(rule.id, severity, fault.kind, fault.uid, fault.reason, fault.data, fault.fix)


def _check(rule: Rule, judged: Judged, faults: int, waived: int, *, whole: bool) -> Check:
    """Return what a rule came to, with what was waived left out."""
    verdict = _verdict(rule, judged, faults, waived, whole=whole)
    shown = verdict in JUDGED or verdict is Verdict.WAIVED
    value = judged.value
    if value is None and shown and judged.population and rule.measure == "share":
        value = faults / judged.population
    percent = rule.measure in {"share", "ratio"}
    limit = rule.limit / 100 if percent else float(rule.limit)
    return Check(
        rule=rule.id,
        group=rule.group,
        severity=rule.severity,
        verdict=verdict,
        population=judged.population,
        faults=faults,
        waived=waived,
        value=value if shown else None,
        limit=limit,
        at_least=rule.at_least,
        measure=rule.measure,
        reason=judged.unknown,
        source=judged.source,
        mark=_mark(judged, verdict, faults, value, limit),
    )


def _verdict(rule: Rule, judged: Judged, faults: int, waived: int, *, whole: bool) -> Verdict:
    if whole or (waived and not faults):
        return Verdict.WAIVED
    if judged.unknown or not judged.population:
        return Verdict.UNKNOWN
    if not faults:
        return Verdict.PASSED
    if judged.population < rule.least:
        return Verdict.FEW
    broken = faults * 100 > rule.limit * judged.population if judged.failed is None else judged.failed
    return Verdict.FAILED if broken else Verdict.PASSED


def _mark(judged: Judged, verdict: Verdict, faults: int, value: float | None, limit: float) -> float:
    """Return 1 for a rule that is kept; a broken one has lost half, and the rest with what breaks it."""
    if verdict is not Verdict.FAILED:
        return 1.0
    if judged.failed is None:
        return (1 - faults / judged.population) / 2
    if not value or not limit:
        return 0.0
    return max(min(value / limit, limit / value, 1.0), 0.0) / 2


def score_of(checks: Iterable[Check]) -> int | None:
    """Return the weighted mean of the marks, 0 to 100; errors weigh 3, warnings 2, notices 1.

    What could not be judged, or is waived, has no part in it.

    Parameters
    ----------
    checks : iterable of Check

    Returns
    -------
    int or None
        Rounded down, so that 100 means that every rule is kept; None where none could be judged.

    Examples
    --------
    >>> from uptake.engine.review.report import Check, Severity, Verdict
    >>> good = Check(rule="a", group="lint", severity=Severity.ERROR, verdict=Verdict.PASSED)
    >>> bad = Check(rule="b", group="lint", severity=Severity.NOTICE, verdict=Verdict.FAILED, mark=0.4)
    >>> score_of([good, bad])
    85
    """
    judged = [one for one in checks if one.verdict in JUDGED]
    if not judged:
        return None
    weight = sum(one.severity for one in judged)
    return int(100 * sum(one.severity * one.mark for one in judged) / weight + 1e-9)


def _practices(checks: list[Check]) -> tuple[Practice, ...]:
    """Rate GAO's practices by the rules that tell something of them."""
    known = {one.rule: one for one in checks}
    found = []
    for number, group, rules in PRACTICES:
        marks = [known[rule].mark for rule in rules if rule in known and known[rule].verdict in JUDGED]
        mark = sum(marks) / len(marks) if marks else None
        rating = None if mark is None else next((stars for least, stars in RATINGS if mark >= least), 1)
        found.append(Practice(number, group, rules, mark, rating))
    return tuple(found)
