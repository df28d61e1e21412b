"""A plan made of a method pack: blocks chosen by answers, anchored on the start or on go-live."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from uptake.engine.calendars import Calendar
from uptake.engine.instants import MINUTE
from uptake.engine.plan import Assignment, Link, LinkType, Plan, Project, Resource, Task
from uptake.packs.anchor import counted_back, started_on
from uptake.packs.method import Pack, Role, Step
from uptake.packs.words import Language, Text

Anchor = Literal["start", "go_live"]

STANDARD = Calendar(1, "Standard")
SIDES = {
    "vendor": Text("Vendor", "实施方"),
    "customer": Text("Customer", "客户方"),
    "third_party": Text("Third party", "第三方"),
}
NO_ANSWERS: Mapping[str, bool] = MappingProxyType({})

Edge = tuple[str, str, LinkType, int]
"""Predecessor, successor, type, and lag in working days."""


class UnknownAnswer(LookupError):
    """An answer to a question that the pack does not ask.

    Attributes
    ----------
    pack, key : str
    """

    def __init__(self, pack: str, key: str) -> None:
        super().__init__(f"method pack {pack!r} asks no question {key!r}")
        self.pack = pack
        self.key = key


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What a task hands over.

    Attributes
    ----------
    task : int
        Uid of the task.
    name : str
    owner : int
        Uid of the resource that is accountable.
    acceptance : str
        By what it is recognised as done; may be empty.
    state : str
        ``"planned"``, ``"submitted"``, ``"accepted"`` or ``"rejected"``.
    """

    task: int
    name: str
    owner: int
    acceptance: str
    state: str = "planned"


@dataclass(frozen=True, slots=True)
class Built:
    """A plan made of a method pack.

    Attributes
    ----------
    plan : Plan
        Its resources are role placeholders.
    go_live : int
        Uid of the go-live milestone.
    deliverables : tuple of Deliverable
        In the order of the plan.
    """

    plan: Plan
    go_live: int
    deliverables: tuple[Deliverable, ...]


def build(
    pack: Pack,
    *,
    date: datetime.date,
    anchor: Anchor = "start",
    language: Language = "en",
    answers: Mapping[str, bool] = NO_ANSWERS,
    calendar: Calendar = STANDARD,
) -> Built:
    """Make a plan of a method pack.

    Parameters
    ----------
    pack : Pack
    date : datetime.date
        The project's start; or the day by whose end go-live is reached, as late as possible.
    anchor : Anchor
        What the date is.
    language : Language
    answers : mapping of str to bool
        To the pack's questions; the default holds for a question without answer.
    calendar : Calendar
        Of the project; five days of eight hours by default.

    Returns
    -------
    Built

    Raises
    ------
    UnknownAnswer

    Examples
    --------
    >>> from uptake.engine.instants import moment
    >>> from uptake.packs.method import pack
    >>> from uptake.engine.scheduling import schedule
    >>> made = build(pack("erp"), anchor="go_live", date=datetime.date(2027, 1, 4))
    >>> moment(made.plan.project.start).date(), moment(schedule(made.plan).of(made.go_live).finish).date()
    (datetime.date(2026, 6, 18), datetime.date(2027, 1, 4))
    """
    steps = list(_chosen(pack, answers))
    uids = _numbers(steps)
    roles = {role.key: k for k, role in enumerate(pack.roles, 1)}
    used = {key for step in steps for key in step.roles}
    plan = Plan.build(
        Project(start=0, calendar=calendar.uid, name=pack.title.of(language)),
        _tasks(pack, steps, uids, roles, language),
        _links(_edges(pack, {step.id for step in steps}), uids),
        calendars=[calendar],
        resources=[_resource(role, roles[role.key], language) for role in pack.roles if role.key in used],
        assignments=_assignments(steps, uids, roles),
    )
    go_live = next(uids[step.id] for step in steps if step.go_live)
    return Built(
        plan=started_on(plan, date) if anchor == "start" else counted_back(plan, go_live, date),
        go_live=go_live,
        deliverables=tuple(
            Deliverable(
                uids[step.id],
                step.deliverable.of(language),
                roles[step.roles[0]],
                step.acceptance.of(language),
            )
            for step in steps
        ),
    )


