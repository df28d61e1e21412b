"""The channel between caller and helper: a JSON header and raw bytes, each with its length in front."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">IQ")
MAX_HEADER = 2_000_000_000
MAX_BODY = 4_000_000_000


class ChannelClosed(Exception):
    """The other side is gone."""


def send(stream: BinaryIO, header: Any, body: bytes = b"") -> None:
    """Write one frame, or raise `ChannelClosed`."""
    text = json.dumps(header, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    try:
        stream.write(_LENGTHS.pack(len(text), len(body)))
        stream.write(text)
        stream.write(body)
        stream.flush()
    except (OSError, ValueError) as error:
        raise ChannelClosed from error


def receive(stream: BinaryIO) -> tuple[Any, bytes]:
    """Read one frame, or raise `ChannelClosed`."""
    header_size, body_size = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if header_size > MAX_HEADER or body_size > MAX_BODY:
        raise ChannelClosed
    header = json.loads(_exactly(stream, header_size))
    return header, _exactly(stream, body_size) if body_size else b""


def _exactly(stream: BinaryIO, size: int) -> bytes:
    try:
        data = stream.read(size)
    except (OSError, ValueError) as error:
        raise ChannelClosed from error
    if len(data) != size:
        raise ChannelClosed
    return data
