"""Errors as sentences: what happened, and what to do."""

from collections.abc import Callable

from uptake.cli.catalogue import CATALOGUE
from uptake.cli.columns import COLUMNS
from uptake.cli.errors import (
    FileUnusable,
    NoSuchColumn,
    NoSuchCommand,
    NoSuchDay,
    NoSuchFolder,
    NoSuchRule,
    NoSuchTask,
    NotTogether,
    NotWritten,
    Rows,
)
from uptake.cli.grid import plain
from uptake.cli.serving import NotStarted
from uptake.cli.words import listed, say, spoken
from uptake.engine import errors as engine
from uptake.engine.calendars import CalendarLoop
from uptake.interchange import corpus
from uptake.interchange import errors as files
from uptake.interchange.files import WRITTEN
from uptake.interchange.words import error_sentence

LOOP_SHOWN = 12


def sentence(error: Exception) -> str:
    """Return an error as one sentence."""
    if isinstance(error, FileUnusable):
        said = _said(error.error, error.rows)
        if isinstance(error.error, _NAMES_FILE):
            return said
        return say("error.file", name=plain(error.path.name), what=said)
    return _said(error, {})


def _said(error: Exception, rows: Rows) -> str:
    for kind, word in _WORDS.items():
        if isinstance(error, kind):
            return word(error, rows)
    return say("error.unknown", kind=type(error).__name__, text=plain(str(error))[:200])


def _name(uid: int, rows: Rows) -> str:
    if uid not in rows:
        return str(uid)
    number, name = rows[uid]
    return say("task", id=number, name=plain(name) or say("task.unnamed"))


def _cycle(error: engine.CycleFound, rows: Rows) -> str:
    names = [_name(uid, rows) for uid in error.tasks[:LOOP_SHOWN]]
    if len(error.tasks) > LOOP_SHOWN:
        names.append("…")
    return say("error.cycle", loop=" → ".join([*names, names[0]]))


def _unknown(error: engine.UnknownUid, rows: Rows) -> str:
    if error.by == "project":
        by = say("error.by_project")
    elif error.by == "task":
        by = _name(error.owner, rows)
    else:
        by = f"{_kind(error.by)} {error.owner}".capitalize()
    return say("error.unknown_uid", kind=_kind(error.kind), uid=error.uid, by=by)


def _kind(kind: str) -> str:
    key = f"kind.{kind}"
    return say(key) if key in CATALOGUE else kind


def _bad_value(error: engine.BadValue, rows: Rows) -> str:
    return say(
        "error.bad_value",
        owner=_name(error.uid, rows) if error.kind == "task" else f"{_kind(error.kind)} {error.uid}",
        field=error.field.replace("_", " "),
        value=plain(str(error.value))[:60],
    )


def _content(error: files.InterchangeError, _rows: Rows) -> str:
    """Say what is wrong with the content of a file."""
    return plain(error_sentence(error, spoken().value) or say("error.helper"))


def _no_command(error: NoSuchCommand, _rows: Rows) -> str:
    key = "error.command_alike" if error.alike else "error.command"
    return say(key, name=plain(error.name)[:40], alike=listed(error.alike))


def _not_written(error: NotWritten, _rows: Rows) -> str:
    own = error.path.suffix.lower() in {".mpp", ".mpt"}
    key = "error.not_written_mpp" if own else "error.not_written"
    return say(key, path=plain(str(error.path)), endings=" ".join(WRITTEN))


Wording = Callable[..., str]
_WORDS: dict[type[Exception], Wording] = {
    NoSuchCommand: _no_command,
    NotTogether: lambda e, _t: say("error.together", one=e.one, other=e.other),
    NoSuchDay: lambda e, _t: say("error.no_day", option=e.option, value=plain(e.value)[:40]),
    NoSuchFolder: lambda e, _t: say("error.no_folder", path=plain(str(e.path))),
    NotWritten: _not_written,
    NotStarted: lambda e, _t: " ".join(e.reasons),
    NoSuchColumn: lambda e, _t: say("error.column", name=plain(e.name), names=listed(list(COLUMNS))),
    NoSuchTask: lambda e, _t: say(
        "error.no_task_uid" if e.by_uid else "error.no_task", number=plain(e.number)[:40]
    ),
    NoSuchRule: lambda e, _t: say("error.rule", name=plain(e.name)[:60]),
    engine.CycleFound: _cycle,
    engine.LinkedToOwnChild: lambda e, t: say(
        "error.own_child", pred=_name(e.pred, t), succ=_name(e.succ, t)
    ),
    engine.DuplicateUid: lambda e, _t: say("error.duplicate", kind=_kind(e.kind), uid=e.uid),
    engine.UnknownUid: _unknown,
    engine.OutlineBroken: lambda e, t: say("error.outline", task=_name(e.uid, t), parent=_name(e.parent, t)),
    engine.BadValue: _bad_value,
    engine.DateOutOfRange: lambda e, t: say("error.out_of_range", task=_name(e.uid, t)),
    CalendarLoop: lambda e, _t: say("error.calendar_loop", loop=" → ".join(map(str, e.uids[:LOOP_SHOWN]))),
    corpus.NoPlansFound: lambda e, _t: say("error.no_plans", folder=plain(e.folder)),
    corpus.BrokenIndex: lambda e, _t: say("error.index", path=plain(e.path)),
    corpus.DocumentUnusable: lambda e, _t: say("error.document", text=plain(str(e))),
    files.FileMissing: lambda e, _t: say("error.missing", path=plain(e.path)),
    files.NotAFile: lambda e, _t: say("error.not_a_file", path=plain(e.path)),
    files.FileNotAccessible: lambda e, _t: say("error.access", path=plain(e.path), reason=plain(e.reason)),
    files.InterchangeError: _content,
    PermissionError: lambda e, _t: say(
        "error.access", path=plain(str(e.filename)), reason=plain(e.strerror or "")
    ),
    FileNotFoundError: lambda e, _t: say("error.missing", path=plain(str(e.filename))),
    OSError: lambda e, _t: say("error.system", text=plain(e.strerror or str(e))),
    MemoryError: lambda _e, _t: say("error.our_memory"),
    RecursionError: lambda _e, _t: say("error.too_deep"),
}
_NAMES_FILE = (files.FileMissing, files.NotAFile, files.FileNotAccessible, files.NoJava)
