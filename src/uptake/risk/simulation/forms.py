"""The form of the settings: what is typed is read strictly, and stays when something is wrong with it."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.registers.kinds import tidy
from uptake.risk.simulation.settings import (
    CONFIDENCES,
    LONGEST_CATEGORY,
    MOST_CATEGORIES,
    MOST_FACTOR,
    MOST_SEED,
    MOST_WAVES,
    RUNS,
    Category,
    Settings,
    Spread,
)

SHAPE_WORDS = (
    ("pert", gettext_lazy("PERT (mostly near the likely one)")),
    ("triangular", gettext_lazy("Triangular")),
    ("uniform", gettext_lazy("Uniform (all alike)")),
    ("lognormal", gettext_lazy("Lognormal (a long tail)")),
)
LONGEST_ROWS = 100_000
Wrong = dict[str, dict[str, str]]


def _percent(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_FACTOR)


class SettingsForm(forms.Form):
    """What a project says about its simulations."""

    low = _percent(gettext_lazy("Optimistic, %"))
    likely = _percent(gettext_lazy("Likely, %"))
    high = _percent(gettext_lazy("Pessimistic, %"))
    shape = forms.ChoiceField(label=gettext_lazy("Shape"), choices=SHAPE_WORDS)
    categories = forms.CharField(required=False, max_length=LONGEST_ROWS)
    runs = forms.TypedChoiceField(
        label=gettext_lazy("Runs"), coerce=int, choices=[(one, f"{one:,}") for one in RUNS]
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        min_value=0,
        max_value=MOST_SEED,
        help_text=gettext_lazy("The same seed gives the same answer, to the minute."),
    )
    confidence = forms.TypedChoiceField(
        label=gettext_lazy("Confidence of buffers"),
        coerce=int,
        choices=[(one, f"P{one}") for one in CONFIDENCES],
    )
    response = forms.BooleanField(
        label=gettext_lazy("Count what is done about risks"),
        required=False,
        help_text=gettext_lazy("Then each counts with its probability after the response."),
    )
    waves = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Waves"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    def __init__(
        self, data: Any = None, *, settings: Settings, milestones: Sequence[tuple[int, str]]
    ) -> None:
        initial = {
            "low": settings.spread.low,
            "likely": settings.spread.likely,
            "high": settings.spread.high,
            "shape": settings.shape,
            "runs": settings.runs,
            "seed": settings.seed,
            "confidence": settings.confidence,
            "response": settings.response,
            "waves": list(settings.waves),
        }
        super().__init__(data, initial=initial, label_suffix="")
        self.settings = settings
        waves = self.fields["waves"]
        assert isinstance(waves, forms.TypedMultipleChoiceField)  # noqa: S101  # for the type checker
        waves.choices = list(milestones)
        self.wrong_rows: Wrong = {}

    def clean_categories(self) -> tuple[Category, ...]:
        """Read the rows of the table; what is wrong with one is said beside it."""
        rows = rows_of(self.cleaned_data["categories"])
        if len(rows) > MOST_CATEGORIES:
            raise forms.ValidationError(
                _("There are more than %d categories. Leave some out.") % MOST_CATEGORIES
            )
        found: dict[str, Category] = {}
        for row in rows:
            key = tidy(row.get("id", ""))[:40]
            wrong = _faults(row)
            name = _name(row)
            if not wrong and name in found:
                wrong["name"] = _("This category stands there twice.")
            if wrong:
                self.wrong_rows[key] = wrong
            else:
                found[name] = _category(name, row)
        if self.wrong_rows:
            raise forms.ValidationError(_("Something in the table of categories cannot be understood."))
        return tuple(found.values())

    def clean_waves(self) -> tuple[int, ...]:
        waves: list[int] = self.cleaned_data["waves"]
        if len(waves) > MOST_WAVES:
            raise forms.ValidationError(_("Choose at most %d waves.") % MOST_WAVES)
        return tuple(waves)

    def clean(self) -> dict[str, Any]:
        """Refuse a spread that is out of order."""
        told = super().clean() or {}
        three = [told.get(name) for name in ("low", "likely", "high")]
        if None not in three and three != sorted(three):  # type: ignore[type-var]
            self.add_error("high", _("From optimistic to pessimistic no estimate may be less than the last."))
        return told

    def told(self) -> Settings:
        """Return what was typed, when it is valid."""
        typed = self.cleaned_data
        return Settings(
            spread=Spread(typed["low"], typed["likely"], typed["high"]),
            **{
                name: typed[name]
                for name in ("shape", "runs", "seed", "response", "confidence", "categories", "waves")
            },
        )

    @property
    def table(self) -> dict[str, Any]:
        """Return the table of categories as `rows_table` wants it."""
        if self.is_bound:
            rows = rows_of(str(self.data.get("categories") or ""))
        else:
            rows = [_row(number, one) for number, one in enumerate(self.settings.categories)]
        return {"columns": columns(), "value": rows, "errors": self.wrong_rows, "max": MOST_CATEGORIES}


def columns() -> list[dict[str, Any]]:
    """Return the columns of the table of categories."""
    percent = {"kind": "number", "min": 1, "max": MOST_FACTOR, "unit": "%"}
    return [
        {"key": "name", "label": _("Category"), "kind": "text", "required": True, "wide": True},
        {"key": "low", "label": _("Optimistic"), "required": True, **percent},
        {"key": "likely", "label": _("Likely"), "required": True, **percent},
        {"key": "high", "label": _("Pessimistic"), "required": True, **percent},
        {
            "key": "shape",
            "label": _("Shape"),
            "kind": "choice",
            "choices": [[value, str(word)] for value, word in SHAPE_WORDS],
        },
        {
            "key": "correlation",
            "label": _("Vary together"),
            "kind": "number",
            "min": 0,
            "max": 100,
            "unit": "%",
        },
    ]


def rows_of(text: str) -> list[dict[str, Any]]:
    """Return the rows of a table as it was sent; none, where it cannot be read."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _row(number: int, one: Category) -> dict[str, Any]:
    told = {"id": f"kept{number:04d}", "name": one.name, "low": one.spread.low, "likely": one.spread.likely}
    told |= {"high": one.spread.high, "correlation": one.correlation}
    return told | ({"shape": one.shape} if one.shape else {})


