"""The public link: who may answer, how often, and what is made of nonsense."""

import datetime
import re

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from tests.schedule.world import World
from uptake.assessment import answering, attempts
from uptake.assessment.models import Answer, Attempt, Questionnaire
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.models import Configuration
from uptake.registers.visit import Visit

GOOD = {"q_shift": "No", "q_sure": "9", "q_hours": "3.5", "q_wish": "Light in aisle 7"}


def stamp_of(page: bytes) -> str:
    found = re.search(rb'name="form" value="([^"]+)"', page)
    assert found
    return found[1].decode()


def send(client: Client, one: Questionnaire, given: dict, **more):
    stamp = stamp_of(client.get(f"/q/{one.token}").content)
    return client.post(f"/q/{one.token}", {"form": stamp, **given}, **more)


@pytest.fixture
def visitor(asked: Questionnaire) -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_visitor_answers_without_cookie_and_nothing_tells_who_it_was(visitor, asked):
    sent = send(visitor, asked, GOOD, REMOTE_ADDR="203.0.113.9")
    assert sent.status_code == 303
    assert visitor.get(sent["Location"]).status_code == 200
    assert not visitor.cookies
    [answer] = Answer.objects.all()
    assert answer.given == {"shift": "No", "sure": 9, "hours": 3.5, "wish": "Light in aisle 7"}
    assert (answer.name, answer.role) == ("", "")
    kept = [*Answer.objects.values_list(), *Attempt.objects.values_list()]
    assert "203.0.113.9" not in str(kept)
    asked.refresh_from_db()
    assert asked.answered == 1


def test_the_token_cannot_be_guessed_and_is_in_no_page_of_those_who_may_not_see_it(asked, erp):
    assert asked.token
    assert len(asked.token) >= 43
    address = f"/projects/{erp.project.pk}/registers/questionnaire/1"
    assert asked.token in erp.as_(Role.CONSULTANT).get(address).content.decode()
    assert erp.as_(Role.GUEST).get(address).status_code == 403
    assert Client().get("/q/nothing").status_code == 404


def test_answers_to_questions_that_do_not_show_are_left_out(visitor, asked):
    assert send(visitor, asked, {"q_shift": "No", "q_when": "Before"}).status_code == 303
    assert Answer.objects.get().given == {"shift": "No"}


def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(visitor, asked):
    sent = send(visitor, asked, {"q_shift": "Yes", "q_hours": "many", "q_wish": "<b>Light</b>"})
    assert sent.status_code == 422
    page = sent.content.decode()
    assert 'id="q_when_error"' in page
    assert 'id="q_hours_error"' in page
    assert 'value="many"' in page
    assert "&lt;b&gt;Light&lt;/b&gt;" in page
    assert not Answer.objects.exists()


def test_a_form_that_is_sent_twice_is_one_answer(visitor, asked):
    stamp = stamp_of(visitor.get(f"/q/{asked.token}").content)
    for _time in range(2):
        assert visitor.post(f"/q/{asked.token}", {"form": stamp, **GOOD}).status_code == 303
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("stamp", ["", "x", "a:b:c", "\0", "x" * 5000])
def test_a_form_that_is_not_from_here_is_not_taken_and_not_lost(visitor, asked, stamp):
    sent = visitor.post(f"/q/{asked.token}", {"form": stamp, **GOOD})
    assert sent.status_code == 422
    assert "Light in aisle 7" in sent.content.decode()
    assert stamp_of(sent.content)
    assert not Answer.objects.exists()


def test_the_form_of_another_questionnaire_is_not_taken(visitor, asked):
    stamp = signing.dumps({"q": asked.pk + 1, "form": "0" * 32}, salt=answering.SALT)
    assert visitor.post(f"/q/{asked.token}", {"form": stamp, **GOOD}).status_code == 422


def test_a_name_is_asked_for_only_where_one_is_wanted(visitor, asked):
    assert b'name="name"' not in visitor.get(f"/q/{asked.token}").content
    assert send(visitor, asked, {**GOOD, "name": "Li Wei"}).status_code == 303
    assert Answer.objects.get().name == ""
    Questionnaire.objects.update(naming="named")
    assert send(visitor, asked, GOOD).status_code == 422
    assert send(visitor, asked, {**GOOD, "name": "李伟", "role": "Buyer"}).status_code == 303
    assert Answer.objects.filter(name="李伟", role="Buyer").exists()
    assert send(visitor, asked, {**GOOD, "name": "x" * 101}).status_code == 422


def test_after_its_last_day_it_takes_nothing(visitor, asked):
    today = timezone.localdate()
    Questionnaire.objects.update(closes_on=today)
    stamp = stamp_of(visitor.get(f"/q/{asked.token}").content)
    Questionnaire.objects.update(closes_on=today - datetime.timedelta(days=1))
    assert visitor.get(f"/q/{asked.token}").status_code == 410
    assert visitor.post(f"/q/{asked.token}", {"form": stamp, **GOOD}).status_code == 410
    assert not Answer.objects.exists()


