"""Approvals: who has to agree before a record gets to a state, what they answered, and what follows from it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.projects.access import Forbidden
from uptake.projects.models import Member, Role
from uptake.registers import kinds
from uptake.registers.approval import flows
from uptake.registers.models import Approval, Entry, Record, Vote
from uptake.registers.spec import Flow, RegisterSpec
from uptake.registers.visit import Visit, knowing
from uptake.registers.writing import Unfit, bring, lock

REJECTED = "rejected"
"""State to which a no brings a record, in registers that have it."""
LONGEST_REMARK = 2_000
FIELD = "approval"
"""Key under which the history keeps what happened in an approval."""


def running(record_id: int) -> Approval | None:
    """Return the approval of a record that is not over."""
    rows = Approval.objects.filter(record_id=record_id, state=Approval.State.RUNNING)
    return rows.select_related("asked_by").first()


def need_none(records: Iterable[int]) -> None:
    """Raise `Unfit` when one of these records is being decided about."""
    if Approval.objects.filter(record_id__in=list(records), state=Approval.State.RUNNING).exists():
        raise Unfit({"": _("An approval is running. Withdraw the request first, then change the record.")})


# ---- asking


def ask(
    visit: Visit, spec: RegisterSpec, record: Record, target: str, *, reason: str = "", back: str = ""
) -> bool:
    """Begin the approval that a locked record needs to get to a state.

    Parameters
    ----------
    back : str
        State to which the record returns when the request is withdrawn; it stays where it is when left out.

    Returns
    -------
    bool
        False when no flow holds for it.

    Raises
    ------
    Unfit
        When a step would ask nobody.
    """
    flow = flows.flow_for(visit, spec, record, target)
    if flow is None:
        return False
    for number, step in enumerate(flow.steps):
        if flows.next_step(flow, number, spec, record) == number and not flows.asked(
            visit, spec, step, record.pk
        ):
            raise Unfit({"": nobody(visit, flow, number)})
    told = flows.as_told(flow) | {"reason": reason, "back": back}
    approval = Approval.objects.create(record_id=record.pk, target=target, flow=told, asked_by=visit.person)
    _note(visit, approval, "asked", reason)
    _begin(visit, spec, record, approval, 0)
    return True


def nobody(visit: Visit, flow: Flow, number: int) -> str:
    """Say that a step has nobody to ask."""
    step = flow.steps[number]
    said = {"step": step.name, "whom": flows.whom(step, visit.people) or "–"}
    return _("Nobody can be asked in the step “%(step)s” (%(whom)s). Add somebody to the team first.") % said


def _begin(visit: Visit, spec: RegisterSpec, record: Record, approval: Approval, since: int) -> None:
    """Begin the next step whose condition holds; end the approval when there is none."""
    flow = flows.flow_from(approval.flow)
    number = flows.next_step(flow, since, spec, record)
    if number is None:
        _need_state(spec, approval.target)
        _end(approval, Approval.State.APPROVED)
        bring(visit, spec, record, approval.target, reason=approval.flow["reason"])
        return
    people = flows.asked(visit, spec, flow.steps[number], record.pk)
    if not people:
        raise Unfit({"": nobody(visit, flow, number)})
    Vote.objects.bulk_create(Vote(approval=approval, step=number, person_id=one) for one in people)
    approval.step = number
    approval.save(update_fields=["step"])


def _need_state(spec: RegisterSpec, state: str) -> None:
    """Raise `Unfit` when a state was removed while the approval ran."""
    if spec.state(state) is None:
        raise Unfit({"": _("The state to which this leads was removed. The request can only be withdrawn.")})


def _end(approval: Approval, state: str) -> None:
    approval.state, approval.ended_at = state, timezone.now()
    approval.save(update_fields=["state", "ended_at"])


def _note(visit: Visit, approval: Approval, what: str, remark: str = "", **more: Any) -> None:
    """Write a line of the record's history; `more` may hold the name of the step, and to whom it was handed."""
    Entry.objects.create(
        record_id=approval.record_id,
        by=visit.person,
        kind=Entry.Kind.NOTED,
        changes=[{"field": FIELD, "old": None, "new": what, **more}],
        reason=remark,
    )


# ---- answering


@transaction.atomic
def answer(
    visit: Visit, spec: RegisterSpec, record: Record, *, yes: bool, remark: str = "", seen: str | None = None
) -> Any:
    """Say yes or no in the step that is running; the last yes brings the record to its state.

    Parameters
    ----------
    seen : str, optional
        The `mark` of what the page showed: an answer to one step never counts for another.

    Raises
    ------
    Unfit
        When this person is not asked, or answered already, or says no without saying why.
    """
    locked, approval = _locked(visit, spec, record)
    remark = _tidy(remark)
    held = [one for one in pending(visit, spec, approval) if holder(visit, spec, one) == visit.person.pk]
    if not held or seen not in {None, mark(approval)}:
        raise Unfit({"": _("You are not asked, or this step is decided already. Look at it again.")})
    if not yes and not remark:
        raise Unfit({"remark": _("Say why not, so that it can be done better.")})
    word = Vote.Answer.YES if yes else Vote.Answer.NO
    for one in held:
        one.answer, one.remark, one.answered_at = word, remark, timezone.now()
        one.save(update_fields=["answer", "remark", "answered_at"])
    _note(visit, approval, word, remark, step=_step_name(approval))
    if yes:
        _go_on(visit, spec, locked, approval)
    else:
        _reject(visit, spec, locked, approval, remark)
    return locked


def mark(approval: Approval) -> str:
    """Return what tells the running step from any other, of this approval or another one."""
    return f"{approval.pk}.{approval.step}"


