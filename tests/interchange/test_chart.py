"""The chart on paper: what it says, how it is cut into sheets, and that a name is never more than a name."""

import io
import struct
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from uptake.engine.calendars import Calendar, CalendarException
from uptake.engine.instants import DAY, HORIZON
from uptake.engine.plan import Assignment, Constraint, Link, LinkType, Plan, Project, Resource, Task
from uptake.engine.scheduling import Schedule, schedule
from uptake.interchange import chart as package
from uptake.interchange.chart import chart, marks
from uptake.interchange.chart.lettering import fitted, one_line, width
from uptake.interchange.chart.pages import IMAGE_PIXELS, IMAGE_ROWS
from uptake.interchange.chart.routes import route
from uptake.interchange.chart.timescale import choose
from uptake.interchange.errors import ChartTooLarge
from uptake.interchange.files import read_bytes, write_bytes

MONDAY = 15044 * DAY + 4800
"""Monday 10 March 2025, 8 o'clock."""
HOSTILE = (
    '#panic("no")',
    '#import "@preview/cetz:0.3.0"',
    "*bold* _it_ $x^2$ `raw` @label <tag> \\ // /* ~ ---",
    "\"quoted\" 'single' {{braces}} [content] ]]]} #}",
    "</svg><image href='file:///etc/passwd'/>",
    "line\nbreak\tand\0nul\u202ereversed",
    "\ud800 lone",
    "x" * 5000,
)


def schedule_of(count: int, **facts: object) -> Schedule:
    tasks = [Task(uid=k, id=k, name=f"Task {k} 任务", duration=4800 * (k % 4)) for k in range(1, count + 1)]
    links = [Link(uid=k, pred=k, succ=k + 1) for k in range(1, count) if k % 50]
    return schedule(Plan.build(Project(start=MONDAY, name="Roll-out 上线", **facts), tasks, links))  # type: ignore[arg-type]


def sheets(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Task name Duration Critical"), ("zh", "任务名称 工期 关键 里程碑")]
)
def test_a_sheet_says_names_and_legend(language: str, words: str) -> None:
    (said,) = sheets(chart(schedule_of(9), language=language))  # type: ignore[arg-type]
    for text in (*words.split(), "Roll-out 上线", "Task 3 任务", "Task 4 任务", "1/1"):
        assert text in said


