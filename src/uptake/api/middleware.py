"""The door of the interface: tokens, how often and how much, and errors that programs can read."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from uptake.api import rates
from uptake.api.tokens import find_token

Answer = Callable[[HttpRequest], HttpResponse]
FOLDER = "/api/"
MOST_BODY = 1024 * 1024


def door(answer: Answer) -> Answer:
    """Let programs in by their token; it stands for the session, also where there is one."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(FOLDER):
            return answer(request)
        with translation.override(translation.get_language_from_request(request)):
            refusal = _refusal(request)
        response = refusal or answer(request)
        if response.status_code == 405:
            with translation.override(translation.get_language_from_request(request)):
                told = _said(405, _("This address does not take %s.") % request.method)
            told["Allow"] = response.headers.get("Allow", "")
            return told
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return handle


def _said(status: int, message: str) -> HttpResponse:
    return JsonResponse({"message": message}, status=status)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    told = request.META.get("CONTENT_LENGTH") or "0"
    if told.isascii() and told.isdigit() and int(told[:18]) > MOST_BODY:
        return _said(413, _("That is more than is taken at once. Send it in parts."))
    given = request.headers.get("Authorization", "")
    if given:
        refusal = _identify(request, given)
        if refusal is not None:
            return refusal
    who = request.user.pk if request.user.is_authenticated else get_adapter().get_client_ip(request)
    return _too_often() if rates.exceeded(f"asked:{who}", rates.ASKED) else None


def _identify(request: HttpRequest, given: str) -> HttpResponse | None:
    scheme, _space, secret = given.partition(" ")
    token = find_token(secret.strip()) if scheme.casefold() == "bearer" else None
    if token is None:
        if rates.exceeded(f"failed:{get_adapter().get_client_ip(request)}", rates.FAILED):
            return _too_often()
        response = _said(
            401, _("This token is wrong, has expired or was revoked. Make a new one in the settings.")
        )
        response["WWW-Authenticate"] = "Bearer"
        return response
    request.user = token.person
    request.token = token  # type: ignore[attr-defined]
    return None


def _too_often() -> HttpResponse:
    response = _said(429, _("Too many requests. Wait a minute, then go on."))
    response["Retry-After"] = str(rates.MINUTE)
    return response
