"""The page of a review: findings by rule, what was measured, how ready the data are, how the score went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from uptake.engine.review import GROUPS, Check, Finding, Severity, Verdict
from uptake.insight.models import Score, Waiver
from uptake.insight.reviewing import Reviewed
from uptake.interchange.review_words import PRACTICE_GROUP_WORDS, PRACTICE_WORDS, RATING_WORDS
from uptake.ui.charts import Axis, Chart, Series

SHOWN = 8
"""So many findings of a rule are on the page; all of them on the page of the rule."""
TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTICE: "info"}
VERDICT_TONES = {Verdict.PASSED: "good", Verdict.FAILED: "bad"}
READY = (
    "owner",
    "dcma-10-resources",
    "milestone-deliverable",
    "dcma-01-logic",
    "estimates",
    "outside-baseline",
)
"""Rules that tell how far the data of a plan are filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding as the page shows it."""

    finding: Finding
    name: str
    text: str
    fix: str
    tasks: tuple[tuple[int, str], ...]
    """Tasks that it is about: uid and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What breaks one rule."""

    check: Check
    title: str
    advice: str
    severity: str
    tone: str
    measured: str
    limit: str
    lines: list[Line]
    count: int
    fixable: int
    waivable: bool

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    severity: str = ""
    group: str = ""
    rule: str = ""
    text: str = ""

    def keeps(self, check: Check, severity: Severity) -> bool:
        """Tell whether findings of a rule are wanted."""
        return (
            (not self.severity or severity.name.lower() == self.severity)
            and (not self.group or check.group == self.group)
            and (not self.rule or check.rule == self.rule)
        )


def groups(found: Reviewed, asked: Asked, *, shown: int = SHOWN) -> list[Group]:
    """Return what breaks each rule, the worst first, as far as it is asked for."""
    by_rule: dict[str, list[Finding]] = {}
    for one in found.review.findings:
        by_rule.setdefault(one.rule, []).append(one)
    made = []
    for rule, some in by_rule.items():
        check = found.review.check(rule)
        if not asked.keeps(check, some[0].severity):
            continue
        wanted = [one for one in some if _says(found, one, asked.text)]
        if wanted:
            made.append(_group(found, check, wanted, shown))
    return made


def _says(found: Reviewed, one: Finding, text: str) -> bool:
    if not text:
        return True
    speaker = found.speaker
    return text.casefold() in f"{speaker.object(one)} {speaker.title(one.rule)}".casefold()


def _group(found: Reviewed, check: Check, some: list[Finding], shown: int) -> Group:
    speaker, severity = found.speaker, some[0].severity
    return Group(
        check=check,
        title=speaker.title(check.rule),
        advice=speaker.advice(check.rule),
        severity=speaker.severity(severity),
        tone=TONES[severity],
        measured=speaker.measured(check),
        limit=speaker.limit(check),
        lines=[line(found, one) for one in some[:shown]],
        count=len(some),
        fixable=sum(bool(one.fix) for one in some),
        waivable=True,
    )


def line(found: Reviewed, one: Finding) -> Line:
    """Return a finding as the page shows it."""
    speaker, plan = found.speaker, found.state.plan
    if one.kind == "task":
        uids = [one.uid]
    elif one.kind == "link":
        link = plan.links[plan.structure.link_index[one.uid]]
        uids = [link.pred, link.succ]
    else:
        uids = []
    return Line(
        finding=one,
        name=speaker.object(one),
        text=speaker.reason(one),
        fix=speaker.fix(one.fix),
        tasks=tuple((uid, speaker.task(uid)) for uid in uids),
    )


def worst(found: Reviewed, most: int) -> list[Group]:
    """Return the rules that are broken worst: failed ones, by severity, then by the share at fault."""
    failed = [one for one in found.review.checks if one.verdict is Verdict.FAILED]
    failed.sort(key=lambda one: (-one.severity, one.mark))
    return [_group(found, one, list(found.review.of(one.rule)), 1) for one in failed[:most]]


def rules(found: Reviewed) -> list[dict[str, Any]]:
    """Return what every rule came to, by group."""
    speaker = found.speaker
    return [
        {
            "label": speaker.group(group),
            "rows": [
                {
                    "check": one,
                    "title": speaker.title(one.rule),
                    "verdict": speaker.verdict(one.verdict),
                    "tone": VERDICT_TONES.get(one.verdict, ""),
                    "measured": speaker.measured(one) if one.measure != "state" else _unsaid(found, one),
                    "limit": speaker.limit(one),
                    "severity": speaker.severity(one.severity),
                    "source": one.source,
                }
                for one in found.review.checks
                if one.group == group
            ],
        }
        for group in GROUPS
    ]


def _unsaid(found: Reviewed, check: Check) -> str:
    """Return why a rule could not be judged; nothing where its verdict says all."""
    return found.speaker.measured(check) if check.verdict is Verdict.UNKNOWN else ""


def readiness(found: Reviewed) -> list[dict[str, Any]]:
    """Return how far the data are filled in: so many of so many tasks have an owner."""
    titles = {
        "owner": _("Tasks with an owner"),
        "dcma-10-resources": _("Tasks with resources"),
        "milestone-deliverable": _("Milestones with a deliverable"),
        "dcma-01-logic": _("Tasks with predecessor and successor"),
        "estimates": _("Tasks with three estimates"),
        "outside-baseline": _("Tasks in the baseline"),
    }
    rows = []
    for rule in READY:
        check = found.review.check(rule)
        simulated = rule == "estimates" and bool(check.source)  # then nobody counted them
        if check.verdict is not Verdict.UNKNOWN and check.population and not simulated:
            good = check.population - check.faults
            rows.append({"rule": rule, "title": titles[rule], "good": good, "total": check.population})
    return rows


def practices(found: Reviewed) -> list[dict[str, Any]]:
    """Return GAO's practices by group, with the mean of each group."""
    speaker = found.speaker
    rows = []
    for group, words in PRACTICE_GROUP_WORDS.items():
        some = [one for one in found.review.practices if one.group == group]
        rated = [one.rating for one in some if one.rating is not None]
        rows.append(
            {
                "label": speaker.say(words),
                "mean": sum(rated) / len(rated) if rated else None,
                "rows": [
                    {
                        "name": speaker.say(PRACTICE_WORDS[one.number]),
                        "number": one.number,
                        "rating": one.rating,
                        "word": speaker.say(RATING_WORDS[one.rating]) if one.rating else _("Not known"),
                    }
                    for one in some
                ],
            }
        )
    return rows


