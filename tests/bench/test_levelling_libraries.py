"""The two libraries of levelling instances, read and measured."""

import json
from argparse import Namespace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from bench import environment, instances, mpsplib, progen, psplib
from tests.shared_data import SHARED_DATA, needs_shared_data
from uptake.engine.levelling.bounds import without_limits
from uptake.engine.levelling.instance import Instance
from uptake.engine.levelling.network import lay_out, topological

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


def test_psplib_is_read_and_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "install", lambda: "no network here")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "j3_1.sm").write_text(SMALL, encoding="ascii")
    best = tmp_path / "best.csv"
    best.write_text("set,instance,lb,ub\nj3,j3_1.sm,8,8\n", encoding="ascii")
    found = psplib.run(Namespace(**{**vars(OPTIONS), "folder": tmp_path, "best": best}))
    assert found["rows"][0]["finish"] == 9
    assert (found["mean_deviation"], found["proven"], found["instances"]) == (0.125, 1.0, 1)
    assert found["cpsat"]["mean_deviation"] == 0.125
    assert found["per_set"]["j3"]["proven"] == 1.0
    assert found["pyjobshop"] == {"missing": "no network here"}


@pytest.mark.skipif(not environment.STAMP.exists(), reason="the peers are not installed: make bench")
def test_pyjobshop_solves_the_same_instance(tmp_path: Path) -> None:
    (tmp_path / "small.sm").write_text(SMALL, encoding="ascii")
    (tmp_path / "shared.json").write_text(json.dumps(SHARED), encoding="ascii")
    with psplib.Peers(wanted=True) as peers:
        for one, finish in (
            (instances.psplib(tmp_path / "small.sm"), 9),
            (instances.mpsplib(tmp_path / "shared.json"), 4),
        ):
            found = peers.solve(one, seconds=5.0, seed=1, threads=1)
            assert found["pyjobshop"] == found["cpsat"] == {"finish": finish, "bound": finish}


def test_instances_whose_best_is_unknown_are_compared_with_the_bound(tmp_path: Path) -> None:
    (tmp_path / "j3_1.sm").write_text(SMALL, encoding="ascii")
    found = psplib.run(Namespace(**{**vars(OPTIONS), "folder": tmp_path, "peers": False}))
    assert (found["mean_deviation"], found["mean_above_bound"], found["compared"]) == (None, 0.0, 0)


def test_instances_are_drawn_as_asked(tmp_path: Path) -> None:
    first, *_, last = progen.make(tmp_path, 30, 48, seed=7)
    assert (first.name, last.name) == ("j301_1.sm", "j3048_1.sm")
    assert progen.make(tmp_path / "again", 30, 1, seed=7)[0].read_text() == first.read_text()
    assert progen.make(tmp_path / "other", 30, 1, seed=8)[0].read_text() != first.read_text()
    for path, (complexity, factor, strength) in (
        (first, progen.sets(30)[0]),
        (last, progen.sets(30)[-1]),
    ):
        one = instances.psplib(path)
        assert (one.size, len(one.pred), len(one.need_task)) == (
            32,
            round(complexity * 32),
            round(factor * 120),
        )
        assert (one.duration[[0, -1]] == 0).all()
        assert (np.bincount(one.pred)[1:-1] <= progen.DEGREE).all()
        peaks = _peaks(one)
        assert (peaks <= one.capacity).all() == (strength == 1.0)


def _peaks(one: Instance) -> NDArray[np.int64]:
    """The most that is taken of each resource when everything starts at its earliest."""
    start = without_limits(lay_out(one), topological(one))[0]
    load = np.zeros((len(one.capacity), one.horizon), np.int64)
    for task, resource, units in zip(one.need_task, one.need_resource, one.need_units, strict=True):
        load[resource, start[task] : start[task] + one.duration[task]] += units
    return load.max(axis=1)


def test_drawn_links_are_not_redundant() -> None:
    drawn = progen.draw(40, 2.1, 0.5, 0.2, Random("some"))
    behind = [0] * 42
    for task, following in reversed([*enumerate(drawn.successors)]):
        assert all(succ > task for succ in following)
        reached = [behind[succ] for succ in following]
        assert not any(later >> succ & 1 for succ in following for later in reached)
        behind[task] = sum(1 << succ for succ in following)
        for later in reached:
            behind[task] |= later
    assert behind[0] == sum(1 << task for task in range(1, 42))
    with pytest.raises(ValueError, match="9 tasks or more"):
        progen.draw(5, 1.5, 0.5, 0.2, Random("few"))


def test_mpsplib_is_read_and_compared(tmp_path: Path) -> None:
    (tmp_path / "two.json").write_text(json.dumps(SHARED), encoding="ascii")
    rows = "no,instance,tms_msproject_psgs_minslk,seconds\n1,two,5,0.1\n"
    (tmp_path / "msproject_makespans.csv").write_text(rows, encoding="ascii")
    found = mpsplib.run(Namespace(**{**vars(OPTIONS), "folder": tmp_path}))
    assert found["rows"][0]["finish"] == 4
    assert (found["compared"], found["better"], found["worse"]) == (1, 1, 0)
    assert found["mean_improvement"] == pytest.approx(0.2)


def test_what_is_no_instance_is_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.sm").write_text(SMALL, encoding="ascii")
    (tmp_path / "cut.sm").write_text(SMALL[:700], encoding="ascii")
    (tmp_path / "good.json").write_text(json.dumps(SHARED), encoding="ascii")
    (tmp_path / "other.json").write_text("[]", encoding="ascii")
    asked = Namespace(**{**vars(OPTIONS), "folder": tmp_path, "peers": False})
    for bench, name in ((psplib, "cut.sm"), (mpsplib, "other.json")):
        found = bench.run(asked)
        assert (found["instances"], found["unreadable"]) == (1, [name])
        assert f"{name} is left out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "There is no instance in"),
        (["--set", "j9"], "no j9*.sm file that can be read"),
        (["--best", "nowhere.csv"], "The table nowhere.csv cannot be read: No such file"),
        (["--limit", "0"], "0 is too small: at least 1"),
        (["--seconds", "soon"], "soon is not a number"),
    ],
)
def test_what_nothing_can_be_measured_with_is_a_sentence(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["bench.psplib", str(tmp_path), *arguments])
    with pytest.raises(SystemExit) as stopped:
        psplib.main()
    heard = capsys.readouterr()
    assert (stopped.value.code, heard.out) == (2, "")
    assert said in heard.err


def test_a_table_of_makespans_names_instances_with_or_without_their_ending(tmp_path: Path) -> None:
    best = tmp_path / "best.csv"
    best.write_text("instance,ub\nj3_1,8\nj3_2.sm,9\n", encoding="utf-8-sig")
    assert {name: row["ub"] for name, row in instances.table(best).items()} == {"j3_1": "8", "j3_2": "9"}
    best.write_text("name,ub\nj3_1,8\n", encoding="ascii")
    with pytest.raises(instances.BadInputError, match="column instance"):
        instances.table(best)


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
