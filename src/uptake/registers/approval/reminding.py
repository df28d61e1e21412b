"""Approvals that wait for somebody's answer: what the home page lists, and what mail reminds of."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from uptake.accounts.models import Person
from uptake.projects.models import Member
from uptake.registers.approval.flows import REMIND_DAYS
from uptake.registers.configured import configured
from uptake.registers.linking import record_url
from uptake.registers.models import Approval, Configuration, Vote
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import knowing

log = logging.getLogger(__name__)
MOST = 50
MOST_VOTES = 1_000
"""So many votes are looked at each time: the rest is reminded of an hour later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A record about which somebody is asked."""

    url: str
    code: str
    title: str
    project: str
    step: str
    asked_by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class _Held:
    """A vote, its register, and who answers it now."""

    vote: Vote
    spec: RegisterSpec
    person: Person


def waiting_on(person: Person, most: int = MOST) -> list[Asking]:
    """Return what waits for somebody's answer, the longest first."""
    mine = _pending().filter(Q(delegate=person) | Q(person=person))
    found = [one for one in _held(mine[:MOST_VOTES]) if one.person == person]
    return [_listed(one) for one in found[:most]]


def _held(votes: Iterable[Any]) -> list[_Held]:
    """Return votes with who answers them; without those that nobody may: two queries, however many there are."""
    rows = list(votes)
    pks = {one.approval.record.project_id for one in rows}
    newest = Configuration.objects.filter(project__in=pks).values("project_id")
    versions = dict(newest.annotate(last=Max("version")).values_list("project_id", "last"))
    found = []
    for one in rows:
        record = one.approval.record
        version = versions.get(record.project_id) or 0
        spec = configured(record.project_id, version).registers.get(record.register)
        person = _answers(one, spec) if spec else None
        if spec and person:
            found.append(_Held(vote=one, spec=spec, person=person))
    return found


def _answers(vote: Any, spec: RegisterSpec) -> Person | None:
    """Return who answers: the delegate, unless they may not see the record any more; None when nobody may."""
    roles = knowing(spec, vote.approval.record_id)
    person: Person | None = vote.person if vote.person_role in roles else None
    return vote.delegate if vote.delegate_role in roles else person


def _listed(held: _Held) -> Asking:
    approval = held.vote.approval
    name = approval.flow["steps"][held.vote.step]["name"]
    return Asking(
        url=record_url(approval.record),
        code=held.spec.code(approval.record.number),
        title=approval.record.title,
        project=approval.record.project.name,
        step=_(name) if approval.flow.get("built_in") else name,
        asked_by=str(approval.asked_by or "–"),
        since=held.vote.asked_at,
    )


def _role_of(who: str) -> Subquery:
    """Return the role that somebody of a vote has in its project."""
    team = Member.objects.filter(project=OuterRef("approval__record__project"), person=OuterRef(who))
    return Subquery(team.values("role")[:1])


def _pending() -> Any:
    """Return the votes that are waited for, of projects that are alive, the longest first."""
    rows = Vote.objects.filter(
        answer="",
        step=F("approval__step"),
        approval__state=Approval.State.RUNNING,
        approval__record__removed_at=None,
        approval__record__project__deleted_at=None,
        approval__record__project__archived=False,
    )
    related = rows.select_related(
        "person", "delegate", "approval__asked_by", "approval__record", "approval__record__project"
    )
    roles = {"person_role": _role_of("person"), "delegate_role": _role_of("delegate")}
    return related.annotate(**roles).order_by("asked_at", "pk")


# ---- reminding


def remind(now: datetime | None = None) -> int:
    """Mail everybody who has not answered for as many days as the flow says; return how many mails were sent."""
    moment = now or timezone.now()
    due = [one for one in _held(_pending()[:MOST_VOTES]) if _is_due(one, moment)]
    due.sort(key=lambda one: one.person.pk)
    sent = 0
    for _pk, held in groupby(due, key=lambda one: one.person.pk):
        rows = list(held)
        if _mail(rows[0].person, rows):
            Vote.objects.filter(pk__in=[one.vote.pk for one in rows]).update(reminded_at=moment)
            sent += 1
    return sent


def _is_due(held: _Held, now: datetime) -> bool:
    vote = held.vote
    days = vote.approval.flow.get("remind_days", REMIND_DAYS)
    since = vote.reminded_at or vote.asked_at
    return bool(held.person.is_active and days and since <= now - timedelta(days=days))


def _mail(person: Person, held: list[_Held]) -> bool:
    """Tell somebody in their language what waits for them; False when the mail could not be sent."""
    with override(person.language or None):
        rows = [_listed(one) for one in held]
        lines = "\n\n".join(
            f"{one.code} {one.title} · {one.project}\n{settings.BASE_URL}{one.url}" for one in rows
        )
        number = len(rows)
        subject = ngettext("%d approval waits for you", "%d approvals wait for you", number) % number
        text = _("Hello %(name)s,\n\nyour answer is waited for:\n\n%(lines)s\n") % {
            "name": person.name,
            "lines": lines,
        }
        try:
            send_mail(subject, text, None, [person.email])
        except (OSError, SMTPException):
            log.exception("a reminder could not be sent, and is tried again in an hour")
            return False
    return True
