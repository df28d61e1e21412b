"""Many records of a list at once: set a field, move to a state, remove and bring back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.projects.access import Forbidden
from uptake.projects.requests import ProjectRequest
from uptake.registers import bulk, services
from uptake.registers.forms import RecordForm
from uptake.registers.lists.listing import Listing
from uptake.registers.sections import tabs_of
from uptake.registers.spec import Kind, RegisterSpec
from uptake.registers.views.answers import list_url, visit_of
from uptake.registers.visit import Visit
from uptake.ui.answers import UNPROCESSABLE, page_of, saved, whole

SET, TO, REMOVE = "set", "to", "remove"
NOT_IN_BULK = frozenset({Kind.ROWS, Kind.FILE})


def settable(visit: Visit, spec: RegisterSpec) -> list[Any]:
    """Return the fields that many records can be given at once."""
    return [one for one in visit.typed(spec) if one.kind not in NOT_IN_BULK]


def targets(visit: Visit, spec: RegisterSpec) -> list[Any]:
    """Return the states to which this person may move something."""
    keys = {one.target for one in spec.moves if visit.role in one.roles}
    return [one for one in spec.states if one.key in keys]


@require_http_methods(["GET", "POST"])
def register_bulk(request: ProjectRequest, register: str) -> HttpResponse:
    """Ask what is to be done with the chosen records, and do it."""
    visit, spec = visit_of(request, register)
    visit.need_edit(spec)
    given = request.POST if request.method == "POST" else request.GET
    do, _colon, what = given.get("do", "").partition(":")
    rows = chosen(visit, spec, given)
    context: dict[str, Any] = {
        "visit": visit,
        "spec": spec,
        "do": given.get("do", ""),
        "number": rows.count(),
        "carried": {"all": given.get("all", ""), "query": given.get("query", ""), "n": ",".join(given.getlist("n"))},
        "tabs": tabs_of(visit, spec.section),
    }  # fmt: skip
    act = {SET: _set, TO: _move, REMOVE: _remove}.get(do)
    if act is None:
        raise Http404
    return act(request, rows, what, context)


def chosen(visit: Visit, spec: RegisterSpec, given: QueryDict) -> "QuerySet[Any]":
    """Return the records that are meant: those with these numbers, or all that a list's address finds."""
    query = QueryDict(given.get("query", "")[:8_000])
    if given.get("all") == "1":
        return Listing(visit, spec, query).rows
    numbers = [found for part in given.getlist("n") for one in part.split(",")[: bulk.MOST + 1]
               if (found := whole(one.strip())) is not None]  # fmt: skip
    rows = visit.rows(spec).filter(removed_at=None)
    return rows.filter(number__in=numbers[: bulk.MOST + 1]).order_by("number")


def _set(request: ProjectRequest, rows: Any, what: str, context: dict[str, Any]) -> HttpResponse:
    visit, spec = context["visit"], context["spec"]
    field = next((one for one in settable(visit, spec) if one.key == what), None)
    if field is None:
        raise Http404
    form = RecordForm(visit, spec, None, request.POST if request.method == "POST" else None, only=field.key)
    context |= {"form": form, "bound": form[field.key], "field": field}
    if request.method == "GET":
        return render(request, "registers/bulk.html", context)
    return _done(
        request, context,
        lambda: bulk.change_many(visit, spec, rows, form.given()),
        lambda done: ngettext("%d record was changed.", "%d records were changed.", done) % done,
    )  # fmt: skip


def _move(request: ProjectRequest, rows: Any, what: str, context: dict[str, Any]) -> HttpResponse:
    visit, spec = context["visit"], context["spec"]
    state = next((one for one in targets(visit, spec) if one.key == what), None)
    if state is None:
        raise Http404
    ways = [one for one in spec.moves if one.target == what]
    context |= {
        "state": state,
        "reason": request.POST.get("reason", ""),
        "needed": any(one.reason for one in ways),
    }
    if request.method == "GET":
        return render(request, "registers/bulk.html", context)
    return _done(
        request, context,
        lambda: bulk.move_many(visit, spec, rows, what, reason=context["reason"]),
        lambda done: ngettext("%d record was moved.", "%d records were moved.", done) % done,
    )  # fmt: skip


def _remove(request: ProjectRequest, rows: Any, what: str, context: dict[str, Any]) -> HttpResponse:
    visit, spec = context["visit"], context["spec"]
    if request.method == "GET":
        return render(request, "registers/bulk.html", context)
    try:
        done, at = bulk.remove_many(visit, spec, rows)
    except services.Unfit as why:
        return _refused(request, context, why)
    return removed_answer(request, spec, done, at)


def removed_answer(request: ProjectRequest, spec: RegisterSpec, done: int, at: datetime) -> HttpResponse:
    """Say that records were removed, and offer to bring them back."""
    said = ngettext("%d record was removed.", "%d records were removed.", done) % done
    undo = reverse("register_undo", args=[request.project.pk, spec.key])
    return saved(request, said, list_url(request, spec), undo=f"{undo}?{urlencode({'at': at.isoformat()})}")


def _done(
    request: ProjectRequest,
    context: dict[str, Any],
    act: Callable[[], int],
    say: Callable[[int], str],
) -> HttpResponse:
    try:
        done = act()
    except services.Unfit as why:
        return _refused(request, context, why)
    back = list_url(request, context["spec"])
    query = context["carried"]["query"]
    return saved(request, say(done), f"{back}?{query}" if query else back)


def _refused(request: ProjectRequest, context: dict[str, Any], why: services.Unfit) -> HttpResponse:
    form = context.get("form")
    if form is not None:
        form.refuse(why)
    else:
        context["errors"] = why.errors
    return render(request, "registers/bulk.html", context, status=UNPROCESSABLE)


# ---- what was removed


@require_GET
def removed(request: ProjectRequest, register: str) -> HttpResponse:
    """List what was taken out of a register, the latest first."""
    visit, spec = visit_of(request, register)
    if not visit.may_edit(spec):
        raise Forbidden(f"{spec.key}.edit")
    rows = visit.rows(spec).exclude(removed_at=None)
    context = {
        "visit": visit,
        "spec": spec,
        "page": page_of(request, rows.order_by("-removed_at", "number")),
        "tabs": tabs_of(visit, spec.section),
    }
    return render(request, "registers/removed.html", context)


@require_POST
def undo(request: ProjectRequest, register: str) -> HttpResponse:
    """Bring back what was removed at a moment."""
    visit, spec = visit_of(request, register)
    visit.need_edit(spec)
    try:
        at = parse_datetime(request.GET.get("at", "")[:40])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Http404
    done = bulk.restore_many(visit, spec, at)
    said = ngettext("%d record is back.", "%d records are back.", done) % done
    if request.headers.get("HX-Request"):
        return HttpResponse(said, content_type="text/plain")
    messages.success(request, said)
    return redirect(list_url(request, spec))
