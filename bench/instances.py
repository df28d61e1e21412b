"""Instances of the levelling libraries as they are published: PSPLIB's .sm files, MPSPLIB as JSON."""

import csv
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from uptake.engine.levelling.cpsat import Solver, compress
from uptake.engine.levelling.instance import Instance
from uptake.engine.levelling.search import search

Row = dict[str, Any]
T = TypeVar("T")


class BadInputError(ValueError):
    """A folder or a table that nothing can be measured with, in a sentence."""


def read(
    folder: Path, ending: str, reader: Callable[[Path], Instance], *, begin: str = ""
) -> tuple[list[tuple[Path, Instance]], list[str]]:
    """Return the instances in a folder, and the names of other files of that ending, told on stderr.

    Raises
    ------
    BadInputError
        There is no such folder, or no instance in it.
    """
    if not folder.is_dir():
        raise BadInputError(f"There is no folder {folder}; check its name.")
    good, bad = [], []
    for path in sorted(folder.rglob(f"{begin}*{ending}")):
        try:
            good.append((path, reader(path)))
        except (LookupError, OSError, TypeError, ValueError) as error:
            bad.append(str(path.relative_to(folder)))
            print(f"{bad[-1]} is left out, it cannot be read: {error}", file=sys.stderr)
    if not good:
        raise BadInputError(f"There is no instance in {folder}: no {begin}*{ending} file that can be read.")
    return good, bad


def psplib(path: Path) -> Instance:
    """Read a single-mode instance: precedence, then durations and requests, then availabilities."""
    lines = path.read_text(encoding="latin-1").splitlines()
    links = [
        (int(fields[0]) - 1, int(successor) - 1)
        for fields in _table(lines, "PRECEDENCE RELATIONS", 2)
        for successor in fields[3:]
    ]
    requests = _table(lines, "REQUESTS/DURATIONS", 3)
    return Instance.plain(
        [int(fields[2]) for fields in requests],
        links,
        [int(units) for units in _table(lines, "RESOURCEAVAILABILITIES", 2)[0]],
        [[int(units) for units in fields[3:]] for fields in requests],
    )


def _table(lines: list[str], title: str, skip: int) -> list[list[str]]:
    begin = next((k for k, line in enumerate(lines) if line.startswith(title)), None)
    if begin is None:
        raise ValueError(f"it has no line {title}")
    rows = []
    for line in lines[begin + skip :]:
        if not line.strip() or line.startswith("*"):
            break
        rows.append(line.split())
    return rows


def mpsplib(path: Path) -> Instance:
    """Read projects that share resources; release dates are lags after a task without duration."""
    found = json.loads(path.read_text(encoding="utf-8"))
    links = [(pred, task, lag) for task, preds in enumerate(found["preds"]) for pred, lag in preds]
    return Instance.plain(
        found["dur"],
        [(pred, task) for pred, task, _ in links],
        found["cap"],
        found["dem"],
        lags=[lag for _, _, lag in links],
    )


def table(path: Path | None) -> dict[str, dict[str, str]]:
    """Rows of a table by instance, without the ending of its file; nothing without a table.

    Raises
    ------
    BadInputError
        It was named but is not there, or has no column ``instance``.
    """
    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {Path(row["instance"]).stem: row for row in csv.DictReader(file)}
    except OSError as error:
        raise BadInputError(f"The table {path} cannot be read: {error.strerror}.") from error
    except (KeyError, ValueError) as error:
        raise BadInputError(f"The table {path} is not one with a column instance, as CSV.") from error


def sample(files: list[T], limit: int | None) -> list[T]:
    """Pick so many, evenly over the list."""
    if limit is None or limit >= len(files):
        return files
    return [files[len(files) * k // limit] for k in range(limit)]


def warm_up() -> None:
    """Compile, or load what is compiled, for one word of resources and for several."""
    for resources in (1, 5):
        one = Instance.plain([1, 2], [(0, 1)], [1] * resources, [[1] * resources] * 2)
        search(one, seed=1, clock=time.monotonic, effort=20)


def level(one: Instance, *, seconds: float, effort: int | None, seed: int, threads: int) -> Row:
    """Search once; `cpu_s` tells how much of the budget other processes left."""
    wall, cpu = time.perf_counter(), time.process_time()
    limit = {"seconds": seconds} if effort is None else {"effort": effort}
    found = search(one, seed=seed, clock=time.perf_counter, threads=threads, **limit)
    return {
        "finish": found.finish,
        "bound": found.bound,
        "proven": found.status == "optimal",
        "schedules": found.schedules,
        "wall_s": round(time.perf_counter() - wall, 3),
        "cpu_s": round(time.process_time() - cpu, 3),
    }


def solve(one: Instance, *, seconds: float, seed: int, threads: int) -> Row:
    """Let CP-SAT alone have the same budget."""
    problem = compress(one)
    assert problem is not None
    answer = Solver(problem, upper=one.horizon, hint=None, seed=seed, workers=threads).run(seconds=seconds)
    found = answer.starts
    return {
        "finish": None if found is None else int((found + one.duration).max()),
        "bound": answer.bound,
    }
