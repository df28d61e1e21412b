"""A folder of plans like the one that the agreement is measured on, made up."""

import json
from pathlib import Path
from typing import Any

STANDARD = {
    "uid": 1,
    "name": "Standard",
    "parent": None,
    "week": [[[480, 720], [780, 1020]]] * 5 + [[], []],
    "exceptions": [],
    "work_weeks": [],
}
DAY = {"v": 1, "u": "DAYS", "min": 480}


def task(uid: int, start: str | None, finish: str | None, **more: Any) -> dict[str, Any]:
    slacks = {"start_slack": 0, "finish_slack": 0, "total_slack": None, "critical": None}
    row = {"uid": uid, "id": uid, "name": f"Task {uid}", "parent": None, "duration": DAY}
    return {
        **row,
        "expected": {"start": start, "finish": finish, **slacks, **more.pop("expected", {})},
        **more,
    }


def document(tasks: list[dict[str, Any]], links: list[tuple[int, int]] = (), **more: Any) -> dict[str, Any]:
    return {
        "project": {"start": "2025-03-03T08:00:00", "default_calendar": 1},
        "calendars": [STANDARD],
        "tasks": tasks,
        "links": [
            {"pred": a, "succ": b, "type": "FS", "lag": {"v": 0, "u": "DAYS", "min": 0}} for a, b in links
        ],
        **more,
    }


MON = ("2025-03-03T08:00:00", "2025-03-03T17:00:00")
TUE = ("2025-03-04T08:00:00", "2025-03-04T17:00:00")
RIGHT = document([task(1, *MON), task(2, *TUE)], [(1, 2)])
WRONG = document([task(1, *MON), task(2, *MON), task(3, None, None)], [(1, 2)])


def make(folder: Path) -> Path:
    """Write an index and three plans: one right, one with a task on another day, one that is broken."""
    (folder / "plans").mkdir()
    entries = []
    for name, level, content in (("P-1", 1, RIGHT), ("P-2", 2, WRONG), ("P-3", 2, None)):
        path = folder / "plans" / f"{name}.json"
        path.write_text("{" if content is None else json.dumps(content), encoding="utf-8")
        entries.append(
            {
                "id": name,
                "file": f"plans/{name}.json",
                "level": level,
                "features": ["link:FS"],
                "counts": {"tasks": 3},
                "suspect": None,
            }
        )
    (folder / "index.json").write_text(json.dumps(entries), encoding="utf-8")
    return folder
