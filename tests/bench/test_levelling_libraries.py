"""The two libraries of levelling instances, read and measured."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from bench import instances, mpsplib, psplib
from tests.shared_data import SHARED_DATA, needs_shared_data

# Three jobs between source and sink on two resources: 2 and 3 cannot run together, so 4 begins at 5.
SMALL = """\
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     2       3    0
  3      1     3       2    1
  4      1     4       0    2
  5      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    4    2
************************************************************************
"""
SHARED = {
    "dur": [0, 2, 2, 0],
    "cap": [1],
    "dem": [[0], [1], [1], [0]],
    "preds": [[], [[0, 0]], [[0, 1]], [[1, 0], [2, 0]]],
}
OPTIONS = Namespace(
    set="",
    limit=None,
    seconds=1.0,
    effort=100,
    seed=1,
    threads=2,
    peers=True,
    rows=True,
    json=True,
    best=None,
)


def test_psplib_is_read_and_compared(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "j3_1.sm").write_text(SMALL, encoding="ascii")
    best = tmp_path / "best.csv"
    best.write_text("set,instance,lb,ub\nj3,j3_1.sm,8,8\n", encoding="ascii")
    found = psplib.run(Namespace(**{**vars(OPTIONS), "folder": tmp_path, "best": best}))
    assert found["rows"][0]["finish"] == 9
    assert (found["mean_deviation"], found["proven"], found["instances"]) == (0.125, 1.0, 1)
    assert found["cpsat"]["mean_deviation"] == 0.125
    assert found["per_set"]["j3"]["proven"] == 1.0


def test_mpsplib_is_read_and_compared(tmp_path: Path) -> None:
    (tmp_path / "two.json").write_text(json.dumps(SHARED), encoding="ascii")
    rows = "no,instance,tms_msproject_psgs_minslk,seconds\n1,two,5,0.1\n"
    (tmp_path / "msproject_makespans.csv").write_text(rows, encoding="ascii")
    found = mpsplib.run(Namespace(**{**vars(OPTIONS), "folder": tmp_path}))
    assert found["rows"][0]["finish"] == 4
    assert (found["compared"], found["better"], found["worse"]) == (1, 1, 0)
    assert found["mean_improvement"] == pytest.approx(0.2)


def test_a_sample_is_spread_evenly() -> None:
    files = [Path(str(number)) for number in range(10)]
    assert [path.name for path in instances.sample(files, 4)] == ["0", "2", "5", "7"]
    assert instances.sample(files, 99) == files


@needs_shared_data
def test_published_optima_are_reached() -> None:
    """PSPLIB, j30: the optima of j301_1 and j3047_7 are 43 and 66 (best_known.csv)."""
    for name, optimum in (("j301_1.sm", 43), ("j3047_7.sm", 66)):
        one = instances.psplib(SHARED_DATA / "psplib" / "j30" / name)
        found = instances.level(one, seconds=1.0, effort=20_000, seed=1, threads=2)
        assert (found["finish"], found["proven"]) == (optimum, True)
