"""Fill a fresh installation for browser tests: people of every role, projects small and large. Prints what is where."""

import datetime
import json
import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 - after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from tests.changes.requests import move as put_to  # noqa: E402
from tests.changes.requests import reply, request, typed  # noqa: E402
from tests.schedule.world import BUILD, GO_LIVE, START, SUPPORT, World, person, world  # noqa: E402
from uptake.accounts.models import Organisation, Person  # noqa: E402
from uptake.assessment.answering import add  # noqa: E402
from uptake.assessment.simulating import DEFAULTS, begin  # noqa: E402
from uptake.engine.instants import HOUR  # noqa: E402
from uptake.monitoring.budgets import work_out  # noqa: E402
from uptake.monitoring.models import StatusPoint  # noqa: E402
from uptake.monitoring.status import frozen  # noqa: E402
from uptake.monitoring.values import HOURS, MONEY, latest_baseline, standing  # noqa: E402
from uptake.packs.generate import generate  # noqa: E402
from uptake.platform.jobs import perform  # noqa: E402
from uptake.projects.models import Project, Role  # noqa: E402
from uptake.projects.services import create_project  # noqa: E402
from uptake.registers.beside.comments import write_comment  # noqa: E402
from uptake.registers.beside.relating import relate  # noqa: E402
from uptake.registers.services import change, create, move  # noqa: E402
from uptake.registers.visit import Visit  # noqa: E402
from uptake.schedule.models import Rate, Resource  # noqa: E402
from uptake.schedule.services import start_plan  # noqa: E402
from uptake.scope.baselines import freeze  # noqa: E402

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


def write_decisions(erp: World) -> None:
    """Write down questions: enough to select, group and move among; one with all that can stand beside it."""
    visit = Visit(erp.project, erp.manager)
    spec = visit.spec("decision")
    for name in ("Cloud", "Labels", "Scanners", "Printers", "Reports", "Stock"):
        create(visit, spec, {"title": name, "decision": f"About {name.lower()}", "tasks": "T2 T3"})
    first = visit.record(spec, 1)
    move(visit, spec, first, "decided", reason="The board said so")
    change(visit, spec, first, {"decided_by": str(erp.manager.pk), "decided_on": "2026-03-04"})
    relate(visit, spec, first, "D-002 T1")
    consultant = Visit(erp.project, erp.who(Role.CONSULTANT))
    write_comment(consultant, spec, first, "@Ma Na 1, please **look**.")


def write_scope(erp: World) -> None:
    """Write down goals, one of them unfinished, and requirements; freeze them, and change some afterwards."""
    visit = Visit(erp.project, erp.manager)
    goal, need = visit.spec("goal"), visit.spec("requirement")
    create(
        visit,
        goal,
        {"title": "Close the books in two days", "due": "2026-12-31", "owner": str(erp.manager.pk)},
    )
    create(visit, goal, {"title": "Decide by data"})
    figures = {"direction": "down", "unit": "d", "baseline": "7", "target": "2"}
    create(visit, visit.spec("kpi"), {"title": "Days to close", "goal": "G-001", **figures})
    create(
        visit,
        visit.spec("scope_item"),
        {"title": "Payroll", "direction": "out", "reason": "Bought elsewhere"},
    )
    for title, given in (
        ("Ledger", {"goals": "G-001 G-002", "tasks": "T2", "fit": "fit"}),
        ("Bank files", {}),
    ):
        create(visit, need, {"title": title, "priority": "must", "estimate": "3", **given})
    freeze(erp.project, erp.manager, "Gate 1", agreed_on=datetime.date(2026, 3, 12), gate=GO_LIVE)
    first, second = visit.record(need, 1), visit.record(need, 2)
    change(visit, need, first, {"priority": "should", "description": "With four companies"})
    move(visit, need, first, "agreed")
    move(visit, need, second, "rejected", reason="Not this year")
    create(visit, need, {"title": "Reports"})


