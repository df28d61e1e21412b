"""The pages of a review, for every role."""

import csv
import datetime
import io
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.schedule.world import ANALYSE, BUILD, GO_LIVE, SUPPORT, TEST, small_plan, world
from uptake.engine.edits import Set
from uptake.engine.instants import DAY
from uptake.engine.plan import Link
from uptake.insight import jobs, reviewing, waiving
from uptake.insight.models import Score, Waiver
from uptake.packs.generate import generate
from uptake.platform.models import Job
from uptake.projects.models import Role
from uptake.risk.models import SimulationRun
from uptake.schedule import services
from uptake.schedule.models import Draft, Rate, Resource, Revision
from uptake.schedule.versions import drafts
from uptake.schedule.versions.baselines import take_baseline

PAGES = ("review", "review/rules", "review/waivers", "review/drafts")
OTHERS = [Role.CONSULTANT, Role.CUSTOMER_IT, Role.KEY_USER, Role.SPONSOR, Role.FINANCE]


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_for_everybody_but_guests(erp, page):
    for role in (Role.MANAGER, *OTHERS):
        assert erp.as_(role).get(erp.root + page).status_code == 200
    assert erp.as_(Role.GUEST).get(erp.root + page).status_code == 403


def test_the_page_says_what_was_found_and_leads_to_the_task(erp):
    page = erp.as_(Role.MANAGER).get(f"{erp.root}review")
    assert "Tasks without an owner" in text(page)
    assert f'href="{erp.root}tasks/{TEST}"' in page.content.decode()
    assert f"Score {reviewing.reviewed(erp.project).review.score} of 100" in text(page)


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("rule=owner", "Tasks without an owner", "Redundant links"),
        ("group=resources", "Tasks without an owner", "No hand-over: no user manual"),
        ("severity=error", "Technology only", "Tasks without an owner"),
        ("q=manual", "Write manual", "Roles that begin soon"),
        ("q=zzzz", "Nothing was found that fits", "Tasks without an owner"),
        ("rule=nonsense&severity=nonsense&group=1", "Tasks without an owner", "Nothing was found that fits"),
    ],
)
def test_findings_are_filtered(erp, query, there, gone):
    found = erp.as_(Role.MANAGER).get(f"{erp.root}review?{query}").content.decode()
    listed = found[found.index("up-filters") :].partition("How far the data are filled in")[0]
    assert there in listed
    assert f"<strong>{gone}" not in listed


def test_an_empty_plan_has_an_empty_page(db):
    from uptake.engine.plan import Plan, Project  # noqa: PLC0415

    here = world(Plan.build(Project(start=19200), []), go_live=None)
    client = here.as_(Role.MANAGER)
    assert "Nothing to review yet" in text(client.get(f"{here.root}review"))
    for page in (*PAGES, "review/export", "review/export?as=json"):
        assert client.get(here.root + page).status_code == 200


def test_a_rule_with_many_findings_has_pages(db):
    here = world(generate(1500), go_live=None)
    client = here.as_(Role.MANAGER)
    first = client.get(f"{here.root}review?rule=owner").content.decode()
    second = client.get(f"{here.root}review?rule=owner&page=2").content.decode()
    assert first.count('<th scope="row">') == 100
    assert 0 < second.count('<th scope="row">') < 100


def test_pages_cost_as_many_queries_for_large_plans(db):
    counts = []
    for size in (40, 900):
        here = world(generate(size), name=f"ERP {size}", go_live=None)
        client = here.as_(Role.MANAGER)
        for page in PAGES:
            client.get(here.root + page)
            with CaptureQueriesContext(connection) as asked:
                client.get(here.root + page)
            counts.append(len(asked))
    assert counts[:4] == counts[4:]
    assert max(counts) <= 40


# ---- mending


def linked_twice():
    """Return the small plan with a link that others imply."""
    plan = small_plan()
    from uptake.engine.edits import Add, apply  # noqa: PLC0415

    return apply(plan, [Add(Link(uid=9, pred=ANALYSE, succ=TEST))])


FIX = "review/fix?rule=redundant-link&kind=link&uid=9"


def test_what_mending_does_is_looked_at_first(db):
    here = world(linked_twice())
    page = here.as_(Role.MANAGER).get(here.root + FIX)
    assert page.status_code == 200
    assert "Remove the link" in text(page)
    assert 9 in here.state.plan.structure.link_index
    assert not Revision.objects.exists()


def test_mending_is_one_change_that_can_be_undone(db):
    here = world(linked_twice())
    client = here.as_(Role.MANAGER)
    done = client.post(here.root + FIX)
    assert done.status_code == 302
    assert 9 not in here.state.plan.structure.link_index
    assert "plan review" in text(client.get(f"{here.root}plan/history"))
    services.undo(here.project, here.manager)
    assert 9 in here.state.plan.structure.link_index


