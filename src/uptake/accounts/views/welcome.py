"""First run: the first person makes themselves the administrator."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from uptake.accounts.first_run import TooLate, make_first_person
from uptake.accounts.forms import WelcomeForm
from uptake.accounts.selectors import nobody_yet
from uptake.ui.answers import form_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    if not nobody_yet():
        return redirect("home")
    form = WelcomeForm(
        request.POST or None, initial={"code": request.GET.get("code", "")[:40], "kind": "vendor"}
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given.pop("code")
        try:
            person = make_first_person(language=get_language() or "", **given)
        except TooLate:
            return redirect("account_login")
        login(request, person, backend=BACKEND)
        return redirect("home")
    return form_page(
        request, "accounts/welcome.html", {"form": form, "has_code": bool(request.GET.get("code"))}
    )
