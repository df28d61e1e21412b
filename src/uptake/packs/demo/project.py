"""The demonstration project as its plan and the records around it."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache

from uptake.engine.instants import MINUTE, instant
from uptake.engine.plan import Plan
from uptake.engine.scheduling import schedule
from uptake.packs.building import Deliverable
from uptake.packs.demo.cast import ORGANISATIONS, PLAYERS, THINGS, UIDS
from uptake.packs.demo.history import state_at
from uptake.packs.demo.network import TITLE, approved, email
from uptake.packs.demo.outline import lines
from uptake.packs.demo.reading import cells
from uptake.packs.words import Language, Text

STATUS = datetime.datetime(2026, 9, 18, 17)
APPROVED = datetime.datetime(2026, 3, 19, 17)
BLUEPRINT = datetime.datetime(2026, 6, 30, 17)
FEN = 100
ABOUT = Text(
    "A machinery maker with three plants and yearly sales over five billion yuan replaces its old systems by "
    "SAP ERP: twelve core processes standardised in three months, three batches of modules, three months of "
    "hyper-care. Goals: stock turnover up by 35 %, statements in two days instead of seven.",
    "年销售额超五十亿元、拥有三个工厂的机械制造企业以 SAP ERP 替换旧系统：三个月完成十二个核心流程标准化，"
    "分三批上线各模块，上线后三个月运营支持。目标：库存周转提升 35%，出表时间由七天缩短至两天。",
)
BASELINES = (
    (APPROVED, Text("Approved plan", "批准的计划")),
    (BLUEPRINT, Text("After the blueprint", "蓝图签署后")),
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A company; `kind` is ``"vendor"``, ``"customer"`` or ``"third_party"``."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in.

    Attributes
    ----------
    name, email : str
    organisation : str
        Kind of the company; see `Organisation`.
    role : str
        In the project: ``"manager"``, ``"consultant"``, ``"customer_it"``, ``"key_user"``, ``"sponsor"``,
        ``"finance"`` or ``"guest"``.
    title : str
        Function in the project.
    resource : int
        Uid in the plan.
    """

    name: str
    email: str
    organisation: str
    role: str
    title: str
    resource: int


