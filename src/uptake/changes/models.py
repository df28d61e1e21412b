from django.conf import settings
from django.db import models

from uptake.registers.models import BuiltIn


class ChangeRequest(BuiltIn):
    """A wish to change the plan. Its draft points here; the figures are those of the last computation."""

    reason = models.TextField(blank=True)
    description = models.TextField(blank=True)
    category = models.CharField(max_length=20, blank=True)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    needed_by = models.DateField(null=True)

    # Computed: see `impact.Impact`, and the fields of the register.
    impact = models.JSONField(null=True, editable=False)
    basis = models.CharField(max_length=200, blank=True, editable=False)
    computed_at = models.DateTimeField(null=True, editable=False)
    go_live_days = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    finish_days = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    tasks_moved = models.PositiveIntegerField(null=True)
    work_hours = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cost_delta = models.BigIntegerField(null=True)

    # What approving it did.
    applied_revision = models.PositiveIntegerField(null=True, editable=False)
    baseline = models.PositiveIntegerField(null=True, editable=False)
