"""What an installation is told by its environment, checked before anything starts."""

import os
import secrets
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

LANGUAGES = ("en", "zh-hans")
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})
MIN_SECRET = 32
DATABASE = "database"
"""The queue of jobs that needs nothing else."""
BROKERS = {"redis": "redis", "rediss": "redis", "amqp": "amqp", "amqps": "amqp", "filesystem": ""}
"""Kinds of queue that Celery reaches, and the package that each needs."""


class BadEnvironment(ValueError):
    """Settings that cannot be used.

    Attributes
    ----------
    sentences : tuple of str
        One for each fault: the variable, what it holds, what it may hold.
    """

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The settings of one installation. Each is told in docs/reference/settings.md."""

    data: Path
    database: dict[str, Any]
    secret: str
    hosts: tuple[str, ...]
    url: str
    debug: bool
    language: str
    time_zone: str
    mail: str
    mail_from: str
    log: str
    max_upload: int
    workers: int
    sign_up: bool
    demo: bool
    proxies: int
    queue: str
    job_workers: int


def read_environment(given: Mapping[str, str] | None = None) -> Environment:
    """Read and check the settings; raises `BadEnvironment` with all faults at once."""
    values = os.environ if given is None else given
    faults: list[str] = []

    def ask(name: str, default: str, check: Callable[[str], Any]) -> Any:
        text = values.get(name, "").strip() or default
        try:
            return check(text)
        except ValueError as why:
            faults.append(f"{name} is “{_shown(name, text)}”: {why}")
            return check(default) if default else None

    data = ask("UPTAKE_DATA", "uptake-data", _folder)
    url = ask("UPTAKE_URL", "http://127.0.0.1:8000", _url)
    found = {
        "data": data,
        "database": ask("DATABASE_URL", f"sqlite:///{data / 'uptake.sqlite3'}", _database),
        "hosts": ask("UPTAKE_HOSTS", urlsplit(url).hostname or "127.0.0.1", _list),
        "url": url,
        "debug": ask("UPTAKE_DEBUG", "0", _switch),
        "language": ask("UPTAKE_LANGUAGE", "en", _one_of(LANGUAGES)),
        "time_zone": ask("UPTAKE_TIME_ZONE", "Asia/Shanghai", _zone),
        "mail": ask("UPTAKE_MAIL", "log:", _mail),
        "mail_from": values.get("UPTAKE_MAIL_FROM", "").strip() or "uptake@localhost",
        "log": ask("UPTAKE_LOG", "text", _one_of(("text", "json"))),
        "max_upload": ask("UPTAKE_MAX_UPLOAD_MB", "50", _whole(1, 2000)) * 1024 * 1024,
        "workers": ask("UPTAKE_WORKERS", "1", _whole(1, 64)),
        "sign_up": ask("UPTAKE_SIGN_UP", "0", _switch),
        "demo": ask("UPTAKE_DEMO", "0", _switch),
        "proxies": ask("UPTAKE_PROXIES", "0", _whole(0, 9)),
        "queue": ask("UPTAKE_QUEUE", DATABASE, _queue),
        "job_workers": ask("UPTAKE_JOB_WORKERS", "2", _whole(1, 64)),
    }
    secret = values.get("UPTAKE_SECRET_KEY", "").strip()
    if secret and len(secret) < MIN_SECRET:
        faults.append(f"UPTAKE_SECRET_KEY has {len(secret)} characters: use at least {MIN_SECRET}.")
    if faults:
        raise BadEnvironment(tuple(faults))
    return Environment(secret=secret or _kept_secret(data), **found)


def _shown(name: str, text: str) -> str:
    """Return a value as it may be printed: addresses carry passwords."""
    return "…" if name in {"DATABASE_URL", "UPTAKE_MAIL", "UPTAKE_QUEUE"} else text


def _folder(text: str) -> Path:
    folder = Path(text).expanduser().resolve()
    if folder.exists() and not folder.is_dir():
        raise ValueError("that is a file. Name a folder that Uptake may write to.")
    return folder


def _kept_secret(data: Path) -> str:
    """Return the key of this installation, made at its first start."""
    file = data / "secret-key"
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        pass
    try:
        data.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: one of them makes the file, both read it.
        made = data / f"secret-key.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(64), encoding="utf-8")
        try:
            file.hardlink_to(made)
        except FileExistsError:
            pass
        finally:
            made.unlink()
        return file.read_text(encoding="utf-8").strip()
    except OSError as why:
        raise BadEnvironment(
            (f"UPTAKE_DATA is “{data}”: Uptake cannot write there ({why.strerror}). Name another folder.",)
        ) from why


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write the address that people open, such as https://uptake.example.com.")
    return text.rstrip("/")


def _database(text: str) -> dict[str, Any]:
    scheme = urlsplit(text).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ValueError("write postgres://user:password@host/name, or leave it out to use SQLite.")
    try:
        return dict(dj_database_url.parse(text, conn_max_age=60, conn_health_checks=True))
    except (dj_database_url.ParseError, ValueError):
        raise ValueError("write postgres://user:password@host/name.") from None


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _switch(text: str) -> bool:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise ValueError("write 1 or 0.")


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in words:
            raise ValueError(f"write {' or '.join(words)}.")
        return text

    return check


def _whole(low: int, high: int) -> Callable[[str], int]:
    def check(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"write a whole number from {low} to {high}.")
        return int(text)

    return check


def _zone(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("write a time zone such as Asia/Shanghai or Europe/Berlin.") from None
    return text


def _queue(text: str) -> str:
    if text == DATABASE:
        return text
    parts = urlsplit(text)
    if parts.scheme not in BROKERS or not (parts.hostname or parts.path.strip("/")):
        raise ValueError(
            "write database, redis://host:6379/0, amqp://user:password@host//, or filesystem:///a/folder."
        )
    package = BROKERS[parts.scheme]
    if package and find_spec(package) is None:
        raise ValueError(f"the Python package {package} is missing. Install it: pip install {package}.")
    return text


def _mail(text: str) -> str:
    if urlsplit(text).scheme not in {"smtp", "smtps", "log"}:
        raise ValueError("write smtp://user:password@host:587 (smtps:// for TLS from the start), or log:.")
    return text
