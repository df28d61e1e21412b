"""Plans of any size, drawn at random and believable: to measure with, and to try things on.

A plan of n rows has streams of about a thousand (one module at one site), and in each the phases of an
implementation, closed by a gate. Under a phase stand work packages of about ten tasks, several of them side
by side. Most links are local: along a package, from a package to the next of its team, into the gate. A few
are long: back to an earlier phase, over to an earlier stream.
"""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from uptake.engine.calendars import OFFICE, Calendar
from uptake.engine.edits.progress import progress_values, roll_up
from uptake.engine.instants import HOUR, instant
from uptake.engine.plan import Assignment, Constraint, Link, LinkType, Plan, Project, Resource, Task
from uptake.engine.scheduling import Schedule, schedule
from uptake.packs.words import Language, Text

START = instant(datetime.datetime(2026, 3, 2, 8))
WORKDAY = 8 * HOUR
STREAM = 1000
PACKAGE = 11
TEAMS = 6
"""Work packages side by side in a stream, and people in it."""
SIDE_BY_SIDE = 12
"""Streams at a time; each waits for the design of the one that many before it."""
SHARE_PAIR = 0.2
SHARE_LONG = 0.03
SHARE_SATURDAY = 0.02
SHARE_NOT_BEFORE = 0.01
PERCENT_DONE = 35
"""How much of the plan's time lies before the status date."""
LENGTHS = (1, 1, 1, 2, 2, 2, 3, 3, 4, 5)
CALENDARS = (Calendar(1, "Standard"), Calendar(2, "Six days", week=((), *((OFFICE,) * 6))))

SITES = (
    Text("Suzhou", "苏州"), Text("Wuhan", "武汉"), Text("Chengdu", "成都"), Text("Shenyang", "沈阳"),
    Text("Foshan", "佛山"), Text("Hefei", "合肥"), Text("Xi'an", "西安"), Text("Tianjin", "天津"),
    Text("Changsha", "长沙"), Text("Ningbo", "宁波"),
)  # fmt: skip
MODULES = (
    Text("finance", "财务"), Text("procurement", "采购"), Text("sales", "销售"), Text("production", "生产"),
    Text("quality", "质量"), Text("maintenance", "设备"), Text("warehouse", "仓储"), Text("payroll", "薪资"),
)  # fmt: skip
PHASES = (
    (Text("Analysis", "现状分析"), (Text("Interview on", "访谈："), Text("Map", "梳理："))),
    (Text("Design", "方案设计"), (Text("Design", "设计："), Text("Confirm", "确认："))),
    (Text("Configuration", "系统配置"), (Text("Configure", "配置："), Text("Develop", "开发："))),
    (Text("Data migration", "数据迁移"), (Text("Cleanse", "清洗："), Text("Load", "加载："))),
    (Text("Test", "测试"), (Text("Write cases for", "编写用例："), Text("Test", "测试："))),
    (Text("Training", "培训"), (Text("Write manual for", "编写手册："), Text("Train users in", "培训："))),
    (Text("Cut-over", "上线切换"), (Text("Rehearse", "演练："), Text("Switch over", "切换："))),
)
SUBJECTS = (
    Text("supplier records", "供应商档案"), Text("purchase orders", "采购订单"),
    Text("goods receipt", "收货入库"), Text("invoice check", "发票校验"),
    Text("price lists", "价格清单"), Text("credit limits", "信用额度"),
    Text("bills of material", "物料清单"), Text("routings", "工艺路线"), Text("work orders", "生产工单"),
    Text("stock transfer", "库存调拨"), Text("cycle count", "循环盘点"),
    Text("inspection plans", "检验计划"), Text("non-conformities", "不合格品"),
    Text("cost centres", "成本中心"), Text("asset register", "固定资产"),
    Text("month-end close", "月结"), Text("bank statements", "银行对账"),
    Text("approval rules", "审批规则"), Text("user roles", "用户权限"),
    Text("labels and forms", "标签与单据"),
)  # fmt: skip
GATE = Text("Gate", "关口")
SURNAMES = (
    "Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Zhao", "Huang", "Zhou", "Wu", "Xu", "Sun", "Hu", "Zhu",
    "Gao", "Lin", "He", "Guo", "Ma", "Luo",
)  # fmt: skip
GIVEN = (
    "Wei", "Fang", "Min", "Jing", "Lei", "Qiang", "Yan", "Jun", "Jie", "Tao", "Ming", "Chao", "Juan",
    "Xia", "Ping", "Gang", "Hui", "Bo", "Ying", "Peng", "Ning", "Rui", "Xin", "Kai", "Yu", "Han", "Lan",
    "Bin", "Hao", "Dan", "Ting", "Feng", "Long", "Shan", "Yi", "Zhen", "Qi", "Rong", "Mei", "Liang",
)  # fmt: skip


