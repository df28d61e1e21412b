"""Forms of the pages inside a project. They read what was typed; services decide what it means."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from uptake.accounts.models import Organisation, Person
from uptake.engine.calendars import Week
from uptake.engine.instants import DAY, MINUTE, day_number, moment
from uptake.engine.plan import Project as EngineProject
from uptake.engine.plan import Resource
from uptake.interchange.durations import Language, NotADuration, parse_duration
from uptake.projects.models import Project
from uptake.projects.selectors import organisations
from uptake.schedule.bridge import State
from uptake.schedule.capacity import workdays
from uptake.schedule.capacity.hours import hours_text, parse_hours
from uptake.schedule.capacity.resources import KINDS, kind_of
from uptake.schedule.editing.changes import Problem
from uptake.schedule.levelling.shared import Beside
from uptake.schedule.levelling.wanted import Wanted
from uptake.schedule.models import Deliverable
from uptake.schedule.words.amounts import scale_of, span_text

LARGEST = 2**31 - 1
NO_CONTROLS = RegexValidator(r"^[^\x00-\x08\x0b-\x1f\x7f]*$", _("Leave out control characters."))
WEEKDAYS = (_("Sunday"), _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"))
MONDAY_FIRST = (1, 2, 3, 4, 5, 6, 0)


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, in the browser's own calendar."""
    widget = forms.DateInput(
        attrs={"type": "date", "min": "1984-01-01", "max": "2149-12-31"}, format="%Y-%m-%d"
    )
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **options)


class NameForm(forms.Form):
    """One name, and nothing else."""

    name = forms.CharField(label=_("Name"), max_length=100, validators=[NO_CONTROLS])


