"""Addresses of what other pages are about."""

from django.urls import reverse


def project_url(pk: int) -> str:
    return reverse("project", args=[pk])


def task_url(project: int, uid: int) -> str:
    return reverse("task", args=[project, uid])
