"""Declared fields of a task, or of the project: a form, and what changed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from uptake.projects.access import Forbidden
from uptake.projects.requests import ProjectRequest
from uptake.registers import sheets
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit
from uptake.ui.answers import UNPROCESSABLE, saved

CONFLICT = 409


def sheet(request: ProjectRequest, of: str, uid: int) -> HttpResponse:
    """Show the declared fields; POST saves them."""
    visit = Visit(request.project, request.user)
    name = sheets.name_of(request.project, of, uid)
    if not sheets.fields_of(visit, of):
        raise Http404
    edit = sheets.may_edit(visit, of)
    if request.method == "POST" and not edit:
        raise Forbidden(sheets.EDIT[of])
    found = sheets.sheet_of(request.project, of, uid)
    form = sheets.SheetForm(visit, of, found, request.POST if request.method == "POST" else None)
    back = (
        reverse("task", args=[request.project.pk, uid])
        if of == "task"
        else reverse("project", args=[request.project.pk])
    )
    context: dict[str, Any] = {
        "name": name, "form": form, "version": found.version, "edit": edit, "back": back,
        "facts": sheets.facts(visit, of, uid), "history": sheets.history(visit, of, uid),
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        sent = request.POST.get("version", "")
        try:
            version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1
            sheets.change(visit, of, uid, form.given(), version=version)
        except Unfit as why:
            form.refuse(why)
            status = UNPROCESSABLE
        except sheets.SheetChanged:
            now = sheets.SheetForm(visit, of, found)
            context["theirs"] = [
                {"label": form[key].label, "mine": form[key].data, "theirs": now[key].value()}
                for key in form.fields
                if str(form[key].data or "") != str(now[key].value() or "")
            ]
            context["clash"], status = True, CONFLICT
        else:
            return saved(request, _("Saved."), back)
    return render(request, "registers/sheet.html", context, status=status)
