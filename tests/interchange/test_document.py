"""A plan survives the way through a neutral document and back."""

import json
from dataclasses import replace

from hypothesis import given, reject, settings

from tests.engine.plans import plans
from tests.shared_data import needs_shared_data, neutral_documents
from uptake.engine.edits.values import MAX_NOTES
from uptake.engine.errors import DateOutOfRange
from uptake.engine.plan import Plan, Project, Resource, ResourceType, Task
from uptake.engine.scheduling import schedule
from uptake.interchange.document import to_document
from uptake.interchange.losses import Loss
from uptake.interchange.neutral import left_out, to_plan


def numbered(plan: Plan) -> Plan:
    """Number links and assignments by their place: a document does not keep their uids."""
    return plan.with_values(
        links=tuple(replace(one, uid=k) for k, one in enumerate(plan.links, 1)),
        assignments=tuple(replace(one, uid=k) for k, one in enumerate(plan.assignments, 1)),
    )


def there_and_back(plan: Plan) -> Plan:
    return to_plan(json.loads(json.dumps(to_document(schedule(plan)))))


@given(plans())
@settings(max_examples=60, deadline=None)
def test_a_plan_comes_back_from_its_document(plan: Plan) -> None:
    """Pieces are dated in a document, so only those that fit their task come back; real plans show that."""
    whole = plan.with_values(tasks=tuple(replace(task, pieces=()) for task in plan.tasks))
    try:
        written = there_and_back(whole)
    except DateOutOfRange:
        reject()
    again = there_and_back(written)
    assert again == numbered(written)
    assert [task.uid for task in written.tasks] == [task.uid for task in plan.tasks]
    assert list(schedule(again).dates.finish) == list(schedule(written).dates.finish)


@needs_shared_data
def test_real_plans_come_back_unchanged() -> None:
    assert neutral_documents()
    for path in neutral_documents():
        plan = to_plan(json.loads(path.read_text(encoding="utf-8")))
        again = there_and_back(plan)
        assert again == numbered(plan), path.name
        assert list(schedule(again).dates.start) == list(schedule(plan).dates.start), path.name


def test_equipment_of_primavera_works_as_people_do() -> None:
    document = {
        "project": {"start": "2025-03-03T08:00:00"},
        "calendars": [],
        "tasks": [],
        "links": [],
        "assignments": [],
        "resources": [{"uid": 1, "name": "Crane", "type": "NON_LABOR"}],
    }
    assert to_plan(document).resources[0].type is ResourceType.WORK


def test_what_describes_comes_back() -> None:
    staff = [
        Resource(uid=1, name="Li Na", group="IT", email="li@example.com", category="people", generic=True),
        Resource(uid=2, name="Rack", category="hardware", lead_time=10 * 4800),
    ]
    plan = Plan.build(Project(start=19200), [Task(uid=1, notes="深", owner=1, wbs="1")], resources=staff)
    again = there_and_back(plan)
    assert (again.tasks, again.resources) == (plan.tasks, plan.resources)


def test_an_owner_is_a_contact_that_one_resource_is_called() -> None:
    document = {
        "project": {"start": "2025-03-03T08:00:00"},
        "calendars": [],
        "tasks": [
            {"uid": 1, "contact": "Li", "notes": "x" * (MAX_NOTES + 1)},
            {"uid": 2, "contact": "Wu"},
            {"uid": 3, "contact": "Extern"},
        ],
        "links": [],
        "assignments": [],
        "resources": [{"uid": 7, "name": "Li"}, {"uid": 8, "name": "Wu"}, {"uid": 9, "name": "Wu"}],
    }
    plan = to_plan(document)
    assert [task.owner for task in plan.tasks] == [7, None, None]
    assert len(plan.task(1).notes) == MAX_NOTES
    assert left_out(document) == (
        Loss("not_read", "task", "contact", 2, (2, 3)),
        Loss("changed", "task", "notes", 1, (1,)),
    )
