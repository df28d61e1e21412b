"""Earned value: what was planned, earned and spent by a date, and what follows for cost and finish."""

from uptake.engine.earned.duration import (
    EarnedTime,
    cone,
    earned_schedule,
    p_factor,
    planned_duration,
    time_figures,
)
from uptake.engine.earned.indices import Figure, Reason, Value, cost_figures
from uptake.engine.earned.phasing import Line, cumulative, done_by
from uptake.engine.earned.rules import Earning, Progress, Rule, earned_share
from uptake.engine.earned.valuing import Valued, by_resource, by_task, roll_up, shares_of, valued

__all__ = [
    "EarnedTime",
    "Earning",
    "Figure",
    "Line",
    "Progress",
    "Reason",
    "Rule",
    "Value",
    "Valued",
    "by_resource",
    "by_task",
    "cone",
    "cost_figures",
    "cumulative",
    "done_by",
    "earned_schedule",
    "earned_share",
    "p_factor",
    "planned_duration",
    "roll_up",
    "shares_of",
    "time_figures",
    "valued",
]
