"""A register as a list: filtered, sorted, grouped, counted, one page of it; the number of queries never grows."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Avg,
    Case,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from uptake.registers import linking
from uptake.registers.kinds import Wrong, parse
from uptake.registers.models import Attachment, Link
from uptake.registers.spec import Choice, Field, Kind, RegisterSpec
from uptake.registers.visit import Visit, plain

PAGE_ROWS = 100
NONE = "-"
"""In an address: the filter “empty”."""
ME = "me"
OPEN, OVERDUE = "open", "overdue"
"""What `show` may ask for besides everything."""

FILLED = {"number", "title"}
"""What no record is without."""

CODE = Field(key="number", label=_("No."), kind=Kind.TEXT, computed=True)
TITLE = Field(key="title", label=_("Title"), kind=Kind.TEXT, wide=True)
STATE = Field(key="state", label=_("State"), kind=Kind.CHOICE, computed=True)


def columns_of(spec: RegisterSpec, fields: Iterable[Field]) -> dict[str, Field]:
    """Return everything that a list of a register may show, by key, in order."""
    title = replace(TITLE, label=spec.title or TITLE.label)
    states = tuple(Choice(one.key, one.label, one.tone) for one in spec.states)
    fixed = [CODE, title]
    if states:
        fixed.append(replace(STATE, choices=states))
    return {one.key: one for one in (*fixed, *fields)}


def shown_kind(field: Field) -> Kind:
    """Return what a field shows: of a formula, what comes out of it."""
    return field.result if field.kind is Kind.FORMULA else field.kind


def _on_record(field: Field) -> bool:
    return field.stored or field.key in {"number", "title", "state"}


def _name(field: Field) -> str:
    """Return how a query calls a field; a declared one by its alias: its key could be a word of Django's."""
    return field.key if _on_record(field) else "declared" + field.key.replace("_", "U")


def _aliases(fields: Iterable[Field]) -> dict[str, KeyTransform]:
    return {_name(one): KeyTransform(one.key, "values") for one in fields if not _on_record(one)}


def expression(field: Field) -> Any:
    """Return what a field is in a query, comparable and sortable."""
    if _on_record(field):
        return F(f"{field.key}__name") if field.kind is Kind.PERSON else F(field.key)
    text = KeyTextTransform(field.key, "values")
    if shown_kind(field) in {Kind.NUMBER, Kind.MONEY, Kind.PERSON}:
        return Cast(text, FloatField())
    return Cast(text, TextField())  # compared as text: the lookups of JSON would read the other side as JSON


def _order(field: Field, *, down: bool) -> list[Any]:
    if field.choices and shown_kind(field) is Kind.CHOICE:
        cases = [
            When(_equals(field, one.value), then=Value(place)) for place, one in enumerate(field.choices)
        ]
        by: Any = Case(*cases, default=None, output_field=IntegerField(null=True))
    elif _on_record(field) and shown_kind(field) in {Kind.TEXT, Kind.LONG_TEXT} and field.key not in FILLED:
        by = NullIf(F(field.key), Value(""))
    else:
        by = expression(field)
    return [by.desc(nulls_last=True) if down else by.asc(nulls_last=True)]


