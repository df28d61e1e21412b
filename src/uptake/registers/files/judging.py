"""What each row of a table would become: a new record, a changed one, none, or why it cannot be taken."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from uptake.interchange.sheets import Row, Sheet
from uptake.registers import bulk, services
from uptake.registers.files.cells import Reader, is_state, needs_approval, states_open_to
from uptake.registers.files.table import Column, columns_of, numbered, words_of
from uptake.registers.files.wanted import NUMBER, Wanted, folded, number_of
from uptake.registers.kinds import parse
from uptake.registers.lists.listing import STATE, TITLE
from uptake.registers.models import Approval, Link, Record
from uptake.registers.spec import Kind, RegisterSpec
from uptake.registers.visit import Visit, plain

NEW, CHANGED, SAME, SKIPPED, BAD = "new", "changed", "same", "skipped", "wrong"
Tell = Callable[[int, int], None]
_AT_ONCE = 5_000
_TOLD_EVERY = 500


@dataclass(slots=True)
class Judged:
    """What becomes of a row.

    Attributes
    ----------
    number : int
        Of the row, as people see it in their file.
    kind : str
        ``new``, ``changed``, ``same``, ``skipped`` or ``wrong``.
    values : dict
        As `services.cleaned` found them: of a changed record, only those that the row has.
    record : Record or None
        The one that is there; it carries the new values already where it changes.
    changes : list
        For its history.
    links : dict
        Ends of the link fields that differ.
    left : str
        The state that the record leaves, where it does.
    wrong : list of (str, str)
        Name of the column, or empty, and a sentence.
    """

    number: int
    cells: Row
    kind: str = NEW
    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    state: str = ""
    wanted_number: int | None = None
    record: Any = None
    changes: list[dict[str, Any]] = field(default_factory=list)
    links: dict[str, list[int]] = field(default_factory=dict)
    left: str = ""
    wrong: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Read:
    given: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)


class Judge:
    """Says what the rows of a table would become.

    Parameters
    ----------
    visit : Visit
    spec : RegisterSpec
    sheet : Sheet
    wanted : Wanted
    lock : bool
        Whether the records that are there are held until the transaction ends.
    """

    def __init__(
        self, visit: Visit, spec: RegisterSpec, sheet: Sheet, wanted: Wanted, *, lock: bool = False
    ) -> None:
        self.visit, self.spec, self.sheet, self.wanted, self.lock = visit, spec, sheet, wanted, lock
        self.reader = Reader(visit, spec, sheet, wanted)
        self.columns: dict[int, Column] = {one.index: one for one in columns_of(sheet)}
        self.defaults = {one.key: one.default for one in visit.typed(spec) if one.default is not None}
        self.states = states_open_to(visit, spec)
        self.seen: dict[Any, int] = {}
        self.before: dict[int, dict[str, Any]] = {}
        """What the locked records had in their columns before they were given anything."""

    def judged(self, tell: Tell | None = None) -> list[Judged]:
        """Return what becomes of each row."""
        rows = list(numbered(self.sheet))
        done = []
        for place, (number, row) in enumerate(rows):
            if tell and place % _TOLD_EVERY == 0:
                tell(place, len(rows))
            done.append(self._row(number, row))
        return done

    def _row(self, number: int, row: Row) -> Judged:
        found = Judged(number=number, cells=row)
        read = self._read(found, row)
        self._recognise(found, read)
        if found.record is not None and self.wanted.found == "skip":
            found.kind = SKIPPED
            found.title = found.record.title
            return found
        if found.record is None and not read.given.get(TITLE.key):
            if self.wanted.untitled == "skip":
                found.kind = SKIPPED
                return found
            if self.wanted.untitled == "name":
                read.given[TITLE.key] = _("Untitled")
        if found.record is None:
            self._new(found, read)
        else:
            self._known(found, read)
        if found.wrong:
            found.kind = BAD
        return found

    def _read(self, found: Judged, row: Row) -> _Read:
        """Read the cells: what fields are given, and the lines that go to long texts."""
        read = _Read()
        for index, cell in self.reader.cells(row):
            heading = self.columns[index].name
            if index in self.reader.texts:
                read.lines.setdefault(self.reader.texts[index], []).append(f"{heading}: {words_of(cell)}")
                continue
            one, taken = self.reader.fields[index], self.reader.taken(index, cell)
            if taken.wrong:
                found.wrong.append((heading, taken.wrong))
            if taken.text:
                read.lines.setdefault(taken.into, []).append(f"{heading}: {taken.text}")
            if taken.value is None:
                continue
            if one.key == NUMBER:
                found.wanted_number = number_of(self.spec, taken.value)
            elif is_state(one):
                found.state = str(parse(one, taken.value, {}))
            else:
                read.given[one.key] = taken.value
        found.title = words_of(read.given.get(TITLE.key))
        return read

    # ---- records that are there

    def _recognise(self, found: Judged, read: _Read) -> None:
        key: Any = None
        if self.wanted.match == NUMBER:
            key = found.wanted_number
            pk, removed = self._numbers.get(key, (0, True))
            pks = [] if removed or pk in self.visit.withheld else [pk]
        elif self.wanted.match == TITLE.key:
            key = folded(found.title)
            pks = self._titles.get(key, []) if key else []
        else:
            return
        if len(pks) > 1:
            found.wrong.append(
                ("", _("There are %d records with this title; a number would tell them apart.") % len(pks))
            )
        elif pks:
            found.record = self._records.get(pks[0])
        if key and key in self.seen:
            found.wrong.append(("", _("Row %d is the same record.") % self.seen[key]))
        elif key:
            self.seen[key] = found.number

    @cached_property
    def _numbers(self) -> dict[int, tuple[int, bool]]:
        """Return the records by number, and whether they were removed."""
        rows = Record.objects.filter(project=self.visit.project, register=self.spec.key)
        return {
            number: (pk, removed is not None)
            for number, pk, removed in rows.values_list("number", "pk", "removed_at")
        }

    @cached_property
    def _titles(self) -> dict[str, list[int]]:
        rows = self.visit.rows(self.spec).filter(removed_at=None)
        found: dict[str, list[int]] = {}
        for pk, title in rows.values_list("pk", "title"):
            found.setdefault(folded(title), []).append(pk)
        return found

    @cached_property
    def _records(self) -> dict[int, Any]:
        """Return the records that rows may be, at once."""
        cells = self._matching_cells()
        if self.wanted.match == NUMBER:
            pks = [pk for one in cells if (number := number_of(self.spec, one)) in self._numbers
                   for pk, removed in [self._numbers[number or 0]]
                   if not removed and pk not in self.visit.withheld]  # fmt: skip
        else:
            pks = [pk for one in cells for pk in self._titles.get(folded(words_of(one)), ())]
        found: dict[int, Any] = {}
        for begin in range(0, len(pks), _AT_ONCE):
            part = pks[begin : begin + _AT_ONCE]
            if self.lock:
                list(Record.objects.select_for_update().filter(pk__in=part).order_by("pk").values_list("pk"))
            found |= self.spec.model.objects.in_bulk(part)
        if self.lock:
            self.before = bulk.columns_of(self.spec, found.values())
        return found

    def _matching_cells(self) -> list[Any]:
        index = self.wanted.column_of(self.wanted.match)
        if index is None:
            return []
        return [
            row[index] for _number, row in numbered(self.sheet) if index < len(row) and row[index] is not None
        ]

    @cached_property
    def _decided(self) -> set[int]:
        """Return the records that are being decided about: nothing changes them meanwhile."""
        rows = Approval.objects.filter(record__project=self.visit.project, state=Approval.State.RUNNING)
        return set(rows.values_list("record_id", flat=True))

    @cached_property
    def _links(self) -> dict[tuple[int, str], set[int]]:
        found: dict[tuple[int, str], set[int]] = {}
        rows = Link.objects.filter(source_id__in=list(self._records)).values_list(
            "source_id", "field", "target_id", "task"
        )
        for source, key, target, task in rows:
            found.setdefault((source, key), set()).add(target if task is None else task)
        return found

    # ---- what comes of them

    def _new(self, found: Judged, read: _Read) -> None:
        given = {**self.defaults, **read.given}
        for key, lines in read.lines.items():
            given[key] = _joined(given.get(key), lines)
        if not found.wrong:
            self._clean(found, given, whole=True)
        if found.state and found.state not in self.states:
            found.wrong.append((self._heading(STATE.key), self._not_allowed(found.state)))
        if found.wanted_number is not None:
            self._take_number(found)
        found.title = found.values.get(TITLE.key, found.title)

    def _take_number(self, found: Judged) -> None:
        number = found.wanted_number
        heading, code = self._heading(NUMBER), self.spec.code(number or 0)
        if number in self._numbers:
            said = (
                _("%s was removed. Bring it back, or give the row another number.")
                if self._numbers[number][1]
                else _("%s is taken. Let rows be recognised by their number, or put the number into a text.")
            )
            found.wrong.append((heading, said % code))
        elif self.wanted.match != NUMBER and self.seen.setdefault(number, found.number) != found.number:
            found.wrong.append(
                (
                    heading,
                    _("Row %(row)d has the number %(code)s, too.") % {"row": self.seen[number], "code": code},
                )
            )

    def _known(self, found: Judged, read: _Read) -> None:
        """Give a record that is there what the row says; empty cells change nothing."""
        record, given = found.record, read.given
        if record.pk in self._decided:
            found.wrong.append(("", _("An approval of this record is running. Withdraw the request first.")))
        for key, lines in read.lines.items():
            of = self.spec.field(key)
            before = given.get(key) or (plain(record, of) if of else None)
            given[key] = _joined(before, [one for one in lines if one not in str(before or "")])
        if not found.wrong:
            self._clean(found, given, whole=False)
        if found.wrong:
            found.title = found.title or record.title
            return
        found.changes = services.put_values(record, self.spec, found.values)
        for one in self.spec.fields:
            ends = found.values.get(one.key)
            if one.kind is Kind.LINK and ends and set(ends) != self._links.get((record.pk, one.key), set()):
                found.links[one.key] = ends
        if found.state and found.state != record.state:
            self._move(found)
        found.title = record.title
        found.kind = CHANGED if found.changes or found.links else SAME

    def _move(self, found: Judged) -> None:
        record = found.record
        ways = services.moves_of(self.visit, self.spec, record)
        way = next((one for one in ways if one.target == found.state), None)
        if way is None or needs_approval(self.visit, self.spec, way):
            found.wrong.append((self._heading(STATE.key), self._not_allowed(found.state, record.state)))
            return
        found.changes.append({"field": "state", "old": record.state, "new": found.state})
        found.left, record.state = record.state, found.state

    def _not_allowed(self, state: str, before: str = "") -> str:
        label = {one.key: str(one.label) for one in self.spec.states}
        if not before:
            return _("You may not begin a record as “%s”.") % label.get(state, state)
        words = {"before": label.get(before, before), "state": label.get(state, state)}
        return _("You cannot bring this record from “%(before)s” to “%(state)s”.") % words

    def _clean(self, found: Judged, given: Mapping[str, Any], *, whole: bool) -> None:
        record = None if whole else found.record
        clean = services.cleaned(self.visit, self.spec, given, whole=whole, record=record)
        found.values = clean.values
        found.wrong += [(self._heading(key), str(said)) for key, said in clean.errors.items()]

    def _heading(self, key: str) -> str:
        """Return the column that goes to a field; the field's name when none does."""
        index = self.wanted.column_of(key)
        if index is not None and index in self.columns:
            return self.columns[index].name
        known = self.spec.field(key)
        return str(known.label) if known else str(self.spec.title or TITLE.label) if key == TITLE.key else ""


def _joined(text: Any, lines: list[str]) -> str:
    return "\n".join([words_of(text), *lines]).strip("\n")


def counts_of(rows: list[Judged]) -> dict[str, int]:
    """Return how many rows become what."""
    found = Counter(one.kind for one in rows)
    return {kind: found[kind] for kind in (NEW, CHANGED, SAME, SKIPPED, BAD)}
