"""Charts as values: drawn by `<up-chart>`, with their figures as a table beside it. See docs/reference/ui.md."""

from uptake.ui.charts.kinds import histogram, largest, load_chart, s_curve, tornado, trend
from uptake.ui.charts.values import Axis, Chart, Mark, Series

__all__ = [
    "Axis",
    "Chart",
    "Mark",
    "Series",
    "histogram",
    "largest",
    "load_chart",
    "s_curve",
    "tornado",
    "trend",
]
