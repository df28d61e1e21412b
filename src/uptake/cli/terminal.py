"""Where output goes: results to standard output, errors, notes and progress to standard error."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from uptake.cli.grid import Column, Row, lay_out, plain, steers
from uptake.cli.words import say

WIDE = 110
"""From this width on, dates in columns have their day of the week."""
PIPED = 160
"""The width where there is no terminal and `COLUMNS` does not set one."""


def out() -> Console:
    """Return the console of standard output as it is now."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def err() -> Console:
    """Return the console of standard error as it is now."""
    return Console(file=sys.stderr, highlight=False, markup=False, emoji=False)


def print_json(value: Any) -> None:
    """Print a value for machines; characters of any script stay readable, none steers the terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for one in sorted(set(text) - {"\n"}):
        if steers(one):
            text = text.replace(one, json.dumps(one)[1:-1])
    sys.stdout.write(text + "\n")


def print_table(columns: Sequence[Column], rows: Sequence[Row], *, head: bool = True) -> None:
    """Print a table that fits the terminal."""
    console = out()
    lines = lay_out(columns, rows, console.width)
    if not head:
        next(lines)
    for line in lines:
        print_line(line, console)


def print_line(line: Text, console: Console | None = None) -> None:
    """Print one line, never wrapped."""
    console = console or out()
    if console.is_terminal:
        console.print(line, soft_wrap=True, end="\n")
    else:
        console.file.write(line.plain.rstrip() + "\n")


def print_text(text: Text, lead: str = "") -> None:
    """Print a text; on a terminal it is wrapped, and its further lines stand under the first."""
    console = out()
    if not console.is_terminal:
        console.file.write(lead + text.plain + "\n")
        return
    for number, line in enumerate(text.wrap(console, max(console.width - len(lead), 20))):
        first = Text().append(" " * len(lead) if number else lead, "dim")
        console.print(first.append_text(line), soft_wrap=True)


def note(text: str) -> None:
    """Print something worth knowing about the work, on standard error."""
    sys.stdout.flush()
    err().print(Text(plain(text), style="dim"), soft_wrap=True)


def complain(text: str) -> None:
    """Print an error: one sentence that says what happened and what to do."""
    sys.stdout.flush()
    err().print(Text(plain(text), style="red"), soft_wrap=True)


@contextmanager
def working(key: str, name: str) -> Iterator[None]:
    """Show on a terminal that something goes on."""
    console = err()
    if not console.is_terminal:
        yield
        return
    with console.status(Text(say(key, name=plain(name)), style="dim")):
        yield


@contextmanager
def counting(key: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """Show on a terminal how far a long work has come; gives what to call with done, total and name."""
    console = err()
    if not console.is_terminal:
        yield None
        return
    parts = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(30),
        MofNCompleteColumn(),
    )
    with Progress(*parts, console=console, transient=True) as bar:
        job = bar.add_task("", total=None)

        def show(done: int, total: int, name: str) -> None:
            bar.update(job, completed=done, total=total, description=say(key, name=plain(name)))

        yield show
