"""Personal tokens: made, found again by their hash, revoked."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from uptake.accounts.models import Person
from uptake.api.models import Token

LOOKS = re.compile(r"upt_[A-Za-z0-9_-]{43}\Z")
MOST = 20
"""So many live tokens one person may have."""
NOTED_EVERY = timedelta(minutes=1)


class TooMany(Exception):
    """Somebody has as many tokens as one person may have."""


def digest(secret: str) -> str:
    """Return what is kept of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tokens_of(person: Person) -> list[Token]:
    return list(Token.objects.filter(person=person))


@transaction.atomic
def make_token(person: Person, name: str, days: int) -> tuple[Token, str]:
    """Make a token; the secret is returned once and cannot be found out again. Raises `TooMany`."""
    Person.objects.select_for_update().get(pk=person.pk)
    if sum(one.live for one in tokens_of(person)) >= MOST:
        raise TooMany
    secret = f"upt_{secrets.token_urlsafe(32)}"
    made = Token.objects.create(
        person=person,
        name=name,
        hash=digest(secret),
        ending=secret[-4:],
        expires_at=timezone.now() + timedelta(days=days),
    )
    return made, secret


def find_token(secret: str) -> Token | None:
    """Return the live token of somebody who may sign in; notes that it was used."""
    if not LOOKS.match(secret):
        return None
    found = Token.objects.select_related("person").filter(hash=digest(secret)).first()
    if found is None or not found.live or not found.person.is_active:
        return None
    now = timezone.now()
    if found.used_at is None or now - found.used_at > NOTED_EVERY:
        Token.objects.filter(pk=found.pk).update(used_at=now)
    return found


def revoke(person: Person, pk: int) -> Any:
    """End a token of somebody's own; returns None when there is none."""
    found = Token.objects.filter(person=person, pk=pk, revoked_at=None).first()
    if found is not None:
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
    return found