@dataclass(slots=True)
class _Draft:
    """Rows as they are drawn."""

    draw: random.Random
    size: int
    language: Language
    tasks: list[Task] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    children: dict[int | None, int] = field(default_factory=dict)
    people: int = 0

    def left(self) -> int:
        return self.size - len(self.tasks)

    def row(self, name: str, parent: int | None, days: int = 1, calendar: int | None = None) -> int:
        """Add a task, and number it under its parent."""
        uid = len(self.tasks) + 1
        number = self.children[parent] = self.children.get(parent, 0) + 1
        self.tasks.append(
            Task(
                uid=uid,
                id=uid,
                name=name,
                wbs=str(number) if parent is None else f"{self.tasks[parent - 1].wbs}.{number}",
                parent=parent,
                duration=days * WORKDAY,
                milestone=days == 0,
                calendar=calendar,
            )
        )
        return uid

    def link(self, pred: int, succ: int, kind: LinkType = LinkType.FS, lag: int = 0) -> None:
        self.links.append(Link(uid=len(self.links) + 1, pred=pred, succ=succ, type=kind, lag=lag * WORKDAY))

    def assign(self, task: int, days: int, resource: int) -> None:
        work = days * WORKDAY
        uid = len(self.assignments) + 1
        self.assignments.append(
            Assignment(uid=uid, task=task, resource=resource, work=work, remaining_work=work)
        )


def generate(tasks: int, *, seed: int = 1, language: Language = "en") -> Plan:
    """Draw a plan.

    Parameters
    ----------
    tasks : int
        Rows of the plan, summaries and milestones included; at least 1.
    seed : int
        The same seed and size make the same plan.
    language : Language
        Of the names; nothing else depends on it.

    Returns
    -------
    Plan
        With a status date, and progress up to it.

    Examples
    --------
    >>> plan = generate(1000, seed=7)
    >>> len(plan.tasks), plan == generate(1000, seed=7)
    (1000, True)
    """
    draft = _Draft(random.Random(f"{seed}/{tasks}"), max(tasks, 1), language)
    _streams(draft)
    plan = Plan.build(
        Project(start=START, name=f"{len(draft.tasks)}"),
        draft.tasks,
        draft.links,
        calendars=CALENDARS,
        resources=_people(draft.people),
        assignments=draft.assignments,
    )
    return _in_progress(plan, draft.draw)


