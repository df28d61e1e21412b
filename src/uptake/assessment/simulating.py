"""The simulation of a value stream: a job, because it takes seconds; its result is kept with what went in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from uptake.assessment.models import Simulated, ValueStream
from uptake.assessment.streams import SIDES, refusal, stream_of
from uptake.engine.flow import (
    BadFigure,
    NothingFinished,
    Simulation,
    Stream,
    TooManyVisits,
    Variation,
    expected_visits,
    simulate,
)
from uptake.platform.jobs import Progress, Refused, ask, job
from uptake.platform.models import Job
from uptake.projects.access import may
from uptake.registers.kinds import number_text
from uptake.registers.visit import Visit

SIMULATE = "simulate_stream"
MOST_VISITS = 1_000_000
MOST_KEPT = 50
"""Simulations of one record; older ones go."""
DEFAULTS: dict[str, Any] = {
    "days": 60,
    "warm_up": 40,
    "runs": 10,
    "seed": 1,
    "arrivals": "exponential",
    "service": "erlang",
    "waits": False,
}
LIMITS = {"days": (1, 100_000), "warm_up": (0, 100_000), "runs": (5, 1_000), "seed": (0, 2_147_483_647)}


def inputs_from(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Read what somebody asks to be simulated; return it, and sentences by key for what is wrong."""
    found, wrong = dict(DEFAULTS), {}
    for key, (low, high) in LIMITS.items():
        text = str(given.get(key, "")).strip()
        if text.isascii() and text.isdigit() and len(text) < 12 and low <= int(text) <= high:
            found[key] = int(text)
        else:
            wrong[key] = _("Write a whole number from %(low)s to %(high)s.") % {
                "low": number_text(low),
                "high": number_text(high),
            }
    for key in ("arrivals", "service"):
        text = str(given.get(key, ""))
        if text in set(Variation):
            found[key] = text
        else:
            wrong[key] = _("Choose from the list.")
    found["waits"] = given.get("waits") in {"on", True}
    return found, wrong


def streams_of(record: ValueStream, inputs: Mapping[str, Any]) -> dict[str, Stream]:
    """Return the maps of a record as they are simulated: without measured waits, unless they are asked for."""
    return {
        key: stream_of(rows, record.demand, record.available, waits=inputs["waits"])
        for key in SIDES
        if (rows := getattr(record, key))
    }


def check_cost(streams: Mapping[str, Stream], inputs: Mapping[str, Any]) -> None:
    """Raise `Refused` for a simulation that would take too long, before anything has run."""
    days = (inputs["days"] + inputs["warm_up"]) * inputs["runs"]
    visits = sum(expected_visits(one, days) for one in streams.values())
    if visits > MOST_VISITS:
        raise Refused(
            _("That is %(visits)s visits to steps; %(limit)s are allowed. Take fewer days or runs.")
            % {"visits": number_text(visits), "limit": number_text(MOST_VISITS)}
        )


def begin(visit: Visit, record: ValueStream, inputs: dict[str, Any]) -> Job:
    """Queue a simulation; raises `Refused`, or `BadFigure` for a map that cannot be computed."""
    streams = streams_of(record, inputs)
    if not streams:
        raise Refused(_("There are no steps to simulate yet."))
    check_cost(streams, inputs)
    options = {"record": record.pk, "inputs": inputs}
    return ask(SIMULATE, visit.person, project_id=visit.project.pk, options=options)


@job(SIMULATE)
def run(found: Job, progress: Progress) -> dict[str, Any]:
    """Simulate as-is and to-be with the same seed, so that differences are more than luck."""
    record = (
        ValueStream.objects.select_related("project")
        .filter(
            pk=found.options["record"], project_id=found.project_id, removed_at=None, project__deleted_at=None
        )
        .first()
    )
    if record is None or not may(found.owner, "assessment.view", record.project):
        raise Refused(_("This value stream is not there any more."))
    inputs = found.options["inputs"]
    streams = streams_of(record, inputs)
    check_cost(streams, inputs)
    done, total = 0, len(streams) * inputs["runs"]

    def after_run(_run: int) -> None:
        nonlocal done
        done += 1
        progress(done, total, _("Simulating"))

    progress(0, total, _("Simulating"))
    try:
        outcome = {
            key: told(getattr(record, key), _simulated(one, inputs, after_run))
            for key, one in streams.items()
        }
    except NothingFinished as why:
        raise Refused(_("Nothing was finished within %d days. Measure more days.") % why.days) from None
    except TooManyVisits as why:
        raise Refused(_("That is too much to simulate. Take fewer days or runs.")) from why
    except BadFigure as why:
        raise Refused(refusal(why)) from None
    made = Simulated.objects.create(
        stream=record, by=found.owner, version=record.version, inputs=inputs, outcome=outcome
    )
    kept = Simulated.objects.filter(stream=record).values_list("pk", flat=True)[:MOST_KEPT]
    Simulated.objects.filter(stream=record).exclude(pk__in=list(kept)).delete()
    return {"next": reverse("stream_simulation", args=[record.project_id, record.number, made.pk])}


def _simulated(stream: Stream, inputs: Mapping[str, Any], after_run: Any) -> Simulation:
    return simulate(
        stream,
        days=inputs["days"],
        warm_up=inputs["warm_up"],
        runs=inputs["runs"],
        seed=inputs["seed"],
        arrivals=inputs["arrivals"],
        service=inputs["service"],
        limit=MOST_VISITS,
        after_run=after_run,
    )


def told(rows: Sequence[Mapping[str, Any]], found: Simulation) -> dict[str, Any]:
    """Return a simulation as it is kept; with each step the wait that was measured, to be compared."""
    return {
        "stable": found.stable,
        "items": found.items,
        "lead": found.lead,
        "interval": list(found.interval),
        "p50": found.p50,
        "p80": found.p80,
        "p95": found.p95,
        "throughput": found.throughput,
        "wip": found.wip,
        "bottleneck": found.bottleneck,
        "steps": [
            {
                "name": row.get("name", ""),
                "measured": row.get("wait", 0),
                "wip": one.wip,
                "queue": one.queue,
                "queue_time": one.queue_time,
                "forming_time": one.forming_time,
                "utilisation": one.utilisation,
                "growth": one.growth,
            }
            for row, one in zip(rows, found.steps, strict=True)
        ],
    }
