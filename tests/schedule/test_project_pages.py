"""Resources, money, baselines, history, drafts and settings through their pages."""

import pytest

from tests.schedule.world import BUILD, DAY, GO_LIVE, LI, ROLE, SERVER, START, TEST, world
from uptake.engine.edits import Set
from uptake.engine.plan import Plan
from uptake.engine.plan import Project as EngineProject
from uptake.packs.generate import generate
from uptake.projects.models import Role
from uptake.schedule import services
from uptake.schedule.capacity import resources
from uptake.schedule.editing.changes import Changes
from uptake.schedule.models import Baseline, Draft, Rate
from uptake.schedule.pages import overview
from uptake.schedule.tasks.deliverables import keep_deliverable
from uptake.schedule.versions import baselines, drafts

NEW = {"name": "Wang Fang", "kind": "people", "units": "50", "group": "Acme", "lead_time": "2w"}


# ---- resources and money


def test_a_resource_is_added_and_changed_through_its_page(erp):
    client = erp.as_(Role.CONSULTANT)
    assert client.post(erp.root + "resources/new", NEW).status_code == 302
    one = resources.in_plan(erp.state, 4)
    assert (one.name, one.units, one.lead_time, one.category) == ("Wang Fang", 0.5, 10 * DAY, "people")
    assert client.post(erp.root + "resources/4", NEW | {"kind": "licence"}).status_code == 302
    assert resources.in_plan(erp.state, 4).category == "licence"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"units": "-1"},
        {"lead_time": "soon"},
        {"kind": "ship"},
        {"email": "x"},
        {"name": "Li Wei"},
    ],
)
def test_bad_input_adds_no_resource_and_is_kept(erp, wrong):
    response = erp.as_(Role.MANAGER).post(erp.root + "resources/new", NEW | {"group": "Typed"} | wrong)
    assert response.status_code == 422
    assert b"Typed" in response.content
    assert erp.state.revision == 0


def test_who_may_not_edit_changes_no_resource(erp):
    for role in (Role.KEY_USER, Role.SPONSOR, Role.GUEST):
        client = erp.as_(role)
        assert client.post(erp.root + "resources/new", NEW).status_code == 403
        assert client.post(f"{erp.root}resources/{LI}", NEW).status_code == 403
        assert client.post(f"{erp.root}resources/{LI}/remove").status_code == 403
        assert client.post(f"{erp.root}resources/{LI}/replace", {"successor": ROLE}).status_code == 403
    assert erp.state.revision == 0


def test_customer_it_reports_the_state_but_not_the_account(erp):
    url = f"{erp.root}resources/{SERVER}/beside"
    sent = {"state": "delivered", "person": str(erp.manager.pk)}
    assert erp.as_(Role.CUSTOMER_IT).post(url, sent).status_code == 302
    found = resources.beside(erp.project)[SERVER]
    assert (found.state, found.person) == ("delivered", None)
    assert erp.as_(Role.GUEST).post(url, sent).status_code == 403


def test_in_the_drawer_a_problem_leaves_the_drawer_as_it_is(erp):
    erp.project.archived = True
    erp.project.save()
    client, url = erp.as_(Role.MANAGER), f"{erp.root}resources/{SERVER}/beside"
    response = client.post(url + "?drawer=1", {"state": "approved"})
    assert response.status_code == 204
    assert "up:toast" in response["HX-Trigger"]
    assert client.post(url, {"state": "approved"}).status_code == 302
    assert resources.beside(erp.project)[SERVER].state == ""


def test_a_placeholder_is_filled_through_its_page(erp):
    response = erp.as_(Role.MANAGER).post(
        f"{erp.root}resources/{ROLE}/replace", {"successor": LI, "remove": "on"}
    )
    assert response.status_code == 302
    assert [one.name for one in erp.state.plan.resources] == ["Li Wei", "Test server"]


@pytest.mark.parametrize("role", list(Role))
def test_rates_are_in_no_page_of_who_may_not_see_money(erp, role):
    resources.set_rate(erp.project, LI, None, 12_345_67, 0)
    response = erp.as_(role).get(f"{erp.root}resources/{LI}")
    sees = role in {Role.MANAGER, Role.SPONSOR, Role.FINANCE}
    assert (b"12,345.67" in response.content) is sees
    assert ("rates" in response.context) is sees
    assert ("rate_form" in response.context and response.context["rate_form"] is not None) is (
        role in {Role.MANAGER, Role.FINANCE}
    )


