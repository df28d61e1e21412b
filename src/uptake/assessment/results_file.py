"""Answers as a workbook: one row an answer, one column a question; names only where they were asked for."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from uptake.assessment.answering import ANONYMOUS
from uptake.assessment.models import Answer, Questionnaire
from uptake.assessment.questions import read
from uptake.interchange.sheets import Cell, Sheet, write_table_bytes


def workbook(one: Questionnaire, answers: Sequence[Answer]) -> bytes:
    """Return the answers and the questions as two sheets.

    Without names there is no time either: who answered when could tell who it was.
    """
    asked = read(one.questions)
    named = one.naming != ANONYMOUS
    who: list[Cell] = [_("Day"), pgettext("question", "Name"), _("Function")] if named else []
    rows: list[list[Cell]] = [[_("No."), *who, *(question.text for question in asked)]]
    for at, answer in enumerate(answers, 1):
        told: list[Cell] = [timezone.localtime(answer.at).date(), answer.name, answer.role] if named else []
        rows.append([at, *told, *(_cell(answer.given.get(question.key)) for question in asked)])
    words: list[list[Cell]] = [[_("Short name"), pgettext("question", "Question"), _("Choices")]]
    words += [[question.key, question.text, "\n".join(question.answers)] for question in asked]
    return write_table_bytes([Sheet(_("Answers"), rows), Sheet(_("Questions"), words)], "xlsx")[0]


def _cell(value: object) -> Cell:
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return value if isinstance(value, (str, int, float)) else None
