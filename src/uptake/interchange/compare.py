"""Compares two documents field by field: what a format did to a plan on its way through a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from uptake.interchange.align import aligned, plain
from uptake.interchange.losses import Loss

Json = Any
Change = tuple[str, str, str, Json, Json]  # code, object, field, before, after
_EXAMPLES = 5
_ROUNDING_MINUTES = 0.1
_ROUNDING = 0.01
_SHOWN_LETTERS = 60

# Results that the writer or reader may fill in, and marks of the file itself: no loss either way.
_IGNORED = {
    "project.last_saved", "project.current_date", "project.name", "project.created",
    "task.id", "task.outline", "task.level", "task.parent",
    "task.expected.start_slack", "task.expected.finish_slack", "task.expected.free_slack",
    "task.expected.total_slack", "task.expected.critical", "task.expected.early_start",
    "task.expected.early_finish", "task.expected.late_start", "task.expected.late_finish",
    "task.expected.scheduled_start", "task.expected.scheduled_finish", "task.derived",
    "task.project_summary", "task.wbs", "task.manual_duration",
    "assignment.uid", "resource.id", "calendar.recurring", "calendar.parent", "calendar.name",
}  # fmt: skip
# What a format that does not know the field means by its silence.
_DEFAULTS = {
    "task.fixed_cost_accrual": "PRORATED", "task.leveling_can_split": True, "task.level_assignments": True,
    "task.active": True, "task.priority": 500, "resource.accrue_at": "PRORATED", "resource.active": True,
    "assignment.contour": "FLAT", "project.split_in_progress": True, "project.week_start": "MONDAY",
    "assignment.units": 100, "resource.max_units": 100,
}  # fmt: skip
# Many fields of a kind are told in one line.
_FAMILIES = {"custom", "baselines"}
# Settings that a format fills in where the document has none.
_OWN = {"project.title", "project.days_per_month", "project.new_tasks_are_manual"}


def losses(before: Json, after: Json) -> list[Loss]:
    """List what is missing, different or new in ``after``, grouped by field; the count is of objects.

    Parameters
    ----------
    before, after : dict
        Documents of the same plan, before it was written and as read back.
    """
    groups: dict[tuple[str, str, str], _Group] = {}
    for uid, (code, owner, path, old, new) in _changes(plain(before), plain(aligned(before, after))):
        family, _, member = path.partition(".")
        key = (code, owner, family if family in _FAMILIES else path)
        group = groups.setdefault(key, _Group())
        group.uids.setdefault(uid)
        if family in _FAMILIES:
            group.details.setdefault(member)
        elif code == "changed":
            group.details.setdefault(f"{_shown(old)} -> {_shown(new)}")
    return [_loss(key, group) for key, group in sorted(groups.items())]


@dataclass(slots=True)
class _Group:
    # Dicts as ordered sets.
    uids: dict[int | None, None] = field(default_factory=dict)
    details: dict[str, None] = field(default_factory=dict)


def _loss(key: tuple[str, str, str], group: _Group) -> Loss:
    code, owner, name = key
    shown = list(group.details)[: _EXAMPLES if name in _FAMILIES else 1]
    uids = tuple(uid for uid in list(group.uids)[:_EXAMPLES] if uid is not None)
    return Loss(code, owner, name, len(group.uids), uids, ", ".join(shown))


def _changes(before: Json, after: Json) -> Iterator[tuple[int | None, Change]]:
    for change in _fields("project", "", before["project"], after["project"]):
        yield None, change
    yield from _objects("calendar", before["calendars"], after["calendars"], _uid)
    yield from _objects("resource", before["resources"], after["resources"], _uid)
    yield from _objects("task", before["tasks"], after["tasks"], _uid)
    yield from _objects("link", before["links"], after["links"], lambda v: (v["pred"], v["succ"], v["type"]))
    yield from _objects("assignment", before["assignments"], after["assignments"], _assignment_key)
    names = (before.get("custom_fields", ()), after.get("custom_fields", ()))
    yield from _objects("field name", *names, lambda v: (v["class"], v["field"]))


def _uid(value: Json) -> Json:
    return value["uid"]


def _assignment_key(value: Json) -> Json:
    return value["task"], value["resource"]


def _objects(
    owner: str, before: list[Json], after: list[Json], key: Callable[[Json], Json]
) -> Iterator[tuple[int | None, Change]]:
    old, new = _indexed(before, key), _indexed(after, key)
    for index in {**old, **new}:
        uid = _number_of(index[0])
        if index not in new:
            yield uid, ("not_carried", owner, "", old[index], None)
        elif index not in old:
            yield uid, ("added", owner, "", None, new[index])
        else:
            for change in _fields(owner, "", old[index], new[index]):
                yield uid, change


def _number_of(key: Json) -> int | None:
    """Give the unique id that a reader can look up: of the object, or of the task of a link or assignment."""
    if isinstance(key, tuple):
        # (task, resource) of an assignment, (predecessor, successor, type) of a link.
        key = key[0] if len(key) == len(("task", "resource")) else key[1]
    return key if isinstance(key, int) else None


def _indexed(values: list[Json], key: Callable[[Json], Json]) -> dict[tuple[Json, int], Json]:
    # The same pair may occur twice (two assignments of a resource to a task): count them.
    found: dict[tuple[Json, int], Json] = {}
    for value in values:
        count = 0
        while (key(value), count) in found:
            count += 1
        found[key(value), count] = value
    return found


def _fields(owner: str, path: str, before: Json, after: Json) -> Iterator[Change]:
    for name in {**before, **after}:
        where = f"{path}.{name}" if path else name
        known_as = f"{owner}.{where}"
        # What the document does not speak of cannot be lost.
        if known_as in _IGNORED or name not in before or (known_as in _OWN and not before[name]):
            continue
        default = _DEFAULTS.get(known_as)
        old, new = (default if value is None else value for value in (before.get(name), after.get(name)))
        if where == "exceptions" and owner == "calendar":
            yield from _exceptions(old, new)
        elif _is_group(old) or _is_group(new):
            yield from _fields(owner, where, old or {}, new or {})
        elif not _same(old, new):
            code = "not_carried" if _is_empty(new) else "added" if _is_empty(old) else "changed"
            yield code, owner, where, old, new


def _exceptions(old: Json, new: Json) -> Iterator[Change]:
    """One change a calendar, told by its first day that differs."""
    for day in sorted({**old, **new}):
        if old.get(day) != new.get(day):
            yield "changed", "calendar", "exceptions", {day: old.get(day)}, {day: new.get(day)}
            return


def _is_group(value: Json) -> bool:
    return isinstance(value, dict) and "u" not in value and "amount" not in value


def _is_empty(value: Json) -> bool:
    if isinstance(value, dict):
        return not value.get("v", True)
    return value is None or value is False or value in ("", [], {}) or value == 0


def _same(old: Json, new: Json) -> bool:
    if _is_empty(old) and _is_empty(new):
        return True
    if isinstance(old, dict) and isinstance(new, dict) and "u" in old and "u" in new:
        if "min" in old and "min" in new:
            alike = bool(old["u"].startswith("ELAPSED") == new["u"].startswith("ELAPSED"))
            return alike and abs(old["min"] - new["min"]) <= _ROUNDING_MINUTES
        return bool(old["u"] == new["u"] and old["v"] == new["v"])
    if isinstance(old, float | int) and isinstance(new, float | int):
        return abs(old - new) <= _ROUNDING
    return bool(old == new)


def _shown(value: Json) -> str:
    if isinstance(value, dict) and "u" in value:
        return f"{value['v']:g} {value['u'].lower().replace('_', ' ')}"
    text = str(value)
    return text if len(text) <= _SHOWN_LETTERS else text[: _SHOWN_LETTERS - 3] + "..."
