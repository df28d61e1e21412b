"""Writes a document in a format, and finds out by reading it back what did not survive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uptake.interchange.compare import losses
from uptake.interchange.encoding import code_page, marked, writable
from uptake.interchange.losses import Loss
from uptake.interchange.mpxj.compose import compose
from uptake.interchange.mpxj.extract import extract
from uptake.interchange.mpxj.java import Java, to_bytes, type_of
from uptake.interchange.mpxj.reading import read_project
from uptake.interchange.mpxj.refusal import Refused

Json = Any
_CHARSETS = {"cp1252": "windows-1252", "gbk": "GBK", "utf-8": "UTF-8"}
_CODE_PAGES = {"cp1252": "ANSI", "gbk": "ZH", "utf-8": "ZH"}
_MPX_DIGITS = 2


def write(document: dict[str, Json], name: str) -> tuple[bytes, list[Loss]]:
    """Make the file as bytes, and list what it does not carry of the document."""
    try:
        prepare, make_writer = _FORMATS[name]
    except KeyError:
        raise Refused("UnsupportedFormat", name) from None
    file = compose(prepare(_writable(document)))
    stream = type_of("java.io.ByteArrayOutputStream")()
    make_writer(file, document).write(file, stream)
    data = to_bytes(stream.toByteArray())
    again = extract(read_project(marked(data)))
    return data, losses(document, again)


def _writable(value: Json) -> Json:
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {key: _writable(item) for key, item in value.items()}
    return [_writable(item) for item in value] if isinstance(value, list) else value


def _as_is(document: Json) -> Json:
    return document


def _mspdi(_file: Java, _document: Json) -> Java:
    writer = type_of("org.mpxj.mspdi.MSPDIWriter")()
    writer.setWriteTimephasedData(True)
    return writer


def _mpx(file: Java, document: Json) -> Java:
    properties = file.getProjectProperties()
    properties.setMpxCodePage(getattr(type_of("org.mpxj.CodePage"), _CODE_PAGES[_code_page_of(document)]))
    properties.setDateOrder(type_of("org.mpxj.DateOrder").DMY)
    # The usual format has no time of day.
    properties.setDateFormat(type_of("org.mpxj.ProjectDateFormat").DD_MMMMM_YYYY_HH_MM)
    properties.setTimeFormat(type_of("org.mpxj.ProjectTimeFormat").TWENTY_FOUR_HOUR)
    writer = type_of("org.mpxj.mpx.MPXWriter")()
    writer.setUseLocaleDefaults(False)
    return writer


def _for_mpx(document: Json) -> Json:
    """Durations with more decimals than MPX keeps, in minutes."""
    return {
        **document,
        "tasks": [_exact(task) for task in document["tasks"]],
        "assignments": [_exact(assignment) for assignment in document["assignments"]],
        "links": [_exact(link) for link in document["links"]],
    }


def _for_primavera(document: Json) -> Json:
    """No task for the whole project, which Primavera has by itself, and percent lags as time."""
    whole = {task["uid"] for task in document["tasks"] if task.get("project_summary")}
    kept = [task for task in document["tasks"] if task["uid"] not in whole]
    durations = {task["uid"]: task.get("duration") or {} for task in kept}
    return {
        **document,
        "tasks": [{**task, "parent": None} if task.get("parent") in whole else task for task in kept],
        "links": [
            {**link, "lag": _as_time(link["lag"], durations.get(link["pred"], {}))}
            for link in document["links"]
            if link["pred"] not in whole and link["succ"] not in whole
        ],
        "assignments": [a for a in document["assignments"] if a["task"] not in whole],
    }


def _as_time(lag: Json, duration: Json) -> Json:
    if "percent" not in lag:
        return lag
    # MPXJ would take the percentage for hours of its own making.
    return _in_minutes({"u": duration.get("u", ""), "min": duration.get("min", 0) * lag["percent"] / 100})


def _exact(value: Json) -> Json:
    if isinstance(value, dict):
        if "u" in value and "min" in value:
            return _in_minutes(value) if round(value["v"], _MPX_DIGITS) != value["v"] else value
        return {key: _exact(item) for key, item in value.items()}
    return value


def _in_minutes(value: Json) -> Json:
    unit = "ELAPSED_MINUTES" if value["u"].startswith("ELAPSED") else "MINUTES"
    return {"v": value["min"], "u": unit, "min": value["min"]}


def _xer(file: Java, document: Json) -> Java:
    writer = type_of("org.mpxj.primavera.PrimaveraXERFileWriter")()
    charset = _CHARSETS[_code_page_of(document)]
    writer.setCharset(type_of("java.nio.charset.Charset").forName(charset))
    _plan_for_primavera(file)
    return writer


def _pmxml(file: Java, _document: Json) -> Java:
    _plan_for_primavera(file)
    return type_of("org.mpxj.primavera.PrimaveraPMFileWriter")()


def _plan_for_primavera(file: Java) -> None:
    """Primavera keeps the plan apart from what is left to do; Microsoft Project has one duration."""
    # Without the mark, Primavera takes the project for mere context of another.
    file.getProjectProperties().setExportFlag(True)
    for task in file.getTasks():
        task.setPlannedDuration(task.getDuration())
        task.setPlannedStart(task.getStart())
        task.setPlannedFinish(task.getFinish())
    for assignment in file.getResourceAssignments():
        assignment.setPlannedStart(assignment.getStart())
        assignment.setPlannedFinish(assignment.getFinish())
        assignment.setPlannedWork(assignment.getWork())


def _code_page_of(document: Json) -> str:
    texts = (
        value
        for part in ("tasks", "resources", "calendars")
        for item in document[part]
        for value in item.values()
    )
    words = [value for value in texts if isinstance(value, str)]
    words += [value for value in document["project"].values() if isinstance(value, str)]
    return code_page("".join(words))


_FORMATS: dict[str, tuple[Callable[[Json], Json], Callable[[Java, Json], Java]]] = {
    "mspdi": (_as_is, _mspdi),
    "mpx": (_for_mpx, _mpx),
    "xer": (_for_primavera, _xer),
    "pmxml": (_for_primavera, _pmxml),
}
