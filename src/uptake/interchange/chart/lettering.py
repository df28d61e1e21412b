"""How wide text is, and text that fits.

Exact for ASCII and Chinese in the font that is shipped; any other letter counts as wide.
"""

import unicodedata

FONT = "Noto Sans SC"
# Advance widths of Noto Sans SC from space to tilde, in thousandths of the size.
_WIDTHS = (
    *(224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392),
    *(555, 555, 555, 555, 555, 555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474),
    *(946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742),
    *(633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559),
    *(606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606),
    *(620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555),
)
_WIDE = 1000
_LONGEST = 300
"""No line of a chart has room for more characters."""


def width(text: str, size: float) -> float:
    """Return the width of a line, in the unit of its size.

    Examples
    --------
    >>> width("中文", 8), width("", 8)
    (16.0, 0.0)
    """
    return sum(_WIDTHS[ord(one) - 32] if " " <= one <= "~" else _WIDE for one in text) * size / 1000


def one_line(text: str) -> str:
    r"""Return text without line breaks, control characters and marks of direction.

    Examples
    --------
    >>> one_line("dig\n\tdeep")
    'dig deep'
    """
    short = text[: 2 * _LONGEST]
    clean = "".join(
        " " if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else one for one in short
    )
    return " ".join(clean.split())[:_LONGEST]


def fitted(text: str, room: float, size: float) -> str:
    """Return as much of a line as fits, with an ellipsis where something is left out.

    Examples
    --------
    >>> fitted("需求调研和分析", 40, 8), fitted("dig", 40, 8)
    ('需求调研…', 'dig')
    """
    if width(text, size) <= room:
        return text
    dots = "..." if text.isascii() else "…"
    left = room - width(dots, size)
    for k, one in enumerate(text):
        left -= width(one, size)
        if left < 0:
            return text[:k].rstrip() + dots if k else ""
    return text
