"""Approvals: who is asked in which order, what their answers do, and what nobody can do meanwhile."""

from typing import Any

import pytest

from tests.schedule.world import World
from uptake.projects.models import Member, Role
from uptake.registers import bulk, services
from uptake.registers.approval import approvals
from uptake.registers.configured import KEPT
from uptake.registers.models import Approval, Configuration, Entry, Vote
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit

ONE = {"name": "Steering", "roles": ["sponsor"]}


@pytest.fixture(autouse=True)
def _forget() -> None:
    KEPT.clear()


def configure(erp: World, *steps: dict[str, Any], **values: Any) -> None:
    flow = {"key": "decide", "name": "Steering decides", "register": "decision", "target": "decided"}
    content = {"flows": [{**flow, "steps": list(steps or (ONE,)), **values}]}
    Configuration.objects.create(project=erp.project, version=1, content=content)


def as_(erp: World, role: str) -> Visit:
    return Visit(erp.project, erp.who(role))


def decision(erp: World, visit: Visit | None = None, **values: Any) -> Any:
    visit = visit or Visit(erp.project, erp.manager)
    return services.create(visit, visit.spec("decision"), {"title": "Which cloud?", **values})


def move(erp: World, record: Any, who: Visit | None = None) -> Any:
    visit = who or Visit(erp.project, erp.manager)
    return services.move(visit, visit.spec("decision"), record, "decided", reason="Because")


def reply(visit: Visit, record: Any, *, yes: bool = True, remark: str = "") -> Any:
    return approvals.answer(visit, visit.spec("decision"), record, yes=yes, remark=remark)


def state(record: Any) -> str:
    record.refresh_from_db()
    return str(record.state)


def test_without_a_flow_a_record_just_moves(erp: World):
    record = decision(erp)
    move(erp, record)
    assert state(record) == "decided"
    assert not Approval.objects.exists()


def test_the_last_yes_moves_the_record_and_every_answer_is_in_its_history(erp: World):
    configure(erp, ONE, {"name": "Money", "roles": ["finance"]})
    sponsor, finance = as_(erp, Role.SPONSOR), as_(erp, Role.FINANCE)
    record = decision(erp)
    move(erp, record)
    assert state(record) == "proposed"
    with pytest.raises(Unfit, match="You are not asked"):
        reply(finance, record)
    reply(sponsor, record, remark="Go")
    assert state(record) == "proposed"
    reply(finance, record)
    assert state(record) == "decided"
    told = [(one.by, one.changes[0]["new"], one.reason) for one in Entry.objects.filter(record_id=record.pk)]
    assert told[:4] == [
        (finance.person, "decided", "Because"),
        (finance.person, "yes", ""),
        (sponsor.person, "yes", "Go"),
        (erp.manager, "asked", "Because"),
    ]
    assert Approval.objects.get().state == Approval.State.APPROVED


def test_a_no_needs_a_remark_and_ends_it(erp: World):
    configure(erp)
    sponsor, record = as_(erp, Role.SPONSOR), decision(erp)
    move(erp, record)
    with pytest.raises(Unfit) as why:
        reply(sponsor, record, yes=False)
    assert list(why.value.errors) == ["remark"]
    reply(sponsor, record, yes=False, remark="Too dear")
    assert state(record) == "proposed"
    assert Approval.objects.get().state == Approval.State.REJECTED
    move(erp, record)
    assert Approval.objects.filter(state="running").count() == 1


def test_all_of_a_step_have_to_agree(erp: World):
    other = as_(erp, Role.CONSULTANT)
    configure(erp, {"name": "Both", "roles": ["sponsor"], "people": [other.person.pk], "rule": "all"})
    sponsor, record = as_(erp, Role.SPONSOR), decision(erp)
    move(erp, record)
    reply(other, record)
    with pytest.raises(Unfit):
        reply(other, record)
    assert state(record) == "proposed"
    reply(sponsor, record)
    assert state(record) == "decided"


