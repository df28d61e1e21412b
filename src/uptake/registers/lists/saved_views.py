"""Lists as somebody likes them, under a name; for oneself or for everybody in the project."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from uptake.projects.access import Forbidden
from uptake.projects.models import Role
from uptake.registers import kinds
from uptake.registers.lists.filters import address
from uptake.registers.models import SavedView
from uptake.registers.services import Unfit
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit

LONGEST_NAME = 100
LONGEST_QUERY = 4_000
MOST = 50


def views_of(visit: Visit, spec: RegisterSpec) -> list[SavedView]:
    """Return the views that somebody may use: their own, and what is shared."""
    rows = SavedView.objects.filter(project=visit.project, register=spec.key)
    return list(rows.filter(Q(owner=visit.person) | Q(shared=True)))


def first_view(views: list[SavedView], person: Any) -> SavedView | None:
    """Return the view with which the list opens: one's own before a shared one."""
    return next(
        (one for mine in (True, False) for one in views if one.first and (one.owner_id == person.pk) is mine),
        None,
    )


@transaction.atomic
def save_view(visit: Visit, spec: RegisterSpec, name: str, query: str, *, shared: bool, first: bool) -> Any:
    """Keep a list under a name; one's own view of that name is replaced. Raises `Unfit`."""
    if shared and not visit.may_edit(spec):
        raise Forbidden(f"{spec.key}.edit")
    name = " ".join(kinds.tidy(name).split())
    query = address(QueryDict(query[: LONGEST_QUERY * 2]))
    if not name:
        raise Unfit({"name": _("Give it a name.")})
    if len(name) > LONGEST_NAME:
        raise Unfit({"name": _("Say it in %d characters.") % LONGEST_NAME})
    if len(query) > LONGEST_QUERY:
        raise Unfit({"name": _("There are too many filters for one view. Take some away.")})
    own = SavedView.objects.filter(project=visit.project, register=spec.key, owner=visit.person)
    if own.exclude(name=name).count() >= MOST:
        raise Unfit({"name": _("You have %d views of this list. Delete one first.") % MOST})
    if first:
        own.update(first=False)
    found, _made = own.update_or_create(
        name=name,
        defaults={"query": query, "shared": shared, "first": first},
        create_defaults={
            "query": query, "shared": shared, "first": first, "project": visit.project,
            "register": spec.key, "owner": visit.person, "name": name,
        },
    )  # fmt: skip
    return found


def remove_view(visit: Visit, spec: RegisterSpec, pk: int) -> None:
    """Delete a view: one's own, or as a manager a shared one."""
    found = next((one for one in views_of(visit, spec) if one.pk == pk), None)
    if found is None:
        raise Http404
    if found.owner_id != visit.person.pk and visit.role is not Role.MANAGER:
        raise Forbidden(f"{spec.key}.edit")
    found.delete()
