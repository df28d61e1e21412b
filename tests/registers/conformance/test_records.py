"""A record is made, shown, changed, moved, linked, removed and brought back, and all of it is in its history."""

from typing import Any

from tests.registers.conformance.conftest import Register
from tests.schedule.world import world
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.kinds import tidy
from uptake.registers.models import Entry, Link, Record
from uptake.registers.spec import Kind
from uptake.registers.visit import plain


def form(given: dict[str, Any]) -> dict[str, Any]:
    """Return values as a browser sends them: a box that is not checked is left out."""
    import json  # noqa: PLC0415 - of this function only

    sent = {}
    for key, value in given.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            sent[key] = json.dumps(value)
        elif value is True:
            sent[key] = "on"
        elif value is not False and value is not None:
            sent[key] = value
    return sent


def test_a_form_makes_it_and_every_value_is_kept(register: Register) -> None:
    assert register.client.get(f"{register.root}new").status_code == 200
    given = register.given(1, title="  Made   by form 用好 ")
    answer = register.client.post(f"{register.root}new", form(given))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    record = register.visit.record(register.spec, 1)
    by_service = register.again(register.make(1))
    assert record.title == "Made by form 用好"
    for field in register.visit.typed(register.spec):
        if field.kind is Kind.LINK:
            found = [
                [(one.task, one.target_id) for one in Link.objects.filter(source_id=pk, field=field.key)]
                for pk in (record.pk, by_service.pk)
            ]
            assert found[0] == found[1] != [] or field.key not in given, field.key
        elif field.kind is not Kind.FILE:
            assert plain(record, field) == plain(by_service, field), field.key
            empty = given.get(field.key) in (None, False)
            assert plain(record, field) is not None or empty, field.key


def test_its_page_shows_every_value(register: Register) -> None:
    record = register.make(0, title="Shown")
    page = register.client.get(f"{register.root}{record.number}").content.decode()
    assert register.spec.code(record.number) in page
    for field in register.typed(Kind.TEXT, Kind.LONG_TEXT):
        text = str(plain(register.again(record), field)).split("\n")[0]
        assert text in page, field.key


def test_a_change_is_kept_with_its_old_and_new_value(register: Register) -> None:
    record = register.make(0)
    for field in register.visit.typed(register.spec):
        if field.kind in {Kind.LINK, Kind.FILE}:
            continue
        old = plain(register.again(record), field)
        for n in (1, 2, 0):
            value = register.given(n).get(field.key)
            try:
                services.change(register.visit, register.spec, record, {field.key: value})
            except services.Unfit:
                continue  # goes with another value only; the whole form is tested above
            new = plain(register.again(record), field)
            if new != old and not (old in (None, False) and new in (None, False)):
                line = Entry.objects.filter(record_id=record.pk).first()
                assert line is not None
                assert {"field": field.key, "old": old, "new": new} in line.changes
                assert line.by == register.visit.person
            old = new


def test_nothing_changed_writes_nothing(register: Register) -> None:
    record = register.make(0)
    before = (register.again(record).version, Entry.objects.filter(record_id=record.pk).count())
    services.change(register.visit, register.spec, record, {"title": record.title})
    assert (register.again(record).version, Entry.objects.filter(record_id=record.pk).count()) == before


def test_who_was_slower_sees_both_versions(register: Register) -> None:
    record = register.make(0)
    page = f"{register.root}{record.number}/edit"
    assert register.client.get(page).status_code == 200
    version = register.again(record).version
    services.change(register.visit, register.spec, record, {"title": "Theirs"})
    given = form(register.given(0, title="Mine"))
    late = register.client.post(page, {**given, "version": version})
    assert late.status_code == 409
    assert b"Mine" in late.content
    assert b"Theirs" in late.content
    assert register.again(record).title == "Theirs"
    again = register.client.post(page, {**given, "version": register.again(record).version})
    assert again.status_code == 302
    assert register.again(record).title == "Mine"


def test_what_is_required_is_asked_for(register: Register) -> None:
    empty = register.client.post(f"{register.root}new", {"title": " "})
    assert empty.status_code == 422
    for field in register.visit.typed(register.spec):
        if field.required and field.kind is not Kind.CHECKBOX:
            given = {key: value for key, value in register.given(0).items() if key != field.key}
            if field.default is None:
                assert register.client.post(f"{register.root}new", form(given)).status_code == 422, field.key
    assert not Record.objects.filter(register=register.key).exists()


