"""The interface does what the pages do, with plain values, and says in JSON what is wrong."""

from typing import Any

from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests.registers.conformance.conftest import Register
from tests.schedule.world import world
from uptake.api.description import described, name_of
from uptake.projects.models import Role
from uptake.registers.lists.listing import Listing
from uptake.registers.models import Record
from uptake.registers.spec import BUILT_IN, Kind
from uptake.registers.visit import plain

WRONG_TYPE: dict[Kind, list[Any]] = {
    Kind.TEXT: [1, True, ["a"], {}, "x" * 1001],
    Kind.LONG_TEXT: [1.5, [], {"a": 1}, "x" * 20_001],
    Kind.NUMBER: ["1", True, [], {}, 1e300, 10**40],
    Kind.MONEY: ["1.00", 1.5, True, [], 10**20],
    Kind.DATE: [20270101, "tomorrow", [], "2027-02-30"],
    Kind.CHOICE: [1, True, [], "no such choice"],
    Kind.MULTI_CHOICE: ["r", [1], [["r"]], ["no such choice"]],
    Kind.PERSON: ["Ma Na", True, 10**30, -1, 0, []],
    Kind.LINK: [1, True, [1], ["T9999"], "ZZ-001", {}],
    Kind.CHECKBOX: ["yes", 1, []],
    Kind.ROWS: ["[]", [1], {}, [{"id": 1}], [{"id": "a"}] * 501],
}
JSON = "application/json"


def values_of(register: Register, record: Any) -> dict[str, Any]:
    """Return what somebody would send to make a record like this one."""
    told = register.client.get(f"{register.api}/{record.number}").json()["values"]
    typed = {one.key for one in register.visit.typed(register.spec) if one.kind is not Kind.FILE}
    return {key: value for key, value in told.items() if key in typed}


def test_it_tells_what_the_register_holds(register: Register) -> None:
    told = register.client.get(f"/api/v1{register.world.root}registers").json()
    own = next(one for one in told if one["key"] == register.key)
    assert [one["key"] for one in own["fields"]] == [one.key for one in register.visit.fields(register.spec)]
    assert len(own["moves"]) == sum(Role.MANAGER in one.roles for one in register.spec.moves)


def test_what_it_tells_can_be_sent(register: Register) -> None:
    """Each record that was read makes another one with the same values, and money is the same amount."""
    for n in range(3):
        record = register.again(register.make(n))
        sent = {"title": "By program 用好", "values": values_of(register, record)}
        answer = register.client.post(register.api, sent, content_type=JSON)
        assert answer.status_code == 201, answer.content.decode()
        told = answer.json()
        made = register.visit.record(register.spec, told["number"])
        assert answer.headers["Location"] == f"{register.api}/{made.number}"
        assert answer.headers["ETag"] == f'"{made.version}"'
        assert told["code"] == register.spec.code(made.number)
        assert told["title"] == "By program 用好"
        assert values_of(register, made) == values_of(register, record)
        for field in register.visit.typed(register.spec):
            if field.kind not in {Kind.LINK, Kind.FILE}:
                assert plain(made, field) == plain(record, field), field.key


def test_a_list_is_the_list_of_the_page(register: Register) -> None:
    for n in range(5):
        register.make(n)
    for query in ("", "q=2", "sort=-number", "sort=title", "show=open", "f.title=1"):
        answer = register.client.get(f"{register.api}?{query}")
        rows = Listing(register.visit, register.spec, QueryDict(query)).rows
        assert [one["number"] for one in answer.json()["records"]] == [one.number for one in rows], query
    paged = [
        register.client.get(f"{register.api}?sort=number&size=2&page={page}").json() for page in (1, 2, 3, 4)
    ]
    assert [[one["number"] for one in told["records"]] for told in paged] == [[1, 2], [3, 4], [5], []]
    assert {told["count"] for told in paged} == {5}
    for odd in ("size=0", "size=501", "page=0", "page=x", "size=1e9"):
        answer = register.client.get(f"{register.api}?{odd}")
        assert answer.status_code == 422
        assert answer.json()["fields"]


