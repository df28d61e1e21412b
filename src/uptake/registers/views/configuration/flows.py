"""Modules, approval flows and scales of a project."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from uptake.projects.models import Role
from uptake.projects.requests import ProjectRequest
from uptake.registers.configuration.check_flows import fields_known, states_of
from uptake.registers.configuration.conversion import text_for
from uptake.registers.configuration.document import Document, by_key, name_of, targets
from uptake.registers.configuration.flow_forms import FlowForm, ScaleForm
from uptake.registers.configuration.scales import standard
from uptake.registers.configuration.words import OPERATORS
from uptake.registers.configured import BESIDE
from uptake.registers.spec import BUILT_IN, SECTIONS
from uptake.registers.views.configuration.desk import Desk
from uptake.registers.visit import Visit


def modules(request: ProjectRequest) -> HttpResponse:
    """Show the modules, and which of them are switched on."""
    desk = Desk(request)
    made = desk.document["registers"]
    rows = [
        {
            "section": one,
            "on": desk.document["modules"].get(key, True),
            "names": [
                *(str(spec.plural) for spec in BUILT_IN.values() if spec.section == key),
                *(told["plural"] for told in made if told.get("section", "registers") == key),
            ],
        }
        for key, one in SECTIONS.items()
    ]
    return desk.page("modules.html", {"rows": rows})


@require_POST
def module(request: ProjectRequest, key: str) -> HttpResponse:
    """Switch a module on or off."""
    desk = Desk(request)
    if key not in SECTIONS:
        raise Http404
    on = request.POST.get("on") == "1"
    url = reverse("configuration", args=[desk.project.pk])
    return desk.edit(lambda document: document["modules"].update({key: on}), url)


def flows(request: ProjectRequest) -> HttpResponse:
    """List the approval flows."""
    desk = Desk(request)
    people = Visit(request.project, request.user).people
    rows = [
        {
            "told": one,
            "register": name_of(desk.document, one["register"]),
            "target": states_of(desk.document, one["register"]).get(one["target"], one["target"]),
            "when": _when_words(desk.document, one),
            "steps": [_step_words(step, people) for step in one["steps"]],
        }
        for one in desk.document["flows"]
    ]
    return desk.page("flows.html", {"rows": rows, "possible": _possible(desk.document)})


def _step_words(step: dict[str, Any], people: dict[int, str]) -> str:
    who = [str(Role(role).label) for role in step.get("roles", ())]
    who += [people.get(pk, _("Somebody")) for pk in step.get("people", ())]
    return f"{step['name']}: {', '.join(who)}" if who else str(step["name"])


def _when_words(document: Document, flow: dict[str, Any]) -> str:
    when = flow.get("when")
    field = fields_known(document, flow["register"]).get(when["field"]) if when else None
    if when is None or field is None:
        return ""
    value = "" if when.get("value") is None else text_for(field, when["value"], {})
    return f"{field.label} {OPERATORS[when['op']]} {value}".strip()


def _possible(document: Document) -> list[tuple[str, str]]:
    """Return the registers that have states: what approvals can be asked for."""
    return [
        (of, name_of(document, of))
        for of in targets(document)
        if of not in BESIDE and states_of(document, of)
    ]


def new(request: ProjectRequest) -> HttpResponse:
    """Choose a register, then make a flow for it."""
    desk = Desk(request)
    register = request.GET.get("register", "")
    if register not in dict(_possible(desk.document)):
        return desk.page("flow_for.html", {"possible": _possible(desk.document)})
    return _form(desk, register, key="")


def flow(request: ProjectRequest, key: str) -> HttpResponse:
    """Change a flow."""
    desk = Desk(request)
    found = by_key(desk.document["flows"], key)
    if found is None:
        raise Http404
    return _form(desk, found["register"], key=key)


def _form(desk: Desk, register: str, *, key: str) -> HttpResponse:
    def part(document: Document) -> Any:
        return by_key(document["flows"], key) if key else None

    def put(document: Document, told: dict[str, Any]) -> None:
        old = part(document)
        if old is None:
            document["flows"].append(told)
        else:
            document["flows"][document["flows"].index(old)] = told

    people = Visit(desk.project, desk.request.user).people
    form = FlowForm(desk.document, register, people, desk.request.POST or None, part=part(desk.document))
    url = reverse("configuration_flows", args=[desk.project.pk])
    context = {"key": key, "register": name_of(desk.document, register), "back": url}
    return desk.form_page(form, "flow.html", context, part=part, put=put, url=url)


@require_POST
def remove(request: ProjectRequest, key: str) -> HttpResponse:
    desk = Desk(request)

    def change(document: Document) -> None:
        document["flows"] = [one for one in document["flows"] if one["key"] != key]

    url = reverse("configuration_flows", args=[desk.project.pk])
    return desk.edit(change, url, said=_("Removed from the draft."))


def scales(request: ProjectRequest) -> HttpResponse:
    """Show the scales with their words."""
    desk = Desk(request)
    rows = []
    for name, one in standard().items():
        own = desk.document["scales"].get(name)
        steps = own or [{"value": step.value, "label": step.label, "tone": step.tone} for step in one.steps]
        rows.append({"scale": one, "own": bool(own), "steps": steps})
    return desk.page("scales.html", {"rows": rows})


def scale(request: ProjectRequest, name: str) -> HttpResponse:
    """Change the words of a scale."""
    desk = Desk(request)
    found = standard().get(name)
    if found is None:
        raise Http404
    form = ScaleForm(found, request.POST or None, part=desk.document["scales"].get(name))
    url = reverse("configuration_scales", args=[desk.project.pk])
    return desk.form_page(
        form,
        "scale.html",
        {"scale": found, "own": name in desk.document["scales"], "back": url},
        part=lambda document: document["scales"].get(name),
        put=lambda document, told: document["scales"].update({name: told}),
        url=url,
        told=form.told_steps,
    )


@require_POST
def scale_reset(request: ProjectRequest, name: str) -> HttpResponse:
    """Give a scale its standard words again."""
    desk = Desk(request)
    url = reverse("configuration_scales", args=[desk.project.pk])
    return desk.edit(lambda document: document["scales"].pop(name, None), url)