def _faults(row: dict[str, Any]) -> dict[str, str]:
    wrong = {}
    if not isinstance(row.get("name"), str) or not 0 < len(_name(row)) <= LONGEST_CATEGORY:
        wrong["name"] = _("Name the category, in at most %d letters.") % LONGEST_CATEGORY
    for key in ("low", "likely", "high"):
        if not _whole(row.get(key), 1, MOST_FACTOR):
            wrong[key] = _("Write a whole number from 1 to 1,000.")
    if not wrong and not row["low"] <= row["likely"] <= row["high"]:
        wrong["high"] = _("From optimistic to pessimistic no estimate may be less than the last.")
    if row.get("correlation") is not None and not _whole(row["correlation"], 0, 100):
        wrong["correlation"] = _("Write a whole number from 0 to 100.")
    if row.get("shape") and row["shape"] not in dict(SHAPE_WORDS):
        wrong["shape"] = _("Choose from the list.")
    return wrong


def _name(row: dict[str, Any]) -> str:
    return " ".join(tidy(row.get("name") or "").split())


def _whole(value: Any, low: int, high: int) -> bool:
    return type(value) in {int, float} and low <= value <= high and float(value).is_integer()


def _category(name: str, row: dict[str, Any]) -> Category:
    return Category(
        name=name,
        spread=Spread(int(row["low"]), int(row["likely"]), int(row["high"])),
        shape=row.get("shape") or "",
        correlation=int(row.get("correlation") or 0),
    )
