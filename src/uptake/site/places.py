"""Addresses of what other pages are about."""

from django.urls import NoReverseMatch, reverse


def project_url(pk: int) -> str:
    return _first(("project", [pk]), ("plan", [pk]))


def task_url(project: int, uid: int) -> str:
    return _first(("task", [project, uid]), ("plan", [project]))


def _first(*routes: tuple[str, list[int]]) -> str:
    for name, args in routes:
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return reverse("home")
