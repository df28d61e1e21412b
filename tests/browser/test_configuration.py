"""Making a register in the browser, by somebody who has never heard of JSON."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, ROOT, check_chinese, check_page

ARTEFACTS = ROOT / "artefacts"


def picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"configuration-{name}.png")


def add_field(page: Page, kind: str, name: str) -> None:
    page.get_by_role("link", name="Add field").first.click()
    page.locator("#drawer").get_by_role("link", name=kind).click()
    page.locator("#drawer").get_by_label("Name", exact=True).fill(name)


def save(page: Page) -> None:
    page.locator("#drawer").get_by_role("button", name="Save").click()
    expect(page.locator("#drawer")).not_to_be_visible()


@pytest.fixture
def base(site) -> str:
    return f"/projects/{site.large}/configuration/"


def test_a_register_is_made_changed_and_published(signed_in, site, base):
    page = signed_in("manager", theme="light", language="en", size=DESK)
    page.goto(f"{base}registers")
    page.get_by_role("link", name="New register").first.click()
    drawer = page.locator("#drawer")
    drawer.get_by_label("Name of the register").fill("Site readiness")
    picture(page, "new-register")
    drawer.get_by_role("button", name="Make the register").click()
    page.wait_for_url("**/registers/site_readiness")
    add_field(page, "Number With a unit", "Rooms")
    save(page)
    add_field(page, "Choice One of a list", "Level")
    rows = drawer.locator("up-rows")
    rows.get_by_role("button", name="Add row").click()
    rows.locator("input").first.fill("Low")
    picture(page, "choice")
    save(page)
    add_formula(page)
    names = page.locator(".up-ordered tbody th a")
    expect(names).to_have_text(["Rooms", "Level", "Double"])
    names.nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(names).to_have_text(["Rooms", "Double", "Level"])
    expect(names.nth(1)).to_be_focused()  # the page under it is new by then
    page.locator(".up-ordered tr[data-key=level]").drag_to(page.locator(".up-ordered tr[data-key=rooms]"))
    expect(names).to_have_text(["Level", "Rooms", "Double"])
    check_page(page)
    picture(page, "register")
    look_and_publish(page)
    page.goto(f"/projects/{site.large}/registers/site_readiness/")
    expect(page.get_by_role("heading", name="Site readiness", exact=True)).to_be_visible()


def add_formula(page: Page) -> None:
    add_field(page, "Formula Computed", "Double")
    page.locator("#drawer").get_by_label("Formula", exact=True).fill("[Rooms] *")
    expect(page.locator("#drawer").locator("#formula-said")).not_to_be_empty()
    picture(page, "formula-wrong")
    page.locator("#drawer").get_by_label("Formula", exact=True).fill("[Rooms] * 2")
    expect(page.locator("#drawer").locator("#formula-said")).to_contain_text("This gives a number.")
    save(page)


def look_and_publish(page: Page) -> None:
    page.get_by_role("link", name="Preview").click()
    expect(page.locator("#drawer").get_by_role("heading", name="The form")).to_be_visible()
    picture(page, "preview")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Publish…").click()
    check_page(page)
    picture(page, "publish")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("link", name="Version 1", exact=True)).to_be_visible()
    picture(page, "versions")


def test_a_module_is_switched_off_in_the_draft(signed_in, base):
    page = signed_in("manager", theme="light", language="en", size=DESK)
    page.goto(base)
    page.get_by_role("button", name="Switch off Risks").click()
    expect(page.locator(".up-publish-bar")).to_contain_text("not published")
    check_page(page)
    picture(page, "modules")
    page.once("dialog", lambda one: one.accept())
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".up-publish-bar")).to_have_count(0)


@pytest.mark.parametrize(("theme", "language", "size"), [("light", "en", DESK), ("dark", "zh", PHONE)])
def test_pages(signed_in, site, base, theme, language, size):
    page = signed_in("manager", theme=theme, language=language, size=size)
    for path in ("", "fields/risk", "fields/task/new", "fields/risk/new?kind=choice", "fields/risk/new?kind=formula",
                 "registers", "registers/new", "flows", "flows/new", "flows/new?register=risk", "scales",
                 "scales/impact", "versions", "changes", "import", "preview/risk"):  # fmt: skip
        page.goto(base + path)
        page.wait_for_load_state("networkidle")
        picture(page, f"{language}-{path.replace('/', '-').replace('?', '-').replace('=', '-') or 'start'}")
        check_page(page)
        if language == "zh":
            check_chinese(page)
