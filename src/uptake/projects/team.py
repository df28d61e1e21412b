"""The team of a project: who is in it, in which role, and how people come and go."""

from functools import partial
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from uptake.accounts import services as accounts
from uptake.accounts.models import Person
from uptake.projects.models import Member, Project, Role

MAX_MEMBERS = 2_000
LONGEST_TITLE = 100
MOST_INVITED, A_DAY = 100, 86_400
"""So many mails a day does Uptake send to strangers for one person."""


class TeamProblem(Exception):
    """What cannot be done with a team, as a sentence for people.

    Attributes
    ----------
    sentence : str
    column : str or None
        The field that it is about.
    """

    def __init__(self, sentence: str, column: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.column = column


def members_of(project: Project) -> "QuerySet[Member]":
    """Return the team, by name."""
    rows = Member.objects.filter(project=project).select_related("person__organisation")
    return rows.order_by("person__name", "person__email")


def member_of(project: Project, pk: int) -> Member:
    """Return a member; raises `Http404`."""
    found = members_of(project).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def add_member(
    project: Project, email: str, role: str, by: Person, *, name: str = "", title: str = ""
) -> tuple[Member, bool]:
    """Add somebody by e-mail; tells whether an account was made and an invitation sent.

    Raises
    ------
    TeamProblem
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise TeamProblem(_("Type an e-mail address, such as li.wei@example.com."), "email") from None
    _check(role, title)
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        team = Member.objects.filter(project=project)
        if team.filter(person__email=address).exists():
            raise TeamProblem(_("%s is in the team already. Change the role there.") % address, "email")
        if team.count() >= MAX_MEMBERS:
            raise TeamProblem(_("A team can have %d members.") % MAX_MEMBERS)
        person = Person.objects.filter(email=address).first()
        invited = person is None
        if person is None:
            person = _invite(address, " ".join(name.split()), by)
        return Member.objects.create(project=project, person=person, role=role, title=title.strip()), invited


def _invite(email: str, name: str, by: Person) -> Person:
    """Make an account; its mail goes out when it is there for good, and may fail without taking it back."""
    asked = f"invitations-{by.pk}"
    cache.add(asked, 0, A_DAY)
    if not by.is_superuser and cache.incr(asked) > MOST_INVITED:
        raise TeamProblem(
            _("You invited %d people today. Ask an administrator for more, or wait.") % MOST_INVITED, "email"
        )
    values = {"email": email, "name": name or email.partition("@")[0], "language": by.language}
    person = accounts.invite(send=False, **values)
    transaction.on_commit(partial(accounts.send_password_link, person), robust=True)
    return person


def change_member(project: Project, pk: int, role: str, title: str) -> Member:
    """Give a member another role or function; the last manager stays one."""
    _check(role, title)
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        found = member_of(project, pk)
        if found.role == Role.MANAGER and role != Role.MANAGER:
            _keep_a_manager(project, found)
        found.role, found.title = role, title.strip()
        found.save()
    return found


def remove_member(project: Project, pk: int) -> Member:
    """Take somebody out of the team; their account and what they did stay."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        found = member_of(project, pk)
        if found.role == Role.MANAGER:
            _keep_a_manager(project, found)
        found.delete()
    return found


def _keep_a_manager(project: Project, leaving: Member) -> None:
    others = Member.objects.filter(project=project, role=Role.MANAGER, person__is_active=True)
    if not others.exclude(pk=leaving.pk).exists():
        raise TeamProblem(_("A project needs a manager. Make somebody else one first."), "role")


def _check(role: Any, title: str) -> None:
    if role not in Role.values:
        raise TeamProblem(_("Choose one of the roles."), "role")
    if len(title) > LONGEST_TITLE:
        raise TeamProblem(_("Say the function in %d characters.") % LONGEST_TITLE, "title")
