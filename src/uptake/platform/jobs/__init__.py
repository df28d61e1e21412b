"""Long work outside the request: asked for, done by a worker, in parts by several, kept with what it was given."""

from uptake.platform.jobs.asking import MOST_AT_ONCE, ask, do_now, latest, runs, unfinished
from uptake.platform.jobs.doing import cancel, give_up_lost, keep, perform, run, stop
from uptake.platform.jobs.parts import do_parts, part, spread
from uptake.platform.jobs.progress import ANYTIME, KINDS, Cancelled, Progress, Refused, Work, job

__all__ = [
    "ANYTIME",
    "KINDS",
    "MOST_AT_ONCE",
    "Cancelled",
    "Progress",
    "Refused",
    "Work",
    "ask",
    "cancel",
    "do_now",
    "do_parts",
    "give_up_lost",
    "job",
    "keep",
    "latest",
    "part",
    "perform",
    "run",
    "runs",
    "spread",
    "stop",
    "unfinished",
]
