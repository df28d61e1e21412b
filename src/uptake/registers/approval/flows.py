"""Approval flows as values: which one holds for a record, whom its steps ask, and how it is kept with an approval."""

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from uptake.projects.models import Member, Role
from uptake.registers.models import Record
from uptake.registers.spec import Condition, Flow, Kind, RegisterSpec, Step, Words
from uptake.registers.visit import Visit, knowing, plain

RULES: dict[str, Words] = {"any": _("one of them is enough"), "all": _("all of them")}
REMIND_DAYS = 3

Told = Mapping[str, Any]


def _is(value: Any, wanted: Any) -> bool:
    return value == wanted or (isinstance(value, list) and wanted in value) or str(value) == str(wanted)


def _compared(holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Return a comparison that nothing never passes."""
    return lambda value, wanted: value is not None and holds(value, wanted)


def _empty(value: Any, _wanted: Any) -> bool:
    return value in (None, "", [], False)


def _contains(value: Any, wanted: Any) -> bool:
    if isinstance(value, list):
        return wanted in value
    return str(wanted).casefold() in str(value or "").casefold()


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": _is,
    "<>": lambda value, wanted: not _is(value, wanted),
    ">": _compared(operator.gt),
    ">=": _compared(operator.ge),
    "<": _compared(operator.lt),
    "<=": _compared(operator.le),
    "contains": _contains,
    "filled": lambda value, wanted: not _empty(value, wanted),
    "empty": _empty,
}
"""Whether a plain value passes a condition; docs/reference/configuration.md says what each means."""
ORDERED = frozenset({">", ">=", "<", "<="})
ORDERED_VALUES: dict[Kind, Any] = {Kind.NUMBER: (int, float), Kind.MONEY: (int, float), Kind.DATE: str}
"""What the kinds that are larger or smaller are compared with."""


def holds(
    conditions: Iterable[Condition], spec: RegisterSpec, record: Record, *, unclear: bool = False
) -> bool:
    """Tell whether one of the conditions holds for a record; without any, they do.

    `unclear` is what counts for a condition that cannot be judged: its field is gone, or of another kind.
    """
    wanted = tuple(conditions)
    return not wanted or any(_holds(one, spec, record, unclear) for one in wanted)


def _holds(condition: Condition, spec: RegisterSpec, record: Record, unclear: bool) -> bool:
    field = spec.field(condition.field)
    passes = COMPARISONS.get(condition.op)
    if field is None or passes is None:
        return unclear
    kind = field.result if field.kind is Kind.FORMULA else field.kind
    if condition.op in ORDERED and not isinstance(condition.value, ORDERED_VALUES.get(kind, ())):
        return unclear
    try:
        return passes(plain(record, field), condition.value)
    except TypeError:
        return unclear


def flows_to(visit: Visit, spec: RegisterSpec, target: str) -> list[Flow]:
    """Return the flows that lead to a state: those that the project declares, else those of the register."""
    told = [one for one in visit.configured.content.get("flows", ()) if one["register"] == spec.key]
    declared = [flow_from(one) for one in told if one["target"] == target]
    return declared or [one for one in spec.flows if one.target == target]


def flow_for(visit: Visit, spec: RegisterSpec, record: Record, target: str) -> Flow | None:
    """Return the flow that a record has to go through to get to a state; None when it may just go there."""
    found = flows_to(visit, spec, target)
    if not found:
        return None
    spec.refresh(visit, record)
    return next(
        (
            one
            for one in found
            if holds(one.when, spec, record) and next_step(one, 0, spec, record) is not None
        ),
        None,
    )


def next_step(flow: Flow, since: int, spec: RegisterSpec, record: Record) -> int | None:
    """Return the number of the first step, from one on, whose condition holds, or cannot be judged any more."""
    steps = range(since, len(flow.steps))
    return next((n for n in steps if holds(flow.steps[n].when, spec, record, unclear=True)), None)


def asked(visit: Visit, spec: RegisterSpec, step: Step, record: int) -> list[int]:
    """Return whom a step asks about a record, as the team is now: nobody who may not see it."""
    team = Member.objects.filter(project=visit.project, role__in=[str(one) for one in knowing(spec, record)])
    rows = team.order_by("pk").values_list("person_id", "role")
    return [person for person, role in rows if role in step.roles or person in step.people]


def whom(step: Step, people: Mapping[int, str]) -> str:
    """Write whom a step asks: roles and names."""
    words = [str(role.label) for role in Role if role in step.roles]
    return ", ".join([*words, *(people[one] for one in step.people if one in people)])


# ---- as JSON


def conditions_from(told: Any) -> tuple[Condition, ...]:
    """Return conditions of a document: one, several, or none."""
    rows = told if isinstance(told, list) else [told] if told else []
    return tuple(Condition(field=one["field"], op=one["op"], value=one.get("value")) for one in rows)


def flow_from(told: Told) -> Flow:
    """Return a flow of a configuration document, or of an approval; it was checked when it was written."""
    return Flow(
        key=told["key"],
        name=told["name"],
        target=told["target"],
        when=conditions_from(told.get("when")),
        remind_days=told.get("remind_days", REMIND_DAYS),
        steps=tuple(
            Step(
                name=one["name"],
                roles=frozenset(Role(role) for role in one.get("roles") or ()),
                people=tuple(one.get("people") or ()),
                rule=one.get("rule") or "any",
                when=conditions_from(one.get("when")),
            )
            for one in told["steps"]
        ),
    )


def as_told(flow: Flow) -> dict[str, Any]:
    """Return a flow as JSON; words of a built-in one in the language of their translation's key."""

    def conditions(rows: Iterable[Condition]) -> list[dict[str, Any]]:
        return [{"field": one.field, "op": one.op, "value": one.value} for one in rows]

    with translation.override("en"):
        return {
            "key": flow.key,
            "name": str(flow.name),
            "target": flow.target,
            "when": conditions(flow.when),
            "remind_days": flow.remind_days,
            "built_in": not isinstance(flow.name, str),
            "steps": [
                {
                    "name": str(one.name),
                    "roles": sorted(one.roles),
                    "people": list(one.people),
                    "rule": one.rule,
                    "when": conditions(one.when),
                }
                for one in flow.steps
            ],
        }
