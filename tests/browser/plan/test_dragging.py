"""The mouse on the chart: bars are moved, resized, progressed and linked; the server has it at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.plan.stage import at

PLAN = """
Prepare
  Analyse        | 5d
  Build          | 10d | 2
  Write manual   | 5d
  Print          | 2d
Close            | 0d  | 3
"""
PREPARE, ANALYSE, BUILD, MANUAL, PRINT, CLOSE = 1, 2, 3, 4, 5, 6


@pytest.fixture
def plan(look, behind):
    return look(behind.draw(PLAN), query="?z=24&s=500")


def test_a_bar_is_moved(plan):
    bar = plan.bar(MANUAL)
    plan.drag(bar["left"] + 30, bar["y"], 3 * bar["day"], drop=False)
    tip = plan.element.locator(".popover.tip")
    expect(tip).to_contain_text("Thu 5 Mar 08:00")
    assert plan.task(MANUAL)["start"] == at(3, 2)
    plan.page.mouse.up()
    plan.settled()
    told = plan.task(MANUAL)
    assert (told["start"], told["finish"], told["duration"]) == (at(3, 5), at(3, 11, 17), "5d")
    assert (told["constraint"], told["constraint_date"]) == (4, at(3, 5))
    expect(plan.cell(MANUAL, "start")).to_have_text("Thu 5 Mar")
    assert abs(plan.bar(MANUAL)["left"] - bar["left"] - 3 * bar["day"]) < 2


def test_a_bar_lands_on_working_time(plan):
    bar = plan.bar(MANUAL)
    plan.drag(bar["left"] + 30, bar["y"], 5 * bar["day"]).settled()
    assert plan.task(MANUAL)["start"] == at(3, 9)


def test_a_bar_is_made_longer_at_its_end(plan):
    bar = plan.bar(PRINT)
    plan.drag(bar["right"] - 2, bar["y"], 2 * bar["day"]).settled()
    told = plan.task(PRINT)
    assert (told["start"], told["finish"], told["duration"]) == (at(3, 2), at(3, 5, 17), "4d")
    expect(plan.cell(PRINT, "duration")).to_have_text("4d")


def test_progress_is_dragged(plan):
    bar = plan.bar(MANUAL)
    width = bar["right"] - bar["left"]
    plan.drag(bar["left"] + 2, bar["y"] + 4, width * 0.4).settled()
    assert plan.task(MANUAL)["percent"] in {35, 40}
    expect(plan.cell(MANUAL, "percent")).to_have_text(f"{plan.task(MANUAL)['percent']}%")


def test_a_link_is_drawn_from_the_end_of_a_bar(plan):
    bar, other = plan.bar(PRINT), plan.bar(MANUAL)
    plan.page.mouse.move(bar["right"] - 10, bar["y"])
    plan.drag(
        bar["right"] + 9, bar["y"], other["left"] + 40 - bar["right"] - 9, other["y"] - bar["y"]
    ).settled()
    expect(plan.cell(MANUAL, "predecessors")).to_have_text("5")
    assert plan.task(MANUAL)["start"] == at(3, 4)


def test_a_drag_that_moves_a_milestone_asks_first(plan):
    bar = plan.bar(ANALYSE)
    plan.drag(bar["left"] + 30, bar["y"], 2 * bar["day"])
    expect(plan.banner).to_contain_text("3 tasks move · milestone ‘Close’ 20 Mar → 24 Mar (+4 d)")
    assert plan.task(ANALYSE)["start"] == at(3, 2)
    plan.press("Escape").settled()
    assert abs(plan.bar(ANALYSE)["left"] - bar["left"]) < 1
    assert plan.data()["revision"] == 0


def test_escape_lets_go_of_a_bar(plan):
    bar = plan.bar(MANUAL)
    plan.drag(bar["left"] + 30, bar["y"], 3 * bar["day"], drop=False)
    plan.press("Escape")
    plan.page.mouse.up()
    plan.settled()
    assert plan.data()["revision"] == 0
    assert abs(plan.bar(MANUAL)["left"] - bar["left"]) < 1


def test_a_summary_is_not_dragged(plan):
    bar = plan.bar(PREPARE)
    plan.drag(bar["left"] + 60, bar["y"], 3 * bar["day"]).settled()
    assert plan.data()["revision"] == 0


def test_a_bar_is_opened_in_the_drawer(plan):
    bar = plan.bar(MANUAL)
    plan.page.mouse.dblclick(bar["left"] + 30, bar["y"])
    drawer = plan.page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    expect(drawer).to_contain_text("Write manual")
    assert plan.page.url.endswith(f"/tasks/{MANUAL}")
    plan.press("Escape")
    expect(drawer).to_be_hidden()
    assert "/plan" in plan.page.url


def test_a_hovered_bar_says_why(plan):
    bar = plan.bar(BUILD)
    plan.page.mouse.move(bar["left"] + 30, bar["y"])
    tip = plan.element.locator(".popover.tip")
    expect(tip).to_contain_text("Mon 9 Mar")
    expect(tip).to_contain_text("because ‘Analyse’ finishes")
