"""A register in the browser, without one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.schedule.world import World
from uptake.projects.models import Role
from uptake.registers import kinds, services
from uptake.registers.spec import Field, Kind
from uptake.registers.visit import Visit


def test_a_record_is_made_shown_changed_and_moved(erp: World, visit: Visit):
    client = erp.as_(Role.MANAGER)
    base = f"/projects/{erp.project.pk}/registers/decision/"
    assert client.get(base).status_code == 200
    assert client.get(f"{base}new").status_code == 200
    wrong = client.post(f"{base}new", {"title": "", "decided_on": "soon"})
    assert wrong.status_code == 422
    assert b"Give it a title." in wrong.content
    assert b'value="soon"' in wrong.content
    made = client.post(
        f"{base}new",
        {"title": "Which cloud?", "decided_on": "2027-03-18", "decided_by": erp.manager.pk, "tasks": "T2"},
    )
    assert made.status_code == 302, made.content
    listed = client.get(base).content.decode()
    assert "D-001" in listed
    assert "T2" in listed
    page = client.get(f"{base}1").content.decode()
    assert "Which cloud?" in page
    changed = client.post(f"{base}1/edit", {"title": "Which cloud?", "version": "1", "decision": "Ours"})
    assert changed.status_code == 302
    late = client.post(f"{base}1/edit", {"title": "Which cloud?", "version": "1", "decision": "Theirs"})
    assert late.status_code == 409
    assert "Ours" in late.content.decode()
    assert "Theirs" in late.content.decode()
    assert client.post(f"{base}1/to/decided", {}).status_code == 302
    assert visit.record(visit.spec("decision"), 1).state == "decided"


def test_the_number_of_queries_of_a_list_does_not_grow(erp: World, visit: Visit):
    client, spec = erp.as_(Role.MANAGER), visit.spec("decision")
    counts = []
    for more in (1, 30):
        for number in range(more):
            services.create(visit, spec, {"title": f"Question {number}", "tasks": "T2"})
        with CaptureQueriesContext(connection) as asked:
            assert (
                client.get(f"/projects/{erp.project.pk}/registers/decision/?group=state").status_code == 200
            )
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize("text", ["1e999999999", "-1e999999999", "NaN", "Infinity", "9" * 5_000])
def test_a_number_that_cannot_be_is_refused_in_words(text: str):
    with pytest.raises(kinds.Wrong):
        kinds.parse(Field(key="n", label="N", kind=Kind.NUMBER), text, {})


def test_a_person_is_not_looked_for_by_a_number_of_any_length():
    with pytest.raises(kinds.Wrong):
        kinds.parse(Field(key="who", label="Who", kind=Kind.PERSON), "9" * 5_000, {1: "Li Wei"})


def test_a_value_of_another_kind_is_shown_as_it_is():
    assert kinds.page_text(Field(key="on", label="On", kind=Kind.DATE), "18.03.2027", {}) == "18.03.2027"
