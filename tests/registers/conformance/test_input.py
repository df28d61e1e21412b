"""Whatever is sent for a field is taken as it is meant, or refused with a sentence beside the field; nothing breaks."""

from typing import Any

from tests.registers.conformance.conftest import Register
from tests.registers.conformance.test_records import form
from uptake.registers.kinds import LONGEST_LONG, LONGEST_TEXT
from uptake.registers.models import Record
from uptake.registers.spec import Kind
from uptake.registers.visit import plain

NUMERIC = ["1e999", "NaN", "-inf", "9" * 40, "twelve", "--1", "١٢x", "0x10", "1" * 20_000]
BAD: dict[Kind, list[Any]] = {
    Kind.TEXT: ["x" * (LONGEST_TEXT + 1)],
    Kind.LONG_TEXT: ["x" * (LONGEST_LONG + 1)],
    Kind.NUMBER: NUMERIC,
    Kind.MONEY: NUMERIC,
    Kind.DATE: ["soon", "2027-02-30", "0000-01-01", "99999-01-01", "1" * 500, "2027-13-01", "-1"],
    Kind.CHOICE: ["no such choice", "<script>", "\u202e", "x" * 5000],
    Kind.MULTI_CHOICE: ["no such choice", ["no such choice"]],
    Kind.PERSON: ["0", "-1", "9" * 30, "Nobody At All", "<b>"],
    Kind.LINK: ["T9999", "ZZ-1", "T" + "9" * 40, "<script>", "\u202eT2"],
    Kind.ROWS: ["not json", "{}", "[1]", "[" * 2000, '[{"id": 1, "x": {}}'],
}
TEXTS = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% now %}",
    "🏗️ 浇筑 \u202eflipped",
    "' OR 1=1 --",
    "=HYPERLINK(1)",
    "line\r\nbreak",
    "a\0b\x07c",
    "\ud800 alone",
)


def test_what_no_field_can_hold_is_refused_beside_it(register: Register) -> None:
    page = f"{register.root}new"
    for field in register.visit.typed(register.spec):
        for bad in BAD.get(field.kind, ()):
            answer = register.client.post(page, form(register.given(0)) | {field.key: bad})
            told = (field.key, str(bad)[:40])
            assert answer.status_code == 422, told
            text = answer.content.decode()
            assert f"id_{field.key}" in text, told
            assert "<script>" not in text.replace('<script src="', "").replace("<script type=", ""), told
    assert not Record.objects.filter(register=register.key).exists()


def test_bounds_of_numbers_hold(register: Register) -> None:
    for field in register.typed(Kind.NUMBER):
        for bad in (field.low is not None and field.low - 1, field.high is not None and field.high + 1):
            if bad is not False:
                sent = form(register.given(0)) | {field.key: bad}
                assert register.client.post(f"{register.root}new", sent).status_code == 422, (field.key, bad)


def test_any_text_is_kept_as_text(register: Register) -> None:
    fields = register.typed(Kind.TEXT, Kind.LONG_TEXT)
    for number, text in enumerate(TEXTS, start=1):
        sendable = text.encode("utf-8", "replace").decode()
        sent = form(register.given(0)) | {one.key: f"{sendable} {one.key}" for one in fields}
        answer = register.client.post(f"{register.root}new", {**sent, "title": f"T {sendable}"})
        assert answer.status_code == 302, text
        record = register.visit.record(register.spec, number)
        for field in fields:
            kept = plain(record, field)
            assert "\0" not in kept
            assert kept.endswith(field.key)
        for address in (register.root, f"{register.root}{number}", f"{register.root}{number}/edit"):
            page = register.client.get(address).content.decode()
            assert "<script>alert(1)" not in page
            assert "{{ 7*7 }}" not in page or "49{%" not in page


def test_the_title_is_bounded_and_never_empty(register: Register) -> None:
    for bad in ("", "  ", "\0", "x" * 301):
        sent = form(register.given(0)) | {"title": bad}
        assert register.client.post(f"{register.root}new", sent).status_code == 422
    full = register.client.post(f"{register.root}new", form(register.given(0)) | {"title": "字" * 300})
    assert full.status_code == 302


def test_fields_that_nobody_types_are_not_taken(register: Register) -> None:
    closed = [one for one in register.spec.fields if not one.typed]
    sent = form(register.given(0)) | {one.key: "7" for one in closed} | {"state": "gone", "version": "99"}
    assert register.client.post(f"{register.root}new", sent).status_code == 302
    by_service = register.again(register.make(0))
    by_form = register.visit.record(register.spec, 1)
    for field in closed:
        assert plain(by_form, field) == plain(by_service, field), field.key
    assert by_form.state == by_service.state
