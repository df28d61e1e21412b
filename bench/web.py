"""Time the web application on a large project: pages, the plan's data, edits, an import; on SQLite and PostgreSQL.

python -m bench.web --tasks 10000 --json [--page]

Requests go through the whole application, middleware and database included, in one process without a network:
what is timed is what the server does. Each database is new and on disk, each figure the median of its rounds,
``_p95`` the 95th percentile. The last line of the output is the JSON.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import machine
from bench.report import table
from bench.workers import ROOT

DATABASES = ("sqlite", "postgresql")
ROUNDS = 15
EDITS = 120
SEED = 7
LIMIT = 1200
IMPORTED = 500
BARS = {"plan_and_data_ms": 500, "edit_p95_ms": 300, "page_worst_ms": 100, "import_s": 3}
"""Bars of the product, for 10,000 tasks."""

Figures = dict[str, Any]


def run(tasks: int) -> Figures:
    """Measure both databases, each in a process of its own."""
    found: Figures = {}
    for name in DATABASES:
        with tempfile.TemporaryDirectory(prefix="uptake-bench-") as folder:
            command = [sys.executable, "-m", "bench.web", "--inside", folder, "--tasks", str(tasks)]
            if name == "postgresql":
                command = [sys.executable, "-m", "tools.postgres", *command]
            environment = {**os.environ, "UPTAKE_DATA": folder, "UPTAKE_URL": "http://testserver"}
            environment.pop("DATABASE_URL", None)
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
            )
            if done.returncode:
                sys.exit(f"{name}: {done.stderr[-3000:]}")
            found[name] = json.loads(done.stdout.splitlines()[-1])
    return found


def inside(folder: Path, tasks: int) -> Figures:
    """Measure the database that the environment names."""
    import django  # noqa: PLC0415 - the settings read the environment that `run` made

    os.environ["DJANGO_SETTINGS_MODULE"] = "uptake.platform.settings"
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    project, client = _prepare(tasks)
    found: Figures = {"database": connection.vendor, "tasks": tasks}
    found |= _reading(client, project)
    found |= _editing(client, project)
    found |= _pages(client, project)
    found |= _importing(folder, client)
    return found


def _prepare(tasks: int) -> tuple[Any, Any]:
    """Make a project, its manager, and a browser that is signed in."""
    from django.test import Client  # noqa: PLC0415 - needs the settings

    from uptake.accounts.models import Person  # noqa: PLC0415
    from uptake.packs.generate import generate  # noqa: PLC0415
    from uptake.projects.services import create_project  # noqa: PLC0415
    from uptake.schedule.services import start_plan  # noqa: PLC0415

    person = Person.objects.create_superuser("bench@example.com", "a long password", name="Bench")
    project = create_project(person, name=f"{tasks} tasks")
    start_plan(project, generate(tasks, seed=SEED))
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return project, client


def _timed(ask: Callable[[], Any], status: int = 200) -> float:
    began = time.perf_counter()
    answer = ask()
    spent = (time.perf_counter() - began) * 1000
    if answer.status_code != status:
        raise AssertionError((answer.status_code, answer.content[:500]))
    return spent


def _reading(client: Any, project: Any) -> Figures:
    """Time the plan page and its data: the first time after a start, and afterwards."""
    from uptake.schedule import bridge  # noqa: PLC0415 - needs the settings

    page, data = f"/projects/{project.pk}/plan", f"/projects/{project.pk}/plan/data"
    cold = []
    for _ in range(3):
        bridge.cache.clear()
        cold.append(_timed(lambda: client.get(page)) + _timed(lambda: client.get(data)))
    pages = [_timed(lambda: client.get(page)) for _ in range(ROUNDS)]
    datas = [_timed(lambda: client.get(data)) for _ in range(ROUNDS)]
    size = len(client.get(data).content)
    packed = len(client.get(data, headers={"Accept-Encoding": "gzip"}).content)
    return {
        "plan_and_data_cold_ms": round(median(cold), 1),
        "plan_page_ms": round(median(pages), 1),
        "plan_data_ms": round(median(datas), 1),
        "plan_and_data_ms": round(median(pages) + median(datas), 1),
        "data_kb": size // 1024,
        "data_gzip_kb": packed // 1024,
    }


def _editing(client: Any, project: Any) -> Figures:
    """Time edits as the page sends them: durations, names, links, dragged bars, indents, new rows."""
    rng = random.Random(SEED)
    data = client.get(f"/projects/{project.pk}/plan/data").json()
    rows = data["rows"]
    leaves = [uid for uid, flags in zip(rows["uid"], rows["flags"], strict=True) if not flags & 1]
    revision, fresh = data["revision"], data["next"]["task"]
    times: list[float] = []
    touched: list[int] = []
    for k in range(EDITS):
        change, fresh = _drawn(rng, leaves, rows, fresh)
        body = {"base": revision, "changes": [change], "ask": False}
        began = time.perf_counter()
        answer = client.post(f"/projects/{project.pk}/plan/edits", body, content_type="application/json")
        spent = (time.perf_counter() - began) * 1000
        if answer.status_code == 422:  # a loop, or nothing above to indent under: drawn at random
            continue
        told = answer.json()
        if answer.status_code != 200:
            raise AssertionError((k, answer.status_code, told))
        revision = told["revision"]
        times.append(spent)
        touched.append(len(told["delta"].get("rows", {}).get("uid", [])))
    return {
        "edit_median_ms": round(median(times), 1),
        "edit_p95_ms": round(quantiles(times, n=20)[-1], 1),
        "edit_worst_ms": round(max(times), 1),
        "edits": len(times),
        "edit_rows_median": median(touched),
        "edit_rows_most": max(touched),
    }


def _drawn(rng: random.Random, leaves: list[int], rows: Any, fresh: int) -> tuple[dict[str, Any], int]:
    uid = rng.choice(leaves)
    place = rng.random()
    if place < 0.3:
        text = f"{rng.randint(1, 20)}d"
        return {"intent": "type", "uid": uid, "column": "duration", "text": text}, fresh
    if place < 0.45:
        return {"intent": "type", "uid": uid, "column": "name", "text": f"Task {rng.random():.6f}"}, fresh
    if place < 0.65:
        start = rows["start"][rows["uid"].index(uid)] + rng.randint(1, 10) * 14400
        return {"intent": "move", "uid": uid, "start": start}, fresh
    if place < 0.8:
        pred, succ = sorted(rng.sample(leaves, 2))
        return {"intent": "link", "pred": pred, "succ": succ, "type": "FS"}, fresh
    if place < 0.9:
        return {"intent": rng.choice(("indent", "outdent")), "uid": uid}, fresh
    parent = rows["parent"][rows["uid"].index(uid)]
    change = {
        "intent": "insert",
        "uid": fresh,
        "before": None,
        "parent": None if parent < 0 else parent,
        "name": "New",
    }
    return change, fresh + 1


def _pages(client: Any, project: Any) -> Figures:
    """Time every other page of the project and of the installation that can be opened without more."""
    from django.urls import get_resolver  # noqa: PLC0415 - needs the settings

    from uptake.site.routes import ROUTES  # noqa: PLC0415

    times: dict[str, float] = {}
    files: dict[str, float] = {}
    for pattern in _patterns(get_resolver().url_patterns, ""):
        path, name = pattern
        if (
            name not in ROUTES
            or name in {"plan_data", "plan_edits"}
            or not path.startswith(("projects/", ""))
        ):
            continue
        address = "/" + path.replace("<int:project_id>", str(project.pk)).replace("<int:uid>", "5")
        if "<" in address or (first := client.get(address)).status_code != 200:
            continue
        kind = files if "attachment" in first.get("Content-Disposition", "") else times
        kind[name] = round(median(_timed(lambda address=address: client.get(address)) for _ in range(5)), 1)
    worst = max(times, key=lambda name: times[name])
    return {"files_ms": files, "pages_ms": times, "page_worst_ms": times[worst], "page_worst": worst}


def _patterns(patterns: Any, before: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for one in patterns:
        path = before + re.sub(r"^\^|\$$", "", str(one.pattern))
        if hasattr(one, "url_patterns"):
            found += _patterns(one.url_patterns, path)
        elif one.name:
            found.append((path, one.name))
    return found


def _importing(folder: Path, client: Any) -> Figures:
    """Time a file from its upload, over reading in the worker and preview, to a project; the reader warm."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - needs the settings

    from uptake.engine.scheduling import schedule  # noqa: PLC0415
    from uptake.interchange import files  # noqa: PLC0415
    from uptake.interchange.document import to_document  # noqa: PLC0415
    from uptake.packs.generate import generate  # noqa: PLC0415
    from uptake.platform import jobs  # noqa: PLC0415
    from uptake.platform.models import Job  # noqa: PLC0415

    def imported(path: Path) -> float:
        file = SimpleUploadedFile(path.name, path.read_bytes())
        began = time.perf_counter()
        client.post("/projects/new/file", {"file": file})
        asked = Job.objects.order_by("-pk")[0]
        jobs.perform(asked.pk)
        asked.refresh_from_db()
        page = asked.result["next"]
        assert client.get(page).status_code == 200
        assert client.post(page, {"name": path.stem, "currency": "CNY"}).status_code == 302
        return time.perf_counter() - began

    made = folder / "made.xml"
    files.write(to_document(schedule(generate(IMPORTED, seed=SEED))), made)
    found: Figures = {"import_cold_s": round(imported(made), 2)}
    found["import_s"] = round(median(_again(imported, made) for _ in range(3)), 2)
    shared = os.environ.get("UPTAKE_SHARED_DATA")
    plans = Path(shared).glob("msproject/**/*.mpp") if shared else ()
    largest = max(plans, key=lambda one: one.stat().st_size, default=None)
    if largest is not None:
        found["import_mpp_s"] = round(median(_again(imported, largest) for _ in range(3)), 2)
    return found


