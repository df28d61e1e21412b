"""Texts in the languages of the product."""

from typing import Literal, NamedTuple

Language = Literal["en", "zh"]
"""English, or Simplified Chinese."""

LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Text(NamedTuple):
    """One text in every language.

    Parameters
    ----------
    en, zh : str

    Examples
    --------
    >>> Text("Go-live", "上线").of("zh")
    '上线'
    """

    en: str
    zh: str

    def of(self, language: Language) -> str:
        """Return the text in a language."""
        return self.zh if language == "zh" else self.en
