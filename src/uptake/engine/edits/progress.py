"""Progress as Microsoft Project keeps it: actual dates, stop and resume, work, and what summaries show."""

from collections.abc import Iterator, Mapping

from uptake.engine.edits.together import Together
from uptake.engine.plan import Assignment, Pieces, Plan, Task
from uptake.engine.scheduling import Schedule
from uptake.engine.worktime import WorkingTime


def share_of(part: int, whole: int) -> int:
    """Return a share in percent, halves rounded up."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def percent_of(done: int, duration: int) -> int:
    """Return the progress of a task that has begun and is not finished."""
    return min(max(share_of(done, duration), 1 if done else 0), 99)


def different(row: object, values: dict[str, object]) -> dict[str, object]:
    """Return the values that a row does not have yet."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def _part(whole: int, percent: int) -> int:
    return (whole * percent + 50) // 100


def _done(task: Task) -> int:
    """Return how much of a task's duration is worked."""
    if task.percent == 100 or task.actual_finish is not None:
        return task.duration
    if task.actual_start is None:
        return 0
    if task.remaining is not None:
        return max(task.duration - task.remaining, 0)
    return _part(task.duration, task.percent)


def _clock(schedule: Schedule, i: int) -> WorkingTime:
    net = schedule.layout.net
    return net.clocks[net.span_clock[i]]


def together(schedule: Schedule, i: int, task: Task | None = None) -> Together | None:
    """Return how those who work on a task at different hours share its time; None where all have the same."""
    return Together(schedule, i, task) if i in schedule.layout.net.parts else None


def _along(pieces: Pieces, done: int) -> int:
    """Return the working time from a split task's start to where `done` of its duration is worked."""
    left = done
    for first, last in pieces:
        if left <= last - first:
            return first + left
        left -= last - first
    return pieces[-1][1] + left if pieces else done


def done_so_far(schedule: Schedule, i: int) -> tuple[int, int]:
    """Return how much of the task at position `i` is worked, and the instant at which that was."""
    task = schedule.plan.tasks[i]
    done = _done(task)
    start = schedule.dates.start[i] if task.actual_start is None else task.actual_start
    if (shared := together(schedule, i)) is not None:
        return done, shared.reached(done)
    clock = _clock(schedule, i)
    return done, clock.end(clock.work(start) + _along(task.pieces, done)) if done else start


def progress_values(schedule: Schedule, i: int, done: int, percent: int) -> dict[str, object]:
    """Return the values of the task at position `i` when `done` of its duration is worked.

    A gap between stop and resume stays where it is: progress beyond it makes it a gap between pieces, and
    progress before it leaves the date at which work resumes.
    """
    task = schedule.plan.tasks[i]
    if percent == 0:
        return _values((None, None), (None, None), 0, task.duration)
    start = schedule.dates.start[i] if task.actual_start is None else task.actual_start
    if percent == 100:
        end = schedule.dates.finish[i] if task.actual_finish is None else task.actual_finish
        return _values((start, end), (end, end), 100, 0)
    pieces, resume = task.pieces, None
    shared = together(schedule, i)
    gap = schedule.layout.net.gap[i] if task.actual_finish is None else 0
    if shared is not None and not shared.rests():
        gap = 0
    if gap > 0 and done > _done(task):
        pieces = _pieces_around(schedule, i, gap)
    elif gap > 0:
        resume = task.resume
    if shared is not None:
        stop = shared.reached(done)
        resume = shared.resumes(stop, stop) if resume is None else resume
    else:
        clock = _clock(schedule, i)
        worked = clock.work(start) + _along(pieces, done)
        stop = clock.end(worked) if done else start
        if resume is None:
            resume = clock.start(worked) if task.duration else start
    return {**_values((start, None), (stop, resume), percent, task.duration - done), "pieces": pieces}


def _pieces_around(schedule: Schedule, i: int, gap: int) -> Pieces:
    """Return the pieces of a task whose gap between stop and resume lies behind its progress."""
    task = schedule.plan.tasks[i]
    if i not in schedule.layout.net.parts or task.actual_start is None or task.stop is None:
        return put_off(task.pieces or ((0, task.duration),), _done(task), gap)
    clock = _clock(schedule, i)
    begun = clock.work(task.actual_start)
    at = clock.work(task.stop) - begun
    till = clock.work(schedule.dates.finish[i]) - begun - gap
    return _with_gap(task.pieces or ((0, max(till, at + 1)),), at, gap)


def _values(
    dates: tuple[int | None, int | None], pause: tuple[int | None, int | None], percent: int, remaining: int
) -> dict[str, object]:
    """Name actual start and finish, stop and resume, percent and remaining duration."""
    return {
        "percent": percent,
        "actual_start": dates[0],
        "actual_finish": dates[1],
        "stop": pause[0],
        "resume": pause[1],
        "remaining": remaining,
    }


def put_off(pieces: Pieces, done: int, gap: int) -> Pieces:
    """Open a gap in a task's pieces where `done` of its duration is worked."""
    return _with_gap(pieces, _along(pieces, done), gap)


