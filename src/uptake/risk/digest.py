"""The mail of a day: whose risks should have been looked at again."""

import logging
from datetime import datetime, time
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from uptake.accounts.models import Person
from uptake.risk.models import Digest, Risk
from uptake.risk.reviews import Review, reviews_due
from uptake.risk.selectors import LIVE

log = logging.getLogger(__name__)
FROM = time(7)
"""Nobody is written to before the working day begins."""
MOST_MAILS = 500


def send_digest(now: datetime | None = None) -> int:
    """Mail everybody with overdue reviews, once a day; return how many mails were sent."""
    moment = timezone.localtime(now)
    if moment.time() < FROM:
        return 0
    day = moment.date()
    late = Risk.objects.filter(removed_at=None, state__in=LIVE, next_review__lt=day).values("owner")
    waiting = Person.objects.filter(pk__in=late, is_active=True)
    told = Digest.objects.filter(on=day).values("person")
    sent = 0
    for person in waiting.exclude(pk__in=told).order_by("pk")[:MOST_MAILS]:
        rows = [one for one in reviews_due(person, day) if one.overdue]
        if rows and not _mail(person, rows):
            continue
        Digest.objects.update_or_create(person=person, defaults={"on": day})
        sent += bool(rows)
    return sent


def _mail(person: Person, rows: list[Review]) -> bool:
    """Tell somebody in their language; False when the mail could not be sent, and is tried again in an hour."""
    with override(person.language or None):
        lines = "\n\n".join(
            f"{one.code} {one.title} · {one.project} · {date_format(one.due, 'SHORT_DATE_FORMAT')}\n"
            f"{settings.BASE_URL}{one.url}"
            for one in rows
        )
        subject = ngettext("%d risk review is overdue", "%d risk reviews are overdue", len(rows)) % len(rows)
        text = _(
            "Hello %(name)s,\n\nthese risks should have been looked at again. Is the score still right, does the "
            "response work, when is the next look?\n\n%(lines)s\n"
        ) % {"name": person.name, "lines": lines}
        try:
            send_mail(subject, text, None, [person.email])
        except (OSError, SMTPException):
            log.exception("a digest could not be sent, and is tried again in an hour")
            return False
    return True
