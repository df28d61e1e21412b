"""An independent checker: does a schedule keep the definition, and is it tight?

It does not compute a schedule. For each task it asks whether the dates that the engine found break a rule,
and whether an earlier start (or a later late finish) would not have broken one. The rules are those of
docs/methods/scheduling.md; working time is measured day by day (`tests.engine.naive`).
"""

from collections.abc import Iterator

from tests.engine.late import late_violations
from tests.engine.terms import FIRM, FROM_FINISH, LOWER, ON_FINISH, TO_FINISH, UPPER, Bound, Part, Terms
from uptake.engine.plan import Constraint, LinkType, Plan, Task
from uptake.engine.scheduling import Schedule


def violations(plan: Plan, found: Schedule) -> list[str]:
    """Tell what is wrong with a schedule; an empty list when nothing is."""
    terms = Terms(plan, found)
    told = []
    for task in plan.tasks:
        if not task.active:
            continue
        check = _summary if terms.is_summary(task) else _leaf
        told += [f"task {task.uid}: {what}" for what in check(terms, task)]
    return told + late_violations(terms)


def _summary(terms: Terms, task: Task) -> Iterator[str]:
    dates = terms.found.of(task.uid)
    if terms.fixed(task):
        if (dates.start, dates.finish) != (task.start, task.finish):
            yield "a manual summary keeps its dates"
        return
    rows = [terms.found.of(one.uid) for one in terms.children(task) if terms.counts(one)]
    rows = [row for row in rows if row.start >= 0]
    if rows and dates.start != min(row.start for row in rows):
        yield "starts with its first child"
    if rows and dates.finish != max(row.finish for row in rows):
        yield "ends with its last child"


def _leaf(terms: Terms, task: Task) -> Iterator[str]:
    dates = terms.found.of(task.uid)
    if terms.fixed(task):
        if (dates.start, dates.finish) != (task.start, task.finish):
            yield "typed dates stay"
    elif terms.finished(task):
        if (dates.start, dates.finish) != (task.actual_start, task.actual_finish):
            yield "actual dates stay"
    elif terms.started(task):
        yield from _progress(terms, task)
    else:
        yield from _start(terms, task)
        yield from _finish(terms, task)


def _progress(terms: Terms, task: Task) -> Iterator[str]:
    dates = terms.found.of(task.uid)
    if dates.start != task.actual_start:
        yield "starts when it did"
    ends = [part.hours.after(dates.start, part.reach + _away(task, part)) for part in terms.parts[task.uid]]
    if dates.finish != max(ends):
        yield "ends its duration and the gap after its start"


def _away(task: Task, part: Part) -> int:
    """How much of its working time the gap of a task in progress takes from a part that is not through."""
    if task.pieces or task.actual_start is None or task.stop is None or task.resume is None:
        return 0
    through = part.hours.between(task.actual_start, task.stop) >= part.reach
    return 0 if through or task.resume <= task.stop else part.hours.between(task.stop, task.resume)


def bounds_of(terms: Terms, task: Task) -> list[Bound]:
    """What the start and the finish of a task must not lie before: links, its own and of summaries above."""
    found = list(_links(terms, task))
    row, above = task, terms.above(task)
    while above is not None:
        if terms.fixed(above):
            if row.constraint not in LOWER and above.start is not None:
                found.append(Bound(above.start, False, "the manual summary above"))
            break
        found += [bound for bound in _links(terms, above) if not bound.on_finish]
        if above.constraint is Constraint.SNET and above.constraint_date is not None:
            found.append(Bound(above.constraint_date, False, "the date of a summary above"))
        row, above = above, terms.above(above)
    return found


def _links(terms: Terms, task: Task) -> Iterator[Bound]:
    for link in terms.into[task.uid]:
        pred = terms.found.of(link.pred)
        at = pred.finish if link.type in FROM_FINISH else pred.start
        if terms.tasks[link.pred].active and at >= 0:
            yield Bound(terms.lagged(link, at, 1), link.type in TO_FINISH, f"link {link.uid}")


def keeps(terms: Terms, task: Task, start: int, bound: Bound) -> bool:
    """Whether a start keeps a bound: up to one on a finish, the task takes all the working time there is."""
    if not bound.on_finish or task.duration == 0:
        return start >= bound.at
    return any(part.hours.between(start, bound.at) <= part.reach for part in terms.parts[task.uid])


