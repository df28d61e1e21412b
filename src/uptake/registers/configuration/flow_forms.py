"""Forms of approval flows and of scales."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.projects.models import Role
from uptake.registers.configuration import shape
from uptake.registers.configuration.check_flows import fields_known, shown_kind, states_of
from uptake.registers.configuration.conversion import text_for
from uptake.registers.configuration.document import Document, new_key
from uptake.registers.configuration.forms import Part, PartForm, Text, checks, without_empty
from uptake.registers.configuration.scales import Scale
from uptake.registers.configuration.words import OPERATORS, TONES
from uptake.registers.kinds import Wrong, parse
from uptake.registers.spec import Field, Kind

RULES = (("any", gettext_lazy("One of them is enough")), ("all", gettext_lazy("Each of them")))
WITHOUT_VALUE = frozenset({"empty", "filled"})


class FlowForm(PartForm):
    """An approval flow for one register."""

    name = Text(shape.LONGEST_LABEL, label=gettext_lazy("Name"))

    def __init__(
        self,
        document: Document,
        register: str,
        people: Mapping[int, str],
        data: Any = None,
        *,
        part: Part | None = None,
    ) -> None:
        self.document, self.register = document, register
        self.known = fields_known(document, register)
        super().__init__(data, part=part)
        self.fields["target"] = forms.ChoiceField(
            label=_("Asked before a record becomes"), choices=list(states_of(document, register).items())
        )
        self._condition("", _("Only if"), self.part.get("when"))
        for place in range(shape.MOST_STEPS):
            self._step(place, people)
        self.fields["remind_days"] = forms.IntegerField(
            label=_("Remind after so many days"), min_value=0, max_value=60, required=False, initial=3,
            help_text=_("0: never."),
        )  # fmt: skip
        for name in ("name", "target", "remind_days"):
            if name in self.part:
                self.initial[name] = self.part[name]

    def _condition(self, prefix: str, label: Any, when: Part | None) -> None:
        fields = [("", _("Always")), *((key, one.label) for key, one in self.known.items())]
        self.fields[f"{prefix}field"] = forms.ChoiceField(label=label, choices=fields, required=False)
        self.fields[f"{prefix}op"] = forms.ChoiceField(
            label=_("Comparison"), choices=list(OPERATORS.items()), required=False
        )
        self.fields[f"{prefix}value"] = Text(1_000, label=_("Value"), required=False)
        if when and when["field"] in self.known:
            shown = (
                "" if when.get("value") is None else text_for(self.known[when["field"]], when["value"], {})
            )
            self.initial.update(
                {
                    f"{prefix}field": when["field"],
                    f"{prefix}op": when["op"],
                    f"{prefix}value": shown,
                }
            )

    def _step(self, place: int, people: Mapping[int, str]) -> None:
        steps = self.part.get("steps", [])
        step = steps[place] if place < len(steps) else {}
        prefix = f"step{place}-"
        self.fields[f"{prefix}name"] = Text(
            60,
            label=_("Name of the step"),
            required=False,
            help_text=_("For example: Project manager, Sponsor"),
        )
        self.fields[f"{prefix}roles"] = forms.MultipleChoiceField(
            label=_("Roles"), choices=list(Role.choices), required=False, widget=checks()
        )
        self.fields[f"{prefix}people"] = forms.TypedMultipleChoiceField(
            label=_("People"),
            choices=list(people.items()),
            coerce=int,
            required=False,
            widget=checks(),
        )
        self.fields[f"{prefix}rule"] = forms.ChoiceField(
            label=_("Who has to agree"), choices=RULES, required=False
        )
        self._condition(prefix, _("Only if"), step.get("when"))
        if step:
            self.initial.update(
                {f"{prefix}{name}": step.get(name) for name in ("name", "roles", "people", "rule")}
            )

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Return the steps for the template: those that are filled in, and one more, are open."""
        used = [bool(self[f"step{place}-name"].value()) for place in range(shape.MOST_STEPS)]
        return [
            {
                "number": place + 1,
                "open": used[place] or place == 0,
                **{
                    name: self[f"step{place}-{name}"]
                    for name in ("name", "roles", "people", "rule", "field", "op", "value")
                },
            }
            for place in range(shape.MOST_STEPS)
        ]

    def _when(self, prefix: str) -> Part | None:
        given = self.cleaned_data
        key, op = given.get(f"{prefix}field"), given.get(f"{prefix}op") or "="
        if not key:
            return None
        if op in WITHOUT_VALUE:
            return {"field": key, "op": op}
        try:
            return {"field": key, "op": op, "value": _value(self.known[key], op, given.get(f"{prefix}value"))}
        except Wrong as why:
            self.add_error(f"{prefix}value", str(why))
            return None

    def told(self) -> Part:
        given = self.cleaned_data
        steps: list[Part] = []
        for place in range(shape.MOST_STEPS):
            prefix = f"step{place}-"
            asked = given.get(f"{prefix}roles") or given.get(f"{prefix}people")
            if not given.get(f"{prefix}name") and not asked:
                continue
            step = without_empty(
                {name: given.get(f"{prefix}{name}") for name in ("name", "roles", "people", "rule")}
            )
            step.setdefault("name", _("Step %d") % (len(steps) + 1))
            if not asked:
                self.add_error(f"{prefix}roles", _("Choose a role or a person."))
            steps.append({**step, **({"when": when} if (when := self._when(prefix)) else {})})
        if not steps:
            self.add_error("step0-name", _("Name at least one step."))
        key = self.part.get("key") or new_key(given["name"], [one["key"] for one in self.document["flows"]])
        when = self._when("")
        return {
            "key": key, "name": given["name"], "register": self.register, "target": given["target"], "steps": steps,
            "remind_days": given.get("remind_days") or 0, **({"when": when} if when else {}),
        }  # fmt: skip


