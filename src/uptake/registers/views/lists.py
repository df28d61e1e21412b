"""A register as a list: what is seen of it, under which name, and single cells of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.projects.access import Forbidden, may
from uptake.projects.requests import ProjectRequest
from uptake.registers import services
from uptake.registers.forms import RecordForm
from uptake.registers.lists import filters, saved_views
from uptake.registers.lists.listing import OPEN, OVERDUE, Listing, shown_kind
from uptake.registers.sections import tabs_of
from uptake.registers.services import TITLE
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.views.answers import CONFLICT, version_of
from uptake.registers.views.bulk import settable, targets
from uptake.registers.visit import Visit
from uptake.ui.answers import UNPROCESSABLE, saved

NOT_IN_A_CELL = frozenset({Kind.ROWS, Kind.FILE, Kind.FORMULA})
ON_A_PHONE = frozenset({"title", "state"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list as it is drawn."""

    field: Field
    css: str
    edit: bool
    sort: bool


def section(request: ProjectRequest, section: str) -> HttpResponse:
    """Lead to the first tab of a section."""
    visit = Visit(request.project, request.user)
    if section not in visit.configured.sections:
        raise Http404
    tabs = tabs_of(visit, section)
    if not tabs:
        raise Forbidden(f"{section}.view")
    return redirect(tabs[0].url)


@require_GET
def register(request: ProjectRequest, register: str) -> HttpResponse:
    """Show a register: as the address says, else as the person's first view."""
    visit = Visit(request.project, request.user)
    spec = visit.spec(register)
    views = saved_views.views_of(visit, spec)
    if not request.GET and (first := saved_views.first_view(views, request.user)):
        return redirect(f"{request.path}?{first.query or 'show='}&view={first.pk}")
    return render(request, "registers/list.html", _context(request, visit, spec, views))


def _context(
    request: ProjectRequest, visit: Visit, spec: RegisterSpec, views: list[Any], **extra: Any
) -> dict[str, Any]:
    listing = Listing(visit, spec, request.GET)
    number = request.GET.get("view", "")
    return {
        "visit": visit,
        "spec": spec,
        "listing": listing,
        "columns": columns_of(listing),
        "width": len(listing.columns) + visit.may_edit(spec),
        "display": _display(listing),
        "totals": any(one.total for one in listing.columns),
        "settable": settable(visit, spec),
        "targets": targets(visit, spec),
        "page": listing.page,
        "edit": visit.may_edit(spec),
        "export": may(request.user, "plan.export", request.project),
        "tabs": tabs_of(visit, spec.section),
        "sort": listing.sort,
        "address": filters.address(request.GET),
        "chips": filters.chips(listing),
        "quick": _quick(listing),
        "to_search": filters.kept(request.GET, "q"),
        "to_display": filters.kept(request.GET, "columns", "group"),
        "views": views,
        "view": next((one for one in views if str(one.pk) == number), None),
        **extra,
    }


def columns_of(listing: Listing) -> list[Column]:
    """Return the columns of a list: how they are drawn, and whether their cells can be edited in place."""
    visit, spec = listing.visit, listing.spec
    edit = visit.may_edit(spec)
    typed = {one.key for one in visit.typed(spec) if one.kind not in NOT_IN_A_CELL} | {TITLE}
    return [
        Column(
            field=one,
            css=_css(one),
            edit=edit and one.key in typed,
            sort=one.key in listing.sortable,
        )
        for one in listing.columns
    ]


def _css(field: Field) -> str:
    kind = shown_kind(field)
    parts = []
    if kind in {Kind.NUMBER, Kind.MONEY}:
        parts.append("up-number")
    if kind in {Kind.DATE, Kind.CHOICE, Kind.PERSON} or field.key == "number":
        parts.append("up-fit")
    if kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.ROWS} and field.key not in ON_A_PHONE:
        parts.append("up-words")
    if field.key not in ON_A_PHONE:
        parts.append("up-wide")
    return " ".join(parts)


def _display(listing: Listing) -> list[tuple[Field, bool]]:
    """Return all columns that there are: those that show first, in their order."""
    rest = [one for one in listing.known.values() if one not in listing.columns]
    return [(one, True) for one in listing.columns] + [(one, False) for one in rest]