@dataclass(frozen=True, slots=True)
class Rate:
    """What a resource costs, in fen of CNY: an hour of it, or each use or piece."""

    resource: int
    hourly: int
    per_use: int


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of work: how long it takes in percent of what is planned, and how much its tasks vary together."""

    name: str
    low: int
    likely: int
    high: int
    together: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A row of a baseline; instants, duration and work in tenths of a minute."""

    task: int
    start: int
    finish: int
    duration: int
    work: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """A schedule as it was; `at` is when it was kept."""

    name: str
    at: datetime.datetime
    rows: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote on a task; `author` is an e-mail address."""

    task: int
    author: str
    at: datetime.datetime
    text: str


@dataclass(frozen=True, slots=True)
class Demo:
    """The demonstration project.

    Attributes
    ----------
    name, about : str
    plan : Plan
        With its status date, and progress up to it.
    go_live : int
        Uid of the next go-live milestone.
    waves : tuple of int
        Uids of the go-live milestones of all batches.
    keys : mapping of str to int
        Uid of each row by the key that it has in the outline, for tests and tours.
    organisations : tuple of Organisation
    people : tuple of Person
    rates : tuple of Rate
    deliverables : tuple of Deliverable
    baselines : tuple of Baseline
    comments : tuple of Comment
        In the order in which they were written.
    categories : tuple of Category
        Of its tasks.
    """

    name: str
    about: str
    plan: Plan
    go_live: int
    waves: tuple[int, ...]
    keys: Mapping[str, int]
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    rates: tuple[Rate, ...]
    deliverables: tuple[Deliverable, ...]
    baselines: tuple[Baseline, ...]
    comments: tuple[Comment, ...]
    categories: tuple[Category, ...]


@cache
def build_demo(language: Language = "en") -> Demo:
    """Make the demonstration project.

    Parameters
    ----------
    language : Language
        Of all texts; nothing else depends on it.

    Returns
    -------
    Demo
        The same each time.

    Examples
    --------
    >>> from uptake.engine.instants import moment
    >>> demo = build_demo("zh")
    >>> demo.plan.project.name, len(demo.people)
    ('某机械制造企业 SAP ERP 实施', 25)
    >>> moment(schedule(demo.plan).of(demo.go_live).finish).date()
    datetime.date(2026, 11, 6)
    """
    rows = lines()
    keys = {line.key: uid for uid, line in enumerate(rows, 1)}
    first = _noted(approved(rows, language), keys, language)
    waves = tuple(keys[f"b{number}.live"] for number in (1, 2, 3))
    return Demo(
        name=TITLE.of(language),
        about=ABOUT.of(language),
        plan=_estimated(state_at(first, keys, instant(STATUS)), keys, language),
        go_live=waves[0],
        waves=waves,
        keys=keys,
        organisations=tuple(Organisation(kind, name.of(language)) for kind, name in ORGANISATIONS.items()),
        people=tuple(_people(language)),
        rates=tuple(_rates()),
        deliverables=tuple(_deliverables(keys, language)),
        baselines=tuple(_baselines(first, keys, language)),
        comments=tuple(_comments(keys, language)),
        categories=tuple(_categories(language)),
    )


def _noted(plan: Plan, keys: Mapping[str, int], language: Language) -> Plan:
    notes = {keys[key]: Text(english, chinese) for key, english, chinese in cells("notes.txt")}
    return plan.with_values(
        tasks=tuple(
            replace(task, notes=notes[task.uid].of(language)) if task.uid in notes else task
            for task in plan.tasks
        )
    )


def _categories(language: Language) -> Iterator[Category]:
    """Yield the kinds of work, each once."""
    seen = set()
    for _pattern, english, chinese, *figures in cells("categories.txt"):
        name = Text(english, chinese).of(language)
        if name not in seen:
            seen.add(name)
            yield Category(name, *(int(one) for one in figures))


def _estimated(plan: Plan, keys: Mapping[str, int], language: Language) -> Plan:
    """Say of each task what kind of work it is, and of some how long they may take."""
    kinds = [(row[0], Text(row[1], row[2]).of(language)) for row in cells("categories.txt")]
    found = {
        uid: next((name for one, name in kinds if fnmatchcase(key, one)), "") for key, uid in keys.items()
    }
    day = plan.project.minutes_per_day * MINUTE
    known = {
        keys[key]: {
            "optimistic": round(float(low) * day),
            "likely": round(float(likely) * day),
            "pessimistic": round(float(high) * day),
            "distribution": shape,
        }
        for key, low, likely, high, shape in cells("estimates.txt")
    }
    return plan.with_values(
        tasks=tuple(
            task if summary else replace(task, category=found.get(task.uid, ""), **known.get(task.uid, {}))  # type: ignore[arg-type]
            for task, summary in zip(plan.tasks, plan.structure.summary, strict=True)
        )
    )


def _people(language: Language) -> Iterator[Person]:
    for one in PLAYERS:
        yield Person(
            one.name.of(language),
            email(one.key),
            one.organisation,
            one.role,
            one.title.of(language),
            UIDS[one.key],
        )


def _rates() -> Iterator[Rate]:
    yield from (Rate(UIDS[one.key], one.hourly * FEN, 0) for one in PLAYERS)
    yield from (Rate(UIDS[one.key], 0, one.price * FEN) for one in THINGS)


def _deliverables(keys: Mapping[str, int], language: Language) -> Iterator[Deliverable]:
    for key, owner, state, english, chinese, *accepted in cells("deliverables.txt"):
        name, acceptance = Text(english, chinese), Text(*accepted)
        yield Deliverable(keys[key], name.of(language), UIDS[owner], acceptance.of(language), state)


def _baselines(first: Plan, keys: Mapping[str, int], language: Language) -> Iterator[Baseline]:
    for at, name in BASELINES:
        plan = first if at == APPROVED else state_at(first, keys, instant(at), {})
        yield Baseline(name.of(language), at, tuple(_dated(plan)))


def _dated(plan: Plan) -> Iterator[Dated]:
    """Yield what a baseline keeps of each task."""
    work: dict[int, int] = {}
    for one in plan.assignments:
        work[one.task] = work.get(one.task, 0) + one.work
    for i in range(len(plan.tasks) - 1, -1, -1):
        task = plan.tasks[i]
        if task.parent is not None:
            work[task.parent] = work.get(task.parent, 0) + work.get(task.uid, 0)
    known = schedule(plan)
    clock = known.layout.net.clocks[known.layout.clocks.project]
    for i, task in enumerate(plan.tasks):
        start, finish = known.dates.start[i], known.dates.finish[i]
        length = clock.work(finish) - clock.work(start) if plan.structure.summary[i] else task.duration
        yield Dated(task.uid, start, finish, length, work.get(task.uid, 0))


def _comments(keys: Mapping[str, int], language: Language) -> Iterator[Comment]:
    written = sorted(cells("comments.txt"), key=lambda cell: cell[2])
    for key, author, at, english, chinese in written:
        text = Text(english, chinese).of(language)
        yield Comment(keys[key], email(author), datetime.datetime.fromisoformat(at), text)
