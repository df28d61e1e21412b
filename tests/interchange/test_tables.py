"""Plans as tables: what is recognised, what comes back, what is refused, what is said about the rest."""

import csv
import io
import os
import time
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import MSPROJECT, needs_shared_data
from uptake.engine.scheduling import schedule
from uptake.interchange import files, tables
from uptake.interchange.corpus import entries, load
from uptake.interchange.errors import FileTooLarge, TableTooLarge, UnreadableFile, UnsafeFile
from uptake.interchange.neutral import to_plan
from uptake.interchange.sheets.sheet import Limits, Sheet, quoted, unquoted
from uptake.interchange.tables import cells, delimited, workbook
from uptake.interchange.tables.headings import HEADINGS, recognised
from uptake.interchange.tables.incoming import document_of

ENGLISH = """\
ID,Outline Level,Task Name,Duration,Start,Finish,Predecessors,Resource Names,% Complete,\
Constraint Type,Constraint Date,Deadline,Notes
1,1,Build,,,,,,,,,,
2,2,Dig,2d,2025-03-03,2025-03-04,,Ann[50%];Li Lei,50%,,,,"two
lines"
3,2,Pour,3 工作日,,,2FS+1d,"Smith, John;",0,Must Finish On,31/03/2025,2025-04-01,
4,1,Done,0d,,,3;2SS+50%,,,,,,
"""
CHINESE = """\
标识号;大纲级别;任务名称;工期;开始时间;完成时间;前置任务;资源名称;完成百分比
1;1;准备;3天;2025年3月3日;2025/3/5;;张三[50%];
2;1;实施;1周;;;1完成-开始+2工作日;张三、李四;25%
"""


def read(text, encoding="utf-8"):
    return tables.read_table(text.encode(encoding))


def dates(document):
    done = schedule(to_plan(document))
    return {task.uid: (done.of(task.uid).start, done.of(task.uid).finish) for task in done.plan.tasks}


def names(document):
    return [row["name"] for row in document["tasks"]]


