"""Time registers of many records: a built-in one and one that a project made itself, on SQLite or PostgreSQL.

python -m bench.registers [--records 10000] [--postgres] [--json]

Requests go through the whole application, middleware and database included, in one process without a network. Each
database is new and on disk; each figure is the median of its rounds, ``_p95`` the 95th percentile. The last line of
the output is the JSON.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.workers import ROOT

ROUNDS = 20
FIELDS = 20
BATCH = 1_000
IMPORTED = 5_000
LIMIT = 3600
BUILT_IN, OWN = "risk", "inventory"
BARS = {"page_ms": 100, "filter_ms": 150, "sort_ms": 150, "ratio": 2, "import_s": 10}
"""Bars of the product, for 10,000 records."""
WORDS = ("data", "接口", "training", "权限", "vendor", "迁移", "budget", "报表")

Figures = dict[str, Any]


def run(records: int, *, postgres: bool) -> Figures:
    """Measure one database, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="uptake-bench-") as folder:
        command = [sys.executable, "-m", "bench.registers", "--inside", folder, "--records", str(records)]
        if postgres:
            command = [sys.executable, "-m", "tools.postgres", *command]
        environment = {**os.environ, "UPTAKE_DATA": folder, "UPTAKE_URL": "http://testserver"}
        environment.pop("DATABASE_URL", None)
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
        )
        if done.returncode:
            sys.exit(done.stderr[-3000:])
        found: Figures = json.loads(done.stdout.splitlines()[-1])
        return found


def inside(records: int) -> Figures:
    """Measure the database that the environment names."""
    import django  # noqa: PLC0415 - the settings read the environment that `run` made

    os.environ["DJANGO_SETTINGS_MODULE"] = "uptake.platform.settings"
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    project, client, visit = _prepare()
    found: Figures = {"database": connection.vendor, "records": records}
    for key in (BUILT_IN, OWN):
        spec = visit.spec(key)
        fill(visit, spec, records)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        found[key] = _listing(client, project, spec)
    worst = ("page_ms", "filter_ms", "sort_ms", "group_ms", "search_ms")
    found["ratio"] = round(max(found[OWN][name] / found[BUILT_IN][name] for name in worst), 2)
    found["import_s"] = _importing(client, project, visit)
    return found


def _prepare() -> tuple[Any, Any, Any]:
    """Make a project with a register of its own, its manager, and a browser that is signed in."""
    from django.test import Client  # noqa: PLC0415 - needs the settings

    from uptake.accounts.models import Person  # noqa: PLC0415
    from uptake.packs.generate import generate  # noqa: PLC0415
    from uptake.projects.services import create_project  # noqa: PLC0415
    from uptake.registers.models import Configuration  # noqa: PLC0415
    from uptake.registers.visit import Visit  # noqa: PLC0415
    from uptake.schedule.services import start_plan  # noqa: PLC0415

    person = Person.objects.create_superuser("bench@example.com", "a long password", name="Bench")
    project = create_project(person, name="Registers")
    start_plan(project, generate(50, seed=7))
    Configuration.objects.create(project=project, version=1, content={"registers": [own_register()]})
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return project, client, Visit(project, person)


def own_register() -> dict[str, Any]:
    """Return the declaration of a register with twenty fields of the usual kinds."""
    kinds = ("text", "long_text", "number", "date", "choice", "person", "checkbox", "money")
    choices = [{"value": str(place), "label": word} for place, word in enumerate(WORDS)]
    fields = [
        {"key": f"field{place}", "label": f"Field {place}", "kind": kinds[place % len(kinds)]}
        | ({"choices": choices} if kinds[place % len(kinds)] == "choice" else {})
        for place in range(FIELDS)
    ]
    return {
        "key": OWN, "prefix": "INV", "name": "Item", "plural": "Inventory", "title": "Item", "fields": fields,
        "columns": [f"field{place}" for place in range(8)],
        "states": [{"key": "open", "label": "Open"}, {"key": "closed", "label": "Closed", "open": False}],
        "moves": [{"source": "open", "target": "closed", "label": "Close"}],
    }  # fmt: skip


def fill(visit: Any, spec: Any, count: int) -> None:
    """Make records with a value in every field, a thousand at a time."""
    from uptake.registers.bulk_create import Draft, create_many  # noqa: PLC0415 - needs the settings

    def values(n: int) -> Figures:
        title = f"{WORDS[n % len(WORDS)]} {n * 7919 % count}"
        found = {one.key: _value(one, visit, n) for one in spec.fields}
        return {"title": title} | {key: value for key, value in found.items() if value is not None}

    for first in range(1, count + 1, BATCH):
        numbers = range(first, min(first + BATCH, count + 1))
        create_many(
            visit, spec, [Draft(values=values(n), state=spec.states[n % 2].key, number=n) for n in numbers]
        )


def _value(field: Any, visit: Any, n: int) -> Any:
    """Return a plain value, spread over what the field can hold; nothing for links, files, tables."""
    low = int(field.low or 0)
    span = int(field.high if field.high is not None else low + 1000) - low + 1
    choices = field.choices
    made = {
        "text": f"{WORDS[n % len(WORDS)]} {n * 31 % 997}",
        "long_text": f"{WORDS[n % len(WORDS)]} {n * 31 % 997}",
        "number": low + n % span,
        "money": n * 7919 % 10_000_000,
        "date": (datetime.date(2027, 1, 1) + datetime.timedelta(days=n % 900)).isoformat(),
        "choice": choices[n % len(choices)].value if choices else None,
        "person": visit.person.pk if n % 3 else None,
        "checkbox": n % 2 == 0,
    }
    return made.get(str(field.kind)) if field.typed else None


