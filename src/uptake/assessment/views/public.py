"""The public side of a questionnaire: for whoever has its address, signed in or not.

Nothing here uses who is signed in, sets a cookie or keeps an address. The form is signed instead of guarded by a
cookie: what is sent was had from here, today, for this questionnaire, and counts once.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from uptake.assessment import answering
from uptake.assessment.asked import asked_of
from uptake.assessment.attempts import visitor
from uptake.assessment.models import Questionnaire
from uptake.ui.answers import UNPROCESSABLE

LANGUAGES = ("en", "zh-hans")
GONE, NOT_FOUND, TOO_MANY = 410, 404, 429


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    spoken = request.GET.get("lang", "")
    language = spoken if spoken in LANGUAGES else translation.get_language()
    given = {"here": request.path, "spoken": spoken if spoken in LANGUAGES else "", **context}
    with translation.override(language):
        # Without the request: a token against forgery would set a cookie.
        content = render_to_string(template, {**given, "language": translation.get_language()})
    return HttpResponse(
        content,
        status=status,
        headers={
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
            "Content-Language": language or "en",
        },
    )


def _shut(request: HttpRequest, one: Questionnaire | None) -> HttpResponse:
    return _page(request, "assessment/public/shut.html", {"one": one}, GONE if one else NOT_FOUND)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the questions, and take the answers."""
    one = answering.by_token(token)
    if one is None or not answering.is_open(one):
        return _shut(request, one)
    if request.method != "POST":
        return _form(request, one)
    language = request.GET.get("lang", "")
    with translation.override(language if language in LANGUAGES else translation.get_language()):
        return _take(request, one)


def _take(request: HttpRequest, one: Questionnaire) -> HttpResponse:
    try:
        answering.count_attempt(one, visitor(request))
    except answering.TooMany:
        said = _(
            "Too many answers came in from here within the hour. Nothing is lost: send it again a little later."
        )
        return _form(request, one, said=said, status=TOO_MANY)
    sheet = answering.read(one, request.POST.getlist)
    if sheet.errors:
        return _form(request, one, sheet=sheet, status=UNPROCESSABLE)
    form = answering.unstamp(one, request.POST.get("form", ""))
    if form is None:
        said = _("This page was open for too long. Nothing is lost: send it once more.")
        return _form(request, one, sheet=sheet, said=said, status=UNPROCESSABLE)
    if not answering.keep(one, sheet, form):
        return _shut(request, answering.by_token(one.token or ""))
    spoken = request.GET.get("lang", "")
    query = {"lang": spoken} if spoken in LANGUAGES else None
    return HttpResponseRedirect(reverse("answer_thanks", args=[one.token], query=query), status=303)


def _form(
    request: HttpRequest,
    one: Questionnaire,
    *,
    sheet: answering.Sheet | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    post = request.POST
    context = {
        "one": one,
        "asked": asked_of(one, post.getlist, sheet),
        "stamp": answering.stamp(one),
        "said": said,
        "wrong": len(sheet.errors) if sheet else 0,
        "name_error": sheet.errors.get("*name", "") if sheet else "",
        "role_error": sheet.errors.get("*role", "") if sheet else "",
        "name": post.get("name", "")[:400],
        "role": post.get("role", "")[:400],
    }
    return _page(request, "assessment/public/answer.html", context, status)


@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Thank somebody who answered."""
    one = answering.by_token(token)
    if one is None:
        return _shut(request, None)
    return _page(request, "assessment/public/thanks.html", {"one": one})
