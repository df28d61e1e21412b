"""A review in words: what a finding is about, why, and what a rule measured; and as a document for programs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from uptake.engine.instants import DAY, MINUTE, moment
from uptake.engine.review import Check, Finding, Review, Severity, Verdict
from uptake.engine.scheduling import Schedule
from uptake.interchange.document import iso
from uptake.interchange.durations import Language
from uptake.interchange.review_words import (
    CONSTRAINT_WORDS,
    FIX_WORDS,
    GROUP_WORDS,
    REASON_WORDS,
    RULE_WORDS,
    SEVERITY_WORDS,
    TYPE_WORDS,
    UNKNOWN_WORDS,
    VERDICT_WORDS,
)

INSTANTS = frozenset(
    {
        "status",
        "start",
        "finish",
        "date",
        "baseline",
        "deadline",
        "at",
        "since",
        "till",
        "promised",
        "go_live",
    }
    | {"design", "started"}
)
AMOUNTS = frozenset({"slack", "left", "lag", "lead", "moved", "added", "path", "length", "duration", "work"})
TASKS = frozenset({"pred", "succ"})
LONGEST = 60


def iso_day(at: int) -> str:
    """Return an instant as a day: ``2026-03-04``."""
    return moment(at).date().isoformat()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says what a review found.

    Parameters
    ----------
    schedule : Schedule
        The one that was reviewed.
    language : {"en", "zh"}
    date : callable
        Writes an instant as a day.
    clean : callable
        Takes out of a text of the plan what may not be shown.
    """

    schedule: Schedule
    language: Language
    date: Callable[[int], str] = iso_day
    clean: Callable[[str], str] = field(default=str)

    def say(self, words: tuple[str, str]) -> str:
        """Choose the language."""
        return words[0 if self.language == "en" else 1]

    def title(self, rule: str) -> str:
        """Return what a rule is about."""
        return self.say(RULE_WORDS[rule][0])

    def advice(self, rule: str) -> str:
        """Return what to do about what breaks a rule."""
        return self.say(RULE_WORDS[rule][1])

    def severity(self, severity: Severity) -> str:
        """Name a severity."""
        return self.say(SEVERITY_WORDS[severity.name])

    def verdict(self, verdict: Verdict) -> str:
        """Name a verdict."""
        return self.say(VERDICT_WORDS[verdict.value])

    def group(self, group: str) -> str:
        """Name a group of rules."""
        return self.say(GROUP_WORDS[group])

    def fix(self, fix: str) -> str:
        """Name what can be done at one click; nothing where that is nothing."""
        return self.say(FIX_WORDS[fix]) if fix else ""

    def reason(self, finding: Finding) -> str:
        """Return why an object was found."""
        data = dict(finding.data)
        if finding.kind == "link":
            link = self.schedule.plan.links[self.schedule.plan.structure.link_index[finding.uid]]
            data = {"pred": link.pred, "succ": link.succ} | data
        elapsed = bool(data.get("elapsed") or data.get("kind"))
        values = {name: self._written(name, value, elapsed=elapsed) for name, value in data.items()}
        return self.say(REASON_WORDS[finding.reason]).format(**values)

    def _written(self, name: str, value: object, *, elapsed: bool) -> str:
        if isinstance(value, int) and name in INSTANTS:
            return self.date(value)
        if isinstance(value, int) and name in AMOUNTS:
            return self.days(abs(value) if name in {"lag", "lead"} else value, elapsed=elapsed)
        if isinstance(value, int) and name in TASKS:
            return self.task(value)
        if isinstance(value, int) and name == "type":
            return self.say(TYPE_WORDS[value])
        if name == "constraint":
            return self.say(CONSTRAINT_WORDS[str(value)])
        return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)

    def days(self, amount: int, *, elapsed: bool = False) -> str:
        """Return an amount in days of the project's length."""
        length = DAY if elapsed else self.schedule.plan.project.minutes_per_day * MINUTE
        said = f"{round(amount / length, 1):g}"
        units = ("{}ed", "{} 个日历日") if elapsed else ("{}d", "{} 天")
        return self.say(units).format(said)

    def task(self, uid: int) -> str:
        """Return the name of a task, or its number where it has none."""
        task = self.schedule.plan.task(uid)
        name = self.clean(task.name.strip())
        return (name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…") or f"#{task.id or task.uid}"

    def object(self, finding: Finding) -> str:
        """Return what a finding is about, by name."""
        plan = self.schedule.plan
        if finding.kind == "task":
            return self.task(finding.uid)
        if finding.kind == "link":
            link = plan.links[plan.structure.link_index[finding.uid]]
            return f"{self.task(link.pred)} → {self.task(link.succ)}"
        if finding.kind == "resource":
            return self.clean(next(one.name for one in plan.resources if one.uid == finding.uid))
        return self.say(("The plan", "整个计划"))

    def measured(self, check: Check) -> str:
        """Return what a rule measured: ``34 of 120 (28 %)``, ``0.93``; why not, where it could not."""
        if check.verdict is Verdict.UNKNOWN:
            return self.say(UNKNOWN_WORDS[check.reason])
        if check.measure == "state":
            return self.verdict(check.verdict)
        if check.measure == "share":
            told = self.say(("{n} of {total}", "{n} / {total}")).format(
                n=check.faults, total=check.population
            )
            return told if check.value is None or not check.faults else f"{told} ({percent(check.value)})"
        return "–" if check.value is None else self._amount(check, check.value)

    def limit(self, check: Check) -> str:
        """Return what a rule holds that against: ``≤ 5 %``, ``≥ 0.95``."""
        if check.measure == "state":
            return ""
        if not check.limit:
            return "0"
        sign = "≥" if check.at_least else "≤"
        told = percent(check.limit) if check.measure == "share" else self._amount(check, check.limit)
        return f"{sign} {told}"

    def _amount(self, check: Check, value: float) -> str:
        if check.measure == "ratio":
            return f"{value:.2f}"
        units = {"days": ("{} days", "{} 天"), "weeks": ("{} weeks", "{} 周")}
        return self.say(units[check.measure]).format(
            f"{round(value, 1):g}" if value < 10 else f"{value:,.0f}"
        )


def percent(share: float) -> str:
    """Return a share of 1 as percent: whole ones, but for what lies between 0 and 1."""
    value = share * 100
    return f"{value:.0f} %" if value >= 1 or not value else f"{value:.1f} %"


def review_document(review: Review, speaker: Speaker) -> dict[str, Any]:
    """Return a review as JSON holds it; words in the language of the speaker."""
    return {
        "score": review.score,
        "counts": {one.name.lower(): review.count(one) for one in reversed(Severity)},
        "checks": [_check(one, speaker) for one in review.checks],
        "findings": [_finding(one, speaker) for one in review.findings],
        "waived": [_finding(one, speaker) for one in review.waived],
        "practices": [
            {"number": one.number, "group": one.group, "rules": list(one.rules), "rating": one.rating}
            for one in review.practices
        ],
    }


def _check(check: Check, speaker: Speaker) -> dict[str, Any]:
    return {
        "rule": check.rule,
        "group": check.group,
        "title": speaker.title(check.rule),
        "severity": check.severity.name.lower(),
        "verdict": check.verdict.value,
        "population": check.population,
        "faults": check.faults,
        "waived": check.waived,
        "value": None if check.value is None else round(check.value, 4),
        "limit": check.limit,
        "at_least": check.at_least,
        "measure": check.measure,
        "reason": check.reason,
        "source": check.source,
    }


def _finding(finding: Finding, speaker: Speaker) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.name.lower(),
        "kind": finding.kind,
        "uid": finding.uid,
        "object": speaker.object(finding),
        "reason": finding.reason,
        "data": _plain(finding.data),
        "text": speaker.reason(finding),
        "fix": finding.fix,
    }


def _plain(data: Mapping[str, object]) -> dict[str, object]:
    """Return figures as programs read them: instants in ISO form, amounts in minutes."""
    found: dict[str, object] = {}
    for name, value in data.items():
        if isinstance(value, int) and not isinstance(value, bool) and name in INSTANTS:
            found[name] = iso(value)
        elif isinstance(value, int) and not isinstance(value, bool) and name in AMOUNTS:
            found[name] = value / MINUTE
        else:
            found[name] = value
    return found
