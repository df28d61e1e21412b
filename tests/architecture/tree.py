"""The files of the project, for the tests in this folder."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Made by tools, and ignored by git. Everything else under the root is looked at, committed already or not.
MADE = {"build", "dist", "node_modules", "__pycache__"}
HIDDEN_BUT_OURS = {".ci", ".github", ".gitignore", ".importlinter", ".npmrc", ".pre-commit-config.yaml"}
BINARY = {".so", ".pyd", ".pyc", ".png", ".jpg", ".ico", ".woff2", ".mpp", ".mpt", ".xlsx", ".zip"}


def files(root: Path = ROOT) -> Iterator[Path]:
    """Yield every file that belongs to the project."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if _ours(name))
        yield from (Path(folder, name) for name in sorted(names) if _ours(name))


def texts(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Yield every text file with what is in it."""
    for path in files(root):
        if path.suffix not in BINARY:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def modules(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Yield every Python module with its source."""
    return ((path, text) for path, text in texts(root) if path.suffix == ".py")


def _ours(name: str) -> bool:
    if name in MADE or name.endswith(".egg-info"):
        return False
    return not name.startswith(".") or name in HIDDEN_BUT_OURS
