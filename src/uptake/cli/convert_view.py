"""`uptake convert`: one file format to another, and what was lost on the way."""

from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from uptake.cli.errors import FileUnusable, NotWritten
from uptake.cli.load import read
from uptake.cli.losses import loss_sentence
from uptake.cli.terminal import print_json, print_line, print_text, working
from uptake.cli.words import count, say, spoken
from uptake.engine.errors import PlanError
from uptake.interchange import files
from uptake.interchange.errors import InterchangeError, UnsupportedFormat
from uptake.interchange.losses import Loss


def convert(source: Path, target: Path, *, as_json: bool = False) -> int:
    """Convert a file and print what did not come across; return the exit code."""
    try:
        files.format_of(target)
    except UnsupportedFormat:
        raise NotWritten(target) from None
    found = read(source)
    try:
        with working("progress.writing", target.name):
            lost = files.write(found.document, target, language=spoken().value)
    except (InterchangeError, PlanError) as error:
        raise FileUnusable(target, error, {}) from None
    tasks = sum(
        row.get("id") != 0 or row.get("parent") is not None for row in found.document.get("tasks", ())
    )
    if as_json:
        sides = {"read": found.losses, "written": lost}
        losses = {name: [one.to_json() for one in some] for name, some in sides.items()}
        print_json({"source": source.name, "target": target.name, "tasks": tasks, "losses": losses})
        return 0
    print_line(Text(count("convert.done", tasks, source=source.name, target=target.name), "bold"))
    _print("convert.not_read", found.losses)
    _print("convert.not_written", lost)
    if not found.losses and not lost:
        print_line(Text(say("convert.nothing_lost")))
    return 0


def _print(key: str, losses: Sequence[Loss]) -> None:
    if not losses:
        return
    print_line(Text(""))
    print_line(Text(say(key)))
    for one in sorted(losses, key=lambda loss: (-loss.count, loss.object, loss.field)):
        print_text(Text(loss_sentence(one)), "  · ")
