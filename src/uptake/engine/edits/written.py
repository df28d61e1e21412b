"""Edits as JSON and back. What comes in may be hostile: whatever is wrong with it, `BadValue` says so."""

from typing import Any

from uptake.engine.edits.algebra import Add, Edit, Move, Remove, Set
from uptake.engine.edits.values import (
    DEFAULTS,
    MADE,
    ROWS,
    RULES,
    SETTABLE,
    SOME_UID,
    UID,
    Refused,
    Row,
    Rule,
    owner,
)
from uptake.engine.errors import BadValue
from uptake.engine.plan import Task

MAX_BELOW = 1_000_000


def to_json(edit: Edit) -> dict[str, Any]:
    """Write an edit as JSON.

    Parameters
    ----------
    edit : Edit

    Returns
    -------
    dict
        ``{"edit": "set" | "add" | "remove" | "move", ...}``. Instants and amounts are tenths of a minute,
        members of enumerations their names. Fields of a row that are at their default are left out; so a
        default never changes once it is released.

    Examples
    --------
    >>> from uptake.engine.plan import Constraint, Link
    >>> to_json(Set("task", 7, {"constraint": Constraint.SNET, "constraint_date": 19200}))
    {'edit': 'set', 'kind': 'task', 'uid': 7, 'values': {'constraint': 'SNET', 'constraint_date': 19200}}
    >>> to_json(Add(Link(uid=3, pred=1, succ=2)))
    {'edit': 'add', 'kind': 'link', 'row': {'uid': 3, 'pred': 1, 'succ': 2}}
    """
    if isinstance(edit, Set):
        rules = RULES[edit.kind]
        values = {name: rules[name].write(value) for name, value in edit.values.items()}
        return {"edit": "set", "kind": edit.kind, "uid": edit.uid, "values": values}
    if isinstance(edit, Remove):
        return {"edit": "remove", "kind": edit.kind, "uid": edit.uid}
    if isinstance(edit, Move):
        return {"edit": "move", "uid": edit.uid, "parent": edit.parent, "at": edit.at}
    written: dict[str, Any] = {"edit": "add", "kind": ROWS[type(edit.row)], "row": _write_row(edit.row)}
    if edit.at is not None:
        written["at"] = edit.at
    if edit.below:
        written["below"] = [_write_row(task) for task in edit.below]
    return written


def _write_row(row: Row) -> dict[str, Any]:
    kind = ROWS[type(row)]
    needed, defaults = DEFAULTS[kind]
    found: dict[str, Any] = {}
    for name, rule in RULES[kind].items():
        value = getattr(row, name)
        if name in needed or value != defaults[name]:
            found[name] = rule.write(value)
    return found


def from_json(written: object) -> Edit:
    """Read an edit that was written as JSON.

    Parameters
    ----------
    written : object
        Whatever a JSON reader returned.

    Returns
    -------
    Edit

    Raises
    ------
    BadValue
        For anything that `to_json` could not have written: unknown kinds and fields, wrong types, values out
        of range. Its `field` names the place.

    Examples
    --------
    >>> from_json({"edit": "remove", "kind": "task", "uid": 7})
    Remove(kind='task', uid=7)
    >>> from_json({"edit": "set", "kind": "task", "uid": 7, "values": {"percent": 101}})
    Traceback (most recent call last):
        ...
    uptake.engine.errors.BadValue: task 7: percent cannot be 101
    """
    if type(written) is not dict:
        raise BadValue("edit", 0, "edit", written)
    name = written.get("edit")
    if name == "set":
        return _read_set(written)
    if name == "add":
        return _read_add(written)
    if name == "remove":
        _only(written, "edit", "kind", "uid")
        return Remove(_kind(written, MADE), _uid(written, "uid"))
    if name == "move":
        _only(written, "edit", "uid", "parent", "at")
        return Move(_uid(written, "uid"), _part(written, "parent", SOME_UID), _part(written, "at", SOME_UID))
    raise BadValue("edit", 0, "edit", name)


def _read_set(written: dict[Any, Any]) -> Set:
    _only(written, "edit", "kind", "uid", "values")
    kind = _kind(written, RULES)
    uid = _uid(written, "uid")
    values = written.get("values")
    if type(values) is not dict:
        raise BadValue("edit", uid, "values", values)
    return Set(kind, uid, _read_fields(kind, uid, values, SETTABLE[kind]))


def _read_add(written: dict[Any, Any]) -> Add:
    _only(written, "edit", "kind", "row", "at", "below")
    kind = _kind(written, MADE)
    below = written.get("below", [])
    if type(below) is not list or len(below) > MAX_BELOW or (below and kind != "task"):
        raise BadValue("edit", 0, "below", below)
    row = _read_row(kind, written.get("row"))
    tasks = tuple(one for one in (_read_row("task", row) for row in below) if isinstance(one, Task))
    return Add(row, _part(written, "at", SOME_UID), tasks)


def _read_row(kind: str, written: object) -> Row:
    if type(written) is not dict:
        raise BadValue(kind, 0, "row", written)
    uid = owner(written.get("uid"))
    needed, _ = DEFAULTS[kind]
    for name in needed:
        if name not in written:
            raise BadValue(kind, uid, name, None)
    row: Row = MADE[kind](**_read_fields(kind, uid, written, RULES[kind].keys()))
    return row


def _read_fields(kind: str, uid: int, written: dict[Any, Any], allowed: Any) -> dict[str, object]:
    rules = RULES[kind]
    found: dict[str, object] = {}
    for name, value in written.items():
        if name not in allowed:
            raise BadValue(kind, uid, "field", name)
        try:
            found[name] = rules[name].read(value)
        except Refused:
            raise BadValue(kind, uid, name, value) from None
    return found


def _only(written: dict[Any, Any], *names: str) -> None:
    for name in written:
        if name not in names:
            raise BadValue("edit", 0, "field", name)


def _kind(written: dict[Any, Any], known: Any) -> Any:
    kind = written.get("kind")
    if type(kind) is not str or kind not in known:
        raise BadValue("edit", 0, "kind", kind)
    return kind


def _uid(written: dict[Any, Any], name: str) -> int:
    uid: int = _part(written, name, UID)
    return uid


def _part(written: dict[Any, Any], name: str, rule: Rule) -> Any:
    value = written.get(name)
    try:
        return rule.read(value)
    except Refused:
        raise BadValue("edit", 0, name, value) from None
