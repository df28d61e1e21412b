"""Compile the modules named in pyproject.toml under [tool.uptake], where that is possible.

Everything else about the package stands in pyproject.toml. Without a C compiler, without Python's headers,
or with UPTAKE_PURE=1 in the environment, nothing is compiled and the same source is interpreted.
"""

import os
import sysconfig
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from setuptools import setup
from setuptools._distutils.ccompiler import new_compiler
from setuptools._distutils.errors import CCompilerError, DistutilsError
from setuptools._distutils.sysconfig import customize_compiler

ROOT = Path(__file__).resolve().parent
PROBE = "#include <Python.h>\nint main(void) { return 0; }\n"


def compiled_sources() -> list[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)
    sources: list[str] = table["tool"]["uptake"]["compiled"]
    return sources


def why_not() -> str:
    """Return the reason why nothing can be compiled here; empty when it can."""
    if os.environ.get("UPTAKE_PURE", "") not in ("", "0"):
        return "UPTAKE_PURE is set"
    headers = Path(sysconfig.get_path("include")) / "Python.h"
    if not headers.exists():
        return f"Python's headers are missing ({headers}; on Debian and Ubuntu: apt install python3-dev)"
    compiler = new_compiler()
    customize_compiler(compiler)
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder, "probe.c")
        probe.write_text(PROBE, encoding="utf-8")
        try:
            compiler.compile([str(probe)], output_dir=folder, include_dirs=[str(headers.parent)])
        except (CCompilerError, DistutilsError, OSError):
            return "no working C compiler was found (on Debian and Ubuntu: apt install gcc)"
    return ""


def extensions() -> list[Any]:
    sources = compiled_sources()
    if not sources:
        return []
    reason = why_not()
    if reason:
        print(f"uptake: the engine is installed as plain Python, correct but slower: {reason}.")
        return []
    from mypyc.build import mypycify  # noqa: PLC0415  # needed, and present, only when something is compiled

    os.chdir(ROOT)
    # separate: each module's .so lies beside its source, and none at the top of the import path.
    built: list[Any] = mypycify(sources, separate=True, opt_level="3", debug_level="0")
    return built


setup(ext_modules=extensions())
