"""`uptake level`: delays and splits that leave nobody with more to do than they can."""

from pathlib import Path
from time import monotonic
from typing import Any

from rich.text import Text

from uptake.cli.errors import FileUnusable
from uptake.cli.grid import Cell, Column, plain
from uptake.cli.instants import days, in_column, written
from uptake.cli.load import Loaded, check_target, load
from uptake.cli.losses import loss_sentence
from uptake.cli.remarks import task_words
from uptake.cli.schedule_view import print_head
from uptake.cli.terminal import WIDE, note, out, print_json, print_line, print_table, print_text, working
from uptake.cli.words import count, listed, say, sentences, spoken
from uptake.engine.edits import Set, apply
from uptake.engine.errors import PlanError
from uptake.engine.instants import MINUTE
from uptake.engine.levelling import Levelled, LevelRemark, Options, Overload, level
from uptake.engine.plan import Plan
from uptake.engine.scheduling import Schedule, schedule
from uptake.interchange import files
from uptake.interchange.document import iso, to_document
from uptake.interchange.errors import InterchangeError
from uptake.interchange.losses import Loss

MOST = 30
"""So many rows of a table are printed; the JSON has all."""
CHANGED = ("constraint", "constraint_date", "leveling_delay", "splits", "expected")
"""What levelling changes in the row of a task."""


def show_level(path: Path, options: Options, *, target: Path | None = None, as_json: bool = False) -> int:
    """Level the plan of a file, print what moves, and write it; return the exit code."""
    if target is not None:
        check_target(target)
    loaded = load(path)
    try:
        with working("progress.levelling", path.name):
            done = level([loaded.plan], options=options, clock=monotonic)
        after = schedule(apply(loaded.plan, done.edits[0]), since=loaded.computed)
    except PlanError as error:
        raise FileUnusable(path, error, {}) from None
    lost = () if target is None else _write(loaded, after, target)
    if as_json:
        print_json(_json(loaded, done, after, lost))
    else:
        _print(loaded, done, after)
        if target is not None:
            print_line(Text(""))
            print_line(Text(say("level.written", name=target.name)))
            for loss in lost:
                note(say("error.file", name=target.name, what=loss_sentence(loss)))
    return 1 if done.left else 0


def _write(loaded: Loaded, after: Schedule, target: Path) -> tuple[Loss, ...]:
    """Write the document as it was read, with the rows of its tasks as they are now."""
    rows = {row["uid"]: {name: row[name] for name in CHANGED} for row in to_document(after)["tasks"]}
    tasks = [row | rows.get(row["uid"], {}) for row in loaded.document["tasks"]]
    try:
        with working("progress.writing", target.name):
            return files.write(loaded.document | {"tasks": tasks}, target, language=spoken().value)
    except (InterchangeError, PlanError) as error:
        raise FileUnusable(target, error, {}) from None


def _moved(loaded: Loaded, after: Schedule) -> list[int]:
    """Return the positions of leaves that start or finish at another time, by their new start."""
    plan, was, now = loaded.plan, loaded.computed.dates, after.dates
    moved = [
        i
        for i in range(len(plan.tasks))
        if not plan.structure.summary[i] and (was.start[i], was.finish[i]) != (now.start[i], now.finish[i])
    ]
    return sorted(moved, key=lambda i: (now.start[i], i))


def _print(loaded: Loaded, done: Levelled, after: Schedule) -> None:
    print_head(loaded)
    _print_ends(done)
    print_line(Text(""))
    print_text(Text(_verdict(done)))
    moved = _moved(loaded, after)
    if moved:
        print_line(Text(""))
        _print_moves(loaded, after, moved)
    lines = [_overload_sentence(one, loaded.plan) for one in done.left]
    lines += [
        say(f"level.{one.code}", task=_task(one, loaded.plan)) for one in done.remarks if one.code != "stuck"
    ]
    if lines:
        print_line(Text(""))
    for line in lines[:MOST]:
        print_text(Text(line), "▲ ")
    if len(lines) > MOST:
        print_line(Text(count("schedule.more", len(lines) - MOST), "dim"))


def _print_ends(done: Levelled) -> None:
    columns = [Column(""), Column(say("column.finish")), Column(say("level.overloads"), right=True)]
    ends = (("level.before", done.before, done.was), ("level.after", done.finish, done.left))
    print_table(
        columns, [[Cell(say(key)), Cell(written(at)), Cell(f"{len(over):,}")] for key, at, over in ends]
    )


