from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


def preferences(answer: Answer) -> Answer:
    """Speak the person's language; a visitor's is what the cookie or the browser says, a program's what it asks for."""

    def handle(request: HttpRequest) -> HttpResponse:
        asked = hasattr(request, "token") and "Accept-Language" in request.headers
        own = "" if asked else getattr(request.user, "language", "")
        language = own or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = answer(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return handle
