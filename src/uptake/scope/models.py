from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from uptake.projects.models import Project
from uptake.registers.models import BuiltIn, Record


def _short() -> Any:
    return models.CharField(max_length=1000, blank=True)


def _choice() -> Any:
    """Return a column for the value of a choice; which there are, the register says."""
    return models.CharField(max_length=40, blank=True)


def _person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")


class Goal(BuiltIn):
    """What the project is for, so that one can see whether it was reached."""

    why = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    unit = _short()
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    due = models.DateField(null=True)
    owner = _person()
    achievable = models.TextField(blank=True)
    relevant = models.TextField(blank=True)

    # Computed: see `smart`.
    smart = models.CharField(max_length=5, blank=True)


class Kpi(BuiltIn):
    """A figure by which a goal is measured."""

    unit = _short()
    direction = _choice()
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    due = models.DateField(null=True)
    owner = _person()
    source = models.TextField(blank=True)


class ScopeItem(BuiltIn):
    """Something that the project does, or does not do."""

    direction = _choice()
    area = _short()
    reason = models.TextField(blank=True)
    description = models.TextField(blank=True)
    owner = _person()


class Requirement(BuiltIn):
    """What the system must do."""

    description = models.TextField(blank=True)
    area = _short()
    fit = _choice()
    priority = _choice()
    source_kind = _choice()
    decision = _choice()
    estimate = models.FloatField(null=True)
    owner = _person()


class ScopeBaseline(models.Model):
    """The scope as it was agreed: every goal, KPI, scope item and requirement, as plain values.

    `gate` is the uid of the milestone at which it was frozen, `gate_name` what that was called then.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=100)
    gate = models.IntegerField(null=True)
    gate_name = models.CharField(max_length=500, blank=True)
    agreed_on = models.DateField(_("agreed on"))
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    content = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("project", "number"), name="scope_baseline_number"),)

    def __str__(self) -> str:
        return self.name


class ScopeNote(models.Model):
    """What happened to the scope from outside: a change request that was applied."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    record = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
