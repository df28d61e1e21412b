"""What the people of a plan are asked to do: more than they can, before they are named, when nobody works."""

from collections import defaultdict

from uptake.engine.calendars import working_time
from uptake.engine.instants import DAY
from uptake.engine.plan import ResourceType
from uptake.engine.review.study import Fault, Judged, Study, unknown

TOLERANCE = 1e-6
"""Of units: sums of shares are rounded."""
SOON = 28 * DAY
"""Four weeks: by then a role needs a name."""


def overloaded(study: Study) -> Judged:
    """Nobody is wanted by more tasks at once than there is of them."""
    plan, dates = study.plan, study.dates
    index = plan.structure.index
    left = {plan.tasks[i].uid for i in study.work}
    wants: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for one in plan.assignments:
        if one.resource is not None and one.units and one.work and one.task in left:
            i = index[one.task]
            wants[one.resource] += [(dates.start[i], one.units), (dates.finish[i], -one.units)]
    faults = []
    working = [one for one in plan.resources if one.type is ResourceType.WORK and one.uid in wants]
    known = {one.uid: one for one in plan.calendars}
    for who in working:
        clock = working_time(known[plan.project.calendar if who.calendar is None else who.calendar], known)
        at, until, units, peak = 0, 0, 0.0, who.units
        for moment, change in sorted(wants[who.uid]):
            if units > peak + TOLERANCE and clock.work(moment) > clock.work(until):
                peak, at = units, until
            units += change
            until = moment
        if peak > who.units:
            data: dict[str, object] = {"at": at, "units": peak, "capacity": who.units}
            faults.append(Fault("resource", who.uid, "overloaded", data))
    return Judged(len(working), faults)


def unfilled_roles(study: Study) -> Judged:
    """Roles have names before their work begins."""
    plan, dates = study.plan, study.dates
    now = study.status if study.options.today is None else study.options.today
    if now is None:
        return unknown("no_status_date")
    left = {plan.tasks[i].uid: i for i in study.open}
    first: dict[int, int] = {}
    for one in plan.assignments:
        if one.resource is not None and one.task in left:
            start = dates.start[left[one.task]]
            first[one.resource] = min(first.get(one.resource, start), start)
    soon = [one for one in plan.resources if one.uid in first and first[one.uid] <= now + SOON]
    faults = [
        Fault("resource", one.uid, "unfilled", {"start": first[one.uid]}) for one in soon if one.generic
    ]
    return Judged(len(soon), faults)


def non_working(study: Study) -> Judged:
    """Typed and reported starts lie in working time."""
    tasks, dates = study.plan.tasks, study.dates
    typed = [i for i in study.work if tasks[i].manual or tasks[i].actual_start is not None]
    faults = []
    for i in typed:
        net = study.done.layout.net
        if i in net.parts:
            continue
        clock, start = net.clocks[net.span_clock[i]], dates.start[i]
        if clock.start(clock.work(start)) > start:
            faults.append(Fault("task", tasks[i].uid, "non_working", {"start": start}))
    return Judged(len(typed), faults)
