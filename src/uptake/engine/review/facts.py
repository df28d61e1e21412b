"""What a review is told besides the plan: a baseline, what registers hold, what counts and what does not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Baseline = Mapping[int, tuple[int, int]]
"""Start and finish of each task, by uid; instants."""

Waived = frozenset[tuple[str, str, int]]
"""What does not count: rule, kind and uid of an object; ``(rule, "", 0)`` for everything that breaks a rule."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records there are, and how many of them are in order.

    Parameters
    ----------
    total, good : int
    """

    total: int
    good: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the registers of a project hold. None where nobody can tell: no such register, or switched off.

    Parameters
    ----------
    delivering : frozenset of int or None
        Uids of milestones that hand something over.
    processes : Tally or None
        Processes, and those that key users confirmed at least twice.
    champions, audiences : Tally or None
        Champions that are named; audiences, and those with sessions.
    risks : int or None
        Open risks in the register.
    risk_owners, risk_responses, risk_reviews, rollbacks : Tally or None
        Open risks: with an owner; with a response; whose review is not overdue. Those of migration and cut-over
        that have a rollback plan.
    simulated : bool or None
        The dates were simulated.
    """

    delivering: frozenset[int] | None = None
    processes: Tally | None = None
    champions: Tally | None = None
    audiences: Tally | None = None
    risks: int | None = None
    risk_owners: Tally | None = None
    risk_responses: Tally | None = None
    risk_reviews: Tally | None = None
    rollbacks: Tally | None = None
    simulated: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a review looks at.

    Parameters
    ----------
    go_live : int or None
        Uid of the milestone that is the go-live; the task that finishes last stands in for it.
    today : int or None
        The instant of the review; without it no status date is too old.
    level_of_effort : frozenset of int
        Uids of tasks that only accompany others: rules about logic and duration leave them out.
    rules : frozenset of str
        Only these rules; all when empty.
    waived : Waived
    """

    go_live: int | None = None
    today: int | None = None
    level_of_effort: frozenset[int] = frozenset()
    rules: frozenset[str] = frozenset()
    waived: Waived = field(default=frozenset())
