"""The plan review as somebody works with it: waive and take that back, look at what mending does, compare drafts."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import check_page


def test_a_finding_is_waived_for_a_reason_and_counts_again(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/review?rule=dcma-01-logic")
    row = page.get_by_role("row", name="Write manual")
    row.get_by_role("link", name="Waive").click()
    drawer = page.locator(".up-drawer")
    drawer.get_by_label("Why it does not count").fill("It goes to the archive")
    drawer.get_by_role("button", name="Waive").click()
    expect(page.locator(".up-toast", has_text="It does not count any more")).to_be_visible()
    expect(row).to_have_count(0)
    page.get_by_role("link", name="Waivers").click()
    waived = page.get_by_role("row", name="It goes to the archive")
    expect(waived).to_contain_text("Holds")
    waived.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("row", name="It goes to the archive")).to_contain_text("Withdrawn")
    check_page(page)


def test_what_mending_does_is_shown_before_it_is_done(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/review?rule=dcma-01-logic")
    row = page.get_by_role("row", name="Write manual")
    row.get_by_role("link", name="Link to the go-live").click()
    drawer = page.locator(".up-drawer")
    expect(drawer).to_contain_text("Nothing is changed yet")
    expect(drawer).to_contain_text("Tasks that move")
    drawer.get_by_role("link", name="Leave as it is").click()
    expect(drawer).to_be_hidden()
    row.get_by_role("link", name="Link to the go-live").click()
    drawer.get_by_role("button", name="Change the plan").click()
    expect(row).to_contain_text("it has no predecessor")
    expect(row.get_by_role("link", name="Link to the go-live")).to_have_count(0)
    page.goto(f"/projects/{site.project}/plan/history")
    expect(page.get_by_role("row", name=re.compile("plan review found")).first).to_be_visible()


def test_filters_apply_at_once_and_are_in_the_address(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/review")
    page.get_by_label("Severity").select_option("warning")
    expect(page).to_have_url(re.compile("severity=warning"))
    expect(page.locator(".up-review-rule .up-tone-bad")).to_have_count(0)
    page.get_by_role("link", name="Show all").click()
    expect(page).to_have_url(re.compile(r"/review$"))


def test_drafts_stand_beside_the_plan_and_are_chosen(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/drafts")
    page.get_by_role("textbox", name=re.compile("Name", re.IGNORECASE)).fill("What if faster")
    page.get_by_role("button", name="Begin a draft").click()
    page.goto(f"/projects/{site.project}/review/drafts")
    table = page.get_by_role("table")
    expect(table.get_by_role("row", name="What if faster")).to_be_visible()
    page.get_by_role("checkbox", name="What if faster").uncheck()
    expect(table.get_by_role("row", name="What if faster")).to_have_count(0)
    expect(table.get_by_role("row", name="The plan")).to_be_visible()
    check_page(page)
