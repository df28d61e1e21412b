"""What is typed about status dates, earning rules, costs, thresholds and corrections."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.engine.earned import Rule
from uptake.monitoring.effects import COLUMNS, MOST_MEASURES
from uptake.monitoring.models import Cost
from uptake.monitoring.thresholds import DEFAULTS
from uptake.monitoring.words import RULES
from uptake.registers.kinds import Wrong, parse, tidy
from uptake.registers.services import LONGEST_TITLE
from uptake.registers.spec import Field, Kind
from uptake.schedule.forms import NO_CONTROLS, day_field

MOST_MILESTONES = 30
LONGEST_ROWS = 20_000
MONEY = Field(key="amount", label="", kind=Kind.MONEY)


class StatusForm(forms.Form):
    """A status date, and why another status of that day is replaced."""

    on = day_field(gettext_lazy("Status date"))
    reason = forms.CharField(
        label=gettext_lazy("Why it is replaced"),
        required=False,
        max_length=500,
        validators=[NO_CONTROLS],
        help_text=gettext_lazy("Only where there is a status of that day already."),
    )


def rows_in(text: str, most: int) -> list[dict[str, Any]]:
    """Return the rows of a table that a form sent; raises `ValidationError`."""
    if len(text) > LONGEST_ROWS:
        raise forms.ValidationError(_("The table is too long."))
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise forms.ValidationError(_("The table cannot be read. Load the page again."))
    if len(rows) > most:
        raise forms.ValidationError(_("There is room for %d rows.") % most)
    return rows


class RuleForm(forms.Form):
    """How a task earns its budget."""

    rule = forms.ChoiceField(label=gettext_lazy("Earning rule"), choices=RULES)
    milestones = forms.CharField(required=False, widget=forms.HiddenInput)
    done = forms.IntegerField(label=gettext_lazy("Units done"), required=False, min_value=0, max_value=10**9)
    total = forms.IntegerField(
        label=gettext_lazy("Units in all"), required=False, min_value=0, max_value=10**9
    )
    base = forms.TypedChoiceField(
        label=gettext_lazy("As this task"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, others: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **options})
        field: Any = self.fields["base"]
        field.choices = [("", "–"), *others]
        self.rows: list[dict[str, Any]] = []

    def clean_milestones(self) -> list[dict[str, Any]]:
        """Return milestones with a name and a weight; keep what was typed for the page."""
        self.rows = rows_in(self.cleaned_data["milestones"], MOST_MILESTONES)
        found = []
        for row in self.rows:
            weight = row.get("weight")
            name = tidy(row.get("name") or "")[:200]
            if type(weight) is not int or not 0 < weight <= 1_000_000 or not name:
                raise forms.ValidationError(_("Give each milestone a name and a weight above 0."))
            identity = tidy(row.get("id") or "")[:12]
            found.append({"id": identity, "name": name, "weight": weight, "done": row.get("done") is True})
        return found

    def clean(self) -> dict[str, Any]:
        """Hold what a rule needs against what was given."""
        given = super().clean() or {}
        rule = given.get("rule")
        if rule == Rule.MILESTONES and not given.get("milestones") and not self.has_error("milestones"):
            self.add_error("milestones", _("Name at least one milestone."))
        if rule == Rule.UNITS:
            if not given.get("total"):
                self.add_error("total", _("Say how many there are in all."))
            elif (given.get("done") or 0) > given["total"]:
                self.add_error("done", _("No more can be done than there are."))
        if rule == Rule.APPORTIONED and given.get("base") is None and not self.has_error("base"):
            self.add_error("base", _("Choose the task that it goes with."))
        return given


class CostForm(forms.Form):
    """A cost that no work makes: planned, or spent."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Cost.Kind.choices)
    amount = forms.CharField(label=gettext_lazy("Amount"), max_length=40)
    on = day_field(
        gettext_lazy("Day"),
        required=False,
        help_text=gettext_lazy("A planned cost without a day is spread over its task."),
    )
    note = forms.CharField(
        label=gettext_lazy("What for"), max_length=200, required=False, validators=[NO_CONTROLS]
    )

    def clean_amount(self) -> int:
        try:
            amount = int(parse(MONEY, self.cleaned_data["amount"], {}) or 0)
        except Wrong as why:
            raise forms.ValidationError(str(why)) from why
        if not 0 < abs(amount) <= 10**14:
            raise forms.ValidationError(
                _("Write an amount other than 0, like 12,000 or -300 for money back.")
            )
        return amount

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == Cost.Kind.ACTUAL and given.get("on") is None and not self.has_error("on"):
            self.add_error("on", _("Say on which day it was spent."))
        if given.get("kind") == Cost.Kind.PLANNED and (given.get("amount") or 0) < 0:
            self.add_error("amount", _("A planned cost is above 0."))
        return given