def _start(terms: Terms, task: Task) -> Iterator[str]:
    start = terms.found.of(task.uid).start
    if terms.settled(task, start) != start:
        yield "starts in working time"
    bounds = bounds_of(terms, task)
    if task.constraint is Constraint.ALAP or terms.plan.project.from_finish:
        yield from _as_late(terms, task, bounds)
        return
    pulled = _pulled(terms, task, bounds)
    if pulled is not None:
        if start != _delayed(terms, task, pulled):
            yield "stands on its date"
        return
    dated = _dated(task)
    if dated is not None and task.constraint in LOWER | FIRM:
        bounds.append(dated)
    if not bounds:
        bounds = [_anchor(terms)]
    if not task.leveling_delay:
        yield from _tight(terms, task, start, bounds)
    elif start != _delayed(terms, task, _earliest(terms, task, bounds)):
        yield "starts its levelling delay after its driven start"


def _anchor(terms: Terms) -> Bound:
    return Bound(terms.plan.project.start, False, "project start")


def _dated(task: Task) -> Bound | None:
    if task.constraint_date is None:
        return None
    return Bound(task.constraint_date, task.constraint in ON_FINISH, "its own date")


def _pulled(terms: Terms, task: Task, bounds: list[Bound]) -> int | None:
    """The start that a date commands whatever links say; None where it does not."""
    dated = _dated(task)
    if dated is None or not terms.plan.project.honor_constraints:
        return None
    start = _implied(terms, task, dated)
    if task.constraint in FIRM:
        return start
    late = not all(keeps(terms, task, start, bound) for bound in bounds or [_anchor(terms)])
    return start if task.constraint in UPPER and late else None


def _tight(terms: Terms, task: Task, start: int, bounds: list[Bound]) -> Iterator[str]:
    for bound in bounds:
        if not keeps(terms, task, start, bound):
            yield f"starts before {bound.why} lets it"
    if len(terms.parts[task.uid]) > 1 and any(bound.on_finish for bound in bounds):
        return  # on several calendars a stretch that one does not work has many earliest starts
    earlier = start - 1
    if task.duration:
        earlier = max(part.hours.before(start, 1) for part in terms.parts[task.uid])
    if all(keeps(terms, task, earlier, bound) for bound in bounds):
        yield "could start earlier"


def _implied(terms: Terms, task: Task, bound: Bound) -> int:
    return terms.back(task, bound.at) if bound.on_finish else bound.at


def _earliest(terms: Terms, task: Task, bounds: list[Bound]) -> int:
    """The earliest of the starts that the bounds imply that keeps them all."""
    starts = sorted(_implied(terms, task, bound) for bound in bounds)
    return next(at for at in starts if all(keeps(terms, task, at, bound) for bound in bounds))


def _delayed(terms: Terms, task: Task, at: int) -> int:
    if task.leveling_delay:
        at = terms.settled(task, at) + task.leveling_delay
    return terms.settled(task, at)


def _as_late(terms: Terms, task: Task, bounds: list[Bound]) -> Iterator[str]:
    """As late as possible: where its late dates are, but not before what binds it."""
    dates = terms.found.of(task.uid)
    if terms.plan.project.from_finish:
        return
    if not all(keeps(terms, task, dates.start, bound) for bound in bounds):
        yield "starts before its links let it"
    # A levelling delay, or a start link between two calendars, may push the end once late dates are taken.
    clocks = {part.hours for parts in terms.parts.values() for part in parts}
    delays = any(one.leveling_delay for one in terms.plan.tasks)
    if dates.start < dates.late_start and len(clocks) == 1 and not delays:
        yield "could start later"


def _finish(terms: Terms, task: Task) -> Iterator[str]:
    dates = terms.found.of(task.uid)
    if dates.finish == terms.ahead(task, dates.start):
        return
    raw = {
        terms.lagged(link, terms.found.of(link.pred).start, 1): f"link {link.uid}"
        for link in terms.into[task.uid]
        if link.type is LinkType.SF and terms.tasks[link.pred].active
    }
    if task.constraint in (Constraint.FNET, Constraint.MFO) and task.constraint_date is not None:
        raw[task.constraint_date] = "its date"
    if task.constraint is Constraint.ALAP or terms.plan.project.from_finish:
        raw[dates.late_finish] = "its late finish"
    if dates.finish not in raw:
        yield "ends its duration after its start"
    elif any(part.hours.between(dates.start, dates.finish) < part.reach for part in terms.parts[task.uid]):
        yield f"has no time for its duration before {raw[dates.finish]}"
