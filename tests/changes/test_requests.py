"""A change request from its draft to the plan, and everything that may come between."""

from typing import Any

import pytest
from django.test import Client

from tests.changes.requests import as_, edit, fresh, intend, move, reply, request, typed
from tests.registers.files.test_importing import upload
from tests.schedule.world import BUILD, GO_LIVE, LI, SUPPORT, TEST, World
from uptake.changes import services as changes
from uptake.changes.selectors import applied_changes
from uptake.engine.instants import DAY
from uptake.platform.jobs import do_now
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.approval import approvals
from uptake.registers.files import importing, wanted
from uptake.registers.files.table import columns_of
from uptake.registers.models import Approval, Entry
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit
from uptake.schedule import models
from uptake.schedule import services as plans
from uptake.schedule.capacity.resources import set_rate
from uptake.schedule.versions import drafts
from uptake.schedule.words.sentences import Problem
from uptake.scope.models import ScopeNote

LONGER = typed(BUILD, "duration", "12d")
BESIDE = typed(SUPPORT, "duration", "6d")


def finishes(erp: World) -> dict[int, int]:
    return dict(
        models.Task.objects.filter(plan_id=erp.project.pk, removed=False).values_list("uid", "finish")
    )


def test_a_request_has_a_draft_and_the_plan_stays_as_it_is(erp: World):
    before = finishes(erp)
    change = request(erp, LONGER)
    draft = changes.draft_of(change)
    assert draft is not None
    assert draft.name == "CR-001 Longer build"
    assert len(draft.steps) == 1
    assert finishes(erp) == before


def test_the_figures_of_a_change_are_computed(erp: World):
    change = request(erp, LONGER, typed(BUILD, "name", "Build more"))
    changes.measure(change)
    found = fresh(change)
    assert (found.go_live_days, found.tasks_moved) == (4, 3)  # from a Friday to a Tuesday
    assert found.impact["counts"]["durations"] == 1
    assert [(one["before"], one["after"]) for one in found.impact["renamed"]] == [
        ("Build interfaces", "Build more")
    ]


def test_cost_is_work_at_the_rates_of_its_resources(erp: World):
    set_rate(erp.project, LI, None, 100_00, 0)
    change = request(erp, {"intent": "type", "uid": BUILD, "column": "resources", "text": "Li Wei"})
    changes.measure(change)
    assert fresh(change).cost_delta == 80 * 100_00
    set_rate(erp.project, LI, None, 200_00, 5_00)
    changes.measure(change)
    assert fresh(change).cost_delta == 80 * 200_00 + 5_00


def test_go_live_is_the_sponsors_and_the_rest_the_managers(erp: World, visit: Visit):
    small = request(erp, BESIDE)
    move(visit, small, "submitted")
    assert fresh(small).state == "submitted"
    reply(visit, small)
    assert fresh(small).state == "approved"
    large = request(erp, LONGER)
    move(visit, large, "submitted")
    reply(visit, large)
    assert fresh(large).state == "submitted"
    reply(as_(erp, Role.SPONSOR), large)
    assert fresh(large).state == "approved"


def approved(erp: World, *edits: dict[str, Any]) -> Any:
    change = request(erp, *edits)
    visit = Visit(erp.project, erp.manager)
    move(visit, change, "submitted")
    reply(visit, change)
    if fresh(change).state == "submitted":
        reply(as_(erp, Role.SPONSOR), change)
    return fresh(change)


def test_approving_applies_exactly_the_draft_and_takes_a_baseline(erp: World):
    before = finishes(erp)
    change = approved(erp, LONGER)
    after = finishes(erp)
    assert after[GO_LIVE] - before[GO_LIVE] == 4 * DAY
    assert change.applied_revision == erp.state.revision == 1
    baseline = models.Baseline.objects.get(plan_id=erp.project.pk, number=change.baseline)
    assert baseline.name == "CR-001 Longer build"
    assert dict(zip(baseline.columns["uid"], baseline.columns["finish"], strict=True)) == after
    draft = models.Draft.objects.get(record_id=change.pk)
    assert draft.state == models.Draft.State.APPLIED
    (found,) = applied_changes(erp.project)
    assert (found.code, found.revision, found.baseline) == ("CR-001", 1, change.baseline)
    assert change.impact["go_live"] == [before[GO_LIVE], after[GO_LIVE]]
    noted = ScopeNote.objects.get(project=erp.project)
    assert (noted.text, noted.record_id) == ("CR-001 Longer build", change.pk)


