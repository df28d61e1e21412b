"""Tables of any content: every filled cell comes in, no text goes out as a formula, and size is bounded."""

import contextlib
import csv
import io
import math
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared_data import SHARED_DATA, needs_shared_data
from uptake.interchange.errors import (
    EmptyFile,
    FileTooLarge,
    InterchangeError,
    NoTable,
    TableTooLarge,
    UnreadableFile,
    UnsafeFile,
    UnsupportedFormat,
    UnwritableDocument,
)
from uptake.interchange.sheets import (
    Cut,
    Limits,
    Sheet,
    read_tables,
    read_tables_bytes,
    write_table,
    write_table_bytes,
)
from uptake.interchange.sheets.sheet import LONGEST, header_of

DAY = date(2026, 5, 4)
ROWS = [
    ["编号", "Risk", "Score", "Due", "Seen", "At", "Open", "Share"],
    ["R-007", "Late data", 12, DAY, datetime(2026, 5, 4, 9, 30), time(9, 30), True, 0.25],
    [None, "=1+1", -3, None, None, None, False, 1e-9],
    [],
    ["", "#N/A", 10**14],
]


def packed(change, **options):
    book = openpyxl.Workbook(**options)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(rows, change=lambda sheet: None):
    def fill(book):
        for row in rows:
            book.active.append(row)
        change(book.active)

    return packed(fill)


