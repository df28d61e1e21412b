"""What goes into a simulation: typed, refused where it means nothing, learned from what was finished."""

import json
from typing import Any

import pytest

from tests.schedule.world import DAY, GO_LIVE, START, World, small_plan, world
from uptake.engine.edits import Set
from uptake.engine.plan import Plan, Task
from uptake.projects.models import Role
from uptake.risk.simulation.history import learned
from uptake.risk.simulation.inputs import settings_of
from uptake.risk.simulation.settings import Category, Settings, Spread, read, written
from uptake.schedule import services
from uptake.schedule.versions.baselines import take_baseline

TYPED = {
    "low": "70",
    "likely": "110",
    "high": "200",
    "shape": "triangular",
    "runs": "5000",
    "seed": "7",
    "confidence": "90",
    "response": "on",
    "waves": [str(GO_LIVE)],
    "categories": json.dumps(
        [{"id": "a1", "name": "Data", "low": 90, "likely": 120, "high": 300, "correlation": 50}]
    ),
}


def post(erp: World, role: str = Role.MANAGER, **other: Any) -> Any:
    return erp.as_(role).post(f"{erp.root}simulation/inputs", TYPED | other)


def test_what_is_typed_is_kept(erp):
    assert post(erp).status_code == 302
    assert settings_of(erp.project) == Settings(
        spread=Spread(70, 110, 200),
        shape="triangular",
        runs=5_000,
        seed=7,
        response=True,
        confidence=90,
        categories=(Category(name="Data", spread=Spread(90, 120, 300), correlation=50),),
        waves=(GO_LIVE,),
    )


def test_half_letters_and_controls_are_left_out_of_a_name(erp):
    """No page could show them, and not every database keep them."""
    row = {"id": "\ud800", "name": "Da\ud800ta\0", "low": 90, "likely": 120, "high": 300}
    assert post(erp, categories=json.dumps([row])).status_code == 302
    assert [one.name for one in settings_of(erp.project).categories] == ["Data"]
    assert erp.as_(Role.MANAGER).get(f"{erp.root}simulation/inputs").status_code == 200
    assert post(erp, categories=json.dumps([row | {"low": 0}])).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": "120"},
        {"high": "5000"},
        {"likely": ""},
        {"shape": "bathtub"},
        {"runs": "7"},
        {"seed": "-1"},
        {"waves": ["4711"]},
        {"categories": json.dumps([{"id": "a", "name": "", "low": 1, "likely": 2, "high": 3}])},
        {"categories": json.dumps([{"id": "a", "name": "X", "low": 3, "likely": 2, "high": 3}])},
        {"categories": '[{"id": "a", "name": "X", "low": NaN, "likely": Infinity, "high": 3}]'},
        {"categories": json.dumps([{"name": "X", "low": 1, "likely": 2, "high": 3}] * 61)},
    ],
)
def test_what_means_nothing_is_refused_and_stays(erp, wrong):
    answer = post(erp, **wrong)
    assert answer.status_code == 422
    assert settings_of(erp.project) == Settings()
    assert b'value="7"' in answer.content or "seed" in wrong


def test_only_who_edits_risks_changes_them(erp):
    assert post(erp, Role.SPONSOR).status_code == 403
    assert erp.as_(Role.SPONSOR).get(f"{erp.root}simulation/inputs").status_code == 200


def test_settings_survive_being_written():
    told = Settings(categories=(Category(name="Data", shape="uniform"),), waves=(3,))
    assert read(json.loads(json.dumps(written(told)))) == told
    assert read({"spread": {"low": 9}, "runs": "many", "shape": 4}) == Settings()


def finished(ratios: list[float], category: str = "Data") -> Plan:
    """Make a plan whose tasks took so many times what they were planned to take."""
    plan = small_plan()
    tasks = [
        Task(uid=100 + n, name=f"Clean {n}", duration=DAY, category=category) for n in range(len(ratios))
    ]
    return Plan.build(
        plan.project,
        (*plan.tasks, *tasks),
        plan.links,
        calendars=plan.calendars,
        resources=plan.resources,
        assignments=plan.assignments,
    )


def done(erp: World, ratios: list[float]) -> None:
    edits = [
        Set(
            "task",
            100 + n,
            {
                "duration": round(ratio * DAY),
                "percent": 100,
                "actual_start": START,
                "actual_finish": START + 100 * DAY,
                "stop": START + 100 * DAY,
                "remaining": 0,
            },
        )
        for n, ratio in enumerate(ratios)
    ]
    services.apply_edits(erp.project, edits, erp.manager)


def test_history_says_how_long_a_kind_of_work_really_took(db):
    ratios = [0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8]
    erp = world(finished(ratios))
    take_baseline(erp.project, "Promised", erp.manager)
    done(erp, ratios)
    every, data = learned(erp.manager, erp.project)
    assert (every.category, data.category, data.tasks, data.projects) == ("", "Data", 11, 1)
    assert data.spread == Spread(90, 130, 170)
    page = erp.as_(Role.MANAGER).get(f"{erp.root}simulation/inputs?history=1").content.decode()
    assert "130" in page
    stranger = world(name="Elsewhere")
    assert learned(stranger.manager, stranger.project) == []


def test_few_tasks_say_nothing(db):
    erp = world(finished([1.0] * 9))
    take_baseline(erp.project, "Promised", erp.manager)
    done(erp, [1.0] * 9)
    assert [one.spread for one in learned(erp.manager, erp.project)] == [None, None]
