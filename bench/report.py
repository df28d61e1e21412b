"""The figures of a run as tables, held against the bars: in the terminal and as a page of the docs."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.scheduling import LIMIT
from bench.workers import ROOT

PAGE = ROOT / "docs" / "reference" / "performance.md"
PEERS = {"mpxj": "MPXJ MicrosoftScheduler", "pmcontrols": "pmcontrols", "trueppm": "trueppm-scheduler"}
CHART = "\n## The chart\n"
"""Where the section begins that `python -m bench.gantt --page` writes: up to the end of the page."""
Run = Mapping[str, Any]


class Bar(NamedTuple):
    """What a figure has to reach: at most `limit`, or at least, when `more` is better."""

    what: str
    size: str
    figure: str
    limit: float
    unit: str
    more: bool = False


BARS = (
    Bar("full pass, 10,000 tasks", "10000", "ours_s", 0.10, "s"),
    Bar("full pass, 100,000 tasks", "100000", "ours_s", 1.0, "s"),
    Bar("times as fast as MPXJ warm, 10,000 tasks", "10000", "ratio_mpxj_warm", 6, "×", more=True),
    Bar("times as fast as MPXJ warm, 100,000 tasks", "100000", "ratio_mpxj_warm", 6, "×", more=True),
    Bar("peak memory, 100,000 tasks", "100000", "ours_peak_mb", 300, "MB"),
    Bar("one edit, median, 10,000 tasks", "10000", "edit_median_ms", 5, "ms"),
    Bar("a .mpp file read and scheduled, warm helper", "reading", "total_warm_s", 1.0, "s"),
)


def seconds(value: float | None, note: str = "") -> str:
    """Write a time so that three figures of it can be read."""
    if value is None:
        return note if note.startswith(">") else "–"
    if value < 1:
        return f"{value * 1000:.3g} ms"
    return f"{value:.3g} s"


def _plain(value: float | None, unit: str = "") -> str:
    if value is None:
        return "–"
    return f"{value:,.3g}".replace("e+0", "e") + (f" {unit}" if unit not in ("", "×") else unit)


def scheduling_table(found: Run) -> str:
    """Return times and ratios: one row a size."""
    head = ["tasks", "ours, best / median", "building the plan"]
    head += ["MPXJ cold", "MPXJ warm", "×", "× with building", "pmcontrols", "×", "trueppm", "×"]
    rows = []
    for size, figures in found.items():
        notes = figures["notes"]
        row = [
            f"{int(size):,}",
            f"{seconds(figures['ours_s'])} / {seconds(figures['ours_median_s'])}",
            seconds(figures["ours_build_s"]),
            seconds(figures["mpxj_cold_s"]),
        ]
        for name, warm in (("mpxj", "mpxj_warm"), ("pmcontrols", "pmcontrols"), ("trueppm", "trueppm")):
            row.append(seconds(figures[f"{warm}_s"], notes.get(name, "")))
            row.append(_plain(figures[f"ratio_{warm}"]))
            if name == "mpxj":
                row.append(_plain(figures["ratio_mpxj_warm_with_build"]))
        rows.append(row)
    return table(head, rows)


def growth_table(found: Run) -> str:
    """Return what one task costs at each size: a flat row grows in step with the plan."""
    figures = ("ours_s", "ours_build_s", "mpxj_warm_s", "pmcontrols_s", "trueppm_s")
    head = ["µs a task at", *(f"{int(size):,}" for size in found)]
    rows = []
    for name in figures:
        row = [name.removesuffix("_s").replace("_", " ")]
        for size, of_size in found.items():
            value = of_size[name]
            row.append("–" if value is None else f"{value / int(size) * 1e6:.2f}")
        rows.append(row)
    return table(head, rows)


def memory_table(found: Run) -> str:
    """Return the most memory that a fresh process of each held."""
    head = ["tasks", "ours", "of which before the plan", *PEERS.values()]
    names = ("ours_peak_mb", "ours_empty_mb", *(f"{peer}_peak_mb" for peer in PEERS))
    rows = [
        [f"{int(size):,}", *(_plain(of_size[name], "MB") for name in names)]
        for size, of_size in found.items()
    ]
    return table(head, rows)


def edit_table(found: Run) -> str:
    """Return what an edit costs: one row a size."""
    head = ["tasks", "edits", "median", "95th percentile", "worst", "as from scratch"]
    names = ("edit_median_ms", "edit_p95_ms", "edit_worst_ms")
    rows = []
    for size, figures in found.items():
        same = {None: "–", True: "yes", False: "NO"}[figures["edit_equal"]]
        times = (_plain(figures[name], "ms") for name in names)
        rows.append([f"{int(size):,}", _plain(figures["edit_count"]), *times, same])
    return table(head, rows)


def reading_table(found: Run) -> str:
    """Return what reading a file takes, or why that is not known."""
    if found.get("note"):
        return f"Not measured: {found['note'].rstrip('.')}."
    head = [
        "file",
        "tasks",
        "read cold",
        "read warm, best / median",
        "read, build, schedule warm, best / median",
    ]
    read = f"{seconds(found['read_warm_s'])} / {seconds(found['read_warm_median_s'])}"
    total = f"{seconds(found['total_warm_s'])} / {seconds(found['total_warm_median_s'])}"
    return table(head, [[found["file"], str(found["tasks"]), seconds(found["read_cold_s"]), read, total]])


def bar_table(run: Run) -> str:
    """Return each bar with the figure and whether it is met."""
    return table(["bar", "wanted", "measured", ""], [_held(bar, run) for bar in BARS])


def _held(bar: Bar, run: Run) -> list[str]:
    figures = run.get("reading", {}) if bar.size == "reading" else run["scheduling"].get(bar.size, {})
    value = figures.get(bar.figure)
    wanted = ("≥ " if bar.more else "≤ ") + _plain(bar.limit, bar.unit)
    if value is None:
        return [bar.what, wanted, "–", "not measured"]
    good: Callable[[float], bool] = (lambda x: x >= bar.limit) if bar.more else (lambda x: x <= bar.limit)
    middle = figures.get(_middle(bar.figure), value)
    verdict = (
        "met"
        if good(value) and good(middle)
        else "met at best, not in the median"
        if good(value)
        else "NOT MET"
    )
    return [bar.what, wanted, _plain(value, bar.unit), verdict]


def _middle(figure: str) -> str:
    """Return the name of the median that belongs to a best time or ratio."""
    return figure.removesuffix("_s") + "_median_s" if figure.endswith("_s") else figure + "_median"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown that can also be read as it stands."""
    widths = [max(len(row[k]) for row in (head, *rows)) for k in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def notes(found: Run) -> list[str]:
    """Return why figures are missing, each reason once."""
    said: dict[str, None] = {}
    for size, figures in found.items():
        for name, note in figures["notes"].items():
            said[f"{PEERS.get(name, name)} at {int(size):,} tasks: {note}"] = None
        if figures.get("edit_note"):
            said[f"Edits: {figures['edit_note']}"] = None
    return list(said)


def page(run: Run) -> str:
    """Write the page of the documentation."""
    machine, found = run["machine"], run["scheduling"]
    shares = [
        f"{of['mpxj_equal']:.1%} at {int(size):,}"
        for size, of in found.items()
        if of["mpxj_equal"] is not None
    ]
    same = (
        f"Start and finish of {', '.join(shares)} tasks are equal to ours."
        if shares
        else "Not compared here."
    )
    left = "".join(f"- {note}\n" for note in notes(found))
    return TEXT.format(
        bars=bar_table(run),
        scheduling=scheduling_table(found),
        growth=growth_table(found),
        memory=memory_table(found),
        edits=edit_table(found),
        reading=reading_table(run["reading"]),
        missing=f"\nWhat is missing in the tables:\n\n{left}" if left else "",
        same=same,
        rounds=" or ".join(sorted({str(of["rounds"]) for of in found.values()})),
        warm=f"{max(of['warm_up_s'] for of in found.values()):.0f}",
        limit=f"{LIMIT:.0f}",
        **machine,
    )


def write(run: Run, path: Path = PAGE) -> None:
    """Write the page where the documentation keeps it; the section on the chart stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _, begins, chart = path.read_text(encoding="utf-8").partition(CHART) if path.exists() else ("", "", "")
    path.write_text(page(run) + begins + chart, encoding="utf-8")


TEXT = """\
# Performance

Written by `make bench` from the figures of one run; do not edit. {date}, {processor}, {cores} cores,
{memory_gb} GB, {system}, Python {python}, engine {engine}; load when the run began {load}.

{bars}

"Met at best" means that the best round meets the bar and the median does not.

## A full pass

Forward, backward, roll-up, slack and drivers of a plan that is built. Best of {rounds} rounds; `×` is
how many times longer the other took. "Building the plan" is the check of a plan and its topological
order, done once for a plan. MPXJ and pmcontrols sort inside their pass, so the column "× with building"
compares MPXJ with ours and building together.

{scheduling}
{missing}
How the cost grows with the plan:

{growth}

## Memory

The most memory of a process that does nothing but this. Ours is a fresh process that draws the network,
builds the plan and schedules it once. The others are measured after all their passes; a JVM takes more
than it needs when nothing limits it.

{memory}

## One edit

A random edit (duration, progress, constraint date, lag, link added or removed, moved in the outline)
applied to a scheduled plan, and the plan scheduled again from there. They are made one upon the other;
"as from scratch" compares the end with a full pass.

{edits}

## Reading a file

The .mpp file of our test corpus whose number of tasks is nearest to 500. Cold includes the start of the
helper with its JVM.

{reading}

## How it is measured

- One network for all, drawn by `bench/networks.py`: two links a task, 12 % of them with lag (working,
  elapsed, percent, negative), 3 % of the tasks start no earlier than a date, 5 % have a deadline, five
  calendars, summaries on two levels (on top of the number of tasks).
- One process for each, all on the same core. After a warm-up of at least {warm} s the rounds go round
  the table (ours, MPXJ, pmcontrols, trueppm-scheduler, ours, …), so that other work on the machine
  disturbs all alike. Python's garbage collector runs as it does for everybody. A peer's pass is given up
  after {limit} s.
- MPXJ: same calendars, links, lags, constraints, deadlines and outline, scheduled inside its JVM; "cold"
  is the first pass of a JVM. It computes slack only when asked, which is not counted. {same} Most of the
  others follow start-to-finish or finish-to-finish links to an instant outside working time, or are
  milestones: there we do what Microsoft Project does (see the method page on scheduling).
- pmcontrols: durations and links only; all links count as finish-to-start without lag; there are no
  calendars, constraints, deadlines or summaries.
- trueppm-scheduler: whole days, lag in calendar days; hours of the day, deadlines and summaries are left
  out. It refuses more than 100,000 links.
"""