class DeliverableForm(forms.Form):
    name = forms.CharField(label=_("Deliverable"), max_length=200, validators=[NO_CONTROLS])
    owner = forms.TypedChoiceField(label=_("Owner"), required=False, coerce=int, empty_value=None)
    acceptance = forms.CharField(
        label=_("Accepted when"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    state = forms.ChoiceField(label=_("State"), choices=Deliverable.State.choices)

    def __init__(self, *args: Any, state_of: State, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = [("", "–"), *((one.uid, one.name) for one in state_of.plan.resources)]  # type: ignore[attr-defined]


# ---- resources


class ResourceForm(forms.Form):
    """A resource; `values` are the engine's."""

    name = forms.CharField(label=_("Name"), max_length=200, validators=[NO_CONTROLS])
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(name, word) for name, (_t, _c, word) in KINDS.items()]
    )
    generic = forms.BooleanField(
        label=_("Placeholder"),
        required=False,
        help_text=_(
            "A role without a person yet. Type the person's name above to fill it, or hand its work over below."
        ),
    )
    group = forms.CharField(label=_("Organisation"), max_length=200, required=False, validators=[NO_CONTROLS])
    email = forms.EmailField(label=_("E-mail"), max_length=200, required=False)
    calendar = forms.TypedChoiceField(label=_("Calendar"), required=False, coerce=int, empty_value=None)
    units = forms.DecimalField(
        label=_("Most available at once, %"), min_value=0, max_value=6_000_000, decimal_places=2,
        help_text=_("100 is one full-time person."),
    )  # fmt: skip
    lead_time = forms.CharField(
        label=_("Lead time"), max_length=40, required=False,
        help_text=_("Working time between asking for it and having it, such as 10d or 2w."),
    )  # fmt: skip

    def __init__(self, *args: Any, state: State, language: Language, **options: Any) -> None:
        super().__init__(*args, **options)
        self.project: EngineProject = state.plan.project
        self.language = language
        calendars = [(one.uid, one.name) for one in state.plan.calendars]
        self.fields["calendar"].choices = [("", _("As the project")), *calendars]  # type: ignore[attr-defined]

    @classmethod
    def values_of(cls, row: Resource, project: EngineProject, language: Language) -> dict[str, Any]:
        """Return the fields of a resource as this form shows them."""
        return {
            "name": row.name,
            "kind": kind_of(row),
            "generic": row.generic,
            "group": row.group,
            "email": row.email,
            "calendar": row.calendar if row.calendar is not None else "",
            "units": Decimal(str(row.units * 100)).quantize(Decimal("0.01")).normalize().__format__("f"),
            "lead_time": span_text(row.lead_time, scale_of(project), language) if row.lead_time else "",
        }

    def clean_lead_time(self) -> int:
        text = self.cleaned_data["lead_time"].strip()
        if not text:
            return 0
        try:
            amount = parse_duration(text)
        except NotADuration:
            amount = None
        minutes = scale_of(self.project).minutes(amount.unit) if amount else None
        if amount is None or minutes is None or not 0 <= amount.value * minutes <= 10**8:
            raise forms.ValidationError(_("Write an amount of time such as 10d, 2w or 4h."))
        return round(amount.value * minutes * MINUTE)

    def values(self, row: Resource | None = None) -> dict[str, Any]:
        """Return the fields as the engine holds them; the kind only when it is another one."""
        given = self.cleaned_data
        found = {name: given[name] for name in ("generic", "group", "email", "calendar", "lead_time")}
        found["name"] = " ".join(given["name"].split())
        found["units"] = float(given["units"]) / 100
        if row is None or kind_of(row) != given["kind"]:
            found["type"], found["category"], _word = KINDS[given["kind"]]
        return found


class RateForm(forms.Form):
    since = day_field(_("From"), required=False, help_text=_("Empty: from the beginning."))
    hourly = forms.DecimalField(label=_("Rate per hour"), min_value=0, max_value=10**10, decimal_places=2)
    per_use = forms.DecimalField(
        label=_("Cost per use"), min_value=0, max_value=10**10, decimal_places=2, required=False
    )

    def hundredths(self, name: str) -> int:
        """Return an amount in hundredths of the currency."""
        return round((self.cleaned_data.get(name) or 0) * 100)


# ---- calendars


class NewCalendarForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200, validators=[NO_CONTROLS])
    begin = forms.ChoiceField(label=_("Begin with"))

    def __init__(self, *args: Any, state: State, **options: Any) -> None:
        super().__init__(*args, **options)
        own = [("office", _("Monday to Friday, 8–12 and 13–17")), ("always", _("Round the clock"))]
        others = [(f"base-{one.uid}", _("Derived from %s") % one.name) for one in state.plan.calendars]
        copies = [(f"copy-{one.uid}", _("Copy of %s") % one.name) for one in state.plan.calendars]
        self.fields["begin"].choices = [*own, *others, *copies]  # type: ignore[attr-defined]

    def options(self) -> dict[str, Any]:
        """Return what `workdays.add_calendar` begins with."""
        word, _dash, uid = self.cleaned_data["begin"].partition("-")
        return {word: int(uid)} if uid else {"round_the_clock": word == "always"}


