"""A plan survives the way through a neutral document and back."""

import json
from dataclasses import replace

from hypothesis import given, reject, settings

from tests.engine.plans import plans
from tests.shared_data import needs_shared_data, neutral_documents
from uptake.engine.edits import Add, Move, apply
from uptake.engine.edits.values import MAX_NOTES
from uptake.engine.errors import DateOutOfRange
from uptake.engine.plan import Link, Plan, Project, Resource, ResourceType, Task
from uptake.engine.scheduling import schedule
from uptake.interchange.document import row_numbers, to_document
from uptake.interchange.files import read_bytes, write_bytes
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


def edited() -> Plan:
    """Return a plan whose tasks were inserted and moved: in rows 40, 70 and, under it, 10 and 20, then 30."""
    rows = [Task(uid=k, id=k // 10, name=f"T{k}") for k in (10, 20, 30, 40)]
    plan = Plan.build(
        Project(start=19200), rows, [Link(uid=1, pred=20, succ=30), Link(uid=2, pred=40, succ=20)]
    )
    return apply(
        plan,
        [
            Move(40, at=10),
            Add(Task(uid=70, name="Phase"), at=10),
            Move(10, 70),
            Move(20, 70),
            Add(Link(uid=3, pred=70, succ=30)),
        ],
    )


def test_rows_that_were_inserted_or_moved_are_numbered_by_their_order() -> None:
    rows = to_document(schedule(edited()))["tasks"]
    assert [(one["uid"], one["id"], one["outline"]) for one in rows] == [
        (40, 1, "1"),
        (70, 2, "2"),
        (10, 3, "2.1"),
        (20, 4, "2.2"),
        (30, 5, "3"),
    ]
    assert [one["wbs"] for one in rows] == [one["outline"] for one in rows]


def test_own_wbs_codes_stay_and_blank_rows_leave_gaps() -> None:
    plan = Plan.build(Project(start=19200), [Task(uid=1, id=1, wbs="A"), Task(uid=2, id=4)])
    rows = to_document(schedule(plan))["tasks"]
    assert [(one["id"], one["wbs"], one["outline"]) for one in rows] == [(1, "A", "1"), (4, "2", "2")]
    assert row_numbers(plan, own=False) == [1, 2]


def test_the_row_of_the_whole_project_has_no_number() -> None:
    rows = [
        Task(uid=0),
        Task(uid=5, id=2, parent=0),
        Task(uid=3, id=1, parent=5),
        Task(uid=4, id=3, parent=0),
    ]
    written = to_document(schedule(Plan.build(Project(start=19200), rows)))["tasks"]
    assert [(one["id"], one["outline"], one["level"]) for one in written] == [
        (0, "", 0),
        (1, "1", 1),
        (2, "1.1", 2),
        (3, "2", 1),
    ]
    assert [one["project_summary"] for one in written] == [True, False, False, False]


def test_a_table_after_edits_names_predecessors_by_their_rows() -> None:
    data, _ = write_bytes(to_document(schedule(edited())), "csv")
    head, *lines = [line.split(",") for line in data.decode("utf-8-sig").splitlines()]
    at = head.index("Predecessors")
    told = {line[head.index("ID")]: [one.strip('"') for one in line[at:]] for line in lines}
    assert list(told) == ["1", "2", "3", "4", "5"]
    assert "1" in told["4"]
    assert {"4", "2"} <= set(" ".join(told["5"]).replace(";", " ").split())


def test_microsoft_project_reads_rows_in_order_after_edits() -> None:
    plan = edited()
    data, _ = write_bytes(to_document(schedule(plan)), "mspdi")
    read = {one["uid"]: one for one in read_bytes(data).document["tasks"] if one["uid"]}
    assert [read[task.uid]["id"] for task in plan.tasks] == [1, 2, 3, 4, 5]
    assert [read[task.uid]["outline"] for task in plan.tasks] == ["1", "2", "2.1", "2.2", "3"]


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
    plan = Plan.build(
        Project(start=19200), [Task(uid=1, id=1, notes="深", owner=1, wbs="1")], resources=staff
    )
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
