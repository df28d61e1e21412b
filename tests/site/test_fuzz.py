"""Whatever is sent to whatever address by whomever: an answer, never a crash, and always our headers."""

import json
import os
import random
import traceback
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.schedule.world import World
from tests.site.test_routes import ALL, LINK, WHO, browser, erp, samples
from uptake.projects.models import Role
from uptake.site.routes import ROUTES

__all__ = ["erp", "samples"]  # fixtures
pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS")
NUMBERS = (0, 1, 2, 3, 4, 5, 7, 2**31 - 1, 2**31, 2**63, 10**30)
TEXTS = (
    "", " ", "1", "0", "-1", "999999999", "9" * 40, "1e9", "NaN", "Ⅷ", "٣", "\0", "a\0b", "\ud83d\ude00".encode(
    "utf-16", "surrogatepass").decode("utf-16"), "\r\nX-Evil: 1", "//evil.example", "javascript:alert(1)",
    "<script>alert(1)</script>", "=1+1", "../../etc/passwd", "x" * 20_000, "2026-03-03", "2026-13-45", "23:59",
    "a@b.example", "manager", "guest", "csv", "update", "en", "zh-hans", "dark", "CN", "08:00-12:00", "office",
    "base-1", "copy-99", "5d", "1FS+2d", "SNET", "on", "replace", "planned", "people", "name", "-late", "deleted",
)  # fmt: skip
FIELDS = (
    "name", "email", "role", "title", "text", "next", "language", "theme", "q", "page", "sort", "show", "kind", "by",
    "since", "uid", "from", "draft", "baseline", "format", "as", "base", "sure", "first", "last", "hours", "country",
    "subdivision", "first_year", "last_year", "calendar", "begin", "units", "lead_time", "group", "generic", "state",
    "person", "successor", "remove", "hourly", "per_use", "row", "type", "lag", "pred", "succ", "owner", "acceptance",
    "duration", "was_duration", "percent", "start", "finish", "predecessors", "resources", "notes", "mode", "priority",
    "currency", "customer", "vendor", "description", "status_date", "go_live", "minutes_per_day", "minutes_per_week",
    "days_per_month", "default_start", "default_finish", "critical_limit", "organisation", "is_superuser", "is_active",
    "password", "code", "login", "password1", "do", "date", "to", "team", "progress", "baselines", "send", "drawer",
    "hours_1", "based_1", "moved", "project", "deleted",
)  # fmt: skip
INTENTS = (
    "type", "insert", "remove", "indent", "outdent", "move", "resize", "progress", "link", "unlink", "status_date",
    "reschedule", "undo", "redo", "restore",
)  # fmt: skip
KEYS = (
    "intent", "uid", "column", "text", "before", "parent", "name", "values", "start", "finish", "percent", "pred",
    "succ", "type", "at", "revision", "edit", "kind", "row", "shared", "query",
)  # fmt: skip


