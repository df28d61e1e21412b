"""A page that takes in what it is told of changes shows what a page shows that is opened afresh."""

import random
from typing import Any

import pytest
from django.test import Client

from tests.engine.fuzz_edits import random_edit, random_plan
from tests.schedule.conftest import Plans
from uptake.accounts.models import Person
from uptake.engine.edits import Add
from uptake.engine.plan import Task
from uptake.schedule import bridge, services
from uptake.schedule.versions.baselines import take_baseline

pytestmark = pytest.mark.django_db
Json = dict[str, Any]
WHOLE = ("links", "resources", "calendars", "time")


class Page:
    """What a browser holds of a plan: see docs/reference/plan-page.md."""

    def __init__(self, client: Client, project: int, baseline: int) -> None:
        self.client, self.root, self.baseline = client, f"/projects/{project}/plan", baseline
        self.state = self.fresh()

    def fresh(self) -> Json:
        """Return all as the server tells it now, rows by uid."""
        data: Json = self.client.get(f"{self.root}/data", {"baseline": self.baseline}).json()
        data["project"].pop("now")
        return data | {"rows": _by_uid(data["rows"]), "order": data["rows"]["uid"]}

    def ask(self, *changes: Json) -> int:
        body = {"base": self.state["revision"], "changes": changes, "ask": False, "baseline": self.baseline}
        answer = self.client.post(f"{self.root}/edits", body, content_type="application/json")
        if answer.status_code in {200, 409}:
            self.take_in(answer.json()["delta"])
        return int(answer.status_code)

    def poll(self) -> None:
        asked = {"since": self.state["revision"], "baseline": self.baseline}
        told = self.client.get(f"{self.root}/head", asked).json()
        if "delta" in told:
            self.take_in(told["delta"])

    def take_in(self, delta: Json) -> None:
        if delta.get("reload"):
            self.state = self.fresh()
            return
        assert delta["from"] == self.state["revision"]
        state = self.state
        state["rows"] |= _by_uid(delta["rows"])
        for uid in delta["removed"]:
            state["rows"].pop(uid, None)
        if delta["order"] is not None:
            state["order"] = delta["order"]
        for part in WHOLE:
            if delta[part] is not None:
                state[part] = delta[part]
        state["project"], state["next"] = delta["project"], delta["next"]
        state["project"].pop("now")
        state["revision"] = delta["revision"]


def _by_uid(rows: Json) -> dict[int, Json]:
    return {uid: {name: rows[name][k] for name in rows} for k, uid in enumerate(rows["uid"])}


def same(page: Page, change: object) -> None:
    """Compare a page with a new one, part by part, so that a failure says which."""
    fresh = page.fresh()
    wrong = {
        (uid, name): (page.state["rows"].get(uid, {}).get(name), value)
        for uid, row in fresh["rows"].items()
        for name, value in row.items()
        if page.state["rows"].get(uid, {}).get(name) != value
    }
    assert wrong == {}, change
    for part in fresh:
        assert _sorted(page.state[part]) == _sorted(fresh[part]), (part, change)


def _sorted(part: Any) -> Any:
    """Only tasks have an order that means something."""
    if isinstance(part, dict) and "pred" in part:
        return sorted(zip(*part.values(), strict=True))
    return sorted(part, key=str) if isinstance(part, list) and part and isinstance(part[0], dict) else part


def intent(chance: random.Random, page: Page) -> Json:
    """Make up something that a person does."""
    uids = page.state["order"] or [1]
    uid = chance.choice(uids)
    texts = {
        "name": "Other", "duration": "3d", "start": "2026-05-04", "finish": "2026-08-04", "percent": "40",
        "resources": "Li Wei[50%];Wang Fang", "constraint": "SNET", "deadline": "2026-04-01", "mode": "manual",
        "work": "40h", "notes": "Look here", "priority": "700", "owner": "Li Wei", "predecessors": "1FS+2d",
    }  # fmt: skip
    column = chance.choice(list(texts))
    return chance.choice((
        {"intent": "type", "uid": uid, "column": column, "text": texts[column]},
        {"intent": "type", "uid": uid, "column": column, "text": texts[column]},
        {"intent": "insert", "uid": page.state["next"]["task"], "before": chance.choice((None, uid)), "name": "New"},
        {"intent": "remove", "uid": uid},
        {"intent": chance.choice(("indent", "outdent", "undo", "redo")), "uid": uid},
        {"intent": "link", "pred": uid, "succ": chance.choice(uids)},
        {"edit": "set", "kind": "project", "uid": 0, "values": {"minutes_per_day": chance.choice((420, 480))}},
        {"edit": "set", "kind": "project", "uid": 0, "values": {"critical_limit": chance.choice((0, 9600))}},
        {"edit": "set", "kind": "project", "uid": 0, "values": {"days_per_month": chance.choice((20, 21))}},
        {"edit": "set", "kind": "project", "uid": 0, "values": {"default_start": 4800 + chance.choice((0, 600))}},
        {"intent": "restore", "revision": max(page.state["revision"] - 3, 0)},
    ))  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_deltas_lead_to_what_a_new_page_shows(
    seed: int, make: Plans, manager: Person, colleague: Person
) -> None:
    bridge.cache.clear()
    chance = random.Random(seed)
    project = make(random_plan(chance) if seed % 2 else None, go_live=None)
    take_baseline(project, "Agreed", manager)
    services.apply_edits(project, [Add(Task(uid=90, name="Later", duration=4800))], manager)
    take_baseline(project, "Latest", manager)
    clients = []
    for one in (manager, colleague):
        clients.append(Client())
        clients[-1].force_login(one)
    pages = [Page(client, project.pk, number) for number, client in enumerate(clients, 1)]
    done = 0
    for _ in range(40):
        page = chance.choice(pages)
        plan = services.current(project).plan
        change = random_edit(plan, chance) if chance.random() < 0.4 else intent(chance, page)
        status = page.ask(change)
        assert status in {200, 409, 422}, change
        done += status == 200
        if chance.random() < 0.5:
            chance.choice(pages).poll()
        if page.state["revision"] == services.current(project).revision:
            same(page, change)
    assert done > 5
    for page in pages:
        page.poll()
        same(page, None)
