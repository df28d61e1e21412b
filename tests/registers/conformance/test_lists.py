"""A list shows, finds, filters, sorts and groups by every field, always with the same number of queries."""

from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.registers.conformance.conftest import Register
from tests.schedule.world import world
from uptake.projects.models import Role
from uptake.registers.lists.listing import Listing, shown_kind
from uptake.registers.spec import Kind
from uptake.registers.visit import Visit, plain

ROWS = 4
RANGES = {Kind.NUMBER, Kind.MONEY, Kind.DATE}
ODD = (
    "",
    "-",
    "me",
    "0",
    "-1",
    "9" * 30,
    "x" * 5000,
    "1e999",
    "NaN",
    "%00",
    "\0",
    "'\"><script>",
    "浇筑",
    "🏗️",
    "٣",
)


def listing(register: Register, **query: str) -> Listing:
    from django.http import QueryDict  # noqa: PLC0415 - after the settings

    return Listing(register.visit, register.spec, QueryDict(urlencode(query)))


def numbers(register: Register, **query: str) -> list[int]:
    return [one.number for one in listing(register, **query).records]


def fill(register: Register, count: int = ROWS) -> list[Any]:
    return [register.again(register.make(n)) for n in range(count)]


def test_it_is_shown_empty_and_filled(register: Register) -> None:
    assert register.client.get(register.root).status_code == 200
    record = register.make(title="<script>alert(1)</script>")
    page = register.client.get(register.root).content.decode()
    assert register.spec.code(record.number) in page
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_every_column_can_be_shown_and_sorted_by(register: Register) -> None:
    fill(register)
    known = listing(register).known
    keys = ",".join(known)
    assert [one.key for one in listing(register, columns=keys).columns] == list(known)
    assert register.client.get(register.root, {"columns": keys}).status_code == 200
    for key, field in listing(register).sortable.items():
        rows = listing(register, sort=key).records
        up = [listing(register).value(one, field) for one in rows]
        told = [one for one in up if one not in (None, "")]
        assert [one for one in up if one in (None, "")] == up[len(told) :], f"{key}: empty ones come last"
        if shown_kind(field) in {Kind.NUMBER, Kind.MONEY, Kind.DATE} and key != "number":
            assert told == sorted(told), key
        if shown_kind(field) is Kind.CHOICE and field.choices:
            order = [one.value for one in field.choices]
            assert [order.index(one) for one in told] == sorted(order.index(one) for one in told), key
        assert sorted(numbers(register, sort=f"-{key}")) == sorted(one.number for one in rows)


def test_every_field_filters_by_a_value_that_is_there(register: Register) -> None:
    for record in fill(register):
        for field in register.visit.fields(register.spec):
            if field.kind in {Kind.LINK, Kind.FILE, Kind.ROWS}:
                continue
            value = plain(record, field)
            if value is None or isinstance(value, list):
                continue
            kind = shown_kind(field)
            wanted = {True: "1", False: "0"}[value] if kind is Kind.CHECKBOX else str(value).split("\n")[0]
            if kind is Kind.MONEY:
                wanted = f"{value / 100:.2f}"
            query = {f"f.{field.key}": wanted}
            if kind in RANGES:
                query = {f"f.{field.key}.min": wanted, f"f.{field.key}.max": wanted}
            assert record.number in numbers(register, **query), query


def test_ranges_leave_out_what_is_beyond(register: Register) -> None:
    records = fill(register)
    for field in register.typed(*RANGES):
        values = {one.number: plain(one, field) for one in records}
        high = max(value for value in values.values() if value is not None)
        shown = f"{high / 100:.2f}" if field.kind is Kind.MONEY else str(high)
        found = numbers(register, **{f"f.{field.key}.min": shown})
        assert found == [number for number, value in sorted(values.items()) if value == high], field.key


def test_links_filter_by_code(register: Register) -> None:
    record = register.make(0)
    for field in register.typed(Kind.LINK):
        if field.of == "task":
            given = register.given(0)[field.key]
            assert record.number in numbers(register, **{f"f.{field.key}": given})
            assert numbers(register, **{f"f.{field.key}": "T3" if given == "T2" else "T2"}) == []
            assert numbers(register, **{f"f.{field.key}": "-"}) == []


def test_text_and_code_find(register: Register) -> None:
    first, _second = fill(register, 2)
    other = register.make(5, title="Wiedervorlage 用好")
    assert numbers(register, q="wiedervorlage") == [other.number]
    assert numbers(register, q="用好") != []
    assert first.number in numbers(register, q=register.spec.code(first.number))
    assert numbers(register, q="no such thing anywhere") == []


def test_groups_count_what_they_hold(register: Register) -> None:
    fill(register)
    for key in listing(register).groupable:
        found = listing(register, group=key)
        assert sum(one.count for one in found.groups) == ROWS, key
        assert sorted(one.number for group in found.groups for one in group.records) == [1, 2, 3, 4], key
        assert register.client.get(register.root, {"group": key}).status_code == 200


def test_the_number_of_queries_does_not_grow(register: Register) -> None:
    keys = ",".join(listing(register).known)
    client, counts = register.client, []
    for total in (2, 12):
        fill(register, total)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(register.root, {"columns": keys}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_odd_addresses_are_answered(register: Register) -> None:
    register.make()
    names = ["q", "sort", "group", "columns", "page"]
    names += [f"f.{key}{end}" for key in listing(register).known for end in ("", ".min", ".max")]
    for odd in ODD:
        answer = register.client.get(register.root, dict.fromkeys(names, odd))
        assert answer.status_code == 200, odd
        assert b"<script>'" not in answer.content
        assert b"'\"><script>" not in answer.content
    for name in names:
        assert register.client.get(register.root, {name: "'\"><script>"}).status_code == 200, name


def test_what_is_removed_or_of_another_project_is_not_listed(register: Register) -> None:
    record = register.make(title="Taken out")
    other = world(name="Theirs")
    register.client.post(f"{register.root}{record.number}/remove")
    assert numbers(register) == []
    assert numbers(register, q="Taken out") == []
    if not register.spec.custom:
        theirs = Visit(other.project, other.manager)
        assert Listing(theirs, theirs.spec(register.key), listing(register).query).records == []
    assert other.as_(Role.MANAGER).get(register.root).status_code == 404
