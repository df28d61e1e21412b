"""Shell, home, settings, sign-in, first run, errors: as a person meets them."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, check_chinese, check_page

LOOKS = [("light", "en", DESK), ("dark", "zh", DESK), ("light", "zh", PHONE), ("dark", "en", PHONE)]
NAMES = ["desk light en", "desk dark zh", "phone light zh", "phone dark en"]
MINE = [
    "/",
    "/settings/",
    "/settings/people",
    "/settings/people/new",
    "/settings/organisations",
    "/accounts/password/change/",
]
PUBLIC = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/signup/",
]


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=NAMES)
def test_pages_of_mine(signed_in, theme, language, size):
    page = signed_in("admin", theme=theme, language=language, size=size)
    for path in MINE:
        page.goto(path)
        check_page(page)
        if language == "zh":
            check_chinese(page)


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=NAMES)
def test_pages_of_visitors(visit, site, theme, language, size):
    page = visit(site.address, theme=theme, language=language, size=size)
    for path in PUBLIC:
        page.goto(path)
        check_page(page)
        if language == "zh":
            check_chinese(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_error_is_a_page_too(signed_in, theme):
    page = signed_in("stranger", theme=theme)
    page.goto("/projects/999999/plan")
    page.complaints = [one for one in page.complaints if "404" not in one]
    check_page(page)
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")


def _printed(log: Path, what: str) -> str:
    """The address that the server prints; it prints it after it answers, so it may have to be waited for."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = [word for word in log.read_text().split() if what in word]
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"the server printed no {what}: {log.read_text()}")


def test_the_first_person_makes_themselves_the_administrator(serve, visit):
    address, folder = serve()
    page = visit(address)
    page.goto("/")
    assert page.url.endswith("/welcome")
    check_page(page)
    page.goto(_printed(folder / "log", "/welcome?code="))
    page.get_by_label("Your name").fill("Mei Lin")
    page.get_by_label("E-mail").fill("mei@example.com")
    page.get_by_label("Password").fill("a good long sentence")
    page.get_by_label("Your organisation").fill("Brightwater")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="No projects yet")).to_be_visible()
    check_page(page)


def test_signing_in_and_out(visit, site):
    page = visit(site.address)
    page.goto("/settings/")
    page.get_by_label("E-mail").fill("ADMIN@example.com")
    page.get_by_label("Password").fill("wrong wrong wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    page.get_by_label("Password").fill("a good long sentence")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    page.locator(".up-me").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_drawer(signed_in, theme):
    page = signed_in("admin", theme=theme)
    page.goto("/settings/organisations")
    row = page.get_by_role("link", name="Brightwater")
    row.click()
    drawer = page.locator("#drawer")
    expect(drawer.get_by_label("Name")).to_be_focused()
    assert "/settings/organisations/" in page.url
    check_page(page)
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_visible()
    assert page.url.endswith("/settings/organisations")
    expect(row).to_be_focused()
    page.go_forward()
    expect(drawer.get_by_label("Name")).to_have_value("Brightwater")
    page.go_back()
    expect(drawer).not_to_be_visible()


def test_a_form_in_the_drawer_changes_the_list_under_it(signed_in, site):
    page = signed_in("admin")
    page.goto("/settings/organisations")
    page.get_by_role("link", name="Add organisation").first.click()
    drawer = page.locator("#drawer")
    drawer.get_by_label("Name").fill("Brightwater")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer.locator("[data-errors]")).to_be_focused()
    expect(drawer.get_by_label("Name")).to_have_value("Brightwater")
    drawer.get_by_label("Name").fill("Third Party Ltd")
    drawer.get_by_label("Kind").select_option("third_party")
    drawer.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Third Party Ltd")).to_be_visible()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert page.url.endswith("/settings/organisations")


def test_what_was_typed_is_not_lost_by_a_slip(signed_in):
    page = signed_in("admin")
    page.goto("/settings/organisations")
    page.get_by_role("link", name="Brightwater").click()
    field = page.locator("#drawer").get_by_label("Name")
    field.press("End")
    field.press_sequentially("!")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.keyboard.press("Escape")
    expect(field).to_have_value("Brightwater!")
    page.once("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).not_to_be_visible()


def test_a_session_that_ended_keeps_the_form(signed_in):
    page = signed_in("admin")
    page.goto("/settings/organisations")
    page.get_by_role("link", name="Brightwater").click()
    field = page.locator("#drawer").get_by_label("Name")
    field.fill("Brightwater again")
    page.context.clear_cookies(name="sessionid")
    page.locator("#drawer").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    expect(field).to_have_value("Brightwater again")


def test_the_palette_finds_and_goes(signed_in, site):
    page = signed_in("manager")
    page.goto("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("interfaces")
    expect(page.get_by_role("option", name="Build interfaces")).to_be_visible()
    check_page(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/2")


def test_keys_and_how_they_are_switched_off(signed_in):
    page = signed_in("chooser")
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard")).to_be_visible()
    check_page(page)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/settings/")
    page.get_by_label("Single-letter shortcuts").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_timeout(300)
    assert page.url.endswith("/settings/")


def test_theme_language_and_narrow_navigation_stay(signed_in):
    page = signed_in("chooser")
    page.goto("/")
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="Narrow").click()
    page.wait_for_timeout(200)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-nav", "narrow")
    check_page(page)
    page.get_by_role("button", name="Language").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("首页")


def test_a_phone_has_the_rest_under_more(signed_in, site):
    page = signed_in("manager", size=PHONE)
    page.goto(f"/projects/{site.project}/")
    page.get_by_role("button", name="More").click()
    check_page(page)
    page.locator("#more").get_by_role("link", name="Team").click()
    page.wait_for_url("**/team")


def test_everything_works_by_keyboard_from_the_start(signed_in):
    page = signed_in("manager")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
