from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.accounts.first_run import is_setup_code
from uptake.accounts.models import Organisation, OrganisationKind, Person

LANGUAGES = settings.LANGUAGES
PERSON_NAME = pgettext_lazy("of a person", "Name")
AS_BROWSER = [("", _("As the browser asks")), *LANGUAGES]


class SettingsForm(forms.ModelForm):
    """What somebody chooses for themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=AS_BROWSER, required=False)

    class Meta:
        model = Person
        fields = ("name", "language", "theme", "single_keys")
        labels = {"name": PERSON_NAME, "theme": _("Theme"), "single_keys": _("Single-letter shortcuts")}
        help_texts = {
            "name": _("As others see you."),
            "single_keys": _(
                "Switch them off if you dictate, or press keys by accident. Ctrl+K always works."
            ),
        }


class _Address:
    """An e-mail address is one person's, whatever its case."""

    instance: Person
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        email = Person.objects.normalize_email(self.cleaned_data["email"]).lower()
        if Person.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("Somebody has this address already. Look among those who may not sign in, too.")
            )
        return email


class PersonForm(_Address, forms.ModelForm):
    """Somebody, as an administrator changes them."""

    class Meta:
        model = Person
        fields = ("name", "email", "organisation", "is_superuser", "is_active")
        labels = {
            "name": PERSON_NAME,
            "email": _("E-mail"),
            "organisation": _("Organisation"),
            "is_superuser": _("Administrator"),
            "is_active": _("May sign in"),
        }
        help_texts = {
            "is_superuser": _("Sees all projects, and manages people and organisations."),
            "is_active": _("Whoever may not is signed out at once. What they did stays."),
        }


class InviteForm(_Address, forms.ModelForm):
    """Somebody new."""

    language = forms.ChoiceField(label=_("Language"), choices=AS_BROWSER, required=False)
    send = forms.BooleanField(
        label=_("Send them the link by e-mail"),
        required=False,
        help_text=_("You see the link in any case, and can pass it on yourself."),
    )

    class Meta:
        model = Person
        fields = ("name", "email", "organisation", "language", "is_superuser")
        labels = PersonForm.Meta.labels
        help_texts = PersonForm.Meta.help_texts


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ("name", "kind")
        labels = {"name": _("Name"), "kind": _("Kind")}


class WelcomeForm(forms.Form):
    """The first person, and where they work."""

    code = forms.CharField(
        label=_("Setup code"),
        max_length=40,
        help_text=_("Uptake printed it in the terminal where it was started."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False,
        help_text=_("Ten characters or more. A short sentence is good."),
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    organisation = forms.CharField(
        label=_("Your organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(label=_("It is the"), choices=OrganisationKind)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_setup_code(code):
            raise ValidationError(
                _("That is not the code. Copy it from the terminal in which Uptake was started.")
            )
        return code

    def clean_email(self) -> str:
        return str(Person.objects.normalize_email(self.cleaned_data["email"]).lower())

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("password"):
            somebody = Person(email=found.get("email", ""), name=found.get("name", ""))
            try:
                password_validation.validate_password(found["password"], somebody)
            except ValidationError as why:
                self.add_error("password", why)
        return found
