"""What a plan makes use of, as tags: a score by feature shows which rule is wrong."""

from collections.abc import Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]


def features(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the features that a document uses.

    Parameters
    ----------
    document : mapping
        In the neutral form, with every part present.

    Returns
    -------
    tuple of str
        Sorted; such as ``link:SS``, ``lag_negative``, ``constraint:MUST_START_ON``, ``summary_link``.

    Examples
    --------
    >>> features({"project": {}, "tasks": [{"uid": 1, "milestone": True}], "links": [], "assignments": []})
    ('milestone',)
    """
    found: set[str] = set()
    for row in document["tasks"]:
        found.update(_of_task(row))
    summaries = {row.get("parent") for row in document["tasks"]} - {None}
    if summaries - {0}:
        found.add("summary")
    for row in document["links"]:
        found.update(_of_link(row, summaries))
    found.update(_of_assignments(document["assignments"]))
    facts = document["project"]
    if facts.get("schedule_from") == "FINISH":
        found.add("from_finish")
    if facts.get("honor_constraints") is False:
        found.add("constraints_not_honored")
    if facts.get("multiple_critical_paths"):
        found.add("multiple_critical_paths")
    return tuple(sorted(found))


def _of_task(row: Row) -> Iterator[str]:
    flags = {
        "milestone": row.get("milestone"),
        "manual": row.get("manual"),
        "inactive": row.get("active") is False,
        "external_or_subproject": row.get("external") or row.get("subproject"),
        "recurring_task": row.get("recurring"),
        "deadline": row.get("deadline"),
        "task_calendar": row.get("calendar") is not None,
        "ignore_resource_calendar": row.get("ignore_resource_calendar"),
        "split": row.get("splits"),
        "progress": row.get("actual_start"),
        "in_progress": row.get("actual_start") and not row.get("actual_finish"),
        "leveling_delay": (row.get("leveling_delay") or {}).get("min"),
        "elapsed_duration": str((row.get("duration") or {}).get("u")).startswith("ELAPSED"),
    }
    yield from (name for name, used in flags.items() if used)
    constraint = row.get("constraint") or "AS_SOON_AS_POSSIBLE"
    if constraint != "AS_SOON_AS_POSSIBLE":
        yield f"constraint:{constraint}"


def _of_link(row: Row, summaries: set[Any]) -> Iterator[str]:
    yield f"link:{row.get('type')}"
    lag = row.get("lag") or {}
    if "PERCENT" in str(lag.get("u")):
        yield "lag_percent"
    elif lag.get("v"):
        yield "lag_negative" if lag["v"] < 0 else "lag_positive"
        if str(lag.get("u")).startswith("ELAPSED"):
            yield "lag_elapsed"
    if {row.get("pred"), row.get("succ")} & summaries:
        yield "summary_link"


def _of_assignments(rows: list[Row]) -> Iterator[str]:
    tasks = [row.get("task") for row in rows if row.get("resource") is not None]
    if tasks:
        yield "work_assignment"
    if len(tasks) > len(set(tasks)):
        yield "multi_assignment"
    for row in rows:
        if row.get("contour") not in {None, "FLAT"}:
            yield "contour"
        if row.get("resource") is not None and row.get("units") not in {None, 100}:
            yield "units_not_100"
        if (row.get("delay") or {}).get("min"):
            yield "assignment_delay"
        if (row.get("overtime_work") or {}).get("min"):
            yield "overtime"
