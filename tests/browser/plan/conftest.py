"""For tests of the plan page: what happens behind it, and browsers of every kind in front of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import DESK, LANGUAGES, Site, _environment
from tests.browser.plan.page import PlanPage
from tests.browser.plan.stage import Stage, stage

EXPECTED = (
    "status of 401",
    "status of 409",
    "status of 422",
    "status of 503",
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
)
"""Answers that the element is there to handle; a browser complains about them all the same."""
ZONE = "America/St_Johns"
"""Of the browser: far from the server's, and not even a whole hour off. A plan has none, so nothing may differ."""


@pytest.fixture(scope="package")
def behind(site: Site) -> Iterator[Stage]:
    environment = _environment(site.data, UPTAKE_URL=site.address)
    with stage(environment, site.data, site.sessions, site.people) as found:
        yield found


Look = Callable[..., PlanPage]


@pytest.fixture
def look(chromium: Browser, site: Site, behind: Stage) -> Iterator[Look]:
    """Give the plan page of a project, for a role: `look(project, "guest", theme="dark", query="?by=owner")`.

    `open=False` leaves it to the test to open it. Whatever a page complains about fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        project: int,
        role: str = "manager",
        *,
        theme: str = "light",
        language: str = "en",
        size: tuple[int, int] = DESK,
        query: str = "",
        session: str = "",
        opens: bool = True,
        script: str = "",
        **how: Any,
    ) -> PlanPage:
        behind.join(project, role)
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            locale=LANGUAGES[language],
            timezone_id=ZONE,
            reduced_motion="reduce",
            **how,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        key = session or behind.sessions[role]
        context.add_cookies([{"name": "sessionid", "value": key, "url": site.address}])
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: _complain(page, said.type, said.text))
        page.on("pageerror", lambda error: _complain(page, "error", str(error)))
        page.on("response", lambda got: got.status >= 500 and complaints.append(f"{got.status} {got.url}"))
        found = PlanPage(page, project)
        return found.open(query) if opens else found

    def _complain(page: Any, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(one in text for one in EXPECTED):
            page.complaints.append(text)
            complaints.append(text)

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
