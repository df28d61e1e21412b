"""The demonstration's registers: each record stands where its file says, linked and with its history."""

import pytest

from uptake.assessment.models import Answer
from uptake.changes.models import ChangeRequest
from uptake.packs.demo.registers import build_registers
from uptake.projects.models import Project
from uptake.registers.models import Entry, Link, Record
from uptake.schedule import bridge
from uptake.site.demo import load_demo


@pytest.fixture
def projects(db: None) -> list[Project]:
    bridge.cache.clear()
    assert load_demo() == 2
    return list(Project.objects.order_by("pk"))


def test_both_projects_hold_every_record_of_the_files(projects: list[Project]):
    for project in projects:
        rows = Record.objects.filter(project=project)
        for register, entries in build_registers("en").items():
            assert rows.filter(register=register).count() == len(entries), register
        assert Link.objects.filter(source__project=project).exists()
        assert Entry.objects.filter(record__project=project).count() >= rows.count()


def test_a_second_load_makes_nothing(projects: list[Project]):
    before = Record.objects.count()
    assert load_demo() == 0
    assert Record.objects.count() == before


def test_each_request_for_a_change_is_decided_as_the_story_has_it(projects: list[Project]):
    for project in projects:
        states = ChangeRequest.objects.filter(project=project).values_list("state", flat=True)
        assert sorted(states) == ["approved", "approved", "draft", "rejected", "submitted", "submitted"]
        faster = ChangeRequest.objects.filter(project=project, state="submitted")
        assert all(one.go_live_days < 0 for one in faster)
        applied = ChangeRequest.objects.filter(project=project, state="approved")
        assert all(one.go_live_days == 0 and one.applied_revision and one.baseline for one in applied)


def test_agreed_changes_do_not_hide_the_delay(projects: list[Project]):
    for project in projects:
        assert project.go_live is not None
        assert project.go_live_planned is not None
        assert project.go_live > project.go_live_planned


def test_the_questionnaire_has_its_answers(projects: list[Project]):
    assert Answer.objects.count() == 2 * 24


def test_the_custom_register_computes_its_formula(projects: list[Project]):
    rows = Record.objects.filter(project=projects[0], register="site_readiness")
    assert len(rows) == 7
    assert any(one.values.get("passed") for one in rows)
