"""What is asked of who begins a project."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.packs.method import Pack
from uptake.schedule.lifecycle.countries import COUNTRIES
from uptake.schedule.lifecycle.creation import Title
from uptake.schedule.words.amounts import language_of

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "SGD", "KRW", "INR", "AUD", "CAD", "CHF", "TWD")
EARLIEST, LATEST = 1990, 2140
ENDINGS = ".mpp,.mpt,.mpx,.xml,.xer,.pmxml,.xlsx,.csv,.gan,.pod,.planner,.pp,.sp"
"""What the file dialog offers; what is in the file decides."""
ANCHORS = (("start", gettext_lazy("Start of the project")), ("go_live", gettext_lazy("Go-live")))


class Day(forms.DateField):
    """A date within the years that a plan can hold."""

    def __init__(self, **values: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **values)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is not None and not EARLIEST <= found.year <= LATEST:
            raise forms.ValidationError(
                _("Choose a year from %(first)d to %(last)d.") % {"first": EARLIEST, "last": LATEST}
            )
        return found


class Named(forms.Form):
    """What every project has."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("Such as “ERP at Acme Suzhou”.")
    )
    customer = forms.CharField(
        label=gettext_lazy("Customer"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "customers"}),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(one, one) for one in CURRENCIES])

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        named = self.initial.get("currency")
        if named and named not in CURRENCIES:  # a file may name any
            self.fields["currency"].choices = [(one, one) for one in (named, *CURRENCIES)]  # type: ignore[attr-defined]

    def title(self) -> Title:
        """Return what was said."""
        data = self.cleaned_data
        return Title(name=data["name"], customer=data["customer"], currency=data.get("currency") or "CNY")


class Begun(Named):
    """A project with a calendar of its own."""

    country = forms.ChoiceField(
        label=gettext_lazy("Calendar"),
        required=False,
        initial="CN",
        choices=[("", gettext_lazy("Monday to Friday, no holidays")), *COUNTRIES.items()],
        help_text=gettext_lazy("Public holidays and make-up working days of this country."),
    )


class Empty(Begun):
    start = Day(label=gettext_lazy("Start"), initial=timezone.localdate)


class FromPack(Begun):
    """A project of a method pack: its date, and the questions that the pack asks."""

    to = forms.ChoiceField(
        label=gettext_lazy("Plan from"), choices=ANCHORS, initial="start", widget=forms.RadioSelect
    )
    date = Day(
        label=gettext_lazy("Date"),
        initial=timezone.localdate,
        help_text=gettext_lazy("Of the start, or of go-live: then the plan is counted back from it."),
    )

    def __init__(self, *given: Any, pack: Pack, language: str, **values: Any) -> None:
        super().__init__(*given, **values)
        self.pack = pack
        spoken = language_of(language)
        for question in pack.questions:
            self.fields[f"q_{question.key}"] = forms.BooleanField(
                label=question.text.of(spoken), required=False, initial=question.default
            )

    def questions(self) -> list[forms.BoundField]:
        return [self[f"q_{one.key}"] for one in self.pack.questions]

    def answers(self) -> dict[str, bool]:
        return {one.key: bool(self.cleaned_data.get(f"q_{one.key}")) for one in self.pack.questions}


class Copied(Named):
    """A copy of a project."""

    start = Day(
        label=gettext_lazy("Start"),
        required=False,
        help_text=gettext_lazy("All dates move along with it. Leave it empty to keep them."),
    )
    team = forms.BooleanField(label=gettext_lazy("Copy the team"), required=False, initial=True)
    baselines = forms.BooleanField(label=gettext_lazy("Copy the baselines"), required=False)
    progress = forms.BooleanField(
        label=gettext_lazy("Keep the progress"),
        required=False,
        help_text=gettext_lazy("Without it, every task of the copy is still to do."),
    )

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        del self.fields["currency"]


class Upload(forms.Form):
    """A file, of a size that is allowed. What is in it is looked at by the job that reads it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={"required": gettext_lazy("Choose a file, or drop it here.")},
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > settings.MAX_UPLOAD:
            raise forms.ValidationError(
                _(
                    "The file has %(size)s; at most %(limit)s can be uploaded. Split it, or remove what it embeds."
                )
                % {"size": filesizeformat(found.size), "limit": filesizeformat(settings.MAX_UPLOAD)}
            )
        return found


class TableUpload(Upload):
    file = forms.FileField(
        label=gettext_lazy("Table"),
        allow_empty_file=True,
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Choose a file, or drop it here.")},
    )
