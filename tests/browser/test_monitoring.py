"""Earned value as somebody works with it: figures that open, the rule of a task, a correction and its effect."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, check_page


def test_a_figure_opens_to_its_formula_and_the_table_changes_its_cut(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/monitoring/earned-value")
    figure = page.locator("details.up-figure", has_text="Schedule performance (SPI)").first
    expect(figure.get_by_text("EV ÷ PV")).to_be_hidden()
    figure.locator("summary").click()
    expect(figure.get_by_text("EV ÷ PV")).to_be_visible()
    page.get_by_role("link", name="By resource").click()
    expect(page.get_by_role("columnheader", name="Resource")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Li Wei")).to_be_visible()
    check_page(page)


def test_a_rule_shows_only_what_it_asks_for(signed_in, site):
    page = signed_in("manager", size=PHONE)
    page.goto(f"/projects/{site.project}/monitoring/tasks/5")
    rule, units = page.get_by_label("Earning rule"), page.get_by_label("Units in all")
    expect(units).to_be_hidden()
    rule.select_option("units")
    expect(units).to_be_visible()
    expect(page.get_by_role("heading", name="Weighted milestones")).to_be_hidden()
    check_page(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Say how many there are in all.").first).to_be_visible()
    units.fill("40")
    page.get_by_label("Units done").fill("10")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/monitoring/earned-value"))


def test_a_correction_is_tried_and_its_effect_stands_on_the_deviation(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/registers/deviation/1")
    page.get_by_role("link", name="Work out what a correction brings").click()
    drawer = page.locator(".up-drawer")
    row = drawer.locator("up-rows")
    row.get_by_label(re.compile("As in the plan")).first.fill("2d")
    drawer.get_by_role("button", name="Work the effect out").click()
    expect(drawer).to_be_hidden()
    expect(page.get_by_text(re.compile(r"\d days? earlier")).first).to_be_visible()
    check_page(page)
