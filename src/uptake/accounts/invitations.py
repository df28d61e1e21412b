"""People who are asked to join: an account without a password, and a mail with the way to choose one."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from uptake.accounts.models import Person


def find_or_invite(email: str, by: Person, *, name: str = "", project: str = "") -> tuple[Person, bool]:
    """Return the person with an e-mail address; invite them when there is no account yet.

    Parameters
    ----------
    email : str
    by : Person
        Who asks them to join.
    name : str
        Of a new person.
    project : str
        What they are asked to join, for the mail.

    Returns
    -------
    (Person, bool)
        And whether an invitation was sent.
    """
    found = Person.objects.filter(email=email.lower()).first()
    if found is not None:
        return found, False
    made = Person.objects.create_user(email, None, name=name or email.partition("@")[0], language=by.language)
    transaction.on_commit(lambda: send_invitation(made, by, project))
    return made, True


def send_invitation(person: Person, by: Person, project: str) -> None:
    """Send the mail with which somebody chooses a password."""
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    values = {"by": by.name, "project": project, "url": f"{settings.BASE_URL}{path}"}
    text = _(
        "%(by)s asks you to join the project “%(project)s” in Uptake.\n\n"
        "Choose a password here, within three days:\n%(url)s\n\n"
        "Later, use “Forgot password” on the sign-in page."
    )
    subject = " ".join((_("Join “%s” in Uptake") % project).split())
    send_mail(subject, text % values, None, [person.email], fail_silently=True)
