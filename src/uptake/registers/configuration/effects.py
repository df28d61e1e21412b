"""What publishing a configuration does to the data, said before it is done; and doing it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from uptake.projects.models import Member, Project
from uptake.registers.configuration.conversion import convert, differs, text_for
from uptake.registers.configuration.document import Document, all_fields, by_key, name_of, register_of, whole
from uptake.registers.configuration.rows import Change, Row, codes_of, rows_of, write
from uptake.registers.configured import BESIDE, field_from
from uptake.registers.kinds import Wrong
from uptake.registers.models import Configuration, Record
from uptake.registers.spec import BUILT_IN, Field, Kind

SHOWN = 10


@dataclass(slots=True, kw_only=True)
class Sample:
    """A value that cannot be kept."""

    code: str
    value: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Converted:
    """A field whose values become others."""

    of: str
    name: str
    old: Field
    new: Field
    kept: int = 0
    lost: int = 0
    samples: list[Sample] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Hidden:
    """Something that is removed; its values stay, unseen. `label` is empty for a whole register."""

    name: str
    label: str
    count: int


@dataclass(slots=True, kw_only=True)
class Moved:
    """Records in a state that is removed, or that had none."""

    of: str
    name: str
    source: str
    target: str
    count: int


@dataclass(slots=True)
class Effects:
    """What publishing does to the data."""

    converted: list[Converted] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """How many values cannot be kept."""
        return sum(one.lost for one in self.converted)

    @property
    def any(self) -> bool:
        return bool(self.converted or self.hidden or self.moved)


@dataclass(slots=True, kw_only=True)
class _Job:
    """What happens to the rows of one register."""

    of: str
    fields: list[Converted]
    states: dict[str, str] | None = None
    """Of the new configuration, in order: key to label; None when they stay as they are."""


def effects(
    project: Project,
    previous: Mapping[str, Any],
    document: Mapping[str, Any],
    *,
    by: Any = None,
    reason: str = "",
) -> Effects:
    """Say what publishing a document does to the data; with `by`, do it.

    Parameters
    ----------
    previous, document : mapping
        The published configuration, and the one that is to be published.
    by : Person, optional
        Who publishes: then rows are written, in a transaction of the caller.
    reason : str
        What the history of each record says.
    """
    old, new = whole(previous), whole(document)
    found = Effects(hidden=_hidden(project, old, new))
    people = {one.person_id: str(one.person) for one in
              Member.objects.filter(project=project).select_related("person")}  # fmt: skip
    for job in _jobs(project, old, new):
        changes = _of_register(project, new, job, people, found, lock=by is not None)
        if by is not None:
            write(job.of, changes, by, reason)
    return found


def _jobs(project: Project, old: Document, new: Document) -> Iterable[_Job]:
    known = known_fields(project, old, new)
    for of, fields in all_fields(new).items():
        converted = [
            Converted(of=of, name=name_of(new, of), old=was, new=now)
            for now in map(field_from, fields)
            if (was := known.get((of, now.key))) is not None and differs(was, now)
        ]
        before, told = register_of(old, of), register_of(new, of)
        states = None
        if before and told and told.get("states") and before.get("states") != told["states"]:
            states = {one["key"]: one["label"] for one in told["states"]}
        if converted or states is not None:
            yield _Job(of=of, fields=converted, states=states)


def known_fields(project: Project, old: Document, new: Document) -> dict[tuple[str, str], Field]:
    """Return how the fields of a document were declared last: removed ones may come back with their values."""
    found = {(of, one["key"]): field_from(one) for of, fields in all_fields(old).items() for one in fields}
    missing = {(of, one["key"]) for of, fields in all_fields(new).items() for one in fields} - found.keys()
    if not missing:
        return found
    versions = Configuration.objects.filter(project=project).exclude(version=None).order_by("-version")
    for content in versions.values_list("content", flat=True).iterator(20):
        for of, fields in all_fields(content).items():
            for one in fields:
                if (of, one["key"]) in missing:
                    missing.discard((of, one["key"]))
                    found[of, one["key"]] = field_from(one)
        if not missing:
            break
    return found


def _of_register(
    project: Project,
    new: Document,
    job: _Job,
    people: Mapping[int, str],
    found: Effects,
    *,
    lock: bool,
) -> list[Change]:
    changes: list[Change] = []
    moved: dict[str, int] = {}
    wrong: list[tuple[Converted, int, str, str]] = []
    for row in rows_of(project, job.of, lock=lock):
        done = [change for one in job.fields if (change := _of_value(one, row, people, wrong))]
        into = _of_state(job, row)
        if into:
            moved[row.state] = moved.get(row.state, 0) + 1
            done.append({"field": "state", "old": row.state, "new": into})
            row.state = into
        if done:
            changes.append(Change(row, done, moved=bool(into)))
    told = register_of(new, job.of)
    prefix = told["prefix"] if told else BUILT_IN[job.of].prefix if job.of in BUILT_IN else ""
    codes = codes_of(project, job.of, prefix, [number for _one, number, _value, _why in wrong])
    for one, number, value, why in wrong:
        one.samples.append(Sample(code=codes[number], value=value, reason=why))
    found.converted += [one for one in job.fields if one.kept or one.lost]
    if job.states:
        first = next(iter(job.states.values()))
        name = name_of(new, job.of)
        found.moved += [
            Moved(of=job.of, name=name, source=source, target=first, count=count)
            for source, count in moved.items()
        ]
    return changes


def _of_value(
    one: Converted, row: Row, people: Mapping[int, str], wrong: list[tuple[Converted, int, str, str]]
) -> dict[str, Any] | None:
    key = one.new.key
    old = row.values.get(key)
    if old is None:
        return None
    try:
        new = convert(one.old, one.new, old, people)
    except Wrong as why:
        one.lost += 1
        if one.lost <= SHOWN:
            wrong.append((one, row.number, text_for(one.old, old, people)[:80], str(why)))
        new = None
    else:
        one.kept += 1
    if new == old:
        return None
    if new is None:
        del row.values[key]
    else:
        row.values[key] = new
    return {"field": key, "old": old, "new": new}


def _of_state(job: _Job, row: Row) -> str:
    """Return the state that a row has to go to, or nothing."""
    if job.states is None or row.state in job.states:
        return ""
    return next(iter(job.states))


def _hidden(project: Project, old: Document, new: Document) -> list[Hidden]:
    found = []
    kept = {one["key"] for one in new["registers"]}
    for one in old["registers"]:
        if one["key"] not in kept:
            count = Record.objects.filter(project=project, register=one["key"], removed_at=None).count()
            found.append(Hidden(name=one["plural"], label="", count=count))
    fields = all_fields(new)
    for of, before in all_fields(old).items():
        gone = [one for one in before if by_key(fields.get(of, ()), one["key"]) is None]
        if gone and (of in BESIDE or of in BUILT_IN or of in kept):
            found += _with_values(project, of, name_of(old, of), gone)
    return found


def _with_values(project: Project, of: str, name: str, fields: list[dict[str, Any]]) -> list[Hidden]:
    counts = dict.fromkeys((one["key"] for one in fields), 0)
    for row in rows_of(project, of):
        for key in counts:
            if row.values.get(key) is not None:
                counts[key] += 1
    return [
        Hidden(name=name, label=one["label"], count=counts[one["key"]])
        for one in fields
        if one["kind"] not in {Kind.LINK, Kind.FILE}
    ]
