"""One record: its page, its form, its states."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from uptake.projects.requests import ProjectRequest
from uptake.registers import services
from uptake.registers.beside import attachments, comments
from uptake.registers.forms import RecordForm
from uptake.registers.linking import record_url
from uptake.registers.page import page_of_record
from uptake.registers.sections import tabs_of
from uptake.registers.spec import RegisterSpec
from uptake.registers.views.answers import CONFLICT, list_url, version_of, visit_of
from uptake.registers.views.bulk import removed_answer
from uptake.registers.visit import Visit
from uptake.ui.answers import UNPROCESSABLE, saved


def new(request: ProjectRequest, register: str) -> HttpResponse:
    """Make a record."""
    visit, spec = visit_of(request, register)
    visit.need_edit(spec)
    form = RecordForm(visit, spec, None, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            with transaction.atomic():
                _check_files(request, visit, spec, None)
                made = services.create(visit, spec, form.given())
                attachments.put_files(visit, spec, made, request.FILES, ())
        except services.Unfit as why:
            _refuse(request, form, why)
        else:
            said = _("%(code)s was made.") % {"code": spec.code(made.number)}
            return saved(request, said, record_url(made))
    return _form(request, visit, spec, form, {})


def _check_files(request: ProjectRequest, visit: Visit, spec: RegisterSpec, record: Any) -> None:
    """Raise `Unfit` when a file cannot be taken; the other fields are judged when all files can."""
    wrong = attachments.wrong_files(visit, spec, record, request.FILES, request.POST.getlist("gone"))
    if wrong:
        raise services.Unfit(wrong)


def _refuse(request: ProjectRequest, form: RecordForm, why: services.Unfit) -> None:
    """Say what is wrong; a browser forgets the files that were chosen, so that is said, too."""
    again = {
        key: _("Choose this file again: the page could not keep it.")
        for key in request.FILES
        if key in form.fields
    }
    form.refuse(services.Unfit(again | why.errors))


def record(request: ProjectRequest, register: str, number: int) -> HttpResponse:
    """Show a record."""
    visit, spec = visit_of(request, register)
    found = visit.record(spec, number)
    comments.seen(visit, found)
    return shown(request, visit, spec, found)


def shown(
    request: ProjectRequest, visit: Visit, spec: RegisterSpec, found: Any, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """Show the page of a record."""
    context = page_of_record(visit, spec, found)
    more = {"tabs": tabs_of(visit, spec.section), "wide": record_url(found), **extra}
    return render(request, "registers/record.html", {**context, **more}, status=status)


def edit(request: ProjectRequest, register: str, number: int) -> HttpResponse:
    """Change a record; nothing that was typed is lost when somebody else was faster."""
    visit, spec = visit_of(request, register)
    visit.need_edit(spec)
    found = visit.record(spec, number)
    form = RecordForm(visit, spec, found, request.POST if request.method == "POST" else None)
    extra: dict[str, Any] = {"record": found, "version": found.version}
    if request.method == "POST":
        try:
            with transaction.atomic():
                _check_files(request, visit, spec, found)
                services.change(visit, spec, found, form.given(), version=version_of(request), whole=True)
                attachments.put_files(visit, spec, found, request.FILES, request.POST.getlist("gone"))
        except services.Unfit as why:
            _refuse(request, form, why)
            extra["version"] = version_of(request)
        except services.Changed as why:
            extra |= {
                "clash": True,
                "theirs": _differences(visit, spec, form, why.record),
                "version": why.record.version,
            }
        else:
            return saved(request, _("Saved."), record_url(found))
    return _form(request, visit, spec, form, extra)


def _differences(visit: Visit, spec: RegisterSpec, form: RecordForm, record: Any) -> list[dict[str, Any]]:
    """Return the fields that read otherwise by now than what was typed: both versions, side by side."""
    now = RecordForm(visit, spec, record)
    return [
        {"label": form[name].label, "mine": form.worded(name), "theirs": now.worded(name)}
        for name in form.fields
        if form.worded(name) != now.worded(name)
    ]


def _form(
    request: ProjectRequest, visit: Visit, spec: RegisterSpec, form: RecordForm, extra: dict[str, Any]
) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound and form.errors else CONFLICT if "clash" in extra else 200
    context = {
        "visit": visit,
        "spec": spec,
        "form": form,
        "back": record_url(extra["record"]) if "record" in extra else list_url(request, spec),
        "tabs": tabs_of(visit, spec.section),
        **extra,
    }
    return render(request, "registers/form.html", context, status=status)


def move(request: ProjectRequest, register: str, number: int, target: str) -> HttpResponse:
    """Bring a record to another state; GET asks for the reason."""
    visit, spec = visit_of(request, register)
    found = visit.record(spec, number)
    context: dict[str, Any] = {
        "visit": visit,
        "spec": spec,
        "record": found,
        "code": spec.code(found.number),
        "target": spec.state(target),
        "move": next((one for one in services.moves_of(visit, spec, found) if one.target == target), None),
        "tabs": tabs_of(visit, spec.section),
    }
    if request.method == "POST":
        try:
            services.move(visit, spec, found, target, reason=request.POST.get("reason", ""))
        except services.Unfit as why:
            context |= {"errors": why.errors, "reason": request.POST.get("reason", "")}
            return render(request, "registers/move.html", context, status=UNPROCESSABLE)
        return saved(request, _("Saved."), record_url(found))
    return render(request, "registers/move.html", context)


@require_POST
def remove(request: ProjectRequest, register: str, number: int) -> HttpResponse:
    """Take a record out; the message offers to bring it back, later the list of removed records does."""
    visit, spec = visit_of(request, register)
    gone = services.remove(visit, spec, visit.record(spec, number))
    return removed_answer(request, spec, 1, gone.removed_at)


@require_POST
def restore(request: ProjectRequest, register: str, number: int) -> HttpResponse:
    """Bring a removed record back."""
    visit, spec = visit_of(request, register)
    found = services.restore(visit, spec, visit.record(spec, number, removed=True))
    messages.success(request, _("%(code)s is back.") % {"code": spec.code(number)})
    return redirect(record_url(found))
