"""A record becomes a task: a requirement is built, an issue or a deviation corrected."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.projects.models import Project
from uptake.registers import services, writing
from uptake.registers.linking import tasks
from uptake.registers.models import Link
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.schedule.editing.changes import Problem
from uptake.schedule.tasks.adding import NewTask, add_task, summaries


class TaskForm(forms.Form):
    """What the task should be."""

    name = forms.CharField(label=gettext_lazy("Task"), max_length=services.LONGEST_TITLE)
    duration = forms.CharField(
        label=gettext_lazy("Duration"), max_length=50, help_text=gettext_lazy("Like 3d or 2w.")
    )
    start = forms.DateField(
        label=gettext_lazy("Not before"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    under = forms.TypedChoiceField(
        label=gettext_lazy("Stands below"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, project: Project, given: Any, initial: dict[str, Any]) -> None:
        super().__init__(given, initial={"duration": "1d"} | initial, label_suffix="")
        field: Any = self.fields["under"]
        named = [(uid, f"{'– ' * (depth - 1)}{name}") for uid, depth, name in summaries(project)]
        field.choices = [("", _("At the end of the plan")), *named]

    def carry_out(self, make: Callable[[NewTask], int]) -> int | None:
        """Make the task; when it does not go, say why beside the fields and return nothing."""
        try:
            return make(NewTask(**self.cleaned_data))
        except Problem as why:
            self.add_error("duration" if why.column == "duration" else None, why.sentence)
        except writing.Unfit as why:
            self.add_error(None, " ".join(str(one) for one in why.errors.values()))
        return None


@transaction.atomic
def task_for_record(visit: Visit, spec: RegisterSpec, record: Any, field: str, task: NewTask) -> int:
    """Put a task for a record into the plan and link both in a field of the record; return the uid of the task.

    Whoever calls has asked for ``plan.edit``.

    Raises
    ------
    Forbidden
        The register is not this person's to change, or the project is archived.
    Problem
        Of the plan, with its sentence.
    Unfit
        Of the register: an approval runs.
    """
    visit.need_edit(spec)
    locked = writing.lock(spec, record)
    uid = add_task(visit.project, visit.person, task)
    links = Link.objects.filter(source_id=locked.pk, field=field).values_list("task", flat=True)
    known = tasks().named(visit.project, [one for one in links if one is not None])
    services.change(visit, spec, locked, {field: [*(one.code for one in known.values()), f"T{uid}"]})
    return uid
