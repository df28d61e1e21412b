"""More than one person, and a server that cannot be reached: nothing typed is lost, nothing is overwritten unseen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.plan.stage import at

PLAN = """
Prepare
  Analyse        | 5d
  Build          | 10d | 2
  Test           | 5d  | 3
  Go live        | 0d  | 4
  Write manual   | 5d
"""
ANALYSE, BUILD, TEST, GO_LIVE, MANUAL = 2, 3, 4, 5, 6
REVISION = "n => document.querySelector('up-gantt').app.model.revision >= n"


@pytest.fixture
def project(behind):
    return behind.draw(PLAN, go_live=GO_LIVE)


def deaf(plan):
    """Keep a page from hearing what others do."""
    plan.page.route("**/plan/head*", lambda route: route.abort())
    return plan


# ---- the question


def test_a_change_that_moves_the_go_live_asks_and_is_applied(look, project):
    plan = look(project)
    plan.fill(BUILD, "duration", "12d")
    expect(plan.banner).to_have_text(re.compile(r"^3 tasks move · go-live 27 Mar → 31 Mar \(\+4 d\)"))
    expect(plan.cell(BUILD, "duration")).to_have_text("12d")
    assert plan.data()["revision"] == 0
    expect(plan.banner.get_by_role("button", name="Apply")).to_be_focused()
    plan.press("Enter").settled()
    assert plan.task(GO_LIVE)["finish"] == at(3, 31, 17)
    expect(plan.cell(GO_LIVE, "finish")).to_have_text("Tue 31 Mar")
    expect(plan.said).to_contain_text("go-live")


def test_a_change_that_moves_the_go_live_is_cancelled(look, project):
    plan = look(project)
    plan.fill(BUILD, "duration", "12d")
    plan.answer("Cancel").settled()
    expect(plan.cell(BUILD, "duration")).to_have_text("10d")
    assert plan.data()["revision"] == 0
    assert plan.task(BUILD)["duration"] == "10d"


def test_while_a_question_waits_more_can_be_typed(look, project):
    plan = look(project)
    plan.fill(BUILD, "duration", "12d")
    expect(plan.banner).to_be_visible()
    plan.fill(MANUAL, "name", "Write guide")
    expect(plan.cell(MANUAL, "name")).to_have_text("Write guide")
    plan.answer("Apply").settled()
    assert (plan.task(BUILD)["duration"], plan.task(MANUAL)["name"]) == ("12d", "Write guide")


# ---- conflict


def conflict(look, project):
    """Two people change the same cell; return both pages, the second's change on its way."""
    first, second = look(project, "consultant"), deaf(look(project, "manager"))
    first.fill(MANUAL, "duration", "3d").settled()
    second.fill(MANUAL, "duration", "8d")
    expect(second.banner).to_contain_text("consultant")
    return first, second


def test_a_conflict_says_who_and_what_and_can_be_applied_anyway(look, project):
    first, second = conflict(look, project)
    expect(second.banner).to_contain_text("‘Write manual’")
    expect(second.cell(MANUAL, "duration")).to_have_text("8d")
    assert second.task(MANUAL)["duration"] == "3d"
    second.answer("Apply anyway").settled()
    assert second.task(MANUAL)["duration"] == "8d"
    first.page.wait_for_function(REVISION, arg=2)
    expect(first.cell(MANUAL, "duration")).to_have_text("8d")


def test_a_conflict_can_be_dropped(look, project):
    _first, second = conflict(look, project)
    second.answer("Discard").settled()
    expect(second.cell(MANUAL, "duration")).to_have_text("3d")
    assert second.data()["revision"] == 1


def test_a_task_that_another_removed_is_not_brought_back(look, project):
    first, second = look(project, "consultant"), deaf(look(project, "manager"))
    first.number(MANUAL).click()
    first.press("Delete").settled()
    second.fill(MANUAL, "duration", "8d")
    expect(second.banner).to_contain_text("consultant")
    second.answer("Apply anyway")
    expect(second.banner).to_contain_text(re.compile("no longer", re.IGNORECASE))
    assert second.names() == second.stored()


# ---- what others do


def test_what_others_do_comes_in_and_leaves_the_selection_alone(look, project, behind):
    first = look(project)
    first.click(TEST, "name").press("ArrowRight").at(TEST, "duration")
    took = []
    for days in (6, 7, 8):
        told = behind.change(
            project, "consultant", {"intent": "type", "uid": MANUAL, "column": "duration", "text": f"{days}d"}
        )
        first.page.wait_for_function(REVISION, arg=told["revision"], polling=20)
        took.append(first.page.evaluate("Date.now()") - told["at"])
        expect(first.cell(MANUAL, "duration")).to_have_text(f"{days}d")
    assert sorted(took)[1] < 2000, took
    first.at(TEST, "duration")
    expect(first.said).to_have_text("consultant changed 1 task")


