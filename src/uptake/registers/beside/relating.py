"""Links that people make beside the fields, what a record is linked with from both sides, and looking for its ends."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from uptake.registers import kinds, linking
from uptake.registers.linking import end_of, ends_by_link
from uptake.registers.models import Entry, Link, Record
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit

MOST_FOUND = 12
MOST_LINKS = 200
MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Something that a record is linked with.

    Attributes
    ----------
    end : End
    pk : int
        Of the link.
    by : str
        Label of the field that makes the link; empty when somebody made it beside the fields.
    """

    end: linking.End
    pk: int
    by: str


def related(visit: Visit, record: Record) -> dict[str, list[Related]]:
    """Return what leads here, and what was linked beside the fields, by kind."""
    found: dict[str, list[Related]] = {}
    own = list(Link.objects.filter(source_id=record.pk, field="")[:MOST_LINKS])
    for pk, end in ends_by_link(visit, own).items():
        found.setdefault(end.kind, []).append(Related(end=end, pk=pk, by=""))
    _add_leading(visit, found, Link.objects.filter(target_id=record.pk))
    return found


def related_to_task(visit: Visit, uid: int) -> dict[str, list[Related]]:
    """Return the records that lead to a task, by kind."""
    found: dict[str, list[Related]] = {}
    _add_leading(visit, found, Link.objects.filter(source__project=visit.project, task=uid))
    return found


def _add_leading(visit: Visit, found: dict[str, list[Related]], links: "QuerySet[Link]") -> None:
    """Add where links come from, as far as this person may see it."""
    for link in links.select_related("source")[:MOST_LINKS]:
        spec = visit.configured.registers.get(link.source.register)
        field = spec.field(link.field) if spec and link.field else None
        other = end_of(visit, link.source)
        if other is not None and (field is None or visit.role in field.readers):
            by = str(field.label) if field else ""
            found.setdefault(other.kind, []).append(Related(end=other, pk=link.pk, by=by))


def resolve(visit: Visit, codes: Sequence[str]) -> list[tuple[str, int, str]]:
    """Return what codes of any kind name: the column of a link, the id, the code. Raises `Unfit`."""
    found = {code: ("task", uid, code) for code, uid in linking.tasks().by_code(visit.project, codes).items()}
    wanted = Q(pk=None)
    for spec in visit.visible():
        numbers = [number for code in codes if (number := _number(spec, code)) is not None]
        if numbers:
            wanted |= Q(register=spec.key, number__in=numbers)
    for one in Record.objects.filter(wanted, project=visit.project, removed_at=None):
        code = visit.configured.registers[one.register].code(one.number)
        if one.pk not in visit.withheld:
            found[code] = ("target_id", one.pk, code)
    asked = [_canonical(visit, code) for code in codes]
    missing = [code for code in asked if code not in found]
    if missing:
        raise Unfit({"codes": _("There is no %s here. Look for it by its name.") % ", ".join(missing[:5])})
    return [found[code] for code in dict.fromkeys(asked)]


def _number(spec: RegisterSpec, code: str) -> int | None:
    match = re.fullmatch(rf"{re.escape(spec.prefix.upper())}-0*([0-9]{{1,9}})", code)
    return int(match[1]) if match else None


def _canonical(visit: Visit, code: str) -> str:
    """Return a code as it is written: R-12 is R-012."""
    for spec in visit.visible():
        number = _number(spec, code)
        if number is not None:
            return spec.code(number)
    return code


