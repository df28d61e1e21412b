"""A value stream: its map, its simulations."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from uptake.assessment import simulating
from uptake.assessment.models import Simulated
from uptake.assessment.picture import picture
from uptake.assessment.simulated import shown_of
from uptake.assessment.streams import SIDES, lines_of, refusal, side_of
from uptake.engine.flow import BadFigure, Variation
from uptake.platform.jobs import Refused
from uptake.projects.requests import ProjectRequest
from uptake.registers.page import below, record_at
from uptake.ui.answers import UNPROCESSABLE


@require_GET
def stream_map(request: ProjectRequest, number: int) -> HttpResponse:
    """Show both maps as pictures, with their figures."""
    visit, spec, record = record_at(request, "value_stream", number)
    as_is, to_be = (side_of(record, key) for key in SIDES)
    context = below(visit, spec, record) | {
        "sides": [(side, picture(side)) for side in (as_is, to_be) if side.rows],
        "lines": lines_of(as_is, to_be),
        "simulated": Simulated.objects.filter(stream=record).select_related("by").defer("outcome")[:10],
    }
    return render(request, "assessment/map.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def simulate(request: ProjectRequest, number: int) -> HttpResponse:
    """Ask for a simulation: a job, on whose page one waits."""
    visit, spec, record = record_at(request, "value_stream", number)
    context = below(visit, spec, record) | {
        "typed": simulating.DEFAULTS,
        "limits": simulating.LIMITS,
        "variations": list(Variation),
    }
    if request.method != "POST":
        return render(request, "assessment/simulate.html", context)
    inputs, wrong = simulating.inputs_from(request.POST)
    if not wrong:
        try:
            return redirect("job", pk=simulating.begin(visit, record, inputs).pk)
        except Refused as why:
            wrong[""] = str(why)
        except BadFigure as why:
            wrong[""] = refusal(why)
    context |= {"typed": request.POST.dict(), "errors": wrong}
    return render(request, "assessment/simulate.html", context, status=UNPROCESSABLE)


@require_GET
def simulation(request: ProjectRequest, number: int, pk: int) -> HttpResponse:
    """Show what a simulation came to."""
    visit, spec, record = record_at(request, "value_stream", number)
    found = get_object_or_404(Simulated.objects.select_related("by"), stream=record, pk=pk)
    context = below(visit, spec, record) | {"found": found, "shown": shown_of(record, found)}
    return render(request, "assessment/simulation.html", context)