def _again(imported: Callable[[Path], float], path: Path) -> float:
    """Import a file as if it were new: the same bytes asked for twice would give the project that is there."""
    from uptake.platform.models import Job  # noqa: PLC0415 - needs the settings

    Job.objects.all().delete()
    return imported(path)


ROWS = (
    ("plan page and its data, the plan in memory", "plan_and_data_ms", "ms"),
    ("the same after a start, rows read and scheduled", "plan_and_data_cold_ms", "ms"),
    ("an edit, median", "edit_median_ms", "ms"),
    ("an edit, 95th percentile", "edit_p95_ms", "ms"),
    ("an edit, worst", "edit_worst_ms", "ms"),
    ("rows in an answer, median", "edit_rows_median", ""),
    ("rows in an answer, most", "edit_rows_most", ""),
    ("the slowest other page", "page_worst_ms", "ms"),
    (f"import of {IMPORTED} tasks from MSPDI, upload to rows", "import_s", "s"),
    ("import of the largest .mpp at hand (322 tasks)", "import_mpp_s", "s"),
)
PAGE = ROOT / "docs" / "reference" / "performance-web.md"
TEXT = """\
# Performance of the web application

Written by `python -m bench.web --page` from the figures of one run; do not edit. {date}, {processor},
{cores} cores; load when the run began {load}. A project of {tasks:,} tasks; server time, middleware and database
included.

{bars}

{rows}

The slowest other page is `{worst}`. The plan's data is {kb:,} kB of JSON, {gzip} kB compressed. Files that are
made at once, for example the calendar file of all tasks, are not pages: {files}.

## How it is measured

Each database is new, on disk, with its usual flushing; PostgreSQL is a real one beside the benchmark. Requests go
through the whole application in one process without a network. Reading: the median of {rounds} requests. Edits:
{edits} at random, as the page sends them (durations and names typed, bars dragged, tasks linked, rows indented and
added), each confirmed with what changed. Pages: every address that opens without more, the median of five.
Importing: upload, reading in the helper process, preview, and the project written; the helper warm.
"""


