"""One's own tokens."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from uptake.accounts.requests import PersonRequest
from uptake.api.forms import TokenForm
from uptake.api.tokens import MOST, TooMany, make_token, revoke, tokens_of
from uptake.ui.answers import form_page, saved


@require_safe
def tokens(request: PersonRequest) -> HttpResponse:
    return render(request, "api/tokens.html", {"tokens": tokens_of(request.user)})


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Make a token, and show it: the only time."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = make_token(request.user, form.cleaned_data["name"], form.cleaned_data["days"])
        except TooMany:
            form.add_error(None, _("You have %d tokens. Revoke one that you do not need any more.") % MOST)
        else:
            return render(request, "api/token_made.html", {"token": token, "secret": secret})
    return form_page(request, "api/token_new.html", {"form": form})


@require_POST
def token_revoke(request: PersonRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    found = revoke(request.user, pk)
    if found is None:
        raise Http404
    return saved(request, _("“%s” was revoked.") % found.name, reverse("tokens"))
