"""A document as a picture of its schedule."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from uptake.engine.instants import instant
from uptake.engine.scheduling import schedule
from uptake.interchange.chart.drawing import chart
from uptake.interchange.chart.rows import Baseline
from uptake.interchange.chart.typesetting import Format
from uptake.interchange.durations import Language
from uptake.interchange.losses import Loss
from uptake.interchange.neutral import left_out, to_plan

FIRST_BASELINE = "0"


def write_chart(
    document: Mapping[str, Any],
    format: Format,  # noqa: A002 - as `files.write`
    *,
    language: Language = "en",
) -> tuple[bytes, tuple[Loss, ...]]:
    """Draw the schedule that a document's plan has, with the first baseline that it stores.

    Parameters
    ----------
    document : mapping
        In the neutral form.
    format : {"pdf", "png"}
    language : {"en", "zh"}

    Returns
    -------
    bytes, tuple of Loss
        And what could not be in a plan.
    """
    done = schedule(to_plan(document))
    drawn = chart(done, language=language, format=format, baseline=baseline(document) or None)
    return drawn, left_out(document)


def baseline(document: Mapping[str, Any], number: str = FIRST_BASELINE) -> Baseline:
    """Return the dates of a baseline that a document stores, by uid of the task.

    Examples
    --------
    >>> dates = {"start": "1984-01-02T08:00:00", "finish": "1984-01-02T17:00:00"}
    >>> baseline({"tasks": [{"uid": 7, "baselines": {"0": dates}}]})
    {7: (19200, 24600)}
    """
    found: dict[int, tuple[int, int]] = {}
    for row in document["tasks"]:
        dates = (row.get("baselines") or {}).get(number) or {}
        if row.get("uid") is not None and dates.get("start") and dates.get("finish"):
            start, finish = (instant(datetime.fromisoformat(dates[name])) for name in ("start", "finish"))
            found[row["uid"]] = start, finish
    return found
