"""Keep the compiled modules in step with their source: a stale one would silently run the old code.

python -m tools.compiled          compile what is missing or stale, remove what is no longer listed
python -m tools.compiled --check  change nothing; name what is missing or stale, and fail if there is any
"""

import ast
import importlib.machinery
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"


def sources() -> list[Path]:
    """Return the modules that pyproject.toml wants compiled."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return [ROOT / path for path in tomllib.load(file)["tool"]["uptake"]["compiled"]]


def binaries() -> list[Path]:
    """Return every extension module in the source tree that this interpreter would load."""
    return sorted(
        path for suffix in importlib.machinery.EXTENSION_SUFFIXES[:1] for path in SRC.rglob(f"*{suffix}")
    )


def binaries_of(source: Path) -> list[Path]:
    """Return the two files that mypyc makes of a module: the one that is imported, and its body."""
    suffix = importlib.machinery.EXTENSION_SUFFIXES[0]
    return [source.with_name(source.stem + tail + suffix) for tail in ("", "__mypyc")]


def inputs(source: Path) -> set[Path]:
    """Return the module and all modules of this project that it imports, directly or not.

    mypyc copies constants and class layouts out of imported modules, so these are inputs as well.
    """
    found: set[Path] = set()
    waiting = [source]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [file for name in _imported(path) for file in _files(name)]
    return found


def stale() -> dict[Path, str]:
    """Return the listed sources whose compiled form is missing or out of date, with the reason."""
    result = {}
    for source in sources():
        made = binaries_of(source)
        if not all(path.exists() for path in made):
            result[source] = "not compiled"
            continue
        age = min(path.stat().st_mtime_ns for path in made)
        newer = [path for path in inputs(source) if path.stat().st_mtime_ns > age]
        if newer:
            result[source] = f"{newer[0].relative_to(ROOT)} is newer than the compiled module"
    return result


def strays() -> list[Path]:
    """Return compiled modules that belong to no listed source, and would shadow one."""
    wanted = {path for source in sources() for path in binaries_of(source)}
    return [path for path in binaries() if path not in wanted]


def outdated() -> list[Path]:
    """Return what numba keeps of a package that changed since: by itself it does not look at what a function calls."""
    found: list[Path] = []
    for package in (SRC / "uptake" / "engine" / "levelling", SRC / "uptake" / "engine" / "simulation"):
        kept = [*package.rglob("*.nbi"), *package.rglob("*.nbc")]
        newest = max((path.stat().st_mtime_ns for path in package.rglob("*.py")), default=0)
        if any(path.stat().st_mtime_ns < newest for path in kept):
            found += kept
    return found


def report() -> int:
    found = stale()
    for source, reason in found.items():
        print(f"{source.relative_to(ROOT)}: {reason}", file=sys.stderr)
    return 1 if found else 0


def bring_up_to_date() -> int:
    pure = os.environ.get("UPTAKE_PURE", "") not in ("", "0")
    for path in [*(binaries() if pure else strays()), *outdated()]:
        path.unlink()
    if pure and sources():
        print("UPTAKE_PURE is set: the engine runs as plain Python.")
    if pure or not stale():
        return 0
    for source in sources():
        for path in binaries_of(source):
            path.unlink(missing_ok=True)
    print("Compiling", ", ".join(str(path.relative_to(ROOT)) for path in sources()), flush=True)
    command = [sys.executable, "setup.py", "--quiet", "build_ext", "--inplace", "--force"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _files(name: str) -> list[Path]:
    stem = SRC.joinpath(*name.split("."))
    return [path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.exists()]


if __name__ == "__main__":
    sys.exit(report() if sys.argv[1:] == ["--check"] else bring_up_to_date())
