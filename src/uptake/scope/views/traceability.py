"""Goals, processes, requirements and tasks as a matrix; a requirement becomes a task."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.registers.linking import End, record_url
from uptake.registers.models import Record
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit
from uptake.schedule.tasks.for_records import TaskForm, task_for_record
from uptake.scope.spec import FITS, PRIORITIES, SECTION
from uptake.scope.trace import GOALS, PROCESS, Matrix, Node, Row, Wanted
from uptake.scope.traceability import Column, columns_of, idle_tasks, matrix_of
from uptake.scope.tracing_file import workbook
from uptake.ui.answers import form_page, page_of, saved, search_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IDLE_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row as the page shows it; goal and process only where they differ from the row above."""

    row: Row
    code: str
    url: str
    goal: End | None
    process: End | None
    heads: bool
    state: Any
    fit: Any
    priority: str
    cells: list[list[End]]


def _wanted(request: ProjectRequest, visit: Visit) -> Wanted:
    asked = request.GET
    goal = asked.get("goal", "")
    missing = asked.get("missing", "")
    return Wanted(
        text=search_text(request),
        goal=int(goal) if goal.isascii() and goal.isdigit() and len(goal) < 15 else None,
        priority=asked.get("priority", "")[:40],
        fit=asked.get("fit", "")[:40],
        missing=missing if missing in {one.key for one in columns_of(visit)} else "",
    )


@require_GET
def traceability(request: ProjectRequest) -> HttpResponse:
    """Show what serves what, and what is missing."""
    visit = Visit(request.project, request.user)
    visit.spec("requirement")
    matrix, wanted = matrix_of(visit), _wanted(request, visit)
    rows = matrix.rows(wanted)
    page = page_of(request, rows)
    others = [one for one in columns_of(visit) if one.key not in {GOALS, PROCESS}]
    context = {
        "visit": visit,
        "tabs": tabs_of(visit, SECTION.key),
        "matrix": matrix,
        "total": matrix.total,
        "coverage": [{"one": one, "end": _end(visit, "goal", one.goal)} for one in matrix.coverage()],
        "gaps": _gaps(visit, matrix),
        "lonely": _lonely(visit, matrix),
        "tasks": _idle_tasks(visit, matrix) if request.GET.get("idle") == "1" else None,
        "columns": others,
        "rows": _shown(visit, matrix, list(page.object_list), others),
        "page": page,
        "wanted": wanted,
        "goals": sorted(matrix.goals.values(), key=lambda one: one.number),
        "goal_spec": visit.configured.registers.get("goal"),
        "fits": FITS,
        "priorities": PRIORITIES,
        "plan": may(request.user, "plan.edit", request.project)
        and visit.may_edit(visit.configured.registers["requirement"]),
        "query": request.GET.urlencode(),
    }
    return render(request, "scope/traceability.html", context)


def _gaps(visit: Visit, matrix: Matrix) -> list[dict[str, Any]]:
    return [
        {"key": one.key, "label": one.none, "count": len(matrix.without(one.key))}
        for one in columns_of(visit)
    ]


def _lonely(visit: Visit, matrix: Matrix) -> list[dict[str, Any]]:
    """Return goals and processes to which no requirement leads."""
    found = []
    for label, register, nodes, key in (
        (_("Goals without a requirement"), "goal", matrix.goals, GOALS),
        (_("Processes without a requirement"), "process", matrix.processes, PROCESS),
    ):
        idle = matrix.idle(nodes, key)
        ends = [_end(visit, register, one) for one in idle[:IDLE_SHOWN]]
        found.append({"label": label, "count": len(idle), "ends": ends, "more": len(idle) - len(ends)})
    return found


def _idle_tasks(visit: Visit, matrix: Matrix) -> dict[str, Any]:
    uids = idle_tasks(visit, matrix)
    tasks = next(one for one in columns_of(visit) if one.key == "tasks")
    named = tasks.name(visit, uids[:IDLE_SHOWN])
    ends = [named[uid] for uid in uids[:IDLE_SHOWN] if uid in named]
    return {"count": len(uids), "ends": ends, "more": len(uids) - len(ends)}


def _end(visit: Visit, register: str, node: Node | None) -> End | None:
    spec = visit.configured.registers.get(register)
    if node is None or spec is None:
        return None
    place = Record(project=visit.project, register=register, number=node.number)
    return End(code=spec.code(node.number), label=node.title, url=record_url(place), kind=str(spec.name))


def _shown(visit: Visit, matrix: Matrix, rows: list[Row], others: list[Column]) -> list[Shown]:
    spec = visit.spec("requirement")
    named = {
        one.key: one.name(visit, {end for row in rows for end in matrix.of(one.key, row.need.pk)})
        for one in others
    }
    found, above = [], None
    for row in rows:
        place = Record(project=visit.project, register="requirement", number=row.need.number)
        first = above is None or above.goal != row.goal
        other = first or above is None or above.process != row.process
        found.append(
            Shown(
                row=row,
                code=spec.code(row.need.number),
                url=record_url(place),
                goal=_end(visit, "goal", row.goal),
                process=_end(visit, "process", row.process) if other else None,
                heads=first,
                state=spec.state(row.need.state),
                fit=next((one for one in FITS if one.value == row.need.fit), None),
                priority=next((str(one.label) for one in PRIORITIES if one.value == row.need.priority), ""),
                cells=[
                    [named[one.key][end] for end in matrix.of(one.key, row.need.pk) if end in named[one.key]]
                    for one in others
                ],
            )
        )
        above = row
    return found


@require_GET
def traceability_file(request: ProjectRequest) -> HttpResponse:
    """Give the rows that the page shows, all pages of them, as a workbook."""
    visit = Visit(request.project, request.user)
    visit.spec("requirement")
    matrix = matrix_of(visit)
    answer = HttpResponse(workbook(visit, matrix, matrix.rows(_wanted(request, visit))), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="traceability.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
def requirement_task(request: ProjectRequest, number: int) -> HttpResponse:
    """Make a task of a requirement."""
    visit = Visit(request.project, request.user)
    spec = visit.spec("requirement")
    visit.need_edit(spec)
    need = visit.record(spec, number)
    begins = {"name": need.title, "duration": f"{need.estimate:g}d" if need.estimate else "1d"}
    form = TaskForm(request.project, request.POST if request.method == "POST" else None, begins)
    if request.method == "POST" and form.is_valid():
        uid = form.carry_out(lambda task: task_for_record(visit, spec, need, "tasks", task))
        if uid is not None:
            return saved(request, _("T%(uid)d is in the plan.") % {"uid": uid}, record_url(need))
    context = {"form": form, "record": need, "code": spec.code(number), "back": record_url(need)}
    return form_page(request, "schedule/task_for_record.html", context)