def test_moves_go_where_they_say(register: Register) -> None:
    spec = register.spec
    for way in spec.moves:
        if spec.flows and way.target in {one.target for one in spec.flows}:
            continue  # asks for approval: tests/registers/test_approvals.py
        record = register.make(0)
        Record.objects.filter(pk=record.pk).update(state=way.source)
        address = f"{register.root}{record.number}/to/{way.target}"
        role = next(one for one in Role if one in way.roles & spec.edit)
        client = register.world.as_(role)
        if way.reason:
            assert client.post(address, {"reason": " "}).status_code == 422
        answer = client.post(address, {"reason": "Because <b>"})
        state = register.again(record).state
        if answer.status_code == 422:
            # A register may ask for more than a reason; then nothing has happened.
            assert state == way.source
            continue
        assert answer.status_code == 302
        assert state != way.source
        line = Entry.objects.filter(record_id=record.pk, kind=Entry.Kind.MOVED).first()
        assert line is not None
        assert line.changes[0]["old"] == way.source
        assert line.reason == "Because <b>"


def test_there_is_no_way_that_is_not_declared(register: Register) -> None:
    spec = register.spec
    if not spec.states:
        return
    record = register.make(0)
    first = register.again(record).state
    targets = {one.target for one in spec.moves if one.source == first}
    for state in spec.states:
        if state.key not in targets:
            answer = register.client.post(f"{register.root}{record.number}/to/{state.key}", {"reason": "x"})
            assert answer.status_code == 422, state.key
    assert register.client.post(f"{register.root}{record.number}/to/nowhere").status_code in {404, 422}
    assert register.again(record).state == first


def test_links_are_seen_from_both_sides(register: Register) -> None:
    first, second = register.make(0), register.make(1)
    Link.objects.create(source_id=first.pk, field="", target_id=second.pk)
    codes = [register.spec.code(one.number) for one in (first, second)]
    pages = [register.client.get(f"{register.root}{one.number}").content.decode() for one in (first, second)]
    assert codes[1] in pages[0]
    assert codes[0] in pages[1]


def test_it_is_removed_and_brought_back_as_it_was(register: Register) -> None:
    record = register.make(0)
    page = f"{register.root}{record.number}"
    before = {one.key: plain(register.again(record), one) for one in register.spec.fields if one.typed
              and one.kind not in {Kind.LINK, Kind.FILE}}  # fmt: skip
    assert register.client.post(f"{page}/remove").status_code == 302
    assert register.client.get(page).status_code == 404
    assert register.client.post(f"{page}/edit", {"title": "x"}).status_code == 404
    assert register.make(1).number == record.number + 1, "numbers are never given twice"
    assert register.client.post(f"{page}/restore").status_code == 302
    assert {key: plain(register.again(record), register.spec.field(key)) for key in before} == before
    kinds = list(Entry.objects.filter(record_id=record.pk).values_list("kind", flat=True))
    assert kinds == ["restored", "removed", "created"]


def test_numbers_of_another_project_lead_nowhere(register: Register) -> None:
    record = register.make(0)
    other = world(name="Theirs")
    for path in ("", "/edit", "/remove", "/restore", "/to/x"):
        foreign = f"/projects/{other.project.pk}/registers/{register.key}/{record.number}{path}"
        assert other.as_(Role.MANAGER).post(foreign, {"title": "x"}).status_code == 404
        mine = f"{register.root}{record.number}{path}"
        assert other.as_(Role.MANAGER).post(mine, {"title": "x"}).status_code == 404
        assert register.world.as_("stranger").post(mine, {"title": "x"}).status_code == 404
    assert register.again(record).title == tidy(record.title)


def test_an_archived_project_is_read_only(register: Register) -> None:
    record = register.make(0)
    register.world.project.archived = True
    register.world.project.save()
    page = f"{register.root}{record.number}"
    assert register.client.get(register.root).status_code == 200
    assert register.client.get(page).status_code == 200
    refused = (
        (f"{register.root}new", form(register.given(1))),
        (f"{page}/edit", {"title": "x"}),
        (f"{page}/remove", {}),
    )
    for address, sent in refused:
        assert register.client.post(address, sent).status_code in {403, 422}, address
    for way in register.spec.moves[:1]:
        answer = register.client.post(f"{page}/to/{way.target}", {"reason": "x"})
        assert answer.status_code in {403, 422}
    assert Record.objects.filter(register=register.key, removed_at=None).count() == 1
    assert Entry.objects.filter(record_id=record.pk).count() == 1
