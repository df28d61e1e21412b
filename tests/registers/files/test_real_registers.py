"""Registers that others kept in Excel come in whole: every filled cell is found again in the records."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from tests.schedule.world import World
from tests.shared_data import SHARED_DATA, needs_shared_data
from uptake.platform.jobs import do_now
from uptake.registers import kinds
from uptake.registers.files import importing, questions, wanted
from uptake.registers.files.cells import Reader
from uptake.registers.files.table import columns_of, filled, numbered, words_of
from uptake.registers.models import Record
from uptake.registers.visit import Visit, plain

FILES = [("nch_risk.xlsx", "risk"), ("nch_issue.xlsx", "issue")]


def held(visit: Visit, spec: Any, record: Any) -> str:
    """Return everything that a record says, in words."""
    state = spec.state(record.state)
    values = [plain(record, one) for one in spec.fields if one.kind != "link"]
    shown = [
        kinds.text_of(one, plain(record, one), visit.people) for one in spec.fields if one.kind != "link"
    ]
    return " ".join(
        " ".join(
            map(str, [record.number, record.title, state.label if state else "", *values, *shown])
        ).split()
    )


def number_in(word: str) -> str:
    """Return how a whole number reads with thousands marks: money and numbers are shown so."""
    return f"{int(word):,}" if word.isdigit() else word


@needs_shared_data
@pytest.mark.parametrize(("file", "wished"), FILES)
def test_every_filled_cell_of_a_real_register_is_found_again(
    erp: World, visit: Visit, file: str, wished: str
):
    register = wished if wished in visit.configured.registers else "decision"
    spec = visit.spec(register)
    data = Path(SHARED_DATA, "registers", file).read_bytes()
    options = {"name": file, "register": register}
    given = ContentFile(data, name="upload")
    read = do_now(importing.READ, erp.manager, project_id=erp.project.pk, options=options, given=given)
    assert read.state == "done", read.message
    sheet = importing.sheets_of(read)[read.result["sheet"]]
    assert sheet.name == "Issue Register"
    columns = columns_of(sheet)
    want = wanted.guess(visit, spec, sheet, columns)
    want.sheet = read.result["sheet"]
    if want.column_of("title") is None:
        want.columns[next(one.index for one in columns if one.heading.strip() in {"Title", "Issue"})] = (
            "to:title"
        )
    want.untitled = "name"
    unread = Reader(visit, spec, sheet, want).unread()
    answers = {
        one.name: one.chosen
        for part in questions.value_questions(visit, spec, want, unread)
        for one in part["questions"]
    }
    questions.values_answered(visit, spec, answers, unread, want)
    assert not wanted.missing(visit, spec, want, columns)
    done = do_now(importing.IMPORT, erp.manager, project_id=erp.project.pk, options={
        "register": register, "read": read.pk, "wanted": want.to_json(), "name": file})  # fmt: skip
    assert done.state == "done", done.message
    rows = list(numbered(sheet))
    assert done.result["counts"]["new"] == len(rows) == len(done.result["made"]) > 4
    for (number, row), pk in zip(rows, done.result["made"], strict=True):
        record = spec.model.objects.get(pk=pk)
        said = held(visit, spec, record).casefold()
        for cell in filter(filled, row):
            word = " ".join(words_of(cell).split()).casefold()
            assert word in said or number_in(word) in said, f"row {number}: {word}"
    assert Record.objects.filter(register=register).count() == len(rows)
