"""What the palette finds."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from uptake.accounts.requests import PersonRequest
from uptake.projects.access import visible_projects
from uptake.schedule import worklist
from uptake.site.navigation import Shell

LONGEST = 100
ROWS = 8

Group = dict[str, Any]


def found(request: PersonRequest, text: str) -> list[Group]:
    """Return groups of places to go; without a text, the places of the navigation and the latest projects."""
    groups = [
        {"name": _("Go to"), "items": _places(request, text)},
        {"name": _("Projects"), "items": _projects(request, text)},
        {"name": _("Tasks"), "items": _tasks(request, text)},
    ]
    return [group for group in groups if group["items"]]


def _places(request: PersonRequest, text: str) -> list[Group]:
    _name_project(request)
    wanted = text.casefold()
    items = Shell(request).items.values()
    return [
        {"label": item.label, "detail": "", "url": item.url, "icon": item.icon}
        for item in items
        if wanted in item.label.casefold()
    ]


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
        {"label": one.name, "detail": one.customer.name if one.customer else "", "icon": "folder",
         "url": project_url(one.pk)}
        for one in rows[:ROWS]
    ]  # fmt: skip


def _tasks(request: PersonRequest, text: str) -> list[Group]:
    if len(text) < 2 and text.isascii():
        return []
    rows = worklist.named(visible_projects(request.user).filter(archived=False), text, ROWS)
    return [
        {"label": one.name, "detail": one.project_name, "icon": "diamond" if one.milestone else "checkbox",
         "url": task_url(one.project_id, one.uid)}
        for one in rows
    ]  # fmt: skip


def project_url(pk: int) -> str:
    return _first(("project", [pk]), ("plan", [pk]))


def task_url(project: int, uid: int) -> str:
    return _first(("task", [project, uid]), ("plan", [project]))


def _first(*routes: tuple[str, list[int]]) -> str:
    for name, args in routes:
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return reverse("home")
