"""Each role sees and does what the register declares, on pages and in the interface; a hidden field is nowhere."""

from typing import Any

from tests.registers.conformance.conftest import Register
from tests.registers.conformance.test_records import form
from uptake.projects.models import Role
from uptake.registers.models import Record
from uptake.registers.spec import Kind
from uptake.registers.visit import knowing, plain

HIDDEN = {Kind.TEXT, Kind.LONG_TEXT, Kind.MONEY}
"""Kinds of which a value can be like no other."""
MARK = "4711"
MONEY, TEXT = "4711.13", "zzhidden4711"
AS_MONEY = ("4711.13", "4,711.13", "471113")


def test_a_role_may_what_the_register_says(register: Register) -> None:
    for n, role in enumerate(Role):
        spec, record = register.spec, register.make(n)
        client = register.world.as_(role)
        sees, edits = role in spec.view, role in spec.edit
        page = f"{register.root}{record.number}"
        assert client.get(register.root).status_code == (200 if sees else 403), role
        if sees and role not in knowing(spec, record.pk):
            for address in (page, f"{page}/edit"):
                assert client.get(address).status_code == (404 if edits or address == page else 403), role
            assert client.post(f"{page}/remove").status_code == (404 if edits else 403), role
            continue
        assert client.get(page).status_code == (200 if sees else 403), role
        for address in (f"{register.root}new", f"{page}/edit"):
            assert client.get(address).status_code == (200 if edits else 403), (role, address)
        assert client.post(f"{page}/remove").status_code == (302 if edits else 403), role
        if edits:
            assert client.post(f"{page}/restore").status_code == 302, role
            continue
        sent = form(register.given(1))
        assert client.post(f"{register.root}new", sent).status_code == 403, role
        assert client.post(f"{page}/edit", {**sent, "version": 1}).status_code == 403, role
        assert client.post(f"{page}/restore").status_code in {403, 404}, role
        assert register.again(record).version == 1, role


def test_a_role_goes_the_moves_that_are_its_own(register: Register) -> None:
    spec = register.spec
    for role in Role:
        for way in spec.moves:
            record = register.make(0)
            Record.objects.filter(pk=record.pk).update(state=way.source)
            address = f"{register.root}{record.number}/to/{way.target}"
            status = register.world.as_(role).post(address, {"reason": "Because"}).status_code
            may = role in spec.edit and role in way.roles
            assert status in ({302, 422} if may else {403, 422}), (role, way)
            assert may or register.again(record).state == way.source, (role, way)


def addresses(register: Register, number: int) -> list[str]:
    """Return everything about a register and one of its records that can be asked for."""
    from django.urls import NoReverseMatch, reverse  # noqa: PLC0415 - needs the settings

    project = register.world.project.pk
    keys = ",".join(one.key for one in register.spec.fields)
    page, api = f"{register.root}{number}", register.api
    found = [
        register.root, f"{register.root}?columns={keys}", f"{register.root}?q={MARK}", page, f"{page}/edit",
        f"{register.root}new", api, f"{api}/{number}", f"{api}/{number}/history", f"{api}?columns={keys}",
        f"/api/v1/projects/{project}/registers",
    ]  # fmt: skip
    for ending in ("xlsx", "csv"):
        try:
            export = reverse("register_export", args=[project, register.key])
        except NoReverseMatch:
            break
        found.append(f"{export}?format={ending}&columns={keys}")
    return found


def content(answer: Any) -> str:
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if whole[:2] == b"PK":
        import io  # noqa: PLC0415 - of this branch only
        import zipfile  # noqa: PLC0415

        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            whole = b"\n".join(archive.read(name) for name in archive.namelist())
    return str(whole.decode("utf-8", "replace"))


def test_a_hidden_field_is_nowhere(register: Register) -> None:
    """Values that are written like no others are looked for in every answer to every role that must not have them."""
    spec = register.spec
    hidden = [one for one in spec.fields if one.typed and one.kind in HIDDEN and spec.view - one.readers]
    marks = {one.key: MONEY if one.kind is Kind.MONEY else TEXT for one in hidden}
    record = register.make(0, **marks)
    register.make(1)
    assert all(plain(register.again(record), one) is not None for one in hidden)
    for role in spec.view:
        unread = [one for one in hidden if role not in one.readers]
        if not unread:
            continue
        client = register.world.as_(role)
        texts = any(one.kind is not Kind.MONEY for one in unread)
        for address in addresses(register, record.number):
            answer = client.get(address, headers={"Accept": "*/*"})
            told = content(answer).replace(f"q={MARK}", "")
            leaked = [one for one in AS_MONEY if one in told] + [TEXT] * (texts and TEXT in told)
            assert not leaked, (role, address, leaked)
        for field in unread:
            query = f"f.{field.key}={TEXT}&f.{field.key}.min={MARK}"
            assert client.get(f"{register.api}?{query}").json()["count"] == 2, (
                "no filter by what one may not see"
            )
            body = {"version": 1, "values": {field.key: 1}}
            refused = client.patch(f"{register.api}/{record.number}", body, content_type="application/json")
            assert refused.status_code in {403, 422}, (role, field.key)
        assert not texts or client.get(f"{register.api}?q={TEXT}").json()["count"] == 0, role


def test_who_may_not_write_a_field_is_refused(register: Register) -> None:
    record = register.make(0)
    for field in register.spec.fields:
        role = next((one for one in register.spec.edit if field.typed and one not in field.writers), None)
        if role is not None:
            answer = register.world.as_(role).patch(
                f"{register.api}/{record.number}", {"version": 1, "values": {field.key: None}},
                content_type="application/json",
            )  # fmt: skip
            assert answer.status_code == 422
            assert field.key in answer.json()["fields"]
