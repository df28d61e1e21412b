"""Files in, documents out."""

import re
import zipfile
from io import BytesIO

import pytest

from tests.interchange import samples
from uptake.interchange.errors import UnreadableFile
from uptake.interchange.files import read, read_bytes, write_bytes


def zipped(name: str, content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def test_mspdi_gives_the_whole_document():
    document = read_bytes(samples.MSPDI.encode()).document
    assert document["file_type"] == "MSPDI"
    assert document["project"]["title"] == "上线计划"
    assert document["project"]["author"] == "王芳"
    assert document["project"]["default_calendar"] == 1
    dig, pour = document["tasks"]
    assert (dig["name"], dig["notes"]) == ("Dig", "Mind the cable")
    assert dig["duration"] == {"v": 2, "u": "DAYS", "min": 960}
    assert pour["name"] == "浇筑混凝土"
    assert pour["constraint"] == "START_NO_EARLIER_THAN"
    assert pour["constraint_date"] == "2025-09-02T08:00:00"
    assert pour["deadline"] == "2025-09-30T17:00:00"
    assert pour["expected"]["finish"] == "2025-09-05T17:00:00"
    assert document["links"] == [
        {"pred": 1, "succ": 2, "type": "FS", "lag": {"v": 1, "u": "DAYS", "min": 480}}
    ]


def test_calendars_tell_days_and_exceptions():
    (calendar,) = read_bytes(samples.MSPDI.encode()).document["calendars"]
    assert calendar["name"] == "标准"
    assert calendar["week"] == samples.working_week()
    (holiday,) = calendar["exceptions"]
    assert (holiday["from"], holiday["to"], holiday["hours"]) == ("2025-10-01", "2025-10-07", [])
    assert holiday["name"] == "国庆节"


def test_assignments_and_resources_refer_to_each_other():
    document = read_bytes(samples.MSPDI.encode()).document
    (assignment,) = [a for a in document["assignments"] if a["resource"] is not None]
    assert (assignment["task"], assignment["resource"], assignment["units"]) == (2, 1, 100)
    assert assignment["work"]["min"] == 1440
    (resource,) = [r for r in document["resources"] if r["uid"] == 1]
    assert resource["name"] == "李雷"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_does_not_matter(encoding):
    text = samples.MSPDI.replace(
        'encoding="UTF-8"', 'encoding="UTF-16"' if "16" in encoding else 'encoding="UTF-8"'
    )
    assert read_bytes(text.encode(encoding)).document["tasks"][1]["name"] == "浇筑混凝土"


def test_mpx():
    document = read_bytes(samples.MPX.encode()).document
    assert [task["name"] for task in document["tasks"]] == ["Dig", "Pour"]
    assert [(link["pred"], link["succ"]) for link in document["links"]] == [(1, 2)]
    assert document["tasks"][0]["expected"]["start"] == "2025-09-01T08:00:00"


def test_ganttproject():
    document = read_bytes(samples.GANTT.encode()).document
    assert [task["name"] for task in document["tasks"]] == ["Dig", "种树"]
    assert [(link["pred"], link["succ"]) for link in document["links"]] == [(1, 2)]


def test_a_project_in_an_archive_is_found():
    document = read_bytes(zipped("计划/上线.xml", samples.MSPDI.encode())).document
    assert len(document["tasks"]) == 2


def test_a_short_file_is_read_too():
    text = "\n".join(samples.MPX.splitlines()[:14])
    assert len(text) < 512
    assert len(read_bytes(text.encode()).document["tasks"]) == 1


def test_a_file_that_breaks_off_before_its_project_holds_none():
    with pytest.raises(UnreadableFile):
        read_bytes("\n".join(samples.MPX.splitlines()[:3]).encode())


def test_any_path_is_read(tmp_path):
    path = tmp_path / "上线 '计划' $(touch x); é.xml"
    path.write_text(samples.MSPDI, encoding="utf-8")
    assert len(read(path).document["tasks"]) == 2
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_what_the_document_leaves_behind_is_told():
    text = samples.MSPDI.replace(
        "</Tasks>",
        "<Task><UID>9</UID><ID>3</ID><IsNull>1</IsNull></Task></Tasks>",
    )
    losses = read_bytes(text.encode()).losses
    assert [(loss.code, loss.object, loss.field, loss.count) for loss in losses] == [
        ("not_read", "task", "blank_rows", 1)
    ]


@pytest.mark.parametrize(
    ("name", "found", "doubled"),
    [
        ("xer", rb"(?<=%T\tPROJECT\n)(%F[^\n]*\n)(%R[^\n]*\n)", rb"\1\2\2"),
        ("pmxml", rb"</Project>", rb"</Project><Project><ObjectId>99</ObjectId></Project>"),
    ],
)
def test_further_projects_of_a_primavera_file_are_told(name, found, doubled):
    data, _ = write_bytes(samples.document([samples.task(1, "Dig")]), name)
    losses = {loss.field: loss.count for loss in read_bytes(re.sub(found, doubled, data)).losses}
    assert losses["other_projects"] == 1
