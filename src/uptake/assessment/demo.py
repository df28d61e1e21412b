"""What the demonstration tells of the assessment, brought into the form in which the registers keep it."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from uptake.assessment import answering
from uptake.assessment.models import Answer, Process, Questionnaire
from uptake.assessment.specs.process import derive
from uptake.packs.demo.registers import Entry

Person = Callable[[str], Any]
"""Who a key of people.txt names."""


def prepared(register: str, entry: Entry) -> Entry:
    """Return an entry with the values that its register takes."""
    if register == "process":
        return replace(entry, state=entry.values["stage"])
    if register == "questionnaire":
        words = _words(entry)
        rows = [_row(one, words) for one in entry.values["questions"]]
        answers = [
            {**one, "values": {key: _said(words[key], value) for key, value in one["values"].items()}}
            for one in entry.values["answers"]
        ]
        return replace(entry, values={**entry.values, "questions": rows, "answers": answers}, state="closed")
    return entry


def _words(entry: Entry) -> dict[str, dict[str, str]]:
    """Return what each choice of each question is called: the answers are kept as these texts."""
    return {
        one["key"]: {choice["key"]: choice["text"] for choice in one.get("choices", ())}
        for one in entry.values["questions"]
    }


def _row(told: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    row = {key: told[key] for key in ("key", "kind", "text", "required") if key in told}
    if told.get("choices"):
        row["choices"] = "\n".join(words[told["key"]].values())
    if shows := told.get("show_if"):
        leading, answer = shows["question"], str(shows["equals"])
        row |= {"show_question": leading, "show_equals": words[leading].get(answer, answer)}
    return row


def _said(words: Mapping[str, str], value: Any) -> Any:
    if isinstance(value, list):
        return [words[one] for one in value]
    return words.get(value, value) if isinstance(value, str) else value


def complete(record: Any, entry: Entry, person: Person) -> None:
    """Add what nobody types into a record: confirmations by key users, answers through the public link."""
    if isinstance(record, Process):
        record.rounds = [_round(at, told, person) for at, told in enumerate(entry.values["rounds"])]
        derive(record)
        record.save()
    if isinstance(record, Questionnaire):
        record.token = answering.new_token()
        record.save()
        _answer(record, entry)


def _round(at: int, told: Mapping[str, Any], person: Person) -> dict[str, Any]:
    return {**told, "id": f"r{at}", "on": told["on"].isoformat(), "who": person(told["who"]).pk}


def _answer(record: Questionnaire, entry: Entry) -> None:
    for told in entry.values["answers"]:
        made = answering.add(record, told["values"], name=told["name"], role=told["role"])
        at: datetime.datetime = timezone.make_aware(told["at"])
        Answer.objects.filter(pk=made.pk).update(at=at)
