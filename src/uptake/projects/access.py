"""Who may do what in a project: one table."""

from typing import Any

from django.http import Http404
from rules.permissions import add_perm, has_perm
from rules.predicates import Predicate, predicate

from uptake.accounts.models import Person
from uptake.platform.models import Job
from uptake.projects.models import Member, Project, Role

M, C, IT, KEY, SP, FIN, G = (
    Role.MANAGER,
    Role.CONSULTANT,
    Role.CUSTOMER_IT,
    Role.KEY_USER,
    Role.SPONSOR,
    Role.FINANCE,
    Role.GUEST,
)

PERMISSIONS: dict[str, frozenset[Role]] = {
    "project.view": frozenset({M, C, IT, KEY, SP, FIN, G}),
    "project.manage": frozenset({M}),
    "team.view": frozenset({M, C, IT, KEY, SP, FIN}),
    "team.manage": frozenset({M}),
    "plan.view": frozenset({M, C, IT, KEY, SP, FIN, G}),
    "plan.edit": frozenset({M, C}),
    "plan.progress": frozenset({M, C, IT, KEY}),
    "plan.baseline": frozenset({M}),
    "plan.export": frozenset({M, C, IT, KEY, SP, FIN}),
    "draft.edit": frozenset({M, C}),
    "deliverable.edit": frozenset({M, C, IT}),
    "comment.write": frozenset({M, C, IT, KEY, SP, FIN}),
    "registers.view": frozenset({M, C, IT, KEY, SP, FIN, G}),
    "registers.configure": frozenset({M}),
    "scope.view": frozenset({M, C, IT, KEY, SP, FIN, G}),
    "scope.edit": frozenset({M, C, IT}),
    "scope.baseline": frozenset({M}),
    "assessment.view": frozenset({M, C, IT, KEY, SP, FIN}),
    "assessment.edit": frozenset({M, C, IT}),
    "risk.view": frozenset({M, C, IT, KEY, SP, FIN}),
    "risk.edit": frozenset({M, C, IT, KEY}),
    "monitoring.view": frozenset({M, C, IT, KEY, SP, FIN}),
    "monitoring.edit": frozenset({M, C}),
    "change.view": frozenset({M, C, IT, KEY, SP, FIN}),
    "change.edit": frozenset({M, C, IT, KEY}),
    "review.view": frozenset({M, C, IT, KEY, SP, FIN}),
    "review.edit": frozenset({M, C}),
    "money.view": frozenset({M, SP, FIN}),
    "money.edit": frozenset({M, FIN}),
}
"""Permission to the roles that have it. Administrators of the installation have all of them."""


def role_in(person: Any, project: Project) -> Role | None:
    """Return what somebody is in a project; an administrator counts as its manager."""
    if not person.is_authenticated:
        return None
    if person.is_superuser:
        return Role.MANAGER
    known: dict[int, Role | None] = person.__dict__.setdefault("_roles", {})
    if project.pk not in known:
        found = Member.objects.filter(project=project, person=person).values_list("role", flat=True).first()
        known[project.pk] = Role(found) if found else None
    return known[project.pk]


def _has(roles: frozenset[Role]) -> Predicate:
    @predicate
    def allowed(person: Any, project: Project | None) -> bool:
        return project is not None and role_in(person, project) in roles

    return allowed


for _permission, _roles in PERMISSIONS.items():
    add_perm(_permission, _has(_roles))  # type: ignore[no-untyped-call]


def may(person: Any, permission: str, project: Project) -> bool:
    """Tell whether somebody may do something in a project."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)
    return bool(has_perm(permission, person, project))  # type: ignore[no-untyped-call]


def may_end(person: Any, job: Job, project: Project) -> bool:
    """Tell whether somebody may cancel a job of a project, or stop it early: who asked for it, and the manager."""
    return bool(job.owner_id and job.owner_id == person.pk) or may(person, "project.manage", project)


def need_end(person: Any, job: Job, project: Project) -> None:
    """Raise `Forbidden` for who may not end a job of a project."""
    if not may_end(person, job, project):
        raise Forbidden("project.manage")


def visible_projects(person: Person) -> Any:
    """Return the projects that somebody may see, deleted ones left out."""
    alive = Project.objects.filter(deleted_at=None)
    return alive if person.is_superuser else alive.filter(members__person=person)


def project_for(person: Any, project_id: int, need: str) -> Project:
    """Return a project for a purpose.

    Raises
    ------
    Http404
        When there is none, or when the person is not in it: a stranger does not learn that it exists.
    Forbidden
        When the person's role does not have the permission.
    """
    project = Project.objects.filter(pk=project_id, deleted_at=None).first()
    if project is None or role_in(person, project) is None:
        raise Http404
    if not may(person, need, project):
        raise Forbidden(need)
    return project


class Forbidden(Exception):
    """A member whose role does not have a permission.

    Attributes
    ----------
    permission : str
    """

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission
