"""A change request as somebody works with it: written, edited on the plan, submitted, decided."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, check_page


def test_from_a_wish_to_the_plan(signed_in, site):
    page = signed_in("manager")
    root = f"/projects/{site.project}"
    page.goto(f"{root}/registers/change/new")
    page.get_by_label("Change", exact=True).fill("Longer manual")
    page.get_by_label("Reason").fill("More chapters")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Longer manual")).to_be_visible()
    record = page.url.split("?")[0]
    page.get_by_role("link", name="Edit in this change").click()
    expect(page.locator("#draft-bar")).to_contain_text("Longer manual")
    page.get_by_role("link", name="Back to CR-").click()
    expect(page.get_by_role("heading", name="Longer manual")).to_be_visible()
    page.get_by_role("link", name="Submit").click()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".up-drawer[open], .up-drawer.is-open")).to_have_count(0)
    expect(page.get_by_text("Being decided").first).to_be_visible()
    page.get_by_role("button", name="I do not agree").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why not")
    page.get_by_label("Your remark").fill("Fine after all")
    page.get_by_role("button", name="I agree").click()
    page.wait_for_url(record)
    expect(page.get_by_text("Approved and applied").first).to_be_visible()


def test_a_figure_opens_and_tells_what_it_is_made_of(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/registers/change/1")
    page.locator(".up-figure", has_text="Tasks that move").locator("summary").click()
    table = page.get_by_role("region", name="Tasks that move")
    expect(table).to_contain_text("Build interfaces")
    check_page(page)


def test_who_is_asked_finds_it_on_the_home_page_of_a_phone(signed_in, site):
    page = signed_in("manager", size=PHONE, theme="dark")
    page.goto("/")
    page.get_by_role("region", name="Waiting for your approval").get_by_role("link", name="Change 1").click()
    expect(page.get_by_role("button", name="I agree")).to_be_visible()
    check_page(page)
