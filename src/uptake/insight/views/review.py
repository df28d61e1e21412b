"""The review of a plan or a draft: findings, rules, mending, files."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from uptake.engine.review import BY_ID, GROUPS, Severity
from uptake.insight import fixing, reviewing
from uptake.insight import page as pages
from uptake.insight.files import TYPES, written
from uptake.insight.page import Asked
from uptake.insight.reviewing import Reviewed
from uptake.insight.views.asking import draft_of, found_of, key_of, query_of
from uptake.projects.access import Forbidden, may
from uptake.projects.requests import ProjectRequest
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit
from uptake.schedule import selectors
from uptake.schedule.editing.changes import Problem
from uptake.schedule.pages import conversation
from uptake.schedule.views import answers
from uptake.ui.answers import page_of, saved, search_text

ALL = 100_000


def context_of(request: ProjectRequest, found: Reviewed) -> dict[str, Any]:
    """Return what every page of a review shows."""
    project, person = request.project, request.user
    offered = selectors.changes_offered(project, person, draft=found.draft.pk if found.draft else None)
    return {
        "found": found,
        "draft": found.draft,
        "query": query_of(found),
        "score": found.review.score if found.state.plan.tasks else None,
        "counts": pages.counts(found),
        "tabs": tabs_of(Visit(project, person), "insight"),
        "mend": fixing.may_mend(found.draft, offered),
        "waive": may(person, "review.edit", project) and not project.archived,
    }


@require_GET
def page(request: ProjectRequest) -> HttpResponse:
    """Show what the review found, by rule."""
    try:
        found = found_of(request)
    except Problem as why:
        return answers.told(request, why, reverse("drafts", args=[request.project.pk]))
    asked = Asked(
        severity=_among(request, "severity", [one.name.lower() for one in Severity]),
        group=_among(request, "group", GROUPS),
        rule=_among(request, "rule", BY_ID),
        text=search_text(request),
    )
    groups = pages.groups(found, asked, shown=ALL if asked.rule else pages.SHOWN)
    lines = page_of(request, groups[0].lines) if asked.rule and groups else None
    context = context_of(request, found) | {
        "asked": asked,
        "groups": groups,
        "lines": lines,
        "severities": [(one.name.lower(), found.speaker.severity(one)) for one in reversed(Severity)],
        "families": [(one, found.speaker.group(one)) for one in GROUPS],
        "readiness": pages.readiness(found),
        "practices": pages.practices(found),
        "trend": pages.trend(reviewing.scores(request.project), found),
    }
    return answers.page(request, "insight/review.html", context)


def _among(request: ProjectRequest, name: str, known: Any) -> str:
    given = request.GET.get(name, "")
    return given if given in known else ""


@require_GET
def rules(request: ProjectRequest) -> HttpResponse:
    """Show what every rule came to."""
    try:
        found = found_of(request)
    except Problem as why:
        return answers.told(request, why, reverse("drafts", args=[request.project.pk]))
    context = context_of(request, found) | {"families": pages.rules(found)}
    return answers.page(request, "insight/rules.html", context)


@require_http_methods(["GET", "POST"])
def fix(request: ProjectRequest) -> HttpResponse:
    """Show what mending does; POST mends."""
    key = key_of(request)
    project, back = request.project, reverse("plan_review", args=[request.project.pk])
    try:
        found = found_of(request)
        draft = draft_of(request)
        offered = selectors.changes_offered(project, request.user, draft=draft.pk if draft else None)
        if not fixing.may_mend(draft, offered):
            raise Forbidden("plan.edit" if draft is None else "draft.edit")
        if request.method == "POST":
            done = fixing.mend(project, found, key, request.user)
            url = back if draft is None else f"{back}?draft={draft.pk}"
            return saved(request, conversation.impact(done)["text"] or _("Done."), url)
        outcome = fixing.preview(project, found, key)
    except Problem as why:
        return answers.told(request, why, back)
    some = fixing.chosen(found, *key)
    context = {
        "found": found,
        "rule": key[0],
        "title": found.speaker.title(key[0]),
        "impact": conversation.impact(outcome),
        "lines": [pages.line(found, one) for one in some[: pages.SHOWN]],
        "more": max(len(some) - pages.SHOWN, 0),
        "back": back,
    }
    return render(request, "insight/fix.html", context)


@require_GET
def export(request: ProjectRequest) -> HttpResponse:
    """Give the review as a file."""
    kind = request.GET.get("as", "xlsx")
    if kind not in TYPES:
        raise Http404
    try:
        found = found_of(request)
    except Problem as why:
        return answers.told(request, why, reverse("drafts", args=[request.project.pk]))
    answer = HttpResponse(written(request.project, found, kind), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="plan-review.{kind}"'
    return answer
