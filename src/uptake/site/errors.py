"""Answers when something is wrong: a sentence and a way on, as a page or as JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from uptake.platform.logs import current_request
from uptake.projects.access import may

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of the field
INTERFACE = "/api/"
MOST_KEPT = 200_000
"""Characters of a form that can be sent again."""


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asks, not a person's browser."""
    return (
        request.path.startswith(INTERFACE)
        or "application/json" in request.headers.get("Accept", "")
        or request.content_type == "application/json"
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


def off(request: Any, section: Any) -> HttpResponse:
    """Say that a module is switched off in a project; who manages it is led to the switch."""
    if wants_json(request):
        message = _("%s is switched off in this project.") % section.label
        return JsonResponse({"message": message}, status=404)
    context = {
        "section": section,
        "may_switch": may(request.user, "registers.configure", request.project),
    }
    return render(request, "site/switched_off.html", context, status=404)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    message = _(
        "There is nothing here, or you are not a member of its project. Check the address, or ask a project manager."
    )
    return answer(request, 404, _("Not found"), message)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(
        request, 400, _("Not understood"), _("The request could not be read. Go back, and try again.")
    )


def only_sent(request: HttpRequest) -> HttpResponse:
    """Answer somebody who opens an address that forms are sent to."""
    message = _(
        "This address takes what a form sends; there is nothing to look at. Go back, and use the form."
    )
    return answer(request, 405, _("Nothing to see here"), message)


def broken(request: HttpRequest) -> HttpResponse:
    message = _(
        "Something went wrong on our side; nothing was changed. Try again. If it stays, "
        "tell your administrator this number: %s"
    )
    return answer(request, 500, _("Something went wrong"), message % current_request.get())


def busy(request: HttpRequest) -> HttpResponse:
    message = _("So many people are changing this plan that it could not be read. Try again in a moment.")
    return answer(request, 503, _("Busy"), message)


def too_often(request: HttpRequest, exception: Any = None) -> HttpResponse:
    message = _("Too much was tried from here in a short time. Wait a few minutes, then try again.")
    return answer(request, 429, _("Too many attempts"), message)


def too_large(request: HttpRequest) -> HttpResponse:
    message = _("That is more than is taken at once. Send it in parts, or a smaller file.")
    return answer(request, 413, _("Too large"), message)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not valid any more; one of our own pages may send it again."""
    with translation.override(translation.get_language_from_request(request)):
        if request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}" and not wants_json(
            request
        ):
            again = send_again(request, 403, _("The page has expired"), _("Nothing is lost: send it again."))
            if again is not None:
                return again
        message = _(
            "This page was open for too long, or cookies are off. Go back, reload the page, and send it again."
        )
        return answer(request, 403, _("The page has expired"), message)


def send_again(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse | None:
    """Keep what was sent in a page that can send it again; None for what must not be kept, or is too much."""
    if request.headers.get("HX-Request"):
        return None
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
    secret = any("password" in name or name == "code" for name, _value in fields)
    if not fields or secret or sum(len(str(value)) for _name, value in fields) > MOST_KEPT:
        return None
    context = {
        "title": title, "message": message, "fields": fields, "files": bool(request.FILES),
        "user": request.__dict__.get("_cached_user"), "status": status, "path": request.get_full_path(),
    }  # fmt: skip
    return HttpResponse(render_to_string("site/send_again.html", context, request), status=status)