def test_what_others_do_above_keeps_the_row_under_the_hand(look, project, behind):
    plan = look(project)
    plan.click(TEST, "name").type("Half a na")
    told = behind.change(
        project,
        "consultant",
        {"intent": "insert", "uid": 7, "before": ANALYSE, "parent": 1, "name": "Meet", "values": {}},
        {"intent": "remove", "uid": BUILD},
    )
    plan.page.wait_for_function(REVISION, arg=told["revision"])
    assert plan.names() == [
        "Prepare",
        "  Meet",
        "  Analyse",
        "  Half a na",
        "  Go live",
        "  Write manual",
    ] or (plan.names() == ["Prepare", "  Meet", "  Analyse", "  Test", "  Go live", "  Write manual"])
    expect(plan.editor).to_have_value("Half a na")
    plan.type("me", "Enter").settled()
    assert plan.task(TEST)["name"] == "Half a name"


def test_a_page_in_the_background_asks_nothing(look, project):
    plan = look(project)
    asked = []
    plan.page.on("request", lambda one: "/plan/head" in one.url and asked.append(one.url))
    plan.page.evaluate("Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })")
    plan.page.wait_for_timeout(3500)
    assert asked == []


# ---- sessions and networks


def test_an_ended_session_keeps_what_was_typed_until_one_signed_in_again(look, project, behind):
    someone = behind.ask("person", name=f"Forget Ful {project}")
    behind.ask("join", project=project, person=someone["pk"], role="manager")
    plan = look(project, "manager", session=someone["session"])
    plan.page.context.clear_cookies(name="sessionid")
    plan.fill(MANUAL, "name", "Write guide")
    expect(plan.banner).to_contain_text("signed out")
    expect(plan.cell(MANUAL, "name")).to_have_text("Write guide")
    plan.answer("Try again")
    expect(plan.banner).to_contain_text("signed out")
    with plan.page.context.expect_page() as opened:
        plan.banner.get_by_role("link", name="Sign in").click()
    elsewhere = opened.value
    elsewhere.get_by_label("E-mail").fill(someone["email"])
    elsewhere.get_by_label("Password").fill(someone["password"])
    elsewhere.get_by_role("button", name="Sign in").click()
    expect(elsewhere.get_by_role("heading", level=1)).to_be_visible()
    elsewhere.close()
    plan.answer("Try again").settled()
    expect(plan.cell(MANUAL, "name")).to_have_text("Write guide")
    assert plan.task(MANUAL)["name"] == "Write guide"


def test_a_lost_network_keeps_changes_in_order(look, project):
    plan = look(project)
    plan.page.context.set_offline(True)
    plan.fill(MANUAL, "name", "Write guide")
    expect(plan.banner).to_contain_text("1 change waits here")
    plan.fill(MANUAL, "duration", "7d")
    expect(plan.cell(MANUAL, "duration")).to_have_text("7d")
    expect(plan.cell(MANUAL, "name")).to_have_text("Write guide")
    plan.page.context.set_offline(False)
    plan.answer("Try again").settled()
    assert (plan.task(MANUAL)["name"], plan.task(MANUAL)["duration"]) == ("Write guide", "7d")
    assert plan.data()["revision"] == 2


def test_an_answer_that_got_lost_is_not_applied_twice(look, project):
    """The server did it, but the page never heard so: trying again may not do it once more unseen."""
    plan = deaf(look(project))
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    plan.page.route("**/plan/edits", lose)
    plan.fill(7, "name", "Once")
    expect(plan.banner).to_contain_text("1 change waits here")
    assert plan.stored()[-1].strip() == "Once"
    plan.answer("Try again")
    expect(plan.banner).to_contain_text("Ma Na")
    plan.answer("Discard").settled()
    assert plan.names() == plan.stored()
    assert plan.names().count("  Once") == 1


def test_leaving_with_changes_that_wait_asks(look, project):
    plan = look(project)
    plan.page.context.set_offline(True)
    plan.fill(MANUAL, "name", "Write guide")
    expect(plan.banner).to_be_visible()
    asked = []
    plan.page.on("dialog", lambda one: (asked.append(one.type), one.dismiss()))
    plan.page.context.set_offline(False)
    with plan.page.expect_event("dialog"):
        plan.page.get_by_role("link", name="Home").first.click(no_wait_after=True)
    assert asked == ["beforeunload"]
    plan.answer("Try again").settled()
    plan.page.get_by_role("link", name="Home").first.click()
    plan.page.wait_for_url("**/")
    assert asked == ["beforeunload"]
    assert plan.task(MANUAL)["name"] == "Write guide"


