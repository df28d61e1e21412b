"""Draws a schedule: the table on the left, the bars on the right, sheet by sheet."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from uptake.engine.instants import DAY, day_number
from uptake.engine.plan import LinkType
from uptake.engine.scheduling import Schedule
from uptake.interchange.chart import marks
from uptake.interchange.chart.lettering import fitted, one_line, width
from uptake.interchange.chart.pages import (
    FOOT,
    HEAD,
    MARGIN,
    ROW,
    TIER,
    TITLE,
    Layout,
    Paper,
    Sheet,
    overview,
    paged,
    pixels_per_point,
    single,
)
from uptake.interchange.chart.routes import route
from uptake.interchange.chart.rows import COLUMNS, Baseline, Book, Column, Row
from uptake.interchange.chart.timescale import Cell, ScaleName
from uptake.interchange.chart.typesetting import Format, typeset
from uptake.interchange.chart.words import say, short_date
from uptake.interchange.durations import Language

TOP = MARGIN + TITLE
INDENT = 8.0
SIZES = {"cell": 7.5, "strong": 7.5, "idle": 7.5, "head": 7.5, "tier": 7, "label": 7, "title": 13, "note": 8}
"""Of the styles of ``chart.typ``, in points."""
LABEL = 260.0
"""Most that stands beside a bar, in points."""
MOST_LINKS = 2000
"""On a sheet; with more, there would be nothing but lines."""
RIGHT_ALIGNED = {"id", "duration", "percent"}
Line = tuple[float, float, str, str]


def chart(
    schedule: Schedule,
    *,
    language: Language = "en",
    format: Format = "pdf",  # noqa: A002 - as `files.write`
    paper: Paper = "a3",
    scale: ScaleName = "auto",
    baseline: Baseline | None = None,
    columns: Sequence[Column] = COLUMNS,
    today: int | None = None,
    title: str | None = None,
) -> bytes:
    """Draw the chart of a schedule.

    Parameters
    ----------
    schedule : Schedule
    language : {"en", "zh"}
        Of headings, dates and legend.
    format : {"pdf", "png"}
        Sheets of paper, as many as it takes; or one picture of the whole chart. A picture shows at most 500
        rows, of a larger plan the upper levels of its outline, and says so; it has at most 8,000 pixels to a
        side.
    paper : {"a3", "a4"}
        Landscape; of a PDF.
    scale : {"auto", "days", "weeks", "months"}
        The lower tier of the time axis; by default the finest that fits on one sheet.
    baseline : mapping of int to (int, int), optional
        Start and finish that were planned, by uid of the task; instants.
    columns : sequence of Column
        Of the table. Sheets that show later times repeat the number and the name only.
    today : int, optional
        Where a line marks today; the status date of the plan has a line by itself. An instant.
    title : str, optional
        By default the name of the project.

    Returns
    -------
    bytes

    Raises
    ------
    ChartTooLarge
        When more than 500 sheets would be needed, or the picture would have more than 8,000 pixels to a side.
    UnwritableDocument, HelperCrashed, HelperTimedOut
        When typesetting fails.

    Examples
    --------
    >>> from uptake.engine.plan import Link, Plan, Project, Task
    >>> from uptake.engine import scheduling
    >>> two = [Task(uid=1, name="dig"), Task(uid=2, name="pour")]
    >>> plan = Plan.build(Project(start=19200), two, [Link(uid=1, pred=1, succ=2)])
    >>> chart(scheduling.schedule(plan))[:5]
    b'%PDF-'
    """
    book = Book(schedule, language, baseline)
    rows = book.rows(columns)
    span = _span(schedule, rows, today)
    heading = one_line(schedule.plan.project.name if title is None else title) or say("plan", language)
    note = ""
    if format == "png":
        everything, (rows, level) = len(rows), overview(rows)
        if level is not None:
            key = "some" if level else "first"
            note = say(key, language, shown=len(rows), all=everything, level=level)
        layout = single(rows, span, scale=scale, columns=columns, language=language)
    else:
        layout = paged(rows, span, paper=paper, scale=scale, columns=columns, language=language)
    drawn = _Drawing(book, rows, layout, title=heading, note=note, today=today).sheets()
    return typeset(drawn, format, pixels_per_point(layout))


def _span(schedule: Schedule, rows: Sequence[Row], today: int | None) -> tuple[int, int]:
    """Return the first and last instant that the time axis has to show."""
    project = schedule.plan.project
    found = [at for row in rows if row.start >= 0 for at in (row.start, row.finish)]
    found += [row.deadline for row in rows if row.deadline >= 0]
    found += [at for row in rows if row.baseline for at in row.baseline if at >= 0]
    first, last = min(found, default=project.start), max(found, default=project.start)
    # Lines for days far from the plan would leave it no room.
    near = (last - first) // 4 + 7 * DAY
    found += [
        at for at in (today, project.status_date) if at is not None and first - near <= at <= last + near
    ]
    return min(found, default=first), max(found, default=last)


class _Drawing:
    """All sheets of a chart: what is the same on each of them, and how one is drawn."""

    def __init__(
        self, book: Book, rows: Sequence[Row], layout: Layout, *, title: str, note: str, today: int | None
    ) -> None:
        self.book = book
        self.language = book.language
        self.rows = rows
        self.layout = layout
        self.scale = layout.scale
        self.title = title
        self.note = note
        self.today = today
        self.minor, self.major = self.scale.minor(), self.scale.major()
        self.whole_days = self.scale.unit.name != "days"
        self.off = self._off() if not self.whole_days else []
        self.at = {row.uid: k for k, row in enumerate(rows)}
        self.links = self._links()

    def sheets(self) -> dict[str, Any]:
        """Return what ``chart.typ`` typesets."""
        return {
            "title": self.title,
            "language": self.language,
            "width": self.layout.width,
            "height": self.layout.height,
            "sheets": [
                {"picture": marks.picture(list(self._shapes(one)), self.layout.width, self.layout.height),
                 "lines": list(self._lines(one))}
                for one in self.layout.sheets
            ],
        }  # fmt: skip

    # ---- where things are

    def _bounds(self, start: int, finish: int) -> tuple[float, float]:
        """Return the ends of a bar on the time axis; whole days where a day is narrow."""
        if self.whole_days:
            start, finish = start // DAY * DAY, max(-(-finish // DAY), start // DAY + 1) * DAY
        return self.scale.x(start), self.scale.x(finish)

    def _point(self, at: int) -> float:
        """Return where a milestone stands; at the nearer end of its day where a day is narrow."""
        return self.scale.x((at + DAY // 2) // DAY * DAY if self.whole_days else at)

    def _ends(self, row: Row) -> tuple[float, float]:
        """Return where links leave and reach a row."""
        if row.kind == "milestone":
            x = self._point(row.finish)
            return x - marks.POINT, x + marks.POINT
        return self._bounds(row.start, row.finish)

    def _off(self) -> list[tuple[float, float]]:
        """Return the stretches of days on which the project's calendar does not work."""
        first, clock = day_number(self.scale.first), self.book.clock
        found: list[tuple[float, float]] = []
        for number in range(first, day_number(self.scale.last)):
            if clock.work(number * DAY) == clock.work((number + 1) * DAY):
                left, right = self.scale.x(number * DAY), self.scale.x((number + 1) * DAY)
                if found and found[-1][1] == left:
                    left = found.pop()[0]
                found.append((left, right))
        return found

    def _links(self) -> dict[int, list[tuple[int, int, LinkType]]]:
        """Group the links that fit by the first row of a sheet: ends no more than a sheet apart."""
        firsts = sorted({one.first for one in self.layout.sheets})
        longest = max(one.last - one.first for one in self.layout.sheets)
        found: defaultdict[int, list[tuple[int, int, LinkType]]] = defaultdict(list)
        for link in self.book.done.plan.links:
            a, b = self.at.get(link.pred, -1), self.at.get(link.succ, -1)
            if a < 0 or b < 0 or abs(a - b) > longest or min(self.rows[a].start, self.rows[b].start) < 0:
                continue
            low, high = (bisect_right(firsts, k) - 1 for k in (min(a, b), max(a, b)))
            for k in range(low, high + 1):
                found[firsts[k]].append((a, b, link.type))
        return found

    def _cells_of(self, tier: Sequence[Cell], sheet: Sheet) -> Iterator[tuple[float, float, str]]:
        """Yield the cells of a tier that a sheet shows, in its coordinates."""
        begin, end = sheet.begin, sheet.begin + sheet.right - sheet.left
        k = bisect_right(tier, begin + 0.01, key=lambda one: one.right)
        while k < len(tier) and tier[k].left < end - 0.01:
            shift = sheet.left - begin
            yield max(tier[k].left, begin) + shift, min(tier[k].right, end) + shift, tier[k].label
            k += 1

    # ---- pictures

    def _shapes(self, sheet: Sheet) -> Iterator[str]:
        rows = self.rows[sheet.first : sheet.last]
        body, bottom = TOP + HEAD, TOP + HEAD + ROW * len(rows)
        shift = sheet.left - sheet.begin
        area = (sheet.left, body, sheet.right - sheet.left + 0.6, bottom - body)
        yield marks.rectangle((MARGIN, TOP, sheet.right - MARGIN, HEAD), marks.HEAD)
        shades = (
            marks.rectangle((a + shift, body, b - a, bottom - body), marks.SHADE)
            for a, b in self._seen(sheet)
        )
        yield marks.clipped(shades, area, "shade")
        yield self._grid(sheet, bottom)
        shapes = [*self._time_lines(shift, bottom), *self._arrows(sheet, shift)]
        for k, row in enumerate(rows):
            y = body + ROW * k
            if (beside := self._beside(row, sheet)) is not None:
                wide = width(beside[1], SIZES["label"])
                shapes.append(
                    marks.rectangle((beside[0] - 1, y + 2.5, wide + 2, ROW - 5), marks.WHITE, opacity=0.8)
                )
            shapes += self._bar(row, shift, y)
        yield marks.clipped(shapes, area, "area")
        yield from self._legend_marks()

    def _seen(self, sheet: Sheet) -> list[tuple[float, float]]:
        end = sheet.begin + sheet.right - sheet.left
        low = bisect_left(self.off, sheet.begin, key=lambda one: one[1])
        high = bisect_right(self.off, end, key=lambda one: one[0])
        return self.off[low:high]

    def _grid(self, sheet: Sheet, bottom: float) -> str:
        body = TOP + HEAD
        count = sheet.last - sheet.first
        across = [(MARGIN, body + ROW * k, sheet.right, body + ROW * k) for k in range(1, count + 1)]
        across.append((sheet.left, TOP + TIER, sheet.right, TOP + TIER))
        down = [(right, TOP, right, bottom) for _, _, right in sheet.columns]
        down += [(right, TOP, right, bottom) for _, right, _ in self._cells_of(self.major, sheet)]
        ticks = [(right, TOP + TIER, right, body) for _, right, _ in self._cells_of(self.minor, sheet)]
        frame = [
            (MARGIN, TOP, sheet.right, TOP),
            (MARGIN, body, sheet.right, body),
            (MARGIN, TOP, MARGIN, bottom),
            (sheet.right, TOP, sheet.right, bottom),
            (MARGIN, bottom, sheet.right, bottom),
            (sheet.left, TOP, sheet.left, bottom),
        ]
        return marks.lines([*across, *down, *ticks], marks.GRID) + marks.lines(frame, marks.IDLE_EDGE, 0.6)

    def _time_lines(self, shift: float, bottom: float) -> Iterator[str]:
        status = self.book.done.plan.project.status_date
        for at, colour, dash in ((status, marks.STATUS, "5 2"), (self.today, marks.TODAY, "1.5 1.5")):
            if at is not None:
                x = self.scale.x(at) + shift
                yield marks.lines([(x, TOP + HEAD, x, bottom)], colour, 1.1, dash)

    def _arrows(self, sheet: Sheet, shift: float) -> list[str]:
        found: list[str] = []
        base = TOP + HEAD + ROW / 2 - ROW * sheet.first
        for a, b, kind in self.links.get(sheet.first, ()):
            ends = [self._ends(self.rows[k]) for k in (a, b)]
            low, high = min(ends[0][0], ends[1][0]) + shift, max(ends[0][1], ends[1][1]) + shift
            if high < sheet.left - 10 or low > sheet.right + 10:
                continue
            if len(found) == MOST_LINKS:
                return []
            pred, succ = (
                (left + shift, right + shift, base + ROW * k)
                for (left, right), k in zip(ends, (a, b), strict=True)
            )
            critical = self.rows[a].critical and self.rows[b].critical
            found.append(marks.arrow(route(kind, pred, succ, ROW), critical=critical))
        return found

    def _bar(self, row: Row, shift: float, y: float) -> Iterator[str]:
        middle = y + ROW / 2
        if row.baseline and min(row.baseline) >= 0:
            a, b = (x + shift for x in self._bounds(*row.baseline))
            yield marks.rectangle((a, y + ROW - 3.2, max(b - a, 2), 2.2), marks.BASELINE)
        if row.start >= 0:
            yield from self._work(row, shift, y, middle)
        if row.deadline >= 0:
            missed = row.active and row.start >= 0 and row.finish > row.deadline
            yield marks.deadline(self.scale.x(row.deadline) + shift, y + 1.5, missed=missed)

    def _work(self, row: Row, shift: float, y: float, middle: float) -> Iterator[str]:
        look = {"critical": row.critical, "active": row.active}
        left, right = (x + shift for x in self._bounds(row.start, row.finish))
        done = min(self._bounds(row.start, row.done)[1] + shift, right) if row.done > row.start else left
        if row.kind == "milestone":
            yield marks.diamond(self._point(row.finish) + shift, middle, **look)
            return
        if row.kind == "summary":
            yield marks.bracket(left, right, y + 3, **look)
            if done > left and row.active:
                yield marks.rectangle((left, y + 4, done - left, 1.4), marks.TASK)
            return
        height = 7.4 if row.baseline else 8.4
        top = y + 2.4 if row.baseline else y + 3.3
        pieces = [tuple(x + shift for x in self._bounds(a, b)) for a, b in row.pieces if b > a]
        if len(pieces) > 1:
            edge = marks.CRITICAL_EDGE if row.critical else marks.TASK_EDGE
            yield marks.lines(
                [(pieces[0][0], top + height / 2, pieces[-1][1], top + height / 2)], edge, 0.8, "1.5 1.5"
            )
        for a, b in pieces:
            yield marks.bar(a, b, top, height, **look)
            if done > a and row.active:
                yield marks.progress(a, min(b, done), top + height / 2, critical=row.critical)

    # ---- text

    def _lines(self, sheet: Sheet) -> Iterator[Line]:
        dates, edge = self._dates(), self.layout.width - MARGIN
        room = edge - MARGIN - width(dates, SIZES["note"]) - 20
        yield self._text(MARGIN, MARGIN - 2, "title", fitted(self.title, room, SIZES["title"]))
        yield self._at_right(edge, MARGIN + 4, "note", dates)
        for name, left, right in sheet.columns:
            yield from self._cell(name, say(name, self.language), "head", (left, right, TOP, TOP + HEAD))
        for tier, y in ((self.major, TOP), (self.minor, TOP + TIER)):
            yield from self._tier(tier, sheet, y)
        for k in range(sheet.first, sheet.last):
            yield from self._row(self.rows[k], sheet, TOP + HEAD + ROW * (k - sheet.first))
        yield from self._legend_words()
        y = self.layout.height - MARGIN - 9
        yield self._at_right(edge, y, "note", f"{sheet.number}/{sheet.count}")

    def _dates(self) -> str:
        if self.note:
            return self.note
        done = self.book.done
        told = f"{short_date(done.start, self.language)} – {short_date(done.finish, self.language)}"
        status = done.plan.project.status_date
        if status is not None:
            told += f"    {say('status', self.language)}: {short_date(status, self.language)}"
        return told

    def _tier(self, tier: Sequence[Cell], sheet: Sheet, y: float) -> Iterator[Line]:
        for left, right, label in self._cells_of(tier, sheet):
            room = right - left - 2
            wide = width(label, SIZES["tier"])
            if wide <= room + 1:
                x = left + 3 if tier is self.major else (left + right - wide) / 2
                yield self._text(min(x, right - wide), y + (TIER - SIZES["tier"]) / 2, "tier", label)

    def _row(self, row: Row, sheet: Sheet, y: float) -> Iterator[Line]:
        style = "cell" if row.active else "idle"
        if row.kind == "summary" and row.active:
            style = "strong"
        for name, left, right in sheet.columns:
            indent = min(INDENT * row.depth, (right - left) / 2) if name == "name" else 0
            yield from self._cell(name, row.cells[name], style, (left + indent, right, y, y + ROW))
        if (beside := self._beside(row, sheet)) is not None:
            x, text = beside
            yield self._text(x, y + (ROW - SIZES["label"]) / 2, "label", text)

    def _cell(
        self, name: Column, text: str, style: str, box: tuple[float, float, float, float]
    ) -> Iterator[Line]:
        left, right, top, bottom = box
        size = SIZES[style]
        text = fitted(text, right - left - 6, size)
        if text:
            x = right - 3 - width(text, size) if name in RIGHT_ALIGNED else left + 3
            yield self._text(x, (top + bottom - size) / 2, style, text)

    def _beside(self, row: Row, sheet: Sheet) -> tuple[float, str] | None:
        """Return what stands right of a bar, or left of a milestone when there is no room, and where."""
        if row.start < 0 or not row.label:
            return None
        size = SIZES["label"]
        left, right = (x + sheet.left - sheet.begin for x in self._ends(row))
        if not sheet.left - 1 <= right <= sheet.right + 1:
            return None
        room = sheet.right - right - 6
        wide = width(row.label, size)
        if wide > room and row.kind == "milestone" and left - sheet.left > room:
            text = fitted(row.label, left - sheet.left - 6, size)
            return left - 4 - width(text, size), text
        if room > 4 * size or wide <= room:
            return right + 4, fitted(row.label, min(room, LABEL), size)
        return None

    def _text(self, x: float, y: float, style: str, text: str) -> Line:
        return round(x, 1), round(y, 1), style, text

    def _at_right(self, right: float, y: float, style: str, text: str) -> Line:
        return self._text(right - width(text, SIZES[style]), y, style, text)

    # ---- legend

    def _legend(self) -> Iterator[tuple[str, float]]:
        """Yield what the legend explains, and where: only what the chart can show."""
        shown = ["task", "progress", "critical", "summary", "milestone"]
        shown += ["baseline"] if any(row.baseline for row in self.rows) else []
        shown += ["deadline"] if any(row.deadline >= 0 for row in self.rows) else []
        shown += ["status"] if self.book.done.plan.project.status_date is not None else []
        shown += ["today"] if self.today is not None else []
        x = MARGIN
        for name in shown:
            yield name, x
            x += 26 + width(say(name, self.language), SIZES["note"]) + 14

    def _legend_marks(self) -> Iterator[str]:
        y = self.layout.height - MARGIN - FOOT / 2
        for name, x in self._legend():
            yield _legend_mark(name, x, y)

    def _legend_words(self) -> Iterator[Line]:
        y = self.layout.height - MARGIN - FOOT / 2 + (ROW - SIZES["note"]) / 2
        for name, x in self._legend():
            yield self._text(x + 26, y, "note", say(name, self.language))


def _legend_mark(name: str, x: float, y: float) -> str:
    middle = y + ROW / 2
    plain = {"critical": False, "active": True}
    match name:
        case "task":
            return marks.bar(x, x + 20, y + 3.3, 8.4, **plain)
        case "progress":
            return marks.bar(x, x + 20, y + 3.3, 8.4, **plain) + marks.progress(
                x, x + 13, middle, critical=False
            )
        case "critical":
            return marks.bar(x, x + 20, y + 3.3, 8.4, critical=True, active=True)
        case "summary":
            return marks.bracket(x, x + 20, y + 3, **plain)
        case "milestone":
            return marks.diamond(x + 12, middle, **plain)
        case "baseline":
            return marks.rectangle((x, middle - 1, 20, 2.2), marks.BASELINE)
        case "deadline":
            return marks.deadline(x + 12, y + 1, missed=False)
    colour, dash = (marks.STATUS, "5 2") if name == "status" else (marks.TODAY, "1.5 1.5")
    return marks.lines([(x, middle, x + 20, middle)], colour, 1.1, dash)
