"""From the click to what the page shows: levelling and simulation, through a real server with its workers.

    python -m bench.runs [--tasks 300] [--repeats 5] [--json]

Starts `uptake serve` on a folder of its own, makes a project of so many tasks with people (packs/generate.py), waits
until the workers have warmed up, and then does what a browser does: posts the form and polls. Seconds of wall time,
so measure at rest.
"""

import argparse
import http.cookiejar
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

WAIT = 300.0
POLL = 0.05
SEED = """
import json, django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from uptake.accounts.models import Person
from uptake.packs.generate import generate
from uptake.projects.services import create_project
from uptake.schedule.services import start_plan
who = Person.objects.create_superuser("bench@example.com", None, name="Bench")
project = create_project(who, name="Bench")
plan = generate({tasks}, seed=1)
start_plan(project, plan)
session = SessionStore()
session[SESSION_KEY] = str(who.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = who.get_session_auth_hash()
session.create()
print(json.dumps({{"project": project.pk, "session": session.session_key, "people": len(plan.resources)}}))
"""


class Browser:
    """Asks as a browser does: with the session and the token of its cookies, following redirects."""

    def __init__(self, address: str, session: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.opener.addheaders = [("Cookie", f"sessionid={session}")]
        self.session = session

    def get(self, path: str) -> str:
        return self._ask(urllib.request.Request(self.address + path))  # noqa: S310 - ours

    def post(self, path: str, page: str, **fields: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the page has no form"
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return self._ask(urllib.request.Request(self.address + path, data))  # noqa: S310 - ours

    def _ask(self, request: urllib.request.Request) -> str:
        request.add_header("Referer", self.address)
        cookies = [f"sessionid={self.session}", *(f"{one.name}={one.value}" for one in self.jar)]
        self.opener.addheaders = [("Cookie", "; ".join(cookies))]
        with self.opener.open(request, timeout=60) as answer:
            return str(answer.read().decode())


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def clicked(
    browser: Browser, look: str, post: str, shown: str, runs: str, **fields: str
) -> tuple[float, float]:
    """Post a form and poll: seconds until the page has `shown`, and until it no longer says that it `runs`."""
    page = browser.get(look)
    began = time.perf_counter()
    page = browser.post(post, page, **fields)
    first = 0.0
    while (gone := time.perf_counter() - began) < WAIT:
        if not first and re.search(shown, page):
            first = gone
        if runs not in page:
            return first or gone, gone
        time.sleep(POLL)
        page = browser.get(look)
    raise TimeoutError(look)


def measure(tasks: int, repeats: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="uptake-bench-") as folder:
        port = free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("UPTAKE_")}
        environment = kept | {
            "UPTAKE_DATA": folder,
            "UPTAKE_URL": f"http://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "uptake.platform.settings",
        }
        with (Path(folder) / "serve.log").open("w") as log:
            command = [sys.executable, "-m", "uptake", "serve", "--port", str(port)]
            server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/ready")
            seed = SEED.format(tasks=tasks)
            said = subprocess.run(
                [sys.executable, "-c", seed], env=environment, check=True, capture_output=True, text=True
            ).stdout
            told = json.loads(said.splitlines()[-1])
            _wait_for_warm(Path(folder))
            return _measured(Browser(environment["UPTAKE_URL"], told["session"]), told, tasks, repeats)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def _measured(browser: Browser, told: dict[str, Any], tasks: int, repeats: int) -> dict[str, Any]:
    root = f"/projects/{told['project']}/"
    level, simulation = f"{root}plan/level", f"{root}simulation"
    levelled, simulated = [], []
    for _ in range(repeats):
        levelled.append(
            clicked(
                browser, level, level, "<strong>.*%|up-facts", 'id="level-run"', seconds="2", generic="on"
            )
        )
        simulated.append(clicked(browser, simulation, f"{simulation}/run", "$^", 'id="simulating"'))
        browser.post(f"{root}plan/level/{_run(browser.get(level))}/discard", browser.get(level))
    first = [one for one, _end in levelled]
    return {
        "tasks": tasks,
        "people": told["people"],
        "level_first_s": round(statistics.median(first), 3),
        "level_first_worst_s": round(max(first), 3),
        "level_done_s": round(statistics.median(end for _one, end in levelled), 3),
        "simulation_s": round(statistics.median(end for _one, end in simulated), 3),
        "simulation_worst_s": round(max(end for _one, end in simulated), 3),
    }


def _run(page: str) -> str:
    """Return the number of the run that a page shows."""
    found = re.search(r"/plan/level/([0-9]+)/discard", page)
    assert found, page
    return found[1]


def _wait(address: str) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - ours
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def _wait_for_warm(folder: Path) -> None:
    """Wait until the workers say that they are prepared."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if (folder / "serve.log").read_text().count("warm after") >= 2:
            return
        time.sleep(0.5)
    raise TimeoutError("the workers did not warm up")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tasks", type=int, default=300)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    found = measure(given.tasks, given.repeats)
    if given.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:22} {value}")


if __name__ == "__main__":
    main()
