"""One walk: somebody is overloaded; level, watch, look at what moves, apply; in both looks."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Site, check_chinese, check_page
from tests.browser.plan.stage import Stage

DRAWN = """
Analyse | 5d | Li Wei
Test | 10d | 1 | Li Wei
Handbook | 5d | Li Wei
Go-live | 0d | 2,3
"""


def revision(page: Any, project: int) -> int:
    return int(page.request.get(f"/projects/{project}/plan/head").json()["revision"])


LOOKS = [("light", "en", DESK), ("dark", "zh", PHONE)]


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=["desk light en", "phone dark zh"])
def test_from_overload_to_a_levelled_plan(
    behind: Stage, signed_in: Any, site: Site, theme: str, language: str, size: Any
) -> None:
    project = behind.draw(DRAWN, go_live=4)
    behind.join(project, "manager")
    page = signed_in("manager", theme=theme, language=language, size=size)
    page.goto(f"/projects/{project}/plan/level")
    check_page(page)
    page.locator("select[name=seconds]").select_option("2")
    page.locator("main form.up-form button.btn-primary").click()
    facts = page.locator("main dl.up-facts")
    expect(facts).to_be_visible(timeout=90_000)
    assert revision(page, project) == 0
    page.wait_for_load_state("networkidle")
    check_page(page)
    if language == "zh":
        check_chinese(page)
    page.screenshot(path=f"artefacts/levelling-{language}.png", full_page=True)
    page.locator("form[action$='/apply'] button").click()
    page.wait_for_url(f"**/projects/{project}/plan")
    assert revision(page, project) == 1
    page.goto(f"/projects/{project}/plan/level")
    expect(page.locator("form[action$='/apply']")).to_have_count(0)
    page.locator("details.up-more summary").click()
    page.locator("main form.up-form button.btn-primary").click()
    expect(page.locator("main dl.up-facts")).to_be_visible(timeout=90_000)
    expect(page.locator("form[action$='/apply']")).to_have_count(0)