def _listing(client: Any, project: Any, spec: Any) -> Figures:
    """Time what people do to a list; the columns are those that it shows at first."""
    from django.db import connection  # noqa: PLC0415 - needs the settings
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    address = f"/projects/{project.pk}/registers/{spec.key}/"
    found: Figures = {}
    for name, queries in asked_of(spec):
        times = []
        for place in range(ROUNDS):
            began = time.perf_counter()
            answer = client.get(address + queries[place % len(queries)])
            times.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise AssertionError((answer.status_code, queries, answer.content[:500]))
        found[f"{name}_ms"] = round(median(times), 1)
        found[f"{name}_p95_ms"] = round(quantiles(times, n=20)[-1], 1)
        with CaptureQueriesContext(connection) as captured:
            client.get(address + queries[0])
        found[f"{name}_queries"] = len(captured)
    began = time.perf_counter()
    client.get(f"/api/v1{address}records?size=100")
    found["interface_ms"] = round((time.perf_counter() - began) * 1000, 1)
    return found


def asked_of(spec: Any) -> Iterator[tuple[str, list[str]]]:
    """Return what is timed: a name and the queries of its rounds."""
    by: dict[str, Any] = {}
    for field in spec.fields:
        by.setdefault(str(field.kind), field)
    choice, date, text = by["choice"], by["date"], by["long_text"]
    yield "page", ["", "?page=2", "?page=50", "?page=100"]
    yield (
        "filter",
        [
            f"?f.{choice.key}={choice.choices[0].value}",
            f"?f.{date.key}.min=2027-06-01&f.{date.key}.max=2027-09-01",
            f"?f.{text.key}=data",
            "?f.person=me" if "person" not in by else f"?f.{by['person'].key}=me",
        ],
    )
    yield "sort", [f"?sort={choice.key}", f"?sort=-{date.key}", "?sort=title", f"?sort={text.key}"]
    yield "group", [f"?group={choice.key}", "?group=state"]
    yield "search", ["?q=data", "?q=997", "?q=权限", f"?q={spec.prefix}-4711"]


def _importing(client: Any, project: Any, visit: Any) -> float:
    """Time a sheet on its way in: read, its columns mapped, previewed, taken over; the questions answered at once."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - needs the settings

    from uptake.interchange.sheets import Sheet, write_table_bytes  # noqa: PLC0415

    spec = visit.spec(BUILT_IN)
    kinds = {"text", "long_text", "number", "date", "choice"}
    fields = [one for one in spec.fields if str(one.kind) in kinds and one.typed]
    rows: list[list[Any]] = [[str(spec.title), *(str(one.label) for one in fields)]]
    for n in range(IMPORTED):
        cells = [_value(one, visit, n) for one in fields]
        rows.append([f"Imported {n}", *(None if one is None else str(one) for one in cells)])
    data, _cuts = write_table_bytes([Sheet("Rows", rows, header=0)], "xlsx")
    before = _count(visit, spec)
    address = f"/projects/{project.pk}/registers/{spec.key}/import"
    began = time.perf_counter()
    client.post(address, {"file": SimpleUploadedFile("rows.xlsx", data)})
    page = f"{address}/{_performed()}"
    mapping = {f"c.{place}": f"to:{key}" for place, key in enumerate(["title", *(one.key for one in fields)])}
    client.post(page, {"sheet": 0, "header": 0, **mapping})
    client.post(f"{page}/preview", {"skip": "1"})
    _performed()
    spent = time.perf_counter() - began
    if _count(visit, spec) != before + IMPORTED:
        raise AssertionError(f"{_count(visit, spec) - before} of {IMPORTED} rows were taken")
    return round(spent, 2)


def _performed() -> int:
    """Do the newest job, as the worker would; return its number."""
    from uptake.platform import jobs  # noqa: PLC0415 - needs the settings
    from uptake.platform.models import Job  # noqa: PLC0415

    newest = int(Job.objects.order_by("-pk").values_list("pk", flat=True)[0])
    jobs.perform(newest)
    return newest


def _count(visit: Any, spec: Any) -> int:
    return int(spec.model.objects.filter(project=visit.project, register=spec.key, removed_at=None).count())


def _worst(found: Figures, name: str) -> float:
    """Return the figure of a bar: of both registers the worse one."""
    return float(found[name] if name in found else max(found[key][name] for key in (BUILT_IN, OWN)))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.registers", description="Time registers.")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.inside:
        print(json.dumps(inside(chosen.records)))
        return
    found = run(chosen.records, postgres=chosen.postgres)
    if not chosen.json:
        for name, value in found[BUILT_IN].items():
            print(f"{name:20}{value:>12}{found[OWN][name]:>12}")
        missed = [name for name, most in BARS.items() if _worst(found, name) > most]
        print(f"{'own / built-in':20}{found['ratio']:>12}")
        print(f"{'import_s':20}{found['import_s']:>12}")
        print(f"missed: {', '.join(missed) or 'none'}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
