"""The plan of the demonstration project as it was approved: the outline, the cast and China's calendar."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from uptake.engine.calendars import INHERIT_WEEK, Calendar, CalendarException
from uptake.engine.instants import day_number, instant
from uptake.engine.national import national_calendar
from uptake.engine.plan import (
    Assignment,
    Constraint,
    Link,
    Plan,
    Project,
    Resource,
    ResourceType,
    Task,
)
from uptake.packs.demo.cast import LEAVE, ORGANISATIONS, PLAYERS, THINGS, UIDS
from uptake.packs.demo.outline import Line, Share
from uptake.packs.words import Language, Text

TITLE = Text("SAP ERP at a machinery maker", "某机械制造企业 SAP ERP 实施")
CALENDAR = Text("China", "中国工作日历")
START = datetime(2026, 3, 2, 8)
WORKDAY = 4800
NO_WORK = frozenset({"hardware", "environment", "licence", "bandwidth"})


def approved(rows: Sequence[Line], language: Language) -> Plan:
    """Return the plan before anything was done."""
    keys = {line.key: uid for uid, line in enumerate(rows, 1)}
    return Plan.build(
        Project(start=instant(START), name=TITLE.of(language)),
        _tasks(rows, keys, language),
        _links(rows, keys),
        calendars=_calendars(language),
        resources=_resources(language),
        assignments=_assignments(rows, keys),
    )


def _tasks(rows: Sequence[Line], keys: Mapping[str, int], language: Language) -> Iterator[Task]:
    above: list[int] = []
    numbers: list[int] = [0]
    for line in rows:
        del above[line.depth :], numbers[line.depth + 1 :]
        numbers[line.depth] += 1
        yield Task(
            uid=keys[line.key],
            id=keys[line.key],
            name=line.name.of(language),
            wbs=".".join(map(str, numbers)),
            parent=above[-1] if above else None,
            duration=WORKDAY if line.days is None else round(line.days * WORKDAY),
            milestone=line.days == 0,
            owner=UIDS[line.who[0].key] if line.who else None,
            constraint=Constraint.SNET if line.not_before else Constraint.ASAP,
            constraint_date=instant(line.not_before) if line.not_before else None,
            deadline=_end_of(line.deadline) if line.deadline else None,
        )
        above.append(keys[line.key])
        numbers.append(0)


def _end_of(day: date) -> int:
    return instant(datetime.combine(day, time(17)))


def _links(rows: Sequence[Line], keys: Mapping[str, int]) -> Iterator[Link]:
    pairs = ((line, one) for line in rows for one in line.after)
    for uid, (line, one) in enumerate(pairs, 1):
        yield Link(uid=uid, pred=keys[one.key], succ=keys[line.key], type=one.type, lag=one.lag * WORKDAY)


def _calendars(language: Language) -> Iterator[Calendar]:
    """Yield China's calendar, and one for each person who takes leave."""
    spoken = "zh_CN" if language == "zh" else "en_US"
    national, _ = national_calendar(
        "CN", uid=1, first_year=2026, last_year=2027, language=spoken, name=CALENDAR.of(language)
    )
    yield national
    for uid, (key, (first, last, reason)) in enumerate(LEAVE.items(), 2):
        away = CalendarException(day_number(first), day_number(last), (), reason.of(language))
        name = next(player.name for player in PLAYERS if player.key == key)
        yield Calendar(uid, name.of(language), base=1, week=INHERIT_WEEK, exceptions=(away,))


def _resources(language: Language) -> Iterator[Resource]:
    calendars = {key: uid for uid, key in enumerate(LEAVE, 2)}
    for player in PLAYERS:
        yield Resource(
            uid=UIDS[player.key],
            name=player.name.of(language),
            calendar=calendars.get(player.key),
            category="people",
            group=ORGANISATIONS[player.organisation].of(language),
            email=email(player.key),
        )
    for thing in THINGS:
        yield Resource(
            uid=UIDS[thing.key],
            name=thing.name.of(language),
            type=ResourceType.MATERIAL if thing.category in NO_WORK else ResourceType.COST,
            category=thing.category if thing.category in NO_WORK else "",
            lead_time=thing.lead * WORKDAY,
        )


def email(key: str) -> str:
    """Return the address of a player; the domain is reserved for examples."""
    name = next(player.name.en for player in PLAYERS if player.key == key)
    family, given = name.lower().split()
    return f"{given}.{family}@example.com"


def _assignments(rows: Sequence[Line], keys: Mapping[str, int]) -> Iterator[Assignment]:
    people = {player.key for player in PLAYERS}
    at_work: list[tuple[Line, Share]] = [(line, one) for line in rows if line.days for one in line.who]
    for uid, (line, one) in enumerate(at_work, 1):
        length = round((line.days or 0) * WORKDAY)
        work = round(length * one.units) if one.key in people else 0
        yield Assignment(
            uid=uid,
            task=keys[line.key],
            resource=UIDS[one.key],
            units=one.units,
            work=work,
            remaining_work=work,
        )
