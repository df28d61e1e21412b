"""Scope baselines: what is kept, what is different since, who may freeze, what changes leave behind."""

import copy
import datetime
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.changes import requests
from tests.schedule.world import GO_LIVE, SUPPORT, TEST, World
from uptake.projects.models import Member, Role
from uptake.registers import services
from uptake.registers.services import Unfit
from uptake.registers.visit import Visit
from uptake.scope import baselines
from uptake.scope.difference import STATE, TITLE, Changed, difference
from uptake.scope.models import ScopeBaseline

ON = datetime.date(2026, 3, 12)

# ---- the difference, as values

PLAIN = (
    st.none()
    | st.integers(-3, 3)
    | st.sampled_from(["", "a", "b"])
    | st.lists(st.sampled_from("xy"), max_size=2)
)
TOLD = st.fixed_dictionaries(
    {
        "title": st.sampled_from("pqr"),
        "state": st.sampled_from(["", "open", "done"]),
        "values": st.dictionaries(
            st.sampled_from(["target", "owner", "goals"]), PLAIN.filter(lambda one: one is not None)
        ),
    }
)
SNAPSHOTS = st.dictionaries(st.integers(1, 12).map(str), TOLD, max_size=6)


def applied(before: dict[str, Any], found: Any) -> dict[str, Any]:
    """Do to a snapshot what a difference says; knows nothing of how it was found."""
    after = {key: copy.deepcopy(one) for key, one in before.items() if key not in found.removed}
    after |= copy.deepcopy(dict(found.added))
    for number, changes in found.changed.items():
        for one in changes:
            into = after[number] if one.field in {TITLE, STATE} else after[number]["values"]
            assert into.get(one.field) == one.old
            into[one.field] = one.new
            if one.new is None:
                del into[one.field]
    return after


@given(SNAPSHOTS)
def test_a_snapshot_does_not_differ_from_itself(one):
    assert difference(one, json.loads(json.dumps(one))).count == 0


@given(SNAPSHOTS, SNAPSHOTS)
def test_a_difference_leads_from_one_snapshot_to_the_other(before, after):
    assert applied(before, difference(before, after)) == after


@given(SNAPSHOTS, SNAPSHOTS)
def test_a_difference_read_backwards_is_the_difference_back(before, after):
    there, back = difference(before, after), difference(after, before)
    assert list(there.added) == list(back.removed)
    turned = {
        key: {Changed(c.field, c.new, c.old).field for c in all_} for key, all_ in there.changed.items()
    }
    assert turned == {key: {c.field for c in all_} for key, all_ in back.changed.items()}


def test_a_difference_is_in_the_order_of_the_numbers():
    told = {"title": "p", "state": "", "values": {}}
    assert list(difference({}, {"10": told, "9": told, "2": told}).added) == ["2", "9", "10"]


# ---- in a project


@pytest.fixture
def scope(make, erp: World, visit: Visit) -> dict[str, Any]:
    """Make a small scope, freeze it, and change it afterwards."""
    made = {
        "goal": make("goal", "Close in two days", baseline=7, target=2, owner=visit.person.pk),
        "kpi": make("kpi", "Days to close", direction="down", baseline=7, target=2, goal="G-001"),
        "item": make("scope_item", "Ledger", direction="in"),
        "kept": make(
            "requirement", "One chart of accounts", priority="must", goals="G-001", tasks=f"T{TEST}"
        ),
        "gone": make("requirement", "Payroll"),
    }
    baselines.freeze(erp.project, erp.manager, " Scope  agreed ", agreed_on=ON, gate=GO_LIVE)
    return made


def test_a_baseline_keeps_everything_and_differs_from_nothing(scope, erp: World, visit: Visit):
    kept = ScopeBaseline.objects.get()
    assert (kept.name, kept.gate, kept.gate_name, kept.number) == (
        "Scope agreed",
        GO_LIVE,
        "First batch live",
        1,
    )
    assert kept.counts == {"goal": 1, "kpi": 1, "scope_item": 1, "requirement": 2}
    assert kept.content["requirement"]["1"] == {
        "title": "One chart of accounts",
        "state": "open",
        "values": {"priority": "must", "goals": ["G-001"], "tasks": [f"T{TEST}"]},
    }
    assert kept.content["goal"]["1"]["values"] == {"baseline": 7, "target": 2, "owner": visit.person.pk}
    assert baselines.totals(baselines.differences(visit, kept)) == {"added": 0, "removed": 0, "changed": 0}


def test_the_page_says_what_is_different_in_words(scope, make, erp: World, visit: Visit):
    spec = visit.spec("requirement")
    services.remove(visit, spec, scope["gone"])
    make("requirement", "Bank files")
    changed = {"title": "One chart for all", "priority": "should", "goals": "", "tasks": ""}
    services.change(visit, spec, scope["kept"], changed)
    services.move(visit, spec, scope["kept"], "agreed")
    services.change(visit, visit.spec("goal"), scope["goal"], {"owner": ""})
    parts = baselines.differences(visit, baselines.baseline_of(erp.project, 1))
    assert [(one.spec.key, one.counts) for one in parts] == [
        ("goal", (0, 0, 1)), ("kpi", (0, 0, 0)), ("scope_item", (0, 0, 0)), ("requirement", (1, 1, 1)),
    ]  # fmt: skip
    words = {label: (old, new) for label, old, new in parts[3].changed[0].fields}
    assert words == {
        "Requirement": ("One chart of accounts", "One chart for all"),
        "State": ("Open", "Agreed"),
        "Priority": ("Must", "Should"),
        "Goals": ("G-001", ""),
        "Tasks": (f"T{TEST} Test", ""),
    }
    assert parts[0].changed[0].fields == (("Owner", visit.people[visit.person.pk], ""),)
    page = erp.as_(Role.GUEST).get(f"{erp.root}scope/baselines/1").content.decode()
    for text in ("REQ-002", "Bank files", "One chart for all", "<del>Must</del>", "<ins>Should</ins>"):
        assert text in page
    listed = erp.as_(Role.GUEST).get(f"{erp.root}scope/baselines").content.decode()
    assert "2 changed" in listed


