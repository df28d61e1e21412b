"""The list of projects, and what is done with whole projects."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from uptake.accounts.models import Person
from uptake.projects import selectors, services
from uptake.projects.models import Project
from uptake.projects.requests import ProjectRequest
from uptake.ui.answers import page_of, search_text

A_PAGE = 50


class SignedIn(HttpRequest):
    user: Person


@require_GET
def projects(request: SignedIn) -> HttpResponse:
    """Projects of the person, filtered, searched and sorted, page by page."""
    show = request.GET.get("show", "active")
    show = show if show in selectors.SHOWS else "active"
    search = search_text(request, 200)
    sort = request.GET.get("sort", "name")
    sort = sort if sort.removeprefix("-") in selectors.SORTS else "name"
    found = selectors.listed_projects(request.user, show=show, search=search, sort=sort)
    page = page_of(request, found, A_PAGE)
    context = {
        "page": page,
        "rows": selectors.rows_of(request.user, page),
        "show": show,
        "search": search,
        "sort": sort,
        "counts": selectors.counts(request.user),
        "kept_days": selectors.KEPT_DAYS,
        "undo": _to_undo(request),
    }
    template = (
        "projects/_list.html" if request.headers.get("HX-Target") == "projects" else "projects/list.html"
    )
    return render(request, template, context)


def _to_undo(request: SignedIn) -> Project | None:
    """Return the project that was deleted just now, to offer it back."""
    given = request.GET.get("deleted", "")
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        return None
    found: Project | None = selectors.deleted_projects(request.user).filter(pk=int(given)).first()
    return found


def _list(**query: str | int) -> HttpResponse:
    return redirect(f"{reverse('projects')}?{urlencode(query)}" if query else reverse("projects"))


@require_POST
def archive(request: ProjectRequest) -> HttpResponse:
    services.archive(request.project)
    return _list(show="archived")


@require_POST
def unarchive(request: ProjectRequest) -> HttpResponse:
    services.archive(request.project, archived=False)
    return _list()


@require_POST
def delete(request: ProjectRequest) -> HttpResponse:
    services.delete(request.project)
    return _list(deleted=request.project.pk)


@require_POST
def undelete(request: SignedIn, pk: int) -> HttpResponse:
    found = selectors.deleted_projects(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    services.undelete(found)
    return _list(show="archived") if found.archived else _list()
