"""Value streams: figures by formula, and a queueing simulation. See docs/methods/value-streams.md."""

from uptake.engine.flow.errors import BadFigure, FlowError, NothingFinished, TooManyVisits
from uptake.engine.flow.figures import Bottleneck, Figures, StepFigures, figures
from uptake.engine.flow.shop import Variation
from uptake.engine.flow.simulation import Simulation, StepResult, expected_visits, simulate
from uptake.engine.flow.stream import Step, Stream

__all__ = [
    "BadFigure",
    "Bottleneck",
    "Figures",
    "FlowError",
    "NothingFinished",
    "Simulation",
    "Step",
    "StepFigures",
    "StepResult",
    "Stream",
    "TooManyVisits",
    "Variation",
    "expected_visits",
    "figures",
    "simulate",
]
