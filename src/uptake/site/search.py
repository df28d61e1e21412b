"""What the palette finds."""

from typing import Any

from django.utils.translation import gettext as _

from uptake.accounts.requests import PersonRequest
from uptake.projects.access import visible_projects
from uptake.schedule.tasks import worklist
from uptake.site.navigation import Shell
from uptake.site.places import project_url, task_url

LONGEST = 100
ROWS = 8

Group = dict[str, Any]


def found(request: PersonRequest, text: str) -> list[Group]:
    """Return groups of places to go; without a text, the places of the navigation and the latest projects."""
    places, actions = _places(request, text)
    groups = [
        {"name": _("Go to"), "items": places},
        {"name": _("Do"), "items": actions},
        {"name": _("Projects"), "items": _projects(request, text)},
        {"name": _("Tasks"), "items": _tasks(request, text)},
    ]
    return [group for group in groups if group["items"]]


def _places(request: PersonRequest, text: str) -> tuple[list[Group], list[Group]]:
    _name_project(request)
    wanted = text.casefold()
    shell = Shell(request)
    pages = [(item.label, item.url) for item in shell.items.values()]
    return _matching(pages, wanted), _matching(shell.actions(), wanted)


def _matching(found: list[tuple[str, str]], wanted: str) -> list[Group]:
    return [{"label": label, "detail": "", "url": url} for label, url in found if wanted in label.casefold()]


def _name_project(request: PersonRequest) -> None:
    """Take the project that the page is in, when the person may see it."""
    number = request.GET.get("project", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        request.project = visible_projects(request.user).filter(pk=number).first()  # type: ignore[attr-defined]


def _projects(request: PersonRequest, text: str) -> list[Group]:
    rows = visible_projects(request.user).filter(archived=False).select_related("customer")
    if text:
        rows = rows.filter(name__icontains=text)
    return [
        {"label": one.name, "detail": one.customer.name if one.customer else "", "url": project_url(one.pk)}
        for one in rows[:ROWS]
    ]


def _tasks(request: PersonRequest, text: str) -> list[Group]:
    if len(text) < 2 and text.isascii():
        return []
    rows = worklist.named(visible_projects(request.user).filter(archived=False), text, ROWS)
    return [
        {"label": one.name, "detail": one.project_name, "url": task_url(one.project_id, one.uid)}
        for one in rows
    ]
