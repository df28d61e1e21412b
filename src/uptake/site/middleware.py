"""The gate: each request is held against the table of routes before a view sees it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from uptake.accounts.selectors import nobody_yet
from uptake.platform.jobs import Refused
from uptake.projects.access import Forbidden, project_for
from uptake.registers.modules import switched_off
from uptake.schedule.bridge import Busy
from uptake.schedule.words.sentences import Problem
from uptake.site import errors
from uptake.site.routes import ADMINISTRATOR, NOBODY, PUBLIC, ROUTES, SIGNED_IN

Answer = Callable[[HttpRequest], HttpResponse]
MOST_OF_A_VISITOR = 256 * 1024
BESIDE_A_FILE = 1024 * 1024
"""So much may come with the largest file: the other fields of its form."""
ANY_TIME = {"alive", "ready", "language", "welcome"}
"""What answers even before the first run."""


def access(answer: Answer) -> "Gate":
    return Gate(answer)


class Gate:
    """Asks for sign-in, looks a project up, and checks the role of who asks."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _too_large(request):
            return errors.too_large(request)
        response = self.answer(request)
        if response.status_code == 405 and request.method == "GET" and not errors.wants_json(request):
            return errors.only_sent(request)
        return response

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        need = ROUTES.get(name, NOBODY)
        if need == NOBODY:
            raise Http404
        if not request.user.is_authenticated:
            return _visitor(request, name, need)
        if need == PUBLIC:
            return None
        if need == SIGNED_IN:
            return None
        if need == ADMINISTRATOR:
            return None if request.user.is_superuser else errors.forbidden(request)
        # The description of the interface is made of its functions, which therefore take the number themselves.
        number = kwargs["project_id"] if name.startswith("api_") else kwargs.pop("project_id")
        try:
            request.project = project_for(request.user, number, need)  # type: ignore[attr-defined]
        except Forbidden:
            return errors.forbidden(request)
        request.project.kept = {}  # type: ignore[attr-defined]
        off = switched_off(request.project, request.path)  # type: ignore[attr-defined]
        return errors.off(request, off) if off is not None else None

    def process_exception(self, request: HttpRequest, why: Exception) -> HttpResponse | None:
        """A service may ask for more than the route does, or find that something cannot be done."""
        if isinstance(why, Forbidden):
            return errors.forbidden(request)
        if isinstance(why, (Problem, Refused)):
            return errors.answer(request, 422, _("That cannot be done"), str(why))
        return errors.busy(request) if isinstance(why, Busy) else None


def _too_large(request: HttpRequest) -> bool:
    """Tell whether a body is longer than anything that is taken, before any of it is read or kept."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    most = settings.MAX_UPLOAD + BESIDE_A_FILE if request.user.is_authenticated else MOST_OF_A_VISITOR
    return told.isascii() and told.isdigit() and int(told[:18]) > most


def _visitor(request: HttpRequest, name: str, need: str) -> HttpResponse | None:
    """Let visitors see what is public; the first of all is led to the first run."""
    if name not in ANY_TIME and nobody_yet() and not errors.wants_json(request):
        return redirect("welcome")
    return None if need == PUBLIC else _sign_in(request)


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in page; a page that waits for data keeps what it has."""
    if request.path.startswith(errors.INTERFACE):
        message = _("Who are you? Send a token of yours in the header Authorization, or sign in.")
        return JsonResponse({"message": message}, status=401, headers={"WWW-Authenticate": "Bearer"})
    if errors.wants_json(request):
        message = _("Your session has ended. Sign in again in another tab, then try again: nothing is lost.")
        return JsonResponse({"message": message, "signin": reverse("account_login")}, status=401)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)  # the page says so, and keeps what was typed
    if request.method == "POST":
        message = _("Sign in in another tab, then come back and send it again: nothing is lost.")
        again = errors.send_again(request, 401, _("Your session has ended"), message)
        if again is not None:
            return again
    return redirect_to_login(request.get_full_path())
