"""What the helper can do: read bytes into a document, write a document into bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uptake.interchange.mpxj.extract import extract
from uptake.interchange.mpxj.java import Java, JavaError, input_stream, type_of

Json = Any
Reply = tuple[Json, bytes]

# Readers of project files. Anything else that MPXJ might recognise (databases) is refused.
READERS = {
    "MPPReader", "MSPDIReader", "MPXReader", "PrimaveraXERFileReader", "PrimaveraPMFileReader",
    "GanttProjectReader", "GanttDesignerReader", "ProjectLibreReader", "PlannerReader", "AstaTextFileReader",
    "AstaSqliteReader", "PhoenixReader", "MerlinReader", "TurboProjectReader", "SureTrakDatabaseReader",
    "SureTrakSTXFileReader", "P3DatabaseReader", "P3PRXFileReader", "ConceptDrawProjectReader", "FastTrackReader",
    "SynchroReader", "SageReader", "OpenPlanReader", "SDEFReader", "ProjectCommanderReader", "EdrawProjectReader",
}  # fmt: skip


class Refused(Exception):
    """An answer to the caller: the name of one of its errors, and the values of that."""

    def __init__(self, error: str, *values: Json) -> None:
        super().__init__(error)
        self.error = error
        self.values = values


def answer(header: Json, body: bytes) -> Reply:
    """Reply to one request; nothing that a file does may raise out of here."""
    try:
        return OPERATIONS[header["do"]](header, body)
    except Refused as refusal:
        return {"error": refusal.error, "values": list(refusal.values)}, b""
    except (Exception, JavaError) as error:
        return {"error": "UnreadableFile", "values": ["damaged", _detail(error)]}, b""


def _detail(error: BaseException) -> str:
    text = f"{type(error).__name__}: {error}"
    return text.encode("utf-8", "replace").decode("utf-8")[:500]


def _read(header: Json, body: bytes) -> Reply:
    reader = type_of("org.mpxj.reader.UniversalProjectReader")()
    return {"document": extract(read_project(reader, body))}, b""


def read_project(reader: Java, body: bytes) -> Java:
    """The project in these bytes; refuses what is no project file, is protected or holds none."""
    proxy = reader.getProjectReaderProxy(input_stream(body))
    if proxy is None:
        raise Refused("UnsupportedFormat", None)
    try:
        name = str(proxy.getProjectReader().getClass().getSimpleName())
        if name not in READERS:
            raise Refused("UnsupportedFormat", name)
        project = proxy.read()
    except JavaError as error:
        if "password" in str(error).lower():
            raise Refused("UnreadableFile", "password", _detail(error)) from None
        raise
    finally:
        proxy.close()
    if project is None:
        raise Refused("UnreadableFile", "no_project", name)
    return project


OPERATIONS: dict[str, Callable[[Json, bytes], Reply]] = {"read": _read}