def test_one_of_a_step_is_enough_and_the_other_is_told_so(erp: World):
    configure(erp, {"name": "One", "roles": ["sponsor", "finance"], "rule": "any"}, ONE)
    sponsor, finance, record = as_(erp, Role.SPONSOR), as_(erp, Role.FINANCE), decision(erp)
    move(erp, record)
    reply(finance, record)
    with pytest.raises(Unfit, match="decided already"):
        reply(finance, record)
    reply(sponsor, record)
    assert state(record) == "decided"


@pytest.mark.parametrize(
    ("op", "value", "asked"),
    [
        ("=", "Ours", True),
        ("<>", "Ours", False),
        ("contains", "OUR", True),
        ("filled", None, True),
        ("empty", None, False),
        (">", 3, False),
    ],
)
def test_a_flow_whose_condition_does_not_hold_asks_nobody(erp: World, op: str, value: Any, asked: bool):
    configure(erp, when={"field": "decision", "op": op, "value": value})
    as_(erp, Role.SPONSOR)
    record = decision(erp, decision="Ours")
    move(erp, record)
    assert state(record) == ("proposed" if asked else "decided")


def test_a_step_whose_condition_does_not_hold_is_skipped(erp: World):
    rare = {"name": "Rare", "roles": ["finance"], "when": {"field": "context", "op": "filled"}}
    configure(erp, rare, ONE, rare)
    sponsor, record = as_(erp, Role.SPONSOR), decision(erp)
    move(erp, record)
    reply(sponsor, record)
    assert state(record) == "decided"


AMOUNT = {"key": "amount", "label": "Amount", "kind": "number"}
OFFER = {
    "key": "offer", "prefix": "OF", "name": "Offer", "plural": "Offers", "fields": [AMOUNT],
    "states": [{"key": "new", "label": "New"}, {"key": "ok", "label": "Fine"}],
    "moves": [{"source": "new", "target": "ok", "label": "Accept"}],
}  # fmt: skip


def offers(erp: World, *, flow: bool = False, **changed: Any) -> Visit:
    """Publish offers declared otherwise than before; with `flow`, large ones need a second yes."""
    version = Configuration.objects.filter(project=erp.project).count() + 1
    large = {"field": "amount", "op": ">", "value": 100}
    steps = [ONE, {"name": "Large ones", "roles": ["finance"], "when": large}]
    told = {"key": "decide", "name": "Decide", "register": "offer", "target": "ok", "steps": steps}
    content = {"registers": [OFFER | changed], "flows": [told] if flow else []}
    Configuration.objects.create(project=erp.project, version=version, content=content)
    return Visit(erp.project, erp.manager)


def asked_offer(erp: World) -> Any:
    """Return an offer of 500 whose approval is running, for the sponsor and then for finance."""
    for role in (Role.SPONSOR, Role.FINANCE):
        as_(erp, role)
    visit = offers(erp, flow=True)
    record = services.create(visit, visit.spec("offer"), {"title": "Scanners", "amount": 500})
    return services.move(visit, visit.spec("offer"), record, "ok")


def say(erp: World, role: str, record: Any, *, yes: bool = True) -> None:
    visit = as_(erp, role)
    approvals.answer(visit, visit.spec("offer"), record, yes=yes, remark="So it is")


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ([], 500),
        ([AMOUNT | {"kind": "text"}], "500"),
        ([AMOUNT | {"kind": "date"}], None),
        ([AMOUNT], "500"),
    ],
    ids=["its field is gone", "it is a text now", "its value was lost", "it is not computed anew yet"],
)
def test_a_step_whose_condition_cannot_be_judged_any_more_is_asked(erp: World, fields: list[Any], value: Any):
    record = asked_offer(erp)
    offers(erp, fields=fields)
    type(record).objects.filter(pk=record.pk).update(values={"amount": value} if value else {})
    say(erp, Role.SPONSOR, record)
    assert state(record) == "new"
    say(erp, Role.FINANCE, record)
    assert state(record) == "ok"


