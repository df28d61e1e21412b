"""The draft of a project's configuration: one a project, edited by several people without overwriting each other."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from django.db import transaction

from uptake.projects.models import Project
from uptake.registers.configuration.check import check
from uptake.registers.configuration.document import Document, tidied, whole
from uptake.registers.configuration.problem import Problem
from uptake.registers.configured import published, version_of
from uptake.registers.models import Configuration


class Unfit(Exception):
    """A change would make the configuration wrong.

    Attributes
    ----------
    problems : list of Problem
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class Outdated(Exception):
    """Somebody else changed the draft meanwhile."""


class Draft:
    """What is edited: the draft, or the published configuration where nobody has begun one.

    Attributes
    ----------
    version : int
        The published version that it goes out from.
    edits : int
        How often it was changed; another number is another draft.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.version = version_of(project)
        self.published = published(project.pk, self.version)
        self.row = Configuration.objects.filter(project=project, version=None).select_related("by").first()
        self.content: Document = whole(self.row.content if self.row else self.published)

    @property
    def edits(self) -> int:
        return self.row.edits if self.row else 0

    @property
    def changed(self) -> bool:
        return tidied(self.content) != tidied(self.published)

    def problems(self) -> list[Problem]:
        return check(self.content, self.published)


def lock(project: Project) -> None:
    """Let nobody else change the configuration until the transaction ends."""
    Project.objects.select_for_update().get(pk=project.pk)


@transaction.atomic
def edit(project: Project, person: Any, change: Callable[[Document], Any]) -> Draft:
    """Change the draft; begins one where there is none.

    Parameters
    ----------
    change : callable
        Changes the document that it is given. What it raises leaves the draft as it was.

    Raises
    ------
    Unfit
        When something would be wrong that was not before.
    """
    lock(project)
    draft = Draft(project)
    before = {(one.path, one.sentence) for one in draft.problems()}
    changed = deepcopy(draft.content)
    change(changed)
    found = check(changed, draft.published)
    new = [one for one in found if not one.unfinished and (one.path, one.sentence) not in before]
    if new:
        raise Unfit(new)
    if changed != draft.content:
        _keep(draft, changed, person)
    return draft


def _keep(draft: Draft, content: Mapping[str, Any], person: Any) -> None:
    row = draft.row or Configuration(project=draft.project, version=None, base=draft.version)
    row.content = tidied(content)
    row.edits += 1
    row.by = person
    row.save()
    draft.row, draft.content = row, whole(content)


def replace(project: Project, person: Any, content: Mapping[str, Any]) -> Draft:
    """Make another document the draft: an older version, or a file."""

    def put(document: Document) -> None:
        document.clear()
        document.update(whole(tidied(content)))

    return edit(project, person, put)


@transaction.atomic
def discard(project: Project, *, edits: int) -> None:
    """Throw the draft away; raises `Outdated` when it is not the one that was looked at."""
    lock(project)
    rows = Configuration.objects.filter(project=project, version=None)
    if rows.exclude(edits=edits).exists():
        raise Outdated
    rows.delete()
