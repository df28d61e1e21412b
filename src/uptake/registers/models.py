from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from uptake.projects.models import Project


class Record(models.Model):
    """One record of a register; rows change through `services` only.

    A built-in register adds columns in a model of its own; what a project declares itself is kept in `values`.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    register = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=300)
    state = models.CharField(_("state"), max_length=40, blank=True)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "register", "number"), name="record_number"),
        )
        indexes = (models.Index(fields=("project", "register", "removed_at", "number"), name="record_list"),)

    def __str__(self) -> str:
        return self.title


class BuiltIn(Record):
    """What a built-in register's model begins with: its own columns, beside a row of `Record`."""

    record = models.OneToOneField(
        Record, models.CASCADE, parent_link=True, primary_key=True, related_name="+"
    )

    class Meta:
        abstract = True


class Entry(models.Model):
    """One line of a record's history. `changes` holds field, old and new value as they are stored."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        MOVED = "moved", _("moved")
        REMOVED = "removed", _("removed")
        RESTORED = "restored", _("restored")
        LINKED = "linked", _("linked")
        UNLINKED = "unlinked", _("unlinked")
        IMPORTED = "imported", _("imported")
        NOTED = "noted", _("noted")

    record = models.ForeignKey(Record, models.CASCADE, related_name="history")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    changes = models.JSONField(default=list)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)


class Link(models.Model):
    """One record leads to another, or to a task of the plan; both ends show it.

    `field` is the key of a declared field; empty for a link that somebody made beside the fields.
    """

    source = models.ForeignKey(Record, models.CASCADE, related_name="outgoing")
    field = models.CharField(max_length=40, blank=True)
    target = models.ForeignKey(Record, models.CASCADE, null=True, related_name="incoming")
    task = models.IntegerField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("task", "source"), name="link_task"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(target=None) ^ models.Q(task=None), name="link_has_one_end"
            ),
            models.UniqueConstraint(fields=("source", "field", "target"), name="link_record_once"),
            models.UniqueConstraint(fields=("source", "field", "task"), name="link_task_once"),
        )


class Comment(models.Model):
    record = models.ForeignKey(Record, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    text = models.TextField(_("comment"), max_length=10_000)

    class Meta:
        ordering = ("pk",)


class Mention(models.Model):
    """Somebody is asked to look at a record."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("comment", "person"), name="mentioned_once"),)


class Attachment(models.Model):
    """A file of a record; `field` is the key of a declared file field, or empty."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="attachments")
    field = models.CharField(max_length=40, blank=True)
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
    """A list as somebody likes it, under a name: the query of its address."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    register = models.CharField(max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared = models.BooleanField(default=False)
    first = models.BooleanField(default=False)
    name = models.CharField(_("name"), max_length=100)
    query = models.CharField(max_length=4000)

    class Meta:
        ordering = ("name", "pk")


class ImportMemory(models.Model):
    """What was chosen at the last import into a register: see `files.wanted`."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    register = models.CharField(max_length=40)
    content = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "register"), name="one_import_memory"),)


class Sheet(models.Model):
    """Values of the fields that a project declares for what is no record: its tasks, and itself (uid 0)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    of = models.CharField(max_length=10, choices=[("task", "task"), ("project", "project")])
    uid = models.IntegerField(default=0)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "of", "uid"), name="one_sheet"),)


class SheetEntry(models.Model):
    """One line of the history of a sheet, as `Entry` is of a record."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="history")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changes = models.JSONField(default=list)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)


class Configuration(models.Model):
    """What a project declared: modules, fields, registers, flows, scales, as one document.

    The one without a version is the draft; publishing gives it the next version, and nothing changes it then.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(null=True)
    content = models.JSONField(default=dict)
    note = models.CharField(_("what changes"), max_length=300, blank=True)
    at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    base = models.PositiveIntegerField(default=0)
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("project", "version"), name="configuration_version"),
            models.UniqueConstraint(
                fields=("project",), condition=models.Q(version=None), name="one_configuration_draft"
            ),
        )


class Approval(models.Model):
    """A request to move a record to a state, and how far it is. `flow` is the flow as it was when it began."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    record = models.ForeignKey(Record, models.CASCADE, related_name="approvals")
    target = models.CharField(max_length=40)
    flow = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    step = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("record",), condition=models.Q(state="running"), name="one_running_approval"
            ),
        )


class Vote(models.Model):
    """Who is asked in a step of an approval, and what they answered."""

    class Answer(models.TextChoices):
        YES = "yes", _("Approved")
        NO = "no", _("Rejected")

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="votes")
    step = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("step", "pk")
        constraints = (models.UniqueConstraint(fields=("approval", "step", "person"), name="one_vote"),)
