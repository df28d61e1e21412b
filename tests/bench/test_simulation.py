"""The benchmark of simulation runs and says what it promises; nothing here is timed."""

import json
import subprocess
import sys

import pytest

from bench import simulation, uncertain
from tools.compiled import ROOT


@pytest.fixture(scope="module")
def figures():
    command = [sys.executable, "-m", "bench.simulation", "--no-peers", "--json", "--rounds", "1"]
    done = subprocess.run(
        [*command, "--tasks", "60", "--runs", "128"], cwd=ROOT, capture_output=True, check=True
    )
    return json.loads(done.stdout)


def test_figures_have_the_promised_names(figures):
    promised = {
        "ours_s",
        "peak_mb",
        "ratio_fastest_peer",
        "peers",
        "first_s",
        "import_s",
        "tasks",
        "runs",
        "threads",
    }
    assert promised <= set(figures)
    assert set(figures["peers"]) == set(simulation.PEERS)
    assert (figures["tasks"], figures["runs"], figures["ratio_fastest_peer"]) == (60, 128, None)


def test_risks_make_a_plan_later(figures):
    assert figures["p80_days"] > figures["ours_plain_p80_days"] > 0


def test_the_table_names_everybody(figures):
    told = simulation.table(figures)
    assert all(name in told for name in ("Uptake, everything on", *simulation.PEERS))


def test_the_network_is_the_same_for_the_same_seed_and_has_no_loops():
    rows = list(uncertain.rows(300))
    assert rows == list(uncertain.rows(300)) != list(uncertain.rows(300, seed=2))
    assert all(pred < row.uid for row in rows for pred in row.preds)
    assert all(1 <= row.low <= row.likely <= row.high for row in rows)
    assert len(list(uncertain.risks(300))) == uncertain.RISKS
