"""docs/how-to/add-a-register.md is followed word for word, and what comes of it passes the conformance suite."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.architecture import tree

PAGE = tree.ROOT / "docs" / "how-to" / "add-a-register.md"
BLOCK = re.compile(r"```python\n# (?P<path>\S+)\n(?P<code>.*?)```", re.DOTALL)
SETTINGS = """\
from tests.settings import *

INSTALLED_APPS = [*INSTALLED_APPS[:-1], "uptake.courses", INSTALLED_APPS[-1]]
"""
UNTRANSLATED = "test_every_word_is_translated"
"""The one step that a machine cannot follow: to translate."""


def mirror(folder: Path, real: Path, inside: tuple[str, ...]) -> None:
    """Make a folder whose entries are those of a real one; the folders named are mirrored in turn."""
    folder.mkdir()
    for entry in real.iterdir():
        if entry.name == "__pycache__":
            continue
        if inside and entry.name == inside[0]:
            mirror(folder / entry.name, entry, inside[1:])
        else:
            (folder / entry.name).symlink_to(entry)


def run(folder: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "PYTHONPATH": f"{folder / 'src'}:{folder}",
        "DJANGO_SETTINGS_MODULE": "with_courses",
        "UPTAKE_DATA": str(folder / "data"),
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    return done.stdout


def test_whoever_follows_the_page_has_a_register_that_conforms(tmp_path: Path) -> None:
    blocks = {one["path"]: one["code"] for one in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}
    assert len(blocks) == 4
    home = tmp_path / "clone"
    home.mkdir()
    mirror(home / "src", tree.ROOT / "src", ("uptake",))
    mirror(home / "tests", tree.ROOT / "tests", ("registers", "samples"))
    for name in ("pyproject.toml", "tools", "docs"):
        (home / name).symlink_to(tree.ROOT / name)
    (home / "with_courses.py").write_text(SETTINGS)
    package = home / "src" / "uptake" / "courses"
    (package / "migrations").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "migrations" / "__init__.py").touch()
    for path, code in blocks.items():
        (home / path).write_text(code, encoding="utf-8")
    made = run(home, "-m", "django", "makemigrations", "courses")
    assert "Create model Course" in made
    run(home, "-m", "django", "makemigrations", "--check", "--dry-run")
    told = run(
        home, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds", "with_courses",
        "tests/registers/conformance", "-k", f"course and not {UNTRANSLATED}",
    )  # fmt: skip
    passed = re.search(r"(\d+) passed", told)
    assert passed is not None
    assert int(passed[1]) > 40
