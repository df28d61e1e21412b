from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from uptake.accounts.models import Person
from uptake.projects.access import visible_projects


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html", {"projects": visible_projects(cast(Person, request.user))[:50]})
