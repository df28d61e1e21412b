"""What a person typed into a cell of the plan, as edits: one function a column."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from uptake.engine.edits import Add, Edit, Remove, Set, assign, set_duration, set_work
from uptake.engine.edits.values import MAX_TEXT, MAX_UNITS
from uptake.engine.instants import MINUTE
from uptake.engine.plan import Constraint, LagKind, Link, LinkType, Resource, ResourceType, Task, TaskType
from uptake.interchange.durations import ELAPSED, SHORT, Amount, Language, NotADuration, parse_duration
from uptake.interchange.predecessors import NotAPredecessor, Predecessor, parse_predecessors
from uptake.interchange.tables.cells import CONSTRAINTS
from uptake.interchange.tables.cells import TYPES as TASK_TYPES
from uptake.schedule.editing.working_copy import WorkingCopy
from uptake.schedule.words.amounts import scale_of
from uptake.schedule.words.dates import Ambiguous, NotADate, parse
from uptake.schedule.words.sentences import Problem
from uptake.schedule.words.wording import quoted, shown

MAX_LINKS = 500
MAX_PEOPLE = 200
LONGEST_AMOUNT = 10**9
LONGEST_CATEGORY = 100

_OPENING, _CLOSING = "[［【", "]］】"
_AMOUNT = re.compile(r"(\d{1,9}(?:[.,]\d{1,6})?)\s*(%)?.*")
_MANUAL = {"manual", "manually", "manuallyscheduled", "m", "手动", "手动计划", "手动安排"}
_AUTO = {"", "auto", "automatic", "autoscheduled", "a", "自动", "自动计划", "自动安排"}
_CONSTRAINT_WORDS = {
    "ASAP": "越早越好 尽早",
    "ALAP": "越晚越好 尽晚",
    "MSO": "必须开始于 必须于此时开始",
    "MFO": "必须完成于 必须于此时完成",
    "SNET": "不得早于此时开始 不早于开始",
    "SNLT": "不得晚于此时开始 不晚于开始",
    "FNET": "不得早于此时完成 不早于完成",
    "FNLT": "不得晚于此时完成 不晚于完成",
}
_TO_FINISH = {Constraint.MFO, Constraint.FNET, Constraint.FNLT}
_DATELESS = {Constraint.ASAP, Constraint.ALAP}


class Cell:
    """A cell into which something was typed.

    Parameters
    ----------
    copy : WorkingCopy
    uid : int
        Of a task that exists.
    text : str
    language : Language
    today : date
    """

    def __init__(self, copy: WorkingCopy, uid: int, text: str, language: Language, today: date) -> None:
        self.copy = copy
        self.uid = uid
        self.text = text
        self.word = " ".join(unicodedata.normalize("NFKC", text).split())
        self.language = language
        self.today = today

    @property
    def task(self) -> Task:
        return self.copy.task(self.uid)

    def set(self, **values: object) -> None:
        self.copy.run([Set("task", self.uid, values)])

    def date(self, *, at_finish: bool = False) -> int:
        """Read the text as a date; without a time, it is when work begins, or ends."""
        project = self.copy.about(self.uid).plan.project
        otherwise = project.default_finish if at_finish else project.default_start
        try:
            return parse(self.text, otherwise, today=self.today, chinese=self.language == "zh")
        except Ambiguous as either:
            a, b = (one.isoformat() for one in either.readings)
            raise Problem(
                _("‘%(text)s’ could be %(a)s or %(b)s. Type one of these.")
                % {"text": shown(self.text), "a": a, "b": b}
            ) from None
        except NotADate:
            raise Problem(
                _("‘%(text)s’ is not a date. Write it like 3 Mar 2026, 2026-03-03 or 2026-03-03 13:00.")
                % {"text": shown(self.text)}
            ) from None

    def amount(self, unit: str) -> Amount:
        """Read the text as an amount of time that is not negative."""
        try:
            found = parse_duration(self.text, unit=unit)
        except NotADuration:
            found = None
        if found is None or found.value < 0 or found.unit.endswith("PERCENT"):
            raise Problem(_not_an_amount(self.text))
        return found

    def tenths(self, amount: Amount) -> int:
        scale = scale_of(self.copy.about(self.uid).plan.project)
        return min(round(amount.value * (scale.minutes(amount.unit) or 1) * MINUTE), LONGEST_AMOUNT)


def _not_an_amount(text: str) -> str:
    return _("‘%(text)s’ is not a duration. Write it like 5d, 2w, 4h or 3ed.") % {"text": shown(text)}


# ---- words and numbers


def _name(cell: Cell) -> None:
    name = "".join(letter for letter in cell.text if letter != "\0" and not "\ud800" <= letter <= "\udfff")
    cell.set(name=" ".join(name.split()))


def _notes(cell: Cell) -> None:
    notes = "".join(letter for letter in cell.text if letter != "\0" and not "\ud800" <= letter <= "\udfff")
    cell.set(notes=notes.replace("\r\n", "\n").strip())


def _whole(cell: Cell, most: int, sentence: str) -> int:
    word = cell.word.removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,9}(?:\.0*)?", word) or int(word.partition(".")[0]) > most:
        raise Problem(sentence)
    return int(word.partition(".")[0])


def _percent(cell: Cell) -> None:
    sentence = _("Progress is a whole number from 0 to 100, like 50 or 50%.")
    report(cell.copy, cell.uid, _whole(cell, 100, sentence) if cell.word else 0)


def report(copy: WorkingCopy, uid: int, percent: int) -> None:
    """Report progress, on a task that can have some."""
    task = copy.task(uid)
    if task.external:
        raise Problem(_belongs_elsewhere(task))
    copy.report(uid, percent)


def _priority(cell: Cell) -> None:
    sentence = _("Priority is a whole number from 0 to 1000; 500 is normal.")
    cell.set(priority=_whole(cell, 1000, sentence) if cell.word and cell.word[-1] != "%" else 500)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _type(cell: Cell) -> None:
    wanted = _bare(cell.text)
    for name, forms in TASK_TYPES.items():
        if wanted in {_bare(name), *map(_bare, forms), str(TaskType[name].value)}:
            cell.set(type=TaskType[name])
            return
    raise Problem(
        _("‘%(text)s’ is not a task type. Write Fixed Units, Fixed Duration or Fixed Work.")
        % {"text": shown(cell.text)}
    )


# ---- duration and work


def _duration(cell: Cell) -> None:
    if not cell.word:
        raise Problem(_not_an_amount(cell.text))
    amount = cell.amount("DAYS")
    last(
        cell.copy,
        cell.uid,
        cell.tenths(amount),
        elapsed=amount.unit.startswith(ELAPSED),
        unit=SHORT[amount.unit.removeprefix(ELAPSED)],
        estimated=amount.estimated,
    )


def last(copy: WorkingCopy, uid: int, duration: int, *, elapsed: bool, unit: str, estimated: bool) -> None:
    """Let a task last so long, if its duration is its own."""
    task = copy.task(uid)
    if task.external:
        raise Problem(_belongs_elsewhere(task))
    edits = set_duration(copy.about(uid), uid, duration, elapsed=elapsed, unit=unit, estimated=estimated)
    copy.run(edits)


def _work(cell: Cell) -> None:
    work = cell.tenths(cell.amount("HOURS")) if cell.word else 0
    uid = cell.copy.next_uid["assignment"]
    edits = set_work(cell.copy.about(cell.uid), cell.uid, work, first_uid=uid)
    _run_adding(cell.copy, edits)


def _run_adding(copy: WorkingCopy, edits: list[Edit]) -> None:
    copy.take("assignment", sum(isinstance(edit, Add) for edit in edits))
    copy.run(edits)


# ---- estimates for a simulation


def _estimate(field: str) -> Callable[[Cell], None]:
    def read(cell: Cell) -> None:
        cell.set(**{field: _estimated(cell) if cell.word else None})

    return read


def _estimated(cell: Cell) -> int:
    """Read the estimate of a duration, in the time in which the task's duration counts."""
    task, amount = cell.task, cell.amount("DAYS")
    if cell.copy.is_summary(cell.uid):
        raise Problem(
            _("How long %(task)s takes comes from the tasks under it. Estimate those.")
            % {"task": quoted(task.name)}
        )
    elapsed = amount.unit.startswith(ELAPSED)
    if elapsed and not task.elapsed:
        raise Problem(
            _("The duration of %(task)s is working time. Write its estimates like 5d, without an e.")
            % {"task": quoted(task.name)}
        )
    if task.elapsed and not elapsed:
        amount = Amount(amount.value, ELAPSED + amount.unit)
    return cell.tenths(amount)


