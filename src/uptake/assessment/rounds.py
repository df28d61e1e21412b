"""Confirmation rounds of a process: key users say, by name and date, whether it is right.

A round is a day on which key users answered. A process is confirmed when there were two rounds or more and the
last answer of everybody who took part is yes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uptake.assessment.diagrams import base_of
from uptake.projects.access import Forbidden
from uptake.projects.models import Role
from uptake.registers import kinds
from uptake.registers.approval import approvals
from uptake.registers.models import Entry
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit, lock, save

LEAST_ROUNDS = 2
MOST_ANSWERS = 500
LONGEST_REMARK = 2_000
ANSWERS = ("yes", "remarks", "no")

Rounds = Iterable[Mapping[str, Any]]


def days_held(rounds: Rounds) -> list[str]:
    """Return the days of the rounds, the earliest first."""
    return sorted({one["on"] for one in rounds})


def last_answers(rounds: Rounds) -> dict[int, str]:
    """Return what each key user said last.

    Examples
    --------
    >>> last_answers([{"on": "2026-05-02", "who": 7, "answer": "yes"}, {"on": "2026-05-01", "who": 7, "answer": "no"}])
    {7: 'yes'}
    """
    return {one["who"]: one["answer"] for one in sorted(rounds, key=lambda one: one["on"])}


def held_back(rounds: Rounds) -> str:
    """Say what a process still lacks to be confirmed; empty when it lacks nothing."""
    rows = list(rounds)
    missing = LEAST_ROUNDS - len(days_held(rows))
    if missing > 0:
        return (
            ngettext(
                "Key users have to confirm it in two rounds, on different days. %d round is missing.",
                "Key users have to confirm it in two rounds, on different days. %d rounds are missing.",
                missing,
            )
            % missing
        )
    against = [one for one in last_answers(rows).values() if one != "yes"]
    if against:
        return ngettext(
            "%d key user did not confirm it in their last answer. Settle the remarks, and hold another round.",
            "%d key users did not confirm it in their last answer. Settle the remarks, and hold another round.",
            len(against),
        ) % len(against)
    return ""


def mark(record: Any) -> str:
    """Return a mark of what a key user confirms: another one as soon as a step or the diagram is another."""
    told = json.dumps([record.as_is, record.to_be, base_of(record)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def may_confirm(visit: Visit) -> bool:
    """Tell whether this person is one of those whose word counts: a key user, and nobody in their place."""
    return visit.role == Role.KEY_USER and not visit.project.archived


@transaction.atomic
def confirm(visit: Visit, spec: RegisterSpec, record: Any, *, answer: str, remark: str, seen: str) -> Any:
    """Write down what a key user says of a process today; a second answer of the day replaces the first.

    Parameters
    ----------
    seen : str
        The `mark` of what the key user looked at.

    Raises
    ------
    Forbidden
        Somebody else than a key user.
    Unfit
        No such answer, no remark where there has to be one, or a process that changed meanwhile.
    """
    if not may_confirm(visit):
        raise Forbidden("assessment.confirm")
    locked = lock(spec, record)
    approvals.need_none([locked.pk])
    remark = kinds.tidy(remark)
    if answer not in ANSWERS:
        raise Unfit({"answer": _("Choose an answer.")})
    if answer != "yes" and not remark:
        raise Unfit({"remark": _("Say what is not right yet.")})
    if len(remark) > LONGEST_REMARK:
        raise Unfit({"remark": _("Say it in %d characters.") % LONGEST_REMARK})
    if seen != mark(locked):
        raise Unfit({"": _("The process was changed since you opened it. Look at it again, then answer.")})
    today = timezone.localdate().isoformat()
    kept = [one for one in locked.rounds if (one["on"], one["who"]) != (today, visit.person.pk)]
    if len(kept) >= MOST_ANSWERS:
        raise Unfit({"": _("There is no room for more answers.")})
    row = {"id": get_random_string(8), "on": today, "who": visit.person.pk, "answer": answer}
    old, locked.rounds = locked.rounds, [*kept, row | ({"remark": remark} if remark else {})]
    changes = [{"field": "rounds", "old": old or None, "new": locked.rounds}]
    save(visit, spec, locked, Entry(kind=Entry.Kind.CHANGED, changes=changes))
    return locked