def trend(kept: Iterable[Score], found: Reviewed) -> Chart | None:
    """Return how the score went; nothing before there are two."""
    points = {one.revision: one.score for one in kept if one.score is not None}
    if found.draft is None and found.review.score is not None:
        points[found.state.revision] = found.review.score
    if len(points) < 2:
        return None
    values = sorted(points.items())
    return Chart(
        key="score",
        title=_title(values[-2][1], values[-1][1]),
        x=Axis(label=_("Revision")),
        y=Axis(label=_("Score")),
        series=(Series(name=_("Score"), kind="step", values=values, css="accent"),),
        height=200,
    )


def _title(before: int, now: int) -> str:
    said = {"now": now, "n": abs(now - before)}
    if now > before:
        return _("Score %(now)d: %(n)d more than before the last change") % said
    if now < before:
        return _("Score %(now)d: %(n)d less than before the last change") % said
    return _("Score %(now)d, as before the last change") % said


def counts(found: Reviewed) -> Mapping[str, int]:
    """Return how many findings there are of each severity, and how many are waived."""
    told = {one.name.lower(): found.review.count(one) for one in Severity}
    return told | {"waived": len(found.review.waived)}


def waiver_rows(found: Reviewed, rows: Iterable[Waiver]) -> list[dict[str, Any]]:
    """Return waivers as their list shows them."""
    from uptake.insight.waiving import state_of  # noqa: PLC0415 - waiving imports reviewing, as this does

    speaker = found.speaker
    return [{"waiver": one, "title": speaker.title(one.rule), "state": state_of(one)} for one in rows]
