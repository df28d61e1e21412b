"""What happened so far in the demonstration project: how long things took, and how far the others are."""

from collections.abc import Iterator, Mapping

from uptake.engine.edits import Edit, Set, apply, reschedule_uncompleted, set_progress
from uptake.engine.plan import Plan
from uptake.engine.scheduling import Schedule, schedule

TOOK: Mapping[str, float] = {
    "prep.team": 5, "prep.scope": 2, "prep.stake": 3,
    "p02.tobe": 8, "p03.tobe": 13, "p04.vsm": 3, "p05.tobe": 14, "p06.tobe": 9,
    "p09.asis": 4, "p10.tobe": 11, "p11.vsm": 5, "p12.tobe": 8,
    "bp.coa": 12, "bp.auth": 7, "bp.walk": 4, "bp.doc": 7,
    "infra.ship": 34, "infra.rack": 4, "infra.line": 26, "infra.prd": 5, "infra.sec": 17,
    "data.code": 14, "d1.cl": 34, "d1.pr": 7, "d2.cl": 200 / 3, "d2.pr": 9, "d3.cl": 17, "d2.m1": 4,
    "b1.cfg.gl": 13, "b1.cfg.pur": 15, "b1.cfg.pc": 11, "b1.dev.rep": 10, "b1.dev.bank": 15,
    "b1.dev.oa": 11, "b1.unit": 5, "b1.sit1": 11, "b1.fix": 5,
    "b2.proto": 17, "b2.cfg.ord": 12, "b2.cfg.bom": 15, "b2.dev.spec": 9,
    "tr.champ": 7, "tr.b1.doc": 14,
}  # fmt: skip
"""Working days that a task takes in fact, where the plan said otherwise."""

PERCENT: Mapping[str, int] = {
    "d2.cl": 94, "d6.pr": 50, "b1.sit2": 50, "b1.perf": 25, "b2.cfg.sfc": 80, "b2.dev.mes": 75,
    "b3.cfg.qm": 50, "b3.cfg.bin": 50,
}  # fmt: skip
"""How far tasks in progress are at the status date; the others are as far as their dates say."""


def state_at(plan: Plan, keys: Mapping[str, int], date: int, behind: Mapping[str, int] = PERCENT) -> Plan:
    """Return the plan as it stood at a date, with the progress reported by then.

    Parameters
    ----------
    plan : Plan
        As it was approved.
    keys : mapping of str to int
        Uid of each row of the outline.
    date : int
    behind : mapping of str to int
        Percent complete of the tasks in progress that are not as far as their dates say.

    Returns
    -------
    Plan
        What should be done and is not is put off to the date.
    """
    found = _as_it_went(plan, keys, date)
    known = schedule(found)
    told = {keys[key]: percent for key, percent in behind.items()}
    leaves = [i for i, summary in enumerate(plan.structure.summary) if not summary]
    for i in sorted(leaves, key=lambda i: (known.dates.start[i], known.dates.finish[i])):
        if known.dates.start[i] >= date:
            continue
        uid = plan.tasks[i].uid
        percent = told.get(uid, _elapsed(known, i, date))
        found = apply(found, set_progress(known, uid, percent))
        known = schedule(found, since=known)
        late, _ = reschedule_uncompleted(known, date, uids=[uid])
        found = apply(found, late)
        known = schedule(found, since=known)
    return apply(found, [Set("project", 0, {"status_date": date})])


def _as_it_went(plan: Plan, keys: Mapping[str, int], date: int) -> Plan:
    """Return the plan with the durations that tasks had in fact, as far as they had begun by a date."""
    pending = {keys[key]: round(days * 4800) for key, days in TOOK.items()}
    known = schedule(plan)
    while begun := [uid for uid in pending if known.of(uid).start < date]:
        first = min(begun, key=lambda uid: known.of(uid).start)
        plan = apply(plan, _lasting(plan, first, pending.pop(first)))
        known = schedule(plan, since=known)
    return plan


def _lasting(plan: Plan, uid: int, duration: int) -> Iterator[Edit]:
    """Yield the edits that give a task another duration, and its people the work of it."""
    yield Set("task", uid, {"duration": duration})
    for one in plan.assignments:
        if one.task == uid and one.work:
            work = round(duration * one.units)
            yield Set("assignment", one.uid, {"work": work, "remaining_work": work})


def _elapsed(known: Schedule, i: int, date: int) -> int:
    """Return the share of a task that its dates have behind them, in percent."""
    if known.dates.finish[i] <= date:
        return 100
    clock = known.layout.net.clocks[known.layout.net.span_clock[i]]
    begin, end = clock.work(known.dates.start[i]), clock.work(known.dates.finish[i])
    return min(max((clock.work(date) - begin) * 100 // (end - begin), 1), 99)
