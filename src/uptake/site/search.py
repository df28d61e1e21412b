"""What the palette finds."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from uptake.accounts.requests import PersonRequest
from uptake.projects.access import visible_projects
from uptake.projects.models import Project
from uptake.registers.lists.search import find_records
from uptake.registers.visit import Visit
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
        {"name": _("Records"), "items": _records(request, text)},
        {"name": _("Projects"), "items": _projects(request, text)},
        {"name": _("Tasks"), "items": _tasks(request, text)},
    ]
    return [group for group in groups if group["items"]]


def _places(request: PersonRequest, text: str) -> tuple[list[Group], list[Group]]:
    _name_project(request)
    wanted = text.casefold()
    shell = Shell(request)
    pages = [(item.label, item.url) for item in shell.items.values()]
    if text:
        pages += shell.further()
    return _matching(pages, wanted), _matching(
        [*(_new_records(request) if text else ()), *shell.actions()], wanted
    )


def _new_records(request: PersonRequest) -> list[tuple[str, str]]:
    """Return what can be added to the registers of the project that the page is in."""
    project = _here(request)
    if project is None:
        return []
    visit = Visit(project, request.user)
    return [
        (
            _("New %(name)s") % {"name": str(spec.name).lower()},
            reverse("record_new", args=[project.pk, spec.key]),
        )
        for spec in visit.visible()
        if visit.may_edit(spec)
    ]


def _here(request: PersonRequest) -> Project | None:
    return getattr(request, "project", None)


def _matching(found: list[tuple[str, str]], wanted: str) -> list[Group]:
    return [{"label": label, "detail": "", "url": url} for label, url in found if wanted in label.casefold()]


def _name_project(request: PersonRequest) -> None:
    """Take the project that the page is in, when the person may see it."""
    number = request.GET.get("project", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        request.project = visible_projects(request.user).filter(pk=number).first()  # type: ignore[attr-defined]


def _records(request: PersonRequest, text: str) -> list[Group]:
    alive = visible_projects(request.user).filter(archived=False)
    return [
        {"label": f"{one.code} {one.title}", "detail": one.place, "url": one.url}
        for one in find_records(request.user, alive, _here(request), text, ROWS)
    ]


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