def test_rates_change_with_money_edit_only(erp):
    url = f"{erp.root}resources/{LI}/rates"
    assert erp.as_(Role.SPONSOR).post(url, {"hourly": "200"}).status_code == 403
    assert erp.as_(Role.CONSULTANT).post(url, {"hourly": "200"}).status_code == 403
    assert erp.as_(Role.FINANCE).post(url, {"hourly": "200.50", "since": "2026-01-01"}).status_code == 302
    assert Rate.objects.get().hourly == 20_050
    assert erp.as_(Role.FINANCE).post(url, {"hourly": "much"}).status_code == 422
    assert erp.as_(Role.FINANCE).post(f"{url}/{Rate.objects.get().pk}/remove").status_code == 302


def test_a_guest_sees_no_addresses_of_people(erp):
    resources.change_resource(erp.project, LI, {"email": "li@acme.example"}, erp.manager)
    for page in ("resources", f"resources/{LI}"):
        assert b"li@acme" not in erp.as_(Role.GUEST).get(erp.root + page).content
    assert b"li@acme" in erp.as_(Role.KEY_USER).get(f"{erp.root}resources/{LI}").content


# ---- baselines


def test_a_manager_takes_renames_and_deletes_baselines(erp):
    client = erp.as_(Role.MANAGER)
    assert client.post(erp.root + "baselines", {"name": "Approved"}).status_code == 302
    assert client.post(erp.root + "baselines", {"name": "Approved"}).status_code == 422
    assert client.post(erp.root + "baselines/1/rename", {"name": "Signed"}).status_code == 302
    services.apply_edits(erp.project, [Set("task", BUILD, {"duration": 12 * DAY})], erp.manager)
    assert b"Signed" in client.get(erp.root + "baselines").content
    assert b"Build interfaces" in client.get(erp.root + "baselines/1").content
    assert client.post(erp.root + "baselines/1/remove").status_code == 302
    assert not Baseline.objects.exists()


def test_others_do_not_take_baselines(erp):
    baselines.take_baseline(erp.project, "One", erp.manager)
    for role in (Role.CONSULTANT, Role.GUEST):
        assert erp.as_(role).post(erp.root + "baselines", {"name": "Two"}).status_code == 403
        assert erp.as_(role).post(erp.root + "baselines/1/remove").status_code == 403
    assert Baseline.objects.count() == 1


# ---- history


def test_history_shows_who_did_what_and_goes_back(erp):
    services.apply_edits(erp.project, [Set("task", BUILD, {"duration": 12 * DAY})], erp.manager)
    services.apply_edits(erp.project, [Set("task", TEST, {"duration": 9 * DAY})], erp.who(Role.CONSULTANT))
    client = erp.as_(Role.MANAGER)
    assert len(client.get(erp.root + "plan/history").context["page"]) == 2
    one = client.get(f"{erp.root}plan/history?by={erp.manager.pk}").context["page"]
    assert [row.number for row in one] == [1]
    asked = client.get(erp.root + "plan/history/1/restore")
    assert asked.context["count"] == 1
    assert erp.state.revision == 2
    assert client.post(erp.root + "plan/history/1/restore").status_code == 302
    assert erp.state.plan.task(TEST).duration == 5 * DAY
    assert erp.state.plan.task(BUILD).duration == 12 * DAY
    assert erp.as_(Role.KEY_USER).post(erp.root + "plan/history/0/restore").status_code == 403


# ---- drafts


def draft(erp, name, days):
    found = drafts.start_draft(erp.project, name, erp.manager)
    edits = [Set("task", BUILD, {"duration": days * DAY})]

    def intend(state):
        return Changes.of(state.schedule, edits, [])

    drafts.change(found, intend, None)
    return found


def test_drafts_are_begun_compared_applied_and_discarded(erp):
    client = erp.as_(Role.MANAGER)
    response = client.post(erp.root + "drafts", {"name": "Faster"})
    assert "draft=" in response["Location"]
    fast, slow = draft(erp, "Two weeks less", 1), draft(erp, "One week more", 15)
    page = client.get(f"{erp.root}drafts/compare?draft={fast.pk}&draft={slow.pk}&draft=x")
    assert [one.draft.name for one, _impact in page.context["columns"]] == ["One week more", "Two weeks less"]
    assert page.context["milestones"][0]["uid"] == GO_LIVE
    assert client.get(f"{erp.root}drafts/{fast.pk}/apply").status_code == 200
    assert erp.state.revision == 0
    assert client.post(f"{erp.root}drafts/{fast.pk}/apply").status_code == 302
    assert erp.state.plan.task(BUILD).duration == DAY
    assert client.post(f"{erp.root}drafts/{slow.pk}/discard").status_code == 302
    slow.refresh_from_db()
    assert slow.state == Draft.State.DISCARDED


