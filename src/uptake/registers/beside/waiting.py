"""What waits for a person in the registers of all projects."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from uptake.accounts.models import Person
from uptake.projects.models import Member, Role
from uptake.registers.configured import configured
from uptake.registers.linking import record_url
from uptake.registers.models import Configuration, Mention
from uptake.registers.visit import knowing

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that somebody is asked to look at."""

    code: str
    title: str
    project: str
    url: str
    who: str
    at: Any


def mentions_for(person: Person, projects: Any) -> list[Waiting]:
    """Return the records where somebody asked a person to look, newest first: a record once.

    Parameters
    ----------
    projects : QuerySet of Project
        Those that the person may see.
    """
    rows = Mention.objects.filter(
        person=person,
        seen_at=None,
        comment__record__removed_at=None,
        comment__record__project__in=projects.values("pk"),
    )
    rows = rows.select_related("comment__author", "comment__record__project").order_by("-pk")
    mentions = list(rows[:MOST])
    if not mentions:
        return []
    pks = {one.comment.record.project_id for one in mentions}
    roles = dict(Member.objects.filter(person=person, project__in=pks).values_list("project_id", "role"))
    newest = Configuration.objects.filter(project__in=pks).values("project_id")
    versions = dict(newest.annotate(last=Max("version")).values_list("project_id", "last"))
    found: dict[int, Waiting] = {}
    for one in mentions:
        record = one.comment.record
        spec = configured(record.project_id, versions.get(record.project_id) or 0).registers.get(
            record.register
        )
        role = Role.MANAGER if person.is_superuser else roles.get(record.project_id)
        if spec is None or role not in knowing(spec, record.pk):
            continue
        found.setdefault(record.pk, Waiting(
            code=spec.code(record.number), title=record.title, project=record.project.name,
            url=record_url(record), who=str(one.comment.author or ""), at=one.comment.at,
        ))  # fmt: skip
    return list(found.values())
