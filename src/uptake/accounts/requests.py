from django.http import HttpRequest

from uptake.accounts.models import Person


class PersonRequest(HttpRequest):
    """A request of somebody who signed in."""

    user: Person
