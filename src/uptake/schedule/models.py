from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from uptake.projects.models import Project
from uptake.registers.models import Record


class Plan(models.Model):
    """What holds for a project's whole plan. Rows of it change through `services.apply_edits` only."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    go_live = models.IntegerField(null=True)
    last_uid = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.project} · {self.revision}"


class Row(models.Model):
    """One object of a plan. `values` holds the engine's fields that have no column, as edits write them."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    uid = models.IntegerField()
    values = models.JSONField(default=dict)

    COLUMNS: ClassVar[tuple[str, ...]] = ()
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        constraints = (models.UniqueConstraint(fields=("plan", "uid"), name="%(class)s_uid"),)


class Task(Row):
    """A task. It stays, marked as removed, when an edit removes it: undo brings it back with what hangs on it."""

    rank = models.BigIntegerField(default=0)
    parent = models.IntegerField(null=True)
    name = models.TextField()
    milestone = models.BooleanField(default=False)
    percent = models.PositiveSmallIntegerField(default=0)
    owner = models.IntegerField(null=True)
    deadline = models.BigIntegerField(null=True)
    removed = models.BooleanField(default=False)

    # Computed, in tenths of a minute; see engine.scheduling.TaskDates.
    start = models.BigIntegerField(default=-1)
    finish = models.BigIntegerField(default=-1)
    late_start = models.BigIntegerField(default=-1)
    late_finish = models.BigIntegerField(default=-1)
    total_slack = models.BigIntegerField(default=0)
    free_slack = models.BigIntegerField(default=0)

    COLUMNS = ("parent", "name", "milestone", "percent", "owner", "deadline")
    COMPUTED = ("start", "finish", "late_start", "late_finish", "total_slack", "free_slack")

    def __str__(self) -> str:
        return self.name


class Link(Row):
    pred = models.IntegerField()
    succ = models.IntegerField()

    COLUMNS = ("pred", "succ")


class Calendar(Row):
    name = models.TextField()

    COLUMNS = ("name",)


class Resource(Row):
    """Somebody or something that works; the account behind a person is not part of the plan."""

    name = models.TextField()
    removed = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        max_length=10,
        blank=True,
        choices=[("requested", _("Requested")), ("approved", _("Approved")), ("delivered", _("Delivered"))],
    )

    COLUMNS = ("name",)

    def __str__(self) -> str:
        return self.name


class Assignment(Row):
    task = models.IntegerField()
    resource = models.IntegerField(null=True)

    COLUMNS = ("task", "resource")


class Rate(models.Model):
    """What a resource costs from a day on. Money: only selectors that ask for the permission read it."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="rates")
    since = models.DateField(null=True)
    hourly = models.BigIntegerField(_("rate per hour"), default=0)
    per_use = models.BigIntegerField(_("cost per use"), default=0)

    class Meta:
        ordering = (models.F("since").asc(nulls_first=True),)
        constraints = (models.UniqueConstraint(fields=("resource", "since"), name="one_rate_a_day"),)


class Revision(models.Model):
    """One change of a plan: what was done, how to take it back, which tasks it touched."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=10, default="edit")
    label = models.JSONField(default=list)
    edits = models.JSONField(default=list)
    inverse = models.JSONField(default=list)
    touched = models.JSONField(null=True)
    parts = models.JSONField(default=list)
    undoes = models.PositiveIntegerField(null=True)
    impact = models.JSONField(default=dict)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="revision_number"),)


class Baseline(models.Model):
    """A schedule as it was: dates, durations and work of all tasks, as columns."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=100)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    columns = models.JSONField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="baseline_number"),)

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """Edits beside the plan. `steps` are lists of edits, in the order in which they were made.

    One that belongs to a record of a register is applied or discarded by that record only; held, nobody changes it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        APPLIED = "applied", _("Applied")
        DISCARDED = "discarded", _("Discarded")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    base = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    steps = models.JSONField(default=list)
    redo = models.JSONField(default=list)
    record = models.OneToOneField(Record, models.CASCADE, null=True, related_name="+")
    held = models.BooleanField(default=False)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name


class Deliverable(models.Model):
    """What a milestone hands over, who answers for it, and what makes it acceptable."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        SUBMITTED = "submitted", _("Submitted")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Sent back")

    task = models.ForeignKey(Task, models.CASCADE, related_name="deliverables")
    name = models.CharField(_("deliverable"), max_length=200)
    owner = models.ForeignKey(
        Resource, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    acceptance = models.TextField(_("accepted when"), max_length=4000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    history = HistoricalRecords()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Comment(models.Model):
    task = models.ForeignKey(Task, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    text = models.TextField(_("comment"), max_length=10_000)

    class Meta:
        ordering = ("pk",)


class Attachment(models.Model):
    task = models.ForeignKey(Task, models.CASCADE, related_name="attachments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file = models.FileField(upload_to="attachments/%Y/%m/")
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """Columns, zoom and filters of the plan page under a name: the query of its address."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared = models.BooleanField(default=False)
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=4000)

    class Meta:
        ordering = ("name", "pk")
