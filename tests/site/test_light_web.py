"""What compiles and solves is the workers' business: the web process never loads it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
VISIT = """
import sys, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from tests.schedule.world import world
here = world()
import uptake.site.wsgi
client = here.as_("manager")
pages = ["", "plan", "plan/data", "plan/level", "resources", "resources/load", "drafts", "baselines", "plan/history"]
from uptake.site.routes import ROUTES
from django.urls import NoReverseMatch, reverse
for name in ROUTES:
    try:
        address = reverse(name, args=[here.project.pk])
    except NoReverseMatch:
        continue
    if address.startswith(here.root):
        pages.append(address.removeprefix(here.root))
client.raise_request_exception = False  # whether each page works is asked elsewhere
heavy = set()
for page in dict.fromkeys(pages):
    before = set(sys.modules)
    kind = client.get(here.root + page).headers.get("Content-Type", "")
    if "spreadsheet" not in kind:  # openpyxl takes NumPy along where it is installed
        heavy |= {"numpy"} & (set(sys.modules) - before)
client.post(here.root + "plan/level", {"seconds": "2"})
from uptake.platform.models import Job
assert Job.objects.filter(kind="level").exists()
print(len(set(pages)), sorted(heavy | {"numba", "ortools", "llvmlite"} & set(sys.modules)))
"""


def test_visiting_all_pages_loads_neither_compiler_nor_solver() -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("UPTAKE_")}
        kept.pop("DATABASE_URL", None)
        environment = kept | {
            "UPTAKE_DATA": folder,
            "UPTAKE_URL": "http://testserver",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [sys.executable, "-c", VISIT],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    count, found = done.stdout.splitlines()[-1].split(" ", 1)
    assert int(count) > 30
    assert found == "[]"