class ThresholdsForm(forms.Form):
    """From where on figures are a warning, and an alarm."""

    spi_warn = forms.FloatField(label=gettext_lazy("SPI: warning below"), min_value=0, max_value=1)
    spi_bad = forms.FloatField(label=gettext_lazy("SPI: alarm below"), min_value=0, max_value=1)
    cpi_warn = forms.FloatField(label=gettext_lazy("CPI: warning below"), min_value=0, max_value=1)
    cpi_bad = forms.FloatField(label=gettext_lazy("CPI: alarm below"), min_value=0, max_value=1)
    tcpi_warn = forms.FloatField(label=gettext_lazy("TCPI: warning above"), min_value=1, max_value=10)
    tcpi_bad = forms.FloatField(label=gettext_lazy("TCPI: alarm above"), min_value=1, max_value=10)
    vac_warn = forms.FloatField(
        label=gettext_lazy("Over budget, %: warning above"), min_value=0, max_value=1000
    )
    vac_bad = forms.FloatField(label=gettext_lazy("Over budget, %: alarm above"), min_value=0, max_value=1000)
    late_days = forms.FloatField(
        label=gettext_lazy("A task is late from so many working days on"), min_value=0.1, max_value=1000
    )
    over_percent = forms.FloatField(
        label=gettext_lazy("A task is over from so many % above its budget on"), min_value=0.1, max_value=1000
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for key, side in (("spi", -1), ("cpi", -1), ("tcpi", 1), ("vac", 1)):
            warn, bad = given.get(f"{key}_warn"), given.get(f"{key}_bad")
            if warn is not None and bad is not None and (bad - warn) * side < 0:
                self.add_error(f"{key}_bad", _("The alarm has to come after the warning."))
        return given

    @property
    def pairs(self) -> list[Any]:
        names = list(DEFAULTS)
        return [(self[one], self[other]) for one, other in zip(names[::2], names[1::2], strict=True)]


class ActionForm(forms.Form):
    """What corrects a deviation, as a task."""

    name = forms.CharField(label=gettext_lazy("Task"), max_length=LONGEST_TITLE, validators=[NO_CONTROLS])
    duration = forms.CharField(
        label=gettext_lazy("Duration"), max_length=50, initial="1d", help_text=gettext_lazy("Like 3d or 2w.")
    )
    start = day_field(gettext_lazy("Not before"), required=False)
    under = forms.TypedChoiceField(
        label=gettext_lazy("Stands below"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, places: Iterable[tuple[int, int, str]], given: Any, initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        field: Any = self.fields["under"]
        named = [(uid, f"{'– ' * (depth - 1)}{name}") for uid, depth, name in places]
        field.choices = [("", _("At the end of the plan")), *named]


class EffectForm(forms.Form):
    """What corrects a deviation: a draft, or cells of the plan that become another."""

    draft = forms.TypedChoiceField(
        label=gettext_lazy("A draft that corrects it"), required=False, coerce=int, empty_value=None
    )
    measures = forms.CharField(label=gettext_lazy("Changes"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, drafts: Mapping[int, str], **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **options})
        field: Any = self.fields["draft"]
        field.choices = [("", _("None: the changes below")), *drafts.items()]
        self.rows: list[dict[str, Any]] = []
        self.wrong: dict[str, dict[str, str]] = {}

    def clean_measures(self) -> list[dict[str, Any]]:
        """Return changes of cells as they are kept; what is wrong stands beside its cell.

        Beside a draft a row that says nothing is no change: the page begins with one.
        """
        self.rows = rows_in(self.cleaned_data["measures"], MOST_MEASURES)
        found = []
        for row in self.rows:
            uid, column, text = (tidy(row.get(key) or "") for key in ("task", "column", "text"))
            if not text and self.cleaned_data.get("draft") is not None:
                continue
            wrong = {}
            if not (uid.isascii() and uid.isdigit() and len(uid) < 10):
                wrong["task"] = _("Choose a task.")
            if column not in COLUMNS:
                wrong["column"] = _("Choose what changes.")
            if not text or len(text) > 500:
                wrong["text"] = _("Write what it becomes, as in the plan.")
            if wrong:
                self.wrong[tidy(row.get("id") or "")] = wrong
            else:
                found.append(
                    {"id": tidy(row.get("id") or "")[:12], "task": int(uid), "column": column, "text": text}
                )
        if self.wrong:
            raise forms.ValidationError(_("Look at the marked cells of the table."))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("draft") is None and not given.get("measures") and not self.errors:
            self.add_error(None, _("Choose a draft, or write down at least one change."))
        return given
