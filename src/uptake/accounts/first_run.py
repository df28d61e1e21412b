"""The first person of an installation: whoever can read the server's terminal. See docs/adr/0010-first-run.md."""

import base64
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from uptake.accounts.models import Organisation, Person
from uptake.accounts.selectors import nobody_yet

SALT = "uptake.first-run"
GROUPS, SIZE = 3, 4


class TooLate(Exception):
    """Somebody was there first."""


def setup_code() -> str:
    """Return what proves that one runs the server: the same for all its processes, and kept nowhere."""
    digest = salted_hmac(SALT, "code", algorithm="sha256").digest()
    letters = base64.b32encode(digest).decode("ascii")
    return "-".join(letters[k * SIZE : (k + 1) * SIZE] for k in range(GROUPS))


def is_setup_code(text: str) -> bool:
    """Compare what somebody typed; case and the lines between the groups do not matter."""
    typed = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    return constant_time_compare(typed, setup_code().replace("-", ""))


def welcome_url() -> str:
    """Return the address of the first-run page with its code in it; empty when there is somebody already."""
    return f"{settings.BASE_URL}{reverse('welcome')}?code={setup_code()}" if nobody_yet() else ""


def make_first_person(*, organisation: str, kind: str, **values: Any) -> Person:
    """Make the administrator and the organisation they belong to.

    Raises
    ------
    TooLate
        When there is a person already.
    """
    with transaction.atomic():
        _alone()
        if not nobody_yet():
            raise TooLate
        home = Organisation.objects.get_or_create(name=organisation, defaults={"kind": kind})[0]
        return Person.objects.create_superuser(organisation=home, **values)


def _alone() -> None:
    """Let one process at a time look and write: SQLite's transactions are that already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_person IN EXCLUSIVE MODE")
