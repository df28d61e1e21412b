"""The simulation as somebody works with it: asked for, read, and followed by the overview after an edit."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_page

PATIENCE = 240_000
"""Milliseconds: a worker that never simulated on this machine compiles first."""


def p80(page: Page) -> str:
    """Return the date that the overview shows."""
    return page.locator(".up-p80-date").inner_text()


def when_quiet(page: Page) -> None:
    """Wait until no run is under way: one follows each edit of the plan, also those of other tests."""
    expect(page.locator("[hx-get*='simulation/progress']")).to_have_count(0, timeout=PATIENCE)


def test_from_the_empty_page_to_a_go_live_that_moves_with_an_edit(signed_in, site):
    page = signed_in("manager")
    root = f"/projects/{site.project}"
    page.goto(f"{root}/simulation")
    when_quiet(page)
    page.goto(f"{root}/simulation/inputs")
    page.get_by_label("Seed").fill("7")
    page.get_by_role("button", name="Save and simulate").click()
    expect(page).to_have_url(re.compile("/simulation$"))
    when_quiet(page)
    expect(page.locator(".up-message")).to_contain_text("likely", timeout=PATIENCE)
    expect(page.locator("#chart-finish")).to_be_visible()
    check_page(page)
    page.get_by_label("How likely by").fill("2030-01-01")
    expect(page.locator(".up-sim-share")).to_have_text("100 %")

    page.goto(root)
    expect(page.locator(".up-p80")).to_contain_text("Go-live P80", timeout=PATIENCE)
    before = p80(page)
    other = page.context.new_page()
    other.goto(f"{root}/tasks/2")
    other.get_by_label("Duration", exact=True).fill("30d")
    other.get_by_role("button", name="Save").first.click()
    again = other.get_by_role("button", name="Apply")
    if again.count():
        again.first.click()
    other.wait_for_load_state("networkidle")
    expect(page.locator(".up-p80-date")).not_to_have_text(before, timeout=PATIENCE)
    check_page(page)


@pytest.mark.parametrize("role", ["consultant", "finance"])
def test_only_those_who_see_money_see_what_the_runs_cost(signed_in, site, role):
    page = signed_in(role)
    page.goto(f"/projects/{site.project}/simulation")
    when_quiet(page)
    run = page.get_by_role("button", name=re.compile("^Simulate"))
    run.first.click(timeout=PATIENCE)
    page.wait_for_load_state()
    when_quiet(page)
    expect(page.locator(".up-message")).to_contain_text("likely", timeout=PATIENCE)
    if role == "consultant":
        expect(page.locator("#chart-cost")).to_have_count(0)