def _distribution(cell: Cell) -> None:
    wanted = _bare(cell.text)
    found = next((name for name, words in SHAPES.items() if wanted in {name, *map(_bare, words)}), None)
    if found is None:
        raise Problem(
            _("‘%(text)s’ is not a shape. Write PERT, triangular, uniform or lognormal, or leave it empty.")
            % {"text": shown(cell.text)}
        )
    cell.set(distribution=found)


def _category(cell: Cell) -> None:
    if len(cell.word) > LONGEST_CATEGORY or "\0" in cell.word:
        raise Problem(_("A category has at most %(most)s letters. Shorten it.") % {"most": LONGEST_CATEGORY})
    cell.set(category=cell.word)


def disorder(task: Task) -> str:
    """Return which estimate of a task is less than the one before it; empty when they are in order."""
    last = 0
    for field in ("optimistic", "likely", "pessimistic"):
        value = getattr(task, field)
        if value is not None:
            if value < last:
                return field
            last = value
    return ""


# ---- dates


def _start(cell: Cell) -> None:
    if cell.word:
        begin(cell.copy, cell.uid, cell.date())
    else:
        _free(cell, at_finish=False)


def _finish(cell: Cell) -> None:
    if cell.word:
        end(cell.copy, cell.uid, cell.date(at_finish=True))
    else:
        _free(cell, at_finish=True)


