"""The running server from behind: `backstage` as a process, with a method for each thing that it can do."""

import base64
import contextlib
import datetime
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

EPOCH = datetime.datetime(1984, 1, 1)


def at(month: int, day: int, hour: int = 8) -> int:
    """Return an instant of 2026 as plans count them: tenths of a minute since 1984."""
    return int((datetime.datetime(2026, month, day, hour) - EPOCH).total_seconds()) // 6


class Stage:
    """Makes projects and people behind the pages, and changes plans as somebody else.

    Attributes
    ----------
    sessions : dict of str to str
        Role to the key of a session.
    people : dict of str to int
    """

    def __init__(
        self, process: "subprocess.Popen[str]", sessions: Mapping[str, str], people: Mapping[str, int]
    ):
        self._process = process
        self.sessions = dict(sessions)
        self.people = dict(people)
        self._joined: set[tuple[int, str]] = set()
        self._demo: dict[str, int] = {}

    def ask(self, what: str, **given: Any) -> Any:
        """Have a function of `backstage` done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, "with": given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the process behind the pages ended"
        answer = json.loads(line)
        assert "failed" not in answer, answer["failed"]
        return answer["done"]

    def join(self, project: int, role: str) -> None:
        """Give the person of a role that role in a project."""
        if role not in {"admin", "stranger"} and (project, role) not in self._joined:
            self.ask("join", project=project, person=self.people[role], role=role)
            self._joined.add((project, role))

    def draw(self, drawing: str, **values: Any) -> int:
        """Make a project of a drawing, see `backstage.draw`."""
        return int(self.ask("draw", drawing=drawing, **values))

    def change(self, project: int, role: str, *changes: dict[str, Any]) -> dict[str, Any]:
        """Change a plan as somebody else than who looks at it."""
        self.join(project, role)
        return dict(self.ask("change", project=project, person=self.people[role], changes=list(changes)))

    def demo(self, language: str) -> int:
        """Return the demonstration's project of a language."""
        self._demo = self._demo or self.ask("demo")
        return self._demo[language]

    def export(self, project: int, key: str) -> bytes:
        return base64.b64decode(self.ask("exported", project=project, key=key))


@contextlib.contextmanager
def stage(
    environment: Mapping[str, str], folder: Path, sessions: Mapping[str, str], people: Mapping[str, int]
) -> Iterator[Stage]:
    with (
        (folder / "backstage.log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-m", "tests.browser.plan.backstage"],
            env=dict(environment),
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        ) as process,
    ):
        yield Stage(process, sessions, people)