def edited(data, name, change):
    """Return a workbook with one of its files changed, as no program of ours would write it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            content = source.read(info)
            target.writestr(info, change(content.decode()).encode() if info.filename == name else content)
    return out.getvalue()


SHEET1 = "xl/worksheets/sheet1.xml"
REGISTER = sheet_of(ROWS, lambda sheet: sheet.merge_cells("A1:B1"))


def test_a_workbook_comes_back_as_it_was(tmp_path):
    assert write_table(tmp_path / "a.xlsx", [Sheet("Risks", ROWS), Sheet("空", [])]) == ()
    risks, empty = read_tables(tmp_path / "a.xlsx")
    assert risks.rows == [*ROWS[:4], [None, "#N/A", 10**14]]
    assert [[type(cell) for cell in row] for row in risks.rows[:3]] == [
        [type(c) for c in row] for row in ROWS[:3]
    ]
    assert (risks.name, risks.header, risks.headings, empty.name, empty.rows) == (
        "Risks", 0, tuple(ROWS[0]), "空", [],
    )  # fmt: skip
    assert risks.records == risks.rows[1:]


def test_delimited_text_comes_back_as_texts(tmp_path):
    write_table(tmp_path / "a.csv", [Sheet("", ROWS)])
    [sheet] = read_tables(tmp_path / "a.csv")
    assert sheet.rows[:3] == [
        ROWS[0],
        ["R-007", "Late data", "12", "2026-05-04", "2026-05-04 09:30", "09:30:00", "TRUE", "0.25"],
        [None, "=1+1", "-3", None, None, None, "FALSE", "1e-09"],
    ]
    assert (sheet.header, sheet.first) == (0, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(encoding, delimiter):
    rows = [
        ["编号", "名称; 说明", "备注"],
        ["1", "数据, 迟到", "两\n行"],
        ["2", "a|b", "c"],
        ["3", None, "d;e,f"],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([cell or "" for cell in row] for row in rows)
    [sheet] = read_tables_bytes(out.getvalue().encode(encoding))
    assert sheet.rows == rows


def test_a_line_that_names_the_delimiter_is_no_row():
    [sheet] = read_tables_bytes(b"sep=;\r\na,b,c;d,e,f\r\n1;2\r\n")
    assert (sheet.rows, sheet.first) == ([["a,b,c", "d,e,f"], ["1", "2"]], 2)


def test_one_column_without_any_delimiter():
    [sheet] = read_tables_bytes("风险\n数据迟到\n".encode())
    assert sheet.rows == [["风险"], ["数据迟到"]]


def test_formulas_give_their_stored_values_and_those_without_are_named():
    data = sheet_of([["a", "b", "c"], [1, "=A2*2", "=A2*3"]])
    data = edited(data, SHEET1, lambda xml: xml.replace("<f>A2*2</f><v />", "<f>A2*2</f><v>2</v>").replace(
        "<f>A2*2</f><v></v>", "<f>A2*2</f><v>2</v>"))  # fmt: skip
    data = edited(
        data, SHEET1, lambda xml: re.sub(r"(<f>A2\*3</f>)<v ?/>|(<f>A2\*3</f>)<v></v>", r"\1\2", xml)
    )
    [sheet] = read_tables_bytes(data)
    assert sheet.rows[1] == [1, 2]
    assert sheet.unknown == ((1, 2),)


def test_a_formula_whose_result_is_an_empty_text_is_known():
    data = edited(sheet_of([["a"], ['=""']]), SHEET1, lambda xml: re.sub(
        r'<c r="A2"[^>]*>.*?</c>', '<c r="A2" t="str"><f>""</f><v></v></c>', xml))  # fmt: skip
    [sheet] = read_tables_bytes(data)
    assert (sheet.rows, sheet.unknown) == ([["a"]], ())


def test_hidden_sheets_are_told():
    def fill(book):
        book.active["A1"] = "seen"
        book.create_sheet("lists")["B2"] = "not seen"
        book["lists"].sheet_state = "hidden"
        book.create_sheet("deep").sheet_state = "veryHidden"

    sheets = read_tables_bytes(packed(fill))
    assert [(one.name, one.hidden) for one in sheets] == [("Sheet", False), ("lists", True), ("deep", True)]
    assert sheets[1].rows == [[], [None, "not seen"]]


def test_merged_headings_are_filled_and_tell_columns_apart():
    def merge(sheet):
        for area in ("A1:H1", "A3:A4", "B3:B4", "C3:E3", "F3:H3", "A6:A7"):
            sheet.merge_cells(area)

    rows = [
        ["Risk register"],
        [],
        ["ID", "Risk", "Inherent", None, None, "Residual"],
        [None, None, "P", "I", "Score", "P", "I", "Score"],
        ["R-1", "Late data", 3, 4, 12, 2, 4, 8],
        ["R-2", "x"],
        [None, "y"],
    ]
    [sheet] = read_tables_bytes(sheet_of(rows, merge))
    assert sheet.header == 3
    assert sheet.headings == (
        "ID", "Risk", "Inherent P", "Inherent I", "Inherent Score", "Residual P", "Residual I", "Residual Score",
    )  # fmt: skip
    # Below the headings, an empty cell of a merged area stays empty: a number in it would be counted twice.
    assert sheet.rows[6] == [None, "y"]


def test_equal_headings_under_a_title_stay_equal():
    rows = [["Costs"], ["Item", "Cost", "Cost"], ["a", 1, 2]]
    [sheet] = read_tables_bytes(sheet_of(rows, lambda sheet: sheet.merge_cells("A1:C1")))
    assert sheet.headings == ("Item", "Cost", "Cost")


def test_many_merged_areas_over_one_another_take_no_time():
    area = '<mergeCell ref="A1:XFD1048576"/>'
    data = edited(sheet_of([["a", "b"], [1, 2]]), SHEET1, lambda xml: xml.replace(
        "</sheetData>", f"</sheetData><mergeCells>{area * 100_000}</mergeCells>"))  # fmt: skip
    [sheet] = read_tables_bytes(data)
    assert sheet.rows == [["a", "b"], [1, 2]]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([], None),
        ([[1, 2], [3, 4]], None),
        ([["a"]], 0),
        ([["ID", "Name"], [1, "x"]], 0),
        ([["Project", "ERP"], [], ["ID", "Risk", "Owner", "Due"], [1, "x", "y", DAY]], 2),
        ([["ID", "Name", "Type", None], ["1", "x", "y", "a remark without a heading"]], 0),
        ([["Register of all risks", None, "2026"], ["ID", "Risk", "Score", "Due", "Owner"]], 1),
    ],
)
def test_the_headings_are_found(rows, header):
    assert header_of(rows) == header


def test_dates_are_dates_and_a_number_out_of_their_range_is_not_lost():
    def change(sheet):
        sheet["A1"].number_format = "yyyy-mm-dd"
        sheet["B1"].number_format = "[h]:mm"
        sheet["C1"].number_format = "0%"
        sheet["D1"].number_format = "yyyy-mm-dd hh:mm"

    [sheet] = read_tables_bytes(
        sheet_of([[99_999_999, timedelta(hours=26), 0.5, datetime(2026, 5, 4)]], change)
    )
    assert sheet.rows == [[99_999_999, "26:00:00", 0.5, datetime(2026, 5, 4)]]


def test_dates_counted_from_1904():
    def fill(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active["A1"] = DAY

    assert read_tables_bytes(packed(fill))[0].rows == [[DAY]]


def test_rows_in_another_order_and_parts_that_openpyxl_refuses_lose_nothing():
    def change(xml):
        data = '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="B1" t="inlineStr"><is><t>一</t></is></c></row>'
        broken = '<dataValidations><dataValidation type="nonsense" sqref="?"/></dataValidations>'
        return re.sub(
            r"<sheetData ?/>|<sheetData>.*</sheetData>", f"<sheetData>{data}</sheetData>{broken}", xml
        )

    [sheet] = read_tables_bytes(edited(sheet_of([["x"]]), SHEET1, change))
    assert sheet.rows == [[None, "一"], [], [3]]


def test_reading_warns_nobody():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_tables_bytes(sheet_of([["a"]], lambda sheet: setattr(sheet["A1"], "number_format", "yyyy")))


@pytest.mark.parametrize(
    "text", ["=1+1", "+x", "-x", "@x", "'x", "'=x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"]
)
@pytest.mark.parametrize("header", [True, False])
def test_no_text_becomes_a_formula(text, header):
    rows = [[text, "b"], ["c", "d"]] if header else [["a", "b"], [text, "d"]]
    at = 0 if header else 1
    data, _ = write_table_bytes([Sheet("", rows)], "xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].cell(at + 1, 1)
    assert cell.data_type == "s"
    assert cell.quotePrefix or text.startswith("'")
    plain, _ = write_table_bytes([Sheet("", rows)], "csv")
    assert plain.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(plain.decode("utf-8-sig"), newline="")))[at][0].startswith("'")
    assert read_tables_bytes(plain)[0].rows == rows
    # XML has one sign for the end of a line.
    assert read_tables_bytes(data)[0].rows[at][0] == text.replace("\r", "\n")


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e15, 1e15).filter(lambda one: one == 0 or abs(one) > 1e-300),
    st.dates(date(1900, 3, 1)),
    st.datetimes(datetime(1900, 3, 2), datetime(9000, 1, 1)).map(lambda one: one.replace(microsecond=0)),
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=10),
)


@settings(max_examples=40)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_any_cells_come_back(rows):
    [sheet] = read_tables_bytes(write_table_bytes([Sheet("a", rows)], "xlsx")[0])
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            found = sheet.rows[number][column] if cell is not None else None
            if isinstance(cell, float):
                assert math.isclose(found, cell, rel_tol=1e-15)
            elif isinstance(cell, datetime):
                assert abs(found - cell) < timedelta(seconds=1)
            else:
                assert found == cell


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["C"]), max_size=8), max_size=4), max_size=5)
)
def test_any_texts_come_back_from_delimited_text(rows):
    [sheet] = read_tables_bytes(
        b"\xef\xbb\xbfhead,er\r\n" + write_table_bytes([Sheet("", rows)], "csv")[0][3:]
    )
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            found = sheet.rows[number][column] if cell else ""
            assert found == cell


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1.50"), 1.5),
        (Decimal("NaN"), "NaN"),
        (float("inf"), "inf"),
        (10**15, "1000000000000000"),
        (date(1890, 1, 1), "1890-01-01"),
        ("a\x00b\ud800c", "a b c"),
    ],
)
def test_what_a_workbook_cannot_hold_is_a_text(value, expected):
    assert read_tables_bytes(write_table_bytes([Sheet("", [[value]])], "xlsx")[0])[0].rows == [[expected]]


def test_texts_that_are_too_long_are_cut_and_named():
    rows = [["a"], [None, "x" * (LONGEST + 1), "y" * LONGEST, "😀" * LONGEST]]
    data, cuts = write_table_bytes([Sheet("Risks", rows)], "xlsx")
    assert cuts == (Cut("Risks", 1, 1), Cut("Risks", 1, 3))
    assert [len(cell or "") for cell in read_tables_bytes(data)[0].rows[1]] == [
        0,
        LONGEST,
        LONGEST,
        LONGEST // 2,
    ]


def test_sheets_get_names_that_a_workbook_takes():
    names = ["a/b:[c]", "x" * 40, "X" * 40, "", "'"]
    data, _ = write_table_bytes([Sheet(name, [["a"]]) for name in names], "xlsx")
    found = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert found == ["a b  c", "x" * 31, "X" * 27 + " (3)", "Sheet4", "Sheet5"]


def test_headings_stay_in_sight_and_filter():
    data, _ = write_table_bytes([Sheet("", [["Title"], ["ID", "Risk"], [1, "汉" * 30]], header=1)], "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:B3")
    assert [sheet["A1"].font.b, sheet["A2"].font.b, sheet["A3"].font.b] == [False, True, False]
    assert sheet.column_dimensions["B"].width > 40 > sheet.column_dimensions["A"].width


def test_what_cannot_be_written(tmp_path):
    with pytest.raises(UnsupportedFormat):
        write_table(tmp_path / "a.xls", [])
    with pytest.raises(UnwritableDocument):
        write_table(tmp_path / "a.csv", [Sheet("a", []), Sheet("b", [])])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(rows=2), "rows"),
        (Limits(columns=2), "columns"),
        (Limits(cells=5), "cells"),
        (Limits(sheets=1), "sheets"),
    ],
)
def test_what_is_too_large_is_refused(limits, what):
    rows = [["a", "b", "c"], [1, 2], [3]]
    for kind in ("xlsx", "csv"):
        sheets = [Sheet("a", rows), Sheet("b", [])] if kind == "xlsx" else [Sheet("a", rows)]
        data, _ = write_table_bytes(sheets, kind)
        if kind == "csv" and what == "sheets":
            continue
        with pytest.raises(TableTooLarge) as caught:
            read_tables_bytes(data, limits)
        assert (caught.value.what, caught.value.limit) == (what, getattr(limits, what))


def test_a_lonely_cell_far_away_is_refused_and_not_lost():
    for cell, what in (("A1000000", "rows"), ("XFD1", "columns")):
        with pytest.raises(TableTooLarge) as caught:
            read_tables_bytes(sheet_of([["a"]], lambda sheet, cell=cell: sheet.__setitem__(cell, 1)))
        assert caught.value.what == what


def test_empty_rows_and_columns_after_the_last_cell_do_not_count():
    def change(sheet):
        sheet["A60000"].font = openpyxl.styles.Font(bold=True)
        sheet["ZZ1"].font = openpyxl.styles.Font(bold=True)

    assert read_tables_bytes(sheet_of([["a"]], change))[0].rows == [["a"]]
    assert read_tables_bytes(b"a,b\n" + b",\n" * 60_000)[0].rows == [["a", "b"]]


def test_bytes_are_bounded():
    data = sheet_of([["a"]])
    for limits in (Limits(bytes=100), Limits(unpacked=100)):
        with pytest.raises(FileTooLarge):
            read_tables_bytes(data, limits)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, NoTable),
        (b"%PDF-1.7", NoTable),
        (b"\x89PNG\r\n", NoTable),
        (b"  <html><table>", NoTable),
        (b"PK\x03\x04", NoTable),
        (b"\0\1\2\3" * 200, NoTable),
        (b"\xff" * 200, NoTable),
    ],
)
def test_what_is_no_table(data, error):
    with pytest.raises(error):
        read_tables_bytes(data)


def test_damaged_and_hostile_workbooks():
    data = sheet_of([["a", 1]])
    with pytest.raises(UnreadableFile):
        read_tables_bytes(edited(data, SHEET1, lambda xml: xml[:-40]))
    with pytest.raises(UnreadableFile):
        read_tables_bytes(edited(data, SHEET1, lambda xml: xml.replace("<v>1</v>", "<v>one</v>")))
    with pytest.raises(UnsafeFile):
        read_tables_bytes(edited(data, SHEET1, lambda xml: f'<!DOCTYPE a [<!ENTITY b "c">]>{xml}'))
    with pytest.raises(UnsafeFile):
        read_tables_bytes(edited(data, SHEET1, lambda xml: xml + " " * 30_000_000))


@needs_shared_data
@pytest.mark.parametrize("name", ["nch_issue", "nch_risk"])
def test_registers_of_others_lose_no_filled_cell(name):
    path = SHARED_DATA / "registers" / f"{name}.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
    sheets = read_tables(path)
    assert [one.name for one in sheets] == book.sheetnames
    for sheet in sheets:
        found = {
            (r, c): cell for r, row in enumerate(sheet.rows) for c, cell in enumerate(row) if cell is not None
        }
        cells = {(cell.row - 1, cell.column - 1): cell.value for row in book[sheet.name] for cell in row}
        expected = {at: value for at, value in cells.items() if value is not None}
        assert found.keys() == expected.keys()
        assert all(
            found[at] in (value, getattr(value, "date", lambda: None)()) for at, value in expected.items()
        )
        computed = {
            (cell.row - 1, cell.column - 1)
            for row in formulas[sheet.name]
            for cell in row
            if cell.data_type == "f"
        }
        assert set(sheet.unknown) <= computed - expected.keys()
        assert sheet.header == 0
        assert sheet.headings[0] in {"ID", "Types of issue", "Type"}


@settings(max_examples=60)
@given(
    st.sampled_from([SHEET1, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]),
    st.randoms(),
    st.text(max_size=4),
)
def test_a_broken_workbook_ends_in_a_typed_error(name, random, text):
    def scramble(xml):
        for _ in range(random.randint(1, 4)):
            at = random.randrange(len(xml))
            xml = xml[:at] + text + xml[at + random.randint(0, 9) :]
        return xml.encode("utf-8", "replace").decode()

    with contextlib.suppress(InterchangeError):
        for sheet in read_tables_bytes(edited(REGISTER, name, scramble)):
            assert sheet.header is None or sheet.headings


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "utf-16", "gb18030"]), st.text(max_size=60))
def test_any_bytes_are_a_table_or_a_typed_error(data, encoding, text):
    for one in (data, text.encode(encoding, "ignore")):
        with contextlib.suppress(InterchangeError):
            [sheet] = read_tables_bytes(one)
            assert all(cell is None or isinstance(cell, str) for row in sheet.rows for cell in row)


def test_bars_inside_quoted_cells_do_not_separate():
    text = 'No.,Findings,Tasks\n1,"a | b\nc | d\ne | f",T2\n2,"g | h\ni | j",T3\n'
    assert read_tables_bytes(text.encode())[0].rows[1] == ["1", "a | b\nc | d\ne | f", "T2"]
