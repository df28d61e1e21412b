"""A process: confirmed by its key users only, drawn as BPMN."""

import json

import pytest
from django.utils import timezone

from tests.schedule.world import World
from uptake.assessment import rounds
from uptake.assessment.models import Diagram, Process
from uptake.projects.access import Forbidden
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.models import Entry
from uptake.registers.visit import Visit

STEPS = [
    {"id": "s1", "name": "Ask", "who": "Buyer", "minutes": 30},
    {"id": "s2", "name": "Wait", "minutes": 0},
]
BPMN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="Buy">'
    '<userTask id="a" name="Ask"/></process></definitions>'
)


@pytest.fixture
def process(visit: Visit) -> Process:
    given = {"title": "Procure to pay", "as_is": STEPS, "to_be": [{"id": "t1", "name": "Ask", "minutes": 12}]}
    made: Process = services.create(visit, visit.spec("process"), given)
    return made


@pytest.fixture
def key_user(erp: World) -> Visit:
    return Visit(erp.project, erp.who(Role.KEY_USER))


def confirm(key_user: Visit, process: Process, answer: str, remark: str = "") -> Process:
    now = Process.objects.get(pk=process.pk)
    spec = key_user.spec("process")
    found: Process = rounds.confirm(key_user, spec, now, answer=answer, remark=remark, seen=rounds.mark(now))
    return found


def on(process: Process, days: list[str]) -> None:
    """Move the rounds to other days: nobody can answer for another day than today."""
    found = Process.objects.get(pk=process.pk)
    for row, day in zip(found.rounds, days, strict=True):
        row["on"] = day
    found.save()


def test_minutes_are_summed(process):
    assert (process.as_is_minutes, process.to_be_minutes) == (30, 12)
    assert process.as_is[1]["minutes"] == 0


def test_only_two_rounds_that_end_in_yes_confirm_a_process(visit, key_user, process):
    spec = visit.spec("process")
    for target in ("to_be", "standardised"):
        services.move(visit, spec, process, target)
    with pytest.raises(services.Unfit, match="2 rounds are missing"):
        services.move(visit, spec, process, "confirmed")
    confirm(key_user, process, "yes")
    on(process, ["2026-04-21"])
    with pytest.raises(services.Unfit, match="1 round is missing"):
        services.move(visit, spec, process, "confirmed")
    confirm(key_user, process, "remarks", "The price is missing.")
    with pytest.raises(services.Unfit, match="1 key user did not confirm"):
        services.move(visit, spec, process, "confirmed")
    confirm(key_user, process, "yes")
    assert services.move(visit, spec, process, "confirmed").state == "confirmed"
    assert Process.objects.get(pk=process.pk).rounds_held == 2


def test_a_second_answer_of_the_day_replaces_the_first_and_both_are_in_the_history(key_user, process):
    confirm(key_user, process, "no", "Not like that.")
    [row] = confirm(key_user, process, "yes").rounds
    assert {**row, "id": ""} == {
        "id": "", "on": timezone.localdate().isoformat(), "who": key_user.person.pk, "answer": "yes",
    }  # fmt: skip
    assert Entry.objects.filter(record_id=process.pk, kind=Entry.Kind.CHANGED).count() == 2


def test_nobody_confirms_in_the_place_of_a_key_user(visit, process):
    with pytest.raises(Forbidden):
        rounds.confirm(
            visit, visit.spec("process"), process, answer="yes", remark="", seen=rounds.mark(process)
        )


def test_nobody_confirms_what_they_did_not_see(visit, key_user, process):
    seen, spec = rounds.mark(process), key_user.spec("process")
    services.change(visit, visit.spec("process"), process, {"to_be": STEPS})
    with pytest.raises(services.Unfit, match="changed since you opened it"):
        rounds.confirm(key_user, spec, process, answer="yes", remark="", seen=seen)


@pytest.mark.parametrize(
    ("answer", "remark"), [("maybe", ""), ("no", "  "), ("remarks", ""), ("yes", "x" * 2001)]
)
def test_answers_have_to_say_something(key_user, process, answer, remark):
    with pytest.raises(services.Unfit):
        confirm(key_user, process, answer, remark)


def test_a_key_user_confirms_on_the_page_and_others_are_not_asked(erp, process):
    page = f"/projects/{erp.project.pk}/registers/process/1"
    url = f"/projects/{erp.project.pk}/assessment/processes/1/confirm"
    assert url not in erp.as_(Role.MANAGER).get(page).content.decode()
    client = erp.as_(Role.KEY_USER)
    assert url in client.get(page).content.decode()
    wrong = client.post(url, {"answer": "no", "remark": "", "seen": rounds.mark(process)})
    assert wrong.status_code == 422
    assert client.post(url, {"answer": "yes", "seen": rounds.mark(process)}).status_code == 302
    assert erp.as_(Role.CONSULTANT).post(url, {"answer": "yes"}).status_code == 403
    assert Process.objects.get().rounds[0]["answer"] == "yes"


def post(client, url, told):
    return client.post(
        url, told if isinstance(told, str) else json.dumps(told), content_type="application/json"
    )


def test_a_diagram_is_kept_until_somebody_saves_who_saw_it(erp, process):
    url = f"/projects/{erp.project.pk}/assessment/processes/1/diagram.bpmn"
    client = erp.as_(Role.CONSULTANT)
    assert client.get(url).status_code == 204
    assert post(client, url, {"xml": BPMN, "base": ""}).json() == {"base": "1"}
    found = client.get(url)
    assert (found.content.decode(), found["X-Base"]) == (BPMN, "1")
    assert "attachment" in found["Content-Disposition"]
    assert post(client, url, {"xml": BPMN, "base": "0"}).status_code == 409
    assert post(client, url, {"xml": BPMN.replace("Ask", "Fetch"), "base": 1}).json() == {"base": "2"}
    assert "Fetch" in Diagram.objects.get().xml
    assert post(erp.as_(Role.KEY_USER), url, {"xml": BPMN, "base": 2}).status_code == 403
    assert erp.as_(Role.KEY_USER).get(url).status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        "", "[]", "{}", "nonsense", '"x"', "[" * 5000, {"xml": 5, "base": 0}, {"xml": BPMN, "base": "x"},
        {"xml": BPMN, "base": [1]}, {"xml": "<html/>", "base": 0}, {"xml": "\ud800", "base": 0},
        {"xml": BPMN + "\0", "base": 0}, {"xml": BPMN.replace("Ask", "x" * 1_000_001), "base": 0},
        {"xml": '<!DOCTYPE a [<!ENTITY b "c">]>' + BPMN, "base": 0}, {"xml": "", "base": 0},
    ],
)  # fmt: skip
def test_what_is_no_diagram_is_refused(erp, process, told):
    url = f"/projects/{erp.project.pk}/assessment/processes/1/diagram.bpmn"
    answer = post(erp.as_(Role.MANAGER), url, told)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Diagram.objects.exists()