class Chance:
    """Makes addresses and bodies; the same seed makes the same."""

    def __init__(self, seed: str, erp: World, samples: dict[str, Any]) -> None:
        self.random = random.Random(seed)
        self.numbers = [*NUMBERS, *(pk for pk in samples.values() if type(pk) is int)]
        self.project = erp.project.pk

    def address(self, route: str) -> str:
        values = {name: self.part(name) for name in ALL[route]}
        query = {name: self.text() for name in self.random.sample(FIELDS, self.random.choice((0, 0, 1, 3)))}
        return reverse(route, kwargs=values, query=query)

    def part(self, name: str) -> Any:
        if name == "project_id":
            return self.random.choices([self.project, self.random.choice(self.numbers)], [9, 1])[0]
        if name == "token":
            return self.random.choice((LINK, "1"))
        if name in {"name", "uidb36", "key"}:
            return self.random.choice(("sap-s4hana", "generic", "1", "a-b", "zzzz"))
        return self.random.choice(self.numbers)

    def text(self) -> str:
        return str(self.random.choice((self.random.choice(TEXTS), self.random.choice(self.numbers))))

    def json(self, depth: int = 0) -> Any:
        kind = self.random.randrange(8 if depth < 3 else 5)
        if kind < 2:
            return self.random.choice((*self.numbers, -1, 0.5, 1e300, True, None))
        if kind < 5:
            return self.random.choice((*TEXTS, "\ud800"))
        if kind == 5:
            return [self.json(depth + 1) for _ in range(self.random.randrange(4))]
        return {key: self.json(depth + 1) for key in self.random.sample(KEYS, self.random.randrange(6))}

    def talk(self) -> Any:
        """Make something like what the plan page says."""
        changes = [
            {"intent": self.random.choice(INTENTS), "uid": self.random.choice(self.numbers[:6])}
            | {key: self.json(2) for key in self.random.sample(KEYS, 3)}
            for _ in range(self.random.randrange(1, 4))
        ]
        asked = {"changes": changes, "base": self.random.choice((None, 0, *self.numbers)),
                 "preview": self.random.random() < 0.2, "ask": self.random.random() < 0.2,
                 "draft": self.random.choice((None, None, *self.numbers))}  # fmt: skip
        return self.random.choice((asked, asked, asked, self.json()))

    def body(self, route: str) -> dict[str, Any]:
        if route == "plan_edits" or self.random.random() < 0.1:
            return {"data": json.dumps(self.talk()), "content_type": "application/json"}
        if route == "plan_views":
            return {"data": json.dumps(self.json()), "content_type": "application/json"}
        if self.random.random() < 0.05:
            return {"data": self.random.randbytes(200), "content_type": "multipart/form-data; boundary=x"}
        fields: dict[str, Any] = {name: self.text() for name in self.random.sample(FIELDS, 25)}
        fields["format"] = self.random.choice(("csv", "xlsx", "nothing"))
        if self.random.random() < 0.3:
            fields["file"] = SimpleUploadedFile(
                self.text()[:50] or "x", b"" if self.random.random() < 0.3 else b"x"
            )
        return {"data": fields}


def headers(chance: random.Random) -> dict[str, str]:
    found = {"Accept": chance.choice(("text/html", "application/json"))}
    if chance.random() < 0.3:
        found["HX-Request"] = "true"
    return found


def fault(client: Client, chance: Chance, route: str) -> str:
    """Send something; return what is wrong with the answer."""
    method, address = chance.random.choice(METHODS), chance.address(route)
    body = chance.body(route) if method in {"POST", "PUT", "PATCH"} else {}
    if method != "POST" and isinstance(body.get("data"), dict):
        body = {}
    told = f"{method} {address} {str(body)[:1500]}"
    try:
        answer = getattr(client, method.lower())(address, **body, headers=headers(chance.random))
    except Exception as why:  # noqa: BLE001 - that is what is looked for
        return f"{why!r} in {_place(why)}: {told}"
    if answer.streaming:
        b"".join(answer.streaming_content)
    location = answer.headers.get("Location", "/")
    wrong = {
        "status": answer.status_code >= 500,
        "policy": "default-src 'none'" not in answer.headers.get("Content-Security-Policy", ""),
        "sniffing": answer.headers.get("X-Content-Type-Options") != "nosniff",
        "header": "X-Evil" in answer.headers,
        "redirect": any(urlsplit(location)[:2]),
    }
    found = [name for name, is_so in wrong.items() if is_so]
    return f"{found} {answer.status_code} {told}" if found else ""


def _place(why: BaseException) -> str:
    frames = [f"{one.filename}:{one.lineno}" for one in traceback.extract_tb(why.__traceback__)]
    return next((one for one in reversed(frames) if "/src/uptake/" in one), frames[-1])


@pytest.mark.parametrize("who", WHO)
def test_anything_from_anybody_has_an_answer(who: str, erp: World, samples: dict[str, Any]) -> None:
    """What ends a session or the project is left out: nothing could be asked after it."""
    asked = int(os.environ.get("UPTAKE_FUZZ", "1"))
    last = {"account_logout", "project_delete", "project_archive"}
    if who not in {Role.MANAGER, "administrator"}:
        asked = min(asked, 3)
    chance = Chance(f"{who}", erp, samples)
    client = browser(who, erp)
    faults: list[str] = []
    for _ in range(asked):
        routes = [route for route in ROUTES if route not in last]
        chance.random.shuffle(routes)
        faults += filter(None, [fault(client, chance, route) for route in routes])
    assert faults == []