def test_closed_removed_archived_or_of_a_deleted_project_it_takes_nothing(
    visitor, asked, erp: World, visit: Visit
):
    spec = visit.spec("questionnaire")
    services.move(visit, spec, asked, "closed")
    assert visitor.get(f"/q/{asked.token}").status_code == 410
    services.move(visit, spec, asked, "open")
    assert visitor.get(f"/q/{asked.token}").status_code == 200
    services.remove(visit, spec, asked)
    assert visitor.get(f"/q/{asked.token}").status_code == 404
    services.restore(visit, spec, asked)
    type(erp.project).objects.update(deleted_at=timezone.now())
    assert visitor.get(f"/q/{asked.token}").status_code == 404


def test_a_replaced_link_leads_nowhere(visitor, asked, erp):
    address = f"/projects/{erp.project.pk}/assessment/questionnaires/1/link"
    assert erp.as_(Role.KEY_USER).post(address).status_code == 403
    assert erp.as_(Role.CONSULTANT).post(address).status_code == 302
    assert visitor.get(f"/q/{asked.token}").status_code == 404
    asked.refresh_from_db()
    assert visitor.get(f"/q/{asked.token}").status_code == 200


def test_from_one_place_only_so_many_are_taken_an_hour(visitor, asked, monkeypatch):
    monkeypatch.setattr(answering, "MOST_OF_ONE", 2)
    for _time in range(2):
        assert send(visitor, asked, GOOD, REMOTE_ADDR="2001:db8::1").status_code == 303
    late = send(visitor, asked, GOOD, REMOTE_ADDR="2001:db8::2")  # the same network
    assert late.status_code == 429
    assert "Light in aisle 7" in late.content.decode()
    assert send(visitor, asked, GOOD, REMOTE_ADDR="2001:db8:1::1").status_code == 303
    Attempt.objects.update(until=timezone.now() - datetime.timedelta(seconds=1))
    assert send(visitor, asked, GOOD, REMOTE_ADDR="2001:db8::1").status_code == 303
    assert Attempt.objects.count() == 2  # what is over is gone


def test_from_all_places_only_so_many_are_taken_an_hour(visitor, asked, monkeypatch):
    monkeypatch.setattr(answering, "MOST_OF_ALL", 2)
    answers = [send(visitor, asked, GOOD, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(3)]
    assert answers == [303, 303, 429]


def test_a_questionnaire_has_room_for_so_many_answers(visitor, asked, monkeypatch):
    monkeypatch.setattr(answering, "MOST_ANSWERS", 1)
    stamp = stamp_of(visitor.get(f"/q/{asked.token}").content)
    assert send(visitor, asked, GOOD).status_code == 303
    assert visitor.post(f"/q/{asked.token}", {"form": stamp, **GOOD}).status_code == 410
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"{}", "application/json"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"q_shift=%00%ff&q_sure=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (
            b"q_shift=No&" + b"&".join(b"q_when=%d" % n for n in range(1900)),
            "application/x-www-form-urlencoded",
        ),
        (b"&".join(b"x%d=1" % n for n in range(2100)), "application/x-www-form-urlencoded"),
    ],
)
def test_nonsense_is_answered_and_not_kept(visitor, asked, body, media):
    sent = visitor.post(f"/q/{asked.token}", body, content_type=media)
    assert sent.status_code in {400, 422}
    assert not Answer.objects.exists()


def test_a_huge_body_is_not_even_read(visitor, asked):
    sent = visitor.post(f"/q/{asked.token}", {"q_wish": "x" * 300_000})
    assert sent.status_code == 413


def test_it_speaks_the_language_of_the_visitor(visitor, asked):
    chinese = visitor.get(f"/q/{asked.token}", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert 'lang="zh-Hans"' in chinese.content.decode()
    assert "提交" in chinese.content.decode()
    english = visitor.get(f"/q/{asked.token}?lang=en", headers={"accept-language": "zh-CN"})
    assert "Send answers" in english.content.decode()
    assert visitor.get(f"/q/{asked.token}?lang=xx").status_code == 200


def test_an_address_that_is_none_is_counted_all_the_same(rf):
    assert attempts.visitor(rf.get("/", REMOTE_ADDR="somewhere")) == "unknown"
    assert attempts.visitor(rf.get("/", REMOTE_ADDR="::ffff:203.0.113.9")) == "203.0.113.9"


def test_nothing_is_asked_while_the_module_is_switched_off(visitor, asked, erp):
    assert visitor.get(f"/q/{asked.token}").status_code == 200
    Configuration.objects.create(project=erp.project, version=1, content={"modules": {"assessment": False}})
    assert visitor.get(f"/q/{asked.token}").status_code == 410
    assert visitor.post(f"/q/{asked.token}", GOOD).status_code == 410
