"""Forms of a register that a project makes: what it is called, its states, the ways between them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.registers.configuration import shape
from uptake.registers.configuration.document import Document, new_key, targets
from uptake.registers.configuration.forms import (
    NOBODY_TICKED,
    Part,
    PartForm,
    Roles,
    RowsField,
    Text,
    checks,
    tone_column,
    without_empty,
)
from uptake.registers.configured import CUSTOM
from uptake.registers.spec import BUILT_IN, SECTIONS

ICONS = (
    "table", "list", "list-check", "clipboard-list", "clipboard-check", "checklist", "building", "server",
    "device-laptop", "users-group", "school", "package", "coin", "calendar-event", "flag", "tag", "target", "bulb",
    "rocket", "shield-check",
)  # fmt: skip
PRESETS: dict[str, tuple[Any, tuple[tuple[Any, str, bool], ...]]] = {
    "simple": (
        gettext_lazy("Open → Done"),
        ((gettext_lazy("Open"), "info", True), (gettext_lazy("Done"), "good", False)),
    ),
    "work": (
        gettext_lazy("Planned → In progress → Done"),
        (
            (gettext_lazy("Planned"), "", True),
            (gettext_lazy("In progress"), "info", True),
            (gettext_lazy("Done"), "good", False),
        ),
    ),
    "approval": (
        gettext_lazy("Draft → Submitted → Approved, or rejected"),
        (
            (gettext_lazy("Draft"), "", True),
            (gettext_lazy("Submitted"), "info", True),
            (gettext_lazy("Approved"), "good", False),
            (gettext_lazy("Rejected"), "bad", False),
        ),
    ),
    "none": (gettext_lazy("No states"), ()),
}


class RegisterForm(PartForm):
    """What a register is called, who sees and edits it."""

    more = frozenset({"prefix", "about", "title", "section", "icon", "view", "edit"})

    plural = Text(
        60, label=gettext_lazy("Name of the register"), help_text=gettext_lazy("For example: Site readiness")
    )
    name = Text(
        60,
        label=gettext_lazy("Name of one record"),
        required=False,
        help_text=gettext_lazy("For example: Site. Empty: the same."),
    )
    about = Text(500, long=True, label=gettext_lazy("What it is for"), required=False)
    title = Text(
        60,
        label=gettext_lazy("Word for the title"),
        required=False,
        help_text=gettext_lazy("For example: Site, Question. Empty: Title."),
    )

    def __init__(self, document: Document, data: Any = None, *, part: Part | None = None) -> None:
        self.document = document
        super().__init__(data, part=part)
        self.fields["prefix"] = Text(
            6, label=_("Prefix of the numbers"), required=False,
            help_text=_("SR gives SR-001. Empty: made of the name. It stays once published."),
        )  # fmt: skip
        self.order_fields(["plural", "name", "prefix", "about"])
        if not self.part:
            presets = [(key, label) for key, (label, _states) in PRESETS.items()]
            self.fields["states"] = forms.ChoiceField(label=_("States"), choices=presets, initial="simple")
        self.fields["section"] = forms.ChoiceField(
            label=_("Where it stands"),
            choices=[(key, one.label) for key, one in SECTIONS.items()],
            initial=CUSTOM,
        )
        self.fields["icon"] = forms.ChoiceField(
            label=_("Icon"), choices=[(one, one) for one in ICONS], required=False, widget=forms.RadioSelect
        )
        if self.part.get("fields"):
            self.fields["columns"] = forms.MultipleChoiceField(
                label=_("What the list shows at first"), required=False, widget=checks(),
                choices=[(one["key"], one["label"]) for one in self.part["fields"]],
            )  # fmt: skip
        self.fields["view"] = Roles(label=_("Who sees it"), help_text=NOBODY_TICKED)
        self.fields["edit"] = Roles(
            label=_("Who changes it"),
            help_text=_("Nobody ticked: everybody but guests. The project manager always."),
        )
        for name in self.fields.keys() & self.part.keys():
            self.initial[name] = self.part[name]

    def told(self) -> Part:
        given = self.cleaned_data
        found: dict[str, Any] = {
            name: given.get(name)
            for name in ("plural", "name", "prefix", "about", "title", "section", "icon", "view", "edit")
        }
        found["name"] = found["name"] or found["plural"][:60]
        found["prefix"] = (
            found["prefix"] or self.part.get("prefix") or self._prefix(found["plural"])
        ).upper()
        kept = {name: one for name, one in self.part.items() if name not in found}
        told = without_empty({**kept, **found})
        if "columns" in given:
            told["columns"] = [one["key"] for one in self.part["fields"] if one["key"] in given["columns"]]
        if "states" in given:
            told |= preset(given["states"])
        told["key"] = self.part.get("key") or new_key(given["plural"], targets(self.document))
        return told

    def _prefix(self, plural: str) -> str:
        taken = {one.prefix for one in BUILT_IN.values()} | {
            one["prefix"] for one in self.document["registers"]
        }
        return prefix_for(plural, taken)


def prefix_for(name: str, taken: Iterable[str]) -> str:
    """Return a prefix for a register: initials where its name has letters for it.

    Examples
    --------
    >>> prefix_for("Site readiness", ["SR"]), prefix_for("场地准备", [])
    ('SR2', 'X')
    """
    there = set(taken)
    words = [
        word
        for word in "".join(one if one.isascii() and one.isalnum() else " " for one in name).split()
        if word[0].isalpha()
    ]
    initials = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)[:2]
    stem = initials.upper()[:4] or "X"
    found, number = stem, 2
    while found in there:
        found, number = f"{stem}{number}", number + 1
    return found


def preset(name: str) -> Part:
    """Return states, and the ways between them, to begin with."""
    labels = [(str(label), tone, still) for label, tone, still in PRESETS[name][1]]
    states: list[Part] = []
    for label, tone, still in labels:
        key = new_key(label, [one["key"] for one in states])
        states.append({"key": key, "label": label, "tone": tone, "open": still})
    if not states:
        return {}
    return {"states": states, "moves": ways_for(states, [])}


def ways_for(states: Sequence[Part], moves: Sequence[Part]) -> list[Part]:
    """Return the ways that are left between states, and one for each state that nothing leads to."""
    keys = [one["key"] for one in states]
    found = [one for one in moves if one["source"] in keys and one["target"] in keys]
    reached = {one["target"] for one in found}
    for before, one in pairwise(states):
        if one["key"] not in reached:
            bad = one.get("tone") == "bad" and before.get("tone") == "good" and len(states) > 2
            source = states[states.index(before) - 1] if bad else before
            way = {"source": source["key"], "target": one["key"], "label": one["label"]}
            found.append({**way, "reason": True} if bad else way)
    return found


class StatesForm(PartForm):
    """The states of a register, in their order."""

    def __init__(self, data: Any = None, *, part: Part | None = None) -> None:
        super().__init__(data, part=part)
        columns = [
            {"key": "label", "kind": "text", "label": _("State"), "required": True, "wide": True},
            tone_column(),
            {"key": "open", "kind": "checkbox", "label": _("Still to do")},
        ]
        self.fields["states"] = RowsField(
            columns, shape.MOST_STATES, label=_("States"), required=False,
            help_text=_("A record begins in the first. A new state can be reached from the one before it."),
        )  # fmt: skip
        self.initial["states"] = [
            {
                "id": one["key"],
                "label": one["label"],
                "tone": one.get("tone", ""),
                "open": one.get("open", True),
            }
            for one in self.part.get("states", ())
        ]

    def told(self) -> Part:
        known = {one["key"] for one in self.part.get("states", ())}
        taken = set(known)
        states = []
        for row in self.cleaned_data["states"]:
            label = str(row.get("label") or "").strip()[:60]
            if not label:
                continue
            key = row["id"] if row.get("id") in known else new_key(label, taken)
            taken.add(key)
            tone = row.get("tone") if row.get("tone") in shape.TONES else ""
            states.append({"key": key, "label": label, "tone": tone, "open": bool(row.get("open"))})
        return {**self.part, "states": states, "moves": ways_for(states, self.part.get("moves", ()))}


class WayForm(PartForm):
    """A way from one state to another."""

    source = forms.ChoiceField(label=gettext_lazy("From"))
    target = forms.ChoiceField(label=gettext_lazy("To"))
    label = Text(
        60,
        label=gettext_lazy("Word on the button"),
        help_text=gettext_lazy("For example: Approve, Send back"),
    )
    reason = forms.BooleanField(label=gettext_lazy("Ask for a reason"), required=False)

    def __init__(self, register: Part, data: Any = None, *, part: Part | None = None) -> None:
        super().__init__(data, part=part)
        states = [(one["key"], one["label"]) for one in register.get("states", ())]
        for name in ("source", "target"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = states
        self.fields["roles"] = Roles(
            label=_("Who may"),
            help_text=_(
                "Nobody ticked: everybody who changes records, but guests. The project manager always."
            ),
        )
        self.initial = {**self.part, **self.initial}

    def told(self) -> Part:
        return without_empty(
            {name: self.cleaned_data.get(name) for name in ("source", "target", "label", "reason", "roles")}
        )


def way_of(register: Part, source: str, target: str) -> Part | None:
    """Return the way from one state to another."""
    found = (one for one in register.get("moves", ()) if (one["source"], one["target"]) == (source, target))
    return next(found, None)
