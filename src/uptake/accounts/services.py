"""What happens to people and organisations."""

from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import override

from uptake.accounts.models import Organisation, Person
from uptake.accounts.selectors import administrators_beside, password_link


class LastAdministrator(Exception):
    """Nobody would be left who can run the installation."""


class InUse(Exception):
    """An organisation that people or projects belong to."""


def invite(*, send: bool, **values: Any) -> Person:
    """Make somebody who chooses a password through a link; the link is sent when that is wanted."""
    person = Person.objects.create_user(values.pop("email"), None, **values)
    if send:
        send_password_link(person)
    return person


def send_password_link(person: Person) -> None:
    """Send somebody the link to choose a password, in their language."""
    with override(person.language or None):
        text = _(
            "Hello %(name)s,\n\nan account in Uptake has been made for you. Choose your password here:\n\n%(link)s\n\n"
            "The link works once, and for three days.\n"
        )
        subject = _("Your account in Uptake")
        filled = text % {"name": person.name, "link": password_link(person)}
        send_mail(subject, filled, None, [person.email])


def change_person(person: Person, **values: Any) -> None:
    """Change what is known of somebody.

    Raises
    ------
    LastAdministrator
    """
    after = {"is_superuser": person.is_superuser, "is_active": person.is_active} | values
    with transaction.atomic():
        loses = (
            person.is_superuser and person.is_active and not (after["is_superuser"] and after["is_active"])
        )
        if loses:
            # Two who take it from each other at once: the second waits, and looks again.
            list(Person.objects.select_for_update().filter(is_superuser=True))
            if not administrators_beside(person):
                raise LastAdministrator
        for name, value in values.items():
            setattr(person, name, value)
        person.save(update_fields=list(values))


def remove_organisation(organisation: Organisation) -> None:
    """Remove an organisation that nothing belongs to.

    Raises
    ------
    InUse
    """
    try:
        organisation.delete()
    except ProtectedError as why:
        raise InUse from why