def _streams(draft: _Draft) -> None:
    """Draw streams until the plan is full."""
    designed: list[int] = []
    several = draft.size > STREAM * 3 // 2
    while draft.left():
        number = len(designed)
        end = draft.size if draft.left() < STREAM * 3 // 2 else len(draft.tasks) + STREAM
        top: int | None = None
        if several:
            site, module = SITES[number // len(MODULES) % len(SITES)], MODULES[number % len(MODULES)]
            again = number // (len(SITES) * len(MODULES)) + 1
            top = draft.row(f"{site.of(draft.language)} {again}: {module.of(draft.language)}", None)
        opening = designed[number - SIDE_BY_SIDE] if number >= SIDE_BY_SIDE else None
        designed.append(_phases(draft, end, top, opening))
        draft.people += TEAMS


def _phases(draft: _Draft, end: int, top: int | None, opening: int | None) -> int:
    """Draw the phases of a stream, one after another; return the gate that closes its design."""
    gate, designed = opening, 0
    for k, (name, verbs) in enumerate(PHASES):
        room = (end - len(draft.tasks)) // (len(PHASES) - k)
        if room < 3:
            continue
        gate = _packages(draft, room - 1, draft.row(name.of(draft.language), top), verbs, gate)
        designed = gate if k < 2 or not designed else designed
    while len(draft.tasks) < end:
        designed = draft.row(GATE.of(draft.language), top, 0)
        if gate is not None:
            draft.link(gate, designed)
    return designed


def _packages(draft: _Draft, room: int, phase: int, verbs: tuple[Text, ...], gate: int | None) -> int:
    """Draw the work packages of a phase and its gate; a team takes one after another."""
    end = len(draft.tasks) + room - 1
    last: dict[int, int] = {}
    for number in count():
        size = end - len(draft.tasks)
        if not size:
            break
        size = size if size < PACKAGE * 3 // 2 else PACKAGE
        team = number % TEAMS
        parent = phase
        if size >= 3:
            subject = draft.draw.choice(SUBJECTS).of(draft.language)
            parent = draft.row(subject[:1].upper() + subject[1:], phase)
            size -= 1
        last[team] = _chain(draft, size, parent, verbs, (last.get(team, gate), team))
    closing = draft.row(f"{GATE.of(draft.language)}: {draft.tasks[phase - 1].name}", phase, 0)
    for uid in last.values() or [gate]:
        if uid is not None:
            draft.link(uid, closing)
    return closing


def _chain(
    draft: _Draft, size: int, parent: int, verbs: tuple[Text, ...], hold: tuple[int | None, int]
) -> int:
    """Draw the tasks of a package; what holds it is the task that it follows, and its team."""
    before, team = hold
    draw = draft.draw
    rows: list[int] = []
    for _ in range(size):
        days = draw.choice(LENGTHS)
        calendar = 2 if draw.random() < SHARE_SATURDAY else None
        uid = draft.row(_name(draft, draw.choice(verbs)), parent, days, calendar)
        draft.assign(uid, days, draft.people + team + 1)
        if draw.random() < SHARE_PAIR:
            draft.assign(uid, days, draft.people + (team + 1) % TEAMS + 1)
        if rows:
            _local(draft, rows, uid)
        elif before is not None:
            draft.link(before, uid)
        if draw.random() < SHARE_LONG:
            _long(draft, uid)
        rows.append(uid)
    return rows[-1]


def _name(draft: _Draft, verb: Text) -> str:
    subject = draft.draw.choice(SUBJECTS)
    return verb.zh + subject.zh if draft.language == "zh" else f"{verb.en} {subject.en}"


def _local(draft: _Draft, rows: list[int], uid: int) -> None:
    """Link a task to those before it in its package."""
    kind = draft.draw.random()
    if kind < 0.75:
        draft.link(rows[-1], uid)
    elif kind < 0.85:
        draft.link(rows[-1], uid, LinkType.SS, draft.draw.randint(1, 3))
    elif kind < 0.9:
        draft.link(rows[-1], uid, LinkType.SS)
        draft.link(rows[-1], uid, LinkType.FF)
    else:
        draft.link(draft.draw.choice(rows), uid, LinkType.FS, draft.draw.randint(0, 2))
    if len(rows) > 2 and draft.draw.random() < 0.3:
        draft.link(draft.draw.choice(rows[:-1]), uid)


def _long(draft: _Draft, uid: int) -> None:
    """Link a task to one of an earlier phase: of its own stream, seldom of one that runs beside it."""
    draw = draft.draw
    stream, place = divmod(uid - 1, STREAM)
    if place < STREAM // 5:
        return
    beside = draw.randint(0, min(stream, SIDE_BY_SIDE - 1)) if draw.random() < 0.2 else 0
    pred = uid - draw.randint(STREAM // 7, place) - beside * STREAM
    if _is_leaf(draft, pred):
        draft.link(pred, uid)


def _is_leaf(draft: _Draft, uid: int) -> bool:
    following = draft.tasks[uid] if uid < len(draft.tasks) else None
    return following is None or following.parent != uid


def _people(number: int) -> Iterator[Resource]:
    for k in range(number):
        name = f"{SURNAMES[k % len(SURNAMES)]} {GIVEN[k // len(SURNAMES) % len(GIVEN)]}"
        again = k // (len(SURNAMES) * len(GIVEN))
        yield Resource(uid=k + 1, name=f"{name} {again + 1}" if again else name)


def _in_progress(plan: Plan, draw: random.Random) -> Plan:
    """Set a status date, report what was done by then as scheduled, and commit some dates after it."""
    done = schedule(plan)
    clock = done.layout.net.clocks[done.layout.clocks.project]
    days = (clock.work(done.finish) - clock.work(START)) // WORKDAY
    status = clock.end(clock.work(START) + days * PERCENT_DONE // 100 * WORKDAY)
    changed: dict[int, Task] = {}
    for i, task in enumerate(plan.tasks):
        if plan.structure.summary[i]:
            continue
        if done.dates.start[i] < status:
            changed[i] = _reported(done, i, status)
        elif task.duration == 0 and draw.random() < 0.5:
            changed[i] = replace(task, deadline=done.dates.finish[i] + draw.randint(0, 4) * 7 * 24 * HOUR)
        elif draw.random() < SHARE_NOT_BEFORE:
            start = clock.start(clock.work(done.dates.start[i]) + draw.randint(0, 3) * WORKDAY)
            changed[i] = replace(task, constraint=Constraint.SNET, constraint_date=start)
    begun = {i: task for i, task in changed.items() if task.percent}
    tasks = list(plan.tasks)
    for i, task in changed.items():
        tasks[i] = task
    for i, shown in roll_up(done, begun):
        tasks[i] = replace(tasks[i], **shown)  # type: ignore[arg-type]
    return plan.with_values(
        project=replace(plan.project, status_date=status),
        tasks=tuple(tasks),
        assignments=_worked(plan, tasks),
    )


def _reported(done: Schedule, i: int, status: int) -> Task:
    """Return the task at position `i` with what is done of it by the status date."""
    task = done.plan.tasks[i]
    if done.dates.finish[i] <= status:
        values = progress_values(done, i, task.duration, 100)
    else:
        clock = done.layout.net.clocks[done.layout.net.span_clock[i]]
        worked = clock.work(status) - clock.work(done.dates.start[i])
        percent = min(max(worked * 100 // task.duration, 1), 99)
        values = progress_values(done, i, task.duration * percent // 100, percent)
    return replace(task, **values)  # type: ignore[arg-type]


def _worked(plan: Plan, tasks: list[Task]) -> tuple[Assignment, ...]:
    """Return the assignments with the work that the progress of their tasks tells."""
    found = []
    for one in plan.assignments:
        task = tasks[one.task - 1]
        if task.percent:
            part = one.work * task.percent // 100
            one = replace(  # noqa: PLW2901  # the same assignment, further on
                one,
                actual_work=part,
                remaining_work=one.work - part,
                actual_start=task.actual_start,
                actual_finish=task.actual_finish,
            )
        found.append(one)
    return tuple(found)
