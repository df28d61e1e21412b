"""From a path on the command line to a computed schedule."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uptake.cli.errors import FileUnusable, NoSuchFolder, NotWritten, Rows
from uptake.cli.terminal import working
from uptake.engine.errors import PlanError
from uptake.engine.plan import Plan, Task
from uptake.engine.scheduling import Schedule, schedule
from uptake.interchange import files
from uptake.interchange.errors import InterchangeError, UnsupportedFormat
from uptake.interchange.losses import Loss
from uptake.interchange.neutral import to_plan


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as it was read, and the schedule of its plan."""

    path: Path
    document: dict[str, Any]
    losses: tuple[Loss, ...]
    computed: Schedule

    @property
    def plan(self) -> Plan:
        """The plan that was scheduled."""
        return self.computed.plan


def load(path: Path) -> Loaded:
    """Read and schedule a project file."""
    found = read(path)
    try:
        with working("progress.scheduling", path.name):
            computed = schedule(to_plan(found.document))
    except (PlanError, InterchangeError) as error:
        raise FileUnusable(path, error, _rows(found.document)) from None
    return Loaded(path, found.document, found.losses, computed)


def check_target(path: Path) -> None:
    """Refuse a file that cannot be written, before any work is done for it."""
    try:
        files.format_of(path)
    except UnsupportedFormat:
        raise NotWritten(path) from None
    if not path.parent.is_dir():
        raise NoSuchFolder(path.parent)


def read(path: Path) -> files.ReadResult:
    """Read a project file."""
    try:
        with working("progress.reading", path.name):
            return files.read(path)
    except InterchangeError as error:
        raise FileUnusable(path, error, {}) from None


def _rows(document: dict[str, Any]) -> Rows:
    return {
        row["uid"]: (row.get("id") or 0, row.get("name") or "")
        for row in document.get("tasks", ())
        if "uid" in row
    }


def project_row(task: Task) -> bool:
    """Tell whether a task is the row that sums up the whole project."""
    return task.id == 0 and task.parent is None
