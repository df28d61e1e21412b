"""What everybody sets for themselves."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from uptake.accounts.forms import SettingsForm
from uptake.accounts.requests import PersonRequest
from uptake.ui.answers import form_page, saved


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(request.user.language or None):
            return saved(request, _("Saved."), reverse("settings"))
    return form_page(request, "accounts/settings.html", {"form": form})