def _quick(listing: Listing) -> list[dict[str, Any]]:
    """Return the lists that are one click away."""
    offered = [("", _("All"))]
    if any(not one.open for one in listing.spec.states):
        offered.append((OPEN, _("Open")))
    if listing.spec.next_due in listing.known:
        offered.append((OVERDUE, _("Overdue")))
    if len(offered) == 1:
        return []
    found = []
    for show, label in offered:
        query = filters.address(listing.query, "show", show=show) or "show="
        found.append({"label": label, "query": query, "on": listing.show == show})
    return found


@require_GET
def filter_menu(request: ProjectRequest, register: str, field: str = "") -> HttpResponse:
    """Show what can be filtered, or how by one field; the rest of the list's address is carried along."""
    visit = Visit(request.project, request.user)
    spec = visit.spec(register)
    listing = Listing(visit, spec, request.GET)
    context: dict[str, Any] = {"spec": spec, "address": filters.address(request.GET)}
    if not field:
        context["fields"] = filters.filterable(listing)
        return render(request, "registers/_filters.html", context)
    found = next((one for one in filters.filterable(listing) if one.key == field), None)
    if found is None:
        raise Http404
    return render(request, "registers/_filter.html", context | filters.editor(listing, found))


# ---- views


@require_http_methods(["GET", "POST"])
def view_new(request: ProjectRequest, register: str) -> HttpResponse:
    """Keep the list as it is seen now under a name."""
    visit = Visit(request.project, request.user)
    spec = visit.spec(register)
    given = request.POST if request.method == "POST" else request.GET
    context: dict[str, Any] = {
        "spec": spec,
        "query": filters.address(QueryDict(given.get("query", "")[: saved_views.LONGEST_QUERY * 2])),
        "name": given.get("name", ""),
        "shared": given.get("shared") == "1",
        "first": given.get("first") == "1",
        "edit": visit.may_edit(spec),
    }
    if request.method == "POST":
        try:
            made = saved_views.save_view(
                visit, spec, context["name"], context["query"], shared=context["shared"], first=context["first"]
            )  # fmt: skip
        except services.Unfit as why:
            context["wrong"] = why.errors["name"]
            return render(request, "registers/view.html", context, status=UNPROCESSABLE)
        url = f"{reverse('register', args=[request.project.pk, spec.key])}?{made.query or 'show='}&view={made.pk}"
        return saved(request, _("The view “%s” was saved.") % made.name, url)
    return render(request, "registers/view.html", context)


@require_POST
def view_remove(request: ProjectRequest, register: str, view: int) -> HttpResponse:
    visit = Visit(request.project, request.user)
    spec = visit.spec(register)
    saved_views.remove_view(visit, spec, view)
    messages.success(request, _("The view was deleted."))
    return redirect(f"{reverse('register', args=[request.project.pk, spec.key])}?show=")


# ---- cells


@require_http_methods(["GET", "POST"])
def cell(request: ProjectRequest, register: str, number: int, field: str) -> HttpResponse:
    """Edit one cell in its place: GET gives what to type in, POST the whole row, because more may follow from it."""
    visit = Visit(request.project, request.user)
    spec = visit.spec(register)
    visit.need_edit(spec)
    record = visit.record(spec, number)
    listing = Listing(visit, spec, request.GET)
    known = {one.key for one in visit.typed(spec) if one.kind not in NOT_IN_A_CELL} | {TITLE}
    if field not in known:
        raise Http404
    form = RecordForm(visit, spec, record, request.POST if request.method == "POST" else None, only=field)
    context: dict[str, Any] = {
        "spec": spec,
        "record": record,
        "bound": form[field],
        "version": record.version,
    }
    if request.method == "GET":
        return render(request, "registers/_editor.html", context)
    try:
        record = services.change(visit, spec, record, form.given(), version=version_of(request))
    except services.Unfit as why:
        form.refuse(why)
        others = [str(said) for key, said in why.errors.items() if key != field]
        context |= {"wrong": [*form.errors.get(field, []), *others], "version": version_of(request)}
        return render(request, "registers/_editor.html", context, status=UNPROCESSABLE)
    except services.Changed as why:
        listing.records = [why.record]
        context |= {"version": why.record.version, "listing": listing, "theirs": why.record,
                    "field": listing.known[field]}  # fmt: skip
        return render(request, "registers/_editor.html", context, status=CONFLICT)
    listing.records = [record]
    row = {"spec": spec, "listing": listing, "record": record, "columns": columns_of(listing), "edit": True}
    return render(request, "registers/_row.html", row)
