from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.sql.compiler import SQLCompiler

from uptake.projects.models import Project
from uptake.registers.models import BuiltIn, Link
from uptake.schedule.models import Draft, Task


def _choice() -> Any:
    """Return a column for the value of a choice; which there are, the register says."""
    return models.CharField(max_length=40, blank=True)


def _person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")


class Risk(BuiltIn):
    """Something that may happen, what it would do, and what is done about it."""

    cause = models.TextField(blank=True)
    event = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    category = _choice()
    probability = _choice()
    impact = _choice()
    residual_probability = _choice()
    residual_impact = _choice()
    response = _choice()
    response_plan = models.TextField(blank=True)
    contingency = models.TextField(blank=True)
    rollback = models.TextField(blank=True)
    trigger = models.TextField(blank=True)
    proximity = _choice()
    days_low = models.FloatField(null=True)
    days_likely = models.FloatField(null=True)
    days_high = models.FloatField(null=True)
    cost_low = models.BigIntegerField(null=True)
    cost_likely = models.BigIntegerField(null=True)
    cost_high = models.BigIntegerField(null=True)
    owner = _person()
    next_review = models.DateField(null=True)

    # Computed: see `scores`.
    score = models.PositiveSmallIntegerField(null=True)
    band = _choice()
    residual_score = models.PositiveSmallIntegerField(null=True)
    residual_band = _choice()
    expected_days = models.FloatField(null=True)
    expected_cost = models.BigIntegerField(null=True)


class Issue(BuiltIn):
    """Something that has happened, why, and what is done so that it does not happen again."""

    description = models.TextField(blank=True)
    kind = _choice()
    severity = _choice()
    priority = _choice()
    raised_on = models.DateField(null=True)
    raised_by = _person()
    owner = _person()
    due = models.DateField(null=True)
    whys = models.JSONField(default=list)
    root_cause = models.TextField(blank=True)
    decision = models.TextField(blank=True)


class Decision(BuiltIn):
    """Something that was decided, and why, so that nobody has to decide it again."""

    context = models.TextField(blank=True)
    options = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    decided_by = _person()
    consequences = models.TextField(blank=True)


class Assumption(BuiltIn):
    """Something that the plan takes for granted until somebody has looked."""

    basis = models.TextField(blank=True)
    validate_by = models.DateField(null=True)
    owner = _person()
    if_wrong = models.TextField(blank=True)


class DayOf(models.Func):
    """The day of an instant of a plan, which counts tenths of a minute from 1 January 1984."""

    output_field = models.DateField()
    template = "(DATE '1984-01-01' + CAST(FLOOR(%(expressions)s / 14400) AS integer))"

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        """Write it for SQLite, which keeps days as text."""
        days = "date('1984-01-01', CAST(%(expressions)s / 14400 AS integer) || ' days')"
        return self.as_sql(compiler, connection, template=days, **context)


class Dependencies(models.Manager[Any]):
    """Dependencies with the day on which the plan needs them: asked of the plan each time, so never out of date."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Add `needed_by`: when the first task that needs it is scheduled to begin."""
        needing = Link.objects.filter(source_id=OuterRef(OuterRef("pk")), field="task").values("task")
        tasks = Task.objects.filter(
            plan_id=OuterRef("project_id"), removed=False, start__gte=0, uid__in=needing
        )
        first = tasks.order_by("start").annotate(day=DayOf("start")).values("day")[:1]
        rows: models.QuerySet[Any] = super().get_queryset()
        dated: models.QuerySet[Any] = rows.annotate(needed_by=Subquery(first))
        return dated


class Dependency(BuiltIn):
    """Something that somebody else has to deliver before a task can begin."""

    on_whom = models.CharField(max_length=1000, blank=True)
    what = models.TextField(blank=True)
    promised_for = models.DateField(null=True)
    owner = _person()

    needed_by: date | None = None

    objects: ClassVar[models.Manager[Any]] = Dependencies()


class Digest(models.Model):
    """The day on which somebody was last mailed what is overdue."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    on = models.DateField()


class SimulationSettings(models.Model):
    """What a project says about its simulations; see `simulation.settings`."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="+")
    values = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)


class SimulationRun(models.Model):
    """What a plan, or a draft of it, may become: one simulation, kept with what went in.

    `money` holds whatever is about cost, apart from the rest: only selectors that ask for the permission read it.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="+")
    revision = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)

    # Of the goal, its go-live or its finish; `goal` is the uid of the milestone.
    goal = models.IntegerField(null=True)
    plan = models.BigIntegerField()
    p50 = models.BigIntegerField()
    p80 = models.BigIntegerField()
    on_plan = models.FloatField()

    outcome = models.JSONField()
    money = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("project", "draft", "-id"), name="simulation_latest"),)
