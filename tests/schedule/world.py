"""A small implementation with a team, for tests of services and pages."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from uptake.accounts.models import Person
from uptake.engine.calendars import Calendar
from uptake.engine.instants import HOUR, instant
from uptake.engine.plan import Assignment, Link, Plan, Resource, ResourceType, Task
from uptake.engine.plan import Project as EngineProject
from uptake.projects.models import Member, Project, Role
from uptake.projects.services import create_project
from uptake.schedule import services
from uptake.schedule.bridge import State

DAY = 8 * HOUR
START = instant(datetime.datetime(2026, 3, 2, 8))
MONDAY = START // (24 * HOUR)
ANALYSE, BUILD, TEST, GO_LIVE, SUPPORT = 1, 2, 3, 4, 5
LI, ROLE, SERVER = 1, 2, 3


def small_plan() -> Plan:
    """Analyse 5 d → build 10 d → test 5 d → go-live; support of 5 d beside it, with slack."""
    tasks = [
        Task(uid=ANALYSE, id=1, name="Analyse", duration=5 * DAY),
        Task(uid=BUILD, id=2, name="Build interfaces", duration=10 * DAY),
        Task(uid=TEST, id=3, name="Test", duration=5 * DAY),
        Task(uid=GO_LIVE, id=4, name="First batch live", duration=0, milestone=True),
        Task(uid=SUPPORT, id=5, name="Write manual", duration=5 * DAY),
    ]
    links = [
        Link(uid=1, pred=ANALYSE, succ=BUILD),
        Link(uid=2, pred=BUILD, succ=TEST),
        Link(uid=3, pred=TEST, succ=GO_LIVE),
    ]
    resources = [
        Resource(uid=LI, name="Li Wei", category="people", group="Acme"),
        Resource(uid=ROLE, name="Developer", category="people", generic=True),
        Resource(
            uid=SERVER, name="Test server", type=ResourceType.MATERIAL, category="hardware", lead_time=5 * DAY
        ),
    ]
    assignments = [
        Assignment(uid=1, task=ANALYSE, resource=LI, work=5 * DAY, remaining_work=5 * DAY),
        Assignment(uid=2, task=BUILD, resource=ROLE, work=10 * DAY, remaining_work=10 * DAY),
        Assignment(uid=3, task=TEST, resource=SERVER),
    ]
    return Plan.build(
        EngineProject(start=START, name="ERP"),
        tasks,
        links,
        calendars=(Calendar(1, "Five days"), Calendar(2, "Site", base=1, week=(None,) * 7)),
        resources=resources,
        assignments=assignments,
    )


def person(name: str, **values: Any) -> Person:
    return Person.objects.create_user(
        f"{name.lower().replace(' ', '.')}@example.com", None, name=name, **values
    )


@dataclass
class World:
    project: Project
    people: dict[str, Person] = field(default_factory=dict)

    def as_(self, role: str) -> Client:
        """Return a browser in which somebody of this role is signed in; a stranger has no role."""
        if role not in self.people:
            self.people[role] = person(role)
            if role != "stranger":
                Member.objects.create(project=self.project, person=self.people[role], role=role)
        client = Client()
        client.force_login(self.people[role])
        return client

    def who(self, role: str) -> Person:
        self.as_(role)
        return self.people[role]

    @property
    def manager(self) -> Person:
        return self.people[Role.MANAGER]

    @property
    def state(self) -> State:
        return services.current(self.project)

    @property
    def root(self) -> str:
        return f"/projects/{self.project.pk}/"


def world(plan: Plan | None = None, *, name: str = "ERP at Acme", go_live: int | None = GO_LIVE) -> World:
    """Make a project with a plan; its manager is Ma Na."""
    count = Person.objects.count()
    manager = person(f"Ma Na {count}" if count else "Ma Na")
    project = create_project(manager, name=name)
    services.start_plan(project, plan or small_plan(), go_live=go_live)
    project.refresh_from_db()
    return World(project, {Role.MANAGER: manager})
