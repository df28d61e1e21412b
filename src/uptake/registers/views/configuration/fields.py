"""Fields that a project declares: for its registers, for tasks, for itself."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from uptake.projects.requests import ProjectRequest
from uptake.registers.computing import names_of
from uptake.registers.configuration.check_fields import try_formula
from uptake.registers.configuration.computed_words import gives
from uptake.registers.configuration.conversion import text_for
from uptake.registers.configuration.document import (
    Document,
    all_fields,
    by_key,
    fields_of,
    name_of,
    register_of,
    targets,
)
from uptake.registers.configuration.field_form import FieldForm, kinds_for
from uptake.registers.configuration.renaming import renamed
from uptake.registers.configuration.rows import rows_of
from uptake.registers.configuration.words import KINDS, kind_word
from uptake.registers.configured import BESIDE, field_from
from uptake.registers.kinds import tidy
from uptake.registers.spec import BUILT_IN, Kind
from uptake.registers.views.configuration.desk import Desk, heading_of

MOST_PREFILLED = 50


def fields(request: ProjectRequest, of: str = "") -> HttpResponse:
    """List the declared fields of one target."""
    desk = Desk(request)
    of = desk.target(of or next((one for one in targets(desk.document) if one in BUILT_IN), "task"))
    if register_of(desk.document, of):
        return redirect("configuration_register", request.project.pk, of)
    own = [] if of in BESIDE else [one for one in BUILT_IN[of].fields if one.kind is not Kind.FORMULA]
    places = [
        {
            "key": key,
            "name": name_of(desk.document, key),
            "count": len(fields_of(desk.document, key)),
            "current": key == of,
        }
        for key in targets(desk.document)
        if key in BESIDE or key in BUILT_IN
    ]
    context = {
        "of": of,
        "heading": heading_of(desk, of),
        "places": places,
        "own": own,
        "rows": rows(desk, of),
    }
    return desk.page("fields.html", context)


def rows(desk: Desk, of: str) -> list[dict[str, Any]]:
    """Return the declared fields of a target for its table."""
    return [
        {"told": one, "kind": kind_word(one["kind"]), "icon": KINDS[Kind(one["kind"])][2]}
        for one in fields_of(desk.document, of)
    ]


def _back(desk: Desk, of: str) -> str:
    route = "configuration_register" if register_of(desk.document, of) else "configuration_fields_of"
    return reverse(route, args=[desk.project.pk, of])


def new(request: ProjectRequest, of: str) -> HttpResponse:
    """Choose a kind, then fill the form of that kind in."""
    desk = Desk(request)
    desk.target(of)
    kind = request.GET.get("kind", "")
    kinds = kinds_for(of)
    if kind not in kinds:
        shown = [
            {"key": str(one), "name": KINDS[one][0], "about": KINDS[one][1], "icon": KINDS[one][2]}
            for one in kinds
        ]
        return desk.page(
            "kinds.html", {"of": of, "heading": heading_of(desk, of), "kinds": shown, "back": _back(desk, of)}
        )
    form = FieldForm(desk.document, of, Kind(kind), request.POST or None)
    return _form(desk, of, form, key="")


def field(request: ProjectRequest, of: str, key: str) -> HttpResponse:
    """Change a field; another kind is chosen with `?kind=`."""
    desk = Desk(request)
    told = by_key(fields_of(desk.document, desk.target(of)), key)
    if told is None:
        raise Http404
    now = Kind(told["kind"])
    kinds = kinds_for(of, _published_kind(desk, of, key))
    wanted = request.GET.get("kind", "")
    kind = Kind(wanted) if wanted in kinds else now
    form = FieldForm(desk.document, of, kind, request.POST or None, part=told)
    if kind is not now and kind in {Kind.CHOICE, Kind.MULTI_CHOICE} and not told.get("choices"):
        form.initial["choices"] = _prefilled(desk, of, told)
    return _form(desk, of, form, key=key, kinds=[(str(one), KINDS[one][0]) for one in kinds])


def _published_kind(desk: Desk, of: str, key: str) -> Kind | None:
    """Return the kind under which a field was published; None when it is new, and can still be anything."""
    told = by_key(all_fields(desk.draft.published).get(of, ()), key)
    return Kind(told["kind"]) if told else None


def _prefilled(desk: Desk, of: str, told: dict[str, Any]) -> list[dict[str, str]]:
    """Return what was typed into a field so far, as choices to begin with."""
    old = field_from(told)
    found: dict[str, None] = {}
    for row in rows_of(desk.project, of):
        value = row.values.get(told["key"])
        if isinstance(value, (str, int, float)):
            found[tidy(text_for(old, value, {}))[:100]] = None
        if len(found) >= MOST_PREFILLED:
            break
    return [{"id": f"new{place}", "label": word} for place, word in enumerate(sorted(found))]


def _form(desk: Desk, of: str, form: FieldForm, *, key: str, kinds: Any = ()) -> HttpResponse:
    def part(document: Document) -> Any:
        return by_key(fields_of(document, of), key) if key else None

    def put(document: Document, told: dict[str, Any]) -> None:
        there = fields_of(document, of)
        old = by_key(there, told["key"]) if key else None
        if old is None:
            there.append(told)
            _show(document, of, told["key"])
            return
        there[there.index(old)] = told
        renamed(there, old["label"], told["label"])

    if "formula" in form.fields:
        form.fields["formula"].widget.attrs.update({
            "hx-post": reverse("configuration_formula", args=[desk.project.pk, of]),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#formula-said",
            "spellcheck": "false",
        })  # fmt: skip
    names = [one for one in names_of(map(field_from, fields_of(desk.document, of))) if one != key]
    labels = {one["key"]: one["label"] for one in fields_of(desk.document, of)}
    own = {one.key: str(one.label) for one in BUILT_IN[of].fields} if of in BUILT_IN else {}
    usable = [*names_of(BUILT_IN[of].fields if of in BUILT_IN else ()), *names]
    context = {
        "of": of,
        "key": key,
        "kind": form.kind,
        "kind_word": kind_word(form.kind),
        "kinds": kinds,
        "heading": heading_of(desk, of),
        "names": list(dict.fromkeys(labels.get(one) or own.get(one) or one for one in usable)),
        "back": _back(desk, of),
    }
    return desk.form_page(
        form, "field.html", context, part=part, put=put, url=_back(desk, of), told=form.told_with_default
    )


def _show(document: Document, of: str, key: str) -> None:
    """Let the list of a made register show a new field, as long as it is small."""
    register = register_of(document, of)
    if register is not None and len(register.setdefault("columns", [])) < 6:
        register["columns"].append(key)


@require_POST
def order(request: ProjectRequest, of: str) -> HttpResponse:
    """Bring fields into another order: one of them up or down, or all as `order` names them."""
    desk = Desk(request)
    desk.target(of)
    key, way, wanted = (request.POST.get(name, "") for name in ("key", "way", "order"))

    def change(document: Document) -> None:
        there = fields_of(document, of)
        if wanted:
            places = {one: place for place, one in enumerate(wanted.split(","))}
            there.sort(key=lambda one: places.get(one["key"], len(places)))
            return
        place = next((i for i, one in enumerate(there) if one["key"] == key), None)
        other = None if place is None else place + (1 if way == "down" else -1)
        if place is not None and other is not None and 0 <= other < len(there):
            there[place], there[other] = there[other], there[place]

    return desk.edit(change, _back(desk, of))


@require_POST
def remove(request: ProjectRequest, of: str, key: str) -> HttpResponse:
    """Take a field out of the draft, and out of the list of its register."""
    desk = Desk(request)
    desk.target(of)

    def change(document: Document) -> None:
        there = fields_of(document, of)
        there[:] = [one for one in there if one["key"] != key]
        register = register_of(document, of)
        if register is not None:
            register["columns"] = [one for one in register.get("columns", ()) if one != key]

    return desk.edit(change, _back(desk, of), said=_("Removed from the draft. Its values stay."))


@require_POST
def formula(request: ProjectRequest, of: str) -> HttpResponse:
    """Say what a formula gives, or what is wrong with it, while it is typed."""
    desk = Desk(request)
    text = tidy(request.POST.get("formula", ""))[:2_001]
    kind, wrong = (
        try_formula(desk.document, desk.target(of), request.POST.get("key", ""), text) if text else ("", "")
    )
    return render(request, "registers/configuration/_formula.html", {"said": gives(kind), "wrong": wrong})