def _value(field: Field, op: str, typed: str | None) -> Any:
    kind = shown_kind(field)
    if kind is Kind.PERSON:
        raise Wrong(_("Ask whether it is empty or filled in; people come and go."))
    asked = Kind.CHOICE if kind is Kind.MULTI_CHOICE else kind
    found = parse(Field(key=field.key, label="", kind=asked, choices=field.choices), typed, {})
    if found is None:
        raise Wrong(_("Say what to compare with."))
    return found


class ScaleForm(PartForm):
    """The words of a scale."""

    def __init__(self, scale: Scale, data: Any = None, *, part: list[Part] | None = None) -> None:
        self.scale = scale
        super().__init__(data)
        now = {one["value"]: one for one in part or ()}
        for one in scale.steps:
            told = now.get(one.value, {"label": str(one.label)})
            tone = told.get("tone", one.tone)
            self.fields[f"label-{one.value}"] = Text(
                shape.LONGEST_LABEL, label=_("Word for %s") % one.value, initial=told["label"]
            )
            self.fields[f"about-{one.value}"] = Text(
                500, label=_("What it means"), required=False, initial=told.get("about", "")
            )
            self.fields[f"tone-{one.value}"] = forms.ChoiceField(
                label=_("Colour"), choices=list(TONES.items()), required=False, initial=tone
            )

    @property
    def steps(self) -> list[dict[str, Any]]:
        return [
            {"value": one.value, **{name: self[f"{name}-{one.value}"] for name in ("label", "about", "tone")}}
            for one in self.scale.steps
        ]

    def told(self) -> Part:
        raise NotImplementedError

    def told_steps(self) -> list[Part]:
        given = self.cleaned_data
        return [
            without_empty(
                {
                    "value": one.value,
                    **{name: given[f"{name}-{one.value}"] for name in ("label", "about", "tone")},
                }
            )
            for one in self.scale.steps
        ]
