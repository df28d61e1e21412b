"""The gate: each request is held against the table of routes before a view sees it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from uptake.projects.access import Forbidden, project_for
from uptake.site import errors
from uptake.site.routes import ADMINISTRATOR, PUBLIC, ROUTES, SIGNED_IN

Answer = Callable[[HttpRequest], HttpResponse]
ALLAUTH = "account_"


def access(answer: Answer) -> "Gate":
    return Gate(answer)


class Gate:
    """Asks for sign-in, looks a project up, and checks the role of who asks."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        need = ROUTES.get(name, PUBLIC if name.startswith(ALLAUTH) else "")
        if need == PUBLIC:
            return None
        if not need:
            raise Http404
        if not request.user.is_authenticated:
            return _sign_in(request)
        if need == SIGNED_IN:
            return None
        if need == ADMINISTRATOR:
            return None if request.user.is_superuser else errors.forbidden(request)
        try:
            request.project = project_for(request.user, kwargs.pop("project_id"), need)  # type: ignore[attr-defined]
        except Forbidden:
            return errors.forbidden(request)
        return None

    def process_exception(self, request: HttpRequest, why: Exception) -> HttpResponse | None:
        """A service may ask for more than the route does."""
        return errors.forbidden(request) if isinstance(why, Forbidden) else None


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in page; a page that waits for data keeps what it has."""
    if errors.wants_json(request):
        message = _("Your session has ended. Sign in again in another tab, then try again: nothing is lost.")
        return JsonResponse({"message": message, "signin": reverse("account_login")}, status=401)
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = (
            f"{reverse('account_login')}?next={request.headers.get('HX-Current-URL-Path', '/')}"
        )
        return response
    return redirect_to_login(request.get_full_path())
