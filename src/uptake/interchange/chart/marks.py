"""The picture language of a chart as SVG: bars, brackets, diamonds, arrows. All coordinates are points."""

from collections.abc import Iterable, Sequence

TASK, TASK_EDGE = "#a9cbef", "#3f74b5"
CRITICAL, CRITICAL_EDGE = "#f4b0a8", "#a31712"
DONE, CRITICAL_DONE = "#1f4e85", "#7a1410"
IDLE, IDLE_EDGE = "#ffffff", "#9ca3af"
DARK, LINE, GRID, SHADE, HEAD = "#1f2937", "#6b7280", "#e2e5ea", "#f0f1f4", "#f3f4f6"
BASELINE, DEADLINE, STATUS, TODAY = "#9aa1ad", "#15803d", "#15803d", "#d97706"
WHITE = "#ffffff"
Area = tuple[float, float, float, float]
"""Left, top, width and height."""
POINT = 4.6
"""Half of a milestone's width."""


def number(value: float) -> str:
    """Write a coordinate."""
    return f"{value:.1f}".removesuffix(".0")


def rectangle(area: Area, fill: str, *, edge: str = "", stroke: float = 0.5, opacity: float = 1) -> str:
    """Draw a rectangle."""
    x, y, width, height = area
    outline = f' stroke="{edge}" stroke-width="{stroke}"' if edge else ""
    through = f' opacity="{opacity}"' if opacity < 1 else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0.1))}" height="{number(height)}" '
        f'fill="{fill}"{outline}{through}/>'
    )


def lines(
    pieces: Sequence[tuple[float, float, float, float]], stroke: str, width: float = 0.5, dash: str = ""
) -> str:
    """Draw straight lines."""
    if not pieces:
        return ""
    path = "".join(f"M{number(a)} {number(b)}L{number(c)} {number(d)}" for a, b, c, d in pieces)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}"{dashed}/>'


def bar(x: float, right: float, y: float, height: float, *, critical: bool, active: bool) -> str:
    """Draw the bar of a task; a critical one has a strong outline besides its colour."""
    fill, edge, stroke = (CRITICAL, CRITICAL_EDGE, 1.2) if critical else (TASK, TASK_EDGE, 0.5)
    if not active:
        fill, edge, stroke = IDLE, IDLE_EDGE, 0.5
    return rectangle((x, y, max(right - x, 1.2), height), fill, edge=edge, stroke=stroke)


def progress(x: float, right: float, middle: float, *, critical: bool) -> str:
    """Draw how much of a bar is done."""
    return rectangle((x, middle - 1.2, right - x, 2.4), CRITICAL_DONE if critical else DONE)


def bracket(x: float, right: float, y: float, *, critical: bool, active: bool) -> str:
    """Draw the bar of a summary; a critical one has an outline besides its colour."""
    right = max(right, x + 3)
    tip = min(4.0, (right - x) / 2)
    fill = DARK if active else IDLE_EDGE
    edge = f' stroke="{CRITICAL_EDGE}" stroke-width="1"' if critical else ""
    outer = (
        f"M{number(x)} {number(y)}H{number(right)}V{number(y + 8)}L{number(right - tip)} {number(y + 3.6)}"
    )
    return f'<path d="{outer}H{number(x + tip)}L{number(x)} {number(y + 8)}Z" fill="{fill}"{edge}/>'


def diamond(x: float, middle: float, *, critical: bool, active: bool) -> str:
    """Draw a milestone; a critical one has a strong outline besides its colour."""
    fill, edge, stroke = (CRITICAL, CRITICAL_EDGE, 1.4) if critical else (DARK, DARK, 0.5)
    if not active:
        fill, edge, stroke = IDLE, IDLE_EDGE, 0.8
    half = POINT
    path = f"M{number(x)} {number(middle - half)}l{half} {half}l{-half} {half}l{-half} {-half}Z"
    return f'<path d="{path}" fill="{fill}" stroke="{edge}" stroke-width="{stroke}"/>'


def deadline(x: float, y: float, *, missed: bool) -> str:
    """Draw the mark of a deadline: filled when it is missed."""
    fill, edge = (CRITICAL_EDGE, CRITICAL_EDGE) if missed else ("#ffffff", DEADLINE)
    return (
        f'<path d="M{number(x)} {number(y + 11)}l-3.6 -5h2v-3h3.2v3h2Z" fill="{fill}" stroke="{edge}" '
        'stroke-width="0.8"/>'
    )


def arrow(points: Sequence[tuple[float, float]], *, critical: bool) -> str:
    """Draw a link along right-angled points, with a head at the last one."""
    stroke = CRITICAL_EDGE if critical else LINE
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    (x0, y0), (x, y) = points[-2:]
    if abs(y - y0) > abs(x - x0):
        back = -3.2 if y > y0 else 3.2
        head = f"M{number(x)} {number(y)}l-2 {back}h4Z"
    else:
        back = -3.2 if x > x0 else 3.2
        head = f"M{number(x)} {number(y)}l{back} -2v4Z"
    width = 0.9 if critical else 0.6
    return (
        f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}"/>'
        f'<path d="{head}" fill="{stroke}"/>'
    )


def clipped(shapes: Iterable[str], area: Area, name: str) -> str:
    """Show shapes only within a rectangle."""
    inside = rectangle(area, "#000")
    return f'<clipPath id="{name}">{inside}</clipPath><g clip-path="url(#{name})">{"".join(shapes)}</g>'


def picture(shapes: Iterable[str], width: float, height: float) -> str:
    """Return shapes as an SVG document."""
    size = f"{number(width)} {number(height)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{"".join(shapes)}</svg>'
