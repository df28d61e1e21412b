"""Answers when something is wrong: a sentence and a way on, as a page or as JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from uptake.platform.logs import current_request


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asks, not a person's browser."""
    return (
        "application/json" in request.headers.get("Accept", "") or request.content_type == "application/json"
    )


def answer(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    """Say what is wrong. The page asks neither database nor session: they may be what is wrong."""
    if wants_json(request):
        return JsonResponse({"message": message}, status=status)
    known = request.__dict__.get("_cached_user")
    context = {
        "title": title, "message": message, "status": status, "user": known, "drawer": request.GET.get("drawer") == "1",
        "again": request.get_full_path() if request.method == "GET" and status >= 500 else "",
    }  # fmt: skip
    return HttpResponse(render_to_string("site/error.html", context), status=status)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    message = _("Your role in this project does not allow that. Ask a project manager if you need it.")
    return answer(request, 403, _("Not for your role"), message)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    message = _(
        "There is nothing here, or you are not a member of its project. Check the address, or ask a project manager."
    )
    return answer(request, 404, _("Not found"), message)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(
        request, 400, _("Not understood"), _("The request could not be read. Go back, and try again.")
    )


def broken(request: HttpRequest) -> HttpResponse:
    message = _(
        "Something went wrong on our side; nothing was changed. Try again. If it stays, "
        "tell your administrator this number: %s"
    )
    return answer(request, 500, _("Something went wrong"), message % current_request.get())


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    message = _(
        "This page was open for too long, or cookies are off. Go back, reload the page, and send it again."
    )
    return answer(request, 403, _("The page has expired"), message)
