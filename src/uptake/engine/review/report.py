"""What a review finds, as values: findings, what each rule measured, the score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How bad it is when a rule is broken; the higher, the worse."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3


class Verdict(StrEnum):
    """What a rule came to."""

    PASSED = "passed"
    FAILED = "failed"
    FEW = "few"
    """Some at fault, but too few objects for a share to say anything."""
    UNKNOWN = "unknown"
    """The plan and what stands beside it do not hold what the rule asks about."""
    WAIVED = "waived"
    """Somebody said that the rule, or all that breaks it, does not count here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One object that breaks a rule.

    Attributes
    ----------
    rule : str
        Id of the rule.
    severity : Severity
        Of the rule where it failed; ``NOTICE`` where the share at fault is tolerated, or too few are judged.
    kind : str
        ``"task"``, ``"link"``, ``"resource"`` or ``"project"``.
    uid : int
        Of that object; 0 for the project.
    reason : str
        A code; the words are made at the edge.
    data : mapping of str to object
        Figures for the words: instants and amounts in tenths of a minute, uids.
    fix : str
        What `repair` can do about it; empty where a person has to decide.
    """

    rule: str
    severity: Severity
    kind: str
    uid: int
    reason: str
    data: Mapping[str, object] = field(default_factory=dict, hash=False)
    fix: str = ""

    @property
    def key(self) -> tuple[str, str, int]:
        """What the finding is about: rule, kind and uid. The same in the next review."""
        return self.rule, self.kind, self.uid


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one rule came to.

    Attributes
    ----------
    rule : str
    group : str
        ``"dcma"``, ``"lint"``, ``"resources"``, ``"progress"`` or ``"pitfalls"``.
    severity : Severity
    verdict : Verdict
    population : int
        How many objects were judged.
    faults, waived : int
        How many of them break the rule and count, and how many somebody waived.
    value : float or None
        What was measured: a share of 1, or the rule's own measure; None where there is nothing to say.
    limit : float
        What the value may not exceed; what it has to reach where `at_least`.
    at_least : bool
    measure : str
        ``"share"``, ``"ratio"``, ``"days"`` or ``"weeks"``: what `value` and `limit` are; ``"state"`` where the plan
        as a whole keeps the rule or does not.
    reason : str
        Why nothing could be judged.
    source : str
        Where a pitfall was looked for: ``"registers"``, or ``"plan"`` by the names of tasks. Else empty.
    mark : float
        From 0 to 1, what the score takes: 1 when passed.
    """

    rule: str
    group: str
    severity: Severity
    verdict: Verdict
    population: int = 0
    faults: int = 0
    waived: int = 0
    value: float | None = None
    limit: float = 0.0
    at_least: bool = False
    measure: str = "share"
    reason: str = ""
    source: str = ""
    mark: float = 1.0


@dataclass(frozen=True, slots=True)
class Practice:
    """How far one of GAO's ten practices is met, of what can be computed.

    Attributes
    ----------
    number : int
    group : str
        ``"comprehensive"``, ``"well_constructed"``, ``"credible"`` or ``"controlled"``.
    rules : tuple of str
        The rules that it is judged by.
    mark : float or None
        Mean of their marks; None where none of them could be judged.
    rating : int or None
        5 fully, 4 substantially, 3 partially, 2 minimally, 1 not met.
    """

    number: int
    group: str
    rules: tuple[str, ...]
    mark: float | None
    rating: int | None


@dataclass(frozen=True, slots=True)
class Review:
    """What a review came to. Made by `review`.

    Attributes
    ----------
    findings : tuple of Finding
        The worst first; then by rule, then in the order of the plan.
    checks : tuple of Check
        One a rule, in the order of the rules.
    practices : tuple of Practice
    score : int or None
        0 to 100; None where no rule could be judged.
    waived : tuple of Finding
        What somebody waived.
    """

    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    practices: tuple[Practice, ...]
    score: int | None
    waived: tuple[Finding, ...] = ()

    def check(self, rule: str) -> Check:
        """Return what a rule came to; raises `KeyError`."""
        for one in self.checks:
            if one.rule == rule:
                return one
        raise KeyError(rule)

    def of(self, rule: str) -> tuple[Finding, ...]:
        """Return what breaks a rule."""
        return tuple(one for one in self.findings if one.rule == rule)

    def count(self, severity: Severity) -> int:
        """Return how many findings are of a severity."""
        return sum(1 for one in self.findings if one.severity is severity)

    @property
    def worst(self) -> Severity | None:
        """The severity of the worst finding."""
        return max((one.severity for one in self.findings), default=None)
