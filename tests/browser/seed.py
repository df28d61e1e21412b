"""Fill a fresh installation for browser tests: people of every role, projects small and large. Prints what is where."""

import json
import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 - after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from tests.schedule.world import World, world  # noqa: E402
from uptake.accounts.models import Organisation, Person  # noqa: E402
from uptake.packs.generate import generate  # noqa: E402
from uptake.projects.models import Project, Role  # noqa: E402
from uptake.projects.services import create_project  # noqa: E402
from uptake.registers.services import change, create  # noqa: E402
from uptake.registers.visit import Visit  # noqa: E402
from uptake.schedule.models import Resource  # noqa: E402
from uptake.schedule.services import start_plan  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "a good long sentence"  # noqa: S105 - of an installation that lives for a minute


def session_of(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def write_risks(erp: World) -> None:
    """Write down a risk whose score has moved, an issue, and what others have to deliver."""
    visit = Visit(erp.project, erp.manager)
    risk = visit.spec("risk")
    given = {
        "title": "Data are not clean in time",
        "cause": "Two people at half time",
        "category": "data",
        "probability": "4",
        "impact": "5",
        "residual_probability": "2",
        "residual_impact": "4",
        "response": "mitigate",
        "days_low": "2",
        "days_likely": "5",
        "days_high": "12",
        "cost_likely": "50000",
        "owner": str(erp.manager.pk),
        "next_review": "2026-01-05",
        "tasks": "T2",
    }
    made = create(visit, risk, given)
    change(visit, risk, made, {"probability": "5"})
    whys = [{"why": "Why?", "because": "Nobody looked."}]
    create(visit, visit.spec("issue"), {"title": "A server is missing", "severity": "major", "whys": whys})
    create(visit, visit.spec("dependency"), {"title": "Test certificate", "task": "T3"})


def main() -> None:
    admin = Person.objects.create_superuser("admin@example.com", PASSWORD, name="Ad Min")
    vendor = Organisation.objects.create(name="Brightwater", kind="vendor")
    customer = Organisation.objects.create(name="华东医药", kind="customer")
    Person.objects.filter(pk=admin.pk).update(organisation=vendor)
    erp = world()
    Project.objects.filter(pk=erp.project.pk).update(customer=customer)
    Resource.objects.filter(plan_id=erp.project.pk, uid=1).update(person=erp.manager)
    write_risks(erp)
    large = create_project(erp.manager, name="Large plan")
    start_plan(large, generate(2_000, seed=7))
    people = (
        {"admin": admin} | {str(role): erp.who(role) for role in Role} | {"stranger": erp.who("stranger")}
    )
    told = {
        "sessions": {role: session_of(person) for role, person in people.items()},
        "people": {role: person.pk for role, person in people.items()},
        "organisation": customer.pk,
        "project": erp.project.pk,
        "large": large.pk,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
