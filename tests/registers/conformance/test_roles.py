"""Each role sees and does what the register declares, on pages and in the interface; a hidden field is nowhere."""

from typing import Any

import pytest

from tests.registers.conformance.conftest import Register
from tests.registers.conformance.test_records import form
from uptake.projects.models import Role
from uptake.registers.models import Record
from uptake.registers.spec import Kind
from uptake.registers.visit import plain

HIDDEN = {Kind.TEXT, Kind.LONG_TEXT, Kind.MONEY}
"""Kinds of which a value can be like no other."""


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_the_register_says(register: Register, role: Role) -> None:
    spec, record = register.spec, register.make(0)
    client = register.world.as_(role)
    sees, edits = role in spec.view, role in spec.edit
    page = f"{register.root}{record.number}"
    for address in (register.root, page):
        assert client.get(address).status_code == (200 if sees else 403), address
    for address in (f"{register.root}new", f"{page}/edit"):
        assert client.get(address).status_code == (200 if edits else 403), address
    assert client.post(f"{page}/remove").status_code == (302 if edits else 403)
    if not edits:
        sent = form(register.given(1))
        assert client.post(f"{register.root}new", sent).status_code == 403
        assert client.post(f"{page}/edit", {**sent, "version": 1}).status_code == 403
        assert client.post(f"{page}/restore").status_code in {403, 404}
        assert Record.objects.get(register=register.key).version == 1
    else:
        assert client.post(f"{page}/restore").status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_a_role_goes_the_moves_that_are_its_own(register: Register, role: Role) -> None:
    spec = register.spec
    for way in spec.moves:
        record = register.make(0)
        Record.objects.filter(pk=record.pk).update(state=way.source)
        answer = register.world.as_(role).post(
            f"{register.root}{record.number}/to/{way.target}", {"reason": "Because"}
        )
        if role not in spec.edit:
            assert answer.status_code in {403, 422}
            assert register.again(record).state == way.source
        elif role not in way.roles:
            assert answer.status_code == 403
            assert register.again(record).state == way.source
        else:
            assert answer.status_code in {302, 422}


def addresses(register: Register, number: int) -> list[str]:
    """Return everything about a register and one of its records that can be asked for."""
    from django.urls import NoReverseMatch, reverse  # noqa: PLC0415 - needs the settings

    project = register.world.project.pk
    keys = ",".join(one.key for one in register.spec.fields)
    page, api = f"{register.root}{number}", register.api
    found = [
        register.root, f"{register.root}?columns={keys}", f"{register.root}?q=4711", page, f"{page}/edit",
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
    """A value that is written like no other is looked for in every answer to every role that must not have it."""
    hidden = [one for one in register.spec.fields if one.typed and one.kind in HIDDEN]
    for field in hidden:
        without = [role for role in register.spec.view if role not in field.readers]
        if not without:
            continue
        mark = "4711.13" if field.kind is Kind.MONEY else "zzhidden4711"
        record = register.make(0, **{field.key: mark})
        register.make(1)
        assert plain(register.again(record), field) is not None
        everything = Record.objects.filter(register=register.key).count()
        for role in without:
            client = register.world.as_(role)
            for address in addresses(register, record.number):
                answer = client.get(address, headers={"Accept": "*/*"})
                told = content(answer).replace("q=4711", "")
                leaked = [one for one in ("4711.13", "4,711.13", "471113", "zzhidden") if one in told]
                assert not leaked, (field.key, role, address)
                assert field.kind is Kind.MONEY or str(field.label) not in told, (field.key, role, address)
            listed = client.get(f"{register.api}?q=zzhidden4711")
            assert listed.json()["count"] == 0
            wanted = client.get(f"{register.api}?f.{field.key}=zzhidden4711&f.{field.key}.min=4711")
            assert wanted.json()["count"] == everything, "a filter by what one may not see is none"
            refused = client.patch(
                f"{register.api}/{record.number}", {"version": 1, "values": {field.key: 1}},
                content_type="application/json",
            )  # fmt: skip
            assert refused.status_code in {403, 422}


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