def _free(cell: Cell, *, at_finish: bool) -> None:
    """Let a task go that was held by a date."""
    task = cell.task
    if task.manual:
        cell.set(**{"finish" if at_finish else "start": None})
    elif task.constraint is not Constraint.ALAP:
        cell.set(constraint=Constraint.ASAP, constraint_date=None)


def begin(copy: WorkingCopy, uid: int, at: int) -> None:
    """Let a task start then: not earlier, if it is not settled; really, if it has begun."""
    task = copy.task(uid)
    if task.external:
        raise Problem(_belongs_elsewhere(task))
    if task.manual:
        copy.run([Set("task", uid, _typed_dates(copy, task, start=at))])
    elif task.actual_start is not None and not copy.is_summary(uid):
        _begun(copy, task, at)
    else:
        backwards = copy.about(uid).plan.project.from_finish and not copy.is_summary(uid)
        kind = Constraint.SNLT if backwards else Constraint.SNET
        copy.run([Set("task", uid, {"constraint": kind, "constraint_date": at})])


def _begun(copy: WorkingCopy, task: Task, at: int) -> None:
    """Correct the date on which a task really began; its progress begins there."""
    if task.actual_finish is not None and at > task.actual_finish:
        raise Problem(
            _("%(task)s finished before that. Type an earlier start.") % {"task": quoted(task.name)}
        )
    copy.run([Set("task", task.uid, {"actual_start": at})])
    if task.actual_finish is None:
        copy.report(task.uid, task.percent)


def end(copy: WorkingCopy, uid: int, at: int) -> None:
    """Let a task finish then: not earlier, if it is not settled; by its duration, if it has begun."""
    task = copy.task(uid)
    if task.external:
        raise Problem(_belongs_elsewhere(task))
    if task.manual:
        copy.run([Set("task", uid, _typed_dates(copy, task, finish=at))])
    elif copy.is_summary(uid):
        raise Problem(
            _("The finish of %(task)s comes from the tasks under it. Change those.")
            % {"task": quoted(task.name)}
        )
    elif task.actual_finish is not None:
        if task.actual_start is not None and at < task.actual_start:
            raise Problem(_before_start(task))
        copy.run([Set("task", uid, {"actual_finish": at, "stop": at, "resume": at})])
    elif task.actual_start is not None:
        resize(copy, uid, at)
    else:
        kind = Constraint.FNLT if copy.about(uid).plan.project.from_finish else Constraint.FNET
        copy.run([Set("task", uid, {"constraint": kind, "constraint_date": at})])


