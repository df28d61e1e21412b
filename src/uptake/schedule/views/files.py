"""Files into a project and out of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from uptake.platform.jobs import Refused, ask
from uptake.platform.models import Job, JobState
from uptake.projects.requests import ProjectRequest
from uptake.schedule import services
from uptake.schedule.editing.changes import Problem
from uptake.schedule.files import exporting, reading, replacing, updating
from uptake.schedule.files.file_words import loss_sentences
from uptake.schedule.lifecycle.new_forms import TableUpload, Upload
from uptake.schedule.selectors import now
from uptake.schedule.views import answers
from uptake.schedule.views.new import file_named, preview_of
from uptake.schedule.words.sentences import impact_line

# ---- out


@require_http_methods(["GET", "POST"])
def export(request: ProjectRequest) -> HttpResponse:
    """Offer the formats; POST writes one."""
    if request.method == "POST":
        key = request.POST.get("format", "")
        if key not in exporting.FORMATS:
            raise Http404
        return redirect("job", pk=exporting.export(request.project, request.user, key).pk)
    return render(request, "schedule/export.html", {"formats": exporting.FORMATS.values()})


@require_GET
def exported(request: ProjectRequest, job_id: int) -> HttpResponse:
    """Give the file that was written, and say what it does not carry."""
    found = get_object_or_404(
        Job,
        pk=job_id,
        owner=request.user,
        project_id=request.project.pk,
        kind=exporting.EXPORT,
        state=JobState.DONE,
    )
    context = {"job": found, "told": found.result, "losses": loss_sentences(found.result["losses"])}
    return render(request, "schedule/exported.html", context)


@require_GET
def calendar(request: ProjectRequest) -> HttpResponse:
    """Give the plan as a calendar, at once."""
    kind = exporting.FORMATS["ics"]
    try:
        data = exporting.write_at_once(request.project, request.user, kind.key)
    except Refused as why:
        return answers.told(request, Problem(str(why)), reverse("export", args=[request.project.pk]))
    response = HttpResponse(data, content_type=kind.media)
    name = exporting.file_name(request.project, kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # Django's
    response["Cache-Control"] = "private, no-store"
    return response


# ---- in


@require_http_methods(["GET", "POST"])
def take_in(request: ProjectRequest) -> HttpResponse:
    """Take a file for a project that exists: a new plan, or a table of changes."""
    table = request.POST.get("as") == "update"
    forms = {"replace": Upload(), "update": TableUpload()}
    if request.method == "POST":
        kind = "update" if table else "replace"
        form = type(forms[kind])(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data["file"]
            options = {"name": file_named(given.name), "target": "import_replace"}
            given.name = "upload"
            what = updating.UPDATE if table else reading.READ
            asked = ask(what, request.user, project_id=request.project.pk, options=options, given=given)
            return redirect("job", pk=asked.pk)
        forms[kind] = form
    status = 422 if request.method == "POST" else 200
    return render(request, "schedule/import.html", {"forms": forms}, status=status)


def _refuse_archived(request: ProjectRequest) -> None:
    if request.project.archived:
        raise Problem(_("This project is archived: it can be read only. Bring it back to change it."))


def _base(request: ProjectRequest, otherwise: int) -> int:
    text = request.POST.get("base", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _stale() -> str:
    return _(
        "Somebody changed the plan meanwhile. Look at the preview once more: it is of the plan as it is now."
    )


@require_http_methods(["GET", "POST"])
def replace(request: ProjectRequest, job_id: int) -> HttpResponse:
    """Show what a file would make of the plan; put it in the plan's place when it is wanted."""
    try:
        found = reading.read_job(request.user, job_id, request.project)
        plan = reading.reading_of(found).schedule.plan
    except Problem:
        raise Http404 from None
    file = found.result["file"]
    context: dict[str, Any] = preview_of(found.result)
    try:
        if request.method == "POST":
            _refuse_archived(request)
            base = _base(request, -1)
            replacing.replace_plan(request.project, request.user, plan, file, base=base)
            messages.success(
                request, _("The plan is now that of “%s”. It can be undone on the plan page.") % file
            )
            return redirect("plan", project_id=request.project.pk)
    except services.Stale:
        context["problem"] = _stale()
    except Problem as why:
        context["problem"] = why.sentence
    context |= _impact(request, replacing.replacement(plan, file))
    return render(
        request, "schedule/import_replace.html", context, status=409 if "problem" in context else 200
    )


@require_http_methods(["GET", "POST"])
def update(request: ProjectRequest, job_id: int) -> HttpResponse:
    """Show what a table changes; make these changes when they are wanted."""
    found = get_object_or_404(
        Job,
        pk=job_id,
        owner=request.user,
        project_id=request.project.pk,
        kind=updating.UPDATE,
        state=JobState.DONE,
    )
    told = found.result
    state = services.current(request.project)
    meant = updating.update_of(state, told["key"], told["rows"])
    context: dict[str, Any] = {
        "told": told,
        "update": meant,
        "changed": meant.changed[: updating.MOST_SHOWN],
        "losses": loss_sentences(told["losses"]),
    }
    try:
        if request.method == "POST":
            _refuse_archived(request)
            base = _base(request, -1)
            updating.apply_update(request.project, request.user, meant, told["file"], base=base)
            messages.success(request, _("The changes are in the plan. They can be undone on the plan page."))
            return redirect("plan", project_id=request.project.pk)
    except services.Stale:
        context["problem"] = _stale()
    except Problem as why:
        context["problem"] = why.sentence
    context |= _impact(request, updating.updated(meant, told["file"]))
    return render(
        request, "schedule/import_update.html", context, status=409 if "problem" in context else 200
    )


def _impact(request: ProjectRequest, intend: services.Intend) -> dict[str, Any]:
    """Return what a change would do, in words and figures."""
    try:
        done = services.preview(request.project, intend)
    except Problem as why:
        return {"problem": why.sentence, "base": services.current(request.project).revision}
    found = done.impact
    return {
        "base": done.before.revision,
        "line": impact_line(found, done.after.schedule, done.after.go_live, today=now()),
        "added": len(found.added),
        "removed": len(found.removed),
        "moved": found.tasks_moved,
        "finish_before": found.finish_before,
        "finish_after": found.finish_after,
        "lost_go_live": done.before.go_live is not None and done.after.go_live is None,
    }
