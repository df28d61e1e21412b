"""A folder of plans to be scored: what is in it, and the neutral document of each."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from uptake.interchange import files, guard

Source = Literal["json", "files"]
"""Where the inputs come from: the neutral documents, or the project files themselves."""

INDEX = "index.json"
FILES = "files"
PROJECT_FILES = frozenset(
    {
        ".mpp",
        ".mpt",
        ".mpx",
        ".xml",
        ".xer",
        ".pmxml",
        ".gan",
        ".pod",
        ".planner",
        ".pp",
        ".sp",
        ".prx",
        ".ppx",
    }
)
_PARTS: Mapping[str, Any] = {
    "project": {},
    "calendars": [],
    "resources": [],
    "tasks": [],
    "links": [],
    "assignments": [],
}


class NoPlansFound(ValueError):
    """A folder without anything to score.

    Attributes
    ----------
    folder : str
    """

    def __init__(self, folder: str) -> None:
        super().__init__(f"no plans in {folder}")
        self.folder = folder


class BrokenIndex(ValueError):
    """An ``index.json`` that is not a list of entries.

    Attributes
    ----------
    path : str
    """

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is not a list of entries")
        self.path = path


class DocumentUnusable(ValueError):
    """A neutral document that is missing or not of that form; the text says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One plan of the folder.

    Attributes
    ----------
    name : str
        Its id in the index, else the name of its file.
    level : str or None
    features : tuple of str or None
        None when the folder does not tell; the document may.
    suspect : str or None
        Why what was stored should not be trusted.
    tasks : int
        How many the index says there are; at least 1.
    document, file : Path or None
        The neutral document, and the project file.
    """

    name: str
    level: str | None = None
    features: tuple[str, ...] | None = None
    suspect: str | None = None
    tasks: int = 1
    document: Path | None = None
    file: Path | None = None


def entries(folder: Path) -> list[Entry]:
    """List the plans of a folder.

    Parameters
    ----------
    folder : Path
        With an ``index.json``; or with neutral documents, or project files, in it or in ``files/``.

    Returns
    -------
    list of Entry
        In the order of the index, else by name.

    Raises
    ------
    NoPlansFound, BrokenIndex
    """
    if not folder.is_dir():
        raise NoPlansFound(str(folder))
    index = folder / INDEX
    found = list(_indexed(folder, index) if index.is_file() else _loose(folder))
    if not found:
        raise NoPlansFound(str(folder))
    return found


def load(entry: Entry, source: Source) -> dict[str, Any]:
    """Return the neutral document of an entry, with every part present.

    Parameters
    ----------
    entry : Entry
    source : {"json", "files"}
        The other one is taken when the folder has only that for the whole entry and `source` is ``"json"``.

    Raises
    ------
    InterchangeError, DocumentUnusable
    """
    if source == "json" and entry.document is not None:
        return _complete(_parsed(guard.load(entry.document)))
    if entry.file is None:
        raise DocumentUnusable("its project file is not in the folder")
    return _complete(files.read(entry.file).document)


def _indexed(folder: Path, index: Path) -> Iterator[Entry]:
    by_id = {path.stem: path for path in _project_files(folder)}
    try:
        rows = json.loads(guard.load(index))
    except (ValueError, RecursionError):
        raise BrokenIndex(str(index)) from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BrokenIndex(str(index))
    for number, row in enumerate(rows, 1):
        name = str(row.get("id") or Path(str(row.get("file") or number)).stem)
        level, features = row.get("level"), row.get("features")
        counts = row.get("counts")
        tasks = counts.get("tasks") if isinstance(counts, dict) else None
        yield Entry(
            name=name,
            level=None if level is None else str(level),
            features=tuple(map(str, features)) if isinstance(features, list) else None,
            suspect=str(row["suspect"]) if row.get("suspect") else None,
            tasks=max(tasks, 1) if isinstance(tasks, int) else 1,
            document=_inside(folder, row.get("file")),
            file=by_id.get(name),
        )


def _inside(folder: Path, name: object) -> Path | None:
    """Return the file of that name, unless it is absent or lies outside the folder."""
    if not isinstance(name, str) or "\0" in name:
        return None
    path = (folder / name).resolve()
    return (
        path if path.suffix == ".json" and path.is_relative_to(folder.resolve()) and path.is_file() else None
    )


def _loose(folder: Path) -> Iterator[Entry]:
    documents = {path.stem: path for path in sorted(folder.rglob("*.json")) if path.name != INDEX}
    by_id = {path.stem: path for path in _project_files(folder)}
    for name in sorted(documents.keys() | by_id.keys()):
        yield Entry(name=name, document=documents.get(name), file=by_id.get(name))


def _project_files(folder: Path) -> Iterator[Path]:
    """List the files of ``files/`` whatever their name, else those of the folder with a known ending."""
    inner = folder / FILES
    if inner.is_dir():
        yield from (path for path in sorted(inner.iterdir()) if path.is_file() and path.name[0] != ".")
    else:
        yield from (path for path in sorted(folder.iterdir()) if path.suffix.lower() in PROJECT_FILES)


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise DocumentUnusable("it is not JSON") from None
    if not isinstance(document, dict):
        raise DocumentUnusable("it is JSON, but not a plan")
    return document


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    """Fill in the parts that a document leaves out."""
    parts = {name: document.get(name) or empty for name, empty in _PARTS.items()}
    for name, part in parts.items():
        rows = [part] if name == "project" else part
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise DocumentUnusable(f"its {name} do not have the documented form")
    tasks = [{**row, "expected": row.get("expected") or {}} for row in parts["tasks"]]
    return {**document, **parts, "tasks": tasks}
