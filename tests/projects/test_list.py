"""The list of projects: what it shows, to whom, how fast; and what is done with whole projects."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.schedule.world import GO_LIVE, World, person, world
from uptake.accounts.models import Organisation, OrganisationKind, Person
from uptake.engine.instants import DAY, instant
from uptake.platform.models import Job
from uptake.projects import selectors, services
from uptake.projects.models import Member, Project, Role
from uptake.schedule.lifecycle import purging
from uptake.schedule.models import Task

pytestmark = pytest.mark.django_db
START = instant(datetime.datetime(2026, 3, 2, 8))


@pytest.fixture
def there() -> World:
    return world()


def many(manager: Person, count: int) -> None:
    """Make many projects of one person, without plans."""
    customers = [Organisation(name=f"Customer {k:02}", kind=OrganisationKind.CUSTOMER) for k in range(30)]
    Organisation.objects.bulk_create(customers)
    made = Project.objects.bulk_create(
        Project(
            name=f"Project {k:05}",
            customer=customers[k % 30],
            start=START + k * DAY,
            finish=START + (k + 90) * DAY,
            go_live=START + (k + 60) * DAY,
            go_live_planned=START + (k + 60 - k % 3) * DAY,
            tasks=k % 5 * 10,
            late=k % 2,
            percent=k % 101,
            archived=k % 10 == 0,
        )
        for k in range(count)
    )
    Member.objects.bulk_create(Member(project=one, person=manager, role=Role.MANAGER) for one in made)


def shown(browser: Client, query: str = "") -> str:
    page = browser.get(f"/projects/{query}")
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("count", [10, 10_000])
def test_the_page_asks_few_questions(count: int, django_assert_max_num_queries: Any) -> None:
    manager = person("Ma Na")
    many(manager, count)
    browser = Client()
    browser.force_login(manager)
    for query in ("", "?sort=-go_live", "?q=customer 07", "?show=archived&page=2", "?show=deleted"):
        with django_assert_max_num_queries(11):
            page = browser.get(f"/projects/{query}")
        assert page.status_code == 200


def test_what_a_row_says(there: World) -> None:
    there.project.refresh_from_db()
    Project.objects.update(go_live_planned=(there.project.go_live or 0) - 2 * DAY, customer=customer("Acme"))
    page = shown(there.as_("manager"))
    assert "ERP at Acme" in page
    assert "+2 d" in page
    assert "Late" in page


def customer(name: str) -> Organisation:
    return Organisation.objects.create(name=name, kind=OrganisationKind.CUSTOMER)


def test_searching_and_sorting() -> None:
    manager = person("Ma Na")
    many(manager, 40)
    found = selectors.listed_projects(manager, search="customer 07")
    assert [one.name for one in found] == ["Project 00007", "Project 00037"]
    by_date = [one.go_live for one in selectors.listed_projects(manager, sort="-go_live")]
    assert by_date == sorted(by_date, reverse=True)
    assert [one.name for one in selectors.listed_projects(manager, sort="password")][:1] == ["Project 00001"]


@pytest.mark.parametrize(
    "query", ["?sort=-x;drop", "?page=99999", "?page=-1", "?show=x", "?q=%00", "?deleted=9e9"]
)
def test_odd_addresses(there: World, query: str) -> None:
    shown(there.as_("manager"), query)


def test_strangers_see_nothing(there: World) -> None:
    assert "ERP at Acme" not in shown(there.as_("stranger"))
    assert Client().get("/projects/").status_code == 302


def test_a_name_is_text(there: World) -> None:
    Project.objects.update(name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in shown(there.as_("manager"))


@pytest.mark.parametrize("what", ["archive", "unarchive", "delete"])
@pytest.mark.parametrize(("role", "status"), [("manager", 302), ("consultant", 403), ("stranger", 404)])
def test_who_may_put_a_project_away(there: World, what: str, role: str, status: int) -> None:
    assert there.as_(role).post(f"{there.root}{what}").status_code == status
    assert there.as_(role).get(f"{there.root}{what}").status_code in {404, 403, 405}


def test_deleting_can_be_undone(there: World) -> None:
    browser = there.as_("manager")
    page = browser.post(f"{there.root}delete", follow=True).content.decode()
    assert "Deleted “ERP at Acme”." in page
    assert f'action="{there.root}undelete"' in page
    assert browser.get(f"{there.root}plan").status_code == 404
    assert there.as_("consultant").post(f"{there.root}undelete").status_code == 404
    assert browser.post(f"{there.root}undelete").status_code == 302
    assert "ERP at Acme" in shown(browser)


def test_archived_projects_have_a_list_of_their_own(there: World) -> None:
    browser = there.as_("manager")
    browser.post(f"{there.root}archive")
    assert "ERP at Acme" not in shown(browser)
    assert "ERP at Acme" in shown(browser, "?show=archived")


def test_what_goes_for_good_asks_for_the_name(there: World) -> None:
    other = world(name="Other")
    browser = there.as_("manager")
    address = f"{there.root}purge"
    assert browser.get(address).status_code == 404
    services.delete(there.project)
    assert browser.post(address, {"name": "ERP"}).status_code == 422
    assert there.as_("consultant").get(address).status_code == 404
    Job.objects.create(kind="export", owner=there.manager, project_id=there.project.pk, language="en")
    assert browser.post(address, {"name": "ERP at Acme"}).status_code == 302
    assert [one.name for one in Project.objects.all()] == ["Other"]
    assert set(Task.objects.values_list("plan_id", flat=True)) == {other.project.pk}
    assert not Job.objects.exists()


def test_what_nobody_brought_back_goes(there: World) -> None:
    services.delete(there.project)
    assert purging.purge_expired() == 0
    Project.objects.update(deleted_at=timezone.now() - datetime.timedelta(days=31))
    assert not selectors.deleted_projects(there.manager).exists()
    assert purging.purge_expired() == 1


def test_the_facts_of_a_row(there: World) -> None:
    (row,) = selectors.rows_of(there.manager, selectors.listed_projects(there.manager))
    assert row.go_live == datetime.date(2026, 3, 27)
    assert there.state.go_live == GO_LIVE
    assert row.start == datetime.date(2026, 3, 2)
    assert "project.manage" in row.can
