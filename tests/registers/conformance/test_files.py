"""What is exported can be imported again, and is what it was."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.registers.conformance.conftest import Register
from uptake.registers.files.wanted import NO_TARGET
from uptake.registers.lists.listing import columns_of
from uptake.registers.models import Link, Record
from uptake.registers.spec import Field, Kind
from uptake.registers.visit import plain

FIXED = {"number", "title", "state"}


def carried(register: Register) -> list[Field]:
    """Return the fields that a file takes both ways.

    A cell holds the rows of a table as lines, so a table with longer texts only goes out. A link to the register
    itself leads to records that are not back yet.
    """
    return [
        one
        for one in register.visit.typed(register.spec)
        if one.kind not in NO_TARGET
        and not any(column.kind is Kind.LONG_TEXT for column in one.columns)
        and one.of != register.key
    ]


def told(register: Register) -> list[dict[str, Any]]:
    """Return every record by what people gave for it; rows of tables get new ids on their way."""
    found = []
    for record in register.spec.model.objects.filter(register=register.key).order_by("number"):
        values: dict[str, Any] = {"number": record.number, "title": record.title, "state": record.state}
        for field in carried(register):
            if field.kind is Kind.LINK:
                links = Link.objects.filter(source_id=record.pk, field=field.key)
                values[field.key] = [(one.task, one.target_id) for one in links]
            elif field.kind is Kind.ROWS:
                rows = plain(record, field) or []
                values[field.key] = [{key: one[key] for key in one if key != "id"} for one in rows]
            else:
                values[field.key] = plain(record, field) or None
        found.append(values)
    return found


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_file_goes_out_and_comes_back(register: Register, kind: str) -> None:
    for n in range(3):
        register.make(n, title=f"=1+{n} 用好, “quoted”; \t{n}")
    before = told(register)
    columns = columns_of(register.spec, register.visit.fields(register.spec))
    query = {"format": kind, "columns": ",".join(columns)}
    answer = register.client.get(f"{register.root}export", query)
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    own = Record.objects.filter(register=register.key)
    own.delete()
    typed = {one.key for one in carried(register)} | FIXED
    chosen = {f"c.{place}": f"to:{key}" if key in typed else "leave" for place, key in enumerate(columns)}
    step = register.client.post(
        f"{register.root}import", {"file": SimpleUploadedFile(f"back.{kind}", data)}, follow=True
    )
    address = step.redirect_chain[-1][0]
    mapped = register.client.post(address, {"sheet": 0, "header": 0, **chosen}, follow=True)
    assert mapped.redirect_chain[-1][0].endswith("/preview"), "every cell is understood"
    done = register.client.post(mapped.redirect_chain[-1][0], follow=True)
    assert done.status_code == 200, done.content.decode()[-3000:]
    assert told(register) == before
