"""An approval as a page shows it: its steps, who is asked, what they answered, and what this person can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.projects.models import Member
from uptake.registers.approval import approvals, flows
from uptake.registers.models import Approval, Record, Vote
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit, knowing

TONES = {"yes": "good", "no": "bad", "": "info"}
WHAT: dict[str, str | Promise] = {
    "asked": gettext_lazy("Approval asked for"),
    "yes": gettext_lazy("Agreed in “%(step)s”"),
    "no": gettext_lazy("Did not agree in “%(step)s”"),
    "delegated": gettext_lazy("“%(step)s” handed to %(who)s"),
    "again": gettext_lazy("Asked again in “%(step)s”"),
    "withdrawn": gettext_lazy("Request for approval withdrawn"),
}
"""What the history says of an approval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One of those who are asked; `instead` is who handed it to them."""

    name: str
    instead: str
    answer: str
    tone: str
    remark: str
    at: Any
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A step; `place` is ``done``, ``now``, ``next`` or ``skipped``."""

    name: str
    place: str
    whom: str
    rule: str
    asked: list[Asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPage:
    approval: Approval
    name: str
    target: str
    running: bool
    steps: list[Shown]
    mine: bool
    """Whether this person is asked now."""
    own: bool
    """Whether this person asked for it."""
    stop: bool
    stuck: bool
    """Whether nobody who was asked may answer any more."""
    mark: str
    team: list[tuple[int, str]]
    """To whom this person can hand the answer."""


def approval_of(visit: Visit, spec: RegisterSpec, record: Record) -> ApprovalPage | None:
    """Return the approval of a record that is running, else the last one; None when there never was one."""
    approval = Approval.objects.filter(record_id=record.pk).select_related("asked_by").first()
    if approval is None:
        return None
    runs = approval.state == Approval.State.RUNNING
    votes = approvals.votes_of(approval)
    waiting = approvals.pending(visit, spec, approval) if runs else []
    state = spec.state(approval.target)
    mine = (
        any(approvals.holder(visit, spec, one) == visit.person.pk for one in waiting)
        and not visit.project.archived
    )
    return ApprovalPage(
        approval=approval,
        name=_worded(approval, approval.flow["name"]),
        target=str(state.label) if state else approval.target,
        running=runs,
        steps=[_step(visit, spec, approval, number, votes) for number in range(len(approval.flow["steps"]))],
        mine=mine,
        own=approval.asked_by_id == visit.person.pk,
        stop=runs and approvals.may_end(visit, approval),
        stuck=runs and not waiting,
        mark=approvals.mark(approval),
        team=_delegates(visit, spec, approval, votes) if mine else [],
    )


def _delegates(
    visit: Visit, spec: RegisterSpec, approval: Approval, votes: list[Vote]
) -> list[tuple[int, str]]:
    known = {pk for one in votes if one.step == approval.step for pk in (one.person_id, one.delegate_id)}
    rows = Member.objects.filter(
        project=visit.project, role__in=[str(one) for one in knowing(spec, approval.record_id)]
    )
    people = rows.exclude(person_id__in=[one for one in known if one]).values_list("person_id", flat=True)
    return [(pk, name) for pk, name in visit.people.items() if pk in set(people)]


def _worded(approval: Approval, text: str) -> str:
    """Return a name of a flow in the language of who reads: those of built-in ones are translated."""
    return _(text) if approval.flow.get("built_in") and text else text


def _step(visit: Visit, spec: RegisterSpec, approval: Approval, number: int, votes: list[Vote]) -> Shown:
    step = flows.flow_from(approval.flow).steps[number]
    asked = [_asked(visit, spec, one) for one in votes if one.step == number]
    return Shown(
        name=_worded(approval, str(step.name)),
        place=_place(approval, number, bool(asked)),
        whom=flows.whom(step, visit.people),
        rule=str(flows.RULES[step.rule]) if len(asked) > 1 else "",
        asked=asked,
    )


def _place(approval: Approval, number: int, there: bool) -> str:
    runs = approval.state == Approval.State.RUNNING
    if not there:
        return "next" if runs and number > approval.step else "skipped"
    return "now" if runs and number == approval.step else "done"


def _asked(visit: Visit, spec: RegisterSpec, vote: Vote) -> Asked:
    readers = visit.readers(spec, vote.approval.record_id)
    who = vote.delegate if vote.delegate is not None and vote.delegate_id in readers else vote.person
    return Asked(
        name=str(who),
        instead=str(vote.person) if who != vote.person else "",
        answer=str(vote.get_answer_display()) if vote.answer else "",
        tone=TONES[vote.answer],
        remark=vote.remark,
        at=vote.answered_at,
        gone=not vote.answer and who.pk not in readers,
    )


def line(visit: Visit, change: Mapping[str, Any]) -> str:
    """Write what happened in an approval, for the history."""
    who = visit.people.get(change.get("to", 0), _("Somebody"))
    name = change.get("step", "")
    return str(WHAT[change["new"]]) % {"step": _(name) if name else "", "who": who}
