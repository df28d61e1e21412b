"""A schedule as a picture: pages of a PDF, or one PNG, typeset by Typst."""

from uptake.interchange.chart.drawing import chart
from uptake.interchange.chart.pages import Paper
from uptake.interchange.chart.rows import COLUMNS, Baseline, Column
from uptake.interchange.chart.timescale import ScaleName
from uptake.interchange.chart.typesetting import Format
from uptake.interchange.chart.writing import baseline, write_chart

FORMATS = ("pdf", "png")

__all__ = [
    "COLUMNS",
    "FORMATS",
    "Baseline",
    "Column",
    "Format",
    "Paper",
    "ScaleName",
    "baseline",
    "chart",
    "write_chart",
]