class WeekForm(forms.Form):
    """Name, base and hours of each day; ``hours_0`` is Sunday."""

    name = forms.CharField(label=_("Name"), max_length=200, validators=[NO_CONTROLS])
    base = forms.TypedChoiceField(label=_("Based on"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, state: State, uid: int, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [(one.uid, one.name) for one in state.plan.calendars if one.uid != uid]
        self.fields["base"].choices = [("", _("Nothing")), *others]  # type: ignore[attr-defined]
        for day in MONDAY_FIRST:
            self.fields[f"hours_{day}"] = forms.CharField(label=WEEKDAYS[day], required=False, max_length=400)
            self.fields[f"based_{day}"] = forms.BooleanField(label=_("as the base"), required=False)

    @property
    def days(self) -> Iterable[tuple[Any, Any]]:
        return [(self[f"hours_{day}"], self[f"based_{day}"]) for day in MONDAY_FIRST]

    @classmethod
    def values_of(cls, state: State, uid: int) -> dict[str, Any]:
        """Return a calendar as this form shows it."""
        row = workdays.calendar_of(state, uid)
        ordinary = workdays.ordinary_week(state, row)
        found: dict[str, Any] = {"name": row.name, "base": row.base if row.base is not None else ""}
        for day in range(7):
            found[f"hours_{day}"] = hours_text(ordinary[day] or ())
            found[f"based_{day}"] = row.week[day] is None
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for day in range(7):
            try:
                given[f"day_{day}"] = parse_hours(given.get(f"hours_{day}", ""), f"hours_{day}")
            except Problem as why:
                self.add_error(f"hours_{day}", why.sentence)
        return given

    def week(self) -> Week:
        """Return the hours of the seven days, Sunday first."""
        given = self.cleaned_data
        based = given["base"] is not None
        return tuple(None if based and given[f"based_{day}"] else given[f"day_{day}"] for day in range(7))


class DaysForm(forms.Form):
    """Days that work differently."""

    first = day_field(_("From"))
    last = day_field(_("To"), required=False, help_text=_("Empty: one day."))
    hours = forms.CharField(
        label=_("Hours"),
        required=False,
        max_length=400,
        help_text=_("Empty: days off. Else 08:00-12:00, 13:00-17:00."),
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=200, validators=[NO_CONTROLS])

    def clean_hours(self) -> Any:
        try:
            return parse_hours(self.cleaned_data["hours"])
        except Problem as why:
            raise forms.ValidationError(why.sentence) from None

    def span(self) -> tuple[int, int]:
        """Return numbers of the first and the last day."""
        first: date = self.cleaned_data["first"]
        return _day(first), _day(self.cleaned_data["last"] or first)


def _day(day: date) -> int:
    return max(day_number(day), -1)


class PauseForm(DaysForm):
    """Days in which nothing works."""

    hours = None  # type: ignore[assignment]

    def clean_hours(self) -> Any:
        return ()


class NationalForm(forms.Form):
    country = forms.CharField(
        label=_("Country"), min_length=2, max_length=2,
        widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
        help_text=_("Two letters: CN, DE, US …"),
    )  # fmt: skip
    subdivision = forms.CharField(
        label=_("State or province"),
        required=False,
        max_length=6,
        help_text=_("As the country abbreviates it."),
    )
    first_year = forms.IntegerField(label=_("From year"), min_value=1990, max_value=2100)
    last_year = forms.IntegerField(label=_("To year"), min_value=1990, max_value=2100)


# ---- settings


class ProjectForm(forms.Form):
    """What a project is called and who it is for."""

    name = forms.CharField(label=_("Name"), max_length=200, validators=[NO_CONTROLS])
    description = forms.CharField(
        label=_("Description"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    customer = forms.ModelChoiceField(
        label=_("Customer"), queryset=Organisation.objects.none(), required=False
    )
    vendor = forms.ModelChoiceField(label=_("Vendor"), queryset=Organisation.objects.none(), required=False)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$", label=_("Currency"), help_text=_("Three letters: CNY, EUR, USD …"),
        error_messages={"invalid": _("Write the three letters of a currency, such as CNY.")},
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("customer", "vendor"):
            self.fields[name].queryset = organisations(person)  # type: ignore[attr-defined]

    @classmethod
    def values_of(cls, project: Project) -> dict[str, Any]:
        names = ("name", "description", "customer", "vendor", "currency")
        return {name: getattr(project, name) for name in names}


class PlanForm(forms.Form):
    """What holds for the whole plan."""

    start = forms.CharField(
        label=_("Start"), max_length=64, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    status_date = forms.CharField(
        label=_("Status date"), max_length=64, required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Progress is held against this moment; empty is now."),
    )  # fmt: skip
    calendar = forms.TypedChoiceField(label=_("Calendar"), coerce=int)
    go_live = forms.TypedChoiceField(
        label=_("Go-live milestone"), coerce=int, required=False, empty_value=None,
        help_text=_("The milestone whose date this project is about."),
    )  # fmt: skip
    minutes_per_day = forms.DecimalField(
        label=_("Hours a day"), min_value=Decimal("0.5"), max_value=24, decimal_places=2
    )
    minutes_per_week = forms.DecimalField(
        label=_("Hours a week"), min_value=Decimal("0.5"), max_value=168, decimal_places=2
    )
    days_per_month = forms.IntegerField(label=_("Days a month"), min_value=1, max_value=31)
    default_start = forms.TimeField(
        label=_("A day begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    default_finish = forms.TimeField(
        label=_("A day ends at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    critical_limit = forms.DecimalField(
        label=_("Critical up to a slack of, in days"), min_value=-1000, max_value=1000, decimal_places=2,
        help_text=_("Tasks with no more total slack than this are critical."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, state: State, milestones: Iterable[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["calendar"].choices = [(one.uid, one.name) for one in state.plan.calendars]  # type: ignore[attr-defined]
        self.fields["go_live"].choices = [("", _("Not chosen yet")), *milestones]  # type: ignore[attr-defined]


class ReplaceForm(forms.Form):
    successor = forms.TypedChoiceField(label=_("Give its work to"), coerce=int)
    remove = forms.BooleanField(label=_("Then remove the placeholder"), required=False, initial=True)

    def __init__(self, *args: Any, state: State, uid: int, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [(one.uid, one.name) for one in state.plan.resources if one.uid != uid]
        self.fields["successor"].choices = [("", _("Choose")), *others]  # type: ignore[attr-defined]


class BesideForm(forms.Form):
    """Account and state of a resource."""

    state = forms.ChoiceField(label=_("State"), required=False)
    person = forms.TypedChoiceField(label=_("Account"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, states: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["state"].choices = [("", "–"), *states]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Nobody")), *((one.pk, str(one)) for one in people)]  # type: ignore[attr-defined]


# ---- levelling


class LevelForm(forms.Form):
    """How to level, and which of the projects that share people take part."""

    SECONDS = (
        (2, _("Short: 2 seconds")),
        (10, _("Normal: 10 seconds")),
        (60, _("Long: a minute")),
        (300, _("Very long: 5 minutes")),
    )
    PARTS = (("", _("Leave out")), ("keep", _("Count its work, move nothing")))

    within_slack = forms.BooleanField(
        label=_("Only within slack"), required=False,
        help_text=_("Go-live and finish stay. What finds no room stays overloaded, and is named."),
    )  # fmt: skip
    after = day_field(
        _("Only tasks that start on or after"),
        required=False,
        help_text=_("What lies before that day stays."),
    )
    split = forms.BooleanField(
        label=_("Tasks may be interrupted"), required=False, help_text=_("Where that lets them end earlier.")
    )
    generic = forms.BooleanField(
        label=_("Placeholders count as people"), required=False,
        help_text=_("Roles that nobody fills yet can be overloaded too."),
    )  # fmt: skip
    seconds = forms.TypedChoiceField(label=_("How long to search"), coerce=int, choices=SECONDS)
    repeatable = forms.BooleanField(
        label=_("The same answer every time"), required=False,
        help_text=_("Counts tries instead of seconds: about as long, and all workers share them."),
    )  # fmt: skip

    def __init__(self, *args: Any, others: Iterable[Beside], **options: Any) -> None:
        super().__init__(*args, **options)
        self.others = [one.project.pk for one in others]
        for one in others:
            self.fields[f"project_{one.project.pk}"] = forms.ChoiceField(
                label=one.project.name,
                required=False,
                choices=[*self.PARTS, *([("move", _("May move too"))] if one.movable else [])],
                help_text=ngettext(
                    "Shares %d person with this one.", "Shares %d people with this one.", one.people
                )
                % one.people,
            )

    @property
    def project_fields(self) -> list[forms.BoundField]:
        return [self[f"project_{pk}"] for pk in self.others]

    @classmethod
    def typed(cls, wanted: Wanted) -> dict[str, Any]:
        """Return what somebody wanted as this form shows it."""
        names = ("within_slack", "split", "generic", "seconds", "repeatable")
        found: dict[str, Any] = {name: getattr(wanted, name) for name in names}
        found["after"] = None if wanted.after is None else moment(wanted.after).date()
        return found | {f"project_{pk}": part for pk, part in wanted.projects.items()}

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        parts = {pk: given[f"project_{pk}"] for pk in self.others}
        return Wanted(
            within_slack=given["within_slack"],
            after=None if given["after"] is None else day_number(given["after"]) * DAY,
            split=given["split"],
            generic=given["generic"],
            seconds=given["seconds"],
            repeatable=given["repeatable"],
            projects={pk: part for pk, part in parts.items() if part},
        )
