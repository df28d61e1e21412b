"""A real server, a real browser. `site` is filled by seed.py; `signed_in` gives a page; the checks are below."""

import dataclasses
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override
from playwright.sync_api import Browser, Page, sync_playwright

from tools import messages
from uptake.platform.middleware import POLICY

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
DESK, PHONE = (1440, 900), (390, 844)
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
WAIT = 60.0


@pytest.fixture(autouse=True, scope="session")
def _what_is_needed() -> None:
    if not CHROMIUM or not AXE.exists():
        why = "needs chromium, and the front end's packages (make setup)"
        # Where these tests decide something, a browser that is missing is a failure.
        pytest.fail(why) if os.environ.get("UPTAKE_BROWSER") == "required" else pytest.skip(why)


@dataclasses.dataclass(frozen=True)
class Site:
    """A running installation.

    Attributes
    ----------
    sessions : dict of str to str
        Role (admin, manager … guest) to the key of a session; "stranger" is in no project, "chooser" neither,
        and is the one whose language, theme and keys tests may change.
    project, large : int
        Projects: five tasks, two thousand tasks.
    """

    address: str
    data: Path
    sessions: dict[str, str]
    people: dict[str, int]
    organisation: int
    project: int
    large: int
    questionnaire: str


def _environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UPTAKE_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    own = {
        "UPTAKE_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "uptake.platform.settings",
        "LANG": "C.UTF-8",
        "NUMBA_CACHE_DIR": str(ROOT / ".pytest_cache" / "numba"),
    }
    return kept | own | {"PYTHONPATH": str(ROOT)} | more


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _run(folder: Path, *arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, env=_environment(folder), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _wait_for(address: str, process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/ready", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., tuple[str, Path]]]:
    """Start installations, each with data of its own; `fill` runs before the server does."""
    started: list[subprocess.Popen[str]] = []

    def start(fill: Callable[[Path], Any] = lambda _: None) -> tuple[str, Path]:
        folder = tmp_path_factory.mktemp("site")
        _run(folder, "-m", "django", "migrate", "--verbosity", "0")
        fill(folder)
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "uptake", "serve", "--port", str(port)],
                env=_environment(folder, UPTAKE_URL=address), stdout=log, stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip
        started.append(process)
        _wait_for(address, process)
        return address, folder

    yield start
    for process in started:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def site(serve: Callable[..., tuple[str, Path]]) -> Site:
    told: dict[str, Any] = {}
    address, folder = serve(
        lambda folder: told.update(json.loads(_run(folder, "-m", "tests.browser.seed").splitlines()[-1]))
    )
    return Site(address=address, data=folder, **told)


# Of this folder only: as long as it is open, an event loop runs, in which Django asks no database.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Open]:
    """Give a page of a fresh browser; what it complains about is kept on it as `complaints`."""
    contexts = []

    def opened(
        address: str,
        *,
        theme: str = "light",
        language: str = "en",
        size: tuple[int, int] = DESK,
        session: str = "",
    ) -> Page:
        context = chromium.new_context(
            base_url=address, viewport={"width": size[0], "height": size[1]}, color_scheme=theme,
            locale=LANGUAGES[language], reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(10_000)
        contexts.append(context)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.complaints = []
        page.on(
            "console",
            lambda said: page.complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(visit: Open, site: Site) -> Open:
    """Give a page in which somebody is signed in: `signed_in("manager", theme="dark", language="zh", size=PHONE)`."""

    def opened(role: str = "manager", **how: Any) -> Page:
        return visit(site.address, session=site.sessions[role], **how)

    return opened


DOCUMENT = (
    '{% extends "ui/document.html" %}{% load ui %}{% block title %}Try{% endblock %}'
    '{% block body %}<main class="up-page"><h1 class="up-title">Try</h1>BODY</main>{% endblock %}'
)


@pytest.fixture
def page_of(visit, site):
    """Give a page with this body; what is asked of /try/… is answered by `answers`, and kept in `asked`."""

    def opened(body, values, *, answers=None, language="en", session="", **how):
        page = visit(site.address, language=language, session=session, **how)
        page.asked = []
        code = {"en": "en", "zh": "zh-hans"}[language]
        with override(code):
            context = {"user": SimpleNamespace(theme=""), "csrf_token": "t0ken", "LANGUAGE_CODE": code}
            text = Template(DOCUMENT.replace("BODY", body)).render(Context(context | values))

        def answer(route):
            path = urllib.parse.urlsplit(route.request.url).path
            page.asked.append(route.request)
            if answers and path in answers:
                route.fulfill(**answers[path].pop(0) if len(answers[path]) > 1 else answers[path][0])
            else:
                headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
                route.fulfill(body=text, headers=headers)

        page.route(re.compile(r"/try(/|$)"), answer)
        page.goto("/try")
        return page

    return opened


def check_axe(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Hold a page against WCAG 2.2 AA."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate(
        "async options => (await axe.run(document, options)).violations.map(one =>"
        " [one.id, one.help, ...one.nodes.slice(0, 4).map(at => `${at.html.slice(0, 200)} ${at.failureSummary}`)])",
        {"runOnly": tags, "rules": {rule: {"enabled": False} for rule in without}},
    )
    assert found == [], json.dumps(found, ensure_ascii=False, indent=1)


def check_page(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Hold a page against what holds for all: axe, nothing refused or broken, no scrolling sideways."""
    check_axe(page, without=without)
    assert page.complaints == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} px wider than the window"


# What the sample plan calls its own things, in English whoever reads it.
NAMES_IN_SEED = {"Standard", "Go-live", "Test", "Analyse", "Developer", "Site", "Before", "After", "By day"}
ENGLISH = re.compile(r"[A-Za-z]{3}")


def _english_texts() -> set[str]:
    """Return texts that stand in a Chinese page only when their translation was forgotten."""
    texts: set[str] = set()
    for part in messages.parts().values():
        for message in messages.messages(part):
            for one in [message.id] if isinstance(message.id, str) else message.id:
                if ENGLISH.search(one) and "%" not in one and one not in str(message.string):
                    texts.add(one.strip())
    return texts


def check_chinese(page: Page) -> None:
    """Find lines of a Chinese page that are an English text of the catalogue."""
    lines = {line.strip() for line in page.evaluate("document.body.innerText").split("\n")}
    labels = page.evaluate(
        "[...document.querySelectorAll('[aria-label],[title],[placeholder]')]"
        ".flatMap(one => [one.ariaLabel, one.title, one.placeholder]).filter(Boolean)"
    )
    assert sorted(((lines | set(labels)) & _english_texts()) - NAMES_IN_SEED) == []


__all__ = ["DESK", "PHONE", "Site", "check_axe", "check_chinese", "check_page"]