def page(found: Figures) -> str:
    """Write the figures as the page of the documentation."""
    facts = machine.facts()
    databases = list(found)
    first = found[databases[0]]
    bars = [
        [
            what,
            f"≤ {BARS[name]} {unit}",
            *(f"{found[one][name]:g} {unit}" for one in databases),
            "met" if all(found[one][name] <= BARS[name] for one in databases) else "MISSED",
        ]
        for what, name, unit in ROWS
        if name in BARS
    ]
    rows = [
        [what, *(f"{found[one].get(name, '–')} {unit}".strip() for one in databases)]
        for what, name, unit in ROWS
    ]
    files = ", ".join(f"`{name}` {spent / 1000:.1f} s" for name, spent in first["files_ms"].items()) or "none"
    return TEXT.format(
        **facts,
        tasks=first["tasks"],
        bars=table(["bar", "wanted", *databases, ""], bars),
        rows=table(["", *databases], rows),
        worst=first["page_worst"],
        kb=first["data_kb"],
        gzip=first["data_gzip_kb"],
        files=files,
        rounds=ROUNDS,
        edits=first["edits"],
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description="Time the web application.")
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--page", action="store_true", help="write docs/reference/performance-web.md")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.inside:
        print(json.dumps(inside(chosen.inside, chosen.tasks)))
        return
    found = run(chosen.tasks)
    if chosen.page:
        PAGE.write_text(page(found), encoding="utf-8")
    if not chosen.json:
        for name in next(iter(found.values())):
            print(f"{name:24}", *(f"{found[database].get(name)!s:>28}" for database in found))
        return
    print(json.dumps(found))


if __name__ == "__main__":
    main()
