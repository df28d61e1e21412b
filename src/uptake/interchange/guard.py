"""Looks at the bytes of a file before anything parses them, and hands on only what is safe to parse."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from uptake.interchange.errors import (
    EmptyFile,
    FileMissing,
    FileNotAccessible,
    FileTooLarge,
    NotAFile,
    UnreadableFile,
    UnsafeFile,
    UnsupportedFormat,
)

MAX_BYTES = 100_000_000
MAX_RATIO = 200
MAX_MEMBERS = 1_000
# MPXJ ignores anything shorter than the sample it takes to recognise a format.
SAMPLE = 512

_ALWAYS_UNPACKED = 10_000_000
_LONGEST_NAME = 100

_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_FOREIGN = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x00\x01\x00\x00Standard Jet DB": "an Access database",
    b"\x00\x01\x00\x00Standard ACE DB": "an Access database",
    b"\x7fELF": "a program",
    b"bplist": "a web archive",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
}
# Encodings in which the bytes of ASCII characters mean just these: a DOCTYPE cannot hide in them.
_ASCII_LIKE = re.compile(
    r"(utf-?8|us-ascii|ascii|iso[-_]?8859-\d{1,2}|windows-125\d|cp125\d|latin-?1|gbk|gb2312|gb18030|cp936|big5|"
    r"shift[-_]jis|windows-31j|euc-(jp|kr|cn)|koi8-r|macroman|utf-?16(le|be)?)",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]{1,40})[\"']")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# White space may stand before markup, as much as one likes; in UTF-16 it has zero bytes.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")
# What project software packs with. Of the others, one makes room for as much as the file says.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    MemoryError,
    OverflowError,
    IndexError,
    KeyError,
)
"""What the archive module lets through when an archive is damaged or encrypted."""


def load(path: str | Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Read the bytes of a regular file of a size that is allowed."""
    path = Path(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise NotAFile(str(path))
        if found.st_size > max_bytes:
            raise FileTooLarge(found.st_size, max_bytes)
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError:
        raise FileMissing(str(path)) from None
    except (OSError, ValueError) as error:
        raise FileNotAccessible(str(path), getattr(error, "strerror", None) or str(error)) from None
    if len(data) > max_bytes:
        raise FileTooLarge(len(data), max_bytes)
    return data


def checked(data: bytes, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Bring the content into a form that is safe to parse; refuse what is not.

    Archives are unpacked here, with limits that count real bytes, and packed anew: what the
    parser sees is an archive that we wrote, so a forged directory or local header has no effect.
    """
    if not data:
        raise EmptyFile
    if len(data) > max_bytes:
        raise FileTooLarge(len(data), max_bytes)
    if data.startswith(b"PK"):
        return repacked(data, max_bytes=max_bytes, keep=_safe_name)
    _check_content(data)
    return data if len(data) >= SAMPLE else _padded(data)


def _check_content(data: bytes) -> None:
    if name := foreign(data):
        raise UnsupportedFormat(name)
    check_markup(data)


def foreign(data: bytes) -> str | None:
    """Tell what a file is that is no document with data at all: a picture, a program; None if it may be one."""
    return next((name for magic, name in _FOREIGN.items() if data.startswith(magic)), None)


def check_markup(data: bytes) -> None:
    """Refuse XML in a rare encoding, and declarations that make a parser read or build more than is there."""
    if data.startswith((b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\x00<", b"<\x00\x00\x00")):
        raise UnsafeFile("encoding")
    if _MARKUP.match(data) is None:
        return
    declared = _DECLARED.search(data[:SAMPLE])
    if declared and not _ASCII_LIKE.fullmatch(declared[1].decode("ascii", "replace")):
        raise UnsafeFile("encoding")
    # Both byte orders of UTF-16, without their zero bytes, are plain ASCII for the characters looked for.
    wide = b"\x00" in data[:SAMPLE]
    if any(_DOCTYPE.search(view) for view in ((data, data[0::2], data[1::2]) if wide else (data,))):
        raise UnsafeFile("doctype")


def _padded(data: bytes) -> bytes:
    # White space after the end means nothing in the text formats; binary ones are never this short.
    blank = "\n".encode("utf-16-le") if data.startswith(b"\xff\xfe") else b"\n"
    return data + blank * SAMPLE


def repacked(data: bytes, *, max_bytes: int, keep: Callable[[str, int], str | None]) -> bytes:
    """Pack an archive anew, within limits that count real bytes; refuse markup that is not safe to parse.

    Parameters
    ----------
    data : bytes
    max_bytes : int
        All that it unpacks to.
    keep : callable
        Called with the name and the number of each file in it; gives the name to pack it under, or None to
        leave it out unread.

    Returns
    -------
    bytes

    Raises
    ------
    UnsafeFile, FileTooLarge, UnreadableFile
    """
    packed = io.BytesIO()
    with opened(data) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        _check_directory(source, len(data), max_bytes)
        left = min(max_bytes, max(len(data) * MAX_RATIO, _ALWAYS_UNPACKED))
        taken: set[str] = set()
        for number, info in enumerate(source.infolist()):
            name = None if info.is_dir() else keep(info.filename, number)
            if name is None:
                continue
            content = _unpacked(source, info, left)
            left -= len(content)
            if content.startswith(_ARCHIVES):
                raise UnsafeFile("nested_archive")
            check_markup(content)
            out.writestr(f"{number}/{name}" if name in taken else name, content)
            taken.add(name)
    return packed.getvalue()


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever is wrong with it, also while it is being read, is an `UnreadableFile`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            yield source
    except _DAMAGES as error:
        raise UnreadableFile("archive", f"{type(error).__name__}: {error}") from None


def _check_directory(source: zipfile.ZipFile, size: int, max_bytes: int) -> None:
    members = source.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnsafeFile("too_many_files")
    total = sum(info.file_size for info in members)
    if total > max_bytes:
        raise FileTooLarge(total, max_bytes, unpacked=True)
    if total > _ALWAYS_UNPACKED and total > size * MAX_RATIO:
        raise UnsafeFile("compression_ratio")


def _unpacked(source: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    if info.compress_type not in _COMPRESSIONS:
        raise UnreadableFile("archive", f"compression {info.compress_type}")
    with source.open(info) as stream:
        content = stream.read(left + 1)
    if len(content) > left:
        raise UnsafeFile("compression_ratio")
    return content


def _safe_name(name: str, number: int) -> str:
    # Flat ASCII names: no way out of the folder, and no dependence on the file system's encoding.
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]).lstrip(".")
    folder = re.sub(r"[^A-Za-z0-9]", "_", name.rpartition("/")[0])
    return f"{folder or 'top'}/{plain or number}" if len(plain) < _LONGEST_NAME else f"long/{number}"
