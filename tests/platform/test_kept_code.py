"""What the compiler kept before an upgrade is forgotten when a worker starts."""

import os

from uptake.platform.worker import forget_outdated


def test_only_what_is_older_than_the_sources_goes(tmp_path):
    sources, kept = tmp_path / "engine" / "simulation", tmp_path / "engine" / "simulation" / "__pycache__"
    kept.mkdir(parents=True)
    (sources / "lanes.py").touch()
    changed = (sources / "lanes.py").stat().st_ctime
    for name, when in (("old.nbi", -9), ("old.nbc", -9), ("new.nbi", 9), ("new.nbc", 9), ("lanes.pyc", -9)):
        (kept / name).touch()
        os.utime(kept / name, (changed + when, changed + when))
    forget_outdated(tmp_path / "engine", tmp_path / "engine")
    assert sorted(path.name for path in kept.iterdir()) == ["lanes.pyc", "new.nbc", "new.nbi"]


def test_nothing_kept_is_nothing_to_forget(tmp_path):
    forget_outdated(tmp_path / "none", tmp_path)
    assert list(tmp_path.iterdir()) == []
