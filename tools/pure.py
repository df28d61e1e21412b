"""Run the engine's tests and the examples in its docstrings on plain Python, whatever is compiled in place.

A compiled module can differ from its source in what it accepts, and hides its docstrings from doctest. So
the package is copied without its binaries, and pytest runs against the copy. Arguments go to pytest.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.compiled import ROOT, SRC, binaries


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="uptake-pure-") as folder:
        copy = Path(folder, "src")
        ignore = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__", "*.egg-info")
        shutil.copytree(SRC, copy, ignore=ignore)
        paths = [str(copy / "uptake" / name) for name in ("engine", "interchange", "packs")]
        engine_tests = ROOT / "tests" / "engine"
        if binaries() and engine_tests.is_dir():
            paths.append(str(engine_tests))
        pytest = [sys.executable, "-m", "pytest", "--doctest-modules", f"--rootdir={ROOT}"]
        command = [*pytest, *arguments, *paths]
        environment = os.environ | {"PYTHONPATH": str(copy), "UPTAKE_EXPECT_FROM": str(copy)}
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    nothing_collected = 5
    return 0 if code == nothing_collected else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
