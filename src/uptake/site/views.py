"""Home, search, and the small switches of the shell."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from uptake.accounts.models import Theme
from uptake.accounts.requests import PersonRequest
from uptake.projects.access import visible_projects
from uptake.site import search as searching
from uptake.site.front_page import front_page
from uptake.site.navigation import Shell
from uptake.site.places import project_url
from uptake.ui.answers import search_text

SWITCHER_ROWS = 12


@require_GET
def home(request: PersonRequest) -> HttpResponse:
    return render(request, "site/home.html", {"front": front_page(request.user)})


@require_GET
def search(request: PersonRequest) -> JsonResponse:
    """Answer the palette: places, projects and tasks whose name holds the text."""
    text = search_text(request, searching.LONGEST)
    return JsonResponse({"groups": searching.found(request, text)})


@require_GET
def switcher(request: PersonRequest) -> HttpResponse:
    """List other projects for the menu in the breadcrumb."""
    rows: Any = visible_projects(request.user).filter(archived=False)[:SWITCHER_ROWS]
    projects = [{"name": one.name, "url": project_url(one.pk)} for one in rows]
    return render(
        request, "site/switcher.html", {"projects": projects, "all_url": Shell(request).projects_url}
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on: kept with the person, and in the browser for visitors."""
    chosen = request.POST.get("language", "")
    response = _back(request)
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86_400,
            samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


@require_POST
def theme(request: PersonRequest) -> HttpResponse:
    """Be light or dark from now on."""
    chosen = request.POST.get("theme", "")
    if chosen in Theme.values:
        request.user.theme = chosen
        request.user.save(update_fields=["theme"])
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page that asked, never to another site."""
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(url if safe and url.startswith("/") else "/")
