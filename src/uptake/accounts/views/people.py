"""People of the installation; administrators only."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.accounts import selectors, services
from uptake.accounts.forms import InviteForm, PersonForm
from uptake.accounts.models import Person
from uptake.accounts.requests import PersonRequest
from uptake.ui.answers import form_page, page_of, saved, search_text


@require_GET
def people(request: PersonRequest) -> HttpResponse:
    text = search_text(request)
    shown = request.GET.get("show", "")
    active = {"": True, "off": False}.get(shown)
    rows = selectors.people(text, active=active)
    context: dict[str, Any] = {"page": page_of(request, rows), "q": text, "show": shown, "form": None}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PersonRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, initial={"organisation": request.user.organisation_id})
    if request.method == "POST" and form.is_valid():
        somebody = services.invite(**form.cleaned_data)
        return _with_link(request, somebody, made=True)
    return form_page(request, "accounts/invite.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: PersonRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(Person, pk=pk)
    form = PersonForm(request.POST or None, instance=get_object_or_404(Person, pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(somebody, **form.cleaned_data)
        except services.LastAdministrator:
            form.add_error(None, _("Nobody else is an administrator. Make somebody else one first."))
        else:
            return saved(request, _("Saved."), reverse("people"))
    return form_page(request, "accounts/person.html", {"form": form, "person": somebody})


@require_POST
def password_link(request: PersonRequest, pk: int) -> HttpResponse:
    """Make a new link to choose a password, and show it once."""
    return _with_link(request, get_object_or_404(Person, pk=pk, is_active=True), made=False)


def _with_link(request: PersonRequest, somebody: Person, *, made: bool) -> HttpResponse:
    context = {"person": somebody, "link": selectors.password_link(somebody), "made": made, "form": None}
    return render(request, "accounts/password_link.html", context)
