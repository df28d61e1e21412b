"""Levelling: ask, watch, look at what moves, take it over or leave it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from uptake.platform import jobs
from uptake.platform.models import Job, JobState
from uptake.projects.access import Forbidden, may, may_end, need_end
from uptake.projects.requests import ProjectRequest
from uptake.schedule import levelling, services
from uptake.schedule.asking import refuse_archived
from uptake.schedule.editing.changes import Problem
from uptake.schedule.forms import LevelForm
from uptake.schedule.levelling import applying, levelling_page
from uptake.schedule.levelling.running import subject_of
from uptake.schedule.levelling.shared import beside
from uptake.schedule.levelling.wanted import Wanted
from uptake.schedule.models import Draft
from uptake.schedule.pages import conversation
from uptake.schedule.services import Stale
from uptake.schedule.versions import drafts
from uptake.schedule.views import answers
from uptake.ui.answers import page_of

SHOWN_MOVES = 25


@require_http_methods(["GET", "POST"])
def level(request: ProjectRequest) -> HttpResponse:
    """The last run, or the one that goes on; POST asks for another."""
    draft = _draft(request)
    run = levelling_page.chosen(request.project, subject_of(draft), answers.number(request, "run"))
    if request.GET.get("poll") == "1":
        return _polled(request, run, draft)
    others = beside(request.project, request.user)
    last = Wanted.from_json(run.options) if run is not None else Wanted()
    form = LevelForm(request.POST or None, others=others, initial=LevelForm.typed(last))
    status = 200
    if request.method == "POST":
        status = 422 if _may_ask(request, draft) else 403
        if status == 422 and form.is_valid():
            try:
                refuse_archived(request.project)
                asked = levelling.ask_level(request.project, request.user, form.wanted(), draft)
                return redirect(_address(request, draft, run=asked.pk))
            except (Problem, jobs.Refused) as why:
                form.add_error(None, str(getattr(why, "sentence", why)))
    return answers.page(request, "schedule/level.html", _context(request, run, draft, form), status=status)


def _context(
    request: ProjectRequest, run: Job | None, draft: Draft | None, form: LevelForm
) -> dict[str, Any]:
    context: dict[str, Any] = {
        "form": form,
        "run": run,
        "draft": draft,
        "query": f"?draft={draft.pk}" if draft is not None else "",
        "edit": _may_ask(request, draft),
        "runs": levelling_page.earlier(request.project, subject_of(draft)),
        "misfit": levelling_page.misfit(draft),
        "state": services.current(request.project),
    }
    if run is None:
        return context
    if not run.ended:
        return context | _going(request, run)
    if run.state == JobState.DONE:
        shown = levelling_page.show(run, request.user)
        context |= {
            "shown": shown,
            "headline": levelling_page.headline(run.result) if not shown.hidden or shown.projects else "",
            "quality": levelling_page.quality(run.result),
            "moves": page_of(request, levelling_page.moves(shown), SHOWN_MOVES),
            "remarks": levelling_page.remarks(shown),
            "several": len(run.result["projects"]) > 1,
        }
    return context


def _polled(request: ProjectRequest, run: Job | None, draft: Draft | None) -> HttpResponse:
    """Answer a page that waits: how far the run is, or that the whole page has something new."""
    if run is None or run.ended:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = _address(request, draft, run=run.pk if run else None)
        return response
    context = {"run": run, "draft": draft, **_going(request, run)}
    return render(request, "schedule/_level_run.html", context)


def _going(request: ProjectRequest, run: Job) -> dict[str, Any]:
    """Return what is shown of a run that has not ended."""
    return {"now": levelling_page.under_way(run), "may_end": may_end(request.user, run, request.project)}


@require_POST
def stop(request: ProjectRequest, job_id: int) -> HttpResponse:
    """End a run early, with the best so far."""
    run = _run(request, job_id)
    need_end(request.user, run, request.project)
    jobs.stop(run)
    return redirect(_address(request, _draft_of(run), run=run.pk))


@require_POST
def cancel(request: ProjectRequest, job_id: int) -> HttpResponse:
    run = _run(request, job_id)
    need_end(request.user, run, request.project)
    jobs.cancel(run)
    return redirect(_address(request, _draft_of(run)))


@require_POST
def apply(request: ProjectRequest, job_id: int) -> HttpResponse:
    """Take a run over, as a revision of each plan; `fits=1`: what still fits a plan that was changed since."""
    run = _run(request, job_id)
    draft = _draft_of(run)
    try:
        done = applying.apply_run(run, request.user, fits=request.POST.get("fits") == "1")
    except Stale:
        said = _("The plan changed since it was levelled. Level again, or apply what still fits.")
        messages.error(request, said)
        return redirect(_address(request, draft, run=run.pk))
    except Problem as why:
        return answers.told(request, why, _address(request, draft, run=run.pk))
    messages.success(request, conversation.impact(done[0])["text"] if done else _("Nothing had to move."))
    return redirect(f"{reverse('plan', args=[request.project.pk])}{f'?draft={draft}' if draft else ''}")


@require_POST
def keep(request: ProjectRequest, job_id: int) -> HttpResponse:
    """Keep a run as drafts, and open the one of this project."""
    run = _run(request, job_id)
    try:
        made = applying.keep_as_drafts(run, request.user, _("Levelled"))
    except Problem as why:
        return answers.told(request, why, _address(request, _draft_of(run), run=run.pk))
    if len(made) > 1:
        said = ngettext("%d draft was begun.", "%d drafts were begun, one in each project.", len(made))
        messages.success(request, said % len(made))
    mine = next((one for one in made if one.plan_id == request.project.pk), None)
    where = "plan" if mine is not None else "drafts"
    return redirect(reverse(where, args=[request.project.pk]) + (f"?draft={mine.pk}" if mine else ""))


@require_POST
def discard(request: ProjectRequest, job_id: int) -> HttpResponse:
    run = _run(request, job_id)
    draft = _draft_of(run)
    if run.ended:
        applying.discard(run)
        messages.success(request, _("The result is thrown away. The plan is as it was."))
    return redirect(_address(request, draft))


def _run(request: ProjectRequest, job_id: int) -> Job:
    """Return a run of this project that the person may decide about."""
    run = Job.objects.filter(pk=job_id, project_id=request.project.pk, kind=levelling.LEVEL).first()
    if run is None:
        raise Http404
    need = "plan.edit" if not run.subject.startswith("draft:") else "draft.edit"
    if not may(request.user, need, request.project):
        raise Forbidden(need)
    return run


def _draft(request: ProjectRequest) -> Draft | None:
    """Return the draft that the address names."""
    number = answers.number(request, "draft")
    if number is None:
        return None
    found = drafts.visible(request.project, request.user).filter(pk=number, state=Draft.State.OPEN)
    draft = found.select_related("plan__project", "record").first()
    if draft is None:
        raise Http404
    return draft


def _draft_of(run: Job) -> int | None:
    return applying.draft_of(run)


def _may_ask(request: ProjectRequest, draft: Draft | None) -> bool:
    if request.project.archived or (draft is not None and draft.held):
        return False
    return may(request.user, "plan.edit" if draft is None else "draft.edit", request.project)


def _address(request: ProjectRequest, draft: Draft | int | None, run: int | None = None) -> str:
    number = draft.pk if isinstance(draft, Draft) else draft
    named = [f"{name}={value}" for name, value in (("draft", number), ("run", run)) if value is not None]
    return reverse("levelling", args=[request.project.pk]) + ("?" + "&".join(named) if named else "")