@transaction.atomic
def relate(visit: Visit, spec: RegisterSpec, record: Record, given: str) -> int:
    """Link a record with what these codes name; returns how many links are new."""
    visit.need_edit(spec)
    codes = [one.upper() for one in re.split(r"[,;、，；\s]+", kinds.tidy(given)[:1_000]) if one]
    if not codes:
        raise Unfit({"codes": _("Look for a record or a task first, and choose it.")})
    if len(codes) > MOST_AT_ONCE:
        raise Unfit({"codes": _("Link %d at a time.") % MOST_AT_ONCE})
    ends = resolve(visit, codes)
    if any(column == "target_id" and pk == record.pk for column, pk, _code in ends):
        raise Unfit({"codes": _("A record cannot be linked with itself.")})
    Record.objects.select_for_update().get(pk=record.pk)
    there = Link.objects.filter(source_id=record.pk, field="")
    if there.count() + len(ends) > MOST_LINKS:
        raise Unfit({"codes": _("There is room for %d links.") % MOST_LINKS})
    known = {(column, pk) for pair in there.values("target_id", "task") for column, pk in pair.items() if pk}
    new = [one for one in ends if one[:2] not in known]
    Link.objects.bulk_create(Link(source_id=record.pk, **{column: pk}) for column, pk, _code in new)
    if new:
        _note(visit, record, Entry.Kind.LINKED, [code for _column, _pk, code in new])
    for column, pk, _code in new:
        if column == "target_id":
            _note(visit, Record(pk=pk), Entry.Kind.LINKED, [spec.code(record.number)])
    return len(new)


@transaction.atomic
def unrelate(visit: Visit, spec: RegisterSpec, record: Record, pk: int) -> None:
    """Take a link away that was made beside the fields; it goes from both ends."""
    visit.need_edit(spec)
    here = Q(source_id=record.pk) | Q(target_id=record.pk)
    found = Link.objects.filter(here, pk=pk, field="").select_related("source", "target").first()
    if found is None:
        raise Http404
    far = found.target if found.source_id == record.pk else found.source
    if far is not None and end_of(visit, far) is None:
        raise Http404
    codes = visit.configured.registers
    for one, other in ((found.source, found.target), (found.target, found.source)):
        if one is None:
            continue
        kind = codes.get(other.register) if other else None
        code = kind.code(other.number) if kind and other else f"T{found.task}"
        _note(visit, one, Entry.Kind.UNLINKED, [code])
    found.delete()


def _note(visit: Visit, record: Record, kind: Entry.Kind, codes: list[str]) -> None:
    change = {"field": "", "old": None, "new": codes}
    Entry.objects.create(record_id=record.pk, by=visit.person, kind=kind, changes=[change])


# ---- looking for ends


def found_ends(visit: Visit, text: str, of: str = "") -> list[Any]:
    """Return records and tasks whose code or name holds a text; `of` names one register, or ``task``."""
    specs = {one.key: one for one in visit.visible() if of in {"", one.key}}
    ends: list[Any] = []
    if specs:
        rows = Record.objects.filter(_named(specs.values(), text), project=visit.project, removed_at=None)
        rows = rows.filter(register__in=specs).order_by("register", "number")[:MOST_FOUND]
        ends = [end for one in rows if (end := end_of(visit, one)) is not None]
    if of in {"", linking.TASK}:
        exact = linking.tasks().by_code(visit.project, [text.strip().upper()])
        tasks = [*linking.tasks().named(visit.project, exact.values()).values()]
        tasks += linking.tasks().found(visit.project, text, MOST_FOUND)
        ends += list({one.code: one for one in tasks}.values())[:MOST_FOUND]
    return ends


def _named(specs: Iterable[RegisterSpec], text: str) -> Q:
    wanted = Q(title__icontains=text)
    word = text.strip().upper()
    for spec in specs:
        number = _number(spec, word)
        if number is None and word.isascii() and word.isdigit() and len(word) < 10:
            number = int(word)
        if number:
            wanted |= Q(register=spec.key, number=number)
            wanted |= Q(register=spec.key, number__gte=number * 10, number__lt=number * 10 + 10)
        elif word.rstrip("0") in {spec.prefix.upper(), f"{spec.prefix.upper()}-"}:
            wanted |= Q(register=spec.key)
    return wanted
