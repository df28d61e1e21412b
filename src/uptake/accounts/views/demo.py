"""The demonstration lets a visitor choose whom they are. Nowhere else does this page exist."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from uptake.accounts.models import Person
from uptake.accounts.views.welcome import BACKEND


@require_POST
def sign_in_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as one of the demonstration's people."""
    if not settings.DEMO:
        raise Http404
    login(request, get_object_or_404(Person, pk=pk, is_active=True), backend=BACKEND)
    return redirect("home")