def test_the_number_of_queries_does_not_grow(register: Register) -> None:
    client, counts = register.client, []
    for total in (2, 10):
        for n in range(total):
            register.make(n)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(register.api).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


def test_a_change_needs_the_version_that_was_read(register: Register) -> None:
    record = register.make(0)
    page = f"{register.api}/{record.number}"

    def patch(body: dict[str, Any], **headers: str) -> Any:
        return register.client.patch(page, body, content_type=JSON, headers=headers)

    version = register.again(record).version
    without = patch({"title": "x"})
    assert without.status_code == 422
    assert "version" in without.json()["fields"]
    first = patch({"title": "First", "version": version})
    assert first.status_code == 200
    assert first.json()["version"] == version + 1
    late = patch({"title": "Late", "version": version})
    assert late.status_code == 409
    assert late.json()["record"]["title"] == "First"
    assert late.json()["message"]
    tagged = patch({"title": "Tagged"}, **{"If-Match": first.headers["ETag"]})
    assert tagged.json()["title"] == "Tagged"
    assert patch({"title": "Late"}, **{"If-Match": first.headers["ETag"]}).status_code == 409
    unknown = patch({"titel": "x", "version": 9})
    assert unknown.status_code == 422
    assert "titel" in unknown.json()["fields"]


def test_what_is_not_sent_stays(register: Register) -> None:
    record = register.again(register.make(0))
    before = values_of(register, record)
    body = {"title": "Only this", "version": record.version}
    register.client.patch(f"{register.api}/{record.number}", body, content_type=JSON)
    assert register.again(record).title == "Only this"
    assert values_of(register, record) == before


def test_values_of_another_type_are_refused_by_name(register: Register) -> None:
    for field in register.visit.typed(register.spec):
        for bad in WRONG_TYPE.get(field.kind, ()):
            good = register.given(0)
            values = {field.key: bad} | {
                one.key: good[one.key] for one in register.visit.typed(register.spec)
                if one.required and one.key in good and one.kind != Kind.MONEY and one.key != field.key
            }  # fmt: skip
            answer = register.client.post(register.api, {"title": "x", "values": values}, content_type=JSON)
            assert answer.status_code == 422, (field.key, bad, answer.content)
            assert field.key in answer.json()["fields"], (field.key, bad, answer.content)
    assert not Record.objects.filter(register=register.key).exists()


def test_odd_bodies_are_answered(register: Register) -> None:
    deep = "[" * 50_000
    bodies = ["", "x", "[]", "null", '"a"', "1", deep, '{"title": NaN}', '{"title": "\\ud800"}', '{"title": 1e999}',
              '{"title": null}', '{"title": {}}', '{"title": "x", "values": []}', '{"title": "x", "values": null}',
              '{"title": "x", "values": {"no": 1}}', '{"title": "x", "values": {"\\ud800": 1}}',
              '{"title": "x", "values": {"number": 1, "state": "x", "version": 9}}', "\x00",
              '{"title": ' + "9" * 5000 + "}"]  # fmt: skip
    for body in bodies:
        for method in (register.client.post,):
            answer = method(register.api, body, content_type=JSON)
            assert answer.status_code in {400, 422}, body[:60]
            assert answer.json()["message"], body[:60]
    nowhere = register.client.patch(f"{register.api}/999999999999999999999", {}, content_type=JSON)
    assert nowhere.status_code == 404
    assert nowhere.json()["message"]


