"""The way of a link between two bars: right-angled, out of one end and into the other."""

from uptake.engine.plan import LinkType

OUT = 5.0
"""How far a link leaves a bar before it turns."""
Point = tuple[float, float]


def route(
    kind: LinkType, pred: tuple[float, float, float], succ: tuple[float, float, float], height: float
) -> list[Point]:
    """Return the corners of a link.

    Parameters
    ----------
    kind : LinkType
    pred, succ : (float, float, float)
        Left end, right end and middle of the bars; y grows downwards.
    height : float
        Of a row.
    """
    left, right, y = pred
    to_left, to_right, to_y = succ
    down = 1 if to_y >= y else -1
    gap = to_y - down * height / 2
    match kind:
        case LinkType.FS:
            inside = min(to_left + 3, (to_left + to_right) / 2)
            if (to_left + to_right) / 2 >= right - 1:
                x = max(inside, right)
                return [(right, y), (x, y), (x, to_y - down * 4.5)]
            return [
                (right, y),
                (right + OUT, y),
                (right + OUT, gap),
                (to_left - OUT, gap),
                (to_left - OUT, to_y),
                (to_left, to_y),
            ]
        case LinkType.SS:
            x = min(left, to_left) - OUT
            return [(left, y), (x, y), (x, to_y), (to_left, to_y)]
        case LinkType.FF:
            x = max(right, to_right) + OUT
            return [(right, y), (x, y), (x, to_y), (to_right, to_y)]
        case LinkType.SF:
            return [
                (left, y),
                (left - OUT, y),
                (left - OUT, gap),
                (to_right + OUT, gap),
                (to_right + OUT, to_y),
                (to_right, to_y),
            ]
