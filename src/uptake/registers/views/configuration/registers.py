"""Registers that a project makes."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from uptake.projects.models import Role
from uptake.projects.requests import ProjectRequest
from uptake.registers.configuration.document import Document, register_of
from uptake.registers.configuration.register_forms import RegisterForm, StatesForm, WayForm, way_of
from uptake.registers.configured import BESIDE, CUSTOM, Configured
from uptake.registers.forms import RecordForm
from uptake.registers.lists.listing import columns_of
from uptake.registers.models import Record
from uptake.registers.spec import BUILT_IN, SECTIONS, RegisterSpec
from uptake.registers.views.configuration.desk import Desk
from uptake.registers.views.configuration.fields import rows
from uptake.registers.visit import Visit


def registers(request: ProjectRequest) -> HttpResponse:
    """List the registers of the project: its own, and the built-in ones."""
    desk = Desk(request)
    made = [
        {
            "told": one,
            "section": SECTIONS[one.get("section", CUSTOM)].label,
            "fields": len(one.get("fields", ())),
            "records": Record.objects.filter(
                project=desk.project, register=one["key"], removed_at=None
            ).count(),
        }
        for one in desk.document["registers"]
    ]
    return desk.page("registers.html", {"made": made, "own": list(BUILT_IN.values())})


def register(request: ProjectRequest, key: str) -> HttpResponse:
    """Show a register as it is being made."""
    desk = Desk(request)
    told = desk.register(key)
    labels = {one["key"]: one["label"] for one in told.get("states", ())}
    ways = [
        {
            "told": one,
            "source": labels.get(one["source"], one["source"]),
            "target": labels.get(one["target"], one["target"]),
            "roles": [Role(role).label for role in one.get("roles", ())],
        }
        for one in told.get("moves", ())
    ]
    context = {
        "register": told,
        "of": key,
        "heading": told["plural"],
        "rows": rows(desk, key),
        "ways": ways,
        "section": SECTIONS[told.get("section", CUSTOM)].label,
        "published": register_of(dict(desk.draft.published), key) is not None,
        "view": [Role(role).label for role in told.get("view", ())],
        "edit": [Role(role).label for role in told.get("edit", ())],
    }
    return desk.page("register.html", context)


def new(request: ProjectRequest) -> HttpResponse:
    """Make a register."""
    desk = Desk(request)
    return _form(desk, RegisterForm(desk.document, request.POST or None), key="")


def edit(request: ProjectRequest, key: str) -> HttpResponse:
    """Change what a register is called, and who may what."""
    desk = Desk(request)
    return _form(desk, RegisterForm(desk.document, request.POST or None, part=desk.register(key)), key=key)


def _address(desk: Desk, key: str) -> str:
    return reverse("configuration_register", args=[desk.project.pk, key])


def _form(desk: Desk, form: RegisterForm, *, key: str) -> HttpResponse:
    def put(document: Document, told: dict[str, Any]) -> None:
        if key:
            _replace(document, key, told)
        else:
            document["registers"].append(told)

    return desk.form_page(
        form,
        "register_form.html",
        {
            "register": form.part,
            "back": _address(desk, key)
            if key
            else reverse("configuration_registers", args=[desk.project.pk]),
        },
        part=lambda document: _without_fields(register_of(document, key)) if key else None,
        put=put,
        url=lambda told: _address(desk, told["key"]),
    )


def _without_fields(register: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what the form of a register is about: others may add fields meanwhile."""
    parts = {"fields", "states", "moves"}
    return None if register is None else {name: one for name, one in register.items() if name not in parts}


def _replace(document: Document, key: str, told: dict[str, Any]) -> None:
    """Put what a form said about a register in its place; its fields, states and ways are not the form's."""
    there = document["registers"]
    place = next(i for i, one in enumerate(there) if one["key"] == key)
    kept = {name: there[place][name] for name in ("fields", "states", "moves") if name in there[place]}
    there[place] = {**told, **kept}


def states(request: ProjectRequest, key: str) -> HttpResponse:
    """Change the states of a register."""
    desk = Desk(request)

    def put(document: Document, told: dict[str, Any]) -> None:
        found = register_of(document, key) or {}
        found |= {"states": told["states"], "moves": told["moves"]}

    def part(document: Document) -> Any:
        found = register_of(document, key)
        return {name: found.get(name) for name in ("states", "moves")} if found else None

    form = StatesForm(request.POST or None, part=desk.register(key))
    context = {"register": form.part, "back": _address(desk, key)}
    return desk.form_page(form, "states.html", context, part=part, put=put, url=_address(desk, key))


def way(request: ProjectRequest, key: str, source: str = "", target: str = "") -> HttpResponse:
    """Add a way between two states, or change one."""
    desk = Desk(request)
    found = desk.register(key)
    told = way_of(found, source, target) if source else None
    if source and told is None:
        raise Http404

    def part(document: Document) -> Any:
        return way_of(register_of(document, key) or {}, source, target) if source else None

    def put(document: Document, said: dict[str, Any]) -> None:
        moves = (register_of(document, key) or {}).setdefault("moves", [])
        old = way_of({"moves": moves}, source, target) if source else None
        if old is None:
            moves.append(said)
        else:
            moves[moves.index(old)] = said

    form = WayForm(found, request.POST or None, part=told)
    context = {"register": found, "way": told, "back": _address(desk, key)}
    return desk.form_page(form, "way.html", context, part=part, put=put, url=_address(desk, key))


@require_POST
def way_remove(request: ProjectRequest, key: str, source: str, target: str) -> HttpResponse:
    desk = Desk(request)

    def change(document: Document) -> None:
        found = register_of(document, key) or {}
        found["moves"] = [
            one for one in found.get("moves", ()) if (one["source"], one["target"]) != (source, target)
        ]

    return desk.edit(change, _address(desk, key), said=_("Removed from the draft."))


@require_POST
def remove(request: ProjectRequest, key: str) -> HttpResponse:
    """Take a register out of the draft."""
    desk = Desk(request)

    def change(document: Document) -> None:
        document["registers"] = [one for one in document["registers"] if one["key"] != key]
        document["flows"] = [one for one in document["flows"] if one["register"] != key]

    return desk.edit(
        change,
        reverse("configuration_registers", args=[desk.project.pk]),
        said=_("Removed from the draft. Its records stay."),
    )


def preview(request: ProjectRequest, of: str) -> HttpResponse:
    """Show the form and the list of a register as the draft would make them."""
    desk = Desk(request)
    if desk.target(of) in BESIDE:
        raise Http404
    visit = Visit(request.project, request.user)
    visit.__dict__["configured"] = read = Configured({**desk.document, "modules": {}})
    spec = read.registers[of]
    context = {
        "of": of,
        "spec": spec,
        "form": RecordForm(visit, spec, None),
        "columns": _columns(visit, spec),
        "back": _address(desk, of)
        if spec.custom
        else reverse("configuration_fields_of", args=[desk.project.pk, of]),
    }
    return desk.page("preview.html", context)


def _columns(visit: Visit, spec: RegisterSpec) -> list[Any]:
    known = columns_of(spec, visit.fields(spec))
    keys = ["number", "title", *(["state"] if "state" in known else []), *spec.columns]
    return [known[key] for key in dict.fromkeys(keys) if key in known]
