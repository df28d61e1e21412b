"""Links between records, and from records to what other packages keep: tasks of the plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from uptake.projects.models import Project
from uptake.registers.kinds import Wrong
from uptake.registers.models import Link, Record
from uptake.registers.spec import Field, RegisterSpec
from uptake.registers.visit import Visit

TASK = "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What a link leads to, as it is shown. `state` is a word, `tone` its colour."""

    code: str
    label: str
    url: str
    kind: str
    state: str = ""
    tone: str = ""


class Tasks(Protocol):
    """What the plan tells of its tasks; `schedule` provides it, because it stands above."""

    def named(self, project: Project, uids: Iterable[int]) -> Mapping[int, End]:
        """Return what the tasks are called; those that are gone are left out."""

    def by_code(self, project: Project, codes: Sequence[str]) -> Mapping[str, int]:
        """Return the tasks that have these row numbers, as ``T12``."""

    def found(self, project: Project, text: str, most: int) -> list[End]:
        """Return tasks whose name holds a text."""


_tasks: list[Tasks] = []


def provide_tasks(tasks: Tasks) -> None:
    _tasks[:] = [tasks]


def tasks() -> Tasks:
    return _tasks[0]


def resolve(visit: Any, field: Field, codes: Sequence[str]) -> list[int]:
    """Return what codes such as P-003 or T12 name: record ids, or task uids. Raises `Wrong`."""
    if len(codes) > 1 and not field.many:
        raise Wrong(_("There is room for one only."))
    known = visit.codes.get(field.of)
    if known is None:
        known = ends_by_code(visit, field.of, codes)
    missing = [code for code in codes if code not in known]
    if missing:
        raise Wrong(_("There is no %s here. Look for it by its name.") % ", ".join(missing[:5]))
    return list(dict.fromkeys(known[code] for code in codes))


def ends_by_code(visit: Any, of: str, codes: Sequence[str]) -> Mapping[str, int]:
    """Return what there is of these codes, in a register or among the tasks."""
    return tasks().by_code(visit.project, codes) if of == TASK else _records(visit, of, codes)


def _records(visit: Any, register: str, codes: Sequence[str]) -> dict[str, int]:
    spec: RegisterSpec | None = visit.configured.registers.get(register)
    if spec is None or visit.role not in spec.view:
        return {}
    numbers = {code: number for code in codes if (number := _number(spec, code)) is not None}
    rows = visit.rows(spec).filter(number__in=set(numbers.values()), removed_at=None)
    found = dict(rows.values_list("number", "pk"))
    return {code: found[number] for code, number in numbers.items() if number in found}


def _number(spec: RegisterSpec, code: str) -> int | None:
    digits = code.removeprefix(f"{spec.prefix.upper()}-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def put(record: Record, field: Field, ends: Sequence[int] | None) -> dict[str, Any] | None:
    """Make the links of a field lead to these ends and no others; return the change, if there is one."""
    column = "task" if field.of == TASK else "target_id"
    rows = Link.objects.filter(source_id=record.pk, field=field.key)
    old = [getattr(one, column) for one in rows]
    new = list(ends or ())
    if set(old) == set(new):
        return None
    rows.filter(**{f"{column.removesuffix('_id')}__in": set(old) - set(new)}).delete()
    Link.objects.bulk_create(
        Link(source_id=record.pk, field=field.key, **{column: end}) for end in new if end not in old
    )
    return {"field": field.key, "old": old or None, "new": new or None}


# ---- what links lead to, as one person may see it


def ends_by_link(visit: Visit, links: Iterable[Link]) -> dict[int, End]:
    """Return what links lead to, by link: one query for records, one for tasks. What is gone is left out."""
    rows = list(links)
    targets = Record.objects.in_bulk({row.target_id for row in rows if row.target_id})
    named = tasks().named(visit.project, {row.task for row in rows if row.task is not None})
    found = {}
    for row in rows:
        end = named.get(row.task) if row.task is not None else end_of(visit, targets.get(row.target_id or 0))
        if end is not None:
            found[row.pk] = end
    return found


def ends_of(visit: Visit, links: Iterable[Link]) -> dict[tuple[int, str], list[End]]:
    """Return what links lead to, by record and field."""
    rows = list(links)
    ends = ends_by_link(visit, rows)
    found: dict[tuple[int, str], list[End]] = defaultdict(list)
    for row in rows:
        if row.pk in ends:
            found[row.source_id, row.field].append(ends[row.pk])
    return found


def end_of(visit: Visit, record: Record | None) -> End | None:
    """Return a record as the end of a link; None when it is gone, or this person may not see it."""
    spec = visit.configured.registers.get(record.register) if record else None
    if record is None or spec is None or record.removed_at or visit.role not in spec.view:
        return None
    if record.pk in visit.withheld:
        return None
    state = spec.state(record.state)
    return End(
        code=spec.code(record.number),
        label=record.title,
        url=record_url(record),
        kind=str(spec.name),
        state=str(state.label) if state else "",
        tone=state.tone if state else "",
    )


def record_url(record: Record) -> str:
    return reverse("record", args=[record.project_id, record.register, record.number])
