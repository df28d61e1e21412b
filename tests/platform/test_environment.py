"""Settings are checked before anything starts, all at once, in sentences."""

import stat
from pathlib import Path

import pytest

from uptake.platform import environment
from uptake.platform.environment import BadEnvironment, read_environment


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    found = read_environment({"UPTAKE_DATA": str(tmp_path / "data")})
    assert found.database["ENGINE"] == "django.db.backends.sqlite3"
    assert found.database["NAME"] == str(tmp_path / "data" / "uptake.sqlite3")
    assert found.hosts == ("127.0.0.1",)
    assert not found.debug
    assert not found.sign_up


def test_the_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    given = {"UPTAKE_DATA": str(tmp_path)}
    first, second = read_environment(given), read_environment(given)
    assert first.secret == second.secret
    assert len(first.secret) > 60
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["secret-key"]


def test_postgresql_by_one_variable(tmp_path: Path) -> None:
    found = read_environment(
        {"UPTAKE_DATA": str(tmp_path), "DATABASE_URL": "postgres://ann:s%40crt@db.example.com:5433/uptake"}
    )
    told = {name: found.database[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    assert told == {
        "USER": "ann",
        "PASSWORD": "s@crt",
        "HOST": "db.example.com",
        "PORT": 5433,
        "NAME": "uptake",
    }


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("DATABASE_URL", "mysql://me:hunter2@host/db", "postgres://"),
        ("DATABASE_URL", "nonsense", "postgres://"),
        ("UPTAKE_URL", "uptake.example.com", "https://"),
        ("UPTAKE_LANGUAGE", "klingon", "en or zh-hans"),
        ("UPTAKE_TIME_ZONE", "Mars/Olympus", "Asia/Shanghai"),
        ("UPTAKE_TIME_ZONE", "../../etc/passwd", "Asia/Shanghai"),
        ("UPTAKE_MAIL", "carrier-pigeon:", "smtp://"),
        ("UPTAKE_LOG", "xml", "text or json"),
        ("UPTAKE_WORKERS", "0", "from 1 to 64"),
        ("UPTAKE_WORKERS", "²", "from 1 to 64"),
        ("UPTAKE_MAX_UPLOAD_MB", "-5", "from 1 to 2000"),
        ("UPTAKE_DEBUG", "maybe", "1 or 0"),
        ("UPTAKE_SECRET_KEY", "short", "at least 32"),
        ("UPTAKE_QUEUE", "rabbits", "redis://"),
        ("UPTAKE_QUEUE", "filesystem://", "filesystem:///a/folder"),
        ("UPTAKE_JOB_WORKERS", "0", "from 1 to 64"),
    ],
)
def test_each_fault_is_a_sentence_that_names_its_variable(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(BadEnvironment) as fault:
        read_environment({"UPTAKE_DATA": str(tmp_path), name: text})
    (sentence,) = fault.value.sentences
    assert sentence.startswith(name)
    assert said in sentence
    assert "hunter2" not in sentence


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment) as fault:
        read_environment({"UPTAKE_DATA": str(tmp_path), "UPTAKE_DEBUG": "perhaps", "UPTAKE_LOG": "xml"})
    assert len(fault.value.sentences) == 2


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(BadEnvironment, match="that is a file"):
        read_environment({"UPTAKE_DATA": str(file)})


def test_the_queue_is_one_setting(tmp_path: Path) -> None:
    def queue(**more: str) -> str:
        return read_environment({"UPTAKE_DATA": str(tmp_path), **more}).queue

    assert queue() == "database"
    assert queue(UPTAKE_QUEUE="amqp://me:hunter2@host//") == "amqp://me:hunter2@host//"


def test_a_queue_whose_package_is_missing_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(BadEnvironment) as caught:
        read_environment({"UPTAKE_DATA": str(tmp_path), "UPTAKE_QUEUE": "redis://:hunter2@host:6379/0"})
    [said] = caught.value.sentences
    assert "pip install redis" in said
    assert "hunter2" not in said
