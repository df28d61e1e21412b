"""Long work that somebody asked for: how far it is, what came of it."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from uptake.platform import jobs as work
from uptake.platform.models import Job, JobState
from uptake.projects.access import visible_projects
from uptake.projects.views.projects import SignedIn
from uptake.ui.answers import page_of

TITLES = {
    "read_file": _("Read a file"),
    "read_update": _("Read a table with changes"),
    "import_file": _("Make a project from a file"),
    "export": _("Write a file"),
    "registers.formulas": _("Compute formulas"),
    "read_register": _("Read a table"),
    "import_register": _("Take a table over"),
    "export_register": _("Write a table"),
    "simulate_stream": _("Simulate a value stream"),
    "simulate": _("Simulate the plan"),
    "level": _("Level a plan"),
}
PAGES = {"level": "levelling"}
"""Kinds that show their runs on a page of the project."""


def theirs(request: SignedIn, pk: int) -> Job:
    """Return a job of this person; of a project that they no longer see, none."""
    found = get_object_or_404(Job, pk=pk, owner=request.user)
    if (
        found.project_id is not None
        and not visible_projects(request.user).filter(pk=found.project_id).exists()
    ):
        raise Http404
    return found


@require_GET
def jobs(request: SignedIn) -> HttpResponse:
    """Everything that this person asked for, the last first."""
    found = Job.objects.filter(owner=request.user).defer("result", "options").order_by("-pk")
    page = page_of(request, found)
    seen = visible_projects(request.user).filter(pk__in=[one.project_id for one in page if one.project_id])
    names = dict(seen.values_list("pk", "name"))
    rows = [(one, TITLES.get(one.kind, one.kind), names.get(one.project_id, "")) for one in page]
    return render(request, "projects/jobs.html", {"page": page, "rows": rows, "anytime": work.ANYTIME})


@require_GET
def job(request: SignedIn, pk: int) -> HttpResponse:
    """Show one job; a page that polls is sent on as soon as there is a result to look at."""
    found = theirs(request, pk)
    onward = _onward(found)
    polled = bool(request.headers.get("HX-Request"))
    if onward and polled:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = onward
        return response
    if onward:
        return redirect(onward)
    context = {
        "job": found,
        "title": TITLES.get(found.kind, found.kind),
        "percent": found.done * 100 // found.total if found.total else None,
        "states": JobState,
        "anytime": found.state == JobState.RUNNING and found.kind in work.ANYTIME,
    }
    return render(request, "projects/_job.html" if polled else "projects/job.html", context)


def _onward(found: Job) -> str | None:
    """Return where somebody goes on who looks at a job; None while this is its page."""
    if found.kind in PAGES and found.project_id is not None:
        kind, _colon, number = found.subject.partition(":")
        about = f"&{kind}={number}" if number else ""
        return f"{reverse(PAGES[found.kind], args=[found.project_id])}?run={found.pk}{about}"
    return found.result.get("next") if found.state == JobState.DONE else None


@require_POST
def stop(request: SignedIn, pk: int) -> HttpResponse:
    """End a job early, with the best that it has."""
    found = theirs(request, pk)
    if found.kind not in work.ANYTIME:
        raise Http404
    work.stop(found)
    return redirect("job", pk=found.pk)


@require_POST
def cancel(request: SignedIn, pk: int) -> HttpResponse:
    found = theirs(request, pk)
    work.cancel(found)
    return redirect("job", pk=found.pk)


@require_GET
def made(request: SignedIn, pk: int) -> FileResponse:
    """Download the file that a job made: never shown in the browser, under the name that it was given."""
    found = theirs(request, pk)
    if found.state != JobState.DONE or not found.made or not found.made_name:
        raise Http404
    try:
        content = found.made.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=found.made_name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
