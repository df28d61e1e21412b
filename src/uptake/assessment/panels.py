"""What the registers of the assessment add to the page of a record."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from uptake.assessment import answering
from uptake.assessment.diagrams import base_of
from uptake.assessment.picture import picture
from uptake.assessment.public_address import public_url
from uptake.assessment.questions import read
from uptake.assessment.rounds import held_back, mark, may_confirm
from uptake.assessment.streams import SIDES, lines_of, side_of
from uptake.registers.kinds import number_text


def address(name: str, record: Any) -> str:
    return reverse(name, args=[record.project_id, record.number])


def confirmation_panel(record: Any, visit: Any) -> Mapping[str, Any]:
    rows = sorted(record.rounds, key=lambda one: one["on"], reverse=True)
    return {
        "rounds": [
            {**one, "name": visit.people.get(one["who"]), "mine": one["who"] == visit.person.pk}
            for one in rows
        ],
        "held_back": "" if record.state == "confirmed" else held_back(record.rounds),
        "may_confirm": may_confirm(visit),
        "mark": mark(record),
        "url": address("process_confirm", record),
    }


def steps_panel(record: Any, visit: Any) -> Mapping[str, Any]:
    change = record.to_be_minutes - record.as_is_minutes
    both = bool(record.as_is and record.to_be)
    return {
        "as_is": record.as_is,
        "to_be": record.to_be,
        "as_is_minutes": number_text(record.as_is_minutes),
        "to_be_minutes": number_text(record.to_be_minutes),
        "change": number_text(abs(change)) if both else "",
        "share": number_text(round(abs(change) / record.as_is_minutes * 100))
        if both and record.as_is_minutes
        else "",
        "less": change < 0,
        "more": change > 0,
        "systems": len({one.get("system") for one in record.as_is if one.get("system")}),
    }


def diagram_panel(record: Any, visit: Any) -> Mapping[str, Any]:
    base = base_of(record)
    steps = record.to_be or record.as_is
    return {
        "base": base,
        "steps": [{"id": one["id"], "name": one.get("name", ""), "who": one.get("who", "")} for one in steps],
        "url": address("process_diagram", record),
        "edit_url": address("process_diagram_page", record),
        "edit": visit.may_edit(visit.spec("process")),
    }


def questionnaire_panel(record: Any, visit: Any) -> Mapping[str, Any]:
    return {
        "questions": read(record.questions),
        "open": answering.is_open(record),
        "full": record.answered >= answering.MOST_ANSWERS,
        "link": public_url(record.token) if record.token and record.state == "open" else "",
        "results_url": address("questionnaire_results", record),
        "preview_url": address("questionnaire_preview", record),
        "link_url": address("questionnaire_link", record),
        "edit": visit.may_edit(visit.spec("questionnaire")),
    }


def stream_panel(record: Any, visit: Any) -> Mapping[str, Any]:
    as_is, to_be = (side_of(record, key) for key in SIDES)
    return {
        "lines": lines_of(as_is, to_be)[:5],
        "picture": picture(as_is) or picture(to_be),
        "bottlenecks": (as_is.bottleneck, to_be.bottleneck),
        "map_url": address("stream_map", record),
        "there": bool(as_is.rows or to_be.rows),
    }