def resize(copy: WorkingCopy, uid: int, finish: int) -> None:
    """Let a task last until then."""
    task = copy.task(uid)
    if task.external:
        raise Problem(_belongs_elsewhere(task))
    if copy.is_summary(uid) and not task.manual:
        raise Problem(
            _("The finish of %(task)s comes from the tasks under it. Change those.")
            % {"task": quoted(task.name)}
        )
    computed = copy.dated(uid)
    i = computed.plan.position(uid)
    if finish < computed.dates.start[i]:
        raise Problem(_before_start(task))
    clock = computed.layout.net.clocks[computed.layout.net.span_clock[i]]
    longer = clock.work(finish) - clock.work(max(computed.dates.finish[i], 0))
    duration = max(task.duration + longer, 0)
    last(copy, uid, duration, elapsed=task.elapsed, unit=task.unit, estimated=False)


def _typed_dates(
    copy: WorkingCopy, task: Task, *, start: int | None = None, finish: int | None = None
) -> dict[str, object]:
    """Return the dates of a manual task: another start moves it, another finish changes how long it takes."""
    computed = copy.about(task.uid)
    net = computed.layout.net
    i = computed.plan.position(task.uid)
    clock = net.clocks[net.span_clock[i]]
    if start is not None:
        return {
            "start": start,
            "finish": clock.end(clock.work(start) + task.duration) if task.duration else start,
        }
    if task.start is None or finish is None:
        return {"finish": finish}
    if finish < task.start:
        raise Problem(_before_start(task))
    return {"finish": finish, "duration": clock.work(finish) - clock.work(task.start), "estimated": False}


def _before_start(task: Task) -> str:
    return _("That is before %(task)s starts. Type a later date.") % {"task": quoted(task.name)}


def _belongs_elsewhere(task: Task) -> str:
    return _("%(task)s belongs to another plan. Change it there.") % {"task": quoted(task.name)}


def _deadline(cell: Cell) -> None:
    cell.set(deadline=cell.date(at_finish=True) if cell.word else None)


def _constraint(cell: Cell) -> None:
    wanted = _bare(cell.text)
    kind = _CONSTRAINTS.get(wanted, Constraint.ASAP if not wanted else None)
    if kind is None:
        raise Problem(
            _("‘%(text)s’ is not a constraint. Write ASAP, ALAP, SNET, SNLT, FNET, FNLT, MSO or MFO.")
            % {"text": shown(cell.text)}
        )
    values: dict[str, object] = {"constraint": kind}
    task = cell.task
    steady = False
    if kind in _DATELESS:
        values["constraint_date"] = None
    elif task.constraint_date is None or task.constraint in _DATELESS:
        computed = cell.copy.dated(cell.uid)
        dates = computed.of(cell.uid)
        at = dates.finish if kind in _TO_FINISH else dates.start
        values["constraint_date"] = at if at >= 0 else computed.plan.project.start
        steady = at >= 0
    if kind not in {Constraint.ASAP, Constraint.SNET, Constraint.FNLT} and cell.copy.is_summary(cell.uid):
        raise Problem(_("A summary can only have the constraints ASAP, SNET and FNLT. Choose one of these."))
    cell.copy.run([Set("task", cell.uid, values)], steady=steady)


def _constraint_date(cell: Cell) -> None:
    task = cell.task
    if not cell.word:
        cell.set(constraint=Constraint.ASAP, constraint_date=None)
    elif task.constraint in _DATELESS:
        cell.set(constraint=Constraint.SNET, constraint_date=cell.date())
    else:
        cell.set(constraint_date=cell.date(at_finish=task.constraint in _TO_FINISH))


