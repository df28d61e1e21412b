"""Projects with plans, and people in them."""

from collections.abc import Callable, Iterator

import pytest

from tests.schedule.world import World, world
from uptake.accounts.models import Person
from uptake.engine.instants import DAY
from uptake.engine.plan import Link, Plan, Project, Task
from uptake.projects.models import Member, Role
from uptake.projects.models import Project as ProjectRow
from uptake.projects.services import create_project
from uptake.schedule import bridge, services

MONDAY = 15_002 * DAY + 4800
"""A Monday, 8:00."""
Plans = Callable[..., ProjectRow]


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """Each test has rows of its own: nothing may be remembered of another's."""
    bridge.cache.clear()
    yield
    bridge.cache.clear()


@pytest.fixture
def manager(db: None) -> Person:
    return Person.objects.create_user("manager@example.com", "a password", name="Ma Nager")


@pytest.fixture
def colleague(db: None) -> Person:
    return Person.objects.create_user("colleague@example.com", "a password", name="Col League")


@pytest.fixture
def make(manager: Person, colleague: Person) -> Plans:
    """Give a project with a plan: by default three tasks in a row and a milestone, all under a phase."""

    def made(plan: Plan | None = None, *, go_live: int | None = None) -> ProjectRow:
        project = create_project(manager, name="ERP")
        Member.objects.create(project=project, person=colleague, role=Role.CONSULTANT)
        services.start_plan(project, plan or small(), go_live=5 if plan is None else go_live)
        return project

    return made


@pytest.fixture
def project(make: Plans) -> ProjectRow:
    return make()


def small() -> Plan:
    """Return a phase with three tasks in a row, and a milestone."""
    tasks = [
        Task(uid=1, name="Phase"),
        Task(uid=2, name="Design", parent=1, duration=4800),
        Task(uid=3, name="Build", parent=1, duration=9600),
        Task(uid=4, name="Test", parent=1, duration=4800),
        Task(uid=5, name="Go-live", parent=1, duration=0, milestone=True),
    ]
    links = [Link(uid=k, pred=k + 1, succ=k + 2) for k in (1, 2, 3)]
    return Plan.build(Project(start=MONDAY), tasks, links)


@pytest.fixture
def erp(db: None) -> World:
    """Give the project of `world`: with resources, and somebody for each role."""
    return world()
