"""Scope baselines: what was agreed, frozen at a gate; what is different since, and which changes made it so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.projects.models import Project
from uptake.registers import linking
from uptake.registers.configured import in_force
from uptake.registers.kinds import text_of, tidy
from uptake.registers.linking import end_of, record_url
from uptake.registers.models import Link, Record
from uptake.registers.services import Unfit
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit, plain
from uptake.schedule import services as schedule
from uptake.scope.difference import STATE, TITLE, Changed, Difference, Told, difference
from uptake.scope.models import ScopeBaseline, ScopeNote

REGISTERS = ("goal", "kpi", "scope_item", "requirement")
MOST = 50
"""So many may a project keep."""
LONGEST_NAME = 100
SHOWN = 200
"""So many records of a kind does a page of a difference show."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A milestone of the plan."""

    uid: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A record in a difference, in words; `fields` are label, old and new."""

    code: str
    title: str
    url: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What became of one register since a baseline, in words; the counts are of all, the lines of the first.

    Records of which nothing but the state is another one stand in `moved`: old state, new one, codes.
    """

    spec: RegisterSpec
    added: list[Line]
    removed: list[Line]
    changed: list[Line]
    moved: list[tuple[str, str, list[str]]]
    counts: tuple[int, int, int]

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def more(self) -> int:
        shown = (
            len(self.added) + len(self.removed) + len(self.changed) + sum(len(one[2]) for one in self.moved)
        )
        return self.count - shown


# ---- keeping


def gates(project: Project) -> list[Gate]:
    """Return the milestones of the plan, in its order."""
    return [Gate(one.uid, one.name) for one in schedule.current(project).plan.tasks if one.milestone]


@transaction.atomic
def freeze(
    project: Project, by: Person, name: str, *, agreed_on: date, gate: int | None = None
) -> ScopeBaseline:
    """Keep the scope as it stands.

    Whoever calls has asked for ``scope.baseline``.

    Raises
    ------
    Unfit
    """
    name = " ".join(tidy(name).split())
    if not name:
        raise Unfit({"name": _("Give it a name, such as “Scope agreed”.")})
    if len(name) > LONGEST_NAME:
        raise Unfit({"name": _("Say it in %d characters.") % LONGEST_NAME})
    at = next((one for one in gates(project) if one.uid == gate), None)
    if gate is not None and at is None:
        raise Unfit({"gate": _("That milestone is no longer in the plan. Choose another one.")})
    Project.objects.select_for_update().get(pk=project.pk)
    kept = ScopeBaseline.objects.filter(project=project)
    if kept.count() >= MOST:
        raise Unfit({"": _("A project keeps %d scope baselines, and this one has them.") % MOST})
    content = snapshot(project)
    made: ScopeBaseline = ScopeBaseline.objects.create(
        project=project,
        number=int(kept.aggregate(last=Max("number"))["last"] or 0) + 1,
        name=name,
        gate=gate,
        gate_name=at.name[:500] if at else "",
        agreed_on=agreed_on,
        by=by,
        content=content,
        counts={key: len(records) for key, records in content.items()},
    )
    return made


def note(project: Project, text: str, by: Person | None, *, record: Record | None = None) -> ScopeNote:
    """Remember that something changed the scope: `changes` says it of each change that is applied.

    The text is what is shown once the record is gone; as long as it is there, only who may see it learns its name.
    """
    return ScopeNote.objects.create(
        project=project,
        text=tidy(text)[:500],
        by=by,
        record=Record.objects.get(pk=record.pk) if record else None,
    )


def snapshot(project: Project) -> dict[str, dict[str, Told]]:
    """Return the scope as it stands: in two queries a register."""
    known = in_force(project).registers
    return {key: _register(project, known[key], known) for key in REGISTERS if key in known}


def _register(project: Project, spec: RegisterSpec, known: Mapping[str, RegisterSpec]) -> dict[str, Told]:
    codes = _codes(project, spec, known)
    fields = [one for one in spec.fields if not one.computed]
    found: dict[str, Told] = {}
    rows = spec.model.objects.filter(project=project, register=spec.key, removed_at=None)
    for record in rows.order_by("number").iterator(chunk_size=1_000):
        values = {one.key: plain(record, one) for one in fields if one.kind is not Kind.LINK}
        values |= {one.key: codes.get((record.pk, one.key)) for one in fields if one.kind is Kind.LINK}
        told = {key: value for key, value in values.items() if value not in (None, False, [])}
        found[str(record.number)] = {TITLE: record.title, STATE: record.state, "values": told}
    return found


def _codes(
    project: Project, spec: RegisterSpec, known: Mapping[str, RegisterSpec]
) -> dict[tuple[int, str], list[str]]:
    """Return the codes to which the link fields of a register's records lead."""
    keys = [one.key for one in spec.fields if one.kind is Kind.LINK]
    links = Link.objects.filter(
        source__project=project, source__register=spec.key, field__in=keys, target__removed_at=None
    )
    rows = links.order_by("pk").values_list(
        "source_id", "field", "task", "target__register", "target__number"
    )
    found: dict[tuple[int, str], list[str]] = {}
    for source, field, task, register, number in rows:
        if task is None and register not in known:
            continue
        code = f"T{task}" if task is not None else known[register].code(number)
        found.setdefault((source, field), []).append(code)
    return {key: sorted(found[key]) for key in found}


