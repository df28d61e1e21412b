"""Plans as tables: workbooks (.xlsx) and delimited text (.csv), in and out.

The columns are those of `headings.HEADINGS`; docs/reference/table-columns.md describes them.
"""

from typing import Any, Literal

from uptake.interchange.compare import losses as differences
from uptake.interchange.durations import Language
from uptake.interchange.errors import UnreadableFile
from uptake.interchange.losses import Loss
from uptake.interchange.sheets.delimited import write_delimited
from uptake.interchange.sheets.workbook import is_workbook, write_workbook
from uptake.interchange.tables.delimited import is_table, read_delimited
from uptake.interchange.tables.incoming import NoTaskTable, TableResult, document_of
from uptake.interchange.tables.outgoing import sheets
from uptake.interchange.tables.workbook import read_workbook

Format = Literal["xlsx", "csv"]
FORMATS = ("xlsx", "csv")

__all__ = ["FORMATS", "Format", "TableResult", "read_table", "table_format", "write_table"]


def table_format(data: bytes) -> Format | None:
    """Tell by its content whether a file is a workbook or delimited text with tasks; None for all else."""
    if is_workbook(data):
        return "xlsx"
    return "csv" if is_table(data) else None


def read_table(data: bytes) -> TableResult:
    """Read a plan from the bytes of a workbook or of delimited text.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    TableResult
        With a `Problem` for each cell that was not understood.

    Raises
    ------
    UnreadableFile, UnsafeFile, FileTooLarge, TableTooLarge
    """
    try:
        return document_of(read_workbook(data) if is_workbook(data) else [read_delimited(data)])
    except NoTaskTable:
        raise UnreadableFile("no_tasks") from None


def write_table(
    document: dict[str, Any], kind: Format, *, language: Language = "en"
) -> tuple[bytes, tuple[Loss, ...]]:
    """Write a plan as a workbook or as delimited text.

    Parameters
    ----------
    document : dict
        In the neutral form.
    kind : {"xlsx", "csv"}
        Delimited text holds the tasks only.
    language : {"en", "zh"}
        Of headings, units and names of values.

    Returns
    -------
    bytes, tuple of Loss
        The file, and what it no longer says or says differently when it is read again.
    """
    found = sheets(document, language)
    data = write_workbook(found) if kind == "xlsx" else write_delimited(found[0])
    return data, tuple(differences(document, _numbered(read_table(data).document, document)))


def _numbered(document: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """Give resources, which a table knows by name only, the numbers that they have in another document."""
    known = {row.get("name"): row["uid"] for row in like["resources"]}
    free = max(known.values(), default=0) + 1
    uids = {row["uid"]: known.get(row["name"], free + row["uid"]) for row in document["resources"]}
    resources = [{**row, "uid": uids[row["uid"]]} for row in document["resources"]]
    assignments = [{**row, "resource": uids[row["resource"]]} for row in document["assignments"]]
    return {**document, "resources": resources, "assignments": assignments}
