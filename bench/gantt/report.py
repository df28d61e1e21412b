"""The figures of the charts as tables: in the terminal and as a section of docs/reference/performance.md."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.gantt.website import HERE
from bench.report import CHART, PAGE, table

Run = Mapping[str, Any]
EMPTY = "nothing"


class Bar(NamedTuple):
    """What ours has to reach at `SIZE`."""

    what: str
    figure: str
    limit: float


SIZE = "50000"
BARS = (
    Bar("first paint, CPU", "paint_cpu_ms", 300),
    Bar("a frame of scrolling, CPU", "frame_cpu_ms", 12),
    Bar("a step of dragging", "drag_ms", 10),
    Bar("5,000 changed dates, CPU", "apply_cpu_ms", 30),
)
FIGURES = (
    ("first paint, CPU", "paint_cpu_ms", ""),
    ("a frame of scrolling, CPU, mean (95th percentile)", "frame_cpu_ms", "frame_cpu_p95_ms"),
    ("a step of dragging, median (95th percentile)", "drag_ms", "drag_p95_ms"),
    ("changed dates taken in, CPU", "apply_cpu_ms", ""),
    ("first paint, all processes", "paint_processes_ms", ""),
    ("a frame of scrolling, all processes", "scroll_processes_ms", ""),
    ("a step of dragging, CPU", "drag_cpu_ms", ""),
    ("changed dates taken in, all processes", "apply_processes_ms", ""),
)
"""What a row of the table shows, and what stands in brackets."""


def names() -> dict[str, str]:
    """Return how the charts are called, with the versions that are measured."""
    packages = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return {
        "ours": "Uptake",
        "dhtmlx": f"DHTMLX {packages['dhtmlx-gantt']}",
        "svar": f"SVAR {packages['@svar-ui/react-gantt']}",
        EMPTY: "empty page",
    }


def milliseconds(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f} ms" if value >= 100 else f"{value:.3g} ms"


def size_table(of_size: Run) -> str:
    """Return the figures at one size: a column for each chart."""
    called = {name: called for name, called in names().items() if name in of_size["charts"]}
    rows = []
    for what, figure, second in FIGURES:
        cells = []
        for name in called:
            found = of_size["charts"][name]
            more = found.get(second)
            cells.append(milliseconds(found.get(figure)) + (f" ({more:.3g})" if more is not None else ""))
        rows.append([what, *cells])
    return table(["", *called.values()], rows)


def bar_table(found: Run) -> str:
    """Return what is asked of ours, and whether it is met."""
    ours = found["sizes"].get(SIZE, {}).get("charts", {}).get("ours", {})
    rows = []
    for bar in BARS:
        value = ours.get(bar.figure)
        verdict = "not measured" if value is None else "met" if value <= bar.limit else "NOT MET"
        rows.append([bar.what, f"≤ {bar.limit:.0f} ms", milliseconds(value), verdict])
    return table([f"bar, {int(SIZE):,} tasks", "wanted", "measured", ""], rows)


def notes(found: Run) -> list[str]:
    """Return why figures are missing."""
    said = [f"{names()[name]}: {note}" for name, note in found["missing"].items()]
    for size, of_size in found["sizes"].items():
        for name, figures in of_size["charts"].items():
            if figures["note"]:
                said.append(f"{names()[name]} at {int(size):,} tasks: {figures['note']}")
    return said


def tables(found: Run) -> str:
    """Return all that the terminal shows."""
    parts = []
    for size, of_size in found["sizes"].items():
        parts += [f"{int(size):,} tasks, {of_size['links']:,} links", size_table(of_size)]
    if "ours" in _visited(found):
        parts.append(bar_table(found))
    return "\n\n".join([*parts, *notes(found)])


def _visited(found: Run) -> Sequence[str]:
    return [name for of_size in found["sizes"].values() for name in of_size["charts"]]


def section(found: Run) -> str:
    """Write the section of the documentation."""
    sizes = found["sizes"]
    shown = []
    for size, of_size in sizes.items():
        bars = min(
            (
                one["bars_in_view"]
                for name, one in of_size["charts"].items()
                if name != EMPTY and one["bars_in_view"]
            ),
            default=0,
        )
        plan = f"{int(size):,} tasks ({of_size['summaries']:,} of them summaries), {of_size['links']:,} links"
        shown += [f"{plan}; at least {bars} bars in view while scrolling:", size_table(of_size)]
    left = "\n".join(f"- {note}" for note in notes(found))
    largest = sizes[max(sizes, key=int)]
    return TEXT.format(
        bars=bar_table(found),
        tables="\n\n".join(shown),
        missing=f"\nWhat is missing:\n\n{left}\n" if left else "",
        browser=largest["browser"],
        rounds=largest["rounds"],
        changes=f"{largest['changes']:,}",
        **largest["measures"],
        **found["machine"],
    )


def write(found: Run, path: Path = PAGE) -> None:
    """Write the section where the page has it; other sections stay."""
    before, _, old = path.read_text(encoding="utf-8").partition(CHART) if path.exists() else ("", "", "")
    _, begins, after = old.partition("\n## ")
    text = before.rstrip("\n") + "\n\n" + section(found) + begins + after
    path.write_text(text, encoding="utf-8")


TEXT = """\
## The chart