# ---- looking


def baselines(project: Project) -> QuerySet[Any]:
    """Return the baselines of a project without their content, the latest first."""
    return ScopeBaseline.objects.filter(project=project).defer("content").select_related("by")


def baseline_of(project: Project, number: int) -> ScopeBaseline:
    """Return one baseline of a project; raises `Http404`."""
    rows = ScopeBaseline.objects.filter(project=project, number=number)
    found: ScopeBaseline | None = rows.select_related("by").first()
    if found is None:
        raise Http404
    return found


def differences(visit: Visit, baseline: ScopeBaseline) -> list[Part]:
    """Return what became of each register since a baseline, as far as this person may see it."""
    now = snapshot(visit.project)
    links = _ends(visit, baseline.content, now)
    return [
        _part(visit, spec, difference(baseline.content.get(key, {}), now.get(key, {})), links)
        for key in REGISTERS
        if (spec := visit.configured.registers.get(key)) and visit.role in spec.view
    ]


def totals(parts: Iterable[Part]) -> dict[str, int]:
    """Return how many records were added, removed and changed."""
    found: Counter[str] = Counter(added=0, removed=0, changed=0)
    for part in parts:
        found.update(dict(zip(("added", "removed", "changed"), part.counts, strict=True)))
    return dict(found)


def _part(visit: Visit, spec: RegisterSpec, found: Difference, links: Mapping[str, str]) -> Part:
    fields = {one.key: one for one in visit.fields(spec)}
    known = dict(
        spec.model.objects.filter(project=visit.project, register=spec.key, removed_at=None).values_list(
            "number", TITLE
        )
    )

    def line(number: str, title: str, changes: Iterable[Changed] = ()) -> Line:
        place = Record(project=visit.project, register=spec.key, number=int(number))
        words = (_words(visit, spec, fields, one, links) for one in changes)
        return Line(
            code=spec.code(int(number)),
            title=title,
            url=record_url(place) if int(number) in known else "",
            fields=tuple(one for one in words if one),
        )

    changed = [line(number, known.get(int(number), ""), all_) for number, all_ in found.changed.items()]
    seen = [one for one in changed if one.fields]
    only_moved = {
        spec.code(int(key)) for key, all_ in found.changed.items() if [one.field for one in all_] == [STATE]
    }
    return Part(
        spec=spec,
        added=[line(number, told[TITLE]) for number, told in list(found.added.items())[:SHOWN]],
        removed=[line(number, told[TITLE]) for number, told in list(found.removed.items())[:SHOWN]],
        changed=[one for one in seen if one.code not in only_moved][:SHOWN],
        moved=_moves(one for one in seen if one.code in only_moved),
        counts=(len(found.added), len(found.removed), len(seen)),
    )


def _moves(lines: Iterable[Line]) -> list[tuple[str, str, list[str]]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in lines:
        [(_label, old, new)] = one.fields
        found[old, new].append(one.code)
    return [(old, new, codes) for (old, new), codes in found.items()]


def _words(
    visit: Visit, spec: RegisterSpec, fields: Mapping[str, Field], change: Changed, links: Mapping[str, str]
) -> tuple[str, str, str] | None:
    """Return a changed field as label, old and new; None when this person does not get it."""
    if change.field == TITLE:
        return str(spec.title or _("Title")), change.old or "", change.new or ""
    if change.field == STATE:
        states = [spec.state(one or "") for one in (change.old, change.new)]
        old, new = (str(one.label) if one else "" for one in states)
        return _("State"), old, new
    field = fields.get(change.field)
    if field is None:
        return None
    if field.kind is Kind.LINK:
        old, new = (
            ", ".join(links.get(code, code) for code in one or ()) for one in (change.old, change.new)
        )
        return str(field.label), old, new
    old, new = (text_of(field, one, visit.people) for one in (change.old, change.new))
    return str(field.label), old, new


def _ends(visit: Visit, *snapshots: Mapping[str, Mapping[str, Told]]) -> dict[str, str]:
    """Return what tasks are called, by code: a number alone says little."""
    codes = {
        code
        for one in snapshots
        for record in one.get("requirement", {}).values()
        for code in record["values"].get("tasks", ())
    }
    named = linking.tasks().named(visit.project, {int(code[1:]) for code in codes})
    return {end.code: f"{end.code} {end.label}" for end in named.values()}


def notes_since(visit: Visit, baseline: ScopeBaseline) -> list[dict[str, Any]]:
    """Return what changed the scope after a baseline, the latest first."""
    rows = ScopeNote.objects.filter(project=visit.project, at__gt=baseline.at).select_related("record", "by")
    return [{"note": one, "end": end_of(visit, one.record)} for one in rows[:SHOWN]]
