"""A value-stream map as shapes with places: the template only writes them down."""

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from uptake.assessment.streams import Side, minutes, percent
from uptake.engine.flow import Figures, Step, StepFigures, Stream
from uptake.registers.kinds import number_text

BOX, GAP, EDGE = 160, 62, 12
TOP, NAME_LINES, LINE, ROW = 26, 3, 15, 17
NAME_ROOM = 20
"""Latin letters that fit into a line of a name; a Chinese one takes two."""
HEAD = NAME_LINES * LINE + 14
ROWS = 5
BODY = HEAD + ROWS * ROW + 8
LADDER, RUNG = TOP + BODY + 30, 26
HEIGHT = LADDER + RUNG + 40


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a box: what it is, how much."""

    label: str
    value: str
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """A step, with the wait before it: a triangle, and a rung of the ladder."""

    x: int
    name: str
    lines: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    mark: str
    tone: str
    adds: bool
    wait: str
    process: str
    wait_x: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A map: everything in pixels of its own."""

    width: int
    boxes: tuple[Box, ...]
    ladder: str
    about: str
    lead: str
    touched: str
    height: int = HEIGHT
    box: int = BOX
    half: int = BOX // 2
    gap: int = GAP
    top: int = TOP
    head: int = HEAD
    body: int = BODY
    under: int = LADDER + RUNG
    over: int = LADDER


def picture(side: Side) -> Picture | None:
    """Draw one of the maps of a record; none without steps."""
    if side.stream is None or side.figures is None:
        return None
    stream, found = side.stream, side.figures
    busiest = found.bottleneck.step if found.bottleneck else None
    boxes = tuple(
        _box(at, step, found.steps[at], stream, bottleneck=at == busiest)
        for at, step in enumerate(stream.steps)
    )
    width = EDGE * 2 + len(boxes) * (BOX + GAP) + GAP
    return Picture(
        width=width,
        boxes=boxes,
        ladder=_ladder(len(boxes)),
        about=_about(stream, found, side.bottleneck),
        lead=minutes(found.lead, stream.available),
        touched=minutes(found.process, stream.available),
    )


def _box(at: int, step: Step, found: StepFigures, stream: Stream, *, bottleneck: bool) -> Box:
    told = (
        (_("Process time"), minutes(step.process, stream.available)),
        (_("%C&A"), percent(step.accurate)),
        (_("Operators"), number_text(step.operators)),
        (_("Batch"), number_text(step.batch)),
        (_("Utilisation"), percent(found.utilisation)),
    )
    x = EDGE + GAP + at * (BOX + GAP)
    over = found.overloaded
    mark = (
        (_("Bottleneck, overloaded") if over else _("Bottleneck"))
        if bottleneck
        else _("Overloaded")
        if over
        else ""
    )
    return Box(
        x=x,
        name=step.name,
        lines=tuple((TOP + 19 + LINE * row, text) for row, text in enumerate(wrapped(step.name))),
        rows=tuple(Row(label, value, TOP + HEAD + 15 + ROW * row) for row, (label, value) in enumerate(told)),
        mark=mark,
        tone="bad" if over else "warn" if bottleneck else "",
        adds=step.value_adding,
        wait=minutes(found.lead - step.process, stream.available),
        process=minutes(step.process, stream.available),
        wait_x=x - GAP // 2,
    )


def _ladder(count: int) -> str:
    """Return the way along the ladder: up where it waits, down where it is worked on."""
    parts = [f"M{EDGE} {LADDER}"]
    for at in range(count):
        x = EDGE + GAP + at * (BOX + GAP)
        parts.append(f"H{x}V{LADDER + RUNG}H{x + BOX}V{LADDER}")
    return "".join((*parts, f"h{GAP}"))


def _about(stream: Stream, found: Figures, bottleneck: str) -> str:
    return _("%(steps)d steps, lead time %(lead)s, process time %(process)s, bottleneck: %(bottleneck)s") % {
        "steps": len(stream.steps),
        "lead": minutes(found.lead, stream.available),
        "process": minutes(found.process, stream.available),
        "bottleneck": bottleneck or "–",
    }


def wrapped(text: str, room: int = NAME_ROOM, most: int = NAME_LINES) -> list[str]:
    """Break a name into lines; what does not fit ends in an ellipsis.

    Examples
    --------
    >>> wrapped("Clarify technically, release drawings")
    ['Clarify technically,', 'release drawings']
    """
    found = [""]
    for part in _parts(text):
        if _room(found[-1] + part.rstrip()) <= room or not found[-1]:
            found[-1] += part
        else:
            found.append(part)
    lines = [one.strip() for one in found]
    if len(lines) > most:
        lines = [
            *lines[: most - 1],
            lines[most - 1][: room // 2 if _room(lines[most - 1]) > room - 2 else None] + "…",
        ]
    return [_cut(one, room) for one in lines]


def _parts(text: str) -> list[str]:
    """Return what may stand in a line of its own: Latin words, Chinese letters."""
    found: list[str] = []
    for letter in text:
        if found and not _wide(letter) and not _wide(found[-1][-1]) and not found[-1].endswith(" "):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _room(text: str) -> int:
    return sum(2 if _wide(letter) else 1 for letter in text)


def _cut(text: str, room: int) -> str:
    while _room(text) > room + 2:
        text = text[:-2] + "…"
    return text
