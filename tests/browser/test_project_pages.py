"""Pages inside a project, and the drawer of a task, as a person meets them."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, check_axe, check_chinese, check_page

PAGES = [
    "",
    "tasks/2",
    "resources",
    "resources/load",
    "resources/new",
    "resources/1",
    "calendars",
    "calendars/2",
    "baselines",
    "drafts",
    "drafts/compare",
    "plan/history",
    "plan/history/0/restore",
    "team",
    "settings",
]
LOOKS = [("light", "en", DESK), ("dark", "zh", PHONE)]


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=["desk light en", "phone dark zh"])
def test_pages_inside_a_project(signed_in, site, theme, language, size):
    page = signed_in("manager", theme=theme, language=language, size=size)
    for path in PAGES:
        page.goto(f"/projects/{site.project}/{path}")
        check_page(page)
        if language == "zh":
            check_chinese(page)


def test_with_two_thousand_tasks(signed_in, site):
    page = signed_in("manager", theme="dark")
    for path in ("", "resources", "resources/load", "tasks/9", "settings"):
        page.goto(f"/projects/{site.large}/{path}")
        check_page(page)


def test_a_task_is_changed_in_the_drawer_after_its_effect_was_shown(signed_in, site):
    page = signed_in("manager")
    page.goto(f"/projects/{site.project}/")
    page.get_by_role("link", name="Build interfaces").first.click()
    drawer = page.locator("#drawer")
    drawer.get_by_label("Duration").fill("12d")
    drawer.get_by_role("button", name="Save").first.click()
    expect(drawer.get_by_role("alert")).to_contain_text("Nothing is saved yet")
    check_axe(page)
    drawer.get_by_role("button", name="Apply").click()
    expect(drawer.get_by_role("status")).to_contain_text("go-live")
    drawer.get_by_label("Write a comment").fill("**Done**")
    drawer.get_by_role("button", name="Comment").click()
    expect(drawer.locator(".up-prose strong")).to_have_text("Done")
    drawer.locator("input[type=file]").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}
    )
    drawer.get_by_role("button", name="Attach").click()
    expect(drawer.get_by_role("link", name="a.txt")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert page.complaints == []


def test_two_people_who_change_one_name_see_both(signed_in, site):
    mine, theirs = signed_in("manager"), signed_in("consultant")
    for page in (mine, theirs):
        page.goto(f"/projects/{site.project}/tasks/3")
    theirs.get_by_label("Name").fill("Their test")
    theirs.get_by_role("button", name="Save").first.click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Their test")
    mine.get_by_label("Name").fill("My test")
    mine.get_by_role("button", name="Save").first.click()
    expect(mine.get_by_role("alert")).to_contain_text("Their test")
    expect(mine.get_by_label("Name")).to_have_value("My test")
    mine.get_by_role("button", name="Save").first.click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("My test")
