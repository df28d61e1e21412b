"""Versions of a configuration: what changes, publishing, going back, files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from uptake.projects.requests import ProjectRequest
from uptake.registers.configuration import drafts, files, publishing
from uptake.registers.configuration.difference import difference
from uptake.registers.configuration.effects import effects
from uptake.registers.configured import published
from uptake.registers.models import Configuration
from uptake.registers.views.configuration.desk import CONFLICT, Desk
from uptake.ui.answers import UNPROCESSABLE, page_of


def versions(request: ProjectRequest) -> HttpResponse:
    """List the versions, the newest first."""
    desk = Desk(request)
    rows = (
        Configuration.objects.filter(project=desk.project)
        .exclude(version=None)
        .select_related("by")
        .defer("content")
    )
    return desk.page("versions.html", {"page": page_of(request, rows)})


def version(request: ProjectRequest, version: int) -> HttpResponse:
    """Show what a version changed; `?with=` compares it with any other one."""
    desk = Desk(request)
    row = _row(desk, version)
    other = request.GET.get("with", "")
    number = int(other) if other.isascii() and other.isdigit() and len(other) < 9 else version - 1
    if number and not Configuration.objects.filter(project=desk.project, version=number).exists():
        raise Http404
    before = published(desk.project.pk, number)
    context = {
        "row": row,
        "other": number,
        "numbers": range(desk.draft.version, -1, -1),
        "lines": difference(before, row.content),
    }
    return desk.page("version.html", context)


def _row(desk: Desk, version: int) -> Configuration:
    row = Configuration.objects.filter(project=desk.project, version=version).select_related("by").first()
    if row is None:
        raise Http404
    return row


@require_POST
def restore(request: ProjectRequest, version: int) -> HttpResponse:
    """Make an older version the draft."""
    desk = Desk(request)
    return _take(
        desk,
        _row(desk, version).content,
        _("Version %d is the draft now. Look at it, then publish it.") % version,
    )


def _take(desk: Desk, content: dict[str, Any], said: str) -> HttpResponse:
    try:
        drafts.replace(desk.project, desk.request.user, content)
    except drafts.Unfit as why:
        for one in why.problems[:5]:
            messages.error(desk.request, str(one))
        return redirect("configuration_versions", desk.project.pk)
    messages.success(desk.request, said)
    return redirect("configuration_changes", desk.project.pk)


def changes(request: ProjectRequest) -> HttpResponse:
    """Show what is not published yet, what it does to the data, and the button that publishes it."""
    return _review(Desk(request))


def _review(desk: Desk, *, status: int = 200, **extra: Any) -> HttpResponse:
    problems = desk.draft.problems()
    wrong = any(not one.unfinished for one in problems)
    said = None if wrong else effects(desk.project, desk.draft.published, desk.document)
    context = {
        "lines": difference(desk.draft.published, desk.document),
        "effects": said,
        "edits": desk.draft.edits,
        **extra,
    }
    return desk.page("changes.html", context, status=status)


@require_POST
def publish(request: ProjectRequest) -> HttpResponse:
    """Publish the draft that was looked at."""
    desk = Desk(request)
    note, lose = request.POST.get("note", ""), request.POST.get("lose") == "1"
    kept = {"note": note, "lose": lose}
    if not note.replace("\0", "").strip() and not desk.draft.changed:
        messages.info(request, _("There is nothing to publish."))
        return redirect("configuration", desk.project.pk)
    try:
        row = publishing.publish(
            desk.project, request.user, edits=_edits(request), note=note.replace("\0", ""), lose=lose
        )
    except drafts.Outdated:
        return _review(Desk(request), status=CONFLICT, outdated=True, **kept)
    except (drafts.Unfit, publishing.WouldLose) as why:
        return _review(desk, status=UNPROCESSABLE, refused=isinstance(why, publishing.WouldLose), **kept)
    messages.success(request, _("Version %d is published.") % row.version)
    return redirect("configuration_versions", desk.project.pk)


def _edits(request: ProjectRequest) -> int:
    text = request.POST.get("edits", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


@require_POST
def discard(request: ProjectRequest) -> HttpResponse:
    """Throw the draft away."""
    desk = Desk(request)
    try:
        drafts.discard(desk.project, edits=_edits(request))
    except drafts.Outdated:
        return _review(Desk(request), status=CONFLICT, outdated=True)
    messages.success(request, _("The draft is gone. What was published last holds."))
    return redirect("configuration", desk.project.pk)


@require_GET
def export(request: ProjectRequest) -> HttpResponse:
    """Send the published configuration, or an older version, as a file."""
    desk = Desk(request)
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else desk.draft.version
    content = _row(desk, number).content if number else desk.document
    name = slugify(desk.project.name) or "project"
    response = HttpResponse(files.write(content), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}-configuration-{number}.json"'
    return response


def take(request: ProjectRequest) -> HttpResponse:
    """Read a file: show what it would change, and make it the draft once that was seen."""
    desk = Desk(request)
    if request.method != "POST":
        return desk.page("import.html")
    given = request.FILES.get("file")
    data = (
        given.read(files.LARGEST + 1) if given else request.POST.get("text", "").encode()[: files.LARGEST + 1]
    )
    if not data:
        return desk.page("import.html", {"wrong": _("Choose a file.")}, status=UNPROCESSABLE)
    try:
        content, left, problems = files.read(data)
    except files.Unreadable as why:
        return desk.page("import.html", {"wrong": str(why)}, status=UNPROCESSABLE)
    if any(not one.unfinished for one in problems):
        return desk.page("import.html", {"found": problems, "left": left}, status=UNPROCESSABLE)
    if request.POST.get("sure") == "1":
        return _take(desk, content, _("The file is the draft now. Look at it, then publish it."))
    context = {
        "lines": difference(desk.document, content),
        "left": left,
        "text": data.decode("utf-8-sig"),
        "at": timezone.now(),
        "read": True,
    }
    return desk.page("import.html", context)
