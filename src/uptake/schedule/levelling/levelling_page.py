"""What the page of levelling shows of a run: in words, as tables, as charts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uptake.engine.instants import HOUR, moment
from uptake.platform.jobs import runs
from uptake.platform.models import Job, JobState
from uptake.projects.access import may, visible_projects
from uptake.projects.models import Project
from uptake.schedule import selectors, services
from uptake.schedule.capacity.load import week_start
from uptake.schedule.editing.changes import Problem
from uptake.schedule.levelling.applying import draft_of, fitting, parts_of
from uptake.schedule.levelling.running import LEVEL
from uptake.schedule.levelling.wanted import Wanted
from uptake.schedule.models import Draft
from uptake.schedule.versions import drafts
from uptake.schedule.words.dates import short
from uptake.ui.charts import Axis, Chart, Series, load_chart

SHOWN_RUNS = 10
SHOWN_CHARTS = 6
SHOWN_BARS = 20
PROVEN = 0.0005
"""A gap that is written as 0.0 % is none."""


@dataclass(slots=True, kw_only=True)
class Shown:
    """A run as one person may see it.

    Attributes
    ----------
    run : Job
    projects : list of dict
        Of what came of it, those whose plans the person may see.
    hidden : int
        How many others there are.
    stale : bool
        Whether one of the plans was changed since.
    fit, moves : int
        How many moves there are, and how many still fit the plans as they are.
    may_apply : bool
        Whether the person may change all of the plans in which something moves.
    """

    run: Job
    projects: list[Mapping[str, Any]]
    hidden: int
    stale: bool
    fit: int
    moves: int
    may_apply: bool
    load_charts: list[Chart] = field(default_factory=list)
    moves_chart: Chart | None = None

    @property
    def result(self) -> Mapping[str, Any]:
        return self.run.result

    @property
    def applied(self) -> Mapping[str, Any] | None:
        return self.result.get("applied")

    @property
    def people(self) -> list[Mapping[str, Any]]:
        seen = {one["project"] for one in self.projects}
        return [one for one in self.result["people"] if seen & set(one["projects"])]


def show(run: Job, person: Any) -> Shown:
    """Prepare a run that was done for a person."""
    visible = {one.pk: one for one in visible_projects(person) if may(person, "plan.view", one)}
    told = run.result["projects"]
    projects = [one for one in told if one["project"] in visible]
    fit, stale = _fit(run, person)
    need = "plan.edit" if draft_of(run) is None else "draft.edit"
    may_all = all(
        one["project"] in visible and may(person, need, visible[one["project"]]) for one in parts_of(run)
    )
    shown = Shown(
        run=run,
        projects=projects,
        hidden=len(told) - len(projects),
        stale=stale,
        fit=fit,
        moves=sum(len(one["edits"]) for one in told),
        may_apply=may_all and not any(one.archived for one in visible.values() if one.pk == run.project_id),
    )
    shown.load_charts = load_charts(shown.people[:SHOWN_CHARTS])
    shown.moves_chart = moves_chart(projects)
    return shown


def _fit(run: Job, person: Any) -> tuple[int, bool]:
    """Return how many moves fit the plans as they are, and whether any plan was changed since."""
    fit, stale = 0, False
    for part in run.result["projects"]:
        project = Project.objects.filter(pk=part["project"], deleted_at=None).first()
        if project is None:
            stale = True
            continue
        number = draft_of(run) if project.pk == run.project_id else None
        try:
            draft = drafts.open_draft(project, number, person) if number is not None else None
            head = draft.version if draft is not None else selectors.head(project)
            if head == part["revision"]:
                fit += len(part["edits"])
                continue
            stale = True
            state = drafts.state_of(draft) if draft is not None else services.current(project)
            fit += len(fitting(state, part))
        except Problem:
            stale = True
    return fit, stale


# ---- in words


def _day(at: int) -> str:
    return short(at, today=moment(selectors.now()).date())


def headline(result: Mapping[str, Any]) -> str:
    """Say in one sentence what levelling does to the plan."""
    own = result["projects"][0]
    if not any(one["edits"] for one in result["projects"]):
        if result["left"]:
            return _("Nothing can be moved that would help.")
        return _("Nobody is overloaded: nothing has to move.")
    before, after = own["go_live"] or own["finish"]
    words = {"from": _day(before), "to": _day(after)}
    if before == after:
        what = _("Go-live stays on %(to)s") if own["go_live"] else _("The finish stays on %(to)s")
    elif own["go_live"]:
        what = _("Go-live moves from %(from)s to %(to)s")
    else:
        what = _("The finish moves from %(from)s to %(to)s")
    return _("%(what)s; %(load)s.") % {"what": what % words, "load": load_words(result)}


def load_words(result: Mapping[str, Any]) -> str:
    """Say who is still overloaded."""
    left = sum(1 for one in result["people"] if one["left"])
    if not left:
        return _("nobody is overloaded any more")
    return ngettext("%d person stays overloaded", "%d people stay overloaded", left) % left


def quality(result: Mapping[str, Any]) -> str:
    """Say how good a plan is, measured by the best that there can be."""
    if result["gap"] < PROVEN:
        return _("Proven: it cannot end earlier than %(day)s.") % {"day": _day(result["finish"])}
    return _("Ends on %(day)s, at most %(gap)s from the best possible") % {
        "day": _day(result["finish"]),
        "gap": f"{100 * result['gap']:.1f} %",
    }


REASONS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "room": lambda _why: _("Makes room for others"),
    "follows": lambda why: _("Follows “%(task)s”") % {"task": why["task"]},
    "follows_summary": lambda _why: _("Follows what it hangs on"),
}


def reason(why: Mapping[str, Any]) -> str:
    """Say why a task moves."""
    if why["code"] != "overload":
        return str(REASONS[why["code"]](why))
    asked = _("%(who)s is asked for %(units)d %% of %(capacity)d %%") % {
        "who": why["who"],
        "units": round(100 * why["units"]),
        "capacity": round(100 * why["capacity"]),
    }
    beside = [name for name in why["with"] if name]
    if beside:
        return _("%(asked)s beside %(tasks)s") % {
            "asked": asked,
            "tasks": ", ".join(f"“{name}”" for name in beside),
        }
    return asked if not why["with"] else _("%(asked)s beside another project") % {"asked": asked}


REMARKS = {
    "too_big": lambda: _("needs more people at once than there are: it is scheduled alone"),
    "no_room": lambda: _("finds no room within its slack, and stays overloaded"),
    "stuck": lambda: _("may not move, and is overloaded among tasks that may not either"),
    "late_kept": lambda: _("was as late as possible; it keeps its place by a delay now"),
    "from_finish": lambda: _("is planned from its finish: levelling leaves it as it is"),
}


def remarks(shown: Shown) -> list[dict[str, Any]]:
    """Return what a reader should know, as sentences with the task that they are about."""
    names = {one["project"]: one["name"] for one in shown.projects}
    return [
        one | {"name": one["name"] or names[one["project"]], "text": REMARKS[one["code"]]()}
        for one in shown.result["remarks"]
        if one["project"] in names and one["code"] in REMARKS
    ]


def moves(shown: Shown) -> list[dict[str, Any]]:
    """Return the rows of the table of what moves, over all projects."""
    return [
        one | {"project": part["project"], "project_name": part["name"], "reason": reason(one["why"])}
        for part in shown.projects
        for one in part["moves"]
    ]


# ---- charts


def load_charts(people: Sequence[Mapping[str, Any]]) -> list[Chart]:
    """Draw the weeks of people who were overloaded: what there is, what was asked, what is asked now."""
    hours = Axis(label=_("Hours a week"), unit="h")
    return [
        load_chart(
            f"load-{number}",
            _load_title(one),
            hours,
            [moment(week_start(one["first"] + k)).date() for k in range(len(one["after"]))],
            {_("After"): [amount / HOUR for amount in one["after"]]},
            capacity=[amount / HOUR for amount in one["capacity"]],
            before=[amount / HOUR for amount in one["before"]],
            width=timedelta(days=7),
            height=220,
        )
        for number, one in enumerate(people, 1)
    ]


def _load_title(one: Mapping[str, Any]) -> str:
    words = {"name": one["name"], "most": round(100 * one["most"])}
    if one["left"]:
        return _("%(name)s stays overloaded") % words
    return _("%(name)s: asked for up to %(most)d %% at once before, never more than there is after") % words


def moves_chart(projects: Sequence[Mapping[str, Any]]) -> Chart | None:
    """Draw the tasks that move furthest as bars, before and after."""
    rows = sorted((one for part in projects for one in part["moves"]), key=lambda one: -abs(one["shift"]))[
        :SHOWN_BARS
    ]
    if not rows:
        return None
    rows.sort(key=lambda one: (one["start"][0], one["uid"]))
    names = [f"{number}. {one['name']}" for number, one in enumerate(rows, 1)]
    kinds = ((_("Before"), 0, "muted"), (_("After"), 1, "accent"))
    series = [
        Series(
            name=word,
            kind="span",
            values=[(k, one["start"][at], one["finish"][at]) for k, one in enumerate(rows)],
            css=css,
        )
        for word, at, css in kinds
    ]
    return Chart(
        key="moves",
        title=_("The tasks that move furthest, before and after"),
        x=Axis(label=_("Task"), kind="names", names=names),
        y=Axis(label=_("When"), kind="time"),
        series=series,
        horizontal=True,
        height=min(max(200, 26 * len(rows) + 80), 800),
    )


# ---- runs


def earlier(project: Project, subject: str) -> list[dict[str, Any]]:
    """Return the last runs about a plan or a draft, without what came of them."""
    found = runs(LEVEL, project.pk, subject).filter(state=JobState.DONE).select_related("owner")
    return [
        {"pk": one.pk, "owner": one.owner, "at": one.ended_at, "revision": one.revision}
        for one in found[:SHOWN_RUNS]
    ]


def chosen(project: Project, subject: str, pk: int | None) -> Job | None:
    """Return the run that an address names; else one that goes on, else the last that was done."""
    found = Job.objects.filter(project_id=project.pk, kind=LEVEL, subject=subject)
    if pk is not None:
        return found.filter(pk=pk).first()
    open_ones = found.filter(state__in=(JobState.WAITING, JobState.RUNNING)).first()
    return open_ones or found.filter(state=JobState.DONE).first()


def under_way(run: Job) -> dict[str, Any]:
    """Return what is shown of a run that goes on: how far it is, and the best so far."""
    return {
        "percent": _percent(run),
        "best": quality(run.result) if "gap" in run.result else "",
        "waiting": run.state == JobState.WAITING,
    }


def _percent(run: Job) -> int | None:
    """Return how far a run is: in parts where it is in parts, else in time."""
    if run.began_at is None or not run.total:
        return None
    wanted = Wanted.from_json(run.options)
    gone = run.done if wanted.repeatable else (timezone.now() - run.began_at).total_seconds()
    return min(round(100 * gone / (run.total if wanted.repeatable else wanted.seconds)), 99)


def misfit(draft: Draft | None) -> str:
    """Say why a draft cannot be levelled; empty when it can."""
    if draft is None:
        return ""
    try:
        drafts.state_of(draft)
    except Problem as why:
        return why.sentence
    return ""
