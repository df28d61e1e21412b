"""Lists and records of registers, as a person uses them: with mouse, keys, and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, check_page


@pytest.fixture
def listed(signed_in, site) -> Iterator[Page]:
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/registers/decision/?show=")
    yield page
    assert page.complaints == []


def cell(page: Page, number: int, field: str):
    return page.locator(f"tr[data-number='{number}'] [data-cell='{field}']")


def test_a_cell_is_edited_with_keys_and_with_the_mouse(listed: Page):
    cell(listed, 2, "title").locator("a").focus()
    listed.keyboard.press("ArrowRight")
    listed.keyboard.press("F2")
    area = listed.locator(".up-cell textarea")
    expect(area).to_be_focused()
    check_page(listed)
    area.fill("Nothing of it")
    listed.keyboard.press("Escape")
    expect(cell(listed, 2, "decision")).to_have_text("About labels")
    expect(cell(listed, 2, "decision")).to_be_focused()
    listed.keyboard.press("Enter")
    listed.locator(".up-cell textarea").fill("Thermal ones")
    listed.keyboard.press("Tab")
    expect(listed.locator(".up-cell input[type=date]")).to_be_focused()
    expect(cell(listed, 2, "decision")).to_have_text("Thermal ones")
    listed.locator(".up-cell input[type=date]").fill("2026-03-18")
    listed.keyboard.press("Enter")
    expect(cell(listed, 2, "decided_on")).to_contain_text("18 Mar")
    cell(listed, 2, "decided_by").dblclick()
    listed.locator(".up-cell select").select_option(label="Ma Na 1")
    listed.locator("h1").click()
    expect(cell(listed, 2, "decided_by")).to_have_text("Ma Na 1")
    listed.reload()
    expect(cell(listed, 2, "decided_by")).to_have_text("Ma Na 1")


def test_a_cell_that_somebody_else_changed_shows_both(listed: Page, signed_in, site):
    cell(listed, 3, "decision").dblclick()
    listed.locator(".up-cell textarea").fill("Mine")
    other = signed_in("consultant")
    other.goto(f"/projects/{site.project}/registers/decision/?show=")
    cell(other, 3, "decision").dblclick()
    other.locator(".up-cell textarea").fill("Theirs")
    other.keyboard.press("Enter")
    expect(cell(other, 3, "decision")).to_have_text("Theirs")
    listed.keyboard.press("Enter")
    expect(listed.locator(".up-cell [role=alert]")).to_contain_text("Theirs")
    expect(listed.locator(".up-cell textarea")).to_have_value("Mine")
    listed.keyboard.press("Enter")
    expect(cell(listed, 3, "decision")).to_have_text("Mine")
    listed.complaints[:] = [one for one in listed.complaints if "409" not in one]


def test_rows_are_selected_changed_removed_and_brought_back(listed: Page):
    boxes = listed.locator("input[name=n]")
    boxes.nth(3).check()
    boxes.nth(5).click(modifiers=["Shift"])
    expect(listed.locator("#bulk [data-count]")).to_have_text("3")
    listed.get_by_role("button", name="Set", exact=True).click()
    listed.locator("#bulk button[value='set:decided_on']").click()
    listed.locator("#drawer input[type=date]").fill("2026-04-01")
    listed.locator("#drawer").get_by_role("button", name="Set").click()
    expect(listed.locator("#toasts")).to_contain_text("3 records were changed.")
    for number in (4, 5, 6):
        expect(cell(listed, number, "decided_on")).to_contain_text("1 Apr")
    cell(listed, 4, "title").locator("a").focus()
    listed.keyboard.press("x")
    listed.keyboard.press("j")
    listed.keyboard.press("x")
    expect(listed.locator("#bulk [data-count]")).to_have_text("2")
    listed.locator("#bulk button[value=remove]").click()
    listed.locator("#drawer").get_by_role("button", name="Remove").click()
    expect(listed.locator("tr[data-number='4']")).to_have_count(0)
    listed.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(listed.locator("tr[data-number='4']")).to_have_count(1)
    expect(listed.locator("#toasts")).to_contain_text("2 records are back.")


def test_a_list_is_filtered_grouped_folded_and_kept(listed: Page, site):
    listed.get_by_role("button", name="Filter", exact=True).click()
    listed.locator("#filter-menu button", has_text="State").click()
    listed.get_by_label("Proposed").check()
    check_page(listed)
    listed.get_by_role("button", name="Apply").first.click()
    expect(listed.locator(".up-chip")).to_contain_text("Proposed")
    expect(listed.locator("tr[data-number='1']")).to_have_count(0)
    listed.get_by_role("button", name="Display").click()
    listed.get_by_label("Group by").select_option(label="State")
    row = listed.locator(".up-order li", has_text="Decided by")
    row.get_by_role("button", name="further left").click()
    listed.locator(".up-order").get_by_label("Tasks", exact=True).uncheck()
    listed.get_by_role("button", name="Apply").last.click()
    expect(listed.locator("[data-fold]")).to_have_count(1)
    heads = listed.locator("thead th").all_inner_texts()
    assert heads.index("Decided by") < heads.index("Decided on")
    assert "Tasks" not in heads
    listed.locator("[data-fold]").click()
    expect(listed.locator("tr[data-number='2']")).to_be_hidden()
    listed.reload()
    expect(listed.locator("tr[data-number='2']")).to_be_hidden()
    listed.locator("[data-fold]").click()
    listed.get_by_role("button", name="Views").click()
    listed.get_by_role("link", name="Save this view").click()
    listed.locator("#view-name").fill("Undecided")
    listed.locator("#drawer").get_by_role("button", name="Save").click()
    expect(listed.locator("#toasts")).to_contain_text("Undecided")
    listed.goto(f"/projects/{site.project}/registers/decision/?show=")
    listed.get_by_role("button", name="Views").click()
    listed.get_by_role("link", name="Undecided").click()
    expect(listed.locator(".up-chip")).to_contain_text("Proposed")
    listed.locator(".up-chip a").click()
    expect(listed.locator("tr[data-number='1']")).to_have_count(1)


def test_a_record_is_linked_commented_and_mentions_somebody(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/registers/decision/?show=")
    page.get_by_role("link", name="Stock", exact=True).click()
    drawer = page.locator("#drawer")
    look = drawer.get_by_role("combobox", name="Link with")
    look.press_sequentially("rep")
    expect(drawer.get_by_role("option", name="D-005")).to_be_visible()
    check_page(page)
    page.keyboard.press("Enter")
    look.press_sequentially("build")
    expect(drawer.get_by_role("option", name="T2")).to_be_visible()
    page.keyboard.press("Enter")
    expect(drawer.locator(".up-pick-chosen li")).to_have_count(2)
    drawer.get_by_role("button", name="Link", exact=True).click()
    expect(drawer.locator(".up-related")).to_have_count(2)
    expect(drawer.locator("[role=status]:focus")).to_contain_text("ed")
    area = drawer.get_by_label("Write a comment")
    area.press_sequentially("Have a look, @spon")
    expect(drawer.get_by_role("option", name="sponsor")).to_be_visible()
    page.keyboard.press("Enter")
    expect(area).to_have_value("Have a look, @sponsor ")
    drawer.get_by_role("button", name="Comment", exact=True).click()
    expect(drawer.locator(".up-entry strong", has_text="@sponsor")).to_be_visible()
    check_page(page)
    home = signed_in("sponsor")
    home.goto("/")
    home.get_by_role("link", name="Stock").click()
    expect(home.locator("#drawer .up-prose")).to_contain_text("Have a look")
    home.goto("/")
    expect(home.get_by_role("link", name="Stock")).to_have_count(0)


def test_a_phone_shows_what_counts(signed_in, site):
    page = signed_in("manager", size=PHONE, theme="dark")
    page.goto(f"/projects/{site.project}/registers/decision/?show=")
    expect(page.locator("tr[data-number='1'] [data-cell=decision]")).to_be_hidden()
    expect(page.locator("tr[data-number='1']")).to_contain_text("D-001")
    check_page(page)
    page.locator("input[name=n]").first.check()
    page.locator("#bulk button[value=remove]").click()
    expect(page.get_by_role("heading", name="1 record")).to_be_visible()
    check_page(page)