Written by `python -m bench.gantt --page` from the figures of one run; do not edit. {date}, {processor},
{cores} cores, Chromium {browser} without a graphics card; load when the run began {load}.

{bars}

{tables}
{missing}
"Empty page" is a scrolling box without a chart: what measuring itself costs. It is part of all figures.

### How the charts are measured

- `bench/gantt/plans.py` draws one plan for each size. Uptake's `<up-gantt>`, dhtmlx-gantt and
  @svar-ui/react-gantt each get it in the form that they take themselves. All have the same window
  (1440 × 900, one device pixel a pixel), rows of {row} px, days of {day} px under weeks, a grid of {grid} px
  with the same four columns, progress, summaries, milestones and links. The others are as high as ours is
  between its toolbar and its legend. Ours shows more (time off, critical tasks, slack) and is handed more
  (all columns of the plan page).
- One visit is a fresh browser. Visits go round the charts, each round beginning with another one; figures
  are medians over {rounds} visits.
- "CPU" is what the main thread of the page used (`ThreadTime` of the browser's `Performance.getMetrics`):
  script, garbage collection on it, style, layout, recording of paint, and what the browser draws there of a
  canvas. What other threads do (turning recorded paint into pixels, composing) is in "all processes", the
  renderer and the process that composes; those come in steps of 10 ms, so that a single small figure says
  little.
- First paint: from the JSON text, which is in the page already, through parsing it, to the end of the first
  frame that shows bars. Whether it does is read from the pixels of a screenshot.
- Scrolling: the wheel is turned over the chart by 120 px a frame, 40 times at each of three places of the
  plan, where the chart is scrolled along both axes so that the rows in view have their bars in view. Before
  and after, bars are counted in a screenshot. A frame is all that one notch causes: two frames of the browser
  are waited for.
- Dragging: the mouse takes a bar and moves it by 8 px, 30 times, as real input. From the event `pointermove`
  in the page to the end of its frame; on the clock, not CPU.
- Changed dates: {changes} tasks spread over the plan, and their summaries, get new dates; from the JSON text
  of the change until the page is at rest.
- DHTMLX: `smart_rendering`, `static_background`, `smart_scales`, no `show_task_cells`, a fixed range of
  dates.
  Dates are handed over as numbers, which costs it less than parsing text. New dates are set on its task
  objects and painted by `render()`: faster than `batchUpdate` with `updateTask`, but no events are fired.
- SVAR: React's production build, a fixed range of dates without `autoScale`. New dates come as new `tasks`,
  which is faster than its action `update-task`.
- `--way batch`, `--way actions` and `--way cells` measure the slower ways.
"""
