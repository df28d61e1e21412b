"""The interface itself: who may ask, and how it says that something is wrong."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.utils import check_csrf

from uptake.registers.kinds import WrongRows
from uptake.registers.writing import Unfit

SAFE = {"GET", "HEAD", "OPTIONS"}
UNPROCESSABLE = 422

api = NinjaAPI(
    title="Uptake",
    version="1",
    description="The registers of projects. What a person may do here is what the person may do in the pages.",
    openapi_url=None,
    docs_url=None,
)


def caller(request: HttpRequest) -> Any:
    """Return who asks; the gate has let them in. A session has to send the token of its pages as well."""
    if not hasattr(request, "token") and request.method not in SAFE and check_csrf(request) is not None:
        raise HttpError(403, _("Send the token of the page in X-CSRFToken, or a token of your own."))
    return request.user


def wrong(
    request: HttpRequest, fields: dict[str, str], *, message: str = "", rows: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer that something cannot be taken, with a sentence for each field."""
    said = message or _("Some fields cannot be taken. Each says why.")
    told: dict[str, Any] = {"message": said, "fields": fields}
    return api.create_response(request, told | ({"rows": rows} if rows else {}), status=UNPROCESSABLE)


def _unfit(request: HttpRequest, why: Any) -> HttpResponse:
    fields = {key: str(one) for key, one in why.errors.items() if key}
    rows = {key: one.cells for key, one in why.errors.items() if isinstance(one, WrongRows)}
    return wrong(request, fields, message=str(why.errors.get("", "")), rows=rows)


def _invalid(request: HttpRequest, why: Any) -> HttpResponse:
    return wrong(request, {str(one["loc"][-1]): _sentence(one) for one in why.errors})


def _sentence(error: dict[str, Any]) -> str:
    kind, bounds = error["type"], error.get("ctx", {})
    if kind == "missing":
        return _("Fill this in.")
    if kind == "string_too_long":
        return _("Say it in %d characters.") % int(bounds["max_length"])
    if kind.startswith(("greater", "less")):
        return _("That number is out of bounds.")
    if kind == "extra_forbidden":
        return _("Nothing of this name is taken here.")
    return _("This is of another type than is wanted. The description at /api/v1/openapi.json has it.")


def _http(request: HttpRequest, why: Any) -> HttpResponse:
    unread = why.status_code == 400
    message = _("The body could not be read as JSON.") if unread else why.message
    return api.create_response(request, {"message": message}, status=why.status_code)


def _leave(request: HttpRequest, why: Any) -> HttpResponse:
    """Leave it to the gate and the pages of errors, which answer programs in JSON."""
    raise why


api.add_exception_handler(Unfit, _unfit)
api.add_exception_handler(ValidationError, _invalid)
api.add_exception_handler(HttpError, _http)
api.add_exception_handler(Http404, _leave)
api.add_exception_handler(Exception, _leave)
