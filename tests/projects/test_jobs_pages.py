"""Long work as pages: how far it is, its end, its sentence; only for who asked."""

from typing import Any

import pytest
from django.test import Client

from tests.schedule.world import person, world
from uptake.accounts.models import Person
from uptake.platform.models import Job, JobState
from uptake.projects.models import Member, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody() -> Person:
    return person("Li Wei")


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def asked(who: Person, **values: Any) -> Job:
    return Job.objects.create(**({"kind": "read_file", "owner": who, "language": "en"} | values))


def test_a_page_that_waits_polls(somebody: Person) -> None:
    found = asked(somebody, state=JobState.RUNNING, done=1, total=4, step="Reading the file")
    page = browser(somebody).get(f"/jobs/{found.pk}").content.decode()
    assert f'hx-get="/jobs/{found.pk}"' in page
    assert "25 %" in page
    assert "Reading the file" in page
    part = browser(somebody).get(f"/jobs/{found.pk}", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="job"')


def test_the_list_names_the_project_to_its_members_only(somebody: Person) -> None:
    here = world(name="ERP at Acme")
    asked(somebody, project_id=here.project.pk)
    assert "ERP at Acme" not in browser(somebody).get("/jobs/").content.decode()
    Member.objects.create(project=here.project, person=somebody, role=Role.GUEST)
    assert "ERP at Acme" in browser(somebody).get("/jobs/").content.decode()


def test_an_end_leads_on(somebody: Person) -> None:
    found = asked(somebody, state=JobState.DONE, result={"next": "/projects/"})
    assert browser(somebody).get(f"/jobs/{found.pk}")["Location"] == "/projects/"
    polled = browser(somebody).get(f"/jobs/{found.pk}", headers={"HX-Request": "true"})
    assert (polled.status_code, polled["HX-Redirect"]) == (204, "/projects/")


def test_a_failure_says_why(somebody: Person) -> None:
    found = asked(somebody, state=JobState.FAILED, message="The file is <empty>.")
    page = browser(somebody).get(f"/jobs/{found.pk}").content.decode()
    assert "The file is &lt;empty&gt;." in page
    assert "hx-get" not in page.split('id="job"')[1].split("</div>")[0]
    assert "Choose another file" in page


def test_cancelling(somebody: Person) -> None:
    found = asked(somebody)
    client = browser(somebody)
    assert client.post(f"/jobs/{found.pk}/cancel").status_code == 302
    found.refresh_from_db()
    assert found.state == JobState.CANCELLED
    assert "Nothing was changed" in client.get(f"/jobs/{found.pk}").content.decode()


def test_others_see_nothing(somebody: Person) -> None:
    found = asked(somebody)
    other = browser(person("Other"))
    for address in ("", "/file"):
        assert other.get(f"/jobs/{found.pk}{address}").status_code == 404
    assert other.post(f"/jobs/{found.pk}/cancel").status_code == 404
    assert "Read a file" not in other.get("/jobs/").content.decode()
    assert "Read a file" in browser(somebody).get("/jobs/").content.decode()


def test_what_was_read_is_no_download(somebody: Person) -> None:
    """The file that a job keeps for itself has no name, and is given to nobody."""
    found = asked(somebody, state=JobState.DONE, made="jobs/out/1.json.gz")
    assert browser(somebody).get(f"/jobs/{found.pk}/file").status_code == 404


@pytest.mark.parametrize("count", [10, 2_000])
def test_many_jobs(somebody: Person, count: int, django_assert_max_num_queries: Any) -> None:
    Job.objects.bulk_create(Job(kind="export", owner=somebody, language="en") for _ in range(count))
    client = browser(somebody)
    with django_assert_max_num_queries(6):
        assert client.get("/jobs/").status_code == 200
