from django import forms
from django.utils.translation import gettext_lazy as _

from uptake.registers.kinds import tidy

DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("One year"))]


class TokenForm(forms.Form):
    """What a token is called, and how long it holds."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=100, help_text=_("For example: the reports of the PMO.")
    )
    days = forms.TypedChoiceField(label=_("Holds for"), choices=DAYS, coerce=int, initial=90)

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])