def test_an_applied_change_is_taken_back_like_any_other(erp: World):
    before = finishes(erp)
    approved(erp, LONGER)
    plans.restore(erp.project, 0, erp.manager)
    assert finishes(erp) == before


def test_a_draft_is_applied_to_the_plan_as_it_has_become(erp: World, visit: Visit):
    change = request(erp, LONGER)
    move(visit, change, "submitted")
    plans.apply_edits(erp.project, intend(typed(TEST, "duration", "6d")), erp.manager)
    reply(visit, change)
    reply(as_(erp, Role.SPONSOR), change)
    assert (erp.state.plan.task(BUILD).duration, erp.state.plan.task(TEST).duration) == (
        12 * 4800,
        6 * 4800,
    )
    assert fresh(change).impact["revision"] == 1


def test_a_step_that_became_necessary_meanwhile_is_taken(erp: World, visit: Visit):
    change = request(erp, BESIDE)
    move(visit, change, "submitted")
    assert fresh(change).go_live_days == 0
    links = [
        {"intent": "link", "pred": pred, "succ": succ} for pred, succ in ((TEST, SUPPORT), (SUPPORT, GO_LIVE))
    ]
    plans.apply_edits(erp.project, intend(*links), erp.manager)
    reply(visit, change)
    assert fresh(change).go_live_days == 3  # over a weekend
    assert fresh(change).state == "submitted"


def test_what_no_longer_fits_is_said_and_nothing_happens(erp: World, visit: Visit):
    change = request(erp, LONGER)
    move(visit, change, "submitted")
    plans.apply_edits(erp.project, intend({"intent": "remove", "uid": BUILD}), erp.manager)
    with pytest.raises(Unfit, match="no longer fits"):
        reply(visit, change)
    assert fresh(change).state == "submitted"
    assert Approval.objects.get().votes.exclude(answer="").count() == 0
    page = erp.as_(Role.MANAGER).get(f"{erp.root}registers/change/1")
    assert "no longer fits" in page.content.decode()


