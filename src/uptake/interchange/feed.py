"""A plan as a calendar feed (.ics): its tasks and milestones as events."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from uptake.engine.instants import moment
from uptake.engine.scheduling import schedule
from uptake.interchange.encoding import writable
from uptake.interchange.losses import Loss
from uptake.interchange.neutral import to_plan
from uptake.interchange.tables.headings import HEADINGS
from uptake.interchange.tables.outgoing import says
from uptake.interchange.tables.sheets import value_at

Json = Mapping[str, Any]
_CARRIED = {
    "id",
    "uid",
    "level",
    "name",
    "expected.start",
    "expected.finish",
    "milestone",
    "notes",
    "outline",
}
_SHOWN = 5


def write_feed(document: dict[str, Any]) -> tuple[bytes, tuple[Loss, ...]]:
    """Write tasks and milestones as events.

    Parameters
    ----------
    document : dict
        In the neutral form. Where it stores no dates, they are calculated.

    Returns
    -------
    bytes, tuple of Loss
        An iCalendar object in local time, and what it does not say. An event lasts whole days when the task
        begins and ends with the working day; its uid stays the same in every export of the plan.
    """
    import icalendar  # noqa: PLC0415 - importing interchange must not cost what only feeds need

    feed = icalendar.Calendar()
    feed.add("prodid", "-//Uptake//Plan//EN")
    feed.add("version", "2.0")
    facts = document["project"]
    if title := facts.get("title") or facts.get("name"):
        feed.add("x-wr-calname", icalendar.vText(writable(title)))
    stamp = _at(facts.get("last_saved")) or _at(facts.get("start")) or datetime(1984, 1, 1)
    told = f"{facts.get('created')}|{facts.get('title')}".encode("utf-8", "surrogatepass")
    key = hashlib.sha256(told).hexdigest()[:12]
    for row, start, finish in _events(document):
        event = icalendar.Event()
        event.add("uid", f"task-{row['uid']}-{key}@uptake")
        event.add("dtstamp", stamp.replace(tzinfo=UTC))
        event.add("summary", writable(row.get("name") or ""))
        event.add("categories", ["Milestone" if row.get("milestone") else "Task"])
        if notes := row.get("notes"):
            event.add("description", writable(notes))
        _add_times(event, facts, start, finish)
        feed.add_component(event)
    return feed.to_ical(), tuple(_losses(document))


def _at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _events(document: dict[str, Any]) -> Iterator[tuple[Json, datetime, datetime]]:
    rows = [row for row in document["tasks"] if not row.get("summary") and row.get("active") is not False]
    computed: dict[int, tuple[datetime, datetime]] = {}
    if any(row["expected"].get("start") is None or row["expected"].get("finish") is None for row in rows):
        done = schedule(to_plan(document))
        for i, task in enumerate(done.plan.tasks):
            computed[task.uid] = moment(done.dates.start[i]), moment(done.dates.finish[i])
    for row in rows:
        start, finish = _at(row["expected"].get("start")), _at(row["expected"].get("finish"))
        if start is None or finish is None:
            start, finish = computed[row["uid"]]
        yield row, start, max(start, finish)


def _add_times(event: Any, facts: Json, start: datetime, finish: datetime) -> None:
    begins, ends = facts.get("default_start_time") or "08:00", facts.get("default_end_time") or "17:00"
    point = start == finish
    if (f"{start:%H:%M}" == begins and f"{finish:%H:%M}" == ends) or (
        point and f"{start:%H:%M}" in {begins, ends}
    ):
        event.add("dtstart", start.date())
        event.add("dtend", finish.date() + timedelta(days=1))
    else:
        event.add("dtstart", start)
        if not point:
            event.add("dtend", finish)
    if point:
        event.add("transp", "TRANSPARENT")


def _losses(document: Json) -> Iterator[Loss]:
    for name in ("link", "resource", "assignment", "calendar"):
        if rows := document[f"{name}s"]:
            yield Loss("not_carried", name, "", len(rows))
    summaries = [
        row["uid"] for row in document["tasks"] if row.get("summary") and not row.get("project_summary")
    ]
    if summaries:
        yield Loss("not_carried", "task", "summary", len(summaries), tuple(summaries[:_SHOWN]))
    inactive = [row["uid"] for row in document["tasks"] if row.get("active") is False]
    if inactive:
        yield Loss("not_carried", "task", "", len(inactive), tuple(inactive[:_SHOWN]))
    for heading in HEADINGS:
        if heading.field in _CARRIED:
            continue
        uids = [row["uid"] for row in document["tasks"] if says(heading.field, value_at(row, heading.field))]
        if uids:
            yield Loss("not_carried", "task", heading.field, len(uids), tuple(uids[:_SHOWN]))
