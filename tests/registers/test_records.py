"""The page of a record: facts, links from both sides, files, history, the way out and back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404, QueryDict
from django.test.utils import CaptureQueriesContext

from tests.schedule.world import World
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.beside import comments, relating
from uptake.registers.configured import KEPT
from uptake.registers.lists.listing import Listing
from uptake.registers.models import Attachment, Configuration, Entry, Link, Record
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit

ROWS = {"key": "steps", "label": "Steps", "kind": "rows", "columns": [
    {"key": "name", "label": "Name", "kind": "text", "required": True},
    {"key": "minutes", "label": "Minutes", "kind": "number"},
    {"key": "cost", "label": "Cost", "kind": "money"},
]}  # fmt: skip
FIELDS = [
    {"key": "paper", "label": "Paper", "kind": "file", "required": True},
    {"key": "price", "label": "Price", "kind": "money", "section": "Money"},
    {"key": "before", "label": "Follows", "kind": "link", "of": "decision", "many": True},
    ROWS,
]


@pytest.fixture
def visit(erp: World) -> Visit:
    KEPT.clear()
    Configuration.objects.create(project=erp.project, version=1, content={"fields": {"decision": FIELDS}})
    return Visit(erp.project, erp.manager)


def make(visit: Visit, title: str = "Which cloud?", **given: str) -> Any:
    return services.create(visit, visit.spec("decision"), {"title": title, **given})


def base(erp: World, number: int = 1) -> str:
    return f"{erp.root}registers/decision/{number}"


def page(erp: World, number: int = 1, role: str = Role.MANAGER) -> str:
    answer = erp.as_(role).get(base(erp, number))
    assert answer.status_code == 200
    return answer.content.decode()


def post(erp: World, path: str, role: str = Role.MANAGER, number: int = 1, **given: Any) -> Any:
    return erp.as_(role).post(f"{base(erp, number)}/{path}", given)


# ---- links


def test_a_link_shows_on_both_ends_with_its_state(erp: World, visit: Visit):
    make(visit)
    make(visit, "Which labels?")
    make(visit, "Which scanners?", before="D-001")
    assert post(erp, "links", codes="d-2 T2").status_code == 302
    here, there = page(erp, 1), page(erp, 2)
    assert "Which labels?" in here
    assert "Build interfaces" in here
    assert "Which scanners?" in here  # by its field
    assert "Follows" in here
    assert "Which cloud?" in there
    assert "Proposed" in there
    link = Link.objects.get(field="", target__number=2)
    assert post(erp, f"links/{link.pk}/remove", number=2).status_code == 302
    assert "Which labels?" not in page(erp, 1).split("up-history")[0]
    kinds = Entry.objects.filter(record__number=1).values_list("kind", flat=True)
    assert list(kinds) == ["unlinked", "linked", "created"]
    assert "D-002, T2" in page(erp, 1)


def test_a_task_shows_the_records_that_lead_to_it(erp: World, visit: Visit):
    make(visit, "Which labels?", tasks="T2")
    relating.relate(visit, visit.spec("decision"), make(visit, "Which cloud?"), "T2")
    shown = erp.as_(Role.CONSULTANT).get(f"{erp.root}tasks/2").content.decode()
    assert "Which labels?" in shown
    assert "Which cloud?" in shown
    assert "Which cloud?" not in erp.as_(Role.GUEST).get(f"{erp.root}tasks/2").content.decode()


@pytest.mark.parametrize(
    ("codes", "said"),
    [("", "Look for a record"), ("D-1", "with itself"), ("D-999", "There is no D-999"), ("X-1 T99", "There is no"),
     (" ".join(f"T{i}" for i in range(30)), "20 at a time"), ("T99999999999999999999", "There is no")],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_refused_and_stays_typed(
    erp: World, visit: Visit, codes: str, said: str
):
    make(visit)
    wrong = post(erp, "links", codes=codes)
    assert wrong.status_code == 422
    assert said in wrong.content.decode()
    assert f'value="{codes}"' in wrong.content.decode()
    assert not Link.objects.exists()


def test_a_link_is_made_once_and_a_fields_link_is_the_fields(erp: World, visit: Visit):
    spec = visit.spec("decision")
    first, second = make(visit), make(visit, "Which labels?", before="D-001")
    assert relating.relate(visit, spec, first, "D-002 D-002") == 1
    assert relating.relate(visit, spec, first, "D-002") == 0
    field = Link.objects.get(source_id=second.pk, field="before")
    assert post(erp, f"links/{field.pk}/remove", number=2).status_code == 404
    assert post(erp, "links", role=Role.SPONSOR, codes="T1").status_code == 403


def test_records_and_tasks_are_found_by_name_and_code(erp: World, visit: Visit):
    make(visit)
    make(visit, "Which labels?")
    services.remove(visit, visit.spec("decision"), make(visit, "Which scanners?"))

    def found(query: str, role: str = Role.MANAGER) -> list[str]:
        answer = erp.as_(role).get(f"{erp.root}record-targets?{query}")
        return [one["code"] for one in answer.json()["targets"]]

    assert found("q=which") == ["D-001", "D-002"]
    assert found("q=D-2") == ["D-002"]
    assert found("q=2&of=decision") == ["D-002"]
    assert found("q=build") == ["T2"]
    assert found("q=t3&of=task")[0] == "T3"
    assert found("q=build&of=decision") == []
    assert found("q=which", Role.GUEST) == []  # may not see the register
    assert found("q=%00&of=nothing") == []


# ---- files and rows of the form


def paper(name: str = "offer.pdf", content: bytes = b"%PDF hello") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def new(erp: World, **given: Any) -> Any:
    return erp.as_(Role.MANAGER).post(f"{erp.root}registers/decision/new", {"title": "Which cloud?", **given})


def test_a_file_field_is_filled_in_changed_and_downloaded(erp: World, visit: Visit):
    assert new(erp, paper=paper()).status_code == 302
    kept = Attachment.objects.get(field="paper")
    assert "offer.pdf" in page(erp)
    listed = erp.as_(Role.MANAGER).get(f"{erp.root}registers/decision/?columns=title,paper").content.decode()
    assert "offer.pdf" in listed
    file = erp.as_(Role.KEY_USER).get(f"{base(erp)}/files/{kept.pk}")
    assert b"".join(file.streaming_content) == b"%PDF hello"
    assert file["Content-Disposition"].startswith("attachment")
    version = str(Record.objects.get().version)
    changed = post(erp, "edit", title="Which cloud?", version=version, paper=paper("better.pdf"))
    assert changed.status_code == 302
    assert Attachment.objects.get(field="paper").name == "better.pdf"
    assert erp.as_(Role.MANAGER).get(f"{base(erp)}/files/{kept.pk}").status_code == 404
    assert "offer.pdf" in page(erp)  # in the history
    assert "better.pdf" in page(erp)


def test_a_file_that_is_missing_empty_or_chosen_in_vain_is_said(erp: World, visit: Visit):
    missing = new(erp)
    assert missing.status_code == 422
    assert "Choose a file." in missing.content.decode()
    empty = new(erp, paper=paper(content=b""))
    assert "Choose a file that is not empty." in empty.content.decode()
    wrong = new(erp, paper=paper(), decided_on="soon")
    assert wrong.status_code == 422
    assert "Choose this file again" in wrong.content.decode()
    assert not Record.objects.exists()
    new(erp, paper=paper())
    gone = post(erp, "edit", title="Which cloud?", version=str(Record.objects.get().version), gone="paper")
    assert "Choose a file." in gone.content.decode()


def test_rows_are_typed_shown_and_wrong_cells_named(erp: World, visit: Visit):
    wrong = new(erp, paper=paper(), steps='[{"id": "a1", "name": "", "minutes": "many"}]')
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "Look at the marked cells" in text
    assert "many" in text
    assert "a1" in text
    steps = '[{"id": "a1", "name": "Check <b>", "minutes": 5, "cost": "12.5"}]'
    assert new(erp, paper=paper(), steps=steps).status_code == 302
    shown = page(erp)
    assert "Check &lt;b&gt;" in shown
    assert "12.50" in shown
    form = erp.as_(Role.MANAGER).get(f"{base(erp)}/edit").content.decode()
    assert "12.50" in form
    same = post(erp, "edit", title="Which cloud?", version=str(Record.objects.get().version), steps=steps)
    assert same.status_code == 302
    assert Entry.objects.filter(kind="changed", changes__icontains="steps").count() == 0


def test_money_is_hidden_from_those_who_may_not_see_it(erp: World, visit: Visit):
    make(visit, price="100")
    services.change(visit, visit.spec("decision"), Record.objects.get(), {"price": "250"})
    assert "250.00" in page(erp)
    for role in (Role.CONSULTANT, Role.KEY_USER):
        assert "250.00" not in page(erp, role=role)
        assert "100.00" not in page(erp, role=role)


# ---- history, neighbours, the way out


def test_the_history_is_in_sentences(erp: World, visit: Visit):
    make(visit)
    make(visit, "Which labels?", before="D-001", tasks="T2")
    spec = visit.spec("decision")
    second = visit.record(spec, 2)
    services.change(
        visit, spec, second, {"decided_on": "2027-03-18", "tasks": "T3", "before": "", "reason": "Long"}
    )
    services.move(visit, spec, second, "decided", reason="The board said so")
    text = page(erp, 2)
    for part in (
        "18 Mar 2027",
        "T2",
        "T3",
        "D-001",
        "The board said so",
        "Proposed",
        "Decided",
        "Text changed",
    ):
        assert part in text.split("up-history")[1].split("up-toasts")[0]


def test_the_way_to_the_records_beside_it(erp: World, visit: Visit):
    for title in ("A", "B", "C"):
        make(visit, title)
    services.remove(visit, visit.spec("decision"), visit.record(visit.spec("decision"), 2))
    assert f'href="{base(erp, 3)}" rel="next"' in page(erp, 1)
    assert f'href="{base(erp, 1)}" rel="prev"' in page(erp, 3)
    assert 'rel="prev"' not in page(erp, 1)


def test_a_removed_record_can_be_brought_back(erp: World, visit: Visit):
    make(visit)
    assert post(erp, "remove").status_code == 302
    assert erp.as_(Role.MANAGER).get(base(erp)).status_code == 404
    assert post(erp, "restore", role=Role.SPONSOR).status_code == 403
    assert post(erp, "restore").status_code == 302
    assert "Which cloud?" in page(erp)


def test_a_form_that_is_late_shows_both_versions_in_words(erp: World, visit: Visit):
    new(erp, paper=paper())
    version = str(Record.objects.get().version)
    given = {"title": "Which cloud?", "version": version}
    assert post(erp, "edit", **given, decided_by=str(erp.manager.pk), tasks="T2").status_code == 302
    late = post(erp, "edit", role=Role.CONSULTANT, **given, decision="Mine")
    assert late.status_code == 409
    text = late.content.decode()
    assert "Mine" in text
    assert "Ma Na" in text  # not a number
    assert "T2" in text


def test_the_number_of_queries_of_a_record_does_not_grow(erp: World, visit: Visit):
    spec, first = visit.spec("decision"), make(visit)
    counts = []
    for more in (2, 15):
        for i in range(more):
            one = make(visit, f"More {more} {i}", before="D-001", tasks="T2")
            relating.relate(visit, spec, first, spec.code(one.number))
            comments.write_comment(visit, spec, first, f"Number {i}")
            services.change(
                visit, spec, visit.record(spec, 1), {"tasks": f"T{i % 3 + 1}", "decision": str(i)}
            )
        page(erp)
        with CaptureQueriesContext(connection) as asked:
            page(erp)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 42


def test_what_is_not_allowed_is_not_there(erp: World, visit: Visit):
    make(visit)
    spec = visit.spec("decision")
    assert erp.as_(Role.GUEST).get(base(erp)).status_code == 403
    assert "/edit" not in page(erp, role=Role.SPONSOR)
    with pytest.raises(Unfit):
        services.move(visit, spec, visit.record(spec, 1), "superseded")


# ---- links with a register that somebody may not see

HIDDEN = {"key": "secret", "prefix": "SE", "name": "Secret", "plural": "Secrets", "view": ["manager"]}
OPEN = {"key": "site", "prefix": "PU", "name": "Site", "plural": "Sites", "fields": [
    {"key": "to", "label": "To", "kind": "link", "of": "secret", "many": True, "required": True}]}  # fmt: skip


@pytest.fixture
def linked(erp: World) -> tuple[Visit, Visit, Any]:
    """A manager, a key user who may not see the register at the other end, and a record with a link to there."""
    KEPT.clear()
    Configuration.objects.create(project=erp.project, version=1, content={"registers": [HIDDEN, OPEN]})
    manager, user = Visit(erp.project, erp.manager), Visit(erp.project, erp.who(Role.KEY_USER))
    services.create(manager, manager.spec("secret"), {"title": "Hidden"})
    return manager, user, services.create(manager, manager.spec("site"), {"title": "Open", "to": ["SE-001"]})


@pytest.mark.parametrize("code", ["SE-001", "SE-002"])
def test_what_exists_in_a_hidden_register_cannot_be_tried_out(erp: World, linked: Any, code: str):
    _manager, user, record = linked
    spec = user.spec("site")
    with pytest.raises(Unfit) as why:
        services.change(user, spec, record, {"to": [code]})
    assert str(why.value) == "There is no field “to” that you may fill in."
    assert len(Listing(user, spec, QueryDict(f"f.to={code}")).rows) == 0


def test_saving_a_form_keeps_links_that_one_may_not_see(erp: World, linked: Any):
    _manager, user, record = linked
    address = f"{erp.root}registers/site/1/edit"
    client = erp.as_(Role.KEY_USER)
    assert 'name="to"' not in client.get(address).content.decode()
    assert client.post(address, {"title": "Renamed", "version": record.version}).status_code == 302
    assert Record.objects.get(pk=record.pk).title == "Renamed"
    assert Link.objects.filter(source_id=record.pk, field="to").count() == 1
    assert services.create(user, user.spec("site"), {"title": "New"}).number == 2


def test_only_who_sees_both_ends_takes_a_link_away(erp: World, linked: Any):
    manager, user, record = linked
    relating.relate(manager, manager.spec("secret"), manager.record(manager.spec("secret"), 1), "PU-001")
    relating.relate(user, user.spec("site"), record, "T2")
    hidden, task = Link.objects.get(field="", task=None).pk, Link.objects.get(task=2).pk
    with pytest.raises(Http404):
        relating.unrelate(user, user.spec("site"), record, hidden)
    relating.unrelate(user, user.spec("site"), record, task)
    relating.unrelate(manager, manager.spec("site"), record, hidden)
    assert not Link.objects.filter(field="").exists()