def test_what_leads_nowhere_gets_a_link_with_a_new_number(erp):
    client = erp.as_(Role.MANAGER)
    client.post(f"{erp.root}review/fix?rule=dcma-01-logic&kind=task&uid={SUPPORT}")
    made = erp.state.plan.links[-1]
    assert (made.uid, made.pred, made.succ) == (4, SUPPORT, GO_LIVE)


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.KEY_USER])
def test_who_may_not_change_the_plan_may_not_mend(db, role):
    here = world(linked_twice())
    assert here.as_(role).get(here.root + FIX).status_code == 403
    assert here.as_(role).post(here.root + FIX).status_code == 403
    assert "Remove the link" not in text(here.as_(role).get(f"{here.root}review"))


def test_mending_what_is_gone_says_so(erp):
    answer = erp.as_(Role.MANAGER).post(erp.root + FIX, follow=True)
    assert "There is nothing left to mend" in text(answer)
    assert not Revision.objects.exists()


def test_an_archived_project_is_not_mended(db):
    here = world(linked_twice())
    here.project.archived = True
    here.project.save()
    assert here.as_(Role.MANAGER).post(here.root + FIX).status_code == 403
    assert 9 in here.state.plan.structure.link_index


def test_a_draft_is_reviewed_and_mended_by_itself(db):
    here = world(linked_twice())
    draft = drafts.start_draft(here.project, "Faster", here.manager)
    client = here.as_(Role.MANAGER)
    assert "Faster" in text(client.get(f"{here.root}review?draft={draft.pk}"))
    assert client.get(f"{here.root}{FIX}&draft={draft.pk}").status_code == 200
    done = client.post(f"{here.root}{FIX}&draft={draft.pk}")
    assert done.headers["Location"] == f"{here.root}review?draft={draft.pk}"
    draft.refresh_from_db()
    assert 9 not in drafts.state_of(draft).plan.structure.link_index
    assert 9 in here.state.plan.structure.link_index


