from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from uptake.projects.models import Project
from uptake.registers.models import BuiltIn
from uptake.schedule.models import Baseline, Task


def _by() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")


class TaskEarning(models.Model):
    """How a task earns its budget, where that is not by its percent complete."""

    task = models.OneToOneField(Task, models.CASCADE, primary_key=True, related_name="+")
    rule = models.CharField(max_length=20)
    milestones = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    base = models.IntegerField(null=True)


class Cost(models.Model):
    """An amount of money that no work makes: planned for a task, or spent on it. Money, in hundredths."""

    class Kind(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("cost", "Planned")
        ACTUAL = "actual", _("Actual")

    task = models.ForeignKey(Task, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField(null=True)
    amount = models.BigIntegerField()
    note = models.CharField(max_length=200, blank=True)
    by = _by()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("on", "pk")


class Budget(models.Model):
    """What a baseline is worth: its work by resource, and the same at the rates of the day on which it was worked out.

    Rows are ``[task, resource, amount, start, finish, contour]``. `money` is money.
    """

    baseline = models.OneToOneField(Baseline, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(auto_now=True)
    hours = models.JSONField(default=list)
    money = models.JSONField(default=list)


class StatusPoint(models.Model):
    """How a project stood at a date, as it was known when that was written down.

    `hours` and `money` hold the figures of each task as columns, and what the earned schedule said. `money` is money.
    A point that another one took the place of stays, with the reason.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    on = models.BigIntegerField()
    baseline = models.PositiveIntegerField()
    baseline_name = models.CharField(max_length=100)
    revision = models.PositiveIntegerField()
    by = _by()
    at = models.DateTimeField(auto_now_add=True)
    hours = models.JSONField(default=dict)
    money = models.JSONField(default=dict)
    replaced_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("on", "pk")
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(
                fields=("project", "on"), condition=models.Q(replaced_at=None), name="one_status_a_date"
            ),
        )


class Thresholds(models.Model):
    """From where on a project's figures are a warning, and an alarm."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="+")
    values = models.JSONField(default=dict)


class Deviation(BuiltIn):
    """A task that is late or over against the baseline: why, what is done about it, and what that will bring."""

    kind = models.CharField(max_length=20, blank=True)
    days = models.FloatField(null=True)
    hours = models.FloatField(null=True)
    cost = models.BigIntegerField(null=True)
    found_on = models.DateField(null=True)
    owner = _by()
    due = models.DateField(null=True)
    whys = models.JSONField(default=list)
    root_cause = models.TextField(blank=True)
    remedy = models.TextField(blank=True)

    # The expected effect: of a draft, or of changes as the cells of the plan would take them.
    draft = models.BigIntegerField(null=True)
    measures = models.JSONField(default=list)
    effect_finish = models.FloatField(null=True)
    effect_go_live = models.FloatField(null=True)
