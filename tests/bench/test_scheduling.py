"""The benchmark runs and says what it promises; nothing here is timed."""

import json
import subprocess
import sys

import pytest

from bench import networks, report
from tools.compiled import ROOT

ALWAYS = {
    "tasks",
    "summaries",
    "links",
    "ours_s",
    "ours_median_s",
    "ours_cold_s",
    "ours_build_s",
    "ours_peak_mb",
}
PEERS = {
    "mpxj_cold_s",
    "mpxj_warm_s",
    "mpxj_equal",
    "ratio_mpxj_warm",
    "ratio_mpxj_warm_with_build",
    "pmcontrols_s",
    "ratio_pmcontrols",
    "trueppm_s",
    "ratio_trueppm",
}
EDITS = {"edit_median_ms", "edit_p95_ms", "edit_worst_ms"}


@pytest.fixture(scope="module")
def figures():
    command = [sys.executable, "-m", "bench.scheduling", "--sizes", "200", "--no-peers", "--json"]
    quick = ["--rounds", "2", "--edits", "5", "--warm", "0"]
    done = subprocess.run([*command, *quick], cwd=ROOT, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_it_yields_the_documented_keys_without_peers(figures):
    assert list(figures) == ["200"]
    of_size = figures["200"]
    assert of_size.keys() >= ALWAYS | PEERS | EDITS
    assert all(of_size[key] > 0 for key in ALWAYS)
    assert all(of_size[key] is None for key in PEERS)
    assert of_size["tasks"] == 200
    assert of_size["edit_equal"] in {True, None}
    assert set(of_size["notes"]) == {"mpxj", "pmcontrols", "trueppm"}


def test_a_page_is_written_even_when_nothing_but_ours_was_measured(figures):
    machine = dict.fromkeys(
        ("date", "processor", "cores", "memory_gb", "system", "python", "engine", "load"), "?"
    )
    page = report.page({"machine": machine, "scheduling": figures, "reading": {"note": "no file"}})
    assert "not measured" in page
    assert "Not measured: no file." in page


def test_a_network_is_the_same_every_time():
    assert list(networks.rows(300)) == list(networks.rows(300))
    assert list(networks.rows(300)) != list(networks.rows(300, seed=2))


def test_a_network_is_what_its_description_says():
    rows = list(networks.rows(5_000))
    leaves = [row for row in rows if not row.summary]
    links = [edge for row in leaves for edge in row.links]
    assert len(leaves) == 5_000
    assert 1.8 < len(links) / len(leaves) < 2.2
    assert 0.10 < sum(edge.lag != 0 for edge in links) / len(links) < 0.14
    assert 0.02 < sum(row.not_before is not None for row in leaves) / len(leaves) < 0.04
    assert {edge.type for edge in links} == {"FS", "SS", "FF", "SF"}
    assert {edge.kind for edge in links} == {"working", "elapsed", "percent"}
    assert {row.calendar for row in leaves} == {None, 2, 3, 4, 5}
    seen: set[int] = set()
    for row in rows:
        assert all(edge.pred in seen for edge in row.links)
        seen.add(row.uid)


def test_parents_stand_directly_above_their_children():
    path: list[int] = []
    for row in networks.rows(250):
        while path and path[-1] != row.parent:
            path.pop()
        assert (row.parent is None) == (not path)
        assert row.summary or row.parent is not None
        path.append(row.uid)