@pytest.mark.parametrize("draft", ["0", "99999", "x", "9" * 12, "-1"])
def test_a_draft_that_is_not_there_is_not_found(erp, draft):
    for page in ("review", "review/rules", "review/export", "review/fix"):
        query = f"?rule=owner&draft={draft}"
        assert erp.as_(Role.MANAGER).get(f"{erp.root}{page}{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "rule=owner&kind=boat&uid=1", "rule=a", "rule=owner&kind=task&uid=x"])
def test_a_finding_that_is_not_there_is_not_waived(erp, query):
    assert erp.as_(Role.MANAGER).get(f"{erp.root}review/waive?{query}").status_code == 404


# ---- waivers

WAIVE = f"review/waive?rule=owner&kind=task&uid={BUILD}"


def found(erp):
    return {one.key for one in reviewing.reviewed(erp.project).review.findings}


def owner(uid):
    return ("owner", "task", uid)


def test_a_waiver_has_a_reason_and_takes_the_finding_away(erp):
    erp_keys = found(erp)
    uid = next(uid for rule, _kind, uid in erp_keys if rule == "owner")
    client, path = erp.as_(Role.MANAGER), f"{erp.root}review/waive?rule=owner&kind=task&uid={uid}"
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Named later"}).status_code == 302
    assert owner(uid) not in found(erp)
    page = text(client.get(f"{erp.root}review/waivers"))
    assert "Named later" in page
    assert "Ma Na" in page
    assert Score.objects.get().waived == 1


def test_a_day_that_is_over_is_refused_and_what_was_typed_stays(erp):
    uid = next(uid for rule, _kind, uid in found(erp) if rule == "owner")
    path = f"{erp.root}review/waive?rule=owner&kind=task&uid={uid}"
    given = {"reason": "Named later", "until": "2020-01-01"}
    answer = erp.as_(Role.MANAGER).post(path, given)
    assert answer.status_code == 422
    assert "Named later" in answer.content.decode()
    assert not Waiver.objects.exists()


def test_an_expired_waiver_counts_again(erp):
    uid = next(uid for rule, _kind, uid in found(erp) if rule == "owner")
    today = timezone.localdate()
    held = waiving.waive(erp.project, erp.manager, owner(uid), name="x", reason="For now", until=today)
    assert owner(uid) not in found(erp)
    Waiver.objects.filter(pk=held.pk).update(until=today - datetime.timedelta(days=1))
    assert owner(uid) in found(erp)
    assert "Expired" in text(erp.as_(Role.MANAGER).get(f"{erp.root}review/waivers"))


def test_a_waiver_is_withdrawn_and_stays_in_the_list(erp):
    uid = next(uid for rule, _kind, uid in found(erp) if rule == "owner")
    held = waiving.waive(erp.project, erp.manager, owner(uid), name="x", reason="For now", until=None)
    client, path = erp.as_(Role.MANAGER), f"{erp.root}review/waivers/{held.pk}/withdraw"
    assert client.post(path).status_code == 302
    assert owner(uid) in found(erp)
    assert "Withdrawn" in text(client.get(f"{erp.root}review/waivers"))
    assert client.post(path).status_code == 404


def test_a_whole_rule_is_waived_once(erp):
    for reason in ("First", "Second"):
        waiving.waive(erp.project, erp.manager, ("owner", "", 0), name="", reason=reason, until=None)
    assert not [one for one in found(erp) if one[0] == "owner"]
    assert Waiver.objects.filter(ended_at=None).count() == 1


def test_who_only_looks_does_not_waive(erp):
    uid = next(uid for rule, _kind, uid in found(erp) if rule == "owner")
    for role in (Role.CUSTOMER_IT, Role.SPONSOR, Role.KEY_USER):
        path = f"{erp.root}review/waive?rule=owner&kind=task&uid={uid}"
        assert erp.as_(role).post(path, {"reason": "No"}).status_code == 403


# ---- the score


def test_a_change_of_the_plan_asks_for_a_review_whose_score_is_kept(erp, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.apply_edits(erp.project, [Set("task", BUILD, {"deadline": 0})], erp.manager)
    assert Job.objects.filter(kind=jobs.KIND, project_id=erp.project.pk).count() == 1
    jobs.keep_score(erp.project)
    jobs.keep_score(erp.project)
    kept = Score.objects.get()
    assert (kept.revision, kept.errors > 0) == (1, True)


def test_the_trend_shows_from_the_second_score_on(erp):
    client = erp.as_(Role.MANAGER)
    assert "up-chart" not in client.get(f"{erp.root}review").content.decode()
    reviewing.keep_score(erp.project)
    services.apply_edits(erp.project, [Set("task", BUILD, {"deadline": 0})], erp.manager)
    reviewing.keep_score(erp.project)
    assert "up-chart" in client.get(f"{erp.root}review").content.decode()


# ---- files


def test_the_review_is_exported(erp):
    client = erp.as_(Role.MANAGER)
    value = json.loads(client.get(f"{erp.root}review/export?as=json").content)
    assert value["score"] == reviewing.reviewed(erp.project).review.score
    rows = list(
        csv.reader(io.StringIO(client.get(f"{erp.root}review/export?as=csv").content.decode("utf-8-sig")))
    )
    assert len(rows) == len(value["findings"]) + 1
    assert client.get(f"{erp.root}review/export").content[:2] == b"PK"
    assert client.get(f"{erp.root}review/export?as=exe").status_code == 404


# ---- the overview


def test_the_overview_has_the_score_and_the_three_worst(erp):
    page = text(erp.as_(Role.MANAGER).get(erp.root))
    assert f"Score {reviewing.reviewed(erp.project).review.score} of 100" in page
    assert "All findings" in page
    assert "All findings" not in text(erp.as_(Role.GUEST).get(erp.root))


# ---- drafts beside the plan


def drafted(erp):
    draft = drafts.start_draft(erp.project, "Later", erp.manager)
    drafts.change(draft, lambda state: _changes(state, [Set("task", BUILD, {"duration": 15 * 4800})]), None)
    return draft


def _changes(state, edits):
    from uptake.schedule.editing.changes import Changes  # noqa: PLC0415

    return Changes.of(state.schedule, edits, [])


def test_drafts_stand_beside_the_plan(erp):
    draft = drafted(erp)
    page = text(erp.as_(Role.MANAGER).get(f"{erp.root}review/drafts"))
    assert "Later" in page
    assert "+7 d" in page
    none = text(erp.as_(Role.MANAGER).get(f"{erp.root}review/drafts?draft=0"))
    assert "+7 d" not in none
    assert draft.state == Draft.State.OPEN


def test_costs_are_for_those_who_may_see_money(erp):
    drafted(erp)
    Rate.objects.create(resource=Resource.objects.get(plan_id=erp.project.pk, uid=1), hourly=12345)
    for role, sees in ((Role.MANAGER, True), (Role.FINANCE, True), (Role.CONSULTANT, False)):
        page = text(erp.as_(role).get(f"{erp.root}review/drafts"))
        assert ("4,938" in page) is sees
        assert ("Cost" in page) is sees


def test_the_comparison_is_exported(erp):
    drafted(erp)
    assert erp.as_(Role.MANAGER).get(f"{erp.root}review/drafts/export").content[:2] == b"PK"


def test_a_draft_that_no_longer_fits_says_so(erp):
    draft = drafted(erp)
    from uptake.engine.edits import Remove  # noqa: PLC0415

    services.apply_edits(erp.project, [Remove("task", BUILD)], erp.manager)
    page = text(erp.as_(Role.MANAGER).get(f"{erp.root}review/drafts"))
    assert "no longer fits" in page
    answer = erp.as_(Role.MANAGER).get(f"{erp.root}review?draft={draft.pk}", follow=True)
    assert "no longer fits" in text(answer)


# ---- what registers tell


def test_registers_are_asked(erp):
    take_baseline(erp.project, "First", erp.manager)
    told = reviewing.reviewed(erp.project).review
    assert told.check("risk-register").faults == 1
    assert told.check("milestone-deliverable").population == 1
    assert told.check("outside-baseline").population > 0


def test_the_plan_and_the_chosen_drafts_are_simulated(erp):
    first, second = drafted(erp), drafted(erp)
    client = erp.as_(Role.MANAGER)
    done = client.post(f"{erp.root}review/drafts/simulate?draft=0&draft={first.pk}")
    assert done.headers["Location"] == f"{erp.root}review/drafts?draft=0&draft={first.pk}"
    asked = Job.objects.filter(kind="simulate").values_list("subject", flat=True)
    assert set(asked) == {"plan", f"draft:{first.pk}"}
    assert f"draft:{second.pk}" not in asked
    assert "Simulating" in text(client.get(f"{erp.root}review/drafts?draft=0&draft={first.pk}&part=1"))


def test_a_simulated_date_stands_in_the_table_and_grows_old(erp):
    plan = services.current(erp.project)
    SimulationRun.objects.create(
        project=erp.project,
        revision=0,
        p50=plan.schedule.finish,
        p80=plan.schedule.finish,
        plan=0,
        digest="x",
        inputs={},
        outcome={},
        money={},
        on_plan=0.5,
    )
    drafted(erp)
    client = erp.as_(Role.MANAGER)
    assert f'href="{erp.root}simulation"' in client.get(f"{erp.root}review/drafts").content.decode()
    assert "older" not in text(client.get(f"{erp.root}review/drafts"))
    services.apply_edits(erp.project, [Set("task", BUILD, {"name": "Build"})], erp.manager)
    assert "older" in text(client.get(f"{erp.root}review/drafts"))


def test_the_table_says_how_much_later_the_simulated_date_of_a_draft_is(erp):
    draft, client = drafted(erp), erp.as_(Role.MANAGER)
    draft.refresh_from_db()
    kept = {"project": erp.project, "revision": 0, "p50": 0, "plan": 0, "digest": "x", "on_plan": 0.5}
    for about, p80, version in ((None, 20 * DAY, 0), (draft, 23 * DAY, draft.version)):
        SimulationRun.objects.create(**kept, draft=about, p80=p80, version=version, inputs={}, outcome={})
    assert "+3 d" in text(client.get(f"{erp.root}review/drafts"))
    services.apply_edits(erp.project, [Set("task", BUILD, {"name": "Build"})], erp.manager)
    assert "+3 d" not in text(client.get(f"{erp.root}review/drafts"))


def test_the_comparison_keeps_up_with_drafts_and_plan(erp):
    draft, client = drafted(erp), erp.as_(Role.MANAGER)
    assert "+7 d" in text(client.get(f"{erp.root}review/drafts"))
    drafts.change(draft, lambda state: _changes(state, [Set("task", BUILD, {"duration": 10 * 4800})]), None)
    assert "+7 d" not in text(client.get(f"{erp.root}review/drafts"))
    services.apply_edits(erp.project, [Set("task", BUILD, {"duration": 5 * 4800})], erp.manager)
    assert "+7 d" in text(client.get(f"{erp.root}review/drafts"))


def test_estimates_are_counted_until_the_plan_is_simulated(erp):
    estimates = {"optimistic": 4800, "likely": 9600, "pessimistic": 14400}
    services.apply_edits(erp.project, [Set("task", BUILD, estimates)], erp.manager)
    client = erp.as_(Role.MANAGER)
    assert "Tasks with three estimates" in text(client.get(f"{erp.root}review"))
    SimulationRun.objects.create(
        project=erp.project,
        revision=1,
        p50=0,
        p80=0,
        plan=0,
        digest="x",
        inputs={},
        outcome={},
        money={},
        on_plan=0.5,
    )
    assert "Tasks with three estimates" not in text(client.get(f"{erp.root}review"))
