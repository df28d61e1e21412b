"""The plan page and what it asks for."""

import json
from typing import Any

import orjson
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.interchange.encoding import writable
from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.schedule import feed, selectors, services
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Plan, SavedView
from uptake.schedule.pages import conversation
from uptake.schedule.pages.plan_top import plan_top
from uptake.schedule.versions import drafts
from uptake.schedule.views.answers import number
from uptake.schedule.words.sentences import why as why_sentences

MAX_BODY = 8 * 1024 * 1024
ROWS_A_PAGE = 200
MAX_VIEWS = 200


def _json(found: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(found), content_type="application/json", status=status)


def _state(request: ProjectRequest) -> State:
    """Return the plan that is asked for: the project's, or a draft's."""
    draft = number(request, "draft")
    if draft is None:
        return services.current(request.project)
    return drafts.state_of(drafts.open_draft(request.project, draft, request.user))


@require_GET
def plan(request: ProjectRequest) -> HttpResponse:
    """The plan page: the element, and inside it the plain table for browsers without scripts."""
    state = services.current(request.project)
    draft = number(request, "draft")
    try:
        shown = drafts.open_draft(request.project, draft, request.user) if draft is not None else None
    except Problem as why:
        messages.warning(request, why.sentence)
        return redirect("drafts", project_id=request.project.pk)
    top = plan_top(request.project, request.user, state, shown)
    top["project"] = request.project
    if (
        request.GET.get("part") == "now"
    ):  # an address of its own: browsers keep what they go back to by address
        return render(request, "schedule/_plan_now.html", top)
    can = selectors.changes_offered(request.project, request.user, draft=draft)
    context = {
        "state": state,
        "draft": shown,
        "can": " ".join(can),
        "rows": selectors.plain_rows(state, 0, ROWS_A_PAGE),
        "more": len(state.plan.tasks) > ROWS_A_PAGE,
        "top": "schedule/_plan_top.html",
    }
    return render(request, "schedule/plan.html", top | context)


@require_GET
def table(request: ProjectRequest) -> HttpResponse:
    """The plan as a plain table, page by page."""
    state = services.current(request.project)
    page = max(number(request, "page") or 1, 1)
    first = (page - 1) * ROWS_A_PAGE
    pages = max(-(-len(state.plan.tasks) // ROWS_A_PAGE), 1)
    if page > pages:
        raise Http404
    rows = selectors.plain_rows(state, first, ROWS_A_PAGE)
    return render(
        request,
        "schedule/table.html",
        {"rows": rows, "page": page, "pages": pages, "tasks": len(state.plan.tasks)},
    )


@require_GET
def data(request: ProjectRequest) -> HttpResponse:
    """Everything that the element needs, as columns."""
    try:
        state = _state(request)
    except Problem as why:
        return _json({"message": why.sentence}, 422)
    draft = number(request, "draft")
    besides = selectors.beside(
        request.project, request.user, baseline=number(request, "baseline"), draft=draft
    )
    return _json(feed.whole(state, besides, draft=draft))


@require_POST
def edits(request: ProjectRequest) -> HttpResponse:
    """Change the plan, or say what a change would do."""
    if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
        return _json(
            {"message": _("That is too much at once. Paste it in parts, or import it as a file.")}, 413
        )
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return _json(
            {"message": _("The page sent something that is no change. Reload it, and try again.")}, 422
        )
    status, found = conversation.converse(request.project, request.user, body)
    return _json(found, status)


@require_GET
def head(request: ProjectRequest) -> HttpResponse:
    """Tell an open page whether the plan changed."""
    since = number(request, "since")
    revision = selectors.head(request.project)
    if since is None or since == revision:
        return _json({"revision": revision})
    state = services.current(request.project)
    baseline = number(request, "baseline")
    return _json(conversation.changed_since(request.project, request.user, since, state, baseline=baseline))


@require_GET
def why(request: ProjectRequest) -> HttpResponse:
    """Say why a task is where it is."""
    uid = number(request, "uid")
    try:
        state = _state(request)
    except Problem as problem:
        return _json({"message": problem.sentence}, 422)
    if uid is None or uid not in state.plan.structure.index:
        return _json({"message": _("That task is no longer in the plan.")}, 404)
    return _json(why_sentences(state.schedule, uid, today=selectors.now()))


@require_http_methods(["GET", "POST"])
def saved_views(request: ProjectRequest) -> HttpResponse:
    """The saved views of the plan page: the person's own and shared ones; POST keeps one."""
    if request.method == "POST":
        return _keep_view(request)
    return _json([_view(one, request.user) for one in selectors.saved_views(request.project, request.user)])


def _keep_view(request: ProjectRequest) -> HttpResponse:
    try:
        body = json.loads(request.body)
        name, query = writable(str(body["name"])).strip(), writable(str(body["query"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return _json({"message": _("Give the view a name.")}, 422)
    if not name or len(name) > 100 or len(query) > 4000:
        return _json({"message": _("Give the view a name of up to 100 characters.")}, 422)
    shared = bool(body.get("shared")) and may(request.user, "plan.edit", request.project)
    with transaction.atomic():
        Plan.objects.select_for_update().get(
            project=request.project
        )  # two at once would make two of one name
        theirs = SavedView.objects.filter(project=request.project, owner=request.user)
        if theirs.exclude(name=name).count() >= MAX_VIEWS:
            return _json({"message": _("You have %d saved views. Delete one first.") % MAX_VIEWS}, 422)
        kept, _made = theirs.update_or_create(
            name=name,
            defaults={"query": query, "shared": shared, "project": request.project, "owner": request.user},
        )
    return _json(_view(kept, request.user), 201)


def _view(one: SavedView, person: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "query": one.query,
        "shared": one.shared,
        "mine": one.owner_id == person.pk,
    }


@require_http_methods(["DELETE"])
def saved_view(request: ProjectRequest, view_id: int) -> HttpResponse:
    """Forget a view; others' views stay."""
    gone, _kinds = SavedView.objects.filter(project=request.project, owner=request.user, pk=view_id).delete()
    return (
        HttpResponse(status=204)
        if gone
        else _json({"message": _("That view is not yours, or is gone.")}, 404)
    )