def test_an_english_table():
    result = read(ENGLISH)
    build, dig, pour, done = result.document["tasks"]
    assert result.problems == ()
    assert (build["summary"], dig["parent"], done["parent"]) == (True, 1, None)
    assert dig["notes"] == "two\nlines"
    assert dig["percent_complete"] == 50
    assert dig["duration"] == {"v": 2, "u": "DAYS", "min": 960}
    assert (pour["constraint"], pour["constraint_date"]) == ("MUST_FINISH_ON", "2025-03-31T17:00:00")
    assert pour["deadline"] == "2025-04-01T17:00:00"
    assert done["milestone"]
    assert [row["name"] for row in result.document["resources"]] == ["Ann", "Li Lei", "Smith, John"]
    assert [(row["pred"], row["succ"], row["type"], row["lag"]["v"]) for row in result.document["links"]] == [
        (2, 3, "FS", 1),
        (3, 4, "FS", 0),
        (2, 4, "SS", 50),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_a_chinese_table_in_any_encoding(encoding):
    result = read(CHINESE, encoding)
    assert names(result.document) == ["准备", "实施"]
    first, second = result.document["tasks"]
    assert first["expected"]["start"] == "2025-03-03T08:00:00"
    assert first["expected"]["finish"] == "2025-03-05T17:00:00"
    assert second["duration"]["min"] == 2400
    assert result.document["links"][0]["lag"] == {"v": 2, "u": "DAYS", "min": 960}
    assert [row["name"] for row in result.document["resources"]] == ["张三", "李四"]
    assert result.document["assignments"][0]["units"] == 50


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(ENGLISH)))
    assert names(read(out.getvalue()).document) == ["Build", "Dig", "Pour", "Done"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_written_is_read_back(kind, language):
    before = read(ENGLISH).document
    data, losses = tables.write_table(before, kind, language=language)
    after = tables.read_table(data)
    assert after.problems == ()
    assert names(after.document) == names(before)
    assert after.document["links"] == before["links"]
    assert dates(after.document) == dates(before)
    kept = {"parent", "duration", "constraint", "constraint_date", "deadline", "notes", "percent_complete"}
    for one, other in zip(after.document["tasks"], before["tasks"], strict=True):
        assert {name: one.get(name) for name in kept} == {name: other.get(name) for name in kept}
    assert not any(loss.object in {"task", "link"} for loss in losses)


def test_calendars_and_project_survive_in_a_workbook():
    before = read(ENGLISH).document
    before["calendars"].append(
        {
            "uid": 7,
            "name": "夜班",
            "parent": 1,
            "week": [None, [[0, 240], [1200, 1440]], [], None, None, None, []],
            "exceptions": [{"from": "2025-03-04", "to": "2025-03-05", "hours": [], "name": "Holiday"}],
            "work_weeks": [
                {"from": "2025-04-01", "to": "2025-04-07", "week": [[[480, 720]]] * 7, "name": None}
            ],
        }
    )
    before["project"] |= {"default_calendar": 7, "title": "工程", "minutes_per_day": 420}
    after = tables.read_table(tables.write_table(before, "xlsx", language="zh")[0]).document
    night = next(row for row in after["calendars"] if row["name"] == "夜班")
    assert (night["week"], night["exceptions"]) == (
        before["calendars"][1]["week"],
        before["calendars"][1]["exceptions"],
    )
    assert night["work_weeks"][0]["week"] == [[[480, 720]]] * 7
    assert after["project"]["default_calendar"] == night["uid"]
    assert (after["project"]["title"], after["project"]["minutes_per_day"]) == ("工程", 420)


def test_a_cell_that_is_not_understood_is_named():
    result = read("Task Name,Duration,Predecessors,Start\nDig,5 dyas,9,soon\n")
    assert [(one.cell, one.heading, one.text, one.reason) for one in result.problems] == [
        ("B2", "Duration", "5 dyas", "duration"),
        ("D2", "Start", "soon", "date"),
        ("C2", "Predecessors", "9", "no_such_task"),
    ]
    told = [one for one in result.losses if one.code == "not_understood"]
    assert [(one.object, one.field, one.reason, one.detail) for one in told] == [
        ("task", "duration", "duration", "B2 '5 dyas'"),
        ("task", "expected.start", "date", "D2 'soon'"),
        ("link", "", "no_such_task", "C2 '9'"),
    ]


def test_columns_that_are_not_known_are_named():
    losses = read("Task Name,Colour,Task Name,Empty\nDig,red,Pour,\n").losses
    assert [(loss.object, loss.field, loss.count) for loss in losses if loss.code == "not_read"] == [
        ("column", "Colour", 1),
        ("column", "Task Name", 1),
    ]


def test_without_constraints_a_start_holds_tasks_that_nothing_else_holds():
    result = read("ID,Task Name,Duration,Start,Predecessors\n1,Dig,1d,2025-03-05,\n2,Pour,1d,2025-03-20,1\n")
    dig, pour = result.document["tasks"]
    assert (dig["constraint"], dig["constraint_date"]) == ("START_NO_EARLIER_THAN", "2025-03-05T08:00:00")
    assert pour["constraint"] == "AS_SOON_AS_POSSIBLE"
    assert ("concluded", "constraint", 1) in [(one.code, one.field, one.count) for one in result.losses]


def test_a_duration_is_concluded_from_start_and_finish():
    task = read("Task,Start,Finish\nDig,2025-03-03,2025-03-07\n").document["tasks"][0]
    assert task["duration"] == {"v": 5, "u": "DAYS", "min": 2400}


@pytest.mark.parametrize(
    "text",
    [
        "WBS,Task Name\n1,A\n1.1,B\n1.1.1,C\n2,D\n",
        "Task Name,Duration\nA,\n   B,\n      C,\nD,\n",
        "Outline Level,Name\n1,A\n2,B\n3,C\n1,D\n",
    ],
)
def test_the_outline_is_found(text):
    rows = read(text).document["tasks"]
    assert [row["parent"] for row in rows] == [None, 1, 2, None]
    assert [row["name"] for row in rows] == list("ABCD")


def test_a_table_without_dates_starts_today():
    result = document_of([Sheet("", [["Task Name"], ["Dig"]])], today=datetime(2025, 3, 3, 9))
    assert result.document["project"]["start"] == "2025-03-03T08:00:00"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2025-03-03", "2025-03-03T08:00:00"),
        ("2025-03-03T09:30:15", "2025-03-03T09:30:15"),
        ("2025年3月3日 下午2:05", "2025-03-03T14:05:00"),
        ("2025/3/3 周一 9:00", "2025-03-03T09:00:00"),
        ("Mon 3/3/25", "2025-03-03T08:00:00"),
        ("Mon 03/03/25 5:00 PM", "2025-03-03T17:00:00"),
        ("31.03.2025", "2025-03-31T08:00:00"),
        ("3 Mar 2025 12:00 AM", "2025-03-03T00:00:00"),
        ("March 3, 2025", "2025-03-03T08:00:00"),
        (45719, "2025-03-03T08:00:00"),
        (45719.75, "2025-03-03T18:00:00"),
        (datetime(2025, 3, 3), "2025-03-03T00:00:00"),
    ],
)
def test_dates(cell, expected):
    assert cells.when(cell, "08:00") == expected


