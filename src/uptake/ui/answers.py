"""Answers to forms and lists, the same for a whole page and for what HTMX asks for."""

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

UNPROCESSABLE = 422
PAGE_ROWS = 100


def in_drawer(request: HttpRequest) -> bool:
    """Tell whether the page is asked for as the content of the drawer."""
    return request.GET.get("drawer") == "1"


def search_text(request: HttpRequest, longest: int = 100) -> str:
    """Return what somebody looks for; no database can be asked for NUL."""
    return request.GET.get("q", "").replace("\0", " ").strip()[:longest]


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Show a page with a form: 422 when what was sent cannot be taken, so that HTMX and tests see it."""
    form = context.get("form")
    wrong = form is not None and form.is_bound and not form.is_valid()
    return render(request, template, context, status=UNPROCESSABLE if wrong else 200)


def saved(request: HttpRequest, message: str, url: str, *, undo: str = "") -> HttpResponse:
    """Say that something was done, and lead on.

    In the drawer the answer closes it and brings the page under it up to date; else the browser goes to `url`.
    A post to `undo` takes it back: the message offers that, and the answer to it is what is said then.
    """
    if in_drawer(request) or request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        # ensure_ascii: a header holds no Chinese.
        told = {"message": message, "url": url} | ({"undo": undo} if undo else {})
        response["HX-Trigger"] = json.dumps({"up:saved": told})
        return response
    messages.success(request, message, extra_tags=undo)
    return redirect(url)


def page_of(request: HttpRequest, rows: "QuerySet[Any] | list[Any]", size: int = PAGE_ROWS) -> Page:
    """Return the page of a list that the address names; `ui.pages` shows the way to the others."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def whole(text: object) -> int | None:
    """Return a whole number that somebody sent; None when it is none, or too large for a key.

    Examples
    --------
    >>> whole("12"), whole("-1"), whole("٣"), whole(None), whole("9" * 12)
    (12, None, None, None, None)
    """
    word = "" if text is None else str(text)
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None
