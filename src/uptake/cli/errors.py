"""What can be wrong with a command itself."""

from pathlib import Path

Rows = dict[int, tuple[int, str]]


class CommandError(ValueError):
    """An argument that cannot be used."""


class NoSuchCommand(CommandError):
    """A command that does not exist; `alike` are those with a similar name."""

    def __init__(self, name: str, alike: list[str]) -> None:
        super().__init__(name)
        self.name = name
        self.alike = alike


class NotTogether(CommandError):
    """Two options of which only one can be obeyed."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} {other}")
        self.one = one
        self.other = other


class NoSuchDay(CommandError):
    """The value of an option that is no day of the calendar."""

    def __init__(self, option: str, value: str) -> None:
        super().__init__(f"{option} {value}")
        self.option = option
        self.value = value


class NoSuchFolder(CommandError):
    """A folder that does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class NotWritten(CommandError):
    """A file whose name has an ending for which nothing is written."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class NoSuchColumn(CommandError):
    """A column that the table does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NoSuchRule(CommandError):
    """A rule that reviews do not have, or a task that the plan does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FileUnusable(CommandError):
    """A file whose plan cannot be read or scheduled, with what is needed to name its tasks.

    Attributes
    ----------
    path : Path
    error : Exception
    rows : dict of int to (int, str)
        Id and name of each task, by uid.
    """

    def __init__(self, path: Path, error: Exception, rows: Rows) -> None:
        super().__init__(f"{path}: {error}")
        self.path = path
        self.error = error
        self.rows = rows


class NoSuchTask(CommandError):
    """A number that no task has; `by_uid` tells which number was meant."""

    def __init__(self, number: str, *, by_uid: bool) -> None:
        super().__init__(number)
        self.number = number
        self.by_uid = by_uid