def test_an_approval_leads_to_no_state_that_was_removed_and_can_be_withdrawn(erp: World):
    record = asked_offer(erp)
    visit = offers(erp, states=[OFFER["states"][0], {"key": "fine", "label": "Fine"}], moves=[])
    say(erp, Role.SPONSOR, record)
    with pytest.raises(Unfit, match="was removed"):
        say(erp, Role.FINANCE, record)
    assert state(record) == "new"
    assert Approval.objects.get().state == Approval.State.RUNNING
    approvals.stop(visit, visit.spec("offer"), record)
    assert state(record) == "new"
    assert Approval.objects.get().state == Approval.State.WITHDRAWN


def test_a_no_and_a_withdrawal_lead_back_to_no_state_that_was_removed(erp: World):
    record = asked_offer(erp)
    approval = Approval.objects.get()
    approval.flow["back"] = "gone"
    approval.save()
    with pytest.raises(Unfit, match="was removed"):
        say(erp, Role.SPONSOR, record, yes=False)
    visit = Visit(erp.project, erp.manager)
    approvals.stop(visit, visit.spec("offer"), record)
    assert state(record) == "new"
    assert Approval.objects.get().state == Approval.State.WITHDRAWN


def test_a_step_that_would_ask_nobody_is_said_before_it_begins(erp: World):
    configure(erp, ONE, {"name": "Money", "roles": ["finance"]})
    as_(erp, Role.SPONSOR)
    record = decision(erp)
    with pytest.raises(Unfit, match=r"“Money” \(Finance\)"):
        move(erp, record)
    assert not Approval.objects.exists()


def test_roles_are_looked_up_when_a_step_begins(erp: World):
    configure(erp, ONE, {"name": "Money", "roles": ["finance"]})
    sponsor, finance, record = as_(erp, Role.SPONSOR), as_(erp, Role.FINANCE), decision(erp)
    move(erp, record)
    Member.objects.filter(person=finance.person).delete()
    with pytest.raises(Unfit, match="Money"):
        reply(sponsor, record)
    assert not Vote.objects.exclude(answer="").exists()
    later = as_(erp, Role.CONSULTANT)
    Member.objects.filter(person=later.person).update(role=Role.FINANCE)
    reply(as_(erp, Role.SPONSOR), record)
    reply(Visit(erp.project, type(later.person).objects.get(pk=later.person.pk)), record)
    assert state(record) == "decided"


def test_while_it_runs_nothing_changes_the_record(erp: World, visit: Visit):
    configure(erp)
    as_(erp, Role.SPONSOR)
    record, spec = decision(erp), visit.spec("decision")
    move(erp, record)
    tries = (
        lambda: services.change(visit, spec, record, {"decision": "Theirs"}),
        lambda: bulk.change_many(
            visit, spec, spec.model.objects.filter(pk=record.pk), {"decision": "Theirs"}
        ),
        lambda: services.remove(visit, spec, record),
        lambda: services.move(visit, spec, record, "decided"),
    )
    for attempt in tries:
        with pytest.raises(Unfit, match="Withdraw the request first"):
            attempt()
    approvals.stop(visit, spec, record)
    services.change(visit, spec, record, {"decision": "Theirs"})
    assert Approval.objects.get().state == Approval.State.WITHDRAWN


def test_who_asked_withdraws_and_a_manager_says_why(erp: World):
    configure(erp)
    sponsor, consultant, other = (as_(erp, one) for one in (Role.SPONSOR, Role.CONSULTANT, Role.KEY_USER))
    record, spec = decision(erp), sponsor.spec("decision")
    move(erp, record, consultant)
    for nobody in (sponsor, other):
        with pytest.raises(approvals.Forbidden):
            approvals.stop(nobody, spec, record, "No reason")
    manager = Visit(erp.project, erp.manager)
    with pytest.raises(Unfit, match="Say why"):
        approvals.stop(manager, spec, record)
    with pytest.raises(Unfit, match="You are not asked"):
        reply(manager, record)
    approvals.stop(manager, spec, record, "Not now")
    assert Entry.objects.filter(record_id=record.pk).first().reason == "Not now"