def test_a_crash_after_applying_takes_everything_back(erp: World, visit: Visit, monkeypatch: Any):
    change = request(erp, BESIDE)
    move(visit, change, "submitted")
    before, revision = finishes(erp), erp.state.revision

    def crash(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(changes, "take_baseline", crash)
    with pytest.raises(RuntimeError):
        reply(visit, change)
    assert finishes(erp) == before
    assert erp.state.revision == revision
    assert not models.Revision.objects.exists()
    assert fresh(change).state == "submitted"
    assert changes.draft_of(change).state == models.Draft.State.OPEN
    assert not Entry.objects.filter(record_id=change.pk, changes__0__new="yes").exists()
    monkeypatch.undo()
    reply(visit, change)
    assert fresh(change).state == "approved"
    assert erp.state.revision == revision + 1


def test_one_baseline_too_many_is_said(erp: World, visit: Visit, monkeypatch: Any):
    change = request(erp, BESIDE)
    move(visit, change, "submitted")
    monkeypatch.setattr("uptake.schedule.versions.baselines.MAX_BASELINES", 0)
    with pytest.raises(Unfit, match="Delete one"):
        reply(visit, change)
    assert fresh(change).state == "submitted"
    assert erp.state.revision == 0


def test_while_it_is_decided_nobody_edits_the_draft(erp: World, visit: Visit):
    change = request(erp, LONGER)
    move(visit, change, "submitted")
    with pytest.raises(Problem, match="CR-001"):
        edit(change, BESIDE)
    with pytest.raises(Problem, match="CR-001"):
        drafts.step_back(changes.draft_of(change), again=False)
    approvals.stop(visit, visit.spec("change"), change)
    assert fresh(change).state == "draft"
    edit(change, BESIDE)


def test_a_rejected_change_keeps_its_draft(erp: World, visit: Visit):
    change = request(erp, LONGER)
    move(visit, change, "submitted")
    reply(visit, change, yes=False, remark="Not this year")
    found = fresh(change)
    assert found.state == "rejected"
    draft = changes.draft_of(change)
    assert (draft.state, draft.held, len(draft.steps)) == ("open", True, 1)
    plans.apply_edits(erp.project, intend(typed(TEST, "duration", "9d")), erp.manager)
    kept = found.impact
    erp.as_(Role.MANAGER).get(f"{erp.root}registers/change/1")
    assert fresh(change).impact == kept


def test_a_draft_of_a_change_cannot_be_applied_or_discarded_by_itself(erp: World):
    change = request(erp, LONGER)
    draft = changes.draft_of(change)
    with pytest.raises(Problem, match="belongs to CR-001"):
        drafts.apply_draft(draft, erp.manager)
    with pytest.raises(Problem, match="belongs to CR-001"):
        drafts.discard(draft)
    client = erp.as_(Role.MANAGER)
    listed = client.get(f"{erp.root}drafts").content.decode()
    assert f"{erp.root}drafts/{draft.pk}/apply" not in listed
    bar = client.get(f"{erp.root}plan?draft={draft.pk}").content.decode()
    assert "Back to CR-001" in bar
    assert f"{erp.root}drafts/{draft.pk}/apply" not in bar


def test_two_changes_have_a_draft_each_and_the_second_is_told_on_the_new_plan(erp: World, visit: Visit):
    first, second = request(erp, LONGER), request(erp, typed(TEST, "duration", "8d"), title="More tests")
    move(visit, first, "submitted")
    reply(visit, first)
    reply(as_(erp, Role.SPONSOR), first)
    changes.measure(second)
    assert second.impact["revision"] == 1
    assert fresh(second).go_live_days == 3


def test_old_figures_are_found_and_computed_again(erp: World):
    change = request(erp, LONGER)
    assert changes.refresh_all(erp.project) == 1
    assert changes.refresh_all(erp.project) == 0
    plans.apply_edits(erp.project, intend(typed(TEST, "duration", "9d")), erp.manager)
    assert changes.refresh_all(erp.project) == 1
    assert fresh(change).impact["revision"] == 1


def test_a_change_of_words_only_changes_no_plan(erp: World):
    change = approved(erp)
    assert change.state == "approved"
    assert change.applied_revision is None
    assert erp.state.revision == 0


SEES = {Role.MANAGER, Role.CONSULTANT, Role.CUSTOMER_IT, Role.KEY_USER, Role.SPONSOR, Role.FINANCE}
WRITES = {Role.MANAGER, Role.CONSULTANT, Role.CUSTOMER_IT, Role.KEY_USER}
DRAWS = {Role.MANAGER, Role.CONSULTANT}
MONEY = {Role.MANAGER, Role.SPONSOR, Role.FINANCE}


@pytest.mark.parametrize("role", list(Role))
def test_what_each_role_may(erp: World, visit: Visit, role: Role):
    set_rate(erp.project, LI, None, 123_00, 0)
    change = request(erp, {"intent": "type", "uid": BUILD, "column": "resources", "text": "Li Wei"}, LONGER)
    client: Client = erp.as_(role)
    root = f"{erp.root}registers/change/"
    page = client.get(f"{root}1")
    assert page.status_code == (200 if role in SEES else 403)
    assert client.get(f"{erp.root}changes/compare").status_code == (200 if role in SEES else 403)
    made = client.post(f"{root}new", {"title": "More", "reason": "Because"})
    assert made.status_code == (302 if role in WRITES else 403)
    if role not in SEES:
        return
    text = page.content.decode()
    assert ("Edit in this change" in text) == (role in DRAWS)
    amount = f"{12 * 8 * 123:,}.00"
    for address in (f"{root}1", root, f"{erp.root}changes/compare?change=1"):
        assert (amount in client.get(address).content.decode()) == (role in MONEY), address
    moved = client.post(f"{root}1/to/submitted", {})
    assert moved.status_code == (302 if role in WRITES else 403)
    if role not in WRITES:
        move(visit, fresh(change), "submitted")
    answer = client.post(f"{root}1/approval/answer", {"answer": "yes"})
    assert answer.status_code == (302 if role is Role.MANAGER else 422)
    assert fresh(change).state == "submitted"
    if role is not Role.MANAGER:
        assert client.post(f"{root}1/to/approved", {}).status_code in {403, 422}
    stop = client.post(f"{root}1/approval/stop", {"reason": "Again"})
    assert stop.status_code == (302 if role in WRITES else 403)


def test_submitting_needs_somebody_who_decides(erp: World, visit: Visit):
    from uptake.projects.models import Member  # noqa: PLC0415 - here only

    Member.objects.filter(project=erp.project, role=Role.SPONSOR).delete()
    change = request(erp, LONGER)
    with pytest.raises(Unfit, match="Sponsor"):
        move(visit, change, "submitted")
    assert fresh(change).state == "draft"
    assert not changes.draft_of(change).held


def test_a_field_may_be_changed_again_after_withdrawing(erp: World, visit: Visit):
    change = request(erp, BESIDE)
    move(visit, change, "submitted")
    spec = visit.spec("change")
    with pytest.raises(Unfit):
        services.change(visit, spec, change, {"title": "Other"})
    approvals.stop(visit, spec, change)
    services.change(visit, spec, change, {"title": "Other"})
    assert changes.draft_of(change).name == "CR-001 Other"
    move(visit, fresh(change), "submitted")
    reply(visit, change)
    assert models.Baseline.objects.get(plan_id=erp.project.pk).name == "CR-001 Other"


def test_a_guest_does_not_see_the_draft_of_a_change(erp: World):
    change = request(erp, LONGER, title="Secret wish")
    draft, guest = changes.draft_of(change), erp.as_(Role.GUEST)
    assert "Secret wish" not in guest.get(f"{erp.root}drafts").content.decode()
    for address in ("plan", "plan/data", "tasks/2", "drafts/compare"):
        answer = guest.get(f"{erp.root}{address}?draft={draft.pk}")
        assert answer.status_code == 404 or "Secret wish" not in answer.content.decode(), address
    assert guest.get(f"{erp.root}plan?draft={draft.pk}").status_code == 404
    assert erp.as_(Role.KEY_USER).get(f"{erp.root}plan?draft={draft.pk}").status_code == 200


def test_a_page_that_was_being_computed_does_not_change_what_was_decided_on(erp: World):
    visit = Visit(erp.project, erp.manager)
    made = request(erp, typed(BUILD, "duration", "15d"))
    changes.measure(made)
    stale = fresh(made)
    move(visit, made, "submitted")
    reply(visit, made)
    reply(as_(erp, Role.SPONSOR), made)
    kept = fresh(made)
    assert kept.state == "approved"
    changes.measure(stale)
    assert (fresh(made).go_live_days, fresh(made).basis) == (kept.go_live_days, kept.basis)


def test_undoing_an_import_gives_the_draft_back(erp: World, visit: Visit):
    change = request(erp)
    rows = [["No.", "Change", "State"], ["CR-001", "Longer build", "Withdrawn"]]
    job = upload(erp, rows, register="change")
    [sheet] = importing.sheets_of(job)
    spec = visit.spec("change")
    want = wanted.guess(visit, spec, sheet, columns_of(sheet))
    want.match, want.columns = "number", {0: "to:number", 1: "to:title", 2: "to:state"}
    given = {"register": "change", "read": job.pk, "wanted": want.to_json()}
    done = do_now(importing.IMPORT, erp.manager, project_id=erp.project.pk, options=given)
    assert (fresh(change).state, changes.draft_of(change).held) == ("withdrawn", True)
    assert importing.undo(visit, spec, done) == (1, 0)
    assert (fresh(change).state, changes.draft_of(change).held) == ("draft", False)


def test_the_draft_of_a_removed_change_goes_and_comes_back_with_it(erp: World, visit: Visit):
    change = request(erp)
    services.remove(visit, visit.spec("change"), change)
    assert not drafts.visible(erp.project, erp.manager).exists()
    services.restore(visit, visit.spec("change"), change)
    assert drafts.visible(erp.project, erp.manager).count() == 1