def _chosen(pack: Pack, answers: Mapping[str, bool]) -> Iterator[Step]:
    """Yield the steps that the answers leave switched on."""
    said = {question.key: question.default for question in pack.questions}
    for key, answer in answers.items():
        if key not in said:
            raise UnknownAnswer(pack.name, key)
        said[key] = answer
    return (step for step in pack.steps if not step.when or said[step.when])


def _numbers(steps: Iterable[Step]) -> dict[str, int]:
    """Give phases and steps their uids, in the order of the plan; a phase without steps gets none."""
    found: dict[str, int] = {}
    for step in steps:
        for key in (f"phase {step.phase}", step.id):
            found.setdefault(key, len(found) + 1)
    return found


def _tasks(
    pack: Pack,
    steps: Iterable[Step],
    uids: Mapping[str, int],
    roles: Mapping[str, int],
    language: Language,
) -> Iterator[Task]:
    names = {phase.key: phase.name for phase in pack.phases}
    opened: dict[str, int] = {}
    for step in steps:
        phase = uids[f"phase {step.phase}"]
        if step.phase not in opened:
            opened[step.phase] = 0
            number = f"{len(opened)}"
            yield Task(uid=phase, id=phase, wbs=number, name=names[step.phase].of(language))
        opened[step.phase] += 1
        yield Task(
            uid=uids[step.id],
            id=uids[step.id],
            wbs=f"{len(opened)}.{opened[step.phase]}",
            name=step.name.of(language),
            parent=phase,
            duration=step.days * 480 * MINUTE,
            milestone=step.days == 0,
            owner=roles[step.roles[0]],
        )


def _edges(pack: Pack, kept: set[str]) -> list[Edge]:
    """Return the links between the steps that are kept.

    What follows a step that is switched off follows what that one followed, unless it does so anyway.
    """
    edges = [(one.id, step.id, one.type, one.lag) for step in pack.steps for one in step.after]
    edges += [(step.id, later, LinkType.FS, 0) for step in pack.steps for later in step.before]
    direct = [edge for edge in edges if edge[0] in kept and edge[1] in kept]
    for step in pack.steps:
        if step.id in kept:
            continue
        inward = [edge for edge in edges if edge[1] == step.id]
        outward = [edge for edge in edges if edge[0] == step.id]
        edges = [edge for edge in edges if step.id not in edge[:2]]
        edges += [_joined(one, other) for one in inward for other in outward]
    for edge in edges:
        if edge not in direct and not _follows(direct, edge):
            direct.append(edge)
    return direct


def _joined(one: Edge, other: Edge) -> Edge:
    """Join the link into a step that takes no time with a link out of it; the lag out of it goes with it."""
    from_finish = one[2] in {LinkType.FS, LinkType.FF}
    to_start = other[2] in {LinkType.FS, LinkType.SS}
    kinds = {
        (True, True): LinkType.FS,
        (True, False): LinkType.FF,
        (False, True): LinkType.SS,
        (False, False): LinkType.SF,
    }
    return one[0], other[1], kinds[from_finish, to_start], one[3]


def _follows(edges: list[Edge], wanted: Edge) -> bool:
    """Tell whether plain links, end to start, lead over other steps to where a link without lag would."""
    if wanted[2:] != (LinkType.FS, 0):
        return False
    reached, grown = {wanted[0]}, True
    while grown:
        new = {b for a, b, kind, lag in edges if a in reached and kind is LinkType.FS and lag >= 0}
        grown = not new <= reached
        reached |= new
    return wanted[1] in reached


def _links(edges: Iterable[Edge], uids: Mapping[str, int]) -> Iterator[Link]:
    for uid, (pred, succ, kind, lag) in enumerate(edges, 1):
        yield Link(uid=uid, pred=uids[pred], succ=uids[succ], type=kind, lag=lag * 480 * MINUTE)


def _resource(role: Role, uid: int, language: Language) -> Resource:
    return Resource(
        uid=uid,
        name=role.name.of(language),
        units=float(role.people),
        category="people",
        generic=True,
        group=SIDES[role.side].of(language),
    )


def _assignments(
    steps: Iterable[Step], uids: Mapping[str, int], roles: Mapping[str, int]
) -> Iterator[Assignment]:
    at_work = ((step, key) for step in steps if step.days for key in step.roles)
    for uid, (step, key) in enumerate(at_work, 1):
        work = step.days * 480 * MINUTE
        yield Assignment(uid=uid, task=uids[step.id], resource=roles[key], work=work, remaining_work=work)
