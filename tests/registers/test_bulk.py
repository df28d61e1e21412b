"""Many records at once: all or none, each with its history, and nobody's change is lost."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.schedule.world import World
from uptake.projects.access import Forbidden
from uptake.projects.models import Role
from uptake.registers import bulk, services
from uptake.registers.models import Entry, Link, Record
from uptake.registers.visit import Visit
from uptake.registers.writing import Changed, Unfit
from uptake.risk.models import Decision


def make(visit: Visit, number: int) -> None:
    for i in range(number):
        services.create(
            visit, visit.spec("decision"), {"title": f"Question {i}", "decision": "Open", "tasks": "T1"}
        )


def rows(erp: World) -> Any:
    return Decision.objects.filter(project=erp.project, removed_at=None).order_by("number")


def test_many_are_changed_as_one_is(erp: World, visit: Visit):
    """Doing it at once gives what doing it one by one gives: values, what follows from them, links, history."""
    given = {
        "decision": "Ours",
        "decided_on": "2027-03-18",
        "decided_by": str(erp.manager.pk),
        "tasks": "T2 T3",
    }

    def derive(record: Any) -> None:
        record.consequences = f"{record.title}: {record.decision}"

    spec = replace(visit.spec("decision"), derive=derive)
    make(visit, 6)
    one_by_one, at_once = list(rows(erp)[:3]), rows(erp).filter(number__gt=3)
    for one in one_by_one:
        services.change(visit, spec, one, given)
    assert bulk.change_many(visit, spec, at_once, given) == 3

    def told(number: int) -> Any:
        one = rows(erp).get(number=number)
        links = sorted(Link.objects.filter(source_id=one.pk).values_list("field", "task"))
        history = Entry.objects.filter(record_id=one.pk, kind="changed").values_list("kind", "by", "changes")
        values = (one.decision, one.decided_on, one.decided_by_id, one.version, one.state, one.values)
        return values, links, list(history), one.consequences.removeprefix(one.title)

    assert told(4) == told(1)
    assert told(6) == told(3)


def test_what_already_has_the_value_is_left_alone(erp: World, visit: Visit):
    make(visit, 3)
    spec = visit.spec("decision")
    services.change(visit, spec, rows(erp)[0], {"decision": "Ours"})
    assert bulk.change_many(visit, spec, rows(erp), {"decision": "Ours"}) == 2
    assert list(rows(erp).values_list("version", flat=True)) == [2, 2, 2]


def test_the_number_of_queries_does_not_grow(erp: World, visit: Visit):
    spec, counts = visit.spec("decision"), []
    for more in (3, 40):
        make(visit, more)
        with CaptureQueriesContext(connection) as asked:
            bulk.change_many(visit, spec, rows(erp), {"decision": f"For {more}", "tasks": f"T{more % 2 + 2}"})
            bulk.move_many(visit, spec, rows(erp).filter(state="proposed"), "decided")
        counts.append(len([one for one in asked if "UPDATE" not in one["sql"]]))
    assert counts[0] == counts[1]


def test_whoever_edits_one_learns_that_many_were_changed(erp: World, visit: Visit):
    make(visit, 2)
    spec, seen = visit.spec("decision"), rows(erp)[0]
    bulk.change_many(visit, spec, rows(erp), {"decision": "All the same"})
    with pytest.raises(Changed):
        services.change(visit, spec, seen, {"decision": "Mine"}, version=seen.version)
    assert rows(erp)[0].decision == "All the same"


def test_one_that_cannot_go_there_keeps_all_where_they_are(erp: World, visit: Visit):
    make(visit, 3)
    spec = visit.spec("decision")
    services.move(visit, spec, rows(erp)[1], "decided")
    with pytest.raises(Unfit, match="Say why"):
        bulk.move_many(visit, spec, rows(erp).filter(state="decided"), "superseded")
    with pytest.raises(Unfit, match="D-001, D-003"):
        bulk.move_many(visit, spec, rows(erp), "superseded", reason="Old")
    assert sorted(rows(erp).values_list("state", flat=True)) == ["decided", "proposed", "proposed"]
    assert bulk.move_many(visit, spec, rows(erp), "decided", reason="Board") == 2
    last = Entry.objects.filter(record__number=3).first()
    assert last is not None
    assert (last.kind, last.reason, last.changes[0]["old"]) == ("moved", "Board", "proposed")


def test_what_is_removed_together_comes_back_together(erp: World, visit: Visit):
    make(visit, 4)
    spec = visit.spec("decision")
    services.remove(visit, spec, rows(erp)[0])
    done, at = bulk.remove_many(visit, spec, rows(erp))
    assert (done, rows(erp).count()) == (3, 0)
    assert bulk.restore_many(visit, spec, at) == 3
    assert [one.number for one in rows(erp)] == [2, 3, 4]
    assert bulk.restore_many(visit, spec, at) == 0


def test_too_many_and_those_who_may_not_are_refused(
    erp: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
):
    make(visit, 3)
    spec = visit.spec("decision")
    monkeypatch.setattr(bulk, "MOST", 2)
    with pytest.raises(Unfit, match="more than 2 records"):
        bulk.remove_many(visit, spec, rows(erp))
    sponsor = Visit(erp.project, erp.who(Role.SPONSOR))
    for attempt in (
        lambda: bulk.change_many(sponsor, spec, rows(erp), {"decision": "x"}),
        lambda: bulk.move_many(sponsor, spec, rows(erp), "decided"),
        lambda: bulk.remove_many(sponsor, spec, rows(erp)),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert rows(erp).count() == 3


# ---- pages


def post(erp: World, **given: str) -> Any:
    return erp.as_(Role.MANAGER).post(f"{erp.root}registers/decision/bulk", given)


def test_the_page_changes_the_chosen_or_all_that_match(erp: World, visit: Visit):
    make(visit, 5)
    base = f"{erp.root}registers/decision/bulk"
    asked = erp.as_(Role.MANAGER).get(f"{base}?do=set:decision&n=1&n=2&n=2").content.decode()
    assert "2 records" in asked
    assert post(erp, do="set:decision", n="1,2,x,999", decision="Ours").status_code == 302
    assert list(rows(erp).filter(decision="Ours").values_list("number", flat=True)) == [1, 2]
    assert (
        post(erp, do="set:decision", all="1", query="f.decision=open", decision="Theirs").status_code == 302
    )
    assert rows(erp).filter(decision="Theirs").count() == 3
    assert post(erp, do="to:decided", n="1,2").status_code == 302
    assert rows(erp).filter(state="decided").count() == 2


def test_what_is_wrong_stands_beside_what_was_typed(erp: World, visit: Visit):
    make(visit, 2)
    wrong = post(erp, do="set:decided_on", n="1,2", decided_on="soon")
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.content.decode()
    assert 'name="n" value="1,2"' in wrong.content.decode()
    stuck = post(erp, do="to:superseded", n="1,2", reason="Because")
    assert stuck.status_code == 422
    assert "Because" in stuck.content.decode()
    for do in ("set:title2", "set:number", "to:nowhere", "burn"):
        assert post(erp, do=do, n="1").status_code == 404


def test_removing_offers_to_bring_back(erp: World, visit: Visit):
    make(visit, 3)
    address = f"{erp.root}registers/decision/bulk?drawer=1"
    gone = erp.as_(Role.MANAGER).post(address, {"do": "remove", "n": "1,3"}, headers={"HX-Request": "true"})
    assert gone.status_code == 204
    undo = json.loads(gone["HX-Trigger"])["up:saved"]["undo"]
    listed = erp.as_(Role.MANAGER).get(f"{erp.root}registers/decision/removed").content.decode()
    assert "D-001" in listed
    assert "D-002" not in listed
    assert erp.as_(Role.SPONSOR).post(undo).status_code == 403
    back = erp.as_(Role.MANAGER).post(undo, headers={"HX-Request": "true"})
    assert back.content.decode() == "2 records are back."
    assert Record.objects.filter(removed_at=None).count() == 3
    assert erp.as_(Role.MANAGER).post(f"{erp.root}registers/decision/undo?at=never").status_code == 404


def test_what_would_not_go_together_in_one_record_is_refused_for_all(visit):
    spec = visit.spec("kpi")
    given = {"direction": "up", "baseline": "10"}
    for target in ("20", "40"):
        services.create(visit, spec, {"title": f"To {target}", "target": target, **given})
    rows = spec.model.objects.filter(project=visit.project)
    with pytest.raises(Unfit, match="K-001"):
        bulk.change_many(visit, spec, rows, {"baseline": "30"})
    assert set(rows.values_list("baseline", flat=True)) == {10}
    assert bulk.change_many(visit, spec, rows, {"baseline": "15"}) == 2
