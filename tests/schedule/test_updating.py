"""Files into a plan that exists: another plan in its place, or a table of changes; both can be undone."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.schedule.test_services import check_rows
from tests.schedule.world import ANALYSE, BUILD, GO_LIVE, LI, World, world
from tests.shared_data import MSPROJECT, needs_shared_data
from uptake.interchange import corpus
from uptake.interchange.neutral import to_plan
from uptake.platform import jobs
from uptake.platform.models import Job, JobState
from uptake.schedule import services
from uptake.schedule.files import exporting, replacing
from uptake.schedule.models import Comment, Resource, Revision, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> World:
    return world()


def exported(there: World, **cells: Any) -> bytes:
    """Return the plan as a workbook with some cells changed, by column and name of the task."""
    data, _losses = exporting.write(there.project, there.manager, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        name = row[heads["Task Name"] - 1].value
        for column, values in cells.items():
            if str(name).strip() in values:
                row[heads[column.replace("_", " ").replace("pct", "%")] - 1].value = values[str(name).strip()]
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def send(there: World, data: bytes, name: str, role: str = "manager", **more: str) -> Any:
    """Upload a file, have it read, and open the page that shows what it would do."""
    file = SimpleUploadedFile(name, data)
    browser = there.as_(role)
    asked = browser.post(f"{there.root}import", {"file": file, **more})
    assert asked.status_code == 302, asked.content.decode()
    found = Job.objects.latest("pk")
    jobs.perform(found.pk)
    return browser.get(asked["Location"], follow=True)


def test_a_table_that_was_not_changed(there: World) -> None:
    page = send(there, exported(there), "plan.xlsx", **{"as": "update"}).content.decode()
    assert "The table says what the plan says" in page


def test_a_table_of_changes(there: World) -> None:
    data = exported(
        there,
        Duration={"Build interfaces": "12d"},
        Task_Name={"Test": "Test everything"},
        pct_Complete={"Analyse": 50},
    )
    page = send(there, data, "plan.xlsx", **{"as": "update"})
    text = page.content.decode()
    assert "Test everything" in text
    assert "12d" in text
    assert not Revision.objects.exists()
    address = page.redirect_chain[-1][0]
    browser = there.as_("manager")
    assert browser.post(address, {"base": "7"}).status_code == 409
    assert browser.post(address, {"base": "0"})["Location"] == f"{there.root}plan"
    plan = there.state.plan
    assert plan.task(BUILD).duration == 12 * 4800
    assert plan.task(ANALYSE).percent == 50
    assert Task.objects.filter(name="Test everything").exists()
    revision = Revision.objects.get()
    assert (revision.kind, revision.label) == ("import", [{"code": "update", "name": "plan.xlsx"}])
    check_rows(there.project)
    services.undo(there.project, there.manager)
    assert there.state.plan.task(BUILD).duration == 10 * 4800


def test_rows_by_their_number(there: World) -> None:
    table = b"ID,Task Name,Duration\n2,Build interfaces,3d\n99,Nothing,1d\n"
    page = send(there, table, "plan.csv", **{"as": "update"})
    assert "Nothing" in page.content.decode()
    there.as_("manager").post(page.redirect_chain[-1][0], {"base": "0"})
    assert there.state.plan.task(BUILD).duration == 3 * 4800


@pytest.mark.parametrize("data", [b"Task Name,Duration\nBuild,3d\n", b"", b"\x00\x01", b"PK\x03\x04broken"])
def test_a_table_that_cannot_be_used(there: World, data: bytes) -> None:
    page = send(there, data, "plan.csv", **{"as": "update"})
    assert Job.objects.get().state == JobState.FAILED
    assert Job.objects.get().message in page.content.decode().replace("&quot;", '"')
    assert "our side" not in Job.objects.get().message


OTHER = b"""Unique ID,Task Name,Duration,Predecessors,Resource Names
1,Analyse,4d,,Li Wei
2,Build interfaces,8d,1,
7,Accept,2d,2,Zhang
"""


def test_another_edition_of_the_plan(there: World) -> None:
    row = Task.objects.get(plan_id=there.project.pk, uid=BUILD)
    Comment.objects.create(task=row, author=there.manager, text="Ask")
    page = send(there, OTHER, "new.csv")
    text = page.content.decode()
    assert "The go-live milestone is not in the file" in text
    assert page.status_code == 200
    browser = there.as_("manager")
    assert browser.post(page.redirect_chain[-1][0], {"base": "0"})["Location"] == f"{there.root}plan"
    state = there.state
    assert [one.name for one in state.plan.tasks] == ["Analyse", "Build interfaces", "Accept"]
    assert state.go_live is None
    assert Comment.objects.get(task__removed=False).task.name == "Build interfaces"
    assert Resource.objects.get(plan_id=there.project.pk, name="Li Wei").uid == LI
    check_rows(there.project)
    services.undo(there.project, there.manager)
    assert [one.uid for one in there.state.plan.tasks] == [1, 2, 3, 4, 5]
    assert there.state.plan.task(GO_LIVE).milestone
    check_rows(there.project)


def test_another_plan_altogether(there: World) -> None:
    """What has nothing to do with the plan gets numbers of its own: no comment lands on the wrong task."""
    row = Task.objects.get(plan_id=there.project.pk, uid=BUILD)
    Comment.objects.create(task=row, author=there.manager, text="Ask")
    plan = world(name="Other").state.plan
    names = iter("ABCDE")
    other = plan.with_values(tasks=tuple(_named(one, next(names)) for one in plan.tasks))
    replacing.replace_plan(there.project, there.manager, other, "x", base=0)
    assert min(one.uid for one in there.state.plan.tasks) > 5
    assert not Comment.objects.filter(task__removed=False).exists()
    check_rows(there.project)


def _named(task: Any, name: str) -> Any:
    from dataclasses import replace  # noqa: PLC0415

    return replace(task, name=name)


@needs_shared_data
def test_plans_of_the_corpus_one_after_the_other(there: World) -> None:
    """Each plan in the place of the one before, then back: rows and engine agree throughout."""
    entries = corpus.entries(MSPROJECT)[::9]
    before = there.state
    for number, entry in enumerate(entries):
        plan = to_plan(corpus.load(entry, "json"))
        if not plan.tasks:
            continue
        replacing.replace_plan(there.project, there.manager, plan, entry.name, base=there.state.revision)
        check_rows(there.project)
        assert len(there.state.plan.tasks) == len(plan.tasks), number
    services.restore(there.project, 0, there.manager)
    assert there.state.plan.tasks == before.plan.tasks
    check_rows(there.project)


@pytest.mark.parametrize(
    ("role", "status"),
    [("manager", 200), ("consultant", 200), ("key_user", 403), ("guest", 403), ("stranger", 404)],
)
def test_who_may_import(there: World, role: str, status: int) -> None:
    assert there.as_(role).get(f"{there.root}import").status_code == status


def test_a_file_of_somebody_else(there: World) -> None:
    page = send(there, OTHER, "new.csv")
    address = page.redirect_chain[-1][0]
    assert there.as_("consultant").get(address).status_code == 404
    other = world(name="Other")
    assert other.as_("manager").get(address.replace(there.root, other.root)).status_code == 404


def test_an_archived_project_stays_as_it_is(there: World) -> None:
    page = send(there, OTHER, "new.csv")
    there.project.archived = True
    there.project.save()
    sent = there.as_("manager").post(page.redirect_chain[-1][0], {"base": "0"})
    assert "archived" in sent.content.decode()
    assert not Revision.objects.exists()
