"""Every page that an address opens, in both themes and languages, wide and narrow: nothing to complain about."""

import pytest

from tests.browser.conftest import DESK, PHONE, check_chinese, check_page

LOOKS = [("light", "en", DESK), ("dark", "zh", PHONE)]
NAMES = ["desk light en", "phone dark zh"]
OUTSIDE = ["/projects/", "/projects/new", "/jobs/"]
INSIDE = [
    "", "plan", "plan/history", "drafts", "baselines", "resources", "resources/new", "resources/load", "resources/1",
    "calendars", "calendars/1", "team", "settings", "import", "export", "copy", "tasks/1", "tasks/4",
]  # fmt: skip


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=NAMES)
@pytest.mark.parametrize("path", [*OUTSIDE, *(f"/projects/{{project}}/{page}" for page in INSIDE)])
def test_a_page(signed_in, site, path, theme, language, size):
    page = signed_in("manager", theme=theme, language=language, size=size)
    answer = page.goto(path.format(project=site.project))
    assert answer is not None
    assert answer.status == 200
    page.wait_for_load_state("networkidle")
    check_page(page)
    if language == "zh":
        check_chinese(page)
