"""The characters of files: the encoding of a text that does not say it, and what cannot be written at all."""

from __future__ import annotations

import re

_MARK = b"\xef\xbb\xbf"
_COMMON_HANZI = range(0xB0, 0xF8)
_SECOND_BYTE = 0xA1
_ASCII_END = 0x80
# What XML cannot say, and what would end a line early or steer a terminal elsewhere.
_NEVER_WRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def marked(data: bytes) -> bytes:
    """Turn the content of an XER file into UTF-8 with a byte order mark; leave other content as it is.

    XER files are written in the code page of the machine that exports them, and do not say which. Valid
    UTF-8 is UTF-8; text in which nearly every non-ASCII pair is a common Chinese character is GBK; the rest
    is left to the reader (Windows-1252).
    """
    if not data.startswith(b"ERMHDR") or data.isascii():
        return data
    try:
        data.decode("utf-8")
        return _MARK + data
    except UnicodeDecodeError:
        pass
    if _looks_chinese(data):
        return _MARK + data.decode("gb18030", "replace").encode("utf-8")
    return data


def code_page(text: str) -> str:
    """Find the narrowest of the encodings that hold all of this text: cp1252, gbk or utf-8."""
    for name in ("cp1252", "gbk"):
        try:
            text.encode(name)
        except UnicodeEncodeError:
            continue
        return name
    return "utf-8"


def writable(text: str) -> str:
    r"""Return a text with blanks for the characters that a file cannot hold: controls, halves of pairs.

    Examples
    --------
    >>> writable("dig\x1b[2J the\n\ud800pit")
    'dig [2J the\n pit'
    """
    return _NEVER_WRITTEN.sub(" ", text)


def _looks_chinese(data: bytes) -> bool:
    pairs = common = 0
    index = 0
    while index < len(data) - 1:
        if data[index] < _ASCII_END:
            index += 1
            continue
        pairs += 1
        common += data[index] in _COMMON_HANZI and data[index + 1] >= _SECOND_BYTE
        index += 2
    return pairs > 0 and common >= 0.8 * pairs
