"""What visitors send in for a questionnaire: held against its questions, counted, kept."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.assessment import questions
from uptake.assessment.attempts import within
from uptake.assessment.models import Answer, Questionnaire
from uptake.registers.configured import configured, version_of
from uptake.registers.kinds import Wrong, tidy
from uptake.registers.models import Record

MOST_ANSWERS = 5_000
MOST_OF_ONE = 120
"""Answers an hour from one address: a training room behind one router fits in."""
MOST_OF_ALL = 1_500
LONGEST_NAME = 100
TOKEN_BYTES = 32
SALT = "uptake.assessment.form"
FORM_AGE = 24 * 3600
OPEN = "open"
SECTION = "assessment"
ANONYMOUS, OPTIONAL, NAMED = "anonymous", "optional", "named"

Sent = Callable[[str], Sequence[str]]


class TooMany(Exception):
    """More was sent than one place, or all of them, may send in an hour."""


@dataclass(slots=True)
class Sheet:
    """A filled form: the answers that were understood, and what is wrong with the others."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    name: str = ""
    role: str = ""


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def by_token(token: str) -> Questionnaire | None:
    """Return the questionnaire of a public address, closed ones among them; none of a project that is gone."""
    found = Questionnaire.objects.select_related("project").filter(token=token, removed_at=None)
    return found.filter(project__deleted_at=None, project__archived=False).first()


def is_open(one: Questionnaire) -> bool:
    """Tell whether answers are taken: never while the project has the module switched off."""
    if SECTION not in configured(one.project_id, version_of(one.project)).sections:
        return False
    late = one.closes_on is not None and one.closes_on < timezone.localdate()
    return one.state == OPEN and not late and one.answered < MOST_ANSWERS and bool(one.questions)


# ---- the form that was sent


def stamp(one: Questionnaire) -> str:
    """Sign a form: it was had from here, today, and counts once. So it needs no cookie."""
    return signing.dumps({"q": one.pk, "form": secrets.token_hex(16)}, salt=SALT)


def unstamp(one: Questionnaire, text: str) -> str | None:
    """Return the name of a form; none when it is not from here or too old."""
    try:
        told = signing.loads(text[:400], salt=SALT, max_age=FORM_AGE)
    except signing.BadSignature:
        return None
    return told["form"] if told["q"] == one.pk else None


def read(one: Questionnaire, sent: Sent) -> Sheet:
    """Read a form; answers to questions that do not show are left out."""
    sheet = Sheet()
    asked = questions.read(one.questions)
    wrong: dict[str, str] = {}
    for question in asked:
        try:
            value = questions.parse(question, sent(f"q_{question.key}"))
        except Wrong as why:
            wrong[question.key] = str(why)
            continue
        if value is not None:
            sheet.values[question.key] = value
    showing = questions.shown(asked, sheet.values)
    keys = {question.key for question in showing}
    sheet.values = {key: value for key, value in sheet.values.items() if key in keys}
    sheet.errors = {key: sentence for key, sentence in wrong.items() if key in keys}
    for question in showing:
        if question.required and question.key not in sheet.values | sheet.errors:
            sheet.errors[question.key] = _("Please answer this.")
    _read_name(one, sent, sheet)
    return sheet


def _read_name(one: Questionnaire, sent: Sent, sheet: Sheet) -> None:
    if one.naming == ANONYMOUS:
        return
    sheet.name, sheet.role = (
        " ".join(tidy("".join(sent(key)[:1])[: LONGEST_NAME * 4]).split()) for key in ("name", "role")
    )
    for key, text in (("name", sheet.name), ("role", sheet.role)):
        if len(text) > LONGEST_NAME:
            sheet.errors[f"*{key}"] = _("Say it in %d characters.") % LONGEST_NAME
    if one.naming == NAMED and not sheet.name:
        sheet.errors["*name"] = _("Please write your name.")


def count_attempt(one: Questionnaire, address: str) -> None:
    """Count what somebody sends; raises `TooMany`."""
    if not within(f"answer {one.pk}", address, MOST_OF_ONE) or not within(
        "answers", str(one.pk), MOST_OF_ALL
    ):
        raise TooMany


def keep(one: Questionnaire, sheet: Sheet, form: str) -> bool:
    """Keep an answer, once; tell whether there was still room for it."""
    with transaction.atomic():
        Record.objects.select_for_update().get(pk=one.pk)
        now = Questionnaire.objects.get(pk=one.pk)
        if Answer.objects.filter(questionnaire=now, form=form).exists():
            return True
        if not is_open(now):
            return False
        add(now, sheet.values, name=sheet.name, role=sheet.role, form=form)
    return True


def add(
    one: Questionnaire, given: Mapping[str, Any], *, name: str = "", role: str = "", form: str | None = None
) -> Answer:
    """Write an answer down, by the keys of the questions."""
    made = Answer.objects.create(questionnaire=one, given=dict(given), name=name, role=role, form=form)
    Questionnaire.objects.filter(pk=one.pk).update(answered=F("answered") + 1)
    return made