def test_another_projects_draft_is_not_found(erp):
    other = world(name="CRM")
    theirs = draft(other, "Theirs", 1)
    client = erp.as_(Role.MANAGER)
    assert client.post(f"{erp.root}drafts/{theirs.pk}/discard").status_code == 404
    assert client.post(f"{erp.root}drafts/{theirs.pk}/apply").status_code == 404
    assert not client.get(f"{erp.root}drafts/compare?draft={theirs.pk}").context["columns"]


def test_who_only_reads_makes_no_draft(erp):
    assert erp.as_(Role.KEY_USER).post(erp.root + "drafts", {"name": "Mine"}).status_code == 403
    one = draft(erp, "One", 1)
    assert erp.as_(Role.KEY_USER).post(f"{erp.root}drafts/{one.pk}/apply").status_code == 403


# ---- settings

PLAN = {
    "start": "2026-03-02T08:00", "status_date": "", "calendar": "1", "go_live": str(GO_LIVE), "minutes_per_day": "8",
    "minutes_per_week": "40", "days_per_month": "20", "default_start": "08:00", "default_finish": "17:00",
    "critical_limit": "0",
}  # fmt: skip


def test_the_project_is_described(erp):
    sent = {"name": "ERP 2", "description": "Second", "currency": "eur"}
    assert erp.as_(Role.MANAGER).post(erp.root + "settings", sent).status_code == 302
    erp.project.refresh_from_db()
    assert (erp.project.name, erp.project.currency, erp.project.history.count()) == ("ERP 2", "EUR", 2)
    response = erp.as_(Role.MANAGER).post(erp.root + "settings", sent | {"name": "", "description": "Typed"})
    assert response.status_code == 422
    assert b"Typed" in response.content


def test_settings_that_are_the_same_change_nothing(erp):
    assert erp.as_(Role.MANAGER).post(erp.root + "settings/plan", PLAN).status_code == 302
    assert erp.state.revision == 0


def test_another_start_is_asked_first(erp):
    client, moved = erp.as_(Role.MANAGER), PLAN | {"start": "2026-03-09T08:00", "go_live": ""}
    assert b'name="sure"' in client.post(erp.root + "settings/plan", moved).content
    assert (erp.state.revision, erp.state.go_live) == (0, GO_LIVE)


def test_status_date_and_critical_limit_are_kept(erp):
    sent = PLAN | {"status_date": "2026-03-20T17:00", "critical_limit": "2", "go_live": ""}
    assert erp.as_(Role.MANAGER).post(erp.root + "settings/plan", sent).status_code == 302
    facts = erp.state.plan.project
    assert facts.critical_limit == 2 * DAY
    assert facts.status_date is not None
    assert erp.state.go_live is None


@pytest.mark.parametrize(
    "wrong",
    [{"start": ""}, {"start": "soon"}, {"status_date": "never"}, {"calendar": "9"}, {"go_live": "2"},
     {"minutes_per_day": "0"}, {"default_finish": "07:00"}, {"minutes_per_week": "2"},
     {"days_per_month": "40"}, {"critical_limit": "x"}],
)  # fmt: skip
def test_bad_settings_are_refused(erp, wrong):
    assert erp.as_(Role.MANAGER).post(erp.root + "settings/plan", PLAN | wrong).status_code == 422
    assert (erp.state.revision, erp.state.go_live) == (0, GO_LIVE)


def test_another_go_live_changes_what_the_baseline_planned(erp):
    baselines.take_baseline(erp.project, "One", erp.manager)
    erp.as_(Role.MANAGER).post(erp.root + "settings/plan", PLAN | {"go_live": ""})
    erp.project.refresh_from_db()
    assert (erp.project.go_live, erp.project.go_live_planned) == (None, None)


