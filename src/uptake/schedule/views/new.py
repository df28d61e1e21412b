"""Beginning a project: empty, from a file, from a method pack, as a copy."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from uptake.engine.scheduling import schedule
from uptake.interchange.encoding import writable
from uptake.packs.method import Pack, UnknownPack, pack, packs
from uptake.platform.jobs import ask
from uptake.projects.requests import ProjectRequest
from uptake.projects.selectors import customers
from uptake.projects.views.projects import SignedIn
from uptake.schedule.editing.changes import Problem
from uptake.schedule.files import reading
from uptake.schedule.files.file_words import format_name, loss_sentences
from uptake.schedule.lifecycle import copying
from uptake.schedule.lifecycle.creation import Prepared, create, empty_plan, pack_plan
from uptake.schedule.lifecycle.new_forms import Copied, Empty, FromPack, Named, Upload
from uptake.schedule.words.amounts import language_of

LONGEST_NAME = 200


def _page(
    request: SignedIn | ProjectRequest, template: str, context: dict[str, Any], *, bad: bool = False
) -> HttpResponse:
    context["customers"] = customers(request.user)
    return render(request, template, context, status=422 if bad else 200)


def _made(request: SignedIn | ProjectRequest, project: Any) -> HttpResponse:
    messages.success(request, _("“%s” is here. Everything in it can be changed.") % project.name)
    return redirect("plan", project_id=project.pk)


def file_named(name: str) -> str:
    """Return the name of an uploaded file as it can be shown: without folders, without what steers a screen."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(one if one.isprintable() else " " for one in writable(last)).strip()[:LONGEST_NAME]


def _stem(name: str) -> str:
    return name.rsplit(".", 1)[0].strip() or name


@require_GET
def choose(request: SignedIn) -> HttpResponse:
    """Show the three ways in which a project can begin."""
    spoken = language_of(translation.get_language() or "en")
    shown = [
        {
            "name": one.name,
            "title": one.title.of(spoken),
            "about": one.about.of(spoken),
            "phases": len(one.phases),
            "steps": len(one.steps),
        }
        for one in packs()
    ]
    return render(request, "schedule/new.html", {"packs": shown, "upload": Upload(), "empty": Empty()})


@require_http_methods(["GET", "POST"])
def empty(request: SignedIn) -> HttpResponse:
    form = Empty(request.POST or None)
    if form.is_valid():
        try:
            prepared = empty_plan(form.cleaned_data["start"], form.cleaned_data["country"])
            return _made(request, create(request.user, form.title(), prepared))
        except Problem as why:
            form.add_error(None, why.sentence)
    return _page(request, "schedule/new_empty.html", {"form": form}, bad=form.is_bound)


@require_http_methods(["GET", "POST"])
def from_pack(request: SignedIn, name: str) -> HttpResponse:
    """Ask a method pack's questions; show what comes of the answers; make the project."""
    try:
        chosen = pack(name)
    except UnknownPack:
        raise Http404 from None
    language = translation.get_language() or "en"
    form = FromPack(request.POST or None, pack=chosen, language=language)
    spoken = language_of(language)
    context: dict[str, Any] = {
        "form": form,
        "pack": {"name": name, "title": chosen.title.of(spoken), "about": chosen.about.of(spoken)},
    }
    bad = form.is_bound
    if form.is_valid():
        try:
            prepared = _prepared(form, chosen)
            if request.POST.get("do") != "preview":
                return _made(request, create(request.user, form.title(), prepared))
            context["preview"] = _outlined(prepared)
            bad = False
        except Problem as why:
            form.add_error(None, why.sentence)
    return _page(request, "schedule/new_pack.html", context, bad=bad)


def _prepared(form: FromPack, chosen: Pack) -> Prepared:
    data = form.cleaned_data
    return pack_plan(
        chosen, date=data["date"], to=data["to"], answers=form.answers(), country=data["country"]
    )


def _outlined(prepared: Prepared) -> dict[str, Any]:
    """Return phases, milestones and dates of a plan that nobody has yet."""
    done = schedule(prepared.plan)
    summary = prepared.plan.structure.summary
    rows = [
        {
            "name": task.name,
            "phase": bool(summary[i]),
            "go_live": task.uid == prepared.go_live,
            "start": done.dates.start[i],
            "finish": done.dates.finish[i],
        }
        for i, task in enumerate(prepared.plan.tasks)
        if summary[i] or task.milestone
    ]
    unpublished = next((one.data for one in prepared.remarks if one.code == "calendar_unpublished"), None)
    return {
        "rows": rows,
        "tasks": sum(not one for one in summary),
        "roles": [one.name for one in prepared.plan.resources],
        "start": done.start,
        "finish": done.finish,
        "go_live": done.of(prepared.go_live).finish if prepared.go_live is not None else None,
        "unpublished": unpublished,
    }


# ---- from a file


@require_http_methods(["GET", "POST"])
def upload(request: SignedIn) -> HttpResponse:
    """Take a file, and have it read."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        name = file_named(given.name)
        given.name = "upload"
        return redirect("job", pk=ask(reading.READ, request.user, options={"name": name}, given=given).pk)
    return render(request, "schedule/new_file.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def from_file(request: SignedIn, job_id: int) -> HttpResponse:
    """Show what a file holds; make a project of it when it is wanted."""
    try:
        found = reading.read_job(request.user, job_id)
    except Problem:
        raise Http404 from None
    told = found.result
    initial = {
        "name": told.get("title") or _stem(told.get("file", "")),
        "currency": told.get("currency") or "CNY",
    }
    form = Named(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            if told["tasks"] > reading.AT_ONCE and not told.get("project"):
                return redirect("job", pk=reading.import_later(found, request.user, form.title()).pk)
            return _made(request, reading.import_read(found, request.user, form.title()))
        except Problem as why:
            form.add_error(None, why.sentence)
    return _page(request, "schedule/new_from_file.html", preview_of(told) | {"form": form}, bad=form.is_bound)


def preview_of(told: dict[str, Any]) -> dict[str, Any]:
    """Return what was found in a file, as a page shows it."""
    return {
        "told": told,
        "format": format_name(told["format"]),
        "start": told["start"],
        "finish": told["finish"],
        "rows": [one | {"start": one["start"], "finish": one["finish"]} for one in told["rows"]],
        "more": max(told["tasks"] - len(told["rows"]), 0),
        "losses": loss_sentences(told["losses"]),
        "differs": [one | _dates_told(one) for one in told["differs"]],
        "unlisted": max(told["differing"] - len(told["differs"]), 0),
    }


def _dates_told(one: dict[str, Any]) -> dict[str, str]:
    """Write the dates that differ, those of the file and ours."""
    return {
        f"{side}_text": " – ".join(
            one[side][name].replace("T", " ")[:16] for name in ("start", "finish") if one[side].get(name)
        )
        for side in ("stored", "got")
    }


# ---- as a copy


@require_http_methods(["GET", "POST"])
def copy(request: ProjectRequest) -> HttpResponse:
    source = request.project
    initial = {
        "name": _("Copy of %s") % source.name,
        "customer": source.customer.name if source.customer else "",
    }
    form = Copied(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        what = copying.What(
            start=data["start"], progress=data["progress"], baselines=data["baselines"], team=data["team"]
        )
        try:
            return _made(request, copying.copy_project(source, request.user, form.title(), what))
        except Problem as why:
            form.add_error(None, why.sentence)
    return _page(request, "schedule/copy.html", {"form": form}, bad=form.is_bound)
