"""`uptake convert`: one file format to another, and what was lost on the way."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from uptake.cli.errors import FileUnusable
from uptake.cli.load import check_target, read
from uptake.cli.losses import loss_sentence
from uptake.cli.terminal import print_json, print_line, print_text, working
from uptake.cli.words import count, say, spoken
from uptake.engine.errors import PlanError
from uptake.engine.scheduling import schedule
from uptake.interchange import files
from uptake.interchange.errors import InterchangeError
from uptake.interchange.losses import Loss
from uptake.interchange.neutral import to_plan


def convert(source: Path, target: Path, *, as_json: bool = False) -> int:
    """Convert a file and print what did not come across; return the exit code."""
    check_target(target)
    found = read(source)
    try:
        with working("progress.writing", target.name):
            lost = files.write(found.document, target, language=spoken().value)
    except (InterchangeError, PlanError) as error:
        raise FileUnusable(target, error, {}) from None
    tasks = sum(
        row.get("id") != 0 or row.get("parent") is not None for row in found.document.get("tasks", ())
    )
    moved = _moved(found.document, target)
    if as_json:
        sides = {"read": found.losses, "written": lost}
        losses = {name: [one.to_json() for one in some] for name, some in sides.items()}
        print_json(
            {"source": source.name, "target": target.name, "tasks": tasks, "losses": losses, "moved": moved}
        )
        return 0
    print_line(Text(count("convert.done", tasks, source=source.name, target=target.name), "bold"))
    _print("convert.not_read", found.losses)
    _print("convert.not_written", lost)
    if files.format_of(target) in files.PICTURES:
        print_line(Text(say("convert.picture")))
    elif not found.losses and not lost:
        print_line(Text(say("convert.nothing_lost")))
    if moved:
        print_line(Text(""))
        print_line(Text(count("convert.moved", moved, target=target.name), "bold yellow"))
    return 0


def _moved(document: dict[str, Any], target: Path) -> int | None:
    """Return how many tasks get other dates when the target is recalculated; None where no plan can be.

    What is compared is calculated from inputs on both sides, since stored dates are not inputs.
    """
    if files.format_of(target) in files.ONE_WAY:
        return None
    try:
        before, after = (schedule(to_plan(one)) for one in (document, files.read(target).document))
    except (InterchangeError, PlanError):
        return None
    known = {task.uid: after.of(task.uid) for task in after.plan.tasks}
    rows = (before.row(i) for i in range(len(before.plan.tasks)))
    return sum(
        (row.start, row.finish) != (known[row.uid].start, known[row.uid].finish)
        for row in rows
        if row.uid in known
    )


def _print(key: str, losses: Sequence[Loss]) -> None:
    if not losses:
        return
    print_line(Text(""))
    print_line(Text(say(key)))
    for one in sorted(losses, key=lambda loss: (-loss.count, loss.object, loss.field)):
        print_text(Text(loss_sentence(one)), "  · ")
