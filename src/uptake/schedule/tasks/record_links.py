"""What registers see of a plan: tasks, as the ends of links."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from uptake.projects.models import Project
from uptake.registers.linking import End
from uptake.schedule.models import Task


class PlanTasks:
    """Tasks of a project's plan, called T12 by their uid: row numbers change when somebody inserts a task."""

    def named(self, project: Project, uids: Iterable[int]) -> Mapping[int, End]:
        """Return what the tasks are called; those that are gone are left out."""
        wanted = set(uids)
        if not wanted:
            return {}
        rows = Task.objects.filter(plan_id=project.pk, uid__in=wanted, removed=False)
        return {one.uid: _end(project, one) for one in rows}

    def by_code(self, project: Project, codes: Sequence[str]) -> Mapping[str, int]:
        """Return the tasks that these codes name: their uid with a T before it."""
        wanted = {code: int(code[1:]) for code in codes if _is_code(code)}
        rows = Task.objects.filter(plan_id=project.pk, uid__in=set(wanted.values()), removed=False)
        found = set(rows.values_list("uid", flat=True))
        return {code: uid for code, uid in wanted.items() if uid in found}

    def found(self, project: Project, text: str, most: int) -> list[End]:
        """Return tasks whose name holds a text."""
        rows = Task.objects.filter(plan_id=project.pk, removed=False, name__icontains=text)
        return [_end(project, one) for one in rows.order_by("rank")[:most]]


def _is_code(code: str) -> bool:
    digits = code.removeprefix("T")
    return code.startswith("T") and digits.isascii() and digits.isdigit() and len(digits) < 11


def _end(project: Project, task: Task) -> End:
    return End(
        code=f"T{task.uid}",
        label=task.name,
        url=reverse("task", args=[project.pk, task.uid]),
        kind=_("Task"),
        state=_("Done") if task.percent == 100 else f"{task.percent} %" if task.percent else "",
        tone="good" if task.percent == 100 else "",
    )
