"""Without spreads and events each run is the schedule that the engine computes, whatever the plan."""

import numpy as np
from hypothesis import given

from tests.engine.random_plans import MANY, random_plans
from uptake.engine.plan import Plan
from uptake.engine.scheduling import Schedule, schedule
from uptake.engine.simulation.inputs import Settings
from uptake.engine.simulation.network import lay_out_network, run_once, scratch, total_slack
from uptake.engine.simulation.runs import simulate


def differing(planned: Schedule) -> list[str]:
    """Name the dates in which a run of the compiled network differs from the schedule."""
    net, clocks = lay_out_network(planned)
    now = scratch(len(planned.plan.tasks))
    now["duration"] = net.task["duration"]
    found = [] if run_once(net, clocks, now) == planned.finish else ["project finish"]
    for i in range(len(planned.plan.tasks)):
        row = planned.row(i)
        names = ("start", "finish", "late_start", "late_finish")
        found += [f"{name} of {row.uid}" for name in names if getattr(row, name) != now[i][name]]
        if net.task[i]["counts"] and row.total_slack != total_slack(net, clocks, now, i):
            found.append(f"total slack of {row.uid}")
    return found


@MANY
@given(random_plans())
def test_a_run_of_planned_durations_is_the_schedule(plan: Plan):
    assert differing(schedule(plan)) == []


@MANY
@given(random_plans())
def test_runs_without_spread_are_the_schedule(plan: Plan):
    planned = schedule(plan)
    targets = [task.uid for task in plan.tasks]
    found = simulate(planned, Settings(runs=65), targets=targets, threads=1)
    assert set(found.finish.tolist()) == {planned.finish}
    assert (found.reached == np.array([planned.of(uid).finish for uid in targets])[:, None]).all()
    critical = {
        planned.plan.position(uid): count for uid, count in zip(found.tasks, found.critical, strict=True)
    }
    assert critical == {i: 65 * planned.critical(i) for i in critical}
