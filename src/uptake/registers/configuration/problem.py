"""What is wrong with a configuration, as a sentence and the place that it is about."""

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a document.

    Attributes
    ----------
    path : tuple
        Keys and places in the document; things that have a key are named by it.
    where : str
        The place in words; empty for the document as a whole.
    sentence : str
    unfinished : bool
        A draft may have it, a version may not.
    """

    path: Path
    where: str
    sentence: str
    unfinished: bool = False

    @property
    def name(self) -> str:
        """The last name in the path: the field of a form that it belongs to."""
        return next((one for one in reversed(self.path) if isinstance(one, str)), "")

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.where else self.sentence