def assess(erp: World) -> str:
    """Write down how work is done, with a questionnaire that is open; return its public address."""
    visit = Visit(erp.project, erp.manager)
    found = [{"topic": "Waiting", "finding": "Four of seven days are waiting.", "kind": "pain"}]
    create(visit, visit.spec("interview"), {"title": "Closing", "held_on": "2026-03-05", "findings": found})
    steps = [{"name": "Ask", "who": "Buyer", "minutes": 30}, {"name": "Sign", "who": "Head", "minutes": 10}]
    create(visit, visit.spec("process"), {"title": "Buying", "as_is": steps, "to_be": steps[:1]})
    as_is = [
        {"name": "Enter the order", "process": 19, "wait": 480, "accurate": 80},
        {"name": "Check the credit", "process": 5, "wait": 960, "batch": 4, "value_adding": True},
    ]
    stream = create(
        visit,
        visit.spec("value_stream"),
        {"title": "Order to cash", "demand": 24, "available": 480, "as_is": as_is, "to_be": as_is[1:]},
    )
    job = begin(visit, stream, {**DEFAULTS, "days": 10, "warm_up": 2, "runs": 5})
    perform(job.pk)
    questions = [
        {
            "key": "shift",
            "kind": "single",
            "text": "Shifts?",
            "choices": "In turns\nBy day",
            "required": True,
        },
        {"key": "when", "kind": "multi", "text": "When?", "choices": "Before\nAfter"},
        {"key": "sure", "kind": "scale", "text": "Sure?", "low": 0, "high": 10},
        {"key": "hours", "kind": "number", "text": "Hours?"},
        {"key": "wish", "kind": "text", "text": "Wishes?"},
    ]
    questions[1] |= {"show_question": "shift", "show_equals": "In turns"}
    asked = visit.spec("questionnaire")
    made = move(visit, asked, create(visit, asked, {"title": "How we work", "questions": questions}), "open")
    answers = (
        {"shift": "In turns", "when": ["After"], "sure": 9, "hours": 4, "wish": "A lamp"},
        {"shift": "By day"},
    )
    for given in answers:
        add(made, given)
    return f"/q/{made.token}"


def ask_for_changes(erp: World) -> None:
    """Ask for three changes: one being decided, one applied, one still a draft without any edit."""
    visit = Visit(erp.project, erp.manager)
    erp.who(Role.SPONSOR)
    for number, text in enumerate(("12d", "7d"), 1):
        made = request(
            erp, typed(BUILD if number == 1 else SUPPORT, "duration", text), title=f"Change {number}"
        )
        put_to(visit, made, "submitted")
    reply(visit, made, remark="**Fine**")
    request(erp, title="Change 3")


def monitor(erp: World) -> None:
    """Write down how the project stood on two days, and a deviation; the plan itself stays as it is."""
    Rate.objects.create(resource=Resource.objects.get(plan_id=erp.project.pk, uid=1), hourly=100_00)
    baseline = latest_baseline(erp.project)
    assert baseline is not None  # of the change that was applied
    work_out(baseline)
    for day in (2, 4):
        at = START + day * 24 * HOUR
        hours, money = (standing(erp.project, baseline, unit, at=at) for unit in (HOURS, MONEY))
        StatusPoint.objects.create(
            project=erp.project, on=at, baseline=baseline.number, baseline_name=baseline.name, revision=0,
            by=erp.manager, hours=frozen(hours), money=frozen(money),
        )  # fmt: skip
    visit = Visit(erp.project, erp.manager)
    given = {"title": "The concept is late", "kind": "late", "task": "T1", "owner": str(erp.manager.pk)}
    create(visit, visit.spec("deviation"), given)


def main() -> None:
    admin = Person.objects.create_superuser("admin@example.com", PASSWORD, name="Ad Min")
    vendor = Organisation.objects.create(name="Brightwater", kind="vendor")
    customer = Organisation.objects.create(name="华东医药", kind="customer")
    Person.objects.filter(pk=admin.pk).update(organisation=vendor)
    erp = world()
    Project.objects.filter(pk=erp.project.pk).update(customer=customer)
    Resource.objects.filter(plan_id=erp.project.pk, uid=1).update(person=erp.manager)
    write_risks(erp)
    write_decisions(erp)
    write_scope(erp)
    ask_for_changes(erp)
    monitor(erp)
    questionnaire = assess(erp)
    large = create_project(erp.manager, name="Large plan")
    start_plan(large, generate(2_000, seed=7))
    people = {role: erp.who(role) for role in (*map(str, Role), "stranger")}
    people |= {"admin": admin, "chooser": person("chooser")}
    told = {
        "sessions": {role: session_of(person) for role, person in people.items()},
        "people": {role: person.pk for role, person in people.items()},
        "organisation": customer.pk,
        "project": erp.project.pk,
        "large": large.pk,
        "questionnaire": questionnaire,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
