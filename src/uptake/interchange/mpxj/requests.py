"""What the helper can do: read bytes into a document, write a document into bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uptake.interchange.mpxj.extract import extract
from uptake.interchange.mpxj.java import JavaError
from uptake.interchange.mpxj.leftovers import leftovers
from uptake.interchange.mpxj.reading import read_project
from uptake.interchange.mpxj.refusal import Refused
from uptake.interchange.mpxj.writing import write

Json = Any
Reply = tuple[Json, bytes]


def answer(header: Json, body: bytes) -> Reply:
    """Reply to one request; nothing that a file or document does may raise out of here."""
    try:
        return OPERATIONS[header["do"]](header, body)
    except Refused as refusal:
        return {"error": refusal.error, "values": list(refusal.values)}, b""
    except (Exception, JavaError) as error:  # noqa: BLE001 - any fault of a parser is a fault of the file
        if header["do"] == "write":
            return {"error": "UnwritableDocument", "values": [header["format"], _detail(error)]}, b""
        return {"error": "UnreadableFile", "values": ["damaged", _detail(error)]}, b""


def _detail(error: BaseException) -> str:
    text = f"{type(error).__name__}: {error}"
    return text.encode("utf-8", "replace").decode("utf-8")[:500]


def _read(_: Json, body: bytes) -> Reply:
    project = read_project(body)
    document = extract(project)
    return {"document": document, "losses": [loss.to_json() for loss in leftovers(project, body)]}, b""


def _write(header: Json, _: bytes) -> Reply:
    data, losses = write(header["document"], header["format"])
    return {"losses": [loss.to_json() for loss in losses]}, data


OPERATIONS: dict[str, Callable[[Json, bytes], Reply]] = {"read": _read, "write": _write}
