"""Behind the plan page: makes projects, people and changes in the data of the running server.

A process of its own, because the tests' process has another database. It answers lines of JSON,
`{"do": name of a function below, "with": {…}}`, by `{"done": …}` or `{"failed": "…"}`.
"""

import base64
import datetime
import json
import re
import sys
import time
import traceback
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402 - Django has to be ready
from django.utils import translation  # noqa: E402

from uptake.accounts.models import Person  # noqa: E402
from uptake.engine.calendars import Calendar  # noqa: E402
from uptake.engine.instants import HOUR, instant  # noqa: E402
from uptake.engine.plan import Assignment, Link, Plan, Resource, Task  # noqa: E402
from uptake.engine.plan import Project as EngineProject  # noqa: E402
from uptake.packs.demo import build_demo  # noqa: E402
from uptake.packs.generate import generate  # noqa: E402
from uptake.projects.models import Member, Project, Role  # noqa: E402
from uptake.projects.services import archive as archive_project  # noqa: E402
from uptake.projects.services import create_project  # noqa: E402
from uptake.schedule import services  # noqa: E402
from uptake.schedule.demo import load_demo  # noqa: E402
from uptake.schedule.files import exporting  # noqa: E402
from uptake.schedule.pages import conversation  # noqa: E402
from uptake.schedule.versions import drafts  # noqa: E402
from uptake.schedule.versions.baselines import take_baseline  # noqa: E402

PASSWORD = "a good long sentence"  # noqa: S105 - of an installation that lives for minutes
START = instant(datetime.datetime(2026, 3, 2, 8))
"""A Monday."""
DAY = 8 * HOUR
LINE = re.compile(
    r"(?P<indent> *)(?P<name>[^|]+?)\s*(\|\s*(?P<days>\d+)d\s*)?(\|\s*(?P<after>[\d,]+)\s*)?(\|\s*(?P<who>.+?)\s*)?"
)


def demo() -> dict[str, int]:
    """Load the demonstration; tell its projects by language."""
    load_demo()
    return {one: Project.objects.get(name=build_demo(one).name).pk for one in ("en", "zh")}


def person(name: str) -> dict[str, Any]:
    """Make somebody of whom no other test knows."""
    email = f"{name.lower().replace(' ', '.')}@example.com"
    made = Person.objects.create_user(email, PASSWORD, name=name)
    client = Client()
    client.force_login(made)
    return {
        "pk": made.pk,
        "email": email,
        "password": PASSWORD,
        "session": client.cookies["sessionid"].value,
    }


def join(project: int, person: int, role: str) -> None:
    """Give somebody a role in a project."""
    Member.objects.update_or_create(project_id=project, person_id=person, defaults={"role": Role(role)})


def _owner() -> Person:
    return Person.objects.get_or_create(email="owner@example.com", defaults={"name": "Ouyang Na"})[0]


def draw(drawing: str, *, name: str = "ERP", go_live: int | None = None) -> int:
    """Make a project of a drawing: a task a line, `name | 5d | 2,3 | Li Wei`, uids are the numbers of the lines.

    What is indented stands under the line above; `2,3` are finish-to-start predecessors; `0d` is a milestone.
    """
    tasks: list[Task] = []
    links: list[Link] = []
    people: dict[str, int] = {}
    assignments: list[Assignment] = []
    parents: list[int] = []
    for uid, line in enumerate((one for one in drawing.splitlines() if one.strip()), 1):
        found = LINE.fullmatch(line.rstrip())
        assert found, line
        level = len(found["indent"]) // 2
        days = int(found["days"] or 1)
        parent = parents[level - 1] if level else None
        parents[level:] = [uid]
        tasks.append(
            Task(
                uid=uid,
                id=uid,
                name=found["name"],
                parent=parent,
                duration=days * DAY,
                milestone=found["days"] == "0",
            )
        )
        for pred in (found["after"] or "").split(","):
            if pred:
                links.append(Link(uid=len(links) + 1, pred=int(pred), succ=uid))
        if found["who"]:
            who = people.setdefault(found["who"], len(people) + 1)
            work = days * DAY
            assignments.append(
                Assignment(uid=len(assignments) + 1, task=uid, resource=who, work=work, remaining_work=work)
            )
    plan = Plan.build(
        EngineProject(start=START, name=name),
        tasks,
        links,
        calendars=(Calendar(1, "标准" if "标" in name else "Standard"),),
        resources=[Resource(uid=uid, name=who, category="people") for who, uid in people.items()],
        assignments=assignments,
    )
    return _made(name, plan, go_live)


def large(tasks: int, name: str = "Large") -> int:
    """Make a project of so many tasks."""
    return _made(name, generate(tasks), None)


def _made(name: str, plan: Plan, go_live: int | None) -> int:
    project = create_project(_owner(), name=name)
    services.start_plan(project, plan, go_live=go_live)
    return int(project.pk)


def change(project: int, person: int, changes: list[dict[str, Any]]) -> dict[str, Any]:
    """Change a plan as somebody; tell the answer, and when it was there (milliseconds, as browsers count)."""
    with translation.override("en"):
        found = Project.objects.get(pk=project)
        revision = services.current(found).revision
        status, answer = conversation.converse(
            found, Person.objects.get(pk=person), {"base": revision, "changes": changes, "ask": False}
        )
    assert status == 200, answer
    return {"revision": answer["revision"], "at": time.time() * 1000}


def baseline(project: int, name: str) -> None:
    take_baseline(Project.objects.get(pk=project), name, _owner())


def archive(project: int) -> None:
    archive_project(Project.objects.get(pk=project))


def draft(project: int, name: str) -> int:
    return int(drafts.start_draft(Project.objects.get(pk=project), name, _owner()).pk)


def close_draft(pk: int) -> None:
    drafts.discard(drafts.Draft.objects.get(pk=pk))


def exported(project: int, key: str) -> str:
    """Write a plan as a file: base 64."""
    data, _losses = exporting.write(Project.objects.get(pk=project), _owner(), key)
    return base64.b64encode(data).decode()


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"done": globals()[asked["do"]](**asked["with"])}
        except Exception:  # noqa: BLE001 - told to who asked
            answer = {"failed": traceback.format_exc()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