def test_an_archived_project_is_read_only(erp):
    client = erp.as_(Role.MANAGER)
    client.post(erp.root + "archive")
    assert client.post(erp.root + "baselines", {"name": "Late"}).status_code == 422
    assert client.post(erp.root + "settings", {"name": "x", "currency": "CNY"}).status_code == 422
    assert client.post(erp.root + "settings/plan", PLAN | {"days_per_month": "19"}).status_code == 422
    assert client.post(erp.root + "resources/new", NEW).status_code == 422
    client.post(erp.root + "unarchive")
    assert client.post(erp.root + "baselines", {"name": "Late"}).status_code == 302


# ---- overview


def test_the_overview_says_what_moves_the_go_live(erp):
    page = erp.as_(Role.MANAGER).get(erp.root)
    assert [one["row"].name for one in page.context["path"]] == [
        "Analyse",
        "Build interfaces",
        "Test",
        "First batch live",
    ]
    assert all(one["why"] for one in page.context["path"])


def test_the_overview_leads_to_where_the_go_live_is_chosen(db):
    project = world(go_live=None)
    for role, there in ((Role.MANAGER, True), (Role.GUEST, False)):
        text = project.as_(role).get(project.root).content.decode()
        assert "No go-live milestone is chosen yet." in text
        assert (f'<a href="{project.root}settings">Choose the go-live milestone</a>' in text) is there


def test_the_overview_lists_what_needs_somebody(erp):
    keep_deliverable(erp.project, GO_LIVE, {"name": "Report"})
    state = erp.state
    found = {one.code: one.count for one in overview.attention(erp.project, state, late=0, missed=0)}
    assert found == {"no_baseline": 1, "no_owner": 1, "no_acceptance": 1} | {
        key: value for key, value in found.items() if key == "order"
    }


def test_lists_of_projects_say_at_which_day_late_tasks_are_counted(erp):
    client = erp.as_(Role.MANAGER)
    assert all(
        '<small class="up-muted">at ' not in client.get(url).content.decode() for url in ("/", "/projects/")
    )
    services.apply_edits(erp.project, [Set("project", 0, {"status_date": START + 10 * 14_400})], erp.manager)
    for url in ("/", "/projects/"):
        assert '<small class="up-muted">at 12 Mar' in client.get(url).content.decode()


def test_late_tasks_and_deadlines(erp):
    deadline = erp.state.schedule.of(TEST).finish - 10
    services.apply_edits(
        erp.project,
        [Set("project", 0, {"status_date": START + 10 * 14_400}), Set("task", TEST, {"deadline": deadline})],
        erp.manager,
    )
    assert [one.name for one in overview.late_tasks(erp.state)] == ["Analyse", "Write manual"]
    missed, risky = overview.deadlines(erp.state)
    assert ([one.uid for one in missed], risky) == ([TEST], [])


def test_an_empty_plan_says_how_to_begin(db):
    empty = world(Plan.build(EngineProject(start=19_200), []), go_live=None)
    for page in (
        "",
        "resources",
        "resources/load",
        "baselines",
        "drafts",
        "plan/history",
        "calendars",
        "settings",
    ):
        assert empty.as_(Role.MANAGER).get(empty.root + page).status_code == 200


# ---- every list with 10 and 10,000 tasks

# The overview shows what three other packages know of the plan; within one transaction, as here, each reads it anew.
LISTS = {
    "": 34, "tasks/5": 20, "resources": 14, "resources/load": 12, "resources/3": 18, "calendars": 12, "calendars/1": 12,
    "baselines": 13, "baselines/1": 13, "drafts": 13, "plan/history": 15, "team": 12, "settings": 16,
}  # fmt: skip


@pytest.fixture(scope="module")
def plans():
    return {size: generate(size, seed=3) for size in (10, 10_000)}


@pytest.mark.parametrize("size", [10, 10_000])
def test_no_page_asks_the_database_more_often_for_more_tasks(db, plans, size, django_assert_max_num_queries):
    big = world(plans[size], go_live=None)
    baselines.take_baseline(big.project, "One", big.manager)
    client = big.as_(Role.MANAGER)
    for page, queries in LISTS.items():
        with django_assert_max_num_queries(queries):
            assert client.get(big.root + page).status_code == 200, page


def test_without_a_go_live_the_overview_is_about_the_finish(erp):
    assert "What moves the go-live date" in erp.as_(Role.GUEST).get(erp.root).content.decode()
    services.set_go_live(erp.project, None)
    page = erp.as_(Role.GUEST).get(erp.root).content.decode()
    assert "What moves the go-live date" not in page
    assert "What moves the finish" in page
