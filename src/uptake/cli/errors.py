"""What can be wrong with a command itself."""


class CommandError(ValueError):
    """An argument that cannot be used."""


class NoSuchColumn(CommandError):
    """A column that the table does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NoSuchTask(CommandError):
    """A number that no task has; `by_uid` tells which number was meant."""

    def __init__(self, number: int, *, by_uid: bool) -> None:
        super().__init__(number)
        self.number = number
        self.by_uid = by_uid
