"""Files <-> neutral documents. The front door of this package: `read` and `write`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uptake.interchange import chart, guard, tables
from uptake.interchange.durations import Language
from uptake.interchange.encoding import marked
from uptake.interchange.errors import UnreadableFile, UnsupportedFormat
from uptake.interchange.feed import write_feed
from uptake.interchange.form import check_form
from uptake.interchange.losses import Loss
from uptake.interchange.mpxj.client import Helper, shared_helper
from uptake.interchange.saving import replace

Document = dict[str, Any]

# The formats that can be written, by the usual ending of a file name.
FORMATS = {
    ".xml": "mspdi",
    ".mspdi": "mspdi",
    ".mpx": "mpx",
    ".xer": "xer",
    ".pmxml": "pmxml",
}
# What else can be written: tables, which come back as far as their columns go; feeds and charts do not.
WRITTEN = FORMATS | {".xlsx": "xlsx", ".csv": "csv", ".ics": "ics", ".pdf": "pdf", ".png": "png"}
PICTURES = frozenset({"pdf", "png"})
ONE_WAY = PICTURES | {"ics"}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A document, and what the file had that the document does not carry."""

    document: Document
    losses: tuple[Loss, ...]


def read(path: str | Path, *, max_bytes: int = guard.MAX_BYTES, helper: Helper | None = None) -> ReadResult:
    r"""Read a project file of any known format; the content decides, not the name.

    Parameters
    ----------
    path : str or Path
        The file.
    max_bytes : int
        Larger files, and archives that unpack to more, are refused.
    helper : Helper, optional
        Another helper process than the shared one.

    Returns
    -------
    ReadResult

    Raises
    ------
    InterchangeError
        One of its subclasses, whatever the file contains.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "plan.csv")
    ...     _ = path.write_text("Task Name,Duration,Predecessors\nDig,2d,\nPour,1d,1\n")
    ...     found = read(path)
    >>> [row["name"] for row in found.document["tasks"]], len(found.document["links"])
    (['Dig', 'Pour'], 1)
    """
    return read_bytes(guard.load(path, max_bytes=max_bytes), max_bytes=max_bytes, helper=helper)


def read_bytes(data: bytes, *, max_bytes: int = guard.MAX_BYTES, helper: Helper | None = None) -> ReadResult:
    """Like `read`, for the content of a file (an upload)."""
    if len(data) <= max_bytes and tables.table_format(data):
        result = tables.read_table(data)
        return ReadResult(result.document, result.losses)
    safe = marked(guard.checked(data, max_bytes=max_bytes))
    reply, _ = (helper or shared_helper()).call({"do": "read"}, safe)
    document = reply["document"]
    if not (document["tasks"] or document["resources"] or document["project"].get("start")):
        # All that is left of a text format that breaks off in its first lines; an empty plan has a start.
        raise UnreadableFile("no_project")
    return ReadResult(document, tuple(Loss.from_json(loss) for loss in reply.get("losses", ())))


def write(
    document: Document,
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word that callers know
    language: Language = "en",
    helper: Helper | None = None,
) -> tuple[Loss, ...]:
    r"""Write a document as a project file, all of it or nothing.

    Parameters
    ----------
    document : dict
        A neutral document.
    path : str or Path
        Replaced if it exists.
    format : {"mspdi", "mpx", "xer", "pmxml", "xlsx", "csv", "ics", "pdf", "png"}, optional
        By default told by the ending of the file name: .xml, .mpx, .xer, .pmxml, .xlsx,
        .csv, .ics, .pdf, .png.
    language : {"en", "zh"}
        Of the headings of a table, and of a chart.
    helper : Helper, optional
        Another helper process than the shared one.

    Returns
    -------
    tuple of Loss
        What the written file, read again, no longer says or says differently.

    Raises
    ------
    InterchangeError
        One of its subclasses; the file at ``path`` is then as it was.
    PlanError
        When a feed or a chart needs dates, and the plan has none.

    Examples
    --------
    >>> import tempfile
    >>> document = read_bytes(b"Task Name,Duration,Notes\nDig,2d,deep\n").document
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     losses = write(document, Path(folder, "plan.ics"))
    >>> [(one.code, one.object, one.field) for one in losses][:2]
    [('not_carried', 'calendar', ''), ('not_carried', 'task', 'duration')]
    """
    path = Path(path)
    data, losses = write_bytes(document, format or format_of(path), language=language, helper=helper)
    replace(path, data)
    return losses


def write_bytes(
    document: Document,
    format: str,  # noqa: A002 - the word that callers know
    *,
    language: Language = "en",
    helper: Helper | None = None,
) -> tuple[bytes, tuple[Loss, ...]]:
    """Like `write`, but gives the content of the file (a download)."""
    if format not in WRITTEN.values():
        raise UnsupportedFormat(format)
    check_form(document)
    if format == "ics":
        return write_feed(document)
    if format in PICTURES:
        return chart.write_chart(document, "pdf" if format == "pdf" else "png", language=language)
    if format in tables.FORMATS:
        return tables.write_table(document, "xlsx" if format == "xlsx" else "csv", language=language)
    request = {"do": "write", "format": format, "document": document}
    reply, data = (helper or shared_helper()).call(request)
    return data, tuple(Loss.from_json(loss) for loss in reply["losses"])


def format_of(path: str | Path) -> str:
    """Tell the format that goes with the ending of a file name, or raise `UnsupportedFormat`."""
    ending = Path(path).suffix.lower()
    if ending not in WRITTEN:
        raise UnsupportedFormat(ending)
    return WRITTEN[ending]