@pytest.mark.parametrize(
    "cell", ["soon", "2025-13-01", "2025-02-30", "1066-10-14", "3000-01-01", 1e12, "", "25"]
)
def test_what_is_no_date(cell):
    with pytest.raises(cells.BadCell):
        cells.when(cell, "08:00")


@pytest.mark.parametrize(
    ("text", "day_first"), [("31/3/2025", True), ("3/31/2025", False), ("3/4/2025", None)]
)
def test_day_or_month_first(text, day_first):
    assert cells.order_of(text) is day_first


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-x", "@cmd", "'quoted", "'=x", "\ttab", '=HYPERLINK("x")']
)
def test_no_text_becomes_a_formula(text):
    before = read("Task Name,Notes\nDig,\n").document
    before["tasks"][0]["notes"] = text
    plain = tables.write_table(before, "csv")[0].decode("utf-8-sig")
    assert not any(
        cell[:1] in tuple("=+-@\t") for row in csv.reader(io.StringIO(plain)) for cell in row if cell
    )
    book = openpyxl.load_workbook(io.BytesIO(tables.write_table(before, "xlsx")[0]))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)
    for kind in ("csv", "xlsx"):
        again = tables.read_table(tables.write_table(before, kind)[0]).document
        assert again["tasks"][0]["notes"] == text


@given(st.text(max_size=40))
def test_quoting_is_undone(text):
    assert unquoted(quoted(text)) == text


@given(st.lists(st.lists(st.text(max_size=12), max_size=len(HEADINGS)), max_size=6), st.randoms())
def test_any_cells_under_known_headings_are_read(rows, random):
    head = [heading.english for heading in HEADINGS]
    random.shuffle(head)
    document = document_of([Sheet("", [head, *rows])]).document
    assert len({row["uid"] for row in document["tasks"]}) == len(document["tasks"])


@pytest.mark.parametrize("heading", HEADINGS, ids=lambda heading: heading.field)
def test_every_heading_is_recognised(heading):
    for word in (heading.english.upper(), f" {heading.chinese} ", *heading.aliases):
        assert recognised(word) is heading


def archive(members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return packed.getvalue()


WORKBOOK = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"xl/media/a.bin": b"\0" * 40_000_000}, UnsafeFile),
        ({f"xl/{n}.xml": "" for n in range(1_001)}, UnsafeFile),
        ({"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, UnsafeFile),
        ({"xl/styles.xml": "<!DOCTYPE a><a/>".encode("utf-16")}, UnsafeFile),
        ({}, UnreadableFile),
    ],
)
def test_hostile_workbooks_are_refused(members, error):
    with pytest.raises(error):
        tables.read_table(archive({**WORKBOOK, **members}))


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "LIMITS", Limits(unpacked=1_000))
    with pytest.raises(FileTooLarge):
        tables.read_table(archive({**WORKBOOK, "xl/a.bin": os.urandom(2_000)}))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_too_many_rows_are_refused(monkeypatch, kind):
    document = read("Task Name\n" + "Dig\n" * 30).document
    data = tables.write_table(document, kind)[0]
    monkeypatch.setattr(workbook, "LIMITS", Limits(rows=20))
    monkeypatch.setattr(delimited, "LIMITS", Limits(rows=20))
    with pytest.raises(TableTooLarge):
        tables.read_table(data)


