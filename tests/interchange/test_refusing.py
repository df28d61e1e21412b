"""Everything that is refused, and how: a typed error with data, never a traceback of a parser."""

import os
import pickle
import struct
import zipfile
from io import BytesIO

import pytest

from tests.interchange import samples
from tests.interchange.every_error import one_of_each_error
from uptake.interchange import errors
from uptake.interchange.files import read, read_bytes
from uptake.interchange.guard import MAX_BYTES, checked


def archive(members, compression=zipfile.ZIP_DEFLATED):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as out:
        for name, content in members:
            out.writestr(name, content)
    return packed.getvalue()


DOCTYPE_ALONE = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
DOCTYPE = f'<?xml version="1.0"?>{DOCTYPE_ALONE}'


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (b"", errors.EmptyFile, None),
        (b"hello", errors.UnsupportedFormat, None),
        (b"%PDF-1.7 ...", errors.UnsupportedFormat, None),
        (b"\x00" * 4096, errors.UnsupportedFormat, None),
        (b"\x00\x01\x00\x00Standard Jet DB\x00" + b"\x00" * 4096, errors.UnsupportedFormat, None),
        (b"PK\x03\x04 but no archive", errors.UnreadableFile, "archive"),
        (samples.MSPDI.encode()[:1500], errors.UnreadableFile, "damaged"),
        ((DOCTYPE + samples.MSPDI.split("?>", 1)[1]).encode(), errors.UnsafeFile, "doctype"),
        ((DOCTYPE + samples.MSPDI.split("?>", 1)[1]).encode("utf-16"), errors.UnsafeFile, "doctype"),
        (("\ufeff" + DOCTYPE + "<a/>").encode(), errors.UnsafeFile, "doctype"),
        (b'<?xml version="1.0" encoding="UTF-7"?><Project/>', errors.UnsafeFile, "encoding"),
        (samples.MSPDI.encode("utf-32"), errors.UnsafeFile, "encoding"),
        (archive([("a.zip", archive([("b.xml", samples.MSPDI)]))]), errors.UnsafeFile, "nested_archive"),
        (archive([(f"{n}.txt", "x") for n in range(1001)]), errors.UnsafeFile, "too_many_files"),
        (archive([("a.xml", DOCTYPE + "<a/>")]), errors.UnsafeFile, "doctype"),
        (archive([("a.txt", "nothing of interest")]), errors.UnsupportedFormat, None),
        ((" " * 600 + DOCTYPE_ALONE + "<Project/>").encode(), errors.UnsafeFile, "doctype"),
        ((" " * 600 + DOCTYPE_ALONE + "<Project/>").encode("utf-16-be"), errors.UnsafeFile, "doctype"),
        (archive([("a.xml", " " * 600 + DOCTYPE_ALONE + "<a/>")]), errors.UnsafeFile, "doctype"),
        (archive([("a.xml", samples.MSPDI)], zipfile.ZIP_LZMA), errors.UnreadableFile, "archive"),
        (archive([("bomb.xml", b"<" + b" " * 60_000_000)]), errors.UnsafeFile, "compression_ratio"),
    ],
)
def test_refused_in_words(data, error, reason):
    with pytest.raises(error) as caught:
        read_bytes(data)
    assert getattr(caught.value, "reason", None) == reason


def test_a_forged_size_in_the_directory_does_not_help():
    bomb = bytearray(archive([("bomb.xml", b" " * 60_000_000)]))
    entry = bomb.rindex(b"PK\x01\x02")
    struct.pack_into("<L", bomb, entry + 24, 100)
    with pytest.raises(errors.InterchangeError):
        checked(bytes(bomb))


def test_names_in_an_archive_cannot_leave_it():
    safe = checked(archive([("../../../etc/cron.d/x.xml", samples.MSPDI), ("/abs.xml", "x")]))
    names = zipfile.ZipFile(BytesIO(safe)).namelist()
    assert all(not name.startswith("/") and ".." not in name.split("/") for name in names)


def test_names_that_come_out_alike_stay_apart():
    safe = checked(archive([("计划.xml", "<a/>"), ("项目.xml", "<b/>")]))
    with zipfile.ZipFile(BytesIO(safe)) as packed:
        assert sorted(map(packed.read, packed.namelist())) == [b"<a/>", b"<b/>"]


def test_too_large(tmp_path):
    path = tmp_path / "large.mpp"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(errors.FileTooLarge) as caught:
        read(path)
    assert (caught.value.size, caught.value.limit) == (200_000_000, MAX_BYTES)


def test_no_file_there(tmp_path):
    with pytest.raises(errors.FileMissing):
        read(tmp_path / "none.mpp")
    with pytest.raises(errors.NotAFile):
        read(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(errors.NotAFile):
        read(tmp_path / "pipe")
    with pytest.raises(errors.FileNotAccessible):
        read("a\0b")


@pytest.mark.parametrize("error", one_of_each_error(), ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling(error):
    assert repr(pickle.loads(pickle.dumps(error))) == repr(error)  # noqa: S301
