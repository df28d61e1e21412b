"""Organisations that take part in implementations; administrators only."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.accounts import selectors, services
from uptake.accounts.forms import OrganisationForm
from uptake.accounts.models import Organisation
from uptake.accounts.requests import PersonRequest
from uptake.ui.answers import form_page, page_of, saved


@require_GET
def organisations(request: PersonRequest) -> HttpResponse:
    return render(
        request,
        "accounts/organisations.html",
        {"page": page_of(request, selectors.organisations()), "form": None},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: PersonRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: PersonRequest, pk: int) -> HttpResponse:
    return _form(request, get_object_or_404(Organisation, pk=pk))


def _form(request: PersonRequest, found: Organisation | None) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return saved(request, _("Saved."), reverse("organisations"))
    return form_page(request, "accounts/organisation.html", {"form": form, "organisation": found})


@require_POST
def remove_organisation(request: PersonRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Organisation, pk=pk)
    name = found.name
    try:
        services.remove_organisation(found)
    except services.InUse:
        form = OrganisationForm(instance=found)
        wrong = _("People or projects belong to ‘%s’. Move them to another organisation first.") % name
        return render(
            request, "accounts/organisation.html",
            {"form": form, "organisation": found, "wrong": wrong}, status=422,
        )  # fmt: skip
    return saved(request, _("‘%s’ is removed.") % name, reverse("organisations"))
