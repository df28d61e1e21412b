"""What the pages of a plan have in common: numbers in addresses, questions before changes, sentences of problems."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from uptake.projects.requests import ProjectRequest
from uptake.schedule.editing.changes import Problem
from uptake.schedule.pages import conversation
from uptake.schedule.services import Outcome
from uptake.ui.answers import in_drawer, whole


def number(request: ProjectRequest, name: str) -> int | None:
    """Return a whole number of the address; None when there is none."""
    return whole(request.GET.get(name))


def sure(request: ProjectRequest) -> bool:
    """Tell whether the person has seen what the change does."""
    return request.POST.get("sure") == "1"


def question(outcome: Outcome) -> Mapping[str, Any] | None:
    """Return what has to be looked at before a change is made; None when nothing is in its way."""
    if outcome.made or not outcome.impact.moved:
        return None
    return conversation.impact(outcome)


def blame(form: Form, why: Problem) -> None:
    """Say what is wrong beside the field that it is about."""
    form.add_error(why.column if why.column in form.fields else None, why.sentence)


def told(request: ProjectRequest, why: Problem, url: str) -> HttpResponse:
    """Say what is wrong on the page that asked; in the drawer nothing else changes."""
    if in_drawer(request) or request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        # ensure_ascii: a header holds no Chinese.
        response["HX-Trigger"] = json.dumps({"up:toast": {"message": why.sentence, "kind": "error"}})
        return response
    messages.error(request, why.sentence)
    return redirect(url)


def page(
    request: ProjectRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a page, as a whole or as the content of the drawer."""
    context.setdefault("drawn", in_drawer(request))
    return render(request, template, context, status=status)
