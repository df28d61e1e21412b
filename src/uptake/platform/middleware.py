"""What every answer gets: an id, and headers that keep browsers from running anything but our files."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

from uptake.platform.logs import current_request

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("uptake.requests")
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
QUIET = ("/static/", "/health", "/ready")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    )
)


def request_id(answer: Answer) -> Answer:
    """Name each request, in the log and in the answer; a proxy may have named it."""

    def handle(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if GIVEN_ID.match(given) else secrets.token_hex(8)
        token = current_request.set(name)
        began = time.perf_counter()
        try:
            response = answer(request)
            if not request.path.startswith(QUIET):
                spent = (time.perf_counter() - began) * 1000
                path = escape_uri_path(request.path)  # no line of the log is anybody else's
                data = {"method": request.method, "path": path, "status": response.status_code}
                log.info(
                    "%s %s %s %.0f ms",
                    request.method,
                    path,
                    response.status_code,
                    spent,
                    extra={"data": data | {"ms": round(spent, 1)}},
                )
            response["X-Request-ID"] = name
            return response
        finally:
            current_request.reset(token)

    return handle


def security_headers(answer: Answer) -> Answer:
    """Forbid inline script and style, frames, and other sites' files."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response

    return handle
