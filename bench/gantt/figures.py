"""From the measured visits to the figures: medians over the visits of one chart at one size."""

from collections.abc import Mapping, Sequence
from statistics import mean, median
from typing import Any

ASKED = ("paint_cpu_ms", "frame_cpu_ms", "drag_ms", "apply_cpu_ms")
"""What the last line of `--json` holds for each chart."""
MEASURED = (
    "paint_cpu_ms",
    "paint_processes_ms",
    "paint_wall_ms",
    "paint_rest_ms",
    "scroll_processes_ms",
    "apply_cpu_ms",
    "apply_processes_ms",
    "drag_cpu_ms",
)
Visit = Mapping[str, Any]
Figures = dict[str, Any]


def share(values: Sequence[float], part: float) -> float | None:
    """Return the value that so large a part of them does not exceed."""
    if not values:
        return None
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def middle(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def of_chart(visits: Sequence[Visit]) -> Figures:
    """Return the medians over some visits of one chart; null for what none of them could measure."""
    found: Figures = {
        name: middle([visit[name] for visit in visits if visit.get(name) is not None]) for name in MEASURED
    }
    bursts = [visit["frames"] for visit in visits if visit.get("frames")]
    moves = [visit["moves"] for visit in visits if visit.get("moves")]
    found |= {
        "frame_cpu_ms": middle([mean(frames) for frames in bursts]),
        "frame_cpu_p95_ms": middle([share(frames, 0.95) or 0.0 for frames in bursts]),
        "drag_ms": middle([median(times) for times in moves]),
        "drag_p95_ms": middle([share(times, 0.95) or 0.0 for times in moves]),
        "bars_in_view": min(
            (least for visit in visits for least in visit.get("scroll_bars", [])), default=None
        ),
        "visits": len(visits),
        "range": {
            "paint_cpu_ms": _range([visit["paint_cpu_ms"] for visit in visits if visit.get("paint_cpu_ms")]),
            "frame_cpu_ms": _range([mean(frames) for frames in bursts]),
            "drag_ms": _range([median(times) for times in moves]),
            "apply_cpu_ms": _range([visit["apply_cpu_ms"] for visit in visits if visit.get("apply_cpu_ms")]),
        },
        "note": "; ".join(dict.fromkeys(visit["note"] for visit in visits if visit.get("note"))),
    }
    digits: Figures = rounded(found)
    return digits


def _range(values: Sequence[float]) -> list[float] | None:
    return [min(values), max(values)] if values else None


def rounded(value: Any) -> Any:
    """Return figures with as many digits as they carry."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return value


def last_line(found: Mapping[str, Any], charts: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what is printed last: the four figures at the largest size, and a note where one is missing."""
    largest = found["sizes"][max(found["sizes"], key=int)]["charts"]
    line: dict[str, dict[str, Any]] = {}
    for name in charts:
        figures = largest.get(name, {})
        line[name] = {figure: figures.get(figure) for figure in ASKED}
        note = figures.get("note") or found["missing"].get(name)
        if note:
            line[name]["note"] = note
    return line