def _go_on(visit: Visit, spec: RegisterSpec, record: Record, approval: Approval) -> None:
    """Begin the next step when this one is decided: one yes, or a yes of all who are still in the team."""
    votes = [one for one in votes_of(approval) if one.step == approval.step]
    agreed = any(one.answer == Vote.Answer.YES for one in votes)
    flow = flows.flow_from(approval.flow)
    if agreed and (flow.steps[approval.step].rule == "any" or not pending(visit, spec, approval)):
        spec.refresh(visit, record)
        _begin(visit, spec, record, approval, approval.step + 1)


def _reject(visit: Visit, spec: RegisterSpec, record: Record, approval: Approval, remark: str) -> None:
    _end(approval, Approval.State.REJECTED)
    state = REJECTED if spec.state(REJECTED) is not None else approval.flow["back"]
    if state and state != record.state:
        _need_state(spec, state)
        bring(visit, spec, record, state, reason=remark)


@transaction.atomic
def delegate(visit: Visit, spec: RegisterSpec, record: Record, person: int, remark: str = "") -> None:
    """Let somebody else of the team answer in one's place."""
    _record, approval = _locked(visit, spec, record)
    waiting = pending(visit, spec, approval)
    mine = [one for one in waiting if holder(visit, spec, one) == visit.person.pk]
    if not mine:
        raise Unfit({"": _("You are not asked, or this step is decided already. Look at it again.")})
    team = dict(Member.objects.filter(project=visit.project).values_list("person_id", "role"))
    if person not in team or Role(team[person]) not in knowing(spec, record.pk):
        raise Unfit({"person": _("Choose somebody of the team who may see this register.")})
    if any(
        person in {one.person_id, one.delegate_id} for one in votes_of(approval) if one.step == approval.step
    ):
        raise Unfit({"person": _("This person is asked already. Choose another one.")})
    for one in mine:
        one.delegate_id, one.reminded_at = person, None
        one.save(update_fields=["delegate", "reminded_at"])
    _note(visit, approval, "delegated", _tidy(remark), step=_step_name(approval), to=person)


@transaction.atomic
def ask_again(visit: Visit, spec: RegisterSpec, record: Record) -> None:
    """Ask those who belong to the step by now and were not asked; nobody waits for who may not answer any more."""
    locked, approval = _locked(visit, spec, record)
    if not may_end(visit, approval):
        raise Forbidden(f"{spec.key}.edit")
    flow = flows.flow_from(approval.flow)
    known = {one.person_id for one in votes_of(approval) if one.step == approval.step}
    asked = flows.asked(visit, spec, flow.steps[approval.step], locked.pk)
    people = [one for one in asked if one not in known]
    Vote.objects.bulk_create(Vote(approval=approval, step=approval.step, person_id=one) for one in people)
    if not people and not pending(visit, spec, approval):
        votes = [one for one in votes_of(approval) if one.step == approval.step]
        if not any(one.answer for one in votes):
            raise Unfit({"": nobody(visit, flow, approval.step)})
    _note(visit, approval, "again", step=_step_name(approval))
    if flow.steps[approval.step].rule == "all":
        _go_on(visit, spec, locked, approval)


@transaction.atomic
def stop(visit: Visit, spec: RegisterSpec, record: Record, reason: str = "") -> Any:
    """End an approval undecided: who asked withdraws the request; a manager has to say why.

    The record stays where it is when the state to which it would return was removed.
    """
    locked, approval = _locked(visit, spec, record)
    if not may_end(visit, approval):
        raise Forbidden(f"{spec.key}.edit")
    reason = _tidy(reason)
    if approval.asked_by_id != visit.person.pk and not reason:
        raise Unfit({"reason": _("Say why.")})
    _end(approval, Approval.State.WITHDRAWN)
    _note(visit, approval, "withdrawn", reason)
    back = approval.flow["back"]
    if back != locked.state and spec.state(back) is not None:
        bring(visit, spec, locked, back, reason=reason)
    return locked


def may_end(visit: Visit, approval: Approval) -> bool:
    """Tell whether somebody may end an approval undecided: who asked for it, and managers."""
    return not visit.project.archived and (
        visit.role is Role.MANAGER or approval.asked_by_id == visit.person.pk
    )


# ---- looking


def _locked(visit: Visit, spec: RegisterSpec, record: Record) -> tuple[Any, Approval]:
    """Return a record and its approval as nobody else can change them; raises `Unfit` when none is running."""
    if visit.project.archived:
        raise Unfit({"": _("This project is archived: it can be read only. Bring it back to change it.")})
    locked = lock(spec, record)
    approval = running(locked.pk)
    if approval is None:
        raise Unfit({"": _("This was decided or withdrawn already. Look at it again.")})
    return locked, approval


def votes_of(approval: Approval) -> list[Vote]:
    return list(Vote.objects.filter(approval=approval).select_related("approval", "person", "delegate"))


def holder(visit: Visit, spec: RegisterSpec, vote: Vote) -> int | None:
    """Return who answers: the delegate, unless they may not see the register any more; None when nobody may."""
    readers = visit.readers(spec, vote.approval.record_id)
    return next((one for one in (vote.delegate_id, vote.person_id) if one in readers), None)


def pending(visit: Visit, spec: RegisterSpec, approval: Approval) -> list[Vote]:
    """Return the votes of the running step that are waited for: of people who may still see the register."""
    rows = [one for one in votes_of(approval) if one.step == approval.step and not one.answer]
    return [one for one in rows if holder(visit, spec, one) is not None]


def _step_name(approval: Approval) -> str:
    return str(approval.flow["steps"][approval.step]["name"])


def _tidy(text: str) -> str:
    return kinds.tidy(text)[:LONGEST_REMARK]
