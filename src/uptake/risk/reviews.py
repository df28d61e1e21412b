"""Reviews of risks that wait for somebody, as the home page lists them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from uptake.accounts.models import Person
from uptake.registers.linking import record_url
from uptake.registers.models import Configuration
from uptake.registers.spec import BUILT_IN
from uptake.risk import selectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    code: str
    title: str
    url: str
    project: str
    due: date
    overdue: bool


def reviews_due(person: Person, today: date | None = None) -> list[Review]:
    """Return the risks that wait for somebody's review, the longest overdue first; three queries at most."""
    day, spec = today or timezone.localdate(), BUILT_IN["risk"]
    rows = list(selectors.due_of(person, day))
    off = _switched_off({one.project_id for one in rows}, spec.section)
    return [
        Review(
            code=spec.code(one.number),
            title=one.title,
            url=record_url(one),
            project=one.project.name,
            due=one.next_review,
            overdue=one.next_review < day,
        )
        for one in rows
        if one.project_id not in off
    ]


def _switched_off(projects: set[int], section: str) -> set[int]:
    """Return the projects that have switched a section off, by their newest published configuration."""
    if not projects:
        return set()
    published = Configuration.objects.filter(project__in=projects, version__isnull=False)
    newest = dict(published.order_by("version").values_list("project_id", "content__modules"))
    return {project for project, modules in newest.items() if (modules or {}).get(section) is False}