def _with_gap(pieces: Pieces, at: int, gap: int) -> Pieces:
    found: list[tuple[int, int]] = []
    for first, last in pieces:
        if first < at < last:
            found += [(first, at), (at + gap, last + gap)]
        else:
            found.append((first, last) if last <= at else (first + gap, last + gap))
    return tuple(found)


def work_values(schedule: Schedule, assignment: Assignment, task: Task) -> dict[str, object]:
    """Return the values of an assignment once its task is as far as `task` says."""
    done = assignment.work if task.percent == 100 else _worked_of(schedule, assignment, task)
    start = None
    if task.actual_start is not None and task.percent:
        clock = _clock(schedule, schedule.plan.position(task.uid))
        delayed = clock.start(clock.work(task.actual_start) + assignment.delay)
        start = delayed if assignment.delay else task.actual_start
        start = assignment.actual_start if assignment.actual_start is not None else start
    return {
        "actual_work": done,
        "remaining_work": assignment.work - done,
        "actual_start": start,
        "actual_finish": task.actual_finish,
    }


def _worked_of(schedule: Schedule, assignment: Assignment, task: Task) -> int:
    """Return the work done on a task in progress: of people at different hours, what each had hours for."""
    if task.percent and task.stop is not None:
        shared = together(schedule, schedule.plan.position(task.uid), task)
        rows = schedule.layout.at_work.get(task.uid, [])
        if shared is not None and assignment in rows:
            done, span = shared.done_by(rows.index(assignment), task.stop)
            return assignment.work * done // span if span else 0
    return _part(assignment.work, task.percent)


def spread(schedule: Schedule, i: int, percent: int) -> Iterator[tuple[int, int, int]]:
    """Yield each leaf that progress on the task at position `i` reaches: its position, work done, percent.

    Under a summary, all are worked to one instant: the earliest by which so much of the whole is done.
    """
    plan = schedule.plan
    leaves = [i] if not plan.structure.summary[i] else list(_leaves(plan, i))
    if len(leaves) == 1 or percent in {0, 100}:
        for j in leaves:
            yield j, _part(plan.tasks[j].duration, percent), percent
        return
    wanted = _part(sum(plan.tasks[j].duration for j in leaves), percent)
    first = min((schedule.dates.start[j] for j in leaves), default=0)
    last = max((schedule.dates.finish[j] for j in leaves), default=0)
    while first < last:
        middle = (first + last) // 2
        if sum(_worked_by(schedule, j, middle) for j in leaves) < wanted:
            first = middle + 1
        else:
            last = middle
    for j in leaves:
        whole = plan.tasks[j].duration
        done = _worked_by(schedule, j, first)
        share = share_of(done, whole) if whole else 100 * (schedule.dates.finish[j] <= first)
        if 0 < done < whole:
            share = min(max(share, 1), 99)
        yield j, done, share


def _worked_by(schedule: Schedule, i: int, at: int) -> int:
    """Return how much of a leaf's duration its schedule has done by an instant."""
    task = schedule.plan.tasks[i]
    start = schedule.dates.start[i]
    if at <= start:
        return 0
    if at >= schedule.dates.finish[i]:
        return task.duration
    if (shared := together(schedule, i)) is not None:
        return shared.worked(at)
    clock = _clock(schedule, i)
    along = clock.work(at) - clock.work(start)
    pieces = task.pieces or ((0, task.duration),)
    return min(sum(max(min(along, last) - first, 0) for first, last in pieces), task.duration)


def _leaves(plan: Plan, i: int) -> Iterator[int]:
    """Yield the positions of the active leaves under a summary."""
    stack = [*plan.structure.children[i]][::-1]
    while stack:
        j = stack.pop()
        if plan.structure.summary[j]:
            stack += [*plan.structure.children[j]][::-1]
        elif plan.tasks[j].active:
            yield j


def roll_up(schedule: Schedule, changed: Mapping[int, Task]) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the position of each summary above tasks that changed, and the progress that it shows."""
    plan = schedule.plan
    above: set[int] = set()
    for i in changed:
        at = i if plan.structure.summary[i] else plan.structure.parent[i]
        while at >= 0 and at not in above:
            above.add(at)
            at = plan.structure.parent[at]
    for i in sorted(above):
        leaves = [changed.get(j, plan.tasks[j]) for j in _leaves(plan, i)]
        begun = any(task.actual_start is not None for task in leaves)
        ended = [task.actual_finish for task in leaves if task.actual_finish is not None]
        whole = sum(task.duration for task in leaves)
        done = sum(_done(task) for task in leaves)
        over = len(ended) == len(leaves)
        share = share_of(done, whole) if whole else 100 * over
        yield (
            i,
            {
                "percent": 0 if not leaves else 100 if over else min(share, 99),
                "actual_start": schedule.dates.start[i] if begun else None,
                "actual_finish": max(ended, default=None) if over else None,
            },
        )
