"""Levelling of projects: asked for as a job, looked at, taken over or left."""

from uptake.schedule.levelling.running import LEVEL, ask_level, levelled
from uptake.schedule.levelling.wanted import Wanted

__all__ = ["LEVEL", "Wanted", "ask_level", "levelled"]
