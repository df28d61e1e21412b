"""What can go wrong with a file: typed errors that carry data. The words are made at the edge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class InterchangeError(Exception):
    """Base of every error that reading or writing a file may end in."""

    def __reduce__(self) -> tuple[object, ...]:
        values = tuple(getattr(self, name) for name in self.__dataclass_fields__)
        return (type(self), values)

    def __str__(self) -> str:
        return repr(self)


@dataclass(eq=False)
class FileMissing(InterchangeError):
    """There is nothing at that path."""

    path: str


@dataclass(eq=False)
class NotAFile(InterchangeError):
    """A folder, a device or a pipe instead of a file."""

    path: str


@dataclass(eq=False)
class FileNotAccessible(InterchangeError):
    """The operating system refused to open, read or write it."""

    path: str
    reason: str


@dataclass(eq=False)
class EmptyFile(InterchangeError):
    """No bytes at all."""


@dataclass(eq=False)
class FileTooLarge(InterchangeError):
    """More bytes than allowed, in the file or in what it unpacks to."""

    size: int
    limit: int
    unpacked: bool = False


@dataclass(eq=False)
class UnsafeFile(InterchangeError):
    """A construct that is refused whatever it is for.

    ``reason`` is one of ``doctype``, ``encoding``, ``compression_ratio``, ``nested_archive``,
    ``too_deep``, ``too_many_files``.
    """

    reason: str


@dataclass(eq=False)
class TableTooLarge(InterchangeError):
    """More ``rows``, ``columns``, ``cells`` or ``sheets`` than allowed; ``what`` is which."""

    what: str
    limit: int


@dataclass(eq=False)
class NoTable(InterchangeError):
    """Neither a workbook nor delimited text, where a table of any content was expected."""


@dataclass(eq=False)
class UnsupportedFormat(InterchangeError):
    """Not a project file that we read or write; ``found`` says what it seems to be, if that is known."""

    found: str | None = None


@dataclass(eq=False)
class UnreadableFile(InterchangeError):
    """A known format, but damaged or locked.

    ``reason`` is one of ``damaged``, ``password``, ``archive``, ``markup``, ``no_diagram``, ``no_project``,
    ``no_tasks``; ``detail`` is for the log.
    """

    reason: str
    detail: str = ""


@dataclass(eq=False)
class UnwritableDocument(InterchangeError):
    """The document cannot be turned into that format; ``detail`` is for the log."""

    format: str
    detail: str = ""


@dataclass(eq=False)
class InvalidDocument(InterchangeError):
    """A neutral document does not have the documented form: where, and what is wrong there."""

    where: str
    problem: str


@dataclass(eq=False)
class NoJava(InterchangeError):
    """Neither JAVA_HOME, nor a system Java, nor the embedded one could be used."""

    detail: str = ""


@dataclass(eq=False)
class HelperFailed(InterchangeError):
    """Base of the errors in which the helper process was lost; the next call starts a fresh one."""


@dataclass(eq=False)
class HelperTimedOut(HelperFailed):
    """It did not answer in time and was ended."""

    seconds: float


@dataclass(eq=False)
class HelperCrashed(HelperFailed):
    """It ended by itself; ``exit_code`` as the operating system tells (negative: a signal)."""

    exit_code: int


@dataclass(eq=False)
class HelperOutOfMemory(HelperFailed):
    """The file needs more memory than the helper may have."""

    limit_mb: int


@dataclass(eq=False)
class ChartTooLarge(InterchangeError):
    """A chart would need more pages, or more pixels to a side, than it may have."""

    size: int
    limit: int
