"""The plan and drafts of it beside each other: what each leads to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.compare import compare
from uptake.engine.instants import moment
from uptake.engine.review import Severity
from uptake.engine.scheduling import Schedule
from uptake.insight.reviewing import Reviewed, review_of
from uptake.interchange.sheets import Cell, Sheet, write_table_bytes
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.registers.kinds import money_text
from uptake.risk import simulating
from uptake.risk.selectors import simulated
from uptake.schedule import services
from uptake.schedule.bridge import State
from uptake.schedule.capacity.cost import Prices, cost_of, prices_of
from uptake.schedule.capacity.load import needs
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Draft
from uptake.schedule.versions import drafts

FEW = 4
"""So many drafts stand there before anybody chooses."""
MOST = 8
"""So many drafts stand beside the plan at most: each is scheduled and reviewed while the page is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the plan, or a draft of it, leads to; instants, money in hundredths.

    Attributes
    ----------
    draft : Draft or None
    problem : str
        Why the draft no longer fits; then nothing else is known.
    finish_shift, go_live_shift, p80_shift : int
        Calendar time by which they are later than in the plan.
    moved : int
        Tasks with other dates than in the plan.
    cost : int or None
        None for those who may not see money, and where nothing has a rate.
    p80 : int or None
        When the go-live, or the finish, is reached in four fifths of the simulated runs.
    stale, waiting : bool
        The plan or the draft changed since; it is being simulated.
    overloaded : int
        Weeks in which some resource has more work than time, added over resources.
    """

    draft: Draft | None
    problem: str = ""
    finish: int | None = None
    go_live: int | None = None
    finish_shift: int = 0
    go_live_shift: int = 0
    moved: int = 0
    newly_critical: int = 0
    cost: int | None = None
    overloaded: int = 0
    p80: int | None = None
    p80_shift: int = 0
    stale: bool = False
    waiting: bool = False
    score: int | None = None
    errors: int = 0
    warnings: int = 0

    @property
    def cost_text(self) -> str:
        """The cost in whole units of the currency."""
        return "" if self.cost is None else money_text(round(self.cost / 100) * 100).removesuffix(".00")


def open_drafts(project: Project, person: Person) -> list[Draft]:
    """Return the drafts that may be chosen, the latest first."""
    found = drafts.visible(project, person).filter(state=Draft.State.OPEN)
    return list(found.select_related("author", "plan__project", "record"))


def side_by_side(project: Project, person: Person, chosen: Sequence[Draft]) -> list[Row]:
    """Return what the plan and some drafts lead to; the plan first."""
    plan = services.current(project)
    prices = prices_of(project) if may(person, "money.view", project) else Prices()
    rows = [_row(None, plan, plan, prices, review_of(project, plan))]
    for draft in chosen[:MOST]:
        try:
            state = _drafted(plan.schedule, _Draft(draft.pk, draft.version, plan.go_live, plan, draft))
        except Problem as why:
            rows.append(Row(draft=draft, problem=why.sentence))
            continue
        rows.append(_row(draft, plan, state, prices, review_of(project, state, draft)))
    return [rows[0], *(replace(one, p80_shift=_later(one, rows[0])) for one in rows[1:])]


def _later(draft: Row, plan: Row) -> int:
    """Return how much later the P80 of a draft is; 0 where one of the two was simulated before it changed."""
    if draft.p80 is None or plan.p80 is None or draft.stale or plan.stale:
        return 0
    return draft.p80 - plan.p80


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft on a plan, told apart by what it depends on."""

    pk: int
    version: int
    go_live: int | None
    plan: State = field(compare=False, repr=False)
    draft: Draft = field(compare=False, repr=False)


@lru_cache(maxsize=2 * MOST)
def _drafted(_schedule: Schedule, held: _Draft) -> State:
    """Return the plan as it would be with a draft; kept, as a page that waits for a simulation asks each second."""
    return drafts.state_on(held.plan, held.draft)


def _row(draft: Draft | None, plan: State, state: State, prices: Prices, found: Reviewed) -> Row:
    impact = compare(plan.schedule, state.schedule)
    live, planned = state.finish_of(state.go_live), plan.finish_of(plan.go_live)
    project, pk = found.project, None if draft is None else draft.pk
    known, version = simulated(project, simulating.subject_of(pk)), 0 if draft is None else draft.version
    return Row(
        draft=draft,
        finish=state.schedule.finish,
        finish_shift=impact.finish_shift,
        go_live=live,
        go_live_shift=live - planned if live is not None and planned is not None else 0,
        moved=impact.tasks_moved,
        newly_critical=len(impact.newly_critical),
        cost=cost_of(state.schedule, prices) if prices else None,
        p80=None if known is None else known.p80,
        stale=known is not None and (known.revision, known.version) != (plan.revision, version),
        waiting=simulating.waiting_for(project, pk) is not None,
        overloaded=sum(len(one.ahead) for one in needs(state.schedule).values()),
        score=found.review.score,
        errors=found.review.count(Severity.ERROR),
        warnings=found.review.count(Severity.WARNING),
    )


def simulate(project: Project, person: Person, chosen: Sequence[Draft]) -> int:
    """Ask for a simulation of the plan and of some drafts; return of how many. Raises `Refused`."""
    wanted = [None, *chosen[:MOST]]
    for draft in wanted:
        simulating.ask_for(project, person, draft)
    return len(wanted)


def workbook(rows: Iterable[Row], *, money: bool) -> bytes:
    """Return the table as a workbook; costs only for those who may see money."""
    sheet = Sheet(_("Drafts"), list(_lines(rows, money=money)), header=0)
    return write_table_bytes([sheet], "xlsx")[0]


def _lines(rows: Iterable[Row], *, money: bool) -> Iterator[Sequence[Cell]]:
    head = [_("Draft"), _("Finish"), _("Go-live"), _("Tasks that move"), _("Newly critical")]
    head += [_("Cost")] if money else []
    yield [*head, _("P80"), _("Overloaded weeks"), _("Score"), _("Errors"), _("Warnings"), _("Remark")]
    for one in rows:
        line: list[Cell] = [
            one.draft.name if one.draft else _("The plan"),
            _day(one.finish),
            _day(one.go_live),
        ]
        line += [one.moved, one.newly_critical]
        if money:
            line.append("" if one.cost is None else one.cost / 100)
        yield [*line, _day(one.p80), one.overloaded, one.score, one.errors, one.warnings, one.problem]


def _day(at: int | None) -> str:
    return "" if at is None or at < 0 else moment(at).date().isoformat()
