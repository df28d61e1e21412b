"""The pages of an import and an export, as a browser asks for them."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.registers.files.test_importing import rows_of
from tests.schedule.world import World
from uptake.interchange.sheets import Sheet, read_tables_bytes, write_table_bytes
from uptake.platform.models import Job
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.configuration import drafts
from uptake.registers.visit import Visit

LOG = [
    ["Question", "Decided on", "Decided by", "Room"],
    ["Which cloud?", "2027-03-18", "The board", "12b"],
    ["Which partner?", "soon", "Manager", None],
]


def base(erp: World) -> str:
    return f"/projects/{erp.project.pk}/registers/decision/"


def table(rows: list[list[object]], name: str = "log.xlsx") -> SimpleUploadedFile:
    data, _cuts = write_table_bytes([Sheet("Log", rows, header=0)], "xlsx")  # type: ignore[arg-type]
    return SimpleUploadedFile(name, data)


def test_a_table_goes_all_the_way_through(erp: World, visit: Visit):
    client = erp.as_(Role.MANAGER)
    step = client.post(f"{base(erp)}import", {"file": table(LOG)}, follow=True)
    address = step.redirect_chain[-1][0]
    page = step.content.decode()
    assert "What becomes of each column?" in page
    assert "The board" in page
    chosen = {
        "sheet": 0,
        "header": 0,
        "c.0": "to:title",
        "c.1": "to:decided_on",
        "c.2": "to:decided_by",
        "c.3": "",
    }
    refused = client.post(address, chosen)
    assert (refused.status_code, b"Say what becomes of this column." in refused.content) == (422, True)
    assert b'value="to:decided_by" selected' in refused.content
    values = client.post(address, {**chosen, "c.3": "text:context"}, follow=True)
    page = values.content.decode()
    assert "What do these cells mean?" in page
    assert "The board" in page
    assert "soon" in page
    url = values.redirect_chain[-1][0]
    preview = client.post(url, {"v.2.0": f"={erp.manager.pk}", "o.1": "wrong"}, follow=True)
    page = preview.content.decode()
    assert "Take 1 row over" in page
    assert "Write a date" in page
    url = preview.redirect_chain[-1][0]
    assert client.post(url).status_code == 422
    assert not rows_of(visit)
    done = client.post(url, {"skip": "1"}, follow=True)
    assert "The import is done" in done.content.decode()
    assert [(one.title, one.decided_by, one.context) for one in rows_of(visit).values()] == [
        ("Which cloud?", erp.manager, "Room: 12b")
    ]
    undone = client.post(done.redirect_chain[-1][0].replace("result", "undo"), follow=True)
    assert "The import was undone" in undone.content.decode()
    assert not rows_of(visit)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 broken", b"\x00\x01\x02\x03" * 100, b"<html><table></table></html>", b"Title\n"],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(erp: World, content: bytes):
    client = erp.as_(Role.MANAGER)
    answer = client.post(f"{base(erp)}import", {"file": SimpleUploadedFile("log.xlsx", content)})
    assert answer.status_code == 422
    assert b"up-tone-bad" in answer.content


def test_a_file_of_somebody_else_or_another_register_is_not_there(erp: World):
    client = erp.as_(Role.MANAGER)
    address = client.post(f"{base(erp)}import", {"file": table(LOG)}, follow=True).redirect_chain[-1][0]
    assert erp.as_(Role.CONSULTANT).get(address).status_code == 302
    assert client.get(address.replace("/decision/", "/goal/")).status_code in {302, 404}
    assert erp.as_(Role.GUEST).get(f"{base(erp)}import").status_code == 403
    Job.objects.all().delete()
    gone = client.get(address, follow=True)
    assert "Upload it again" in gone.content.decode()


def test_odd_answers_break_nothing(erp: World):
    client = erp.as_(Role.MANAGER)
    address = client.post(f"{base(erp)}import", {"file": table(LOG)}, follow=True).redirect_chain[-1][0]
    for query in ("?sheet=99&header=99", "?sheet=-1", "?header=none", "?sheet=x&header=²"):
        assert client.get(address + query).status_code == 200
    odd = {
        "sheet": "9" * 30,
        "header": "x",
        "c.0": "to:number",
        "c.1": "text:nothing",
        "match": "title",
        "found": "?",
    }
    assert client.post(address, odd).status_code == 422
    assert client.get(f"{address}/preview").status_code == 302
    assert client.get(f"{address}/values").status_code == 302


def test_an_export_is_what_the_list_shows(erp: World, visit: Visit):
    spec = visit.spec("decision")
    for title, when in (("Cloud?", "2027-03-18"), ("=SUM(A1)", ""), ("Partner?", "2027-03-19")):
        services.create(visit, spec, {"title": title, "decided_on": when, "tasks": "T2" if when else ""})
    client = erp.as_(Role.MANAGER)
    offered = client.get(f"{base(erp)}export?q=ar").content.decode()
    assert "?q=ar&amp;format=xlsx" in offered
    query = "sort=-decided_on&columns=number,title,decided_on,tasks&f.decided_on.min=2027-01-01"
    answer = client.get(f"{base(erp)}export?{query}&format=xlsx")
    table, told = read_tables_bytes(answer.content)
    assert table.rows == [
        ["No.", "Question", "Decided on", "Tasks"],
        ["D-003", "Partner?", datetime.date(2027, 3, 19), "T2"],
        ["D-001", "Cloud?", datetime.date(2027, 3, 18), "T2"],
    ]
    facts = {row[0]: row[1] for row in told.rows}
    assert (facts["Register"], facts["Records"], facts["Decided on"]) == ("Decisions", 2, "≥ 1 Jan 2027")
    text = client.get(f"{base(erp)}export?format=csv&columns=title&group=state").content
    assert text.decode("utf-8-sig").splitlines() == [
        "State,Question", "Proposed,Cloud?", "Proposed,'=SUM(A1)", "Proposed,Partner?",
    ]  # fmt: skip


def test_a_file_holds_no_more_than_the_role_may_see(erp: World, visit: Visit):
    services.create(visit, visit.spec("decision"), {"title": "Cloud?"})
    assert erp.as_(Role.GUEST).get(f"{base(erp)}export?format=csv").status_code == 403
    assert erp.as_("stranger").get(f"{base(erp)}export?format=csv").status_code == 404


def test_what_is_exported_can_be_imported_and_changes_nothing(erp: World, visit: Visit):
    spec = visit.spec("decision")
    services.create(visit, spec, {
        "title": "Cloud?", "context": "Two\nlines", "decided_on": "2027-03-18", "decided_by": erp.manager.pk,
        "tasks": "T2 T1",
    })  # fmt: skip
    services.create(visit, spec, {"title": "Partner?"})
    client = erp.as_(Role.MANAGER)
    keys = ",".join(["number", "title", "state", *(one.key for one in spec.fields)])
    for kind in ("xlsx", "csv"):
        data = client.get(f"{base(erp)}export?format={kind}&columns={keys}").content
        upload = SimpleUploadedFile(f"back.{kind}", data)
        address = client.post(f"{base(erp)}import", {"file": upload}, follow=True).redirect_chain[-1][0]
        page = client.get(address).content.decode()
        assert 'value="number" selected' in page
        chosen = {f"c.{place}": f"to:{key}" for place, key in enumerate(keys.split(","))}
        preview = client.post(address, {"sheet": 0, "header": 0, "match": "number", **chosen}, follow=True)
        assert preview.context["counts"] == {"new": 0, "changed": 0, "same": 2, "skipped": 0, "wrong": 0}


def test_the_template_can_be_filled_in(erp: World):
    client = erp.as_(Role.MANAGER)
    head, notes = read_tables_bytes(client.get(f"{base(erp)}template").content)
    assert "Question" in head.rows[0]
    assert ["Question", "A text.", "Yes"] in [list(row) for row in notes.rows]
    filled = table([list(head.rows[0]), [None, "Cloud?"]])
    answer = client.post(f"{base(erp)}import", {"file": filled}, follow=True)
    assert [one.chosen for one in answer.context["questions"]] == ["to:title"]


def test_columns_become_new_fields_and_words_new_choices(erp: World, visit: Visit):
    client = erp.as_(Role.MANAGER)
    rows = [["Question", "Likelihood", "Cost, roughly", "由谁提出"]]
    rows += [
        [f"Question {place}", ("high", "low")[place % 2], place * 1.5, f"Li {place}"] for place in range(6)
    ]
    address = client.post(f"{base(erp)}import", {"file": table(rows)}, follow=True).redirect_chain[-1][0]
    offered = client.get(address).context["questions"]
    assert [one.options[-1][1][0][0] for one in offered[1:]] == ["new:choice", "new:number", "new:text"]
    chosen = {"c.0": "to:title", "c.1": "new:choice", "c.2": "new:number", "c.3": "new:text"}
    preview = client.post(address, {"sheet": 0, "header": 0, **chosen}, follow=True)
    assert preview.context["counts"]["new"] == 6
    assert client.post(preview.redirect_chain[-1][0], follow=True).context["done"] == 6
    spec = Visit(erp.project, erp.manager).spec("decision")
    made = spec.fields[-3:]
    assert [(one.label, str(one.kind)) for one in made] == [
        ("Likelihood", "choice"), ("Cost, roughly", "number"), ("由谁提出", "text"),
    ]  # fmt: skip
    assert rows_of(visit)[2].values == dict(zip([one.key for one in made], ["low", 1.5, "Li 1"], strict=True))
    # The next table has a word more.
    rows[1][1] = "unclear"
    asked = client.post(f"{base(erp)}import", {"file": table(rows)}, follow=True)
    assert [one.chosen for one in asked.context["questions"]] == [
        "to:title",
        *(f"to:{one.key}" for one in made),
    ]
    chosen = {f"c.{place}": one.chosen for place, one in enumerate(asked.context["questions"])}
    values = client.post(asked.redirect_chain[-1][0], {"sheet": 0, "header": 0, **chosen}, follow=True)
    assert "New choice: unclear" in values.content.decode()
    preview = client.post(values.redirect_chain[-1][0], {"v.1.0": "+"}, follow=True)
    assert client.post(preview.redirect_chain[-1][0], follow=True).context["done"] == 6
    assert rows_of(visit)[7].values["likelihood"] == "unclear"
    labels = [one.label for one in Visit(erp.project, erp.manager).spec("decision").fields[-3].choices]
    assert labels == ["high", "low", "unclear"]


def test_only_who_configures_makes_fields_and_not_while_somebody_is_at_it(erp: World, visit: Visit):
    chosen = {"sheet": 0, "header": 0, "c.0": "to:title", "c.1": "new:text", "c.2": "leave", "c.3": "leave"}
    client = erp.as_(Role.CONSULTANT)
    address = client.post(f"{base(erp)}import", {"file": table(LOG)}, follow=True).redirect_chain[-1][0]
    assert b"new:text" not in client.get(address).content
    assert client.post(address, chosen).status_code == 422
    field = {"key": "color", "label": "Color", "kind": "text"}
    drafts.edit(erp.project, erp.manager, lambda document: document["fields"].update(decision=[field]))
    client = erp.as_(Role.MANAGER)
    address = client.post(f"{base(erp)}import", {"file": table(LOG)}, follow=True).redirect_chain[-1][0]
    refused = client.post(address, chosen)
    assert refused.status_code == 422
    assert b"Publish or discard them first" in refused.content
    assert b'value="new:text" selected' in refused.content
