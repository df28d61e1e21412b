"""What a careful reader would say of a risk as it is written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

REVERSIBLE = frozenset({"data", "technical"})
"""Categories of what can be undone, or not: moving data, cutting over."""


@dataclass(frozen=True, slots=True)
class Remark:
    """`code` has its words in `words.REMARKS`; `tone` is ``bad`` or ``warn``."""

    code: str
    tone: str = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is looked at: values as they are stored, `live` as long as the risk may still occur."""

    live: bool
    category: str
    scored: bool
    residual_above: bool
    response: str
    plan: str
    rollback: str
    owned: bool
    next_review: date | None
    tasks: int


def remarks(facts: Facts, today: date) -> Iterator[Remark]:
    """Find what is missing, the worst first; nothing of a risk that has occurred or is closed."""
    if not facts.live:
        return
    if facts.next_review is not None and facts.next_review < today:
        yield Remark("overdue", "bad")
    if not facts.rollback and _needs_a_way_back(facts):
        yield Remark("no_rollback", "bad")
    if not facts.owned:
        yield Remark("no_owner")
    if not facts.scored:
        yield Remark("no_score")
    if facts.residual_above:
        yield Remark("residual_above")
    if not facts.response:
        yield Remark("no_response")
    elif facts.response != "accept" and not facts.plan:
        yield Remark("no_plan")
    if facts.next_review is None:
        yield Remark("no_review")


def _needs_a_way_back(facts: Facts) -> bool:
    """Tell whether it is about data, or about a technical step of the plan."""
    return facts.category in REVERSIBLE and (facts.category == "data" or facts.tasks > 0)
