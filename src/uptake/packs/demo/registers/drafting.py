"""The change requests of the demonstration project as what somebody would do on the plan page."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from uptake.engine.plan import Plan
from uptake.packs.demo.registers.reading import Entry

PREDECESSOR = re.compile(r"(?P<key>[a-z0-9_.]+)(?P<rest>(?:FS|SS|FF|SF)?(?:[+-]\d+)?)")


def as_typed(change: Entry, plan: Plan, keys: Mapping[str, int], first: int) -> list[dict[str, Any]]:
    """Return what has to be typed into a plan to make a change request's draft.

    Parameters
    ----------
    change : Entry
        Of the register ``"change"``.
    plan : Plan
        Into which it is typed.
    keys : mapping of str to int
        Uid of each row of the outline.
    first : int
        Uid of the first new task; the others follow.

    Returns
    -------
    list of dict
        Intents of the plan page, units of time in English.

    Raises
    ------
    KeyError
        If the change names a row that is neither in the outline nor new.
    """
    new = change.values["new"]
    uids = dict(keys) | {row["key"]: first + i for i, row in enumerate(new)}
    rows = [task.uid for task in plan.tasks]
    inserted = list(_inserted(new, plan, uids, rows))
    numbers = {uid: number for number, uid in enumerate(rows, 1)}

    def cell(task: str, column: str, text: str) -> dict[str, Any]:
        if column == "predecessors":
            text = ";".join(_numbered(word, uids, numbers) for word in text.split())
        return {"intent": "type", "uid": uids[task], "column": column, "text": text}

    filled = [cell(row["key"], column, row[column]) for row in new for column in ("duration", "predecessors")]
    return [*inserted, *filled, *(cell(**edit) for edit in change.values["edits"])]


def _inserted(
    new: list[dict[str, str]], plan: Plan, uids: Mapping[str, int], rows: list[int]
) -> Iterator[dict[str, Any]]:
    """Yield an insertion for each new task, under the same summary as the task that it follows; fill up the rows."""
    above = {task.uid: task.parent for task in plan.tasks}
    for row in new:
        uid, after = uids[row["key"]], uids[row["after"]]
        above[uid] = above[after]
        place = rows.index(after) + 1
        following = rows[place] if place < len(rows) and above[rows[place]] == above[after] else None
        yield {
            "intent": "insert",
            "uid": uid,
            "before": following,
            "parent": above[after],
            "name": row["name"],
        }
        rows.insert(place, uid)


def _numbered(word: str, uids: Mapping[str, int], numbers: Mapping[int, int]) -> str:
    """Put the number of a row in place of its key; lags are working days."""
    match = PREDECESSOR.fullmatch(word)
    if match is None:
        raise KeyError(word)
    rest = f"{match['rest']}d" if match["rest"][-1:].isdigit() else match["rest"]
    return f"{numbers[uids[match['key']]]}{rest}"