def _mode(cell: Cell) -> None:
    word = _bare(cell.text)
    if word not in _MANUAL | _AUTO:
        raise Problem(_("‘%(text)s’ is not a task mode. Write auto or manual.") % {"text": shown(cell.text)})
    manual = word in _MANUAL
    if manual == cell.task.manual:
        return
    if not manual:
        cell.set(manual=False, start=None, finish=None)
        return
    dates = cell.copy.dated(cell.uid).of(cell.uid)
    values = {"manual": True, "start": max(dates.start, 0), "finish": max(dates.finish, 0)}
    cell.copy.run([Set("task", cell.uid, values)], steady=not cell.copy.is_summary(cell.uid))


# ---- what is chosen by name


def _calendar(cell: Cell) -> None:
    if not cell.word or _bare(cell.text) in {"none", "无"}:
        cell.set(calendar=None)
        return
    names = {one.name.strip().casefold(): one.uid for one in reversed(cell.copy.plan().calendars)}
    uid = names.get(cell.text.strip().casefold())
    if uid is None:
        raise Problem(
            _("There is no calendar ‘%(text)s’. Choose one of the list, or add it in the settings.")
            % {"text": shown(cell.text)}
        )
    cell.set(calendar=uid)


def _owner(cell: Cell) -> None:
    cell.set(owner=_resource(cell, cell.word).uid if cell.word else None)


def _resource(cell: Cell, name: str) -> Resource:
    """Return the resource of a name, added when there is none."""
    found = cell.copy.resource(name)
    if found is None:
        if len(name) > MAX_TEXT or "\0" in name:
            raise Problem(
                _("‘%(text)s’ can't be the name of a resource. Shorten it.") % {"text": shown(name)}
            )
        found = Resource(uid=cell.copy.take("resource"), name=name)
        cell.copy.added.append(found)
        cell.copy.run([Add(found)])
    return found


def _resources(cell: Cell) -> None:
    """Put the resources of a list like ``Li Wei;Wang Fang[50%]`` on the task."""
    parts = [
        part.strip() for part in re.split(r"[;；,，、\n](?![^\[［【]*[\]］】])", cell.text) if part.strip()
    ]
    if len(parts) > MAX_PEOPLE:
        raise Problem(
            _("A task can have at most %(most)s resources. Make a team of them.") % {"most": MAX_PEOPLE}
        )
    there = {
        one.resource: one.units for one in cell.copy.about(cell.uid).plan.assignments if one.task == cell.uid
    }
    units: dict[int, float] = {}
    for part in parts:
        told_name, told = _apart(part)
        name = " ".join(unicodedata.normalize("NFKC", told_name).split())
        if not name:
            raise Problem(
                _("‘%(text)s’ is not a resource. Write them like Li Wei;Wang Fang[50%%].")
                % {"text": shown(part)}
            )
        one = _resource(cell, name)
        share = 1.0 if told is None else _units(told, one)
        units[one.uid] = (
            there.get(one.uid, share) if told is None and one.type is ResourceType.COST else share
        )
    computed = cell.copy.about(cell.uid)
    if not units.keys() <= {one.uid for one in computed.plan.resources}:
        computed = cell.copy.now()
    edits = assign(computed, cell.uid, units, first_uid=cell.copy.next_uid["assignment"])
    _run_adding(cell.copy, edits)


def _apart(part: str) -> tuple[str, str | None]:
    """Take the units in brackets off the end of a name; without an expression that long texts could hold up."""
    at = max(part.rfind(one) for one in _OPENING)
    if at < 0 or part[-1] not in _CLOSING or any(one in _CLOSING for one in part[at + 1 : -1]):
        return part, None
    return part[:at], part[at + 1 : -1]


def _units(text: str, resource: Resource) -> float:
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    value = float(found[1].replace(",", ".")) / (100 if found[2] else 1) if found else -1.0
    if found is None or value > MAX_UNITS or (value == 0 and resource.type is ResourceType.WORK):
        raise Problem(
            _("‘%(text)s’ is not a share of a person's time. Write it like 50%% or 0.5.")
            % {"text": shown(text)}
        )
    return value


# ---- predecessors


