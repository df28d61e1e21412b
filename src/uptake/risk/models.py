from django.conf import settings
from django.db import models

from uptake.registers.models import BuiltIn


class Decision(BuiltIn):
    """Something that was decided, and why, so that nobody has to decide it again."""

    context = models.TextField(blank=True)
    options = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    consequences = models.TextField(blank=True)
