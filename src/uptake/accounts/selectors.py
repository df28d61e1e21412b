"""What may be known of people and organisations."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from uptake.accounts.models import Organisation, Person


def nobody_yet() -> bool:
    """Tell whether the installation has no person: then the first one may be made."""
    return not Person.objects.exists()


def people(text: str = "", *, active: bool | None = True) -> Any:
    """Return people whose name, address or organisation holds a text."""
    rows = Person.objects.select_related("organisation")
    if active is not None:
        rows = rows.filter(is_active=active)
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(email__icontains=text) | Q(organisation__name__icontains=text)
        )
    return rows.order_by("name", "email")


def organisations() -> Any:
    """Return organisations with how many people they have."""
    return Organisation.objects.annotate(number=Count("people")).order_by("name")


def administrators_beside(person: Person) -> int:
    """Return how many other people could run the installation."""
    return Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk).count()


def password_link(person: Person) -> str:
    """Return the address where somebody chooses a password. It works once, and for some days."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)},
    )
    return f"{settings.BASE_URL}{path}"


def demo_people() -> list[Person]:
    """Return everybody, one of each role first: so that a visitor sees at once whom there is to be."""
    found = (
        Person.objects.filter(is_active=True).select_related("organisation").prefetch_related("memberships")
    )
    first: dict[str, int] = {}
    people = list(found.order_by("is_superuser", "pk"))
    for person in people:
        for member in person.memberships.all():
            first.setdefault(member.role, person.pk)
    return sorted(people, key=lambda person: person.pk not in first.values())
