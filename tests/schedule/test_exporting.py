"""Plans as files: what is written can be read again, and money goes only to who may see it."""

import datetime
from typing import Any

import pytest

from tests.schedule.world import LI, World, world
from uptake.engine.edits import Add, Move, apply
from uptake.engine.plan import Task
from uptake.engine.scheduling import schedule as compute
from uptake.interchange import files
from uptake.interchange.chart.rows import Book
from uptake.interchange.document import to_document
from uptake.interchange.neutral import to_plan
from uptake.platform import jobs
from uptake.platform.models import Job, JobState
from uptake.projects.models import Role
from uptake.schedule import services
from uptake.schedule.files import exporting, reading
from uptake.schedule.lifecycle.creation import Title
from uptake.schedule.models import Baseline, Rate, Resource
from uptake.schedule.versions.baselines import take_baseline

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> World:
    found = world(name="上线/ERP: phase 1")
    priced = Resource.objects.get(plan_id=found.project.pk, uid=LI)
    Rate.objects.create(resource=priced, since=None, hourly=20000, per_use=0)
    Rate.objects.create(resource=priced, since=datetime.date(2026, 6, 1), hourly=25050, per_use=1000)
    take_baseline(found.project, "Approved", found.manager)
    return found


@pytest.mark.parametrize("key", exporting.FORMATS)
def test_each_format_is_written(there: World, key: str) -> None:
    found = exporting.export(there.project, there.manager, key)
    assert found.state == JobState.DONE, found.message
    assert found.made_name.startswith("上线 ERP phase 1 20")
    assert found.made_name.endswith(exporting.FORMATS[key].ending)
    with found.made.open("rb") as made:
        data = made.read()
    assert len(data) == found.result["size"]
    begins = {"ics": b"BEGIN:VCALENDAR", "pdf": b"%PDF-", "png": b"\x89PNG"}
    if key in begins:
        assert data.startswith(begins[key])
    else:
        read = files.read_bytes(data).document
        assert [one["name"] for one in read["tasks"] if one["uid"]][:2] == ["Analyse", "Build interfaces"]


def test_what_comes_back_is_the_same_plan(there: World) -> None:
    """Out as Microsoft Project's own format, in again as a project: dates, baseline and rates are there."""
    data, _losses = exporting.write(there.project, there.manager, "mspdi")
    asked = jobs.ask(reading.READ, there.manager, options={"name": "x.xml"}, given=_file(data))
    jobs.perform(asked.pk)
    asked.refresh_from_db()
    assert (asked.result["differing"], asked.result["judged"]) == (0, asked.result["tasks"])
    again = reading.import_read(asked, there.manager, Title(name="Again"))
    before, after = there.state, services.current(again)
    dates = {one.uid: before.schedule.of(one.uid).finish for one in before.plan.tasks}
    assert {one.uid: after.schedule.of(one.uid).finish for one in after.plan.tasks if one.uid} == dates
    rates = Rate.objects.filter(resource__plan=again.pk).values_list("since", "hourly", "per_use")
    assert list(rates.order_by("pk")) == [(None, 20000, 0), (datetime.date(2026, 6, 1), 25050, 1000)]
    kept = Baseline.objects.get(plan_id=again.pk).columns
    assert (
        dict(zip(kept["uid"], kept["finish"], strict=True)).items()
        >= {uid: at for uid, at in dates.items() if uid}.items()
    )


def _file(data: bytes) -> Any:
    from django.core.files.base import ContentFile  # noqa: PLC0415

    return ContentFile(data, "x")


@pytest.mark.parametrize("role", list(Role))
def test_money_is_in_the_file_of_who_may_see_it(there: World, role: Role) -> None:
    document = exporting.document_of(there.project, there.state, there.who(role))
    has = any("cost_rates" in one for one in document["resources"])
    assert has == (role in {Role.MANAGER, Role.SPONSOR, Role.FINANCE})
    assert ("currency_code" in document["project"]) == has


def test_rows_are_numbered_as_people_see_them(there: World) -> None:
    document = exporting.document_of(there.project, there.state, there.manager)
    assert [one["id"] for one in document["tasks"]] == [1, 2, 3, 4, 5]
    assert [one["outline"] for one in document["tasks"]] == ["1", "2", "3", "4", "5"]
    assert to_plan(document).tasks[0].name == "Analyse"


def test_rows_that_were_moved_are_numbered_anew_in_files_and_charts(there: World) -> None:
    last = there.state.plan.tasks[-1].uid
    moved = apply(
        there.state.plan, [Move(last, at=there.state.plan.tasks[0].uid), Add(Task(uid=99, name="新"))]
    )
    found = exporting.in_rows(compute(moved))
    assert [one.uid for one in found.plan.tasks][::5] == [last, 99]
    assert Book(found, "en", None).numbers == [1, 2, 3, 4, 5, 6]
    assert [one["id"] for one in to_document(found)["tasks"]] == [1, 2, 3, 4, 5, 6]


def test_who_lost_the_right_gets_no_file(there: World) -> None:
    guest = there.who(Role.GUEST)
    asked = jobs.ask(exporting.EXPORT, guest, project_id=there.project.pk, options={"format": "csv"})
    jobs.perform(asked.pk)
    asked.refresh_from_db()
    assert asked.state == JobState.FAILED
    assert not asked.made


def test_a_job_twice_writes_one_file(there: World) -> None:
    found = exporting.export(there.project, there.manager, "csv")
    name = found.made.name
    jobs.perform(found.pk)
    found.refresh_from_db()
    assert found.made.name == name
    assert Job.objects.count() == 1


# ---- pages


def test_the_pages_of_an_export(there: World) -> None:
    browser = there.as_("manager")
    assert "Primavera" in browser.get(f"{there.root}export").content.decode()
    sent = browser.post(f"{there.root}export", {"format": "csv"}, follow=True)
    page = sent.content.decode()
    assert sent.redirect_chain[-1][0].startswith(f"{there.root}export/")
    assert "things do not come along" in page
    got = browser.get(f"/jobs/{Job.objects.get().pk}/file")
    assert got["Content-Disposition"].startswith("attachment; filename*=utf-8''%E4%B8%8A%E7%BA%BF")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "Analyse" in b"".join(got.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert browser.post(f"{there.root}export", {"format": "exe"}).status_code == 404


def test_a_calendar_at_once(there: World) -> None:
    got = there.as_("sponsor").get(f"{there.root}calendar.ics")
    assert got["Content-Type"].startswith("text/calendar")
    assert "attachment" in got["Content-Disposition"]
    assert got.content.count(b"BEGIN:VEVENT") >= 5


@pytest.mark.parametrize("role", [*Role, "stranger"])
def test_who_may_export(there: World, role: str) -> None:
    expected = {"guest": 403, "stranger": 404}.get(role, 200)
    for address in ("export", "calendar.ics"):
        assert there.as_(role).get(f"{there.root}{address}").status_code == expected


def test_a_file_is_only_for_who_asked(there: World) -> None:
    found = exporting.export(there.project, there.who("consultant"), "csv")
    got = there.as_("consultant").get(f"/jobs/{found.pk}/file")
    assert b"Analyse" in b"".join(got.streaming_content)  # type: ignore[attr-defined]
    assert there.as_("manager").get(f"/jobs/{found.pk}/file").status_code == 404
    there.project.members.filter(role="consultant").delete()
    assert there.as_("consultant").get(f"/jobs/{found.pk}/file").status_code == 404
