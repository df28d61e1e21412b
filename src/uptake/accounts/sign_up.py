"""What allauth's sign-up form asks besides address and password. Apart from `forms`, which imports allauth's."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from uptake.accounts.models import Person


class SignUpForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def signup(self, _request: HttpRequest, person: Person) -> None:
        person.name = self.cleaned_data["name"]
        person.save(update_fields=["name"])