def test_a_delegate_answers_instead(erp: World):
    configure(erp)
    sponsor, other, record = as_(erp, Role.SPONSOR), as_(erp, Role.CONSULTANT), decision(erp)
    stranger = erp.who("stranger")
    guest = as_(erp, Role.GUEST)
    move(erp, record)
    spec = sponsor.spec("decision")
    for nobody in (stranger.pk, 0, guest.person.pk, sponsor.person.pk):
        with pytest.raises(Unfit):
            approvals.delegate(sponsor, spec, record, nobody)
    approvals.delegate(sponsor, spec, record, other.person.pk, "On holiday")
    with pytest.raises(Unfit):
        reply(as_(erp, Role.SPONSOR), record)
    reply(other, record)
    assert state(record) == "decided"


def test_when_a_delegate_leaves_the_answer_comes_back(erp: World):
    configure(erp)
    sponsor, other, record = as_(erp, Role.SPONSOR), as_(erp, Role.CONSULTANT), decision(erp)
    move(erp, record)
    approvals.delegate(sponsor, sponsor.spec("decision"), record, other.person.pk)
    Member.objects.filter(person=other.person).delete()
    reply(as_(erp, Role.SPONSOR), record)
    assert state(record) == "decided"


def test_nobody_waits_for_who_left_the_team(erp: World):
    other = as_(erp, Role.CONSULTANT)
    configure(erp, {"name": "Both", "roles": ["sponsor", "consultant"], "rule": "all"})
    sponsor, record = as_(erp, Role.SPONSOR), decision(erp)
    move(erp, record)
    reply(sponsor, record)
    Member.objects.filter(person=other.person).delete()
    manager = Visit(erp.project, erp.manager)
    approvals.ask_again(manager, manager.spec("decision"), record)
    assert state(record) == "decided"


def test_asked_again_when_everybody_left(erp: World):
    configure(erp)
    sponsor, record = as_(erp, Role.SPONSOR), decision(erp)
    move(erp, record)
    Member.objects.filter(person=sponsor.person).delete()
    manager = Visit(erp.project, erp.manager)
    with pytest.raises(Unfit, match="Nobody can be asked"):
        approvals.ask_again(manager, manager.spec("decision"), record)
    heir = as_(erp, Role.CONSULTANT)
    Member.objects.filter(person=heir.person).update(role=Role.SPONSOR)
    approvals.ask_again(manager, manager.spec("decision"), record)
    heir.person.__dict__.pop("_roles", None)
    reply(Visit(erp.project, heir.person), record)
    assert state(record) == "decided"


def test_an_archived_project_is_read_only(erp: World):
    configure(erp)
    sponsor, record = as_(erp, Role.SPONSOR), decision(erp)
    move(erp, record)
    erp.project.archived = True
    erp.project.save()
    with pytest.raises(Unfit, match="archived"):
        reply(Visit(erp.project, sponsor.person), record)


def test_the_page_asks_takes_answers_and_keeps_what_was_typed(erp: World):
    configure(erp)
    as_(erp, Role.SPONSOR)
    manager, sponsor = erp.as_(Role.MANAGER), erp.as_(Role.SPONSOR)
    record = decision(erp)
    root = f"{erp.root}registers/decision/{record.number}"
    assert manager.post(f"{root}/to/decided", {"reason": "Cheap <b>and</b> good"}).status_code == 302
    page = manager.get(root).content.decode()
    assert "Steering decides" in page
    assert "I agree" not in page
    assert f"{root}/edit" not in page
    assert "I agree" in sponsor.get(root).content.decode()
    wrong = sponsor.post(f"{root}/approval/answer", {"answer": "no", "remark": "  "})
    assert wrong.status_code == 422
    assert "Say why not" in wrong.content.decode()
    other = erp.as_(Role.CONSULTANT).post(
        f"{root}/approval/answer", {"answer": "yes", "remark": "Let me <in>"}
    )
    assert other.status_code == 422
    assert sponsor.post(f"{root}/approval/burn", {}).status_code == 404
    assert sponsor.post(f"{root}/approval/answer", {"answer": "yes"}).status_code == 302
    assert state(record) == "decided"
    told = manager.get(f"{root}/approval").content.decode()
    assert "Approved" in told
    guest = erp.as_(Role.GUEST)
    assert guest.get(f"{root}/approval").status_code == 403
    assert guest.post(f"{root}/approval/answer", {"answer": "yes"}).status_code == 403
