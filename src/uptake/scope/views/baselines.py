"""Scope baselines: freeze, list, and what is different since."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from uptake.projects.access import Forbidden, may
from uptake.projects.requests import ProjectRequest
from uptake.registers.sections import tabs_of
from uptake.registers.services import Unfit
from uptake.registers.visit import Visit
from uptake.scope import baselines
from uptake.scope.spec import SECTION
from uptake.ui.answers import form_page, saved


class FreezeForm(forms.Form):
    """What a scope baseline is called, and where it belongs."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=baselines.LONGEST_NAME)
    gate = forms.TypedChoiceField(
        label=gettext_lazy("Gate"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("The milestone at which the scope is agreed."),
    )  # fmt: skip
    agreed_on = forms.DateField(
        label=gettext_lazy("Agreed on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, gates: list[baselines.Gate], given: Any, initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        field: Any = self.fields["gate"]
        field.choices = [("", _("None")), *((one.uid, one.name) for one in gates)]


def _may_freeze(request: ProjectRequest) -> bool:
    return may(request.user, "scope.baseline", request.project) and not request.project.archived


@require_GET
def baseline_list(request: ProjectRequest) -> HttpResponse:
    """The baselines of the scope, and how far it has moved from the latest."""
    visit = Visit(request.project, request.user)
    rows = list(baselines.baselines(request.project))
    latest = baselines.baseline_of(request.project, rows[0].number) if rows else None
    parts = baselines.differences(visit, latest) if latest else []
    context = {
        "visit": visit,
        "tabs": tabs_of(visit, SECTION.key),
        "freeze": _may_freeze(request),
        "baselines": [{"baseline": one, "counts": _counts(visit, one)} for one in rows],
        "registers": _registers(visit),
        "latest": latest,
        "totals": baselines.totals(parts),
    }
    return render(request, "scope/baselines.html", context)


def _registers(visit: Visit) -> list[Any]:
    known = visit.configured.registers
    return [known[key] for key in baselines.REGISTERS if key in known and visit.role in known[key].view]


def _counts(visit: Visit, baseline: Any) -> list[int]:
    return [baseline.counts.get(one.key, 0) for one in _registers(visit)]


@require_http_methods(["GET", "POST"])
def baseline_new(request: ProjectRequest) -> HttpResponse:
    """Freeze the scope as it stands."""
    if not _may_freeze(request):
        raise Forbidden("scope.baseline")
    visit = Visit(request.project, request.user)
    form = FreezeForm(
        baselines.gates(request.project),
        request.POST if request.method == "POST" else None,
        initial={"agreed_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = baselines.freeze(request.project, request.user, **form.cleaned_data)
        except Unfit as why:
            for key, sentence in why.errors.items():
                form.add_error(key if key in form.fields else None, str(sentence))
        else:
            said = _("The scope is frozen as “%(name)s”.") % {"name": made.name}
            return saved(request, said, reverse("scope_baselines", args=[request.project.pk]))
    context = {"form": form, "visit": visit, "tabs": tabs_of(visit, SECTION.key)}
    return form_page(request, "scope/freeze.html", context)


@require_GET
def baseline(request: ProjectRequest, number: int) -> HttpResponse:
    """What is different since a baseline, in words."""
    visit = Visit(request.project, request.user)
    found = baselines.baseline_of(request.project, number)
    parts = baselines.differences(visit, found)
    context = {
        "visit": visit,
        "tabs": tabs_of(visit, SECTION.key),
        "baseline": found,
        "parts": [one for one in parts if one.count],
        "totals": baselines.totals(parts),
        "notes": baselines.notes_since(visit, found),
    }
    return render(request, "scope/baseline.html", context)
