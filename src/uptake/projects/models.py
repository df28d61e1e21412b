from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from uptake.accounts.models import Organisation


class Role(models.TextChoices):
    """What somebody is in one project. What each may do stands in `access`."""

    MANAGER = "manager", _("Project manager")
    CONSULTANT = "consultant", _("Consultant")
    CUSTOMER_IT = "customer_it", _("Customer IT")
    KEY_USER = "key_user", _("Key user")
    SPONSOR = "sponsor", _("Sponsor")
    FINANCE = "finance", _("Finance")
    GUEST = "guest", _("Guest")


class Project(models.Model):
    """One implementation. Its plan is in `schedule`; the facts below are kept current from there."""

    name = models.CharField(_("name"), max_length=200)
    customer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    vendor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vendor")
    )
    description = models.TextField(_("description"), blank=True, max_length=10_000)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    archived = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    # Facts of the plan, in its own measure of time (tenths of a minute since 1984).
    start = models.BigIntegerField(null=True, editable=False)
    finish = models.BigIntegerField(null=True, editable=False)
    go_live = models.BigIntegerField(null=True, editable=False)
    go_live_planned = models.BigIntegerField(null=True, editable=False)
    status_date = models.BigIntegerField(null=True, editable=False)
    percent = models.PositiveSmallIntegerField(default=0, editable=False)
    tasks = models.PositiveIntegerField(default=0, editable=False)
    late = models.PositiveIntegerField(default=0, editable=False)
    kept: dict[str, Any] | None = None
    """What a request has read that belongs to the project, so that it is read once; None outside of requests."""
    history = HistoricalRecords(
        excluded_fields=[
            "start",
            "finish",
            "go_live",
            "go_live_planned",
            "status_date",
            "percent",
            "tasks",
            "late",
        ]
    )

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person in a project, in one role."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    title = models.CharField(_("function"), max_length=100, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("project", "person"), name="one_role_a_person"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"