def _verdict(done: Levelled) -> str:
    if not done.edits[0]:
        said = "level.nothing" if not done.was else "level.no_better"
    else:
        said = "level.proven" if done.finish == done.bound else "level.bound"
    tried = count("level.tried", done.schedules) if done.schedules else ""
    return sentences(say(said, bound=written(done.bound), gap=f"{done.gap:.1%}"), tried)


def _print_moves(loaded: Loaded, after: Schedule, moved: list[int]) -> None:
    plan, was, now = loaded.plan, loaded.computed.dates, after.dates
    wide = out().width >= WIDE
    columns = [
        Column(say("column.id"), right=True),
        Column(say("column.name"), flexible=True),
        Column(say("level.start_before"), drop=1),
        Column(say("level.start_after")),
        Column(say("level.delay"), right=True),
    ]
    rows = [
        [
            Cell(str(plan.tasks[i].id)),
            Cell(plain(plan.tasks[i].name)),
            Cell(in_column(was.start[i], wide=wide)),
            Cell(in_column(now.start[i], wide=wide)),
            Cell(_delay(after.plan, i)),
        ]
        for i in moved[:MOST]
    ]
    print_line(Text(count("level.moves", len(moved)), "bold"))
    print_table(columns, rows)
    if len(moved) > MOST:
        print_line(Text(count("schedule.more", len(moved) - MOST), "dim"))


def _delay(plan: Plan, i: int) -> str:
    task = plan.tasks[i]
    said = days(task.leveling_delay, plan.project, elapsed=True) if task.leveling_delay else ""
    if len(task.pieces) > 1:
        said = f"{said} {count('level.pieces', len(task.pieces))}".strip()
    return said


def _task(remark: LevelRemark, plan: Plan) -> str:
    return say("task.plan") if remark.task is None else task_words(plan.task(remark.task))


def _overload_sentence(one: Overload, plan: Plan) -> str:
    names = {(0, row.uid): row.name for row in plan.resources}
    return say(
        "level.left",
        resource=plain(names.get(one.key, "")),  # type: ignore[call-overload]  # a plan alone has such keys
        since=written(one.start),
        till=written(one.finish),
        units=f"{one.units:.0%}",
        capacity=f"{one.capacity:.0%}",
        tasks=listed([task_words(plan.task(uid)) for _, uid in one.tasks[:5]] + ["…"] * (len(one.tasks) > 5)),
    )


def _json(loaded: Loaded, done: Levelled, after: Schedule, lost: tuple[Loss, ...]) -> dict[str, Any]:
    plan, was, now = after.plan, loaded.computed.dates, after.dates
    changed = {edit.uid for edit in done.edits[0] if isinstance(edit, Set)}
    return {
        "file": loaded.path.name,
        "before": {"finish": iso(done.before), "overloads": [_overload_json(one) for one in done.was]},
        "after": {"finish": iso(done.finish), "overloads": [_overload_json(one) for one in done.left]},
        "bound": iso(done.bound),
        "gap": done.gap,
        "status": done.status,
        "schedules": done.schedules,
        "moves": [
            {
                "uid": plan.tasks[i].uid,
                "id": plan.tasks[i].id,
                "name": plan.tasks[i].name,
                "before": [iso(was.start[i]), iso(was.finish[i])],
                "after": [iso(now.start[i]), iso(now.finish[i])],
                "leveling_delay": plan.tasks[i].leveling_delay / MINUTE,
                "pieces": [[first / MINUTE, last / MINUTE] for first, last in plan.tasks[i].pieces],
                "changed": plan.tasks[i].uid in changed,
            }
            for i in _moved(loaded, after)
        ],
        "remarks": [
            {"code": one.code, "task": one.task, "text": say(f"level.{one.code}", task=_task(one, plan))}
            for one in done.remarks
        ],
        "losses": [one.to_json() for one in lost],
    }


def _overload_json(one: Overload) -> dict[str, Any]:
    return {
        "resource": one.key[1] if isinstance(one.key, tuple) else None,
        "start": iso(one.start),
        "finish": iso(one.finish),
        "units": one.units,
        "capacity": one.capacity,
        "tasks": [uid for _, uid in one.tasks],
    }
