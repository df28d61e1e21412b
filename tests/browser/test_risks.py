"""Risks as somebody works with them: from the matrix to the list, from a risk to an issue, from that to a task."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, check_page


def test_a_cell_of_the_matrix_leads_to_its_risks(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/risks/matrix")
    cell = page.locator(".up-matrix a", has_text="R-001")
    expect(cell).to_contain_text("1")
    cell.click()
    expect(page.get_by_role("link", name="Data are not clean in time")).to_be_visible()
    page.goto(f"/projects/{site.project}/risks/matrix")
    page.get_by_role("link", name="After the response", exact=True).click()
    expect(page.locator("td.up-cell-medium a", has_text="R-001")).to_be_visible()
    check_page(page)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_trend_is_drawn_and_told_as_a_table(signed_in, site, size):
    page = signed_in("manager", size=size)
    page.goto(f"/projects/{site.project}/risks/trend")
    charts = page.get_by_role("img", name="open risk")
    expect(charts.first).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()
    check_page(page)


def test_a_risk_that_occurs_becomes_an_issue_and_its_remedy_a_task(signed_in, site):
    page = signed_in("manager")
    root = f"/projects/{site.project}"
    page.goto(f"{root}/registers/risk/new")
    page.get_by_label("Risk", exact=True).fill("A disk breaks")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{root}/registers/risk/?q=disk")
    page.get_by_role("link", name="A disk breaks").click()
    page.get_by_role("button", name="It has occurred: make an issue of it").click()
    expect(page).to_have_url(re.compile("/registers/issue/"))
    page.get_by_role("link", name="Make the corrective action a task").click()
    drawer = page.locator(".up-drawer")
    drawer.get_by_label("Duration").fill("never")
    drawer.get_by_role("button", name="Put it into the plan").click()
    expect(drawer.locator(".is-invalid")).to_have_value("never")
    drawer.get_by_label("Duration").fill("2d")
    drawer.get_by_role("button", name="Put it into the plan").click()
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("link", name=re.compile(r"^T\d+")).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.goto(f"{root}/plan/table")
    expect(page.get_by_text("A disk breaks").first).to_be_visible()
