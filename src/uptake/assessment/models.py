from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from uptake.registers.models import BuiltIn


class Interview(BuiltIn):
    """A conversation about how things are done, and what was found in it."""

    held_on = models.DateField(null=True)
    place = models.TextField(blank=True)
    people = models.TextField(blank=True)
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    notes = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    found = models.PositiveIntegerField(default=0)


class Questionnaire(BuiltIn):
    """Questions that people answer without signing in; `token` is what its public address holds."""

    introduction = models.TextField(blank=True)
    questions = models.JSONField(default=list)
    naming = models.CharField(max_length=10, default="optional")
    closes_on = models.DateField(null=True)
    thanks = models.TextField(blank=True)
    answered = models.PositiveIntegerField(default=0)
    token = models.CharField(max_length=64, unique=True, null=True, editable=False)


class Answer(models.Model):
    """What one person answered, by the keys of the questions. No address is kept, nor who was signed in."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="answers")
    at = models.DateTimeField(_("answered"), auto_now_add=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    role = models.CharField(_("function"), max_length=100, blank=True)
    given = models.JSONField(default=dict)
    form = models.CharField(max_length=64, null=True)
    """Of the form that was sent: sent twice, it is one answer."""

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("questionnaire", "form"), name="answer_form_once"),)


class Attempt(models.Model):
    """How often something was tried in a span of time; `key` says by whom without telling it."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)


class Process(BuiltIn):
    """How work is done, as it is and as it shall be, and who agreed to that."""

    area = models.CharField(max_length=100, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    purpose = models.TextField(blank=True)
    trigger = models.TextField(blank=True)
    result = models.TextField(blank=True)
    as_is = models.JSONField(default=list)
    to_be = models.JSONField(default=list)
    rounds = models.JSONField(default=list)
    as_is_minutes = models.FloatField(default=0)
    to_be_minutes = models.FloatField(default=0)
    rounds_held = models.PositiveIntegerField(default=0)


class Diagram(models.Model):
    """The BPMN diagram of a process; `base` counts how often it was saved."""

    process = models.OneToOneField(Process, models.CASCADE, primary_key=True, related_name="diagram")
    xml = models.TextField()
    base = models.PositiveIntegerField(default=1)


class ValueStream(BuiltIn):
    """Steps through which what is asked for comes to be, with their times."""

    demand = models.FloatField(null=True, default=1)
    available = models.FloatField(null=True, default=480)
    as_is = models.JSONField(default=list)
    to_be = models.JSONField(default=list)
    as_is_days = models.FloatField(null=True)
    to_be_days = models.FloatField(null=True)
    efficiency = models.FloatField(null=True)
    bottleneck = models.CharField(max_length=300, null=True)


class Simulated(models.Model):
    """A simulation of a value stream: what went in, what came out."""

    stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="simulated")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField()
    """Of the record that was simulated."""
    inputs = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)
