"""Remarks on a schedule as sentences."""

from collections.abc import Sequence

from uptake.cli.catalogue import CATALOGUE
from uptake.cli.grid import plain
from uptake.cli.instants import days_in_words, written
from uptake.cli.words import count, listed, say
from uptake.engine.plan import Plan, Task
from uptake.engine.scheduling import Remark

LATE = "negative_slack"
"""Said of many tasks at once when a single date cannot be met."""
MOST_NAMED = 30


def task_words(task: Task) -> str:
    """Name a task by the number and the name that people see."""
    return say("task", id=task.id, name=plain(task.name).strip() or say("task.unnamed"))


def remark_sentence(remark: Remark, plan: Plan) -> str:
    """Return a remark as one sentence."""
    key = f"remark.{remark.code}"
    if key not in CATALOGUE:
        key = "remark.other"
    task = None if remark.task is None else plan.task(remark.task)
    data = remark.data

    def at(name: str) -> str:
        value = data.get(name)
        return written(value if isinstance(value, int) else None)

    slack, before = data.get("slack"), data.get("pred")
    return say(
        key,
        code=remark.code.replace("_", " "),
        task=say("task.plan") if task is None else task_words(task),
        deadline=at("deadline"),
        finish=at("finish"),
        constraint="" if task is None else say(f"constraint.{task.constraint.name}"),
        date=written(None if task is None else task.constraint_date),
        predecessor=task_words(plan.task(before)) if isinstance(before, int) else "",
        slack=days_in_words(abs(slack), plan.project) if isinstance(slack, int) else "",
    )


def remark_lines(remarks: Sequence[Remark], plan: Plan) -> list[str]:
    """Return remarks as lines; those on negative slack, which the table shows, become one."""
    lines = [remark_sentence(one, plan) for one in remarks if one.code != LATE]
    late = [one for one in remarks if one.code == LATE and one.task is not None]
    if len(late) == 1:
        lines.append(remark_sentence(late[0], plan))
    elif late:
        most = max(abs(slack) for one in late if isinstance(slack := one.data.get("slack"), int))
        ids = [str(plan.task(one.task).id) for one in late[:MOST_NAMED] if one.task is not None]
        names = listed([*ids, "…"] if len(late) > MOST_NAMED else ids)
        lines.append(count("remark.late", len(late), slack=days_in_words(most, plan.project), tasks=names))
    return lines