def _equals(field: Field, value: Any) -> Q:
    return Q(**{_name(field): value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of a page that have the same value in the field by which the list is grouped."""

    label: str
    count: int
    records: list[Any]


class Listing:
    """What an address asks of a register.

    Parameters
    ----------
    visit : Visit
    spec : RegisterSpec
    query : MultiValueDict
        ``q``, ``show``, ``sort``, ``group``, ``columns``, ``page``, and for each field ``f.key``, ``f.key.min``,
        ``f.key.max``.
    """

    def __init__(self, visit: Visit, spec: RegisterSpec, query: MultiValueDict[str, str]) -> None:
        self.visit, self.spec, self.query = visit, spec, query
        self.known = columns_of(spec, visit.fields(spec))
        self.text = (query.get("q") or "").replace("\0", " ").strip()[:100]
        self.sort = query.get("sort") or ""
        self.group = query.get("group") or ""
        self.show = query.get("show") or ""
        if self.group not in self.groupable:
            self.group = ""

    @property
    def groupable(self) -> dict[str, Field]:
        kinds = {Kind.CHOICE, Kind.PERSON, Kind.CHECKBOX, Kind.TEXT}
        return {
            key: one
            for key, one in self.known.items()
            if shown_kind(one) in kinds and key not in {"number", "title"}
        }

    @property
    def sortable(self) -> dict[str, Field]:
        never = {Kind.LINK, Kind.ROWS, Kind.FILE, Kind.MULTI_CHOICE}
        return {key: one for key, one in self.known.items() if one.kind not in never}

    @cached_property
    def columns(self) -> list[Field]:
        """Return the fields that are shown: those of the address, else those of the register."""
        told = ",".join(self.query.getlist("columns"))
        asked = [key for key in told.split(",") if key in self.known]
        first = ["number", "title", *(["state"] if "state" in self.known else [])]
        keys = asked or [*first, *(key for key in self.spec.columns if key in self.known)]
        return [self.known[key] for key in dict.fromkeys(keys)]

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Return the records that are asked for, in order."""
        found: QuerySet[Any] = self.visit.rows(self.spec).filter(removed_at=None)
        found = found.alias(**_aliases(self.known.values()))
        if self.text:
            found = found.filter(self._holds(self.text))
        if self.show in {OPEN, OVERDUE}:
            found = found.filter(self._open())
        if self.show == OVERDUE:
            found = found.filter(self._overdue())
        for key, field in self.known.items():
            found = self._filtered(found, key, field)
        return found.order_by(*self._orders())

    def _open(self) -> Q:
        return Q(state__in=[one.key for one in self.spec.states if one.open]) if self.spec.states else Q()

    def _overdue(self) -> Q:
        """Return what is due before today; nothing where a register has no such date."""
        field = self.known.get(self.spec.next_due)
        if field is None:
            return Q(pk=None)
        name = _name(field)
        return Q(**{f"{name}__lt": timezone.localdate().isoformat()})

    def is_overdue(self, record: Any) -> bool:
        """Tell whether a record should have been looked at before today."""
        field = self.known.get(self.spec.next_due)
        state = self.spec.state(record.state)
        if field is None or (state is not None and not state.open):
            return False
        due = plain(record, field)
        return due is not None and due < timezone.localdate().isoformat()

    def _holds(self, text: str) -> Q:
        found = Q(title__icontains=text)
        digits = text.upper().removeprefix(f"{self.spec.prefix}-")
        if digits.isascii() and digits.isdigit() and len(digits) < 10:
            found |= Q(number=int(digits))
        for field in self.known.values():
            if shown_kind(field) in {Kind.TEXT, Kind.LONG_TEXT} and field.key not in FILLED:
                name = _name(field)
                found |= Q(**{f"{name}__icontains": text})
        return found

    def _filtered(self, rows: QuerySet[Any], key: str, field: Field) -> QuerySet[Any]:
        wanted = [one.replace("\0", "")[:200] for one in self.query.getlist(f"f.{key}") if one]
        if wanted:
            rows = rows.filter(self._any_of(field, wanted))
        for end, lookup in (("min", "gte"), ("max", "lte")):
            bound = _bound(field, (self.query.get(f"f.{key}.{end}") or "").strip())
            if bound is not None:
                rows = rows.alias(bounded=expression(field)).filter(**{f"bounded__{lookup}": bound})
        return rows

    def _any_of(self, field: Field, wanted: list[str]) -> Q:
        kind = shown_kind(field)
        found = Q()
        for one in wanted:
            if kind is Kind.LINK:
                found |= self._linked(field, one)
            elif one == NONE:
                found |= _empty(field)
            elif kind is Kind.CHOICE:
                found |= _equals(field, one) if one in {c.value for c in field.choices} else Q(pk=None)
            elif kind is Kind.PERSON:
                number = self.visit.person.pk if one == ME else _whole(one)
                found |= _equals(field, number) if number is not None else Q(pk=None)
            elif kind is Kind.MULTI_CHOICE:
                found |= _among(field, one)
            elif kind is Kind.CHECKBOX:
                no = _equals(field, False) if _on_record(field) else _equals(field, False) | _empty(field)
                found |= _equals(field, True) if one == "1" else no
            elif field.key == "number":
                found |= self._holds(one) if one else Q()
            else:
                name = _name(field)
                found |= Q(**{f"{name}__icontains": one})
        return found

    def _linked(self, field: Field, code: str) -> Q:
        links = Link.objects.filter(source_id=OuterRef("pk"), field=field.key)
        if code == NONE:
            return ~Q(Exists(links))
        try:
            ends = linking.resolve(self.visit, field, [code.upper()])
        except Wrong:
            return Q(pk=None)
        column = "task__in" if field.of == linking.TASK else "target__in"
        return Q(Exists(links.filter(**{column: ends})))

    def _orders(self) -> list[Any]:
        orders: list[Any] = []
        if self.group:
            orders += _order(self.known[self.group], down=False)
        key = self.sort.removeprefix("-")
        if key in self.sortable:
            orders += _order(self.known[key], down=self.sort.startswith("-"))
        elif self.spec.order.removeprefix("-") in self.known:
            orders += _order(
                self.known[self.spec.order.removeprefix("-")], down=self.spec.order.startswith("-")
            )
        return [*orders, "number"]

    @cached_property
    def _sums(self) -> dict[str, Any]:
        """What one query adds up: how many records there are, and the columns that have a total."""
        wanted: dict[str, Any] = {"records": Count("pk")}
        for field in self.columns:
            if field.total:
                number = expression(field)
                wanted[f"of_{_name(field)}"] = Avg(number) if field.total == "mean" else Sum(number)
        return self.rows.order_by().aggregate(**wanted)

    @property
    def count(self) -> int:
        """How many records there are on all pages."""
        return int(self._sums["records"])

    @property
    def totals(self) -> dict[str, float | None]:
        """The sums and means of the columns that have one."""
        return {one.key: self._sums[f"of_{_name(one)}"] for one in self.columns if one.total}

    @cached_property
    def page(self) -> Page[Any]:
        """Return the page that the address names; the count comes from the totals."""
        pages = _Counted(self.rows, PAGE_ROWS)
        pages.count = self.count
        return pages.get_page(self.query.get("page"))

    @cached_property
    def records(self) -> list[Any]:
        return list(self.page.object_list)

    @cached_property
    def links(self) -> dict[tuple[int, str], list[linking.End]]:
        """Return what the link columns of this page show: one query for records, one for tasks."""
        keys = [one.key for one in self.columns if one.kind is Kind.LINK]
        if not keys:
            return {}
        rows = Link.objects.filter(source_id__in=[one.pk for one in self.records], field__in=keys)
        return linking.ends_of(self.visit, rows)

    @cached_property
    def files(self) -> dict[tuple[int, str], Attachment]:
        """Return what the file columns of this page show, in one query."""
        keys = [one.key for one in self.columns if one.kind is Kind.FILE]
        if not keys:
            return {}
        pks = [one.pk for one in self.records]
        return {
            (one.record_id, one.field): one
            for one in Attachment.objects.filter(record_id__in=pks, field__in=keys)
        }

    @cached_property
    def _address(self) -> str:
        return reverse("register", args=[self.visit.project.pk, self.spec.key])

    def url_of(self, record: Any) -> str:
        """Return the address of a record, which lies below that of its register."""
        return f"{self._address}{record.number}"

    def value(self, record: Any, field: Field) -> Any:
        """Return what a record shows in a column."""
        if field.key == "number":
            return self.spec.code(record.number)
        if field.key in {"title", "state"}:
            return getattr(record, field.key)
        if field.kind is Kind.LINK:
            return self.links.get((record.pk, field.key), [])
        return plain(record, field)

    @cached_property
    def groups(self) -> list[Group]:
        """Return the page's records by the value of the field by which the list is grouped."""
        if not self.group:
            return [Group(label="", count=len(self.records), records=self.records)]
        field = self.known[self.group]
        found: dict[Any, list[Any]] = defaultdict(list)
        for record in self.records:
            found[self.value(record, field)].append(record)
        counts = self._group_counts(field)
        return [
            Group(label=self._group_label(field, value), count=counts.get(value, len(rows)), records=rows)
            for value, rows in found.items()
        ]

    def _group_counts(self, field: Field) -> dict[Any, int]:
        name = f"{field.key}_id" if field.kind is Kind.PERSON and _on_record(field) else _name(field)
        rows = self.rows.order_by().annotate(group_value=F(name)).values_list("group_value")
        counts = dict(rows.annotate(n=Count("pk")))
        return {_same(field, value): n for value, n in counts.items()}

    def _group_label(self, field: Field, value: Any) -> str:
        if value is None or value == "":
            return str(_("None"))
        if shown_kind(field) is Kind.PERSON:
            return self.visit.people.get(value, str(_("Somebody")))
        if shown_kind(field) is Kind.CHECKBOX:
            return str(_("Yes") if value else _("No"))
        return field.label_of(value)


class _Counted(Paginator[Any]):
    """A paginator that was told the count."""

    count = 0


def _same(field: Field, value: Any) -> Any:
    """Return a value of the database as `plain` gives it."""
    if value is None or value == "":
        return "" if field.key == "state" else None
    return str(value) if shown_kind(field) is Kind.CHOICE else value


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _among(field: Field, value: str) -> Q:
    """Return what finds a value in a stored list: as JSON writes it, with other letters plain or escaped."""
    name = _name(field)
    plain_text, escaped = json.dumps(value, ensure_ascii=False), json.dumps(value)
    return Q(**{f"{name}__icontains": plain_text}) | Q(**{f"{name}__icontains": escaped})


def _empty(field: Field) -> Q:
    if not _on_record(field):
        return Q(**{f"{_name(field)}__isnull": True}) | Q(**{_name(field): None})
    if field.key == CODE.key:
        return Q(pk=None)
    if field.kind is Kind.CHECKBOX:
        return Q(**{field.key: False})
    if shown_kind(field) in {Kind.PERSON, Kind.NUMBER, Kind.MONEY, Kind.DATE}:
        return Q(**{f"{field.key}__isnull": True})
    if field.kind in {Kind.MULTI_CHOICE, Kind.ROWS}:
        return Q(**{field.key: []})
    return Q(**{field.key: ""})


def _bound(field: Field, text: str) -> Any:
    """Return one end of a range, or None when there is none or it cannot be read."""
    if not text:
        return None
    kind = shown_kind(field)
    if kind not in {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.CHOICE}:
        return None
    try:
        return parse(Field(key=field.key, label="", kind=kind, choices=field.choices), text, {})
    except Wrong:
        return None
