"""Brings two documents of one plan into the same shape, so that only real differences remain.

Formats number things anew, spell out inherited days, cut a week off into single days; none of that is a loss.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

Json = Any
Document = dict[str, Any]
_LONGEST_EXCEPTION = 3_700


def aligned(before: Document, after: Document) -> Document:
    """Give ``after`` the unique ids that the same objects have in ``before``."""
    tasks = _by_order(before["tasks"], after["tasks"])
    resources = _by_order(before["resources"], after["resources"])
    calendars = _calendars(before, after, resources)
    return {
        **after,
        "project": {
            **after["project"],
            "default_calendar": calendars.get(after["project"].get("default_calendar")),
        },
        "calendars": [_renumbered(c, {"uid": calendars, "parent": calendars}) for c in after["calendars"]],
        "resources": [_renumbered(r, {"uid": resources, "calendar": calendars}) for r in after["resources"]],
        "tasks": [
            _renumbered(t, {"uid": tasks, "parent": tasks, "calendar": calendars}) for t in after["tasks"]
        ],
        "links": [_renumbered(link, {"pred": tasks, "succ": tasks}) for link in after["links"]],
        "assignments": [_renumbered(a, {"task": tasks, "resource": resources}) for a in after["assignments"]],
    }


def _renumbered(value: Json, maps: dict[str, dict[Json, Json]]) -> Json:
    return {**value, **{key: numbers.get(value.get(key), value.get(key)) for key, numbers in maps.items()}}


def _by_order(before: list[Json], after: list[Json]) -> dict[Json, Json]:
    old = [value["uid"] for value in before if value["uid"] != 0]
    new = [value["uid"] for value in after if value["uid"] != 0]
    same = set(old) & set(new)
    if len(old) != len(new) or len(same) * 2 > len(new):
        return {uid: uid for uid in (*new, 0)}
    return {**dict(zip(new, old, strict=True)), 0: 0}


def _calendars(before: Document, after: Document, resources: dict[Json, Json]) -> dict[Json, Json]:
    """Calendars have no lasting number in many formats: tell them by who uses them, then by name."""
    old = {c["uid"]: c for c in before["calendars"]}
    new = {c["uid"]: c for c in after["calendars"]}
    found: dict[Json, Json] = {}

    def pair(new_uid: Json, old_uid: Json) -> None:
        if new_uid in new and old_uid in old and new_uid not in found and old_uid not in found.values():
            found[new_uid] = old_uid

    pair(after["project"].get("default_calendar"), before["project"].get("default_calendar"))
    own = {r["uid"]: r.get("calendar") for r in before["resources"]}
    for resource in after["resources"]:
        pair(resource.get("calendar"), own.get(resources.get(resource["uid"])))
    named = _unique_names(old.values())
    for name, uid in _unique_names(new.values()).items():
        pair(uid, named.get(name))
    for uid in new:
        pair(uid, uid)
    # What has no counterpart must not take the number of one that has.
    free = -1
    for uid in new:
        if uid not in found:
            found[uid] = free
            free -= 1
    return found


def _unique_names(calendars: Iterable[Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    double = set()
    for calendar in calendars:
        name = calendar.get("name") or ""
        if name in found:
            double.add(name)
        found[name] = calendar["uid"]
    return {name: uid for name, uid in found.items() if name and name not in double}


def plain(document: Document) -> Document:
    """Spell out inherited days, tell exceptions day by day, drop the marks of work that has not begun."""
    calendars = {c["uid"]: c for c in document["calendars"]}
    return {
        **document,
        "calendars": [_plain_calendar(c, calendars) for c in document["calendars"]],
        "resources": [r for r in document["resources"] if r["uid"] != 0 or r.get("name")],
        "tasks": [task for task in document["tasks"] if not task.get("project_summary")],
        "assignments": [_plain_assignment(a) for a in document["assignments"] if not _is_nobodys(a)],
    }


def _plain_calendar(calendar: Json, calendars: dict[Json, Json]) -> Json:
    week = resolved_week(calendar, calendars)
    weeks = [
        {"from": w["from"], "to": w["to"], "week": [base if day is None else day
                                                    for day, base in zip(w["week"], week, strict=True)]}
        for w in calendar.get("work_weeks", ())
    ]  # fmt: skip
    return {
        **calendar,
        "week": week,
        "work_weeks": weeks,
        "exceptions": _days(calendar.get("exceptions", ())),
    }


def resolved_week(calendar: Json, calendars: dict[Json, Json]) -> list[Json]:
    """Give the week of a calendar with the days that it inherits."""
    seen = set()
    week = list(calendar["week"])
    while calendar.get("parent") in calendars and calendar["uid"] not in seen:
        seen.add(calendar["uid"])
        calendar = calendars[calendar["parent"]]
        week = [above if day is None else day for day, above in zip(week, calendar["week"], strict=True)]
    return week


def _days(exceptions: Iterable[Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for exception in exceptions:
        first = dt.date.fromisoformat(exception["from"][:10])
        count = (dt.date.fromisoformat(exception["to"][:10]) - first).days + 1
        for offset in range(min(count, _LONGEST_EXCEPTION)):
            found.setdefault((first + dt.timedelta(days=offset)).isoformat(), exception["hours"])
    return dict(sorted(found.items()))


def _is_nobodys(assignment: Json) -> bool:
    # Microsoft Project keeps the work of a task without resources in an assignment of nobody.
    return assignment.get("resource") in (None, 0) and not assignment.get("timephased")


def _plain_assignment(assignment: Json) -> Json:
    work = assignment.get("actual_work") or {}
    if work.get("min"):
        return assignment
    return {**assignment, "stop": None, "resume": None}
