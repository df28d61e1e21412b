"""Links and assignments of a task, from the text of their cells."""

import re
from collections.abc import Iterator
from typing import Any

from uptake.interchange.predecessors import NO_LAG, NotAPredecessor, parse_predecessors
from uptake.interchange.tables.cells import Reason
from uptake.interchange.tables.rows import Context

_UNITS = re.compile(r"\s*(\d{1,6}(?:[.,]\d{1,4})?)\s*(%?)\s*\]")
LONGEST_UNITS = 40


def links_of(text: str, task: dict[str, Any], context: Context) -> Iterator[tuple[Reason, str]]:
    """Add the links into a task; give what is wrong with them, and where."""
    try:
        found = parse_predecessors(text)
    except NotAPredecessor as error:
        yield "predecessor", error.text
        return
    for one in found:
        pred = context.uids.get(one.task)
        if pred is None:
            yield "no_such_task", str(one.task)
        elif pred == task["uid"]:
            yield "own_task", str(one.task)
        elif (pred, task["uid"], one.type) in context.linked:
            yield "task_twice", str(one.task)
        else:
            context.linked.add((pred, task["uid"], one.type))
            lag = (one.lag if one.lag.value else NO_LAG).to_json(context.scale)
            context.links.append({"pred": pred, "succ": task["uid"], "type": one.type, "lag": lag})


def resources_of(text: str, task: dict[str, Any], context: Context) -> Iterator[tuple[Reason, str]]:
    """Add the assignments of a task, and new resources; give what is wrong with them, and where."""
    known = {row["name"].casefold(): row for row in context.resources if row.get("name")}
    for part in _parts(text, known):
        head, bracket, tail = part.rpartition("[")
        found = _UNITS.fullmatch(tail) if bracket and len(tail) <= LONGEST_UNITS else None
        name = (head if found else part).strip()
        units = float(found[1].replace(",", ".")) if found else 100.0
        if found and not found[2]:
            units *= 100
        if not name:
            yield "no_name", part
            continue
        row = known.get(name.casefold())
        if row is None:
            row = context.add_resource(name)
            known[name.casefold()] = row
        context.assign(task, row, units)


def _parts(text: str, known: dict[str, Any]) -> list[str]:
    """Split at semicolons; without any, at commas, unless the whole is the name of a resource."""
    if text.strip().casefold() in known:
        return [text.strip()]
    parts = re.split(r"[;；\n]" if re.search(r"[;；]", text) else r"[,，、\n]", text)
    return [part.strip() for part in parts if part.strip()]