def test_records_of_which_only_the_state_changed_stand_together(scope, erp: World, visit: Visit):
    for key in ("kept", "gone"):
        services.move(visit, visit.spec("requirement"), scope[key], "agreed")
    part = baselines.differences(visit, baselines.baseline_of(erp.project, 1))[3]
    assert part.moved == [("Open", "Agreed", ["REQ-001", "REQ-002"])]
    assert (part.changed, part.counts, part.more) == ([], (0, 0, 2), 0)
    page = erp.as_(Role.GUEST).get(f"{erp.root}scope/baselines/1").content.decode()
    assert "REQ-001, REQ-002" in page


def test_only_the_manager_freezes(scope, erp: World):
    url = f"{erp.root}scope/baselines/new"
    given = {"name": "Gate 2", "agreed_on": "2026-04-01"}
    assert erp.as_(Role.CONSULTANT).post(url, given).status_code == 403
    assert ScopeBaseline.objects.count() == 1
    assert erp.as_(Role.MANAGER).post(url, given).status_code == 302
    assert ScopeBaseline.objects.first().number == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"name": ""}, "required"), ({"name": "x" * 101}, "100"),
     ({"agreed_on": "soon"}, "valid date"), ({"gate": "77"}, "77")],
)  # fmt: skip
def test_a_baseline_that_says_too_little_is_not_taken_and_nothing_typed_is_lost(
    scope, erp: World, wrong, says
):
    given = {"name": "Gate 2", "agreed_on": "2026-04-01", **wrong}
    answer = erp.as_(Role.MANAGER).post(f"{erp.root}scope/baselines/new", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert given["name"] in page
    assert ScopeBaseline.objects.count() == 1


def test_a_gate_that_is_no_milestone_and_too_many_baselines_are_refused(scope, erp: World, monkeypatch):
    with pytest.raises(Unfit) as why:
        baselines.freeze(erp.project, erp.manager, "Gate 2", agreed_on=ON, gate=TEST)
    assert set(why.value.errors) == {"gate"}
    monkeypatch.setattr(baselines, "MOST", 1)
    with pytest.raises(Unfit):
        baselines.freeze(erp.project, erp.manager, "Gate 2", agreed_on=ON)


def test_an_archived_project_is_not_frozen(scope, erp: World):
    erp.project.archived = True
    erp.project.save()
    answer = erp.as_(Role.MANAGER).post(
        f"{erp.root}scope/baselines/new", {"name": "Gate 2", "agreed_on": "2026-04-01"}
    )
    assert answer.status_code == 403


def test_the_page_names_the_changes_that_were_applied_since(scope, make, erp: World, visit: Visit):
    change = make("decision", "We leave payroll out")
    baselines.note(erp.project, "D-001 We leave payroll out", erp.manager, record=change)
    found = baselines.notes_since(visit, baselines.baseline_of(erp.project, 1))
    assert [one["end"].code for one in found] == ["D-001"]
    page = erp.as_(Role.MANAGER).get(f"{erp.root}scope/baselines/1").content.decode()
    assert "We leave payroll out" in page
    assert "Changes that were applied since" in page
    baselines.freeze(erp.project, erp.manager, "Gate 2", agreed_on=ON)
    assert baselines.notes_since(visit, baselines.baseline_of(erp.project, 2)) == []


def test_whoever_may_not_see_a_register_does_not_see_what_led_to_it(scope, make, erp: World):
    change = make("decision", "We leave payroll out")
    baselines.note(erp.project, "D-001 We leave payroll out", erp.manager, record=change)
    page = erp.as_(Role.GUEST).get(f"{erp.root}scope/baselines/1").content.decode()
    assert "We leave payroll out" not in page
    assert "A change that you may not see" in page


def test_a_change_that_is_approved_is_noted_in_the_scope(scope, erp: World, visit: Visit):
    change = requests.request(erp, requests.typed(SUPPORT, "duration", "6d"))
    requests.move(visit, change, "submitted")
    assert baselines.notes_since(visit, baselines.baseline_of(erp.project, 1)) == []
    requests.reply(visit, change)
    notes = baselines.notes_since(visit, baselines.baseline_of(erp.project, 1))
    assert [one["end"].code for one in notes] == ["CR-001"]


def test_somebody_who_left_the_team_is_still_no_reason_to_fail(scope, erp: World, visit: Visit, make):
    owner = erp.who(Role.KEY_USER)
    services.change(
        Visit(erp.project, erp.manager), visit.spec("goal"), scope["goal"], {"owner": str(owner.pk)}
    )
    Member.objects.filter(person=owner).delete()
    [part, *_rest] = baselines.differences(
        Visit(erp.project, erp.manager), baselines.baseline_of(erp.project, 1)
    )
    assert part.changed[0].fields[0][0] == "Owner"
    assert part.changed[0].fields[0][2] == "Somebody"


def test_the_number_of_queries_of_a_difference_does_not_grow(scope, make, erp: World):
    client, counts = erp.as_(Role.MANAGER), []
    for more in (1, 25):
        for number in range(more):
            make("requirement", f"Report {number}", goals="G-001", tasks=f"T{TEST}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{erp.root}scope/baselines/1").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
