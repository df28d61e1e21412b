"""Calendars of a project: weeks, days that differ, national holidays, pauses. What tasks do is shown first."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.engine.calendars import CalendarException
from uptake.engine.instants import moment
from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.schedule import services
from uptake.schedule.bridge import State
from uptake.schedule.capacity import workdays
from uptake.schedule.editing.changes import Problem
from uptake.schedule.forms import DaysForm, NationalForm, NewCalendarForm, PauseForm, WeekForm
from uptake.schedule.views import answers
from uptake.ui.answers import page_of, whole

COUNTRIES = (
    "CN", "HK", "MO", "TW", "JP", "KR", "SG", "MY", "TH", "VN", "ID", "PH", "IN", "AE", "SA", "DE", "AT", "CH",
    "FR", "GB", "IE", "NL", "BE", "ES", "IT", "PT", "PL", "CZ", "SE", "DK", "NO", "FI", "US", "CA", "MX", "BR",
    "AU", "NZ",
)  # fmt: skip


@require_GET
def calendar_list(request: ProjectRequest) -> HttpResponse:
    """The calendars, what runs on them, and the pauses of the project."""
    return _list(request, services.current(request.project))


def _list(request: ProjectRequest, state: State, *, status: int = 200, **extra: Any) -> HttpResponse:
    used = workdays.uses(state)
    names = {one.uid: one.name for one in state.plan.calendars}
    context = {
        "state": state,
        "rows": [
            {
                "one": one,
                "used": used[one.uid],
                "base": names.get(one.base or -1, ""),
                "users": workdays.users_text(used[one.uid]),
            }
            for one in state.plan.calendars
        ],
        "pauses": workdays.pauses(state),
        "pause_form": PauseForm(),
        "new_form": NewCalendarForm(state=state),
        "edit": _edit(request),
        **extra,
    }
    return answers.page(request, "schedule/calendars.html", context, status=status)


def _edit(request: ProjectRequest) -> bool:
    return may(request.user, "plan.edit", request.project) and not request.project.archived


@require_POST
def calendar_new(request: ProjectRequest) -> HttpResponse:
    """Add a calendar, and go there."""
    state = services.current(request.project)
    form = NewCalendarForm(request.POST, state=state)
    if form.is_valid():
        try:
            _done, uid = workdays.add_calendar(
                request.project, request.user, form.cleaned_data["name"], **form.options()
            )
        except Problem as why:
            answers.blame(form, why)
        else:
            return redirect("calendar", request.project.pk, uid)
    return _list(request, state, new_form=form, status=422)


@require_POST
def pause(request: ProjectRequest) -> HttpResponse:
    """Let nothing work for some days."""
    state = services.current(request.project)
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _list(request, state, pause_form=form, status=422)
    try:
        done = workdays.add_pause(
            request.project, request.user, *form.span(), form.cleaned_data["name"], sure=answers.sure(request)
        )
    except Problem as why:
        answers.blame(form, why)
        return _list(request, state, pause_form=form, status=422)
    if (asked := answers.question(done)) is not None:
        return _list(request, state, pause_form=form, pause_question=asked)
    messages.success(request, _("The project pauses in these days."))
    return redirect("calendars", request.project.pk)


@require_POST
def pause_remove(request: ProjectRequest) -> HttpResponse:
    """Let the days of a pause work again."""
    days = _days(request)
    return _list_step(
        request,
        lambda sure: workdays.remove_pause(request.project, request.user, *days, sure=sure),
        _("These days work again."),
    )


@require_POST
def project_calendar(request: ProjectRequest) -> HttpResponse:
    """Let the plan run on another calendar."""
    uid = whole(request.POST.get("calendar")) or 0
    return _list_step(
        request,
        lambda sure: workdays.choose_project_calendar(request.project, request.user, uid, sure=sure),
        _("The plan runs on another calendar."),
    )


@require_POST
def calendar_remove(request: ProjectRequest, uid: int) -> HttpResponse:
    return _list_step(
        request, lambda _sure: workdays.remove_calendar(request.project, request.user, uid), _("Removed.")
    )


def _list_step(request: ProjectRequest, do: Callable[[bool], services.Outcome], done: str) -> HttpResponse:
    """Do something from the list: ask when it moves tasks, say what is wrong."""
    try:
        outcome = do(answers.sure(request))
    except Problem as why:
        return answers.told(request, why, reverse("calendars", args=[request.project.pk]))
    if (asked := answers.question(outcome)) is not None:
        return _list(request, services.current(request.project), **_resend(request, asked))
    messages.success(request, done)
    return redirect("calendars", request.project.pk)


def _resend(request: ProjectRequest, asked: Any) -> dict[str, Any]:
    """Return a question with what has to be sent once more to answer it."""
    fields = {
        name: text for name, text in request.POST.items() if name not in {"csrfmiddlewaretoken", "sure"}
    }
    return {"question": asked, "resend": {"action": request.path, "fields": fields}}


def _days(request: ProjectRequest) -> tuple[int, int, str]:
    first, last = whole(request.POST.get("first")), whole(request.POST.get("last"))
    return (-1 if first is None else first), (-1 if last is None else last), request.POST.get("name", "")


# ---- one calendar


@require_http_methods(["GET", "POST"])
def calendar(request: ProjectRequest, uid: int) -> HttpResponse:
    """One calendar; POST gives it another name, base or week."""
    state = services.current(request.project)
    _known(state, uid)
    if request.method == "GET":
        return _page(request, state, uid)
    if not _edit(request):
        return _page(request, state, uid, status=403)
    form = WeekForm(request.POST, state=state, uid=uid)
    if not form.is_valid():
        return _page(request, state, uid, week_form=form, status=422)
    given = form.cleaned_data
    try:
        done = workdays.set_week(
            request.project, request.user, uid,
            name=given["name"], week=form.week(), on=given["base"], sure=answers.sure(request),
        )  # fmt: skip
    except Problem as why:
        answers.blame(form, why)
        return _page(request, state, uid, week_form=form, status=422)
    if (asked := answers.question(done)) is not None:
        return _page(request, state, uid, week_form=form, week_question=asked)
    return _back(request, uid, _("Saved."))


def _known(state: State, uid: int) -> None:
    try:
        workdays.calendar_of(state, uid)
    except Problem:
        raise Http404 from None


def _back(request: ProjectRequest, uid: int, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("calendar", request.project.pk, uid)


def _page(
    request: ProjectRequest, state: State, uid: int, *, status: int = 200, **extra: Any
) -> HttpResponse:
    row = workdays.calendar_of(state, uid)
    year = moment(state.schedule.start).year
    years = {"country": "CN", "first_year": year, "last_year": moment(state.schedule.finish).year}
    context = {
        "state": state,
        "calendar": row,
        "used": workdays.uses(state)[uid],
        "week_form": WeekForm(initial=WeekForm.values_of(state, uid), state=state, uid=uid),
        "days_form": DaysForm(),
        "national_form": NationalForm(initial=years),
        "page": page_of(request, sorted(row.exceptions, key=lambda one: (one.first, one.last))),
        "countries": COUNTRIES,
        "edit": _edit(request),
        **extra,
    }
    return answers.page(request, "schedule/calendar.html", context, status=status)


@require_POST
def days(request: ProjectRequest, uid: int) -> HttpResponse:
    """Let some days work differently."""
    state = services.current(request.project)
    _known(state, uid)
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _page(request, state, uid, days_form=form, status=422)
    first, last = form.span()
    different = CalendarException(first, last, form.cleaned_data["hours"], form.cleaned_data["name"])
    try:
        done = workdays.add_exception(
            request.project, request.user, uid, different, sure=answers.sure(request)
        )
    except Problem as why:
        answers.blame(form, why)
        return _page(request, state, uid, days_form=form, status=422)
    if (asked := answers.question(done)) is not None:
        return _page(request, state, uid, days_form=form, days_question=asked)
    return _back(request, uid, _("Saved."))


@require_POST
def days_remove(request: ProjectRequest, uid: int) -> HttpResponse:
    """Let some days work as the week says again."""
    state = services.current(request.project)
    _known(state, uid)
    try:
        done = workdays.remove_exception(
            request.project, request.user, uid, _days(request), sure=answers.sure(request)
        )
    except Problem as why:
        return answers.told(request, why, reverse("calendar", args=[request.project.pk, uid]))
    if (asked := answers.question(done)) is not None:
        return _page(request, state, uid, **_resend(request, asked))
    return _back(request, uid, _("These days work as the week says again."))


@require_POST
def national(request: ProjectRequest, uid: int) -> HttpResponse:
    """Put a country's holidays and make-up days into a calendar."""
    state = services.current(request.project)
    _known(state, uid)
    form = NationalForm(request.POST)
    if not form.is_valid():
        return _page(request, state, uid, national_form=form, status=422)
    given = form.cleaned_data
    country, years = given["country"], (given["first_year"], given["last_year"])
    try:
        _found, remarks = workdays.national_days(
            state, uid, country, *years, subdivision=given["subdivision"]
        )
        done = workdays.add_national(
            request.project,
            request.user,
            uid,
            country,
            years,
            subdivision=given["subdivision"],
            sure=answers.sure(request),
        )
    except Problem as why:
        answers.blame(form, why)
        return _page(request, state, uid, national_form=form, status=422)
    unknown = [_unpublished(one.data) for one in remarks if one.code == "calendar_unpublished"]
    if (asked := answers.question(done)) is not None:
        return _page(request, state, uid, national_form=form, national_question=asked, unpublished=unknown)
    for one in unknown:
        messages.warning(request, one)
    return _back(request, uid, _("Holidays and make-up days are in the calendar."))


def _unpublished(data: dict[str, Any]) -> str:
    return _(
        "%(country)s has published its days up to %(known)s. Later years have fixed holidays only; "
        "add the days again when they are published."
    ) % {"country": data["country"], "known": data["known"]}
