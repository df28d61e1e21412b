"""A compiled module runs instead of its source, so it must have been made from that very source."""

import os
from pathlib import Path

import pytest

from tools import compiled

ADVICE = "run 'make compiled' (all make targets do it themselves)"


def test_every_listed_module_exists():
    assert [path for path in compiled.sources() if not path.is_file()] == []


def test_no_compiled_module_is_older_than_its_source():
    outdated = {str(path): reason for path, reason in compiled.stale().items() if reason != "not compiled"}
    assert outdated == {}, f"{outdated}: {ADVICE}"


def test_no_compiled_module_shadows_a_source_that_is_not_listed():
    assert compiled.strays() == [], ADVICE


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """Make a project with one compiled module, `hot`, that imports `units`."""
    package = tmp_path / "src" / "uptake"
    package.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.uptake]\ncompiled = ["src/uptake/hot.py"]\n')
    (package / "__init__.py").touch()
    (package / "hot.py").write_text("from uptake.units import DAY\n")
    (package / "units.py").write_text("DAY = 480\n")
    (package / "cold.py").write_text("")
    monkeypatch.setattr(compiled, "ROOT", tmp_path)
    monkeypatch.setattr(compiled, "SRC", tmp_path / "src")
    for path in package.iterdir():
        os.utime(path, (1000, 1000))
    return package


def compile_at(path: Path, time: int) -> None:
    for made in compiled.binaries_of(path):
        made.touch()
        os.utime(made, (time, time))


def test_a_module_that_was_never_compiled_is_reported(project):
    assert compiled.stale() == {project / "hot.py": "not compiled"}


def test_a_fresh_module_is_in_order(project):
    compile_at(project / "hot.py", 2000)
    assert compiled.stale() == {}
    assert compiled.strays() == []


@pytest.mark.parametrize("changed", ["hot.py", "units.py"])
def test_a_change_to_the_source_or_to_what_it_imports_makes_it_stale(project, changed):
    compile_at(project / "hot.py", 2000)
    os.utime(project / changed, (3000, 3000))
    assert list(compiled.stale()) == [project / "hot.py"]


def test_a_change_elsewhere_does_not(project):
    compile_at(project / "hot.py", 2000)
    os.utime(project / "cold.py", (3000, 3000))
    assert compiled.stale() == {}


def test_a_binary_without_a_listed_source_is_a_stray(project):
    compile_at(project / "cold.py", 2000)
    assert compiled.strays() == sorted(compiled.binaries_of(project / "cold.py"))


def test_pure_mode_removes_the_binaries(project, monkeypatch):
    compile_at(project / "hot.py", 2000)
    monkeypatch.setenv("UPTAKE_PURE", "1")
    assert compiled.bring_up_to_date() == 0
    assert compiled.binaries() == []


@pytest.mark.parametrize(("time", "kept"), [(2000, True), (500, False)])
def test_what_numba_keeps_of_a_package_that_changed_since_goes(project, time, kept):
    package = project / "engine" / "simulation"
    (package / "__pycache__").mkdir(parents=True)
    (package / "called.py").touch()
    os.utime(package / "called.py", (1000, 1000))
    made = [package / "__pycache__" / name for name in ("hot.double-1.py311.nbi", "hot.double-1.py311.1.nbc")]
    for path in made:
        path.touch()
        os.utime(path, (time, time))
    assert compiled.outdated() == ([] if kept else made)
