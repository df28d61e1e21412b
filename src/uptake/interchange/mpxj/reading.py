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


def read_project(body: bytes) -> Java:
    """Read the project in these bytes; refuse what is no project file, is protected or holds none."""
    reader = type_of("org.mpxj.reader.UniversalProjectReader")()
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
            raise Refused("UnreadableFile", "password", str(error)[:500]) from None
        raise
    finally:
        proxy.close()
    if project is None:
        raise Refused("UnreadableFile", "no_project", name)
    return project