def test_moves_removal_and_history(register: Register) -> None:
    spec, record = register.spec, register.make(0)
    page = f"{register.api}/{record.number}"
    state = register.again(record).state
    wrong = register.client.post(f"{page}/move", {"target": "nowhere"}, content_type=JSON)
    assert wrong.status_code == 422
    flows = {one.target for one in spec.flows}
    way = next((one for one in spec.moves if one.source == state and one.target not in flows and not one.asks
                and Role.MANAGER in one.roles), None)  # fmt: skip
    if way is not None:
        body = {"target": way.target, "reason": "Because"}
        answer = register.client.post(f"{page}/move", body, content_type=JSON)
        assert answer.status_code in {200, 422}
        if answer.status_code == 200:
            assert answer.json()["state"] == way.target
    assert register.client.delete(page).status_code == 204
    assert register.client.get(page).status_code == 404
    assert register.client.post(f"{page}/restore", content_type=JSON).status_code == 200
    lines = register.client.get(f"{page}/history").json()
    assert [one["kind"] for one in lines][:2] == ["restored", "removed"]
    assert lines[-1]["kind"] == "created"
    assert {"field": "title", "old": None, "new": record.title} in lines[-1]["changes"]


def test_comments_and_links(register: Register) -> None:
    first, second = register.make(0), register.make(1)
    page = f"{register.api}/{first.number}"
    made = register.client.post(f"{page}/comments", {"text": "Hello 用好 <b>"}, content_type=JSON)
    assert made.status_code == 201
    assert [one["text"] for one in register.client.get(f"{page}/comments").json()] == ["Hello 用好 <b>"]
    assert register.client.post(f"{page}/comments", {"text": " "}, content_type=JSON).status_code == 422
    code = register.spec.code(second.number)
    linked = register.client.post(f"{page}/links", {"to": code}, content_type=JSON)
    assert linked.status_code == 201, linked.content
    here = [one for one in linked.json() if one["code"] == code and not one["field"]]
    there = register.client.get(f"{register.api}/{second.number}/links").json()
    assert [one["code"] for one in there if not one["field"]] == [register.spec.code(first.number)]
    assert register.client.post(f"{page}/links", {"to": "ZZ-999"}, content_type=JSON).status_code == 422
    assert register.client.delete(f"{page}/links/{here[0]['id']}").status_code == 204
    assert register.client.delete(f"{page}/links/{here[0]['id']}").status_code == 404


def test_each_role_may_what_it_may_in_the_pages(register: Register) -> None:
    spec, record = register.spec, register.make(0)
    page = f"{register.api}/{record.number}"
    for role in Role:
        client, sees, edits = register.world.as_(role), role in spec.view, role in spec.edit
        for address in (register.api, page, f"{page}/history", f"{page}/comments", f"{page}/links"):
            answer = client.get(address)
            assert answer.status_code == (200 if sees else 403), (role, address)
            assert sees or answer.json()["message"]
        told = [one["key"] for one in client.get(f"/api/v1{register.world.root}registers").json()]
        assert (register.key in told) is sees
        if not edits:
            refused = (
                client.post(register.api, {"title": "x"}, content_type=JSON),
                client.patch(page, {"title": "x", "version": 1}, content_type=JSON),
                client.delete(page),
                client.post(f"{page}/links", {"to": "T2"}, content_type=JSON),
            )
            assert [one.status_code for one in refused] == [403] * 4, role
    assert register.again(record).version == 1


def test_strangers_and_other_projects_find_nothing(register: Register) -> None:
    record = register.make(0)
    other = world(name="Theirs")
    for client in (register.world.as_("stranger"), other.as_(Role.MANAGER)):
        for address in (
            register.api,
            f"{register.api}/{record.number}",
            f"{register.api}/{record.number}/links",
        ):
            answer = client.get(address)
            assert answer.status_code == 404
            assert answer.json()["message"]
    foreign = f"/api/v1/projects/{other.project.pk}/registers/{register.key}/records/{record.number}"
    assert other.as_(Role.MANAGER).delete(foreign).status_code == 404


def test_it_is_described(register: Register) -> None:
    if register.key not in BUILT_IN:
        return
    told, name = described("en"), name_of(register.spec)
    shapes = told["components"]["schemas"]
    values = shapes[f"{name}RecordOut"]["properties"]["values"]["properties"]
    assert list(values) == [one.key for one in register.spec.fields]
    path = f"/api/v1/projects/{{project_id}}/registers/{register.key}/records"
    assert {"get", "post"} <= set(told["paths"][path])
    body = told["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": f"#/components/schemas/{name}RecordIn"}
