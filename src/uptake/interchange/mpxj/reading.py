"""Opens the bytes of a project file with the reader that MPXJ finds for them."""

from __future__ import annotations

from uptake.interchange.mpxj.java import Java, JavaError, input_stream, type_of
from uptake.interchange.mpxj.refusal import Refused

# Readers of project files. Anything else that MPXJ might recognise (databases) is refused.
READERS = frozenset(
    {
        "MPPReader",
        "MSPDIReader",
        "MPXReader",
        "PrimaveraXERFileReader",
        "PrimaveraPMFileReader",
        "GanttProjectReader",
        "GanttDesignerReader",
        "ProjectLibreReader",
        "PlannerReader",
        "AstaTextFileReader",
        "AstaSqliteReader",
        "PhoenixReader",
        "MerlinReader",
        "TurboProjectReader",
        "SureTrakDatabaseReader",
        "SureTrakSTXFileReader",
        "P3DatabaseReader",
        "P3PRXFileReader",
        "ConceptDrawProjectReader",
        "FastTrackReader",
        "SynchroReader",
        "SageReader",
        "OpenPlanReader",
        "SDEFReader",
        "ProjectCommanderReader",
        "EdrawProjectReader",
    }
)
_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_project(body: bytes) -> Java:
    """Read the project in these bytes; refuse what is no project file, is protected or holds none."""
    reader = type_of("org.mpxj.reader.UniversalProjectReader")()
    proxy = reader.getProjectReaderProxy(input_stream(body))
    if proxy is None:
        raise _unknown(body)
    try:
        name = str(proxy.getProjectReader().getClass().getSimpleName())
        if name not in READERS:
            raise Refused("UnsupportedFormat", name)
        project = proxy.read()
    except JavaError as error:
        if "password" in str(error).lower():
            raise Refused("UnreadableFile", "password", str(error)[:500]) from None
        raise
    finally:
        proxy.close()
    if project is None:
        raise Refused("UnreadableFile", "no_project", name)
    return project


def _unknown(body: bytes) -> Refused:
    """Tell a damaged file of Microsoft's container format from one of another program."""
    if not body.startswith(_CONTAINER):
        return Refused("UnsupportedFormat", None)
    try:
        type_of("org.apache.poi.poifs.filesystem.POIFSFileSystem")(input_stream(body)).close()
    except JavaError as error:
        return Refused("UnreadableFile", "damaged", str(error)[:500])
    return Refused("UnsupportedFormat", "a document of another Office program")
