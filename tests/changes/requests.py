"""Change requests as tests need them: made, edited as on the plan page, submitted, decided."""

from typing import Any

from tests.schedule.world import World
from uptake.changes import services as changes
from uptake.registers import services
from uptake.registers.approval import approvals
from uptake.registers.visit import Visit
from uptake.schedule import services as plans
from uptake.schedule.editing.changes import to_edits
from uptake.schedule.versions import drafts


def as_(erp: World, role: str) -> Visit:
    return Visit(erp.project, erp.who(role))


def request(erp: World, *edits: dict[str, Any], title: str = "Longer build", **values: Any) -> Any:
    """Make a change request with steps in its draft: each is a list of intents with one element."""
    visit = Visit(erp.project, erp.manager)
    made = services.create(visit, visit.spec("change"), {"title": title, "reason": "It must be", **values})
    for one in edits:
        edit(made, one)
    return made


def edit(change: Any, *intents: dict[str, Any]) -> None:
    drafts.change(changes.draft_of(change), intend(*intents), None)


def intend(*intents: dict[str, Any]) -> plans.Intend:
    return lambda state: to_edits(state.schedule, list(intents), language="en", next_uid=state.next_uid)


def typed(uid: int, column: str, text: str) -> dict[str, Any]:
    return {"intent": "type", "uid": uid, "column": column, "text": text}


def move(visit: Visit, change: Any, target: str, reason: str = "As agreed") -> Any:
    return services.move(visit, visit.spec("change"), change, target, reason=reason)


def reply(visit: Visit, change: Any, *, yes: bool = True, remark: str = "") -> Any:
    return approvals.answer(visit, visit.spec("change"), change, yes=yes, remark=remark)


def fresh(change: Any) -> Any:
    return type(change).objects.get(pk=change.pk)
