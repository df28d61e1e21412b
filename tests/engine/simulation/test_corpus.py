"""Every plan of the shared corpus, run once as planned: the dates are the engine's, and which way they are computed."""

import json

from tests.engine.simulation.test_network import differing
from tests.shared_data import needs_shared_data, neutral_documents
from uptake.engine.errors import PlanError
from uptake.engine.scheduling import Schedule, schedule
from uptake.engine.simulation.inputs import Settings
from uptake.engine.simulation.lanes import lay_out_lanes
from uptake.engine.simulation.network import lay_out_network
from uptake.engine.simulation.runs import simulate
from uptake.interchange.errors import InterchangeError
from uptake.interchange.neutral import to_plan

pytestmark = needs_shared_data


def schedules() -> list[tuple[str, Schedule]]:
    """Schedule each plan that can be."""
    found = []
    for path in neutral_documents():
        try:
            plan = to_plan(json.loads(path.read_text(encoding="utf-8")))
            found.append((path.stem, schedule(plan)))
        except (InterchangeError, PlanError):
            continue
    return found


def test_every_plan_of_the_corpus_runs_as_it_is_scheduled():
    ways = {"lanes": 0, "every rule": 0}
    wrong = {}
    for name, planned in schedules():
        different = differing(planned)
        found = simulate(planned, Settings(runs=2), threads=1)
        if set(found.finish.tolist()) != {planned.finish}:
            different.append("simulated finish")
        positions = {uid: planned.plan.position(uid) for uid in found.tasks.tolist()}
        critical = [2 * planned.critical(i) for i in positions.values()]
        if found.critical.tolist() != critical:
            different.append("criticality")
        if different:
            wrong[name] = different
        net = lay_out_network(planned)[0]
        lanes = lay_out_lanes(planned, net, [], net.task["duration"])
        ways["every rule" if lanes is None else "lanes"] += 1
    assert wrong == {}
    assert sum(ways.values()) >= 140
    assert ways["lanes"] >= 20
