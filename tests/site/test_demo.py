"""The demonstration's registers: each record stands where its file says, linked and with its history."""

import pytest

from uptake.packs.demo.registers import build_registers
from uptake.projects.models import Project
from uptake.registers.models import Entry, Link, Record
from uptake.registers.spec import BUILT_IN
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
            if register in BUILT_IN:
                assert rows.filter(register=register).count() == len(entries), register
        assert Link.objects.filter(source__project=project).exists()
        assert Entry.objects.filter(record__project=project).count() >= rows.count()


def test_a_second_load_makes_nothing(projects: list[Project]):
    before = Record.objects.count()
    assert load_demo() == 0
    assert Record.objects.count() == before