# ---- drafts


def test_a_draft_changes_nothing_but_itself(look, project, behind):
    number = behind.ask("draft", project=project, name="What if")
    draft = f"?draft={number}"
    plan = look(project, query=draft)
    plan.fill(BUILD, "duration", "12d").settled()
    expect(plan.cell(GO_LIVE, "finish")).to_have_text("Tue 31 Mar")
    assert plan.task(BUILD)["duration"] == "10d"
    assert plan.task(BUILD, draft)["duration"] == "12d"
    plan.press("Control+z").settled()
    assert plan.task(BUILD, draft)["duration"] == "10d"
    plan.press("Control+y").settled()
    plan.page.reload()
    plan.loaded()
    expect(plan.cell(BUILD, "duration")).to_have_text("12d")
    plan.tool("critical").click()
    plan.page.wait_for_url(re.compile(r"draft=\d+.*cp=0|cp=0.*draft=\d+"))


def test_a_draft_says_that_it_is_one(look, project, behind):
    number = behind.ask("draft", project=project, name="What if")
    plan = look(project, query=f"?draft={number}")
    expect(plan.page.get_by_role("region", name="Draft")).to_contain_text("What if")
    assert plan.page.title().startswith("What if · Plan")
    foot = plan.element.locator(".foot").bounding_box()
    assert foot["y"] + foot["height"] <= 900
    plan.page.get_by_role("link", name="Back to the plan").click()
    plan.loaded()
    assert "draft" not in plan.page.url
    expect(plan.page.get_by_role("region", name="Draft")).to_have_count(0)


def test_a_draft_that_was_closed_is_told_so(look, project, behind):
    number = behind.ask("draft", project=project, name="Gone")
    behind.ask("close_draft", pk=number)
    page = look(project, opens=False).page
    page.goto(f"/projects/{project}/plan?draft={number}")
    assert page.url.endswith("/drafts")
    expect(page.get_by_text("This draft was applied or discarded already.").first).to_be_visible()
    assert page.request.get(f"/projects/{project}/plan/why?uid=2&draft={number}").status == 422


def test_two_people_in_one_draft(look, project, behind):
    for name in ("One", "Two"):
        behind.change(project, "manager", {"intent": "type", "uid": MANUAL, "column": "name", "text": name})
    draft = f"?draft={behind.ask('draft', project=project, name='What if')}"
    first, second = look(project, "consultant", query=draft), look(project, "manager", query=draft)
    first.fill(BUILD, "duration", "12d").settled()
    first.fill(TEST, "duration", "6d").settled()
    second.fill(BUILD, "name", "Build all")
    expect(second.banner).to_contain_text("Somebody changed this plan meanwhile")
    expect(second.banner).to_contain_text("‘Build’")
    expect(second.cell(BUILD, "duration")).to_have_text("12d")
    expect(second.cell(BUILD, "name")).to_have_text("Build all")
    second.answer("Apply anyway").settled()
    told = second.task(BUILD, draft)
    assert (told["name"], told["duration"]) == ("Build all", "12d")
    expect(second.cell(TEST, "duration")).to_have_text("6d")
    first.click(BUILD, "name").press("Control+z").settled()
    expect(first.cell(BUILD, "name")).to_have_text("Build")


def test_draft_and_plan_both_get_tasks(look, project, behind):
    draft = f"?draft={behind.ask('draft', project=project, name='What if')}"
    plan = look(project, query=draft)
    plan.fill(7, "name", "In the draft").settled()
    behind.change(
        project,
        "consultant",
        {"intent": "insert", "uid": 7, "before": None, "parent": None, "name": "In the plan", "values": {}},
    )
    assert plan.page.request.get(f"{plan.root}/plan/data{draft}").ok
    plan.page.reload()
    plan.loaded()
    assert sorted(plan.names()[-2:]) == ["  In the draft", "In the plan"]


def test_a_draft_is_only_read_by_who_may_not_edit_it(look, project, behind):
    plan = look(project, "key_user", query=f"?draft={behind.ask('draft', project=project, name='What if')}")
    plan.click(BUILD, "percent").type("50")
    assert not plan.is_editing()
    expect(plan.page.get_by_role("link", name="Apply")).to_have_count(0)
