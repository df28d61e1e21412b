"""What the shell of each page shows: where one is, where one can go."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the navigation."""
    return {"project": getattr(request, "project", None)}
