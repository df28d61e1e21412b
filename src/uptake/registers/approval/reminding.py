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
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from uptake.accounts.models import Person
from uptake.projects.models import Member
from uptake.registers.approval.flows import REMIND_DAYS
from uptake.registers.configured import configured
from uptake.registers.linking import record_url
from uptake.registers.models import Approval, Configuration, Vote

log = logging.getLogger(__name__)
MOST = 50
MOST_MAILS = 1_000
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


def waiting_on(person: Person, most: int = MOST) -> list[Asking]:
    """Return what waits for somebody's answer, the longest first."""
    mine = Q(delegate=person) | (Q(person=person) & (Q(delegate=None) | Q(delegate_in_team=False)))
    return shown(_pending().filter(mine, _in_team("project", person))[:most])


def shown(votes: Iterable[Vote]) -> list[Asking]:
    """Return votes as they are listed; two queries, however many there are."""
    rows = list(votes)
    pks = {one.approval.record.project_id for one in rows}
    newest = Configuration.objects.filter(project__in=pks).values("project_id")
    versions = dict(newest.annotate(last=Max("version")).values_list("project_id", "last"))
    found = []
    for one in rows:
        record, flow = one.approval.record, one.approval.flow
        spec = configured(record.project_id, versions.get(record.project_id) or 0).registers.get(
            record.register
        )
        if spec is None:
            continue
        name = flow["steps"][one.step]["name"]
        found.append(
            Asking(
                url=record_url(record),
                code=spec.code(record.number),
                title=record.title,
                project=record.project.name,
                step=_(name) if flow.get("built_in") else name,
                asked_by=str(one.approval.asked_by or "–"),
                since=one.asked_at,
            )
        )
    return found


def _in_team(of: str, person: Any) -> Exists:
    """Return whether somebody is in the team of the project of a vote."""
    team = Member.objects.filter(**{of: OuterRef("approval__record__project")}, person=person)
    return Exists(team)


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
    return related.annotate(delegate_in_team=_in_team("project", OuterRef("delegate"))).order_by(
        "asked_at", "pk"
    )


# ---- reminding


def remind(now: datetime | None = None) -> int:
    """Mail everybody who has not answered for as many days as the flow says; return how many mails were sent."""
    moment = now or timezone.now()
    here = _pending().annotate(person_in_team=_in_team("project", OuterRef("person")))
    due = [one for one in here[:MOST_MAILS] if _is_due(one, moment)]
    due.sort(key=lambda one: _answers(one).pk)
    sent = 0
    for _pk, votes in groupby(due, key=lambda one: _answers(one).pk):
        rows = list(votes)
        if _mail(_answers(rows[0]), rows):
            Vote.objects.filter(pk__in=[one.pk for one in rows]).update(reminded_at=moment)
            sent += 1
    return sent


def _answers(vote: Any) -> Person:
    """Return who answers: the delegate, unless they left the team."""
    found: Person = vote.delegate if vote.delegate is not None and vote.delegate_in_team else vote.person
    return found


def _is_due(vote: Any, now: datetime) -> bool:
    if not (vote.delegate_in_team or vote.person_in_team) or not _answers(vote).is_active:
        return False
    days = vote.approval.flow.get("remind_days", REMIND_DAYS)
    return bool(days and (vote.reminded_at or vote.asked_at) <= now - timedelta(days=days))


def _mail(person: Person, votes: list[Vote]) -> bool:
    """Tell somebody in their language what waits for them; False when the mail could not be sent."""
    with override(person.language or None):
        rows = shown(votes)
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