def _predecessors(cell: Cell) -> None:
    """Make the links into a task those of a list like ``12FS+2d;15SS``."""
    try:
        wanted = parse_predecessors(cell.text)
    except (NotAPredecessor, NotADuration) as why:
        raise Problem(
            _(
                "‘%(text)s’ is not a predecessor. Write them like 12;15SS;9FS+2d, with the numbers of their rows."
            )
            % {"text": shown(why.text)}
        ) from None
    if len(wanted) > MAX_LINKS:
        raise Problem(_("A task can have at most %(most)s predecessors.") % {"most": MAX_LINKS})
    there = {link.pred: link for link in cell.copy.links_into(cell.uid)}
    kept: set[int] = set()
    edits: list[Edit] = []
    for one in wanted:
        pred = cell.copy.at_row(one.task)
        if pred is None:
            raise Problem(
                _("There is no row %(row)s. Write the number of a row of the plan.") % {"row": one.task}
            )
        if pred in kept:
            raise Problem(_("Row %(row)s stands there twice. Write it once.") % {"row": one.task})
        kept.add(pred)
        edits += _link(cell, pred, one, there.get(pred))
    gone: list[Edit] = [Remove("link", link.uid) for pred, link in there.items() if pred not in kept]
    cell.copy.run([*gone, *edits])


def _link(cell: Cell, pred: int, wanted: Predecessor, there: Link | None) -> list[Edit]:
    """Return the edits that make a link what was typed; none when it is that already."""
    lag, kind = lag_of(cell, wanted.lag)
    values = {"type": LinkType[wanted.type], "lag": lag, "kind": kind}
    if there is None:
        return [Add(Link(uid=cell.copy.take("link"), pred=pred, succ=cell.uid, **values))]  # type: ignore[arg-type]
    if not lag and not there.lag:
        del values["kind"]
    values = {name: value for name, value in values.items() if getattr(there, name) != value}
    return [Set("link", there.uid, values)] if values else []


def lag_of(cell: Cell, amount: Amount) -> tuple[int, LagKind]:
    """Return a lag as the engine holds it."""
    elapsed = amount.unit.startswith(ELAPSED)
    if amount.unit.endswith("PERCENT"):
        lag = round(amount.value * 10)
        return _limited(lag), LagKind.ELAPSED_PERCENT if elapsed else LagKind.PERCENT
    scale = scale_of(cell.copy.about(cell.uid).plan.project)
    lag = round(amount.value * (scale.minutes(amount.unit) or 1) * MINUTE)
    return _limited(lag), LagKind.ELAPSED if elapsed else LagKind.WORKING


def _limited(lag: int) -> int:
    return max(min(lag, LONGEST_AMOUNT), -LONGEST_AMOUNT)


_CONSTRAINTS = {
    _bare(form): Constraint[forms[-1]] for name, forms in CONSTRAINTS.items() for form in (name, *forms)
} | {_bare(word): Constraint[code] for code, words in _CONSTRAINT_WORDS.items() for word in words.split()}

SHAPES: Mapping[str, tuple[str, ...]] = {
    "": ("default", "默认"),
    "pert": ("beta", "贝塔"),
    "triangular": ("triangle", "三角", "三角分布"),
    "uniform": ("均匀", "均匀分布"),
    "lognormal": ("log-normal", "对数正态", "对数正态分布"),
}
"""Shapes of a spread, and words for them that people type."""

COLUMNS: Mapping[str, Callable[[Cell], None]] = {
    "name": _name,
    "duration": _duration,
    "start": _start,
    "finish": _finish,
    "percent": _percent,
    "predecessors": _predecessors,
    "resources": _resources,
    "constraint": _constraint,
    "constraint_date": _constraint_date,
    "deadline": _deadline,
    "calendar": _calendar,
    "owner": _owner,
    "priority": _priority,
    "work": _work,
    "type": _type,
    "notes": _notes,
    "mode": _mode,
    "optimistic": _estimate("optimistic"),
    "likely": _estimate("likely"),
    "pessimistic": _estimate("pessimistic"),
    "distribution": _distribution,
    "category": _category,
}
"""The columns into which something can be typed."""