def test_sheets_tile_rows_and_time_and_repeat_names() -> None:
    done = schedule_of(100)
    told = sheets(chart(done, paper="a4", scale="days"))
    rows = [k for k in range(1, 101) if f"Task {k} 任务" in told[0]]
    across = sum("Task 1 任务" in page for page in told)
    assert across > 1
    assert len(told) == across * -(-100 // len(rows))
    for number, page in enumerate(told, 1):
        assert f"{number}/{len(told)}" in page
        assert "Task name" in page
        assert "Roll-out" in page
        assert ("Duration" in page) == (number % across == 1)
    assert all(any(f"Task {k} 任务" in page for page in told) for k in range(1, 101))


def test_a_name_is_never_markup() -> None:
    tasks = [Task(uid=k, name=name, notes=name) for k, name in enumerate(HOSTILE, 1)]
    people = [Resource(uid=k, name=name) for k, name in enumerate(HOSTILE, 1)]
    work = [Assignment(uid=k, task=k, resource=k) for k in range(1, len(HOSTILE) + 1)]
    plan = Plan.build(Project(start=MONDAY, name=HOSTILE[0]), tasks, resources=people, assignments=work)
    said = sheets(chart(schedule(plan)))[0]
    assert said.count('#panic("no")') == 3
    assert "*bold* _it_ $x^2$ `raw`" in said
    assert chart(schedule(plan), format="png", title="\\#*$")[:4] == b"\x89PNG"


def test_the_template_takes_nothing_from_anywhere() -> None:
    template = Path(package.__file__).with_name("chart.typ").read_text(encoding="utf-8")
    assert not any(word in template for word in ("@preview", "#import", "#include", "read(", "eval("))


def test_the_same_plan_makes_the_same_bytes() -> None:
    assert chart(schedule_of(5)) == chart(schedule_of(5))


def test_a_picture_is_the_whole_chart_within_bounds() -> None:
    wide, high = size(chart(schedule_of(12), format="png"))
    assert 1000 < wide <= IMAGE_PIXELS
    assert 300 < high < 1000
    wide, high = size(chart(schedule_of(IMAGE_ROWS), format="png"))
    assert max(wide, high) <= IMAGE_PIXELS
    assert high > 5000


def test_a_picture_of_a_large_plan_shows_its_upper_levels() -> None:
    tasks = [Task(uid=k, id=k, parent=None if k % 10 == 1 else k - (k - 1) % 10) for k in range(1, 2001)]
    done = schedule(Plan.build(Project(start=MONDAY), tasks))
    _, high = size(chart(done, format="png"))
    _, of_phases = size(chart(schedule_of(200), format="png"))
    assert high == of_phases


def test_bounds_hold_for_hostile_plans() -> None:
    late = Task(uid=1, constraint=Constraint.SNET, constraint_date=HORIZON - 300 * DAY)
    long = schedule(Plan.build(Project(start=MONDAY), [late, Task(uid=2)]))
    assert len(sheets(chart(long))) < 10
    with pytest.raises(ChartTooLarge):
        chart(long, scale="days", paper="a4")
    with pytest.raises(ChartTooLarge):
        chart(long, scale="days", format="png")


def test_odd_plans_can_be_drawn() -> None:
    assert len(sheets(chart(schedule(Plan.build(Project(start=0), []))))) == 1
    never = Calendar(1, week=((),) * 7)
    plan = Plan.build(
        Project(start=MONDAY, status_date=0),
        [
            Task(uid=1, duration=0, deadline=MONDAY - 30 * DAY),
            Task(uid=2, active=False),
            Task(uid=3, percent=50, actual_start=MONDAY, stop=MONDAY + 100, resume=MONDAY + 5 * DAY),
            Task(uid=4, duration=9600, pieces=((0, 4800), (9600, 14400))),
            Task(uid=5),
            Task(uid=6, parent=5, percent=100),
        ],
        [Link(uid=k, pred=4, succ=6, type=kind) for k, kind in enumerate(LinkType, 1)],
    )
    base = {1: (0, 0), 4: (MONDAY, MONDAY + DAY), 99: (5, 6)}
    assert chart(schedule(plan), baseline=base, today=HORIZON - 1, columns=("name",), scale="months")
    assert chart(schedule(plan), columns=(), format="png")
    milestones = Plan.build(Project(start=MONDAY), [Task(uid=1, duration=0)], calendars=[never])
    assert chart(schedule(milestones))


def test_columns_can_be_chosen() -> None:
    done = schedule_of(5)
    said = sheets(chart(done, columns=("id", "name", "predecessors", "resources")))[0]
    assert "Predecessors" in said
    assert "Duration" not in said


def test_days_off_are_shaded() -> None:
    day = MONDAY // DAY + 2
    off = Calendar(1, exceptions=(CalendarException(day, day),))
    plan = Plan.build(Project(start=MONDAY), [Task(uid=1, duration=4 * 4800)], calendars=[off])
    from uptake.interchange.chart import drawing  # noqa: PLC0415 - the one test that looks inside
    from uptake.interchange.chart.pages import paged  # noqa: PLC0415 - as above
    from uptake.interchange.chart.rows import COLUMNS, Book  # noqa: PLC0415 - as above

    book = Book(schedule(plan), "en", None)
    rows = book.rows(COLUMNS)
    layout = paged(rows, (MONDAY, MONDAY + 9 * DAY), paper="a3", scale="days", columns=COLUMNS, language="en")
    drawn = drawing._Drawing(book, rows, layout, title="", note="", today=None)
    x = layout.scale.x
    assert (x(day * DAY), x((day + 1) * DAY)) in drawn.off


@pytest.mark.parametrize(
    ("days", "unit"), [(20, "days"), (150, "weeks"), (700, "months"), (3000, "quarters"), (9000, "years")]
)
def test_the_finest_scale_that_fits_is_taken(days: int, unit: str) -> None:
    scale = choose((MONDAY, MONDAY + days * DAY), 700, "auto", "en")
    assert scale.unit.name == unit
    assert scale.width <= 700.01
    for tier in (scale.minor(), scale.major()):
        assert tier[0].left == 0
        assert all(a.right == b.left for a, b in pairwise(tier))
        assert abs(tier[-1].right - scale.width) < 0.01
    assert scale.x(MONDAY) > 0


def test_links_go_out_and_in_at_the_ends_they_tie() -> None:
    above, below = (10.0, 50.0, 100.0), (60.0, 90.0, 130.0)
    assert route(LinkType.FS, above, below, 15)[-1] == (63, 125.5)
    assert route(LinkType.FS, below, above, 15)[-1] == (10, 100)
    assert route(LinkType.SS, above, below, 15)[0] == (10, 100)
    assert route(LinkType.FF, above, below, 15)[-1] == (90, 130)
    assert route(LinkType.SF, above, below, 15)[-1] == (90, 130)
    for kind in LinkType:
        for a, b in ((above, below), (below, above)):
            corners = route(kind, a, b, 15)
            assert all(p[0] == q[0] or p[1] == q[1] for p, q in pairwise(corners))


def test_critical_is_told_by_more_than_colour() -> None:
    plain, critical = (marks.bar(0, 10, 0, 8, critical=one, active=True) for one in (False, True))
    assert 'stroke-width="0.5"' in plain
    assert 'stroke-width="1.2"' in critical


def test_text_is_cut_to_its_room() -> None:
    for text in ("Integration test", "集成测试第一轮", "mixed 混合 text"):
        assert width(fitted(text, 30, 8), 8) <= 30
    assert one_line("a\x00b\u202ec") == "a b c"


def test_a_file_becomes_a_chart() -> None:
    document = read_bytes(b"Task Name,Duration,Predecessors\nDig #1,2d,\nPour,1d,1\n").document
    data, losses = write_bytes(document, "pdf", language="zh")
    assert "Dig #1" in sheets(data)[0]
    assert losses == ()
    assert write_bytes(document, "png")[0][:4] == b"\x89PNG"