def test_a_cell_that_is_too_long_is_named():
    result = read(f"Task Name,Notes\nDig,{'x' * 40_000}\n")
    assert result.problems[0].reason == "too_long"
    assert result.document["tasks"][0].get("notes") is None


def test_predecessors_that_are_too_long_are_named_and_left_out():
    result = read(f"Task Name,Predecessors\nDig,{'1;' * 20_000}\n")
    assert [one.reason for one in result.problems] == ["too_long"]
    assert result.document["links"] == []


def test_a_table_without_task_names_is_refused():
    book = openpyxl.Workbook()
    book.active.append(["Colour", "Size"])
    packed = io.BytesIO()
    book.save(packed)
    with pytest.raises(UnreadableFile) as caught:
        tables.read_table(packed.getvalue())
    assert caught.value.reason == "no_tasks"


@pytest.mark.parametrize(
    "data", [b"<Project/>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"hello, world", b"\0" * 50, b""]
)
def test_what_is_no_table_is_left_to_the_others(data):
    assert tables.table_format(data) is None


@pytest.mark.parametrize("name", ["plan.csv", "plan.xlsx"])
def test_tables_go_through_the_front_door(tmp_path, name):
    files.write(read(ENGLISH).document, tmp_path / name)
    assert names(files.read(tmp_path / name).document) == ["Build", "Dig", "Pour", "Done"]


@needs_shared_data
def test_the_corpus_survives_a_workbook():
    """Splits, contours and several assignments on a task aside, a plan keeps its dates."""
    beyond = {"split", "contour", "multi_assignment", "overtime", "summary_assignment", "in_progress"}
    changed = []
    for entry in entries(MSPROJECT):
        if beyond & set(entry.features):
            continue
        before = load(entry, "json")
        after = tables.read_table(tables.write_table(before, "xlsx")[0]).document
        told = {uid: at for uid, at in dates(before).items() if uid != 0}
        if any(dates(after).get(uid) != at for uid, at in told.items()):
            changed.append(entry.name)
    assert len(changed) <= 3, changed


def test_every_column_is_documented():
    page = Path(__file__).parents[2] / "docs" / "reference" / "table-columns.md"
    text = page.read_text(encoding="utf-8")
    for heading in HEADINGS:
        aliases = ", ".join(heading.aliases)
        names = f"| {heading.english} | {heading.chinese} | `{heading.field}` |"
        assert f"{names} {heading.kind.value} | {aliases} |" in text


def test_a_date_that_binds_nothing_does_not_start_the_project():
    """A constraint may be years older than the plan, and hold nothing any more."""
    found = read(
        "ID,Task Name,Duration,Start,Constraint Type,Constraint Date\n"
        "1,Call,1d,2025-03-03,Start No Earlier Than,2023-07-15\n"
        "2,Visit,1d,2025-03-04,,\n"
    )
    assert found.document["project"]["start"].startswith("2025-03-03")


@pytest.mark.parametrize(
    ("constraint", "date", "meant"),
    [
        ("Finish No Later Than", "2025-01-10", "2025-01-10T17:00:00"),
        ("Finish No Later Than", "2025-01-10 08:00", "2025-01-10T08:00:00"),
        ("Start No Earlier Than", "2025-01-10", "2025-01-10T08:00:00"),
    ],
)
def test_a_constraint_date_without_a_time_is_the_end_of_the_day_for_a_finish(constraint, date, meant):
    head = "ID,Task Name,Duration,Start,Constraint Type,Constraint Date"
    (task,) = read(f"{head}\n1,A,5d,2025-01-06,{constraint},{date}\n").document["tasks"]
    assert task["constraint_date"] == meant


@pytest.mark.parametrize(
    "text", ["a" + " " * 30_000 + "b", "a [" * 10_000, "[" * 30_000, "Li Wei" + " " * 30_000 + "[50%]"]
)
def test_long_lists_of_resources_are_read_at_once(text: str) -> None:
    began = time.perf_counter()
    tables.read_table(f'Name,Resource Names\nDig,"{text}"\n'.encode())
    assert time.perf_counter() - began < 2
