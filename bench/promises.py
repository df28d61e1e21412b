"""Write the sections on levelling, simulation and plan review of docs/reference/performance.md.

python -m bench.promises FOLDER

FOLDER holds what the benches wrote with --json, one file a run; the commands stand in the sections, the names of the
files in `RUNS`. What was not run is not in the tables: its bar says so. Sections of which nothing was run, and those
that others write, stay.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bench.instances import BadInputError
from bench.report import PAGE, seconds, table

RUNS = {
    "j30": "bench.psplib DIR --set j30 --best BEST --seconds 5 --json",
    "j60": "bench.psplib DIR --set j60 --best BEST --seconds 5 --json",
    "j120-quick": "bench.psplib DIR --set j120 --best BEST --seconds 1 --json",
    "j120": "bench.psplib DIR --set j120 --best BEST --seconds 10 --json",
    "mpsplib": "bench.mpsplib DIR --seconds 10 --json",
    "levelling": "bench.levelling --tasks 5000 --seconds 5 --json",
    "simulation": "bench.simulation --tasks 10000 --runs 10000 --json",
    "simulation-small": "bench.simulation --tasks 1000 --runs 10000 --json",
    "review": "bench.review --tasks 10000 --json",
}
"""What to run, by the name of the file (.json) that keeps it."""

Figures = Mapping[str, Any]


def share(value: float | None) -> str:
    """Write a share of 1."""
    return "–" if value is None else f"{value:.2%}"


def times(value: float | None) -> str:
    """Write a ratio."""
    return "–" if value is None else f"{value:.1f}×"


def megabytes(value: float | None) -> str:
    """Write an amount of memory."""
    return "–" if value is None else f"{value:,.0f} MB"


def count(value: float | None) -> str:
    """Write a number."""
    return "–" if value is None else f"{value:,.0f}"


@dataclass(frozen=True, slots=True)
class Bar:
    """What a run has to reach.

    Attributes
    ----------
    what : str
    run : str
        Name of the file.
    path : str
        Of the figure in it, with a dot between keys.
    limit : float
    show : callable
        Writes the figure.
    side : str
        Whether the figure may be at most or has to be at least the limit.
    """

    what: str
    run: str
    path: str
    limit: float
    show: Callable[[float | None], str]
    side: Literal["most", "least"] = "most"

    def line(self, runs: Mapping[str, Figures]) -> list[str]:
        """Return the line of a table: what, wanted, measured, verdict."""
        value = figure(runs.get(self.run, {}), self.path)
        wanted = f"{'≤' if self.side == 'most' else '≥'} {self.show(self.limit)}"
        if value is None:
            return [self.what, wanted, "–", "not measured"]
        met = value <= self.limit if self.side == "most" else value >= self.limit
        return [self.what, wanted, self.show(value), "met" if met else "NOT MET"]


SECTIONS: dict[str, tuple[str, tuple[Bar, ...]]] = {
    "Levelling": (
        "Deviation is the mean of makespan ÷ best known − 1; the budget counts seconds on two threads, no compiling.",
        (
            Bar("J30, 5 s: deviation", "j30", "mean_deviation", 0, share),
            Bar("J30, 5 s: proven optimal", "j30", "proven", 1, share, "least"),
            Bar("J60, 5 s: deviation", "j60", "mean_deviation", 0.0008, share),
            Bar("J120, 1 s: deviation", "j120-quick", "mean_deviation", 0.012, share),
            Bar("J120, 10 s: deviation", "j120", "mean_deviation", 0.008, share),
            Bar("MPSPLIB, 10 s: worse than Microsoft Project", "mpsplib", "worse", 0, count),
            Bar("MPSPLIB, 10 s: shorter on average", "mpsplib", "mean_improvement", 0.05, share, "least"),
            Bar("5,000 tasks with calendars: first plan", "levelling", "calendars.first_s", 1, seconds),
        ),
    ),
    "Simulation": (
        "Three-point durations, correlation, risk events and calendars at once; the peers do less.",
        (
            Bar("10,000 tasks × 10,000 runs", "simulation", "ours_s", 0.8, seconds),
            Bar("the same, peak memory", "simulation", "peak_mb", 300, megabytes),
            Bar("times as fast as the fastest peer", "simulation", "ratio_fastest_peer", 15, times, "least"),
            Bar("1,000 tasks × 10,000 runs", "simulation-small", "ours_s", 0.08, seconds),
        ),
    ),
    "Plan review": (
        "All rules over a generated plan with a baseline; median of the rounds.",
        (Bar("10,000 tasks", "review", "review_s", 0.5, seconds),),
    ),
}


def figure(found: Figures, path: str) -> Any:
    """Return a figure of a run; nothing when it has none."""
    value: Any = found
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def read(folder: Path) -> dict[str, Figures]:
    """Return what was run, by name.

    Raises
    ------
    BadInputError
        There is no such folder, nothing that was run in it, or a file that is no JSON.
    """
    if not folder.is_dir():
        raise BadInputError(f"There is no folder {folder}; check its name.")
    found = {}
    for name in RUNS:
        path = folder / f"{name}.json"
        if path.is_file():
            try:
                found[name] = json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise BadInputError(f"{path} is not the JSON of a bench; run it again.") from error
    if not found:
        raise BadInputError(f"Nothing was run in {folder}: no {', '.join(RUNS)} with .json at the end.")
    return found


def section(name: str, runs: Mapping[str, Figures]) -> str:
    """Write a section: its bars, every figure of its runs, how to get them."""
    told, bars = SECTIONS[name]
    used = list(dict.fromkeys(bar.run for bar in bars))
    parts = [f"## {name}", told, table(["bar", "wanted", "measured", ""], [bar.line(runs) for bar in bars])]
    for run in used:
        if rows := [[key, value] for key, value in flat(runs.get(run, {}))]:
            parts += [f"`{run}`, all figures:", table(["figure", ""], rows)]
    commands = "\n".join(f"    python -m {RUNS[run]} > FOLDER/{run}.json" for run in used)
    parts += [f"Measured by:\n\n{commands}\n    python -m bench.promises FOLDER"]
    return "\n\n".join(parts) + "\n"


def flat(found: Figures, above: str = "") -> Iterator[tuple[str, str]]:
    """Go through the figures of a run; what is not a figure or a word is left out."""
    for key, value in found.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{above}{key}.")
        elif isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
            yield f"{above}{key}", f"{value:,.4g}" if isinstance(value, float) else str(value)


def placed(page: str, name: str, text: str) -> str:
    """Return the page with a section in the place where it was, or at the end."""
    old = re.search(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    if old is None:
        return f"{page.rstrip()}\n\n{text}"
    after = page[old.end() :]
    return page[: old.start()] + text + (f"\n{after}" if after else "")


def write(runs: Mapping[str, Figures], path: Path = PAGE) -> None:
    """Write the sections of which something was run into the page of the documentation."""
    page = path.read_text(encoding="utf-8")
    for name, (_told, bars) in SECTIONS.items():
        if any(bar.run in runs for bar in bars):
            page = placed(page, name, section(name, runs))
    path.write_text(page, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.promises", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    try:
        write(read(folder))
    except BadInputError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
