"""The demonstration: its projects with their plans, and what stands in their registers."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from uptake.accounts.models import Person
from uptake.assessment import demo as assessment
from uptake.changes import demo as changes
from uptake.changes.services import REGISTER
from uptake.insight import demo as insight
from uptake.monitoring import demo as monitoring
from uptake.packs.demo import Demo
from uptake.packs.demo.network import email
from uptake.packs.demo.registers import (
    CustomField,
    CustomRegister,
    Entry,
    build_custom_register,
    build_registers,
)
from uptake.packs.words import Language
from uptake.projects.models import Project
from uptake.registers import services
from uptake.registers.configuration.drafts import replace
from uptake.registers.configuration.publishing import publish
from uptake.registers.kinds import parse
from uptake.registers.models import Comment, Link, Record
from uptake.registers.models import Entry as Line
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit
from uptake.risk import demo as risks
from uptake.schedule import demo as plans
from uptake.scope import baselines
from uptake.scope.models import ScopeBaseline

GATE = "prep.gate"
AGREED_ON = datetime.date(2026, 3, 12)
SCOPE_AGREED: dict[Language, str] = {"en": "Scope agreed", "zh": "范围确认版"}


def load_demo() -> int:
    """Make the demonstration projects that are not there yet; tell how many were made."""
    return plans.load_demo(fill)


def fill(project: Project, demo: Demo, people: Mapping[str, Person], language: Language) -> None:
    """Put the records of all registers into a project that has its plan."""
    manager = people[next(one for one in demo.people if one.role == "manager").email]
    configuration = {"registers": [declared(build_custom_register(language))]}
    publish(project, manager, edits=replace(project, manager, configuration).edits)
    filling = Filling(project, demo, people, Visit(project, manager))
    for register, entries in build_registers(language).items():
        spec = filling.visit.configured.registers.get(register)
        if spec is not None:
            for entry in entries:
                filling.make(spec, assessment.prepared(register, entry))
    filling.decide()
    monitoring.fill(filling.visit, demo, people, language)
    filling.link_all()
    filling.tell()
    filling.freeze_scope(SCOPE_AGREED[language])
    risks.fill(project, demo, manager)
    insight.tell(project, manager, language)


def declared(told: CustomRegister) -> dict[str, Any]:
    """Return a register of the demonstration as the configuration document has it."""
    names = {"key", "name", "plural", "about", "prefix", "title"}
    return {
        **{name: value for name, value in asdict(told).items() if name in names},
        "columns": list(told.columns),
        "fields": [_declared_field(one) for one in told.fields],
        "states": [{"key": one.key, "label": one.name, "open": not one.closed} for one in told.states],
        "moves": [
            {"source": one.source, "target": one.target, "label": one.name, "reason": one.reason}
            for one in told.moves
        ],
    }


def _declared_field(told: CustomField) -> dict[str, Any]:
    found = {name: value for name, value in asdict(told).items() if value and name != "choices"}
    if told.choices:
        found["choices"] = [{"value": value, "label": label} for value, label in told.choices]
    return found


BEGAN = timezone.make_aware(datetime.datetime(2026, 3, 10, 10))
"""When records were made of which nothing else is told."""


@dataclass(slots=True)
class Filling:
    """What is known while the registers of one project are filled."""

    project: Project
    demo: Demo
    people: Mapping[str, Person]
    visit: Visit
    made: dict[str, Record] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)

    def make(self, spec: RegisterSpec, entry: Entry) -> None:
        """Make one record, with what was said of it and how it came to stand as it does."""
        state = "" if spec.key == REGISTER else entry.state
        record = services.create(self.visit, spec, self._given(spec, entry), state=state)
        self.made[entry.key], self.entries[entry.key] = record, entry
        assessment.complete(record, entry, self._person)

    def decide(self) -> None:
        """Let those whose turn it is decide about the change requests."""
        requests = [(self.entries[key], one) for key, one in self.made.items() if one.register == REGISTER]
        changes.decide(self.visit, requests, self.demo.keys)

    def tell(self) -> None:
        """Write down what was said of each record, and how it came to stand as it does."""
        for key, entry in self.entries.items():
            record = self.made[key]
            self._tell_history(self.visit.spec(record.register), entry, record)
            for said in entry.said:
                row = Comment.objects.create(
                    record_id=record.pk, author=self._person(said.by), text=said.text
                )
                Comment.objects.filter(pk=row.pk).update(at=_aware(said.at))

    def _person(self, key: str) -> Person:
        return self.people[email(key)]

    def _given(self, spec: RegisterSpec, entry: Entry) -> dict[str, Any]:
        given: dict[str, Any] = {"title": entry.values["title"]}
        for one in self.visit.typed(spec):
            if one.kind is Kind.LINK:
                beside = one.of == "task" and one.key != "tasks" and spec.field("tasks") is not None
                if one.key in entry.values or not beside:
                    given[one.key] = list(self._codes(one, entry))
            elif one.key in entry.values:
                given[one.key] = self._value(one, entry.values[one.key])
        return given

    def _value(self, one: Field, value: Any) -> Any:
        if one.kind is Kind.PERSON:
            return self._person(value).pk
        if one.kind is Kind.ROWS:
            columns = {column.key: column for column in one.columns}
            return [
                {key: self._value(columns[key], cell) for key, cell in row.items() if key in columns}
                for row in value
            ]
        return value.isoformat() if isinstance(value, datetime.date) else value

    def _codes(self, one: Field, entry: Entry) -> Iterator[str]:
        if one.of == "task":
            named = entry.values.get(one.key)
            keys: Iterable[str] = ([named] if named else ()) if one.key in entry.values else entry.tasks
            yield from (f"T{self.demo.keys[key]}" for key in keys if one.many or named)
            return
        named = [entry.values[one.key]] if one.key in entry.values else list(entry.links)
        for key in named:
            register = key.partition(".")[0]
            if register == one.of and key in self.made:
                yield self.visit.spec(register).code(self.made[key].number)
                if not one.many:
                    return

    def _tell_history(self, spec: RegisterSpec, entry: Entry, record: Record) -> None:
        """Write the history as it went: each time somebody looked at the record, and what they set."""
        if not entry.past:
            told = [_aware(one.at) for one in entry.said]
            if (found := entry.values.get("found_on")) is not None:
                told.append(_aware(datetime.datetime.combine(found, datetime.time(10))))
            first = min(told, default=BEGAN)
            Line.objects.filter(record_id=record.pk).update(at=first)
            Record.objects.filter(pk=record.pk).update(created_at=first)
            return
        Line.objects.filter(record_id=record.pk).delete()
        now: dict[str, Any] = {}
        for number, past in enumerate(entry.past):
            changes = []
            for key, value in past.values.items():
                new = value if key == "state" else self._plain(spec, key, value)
                if now.get(key) != new:
                    changes.append({"field": key, "old": now.get(key), "new": new})
                now[key] = new
            kind = Line.Kind.MOVED if "state" in past.values else Line.Kind.CHANGED
            line = Line.objects.create(
                record_id=record.pk,
                by=self._person(past.by),
                kind=kind if number else Line.Kind.CREATED,
                changes=changes,
                reason=past.why,
            )
            at = _aware(datetime.datetime.combine(past.on, datetime.time(10)))
            Line.objects.filter(pk=line.pk).update(at=at)
        first = _aware(datetime.datetime.combine(entry.past[0].on, datetime.time(10)))
        Record.objects.filter(pk=record.pk).update(created_at=first)

    def _plain(self, spec: RegisterSpec, key: str, value: Any) -> Any:
        one = spec.field(key)
        return value if one is None else parse(one, self._value(one, value), self.visit.people)

    def freeze_scope(self, name: str) -> None:
        """Freeze the scope as it was agreed at gate 1: what was raised or done since is the difference."""
        gate = self.demo.keys[GATE]
        baseline = baselines.freeze(self.project, self.visit.person, name, agreed_on=AGREED_ON, gate=gate)
        needs = baseline.content["requirement"]
        later = {number for number, told in needs.items() if told["state"] == "open"}
        content = baseline.content | {
            "requirement": {
                number: {**told, "state": "agreed"} for number, told in needs.items() if number not in later
            }
        }
        counts = baseline.counts | {"requirement": len(content["requirement"])}
        at = _aware(datetime.datetime.combine(AGREED_ON, datetime.time(16)))
        ScopeBaseline.objects.filter(pk=baseline.pk).update(content=content, counts=counts, at=at)

    def link_all(self) -> None:
        """Make the links that no field has: all records are there now."""
        for key, entry in self.entries.items():
            record = self.made[key]
            there = set(Link.objects.filter(source_id=record.pk).values_list("target_id", flat=True))
            there |= set(Link.objects.filter(target_id=record.pk).values_list("source_id", flat=True))
            for other in dict.fromkeys(entry.links):
                end = self.made.get(other)
                if end is not None and end.pk not in there:
                    Link.objects.create(source_id=record.pk, target_id=end.pk)
                    there.add(end.pk)
            fields = [one for one in self.visit.typed(self.visit.spec(record.register)) if one.of == "task"]
            if not any(one.many for one in fields):
                Link.objects.bulk_create(
                    Link(source_id=record.pk, task=self.demo.keys[task]) for task in entry.tasks
                )


def _aware(at: datetime.datetime) -> datetime.datetime:
    return timezone.make_aware(at)
