"""What was typed is not lost: not when the session ends, not when the token does."""

import re

import pytest
from django.test import Client

from uptake.accounts.models import Organisation, Person

ORIGIN = {"Origin": "http://testserver"}
GIVEN = {"name": "Acme & <Sons>", "kind": "customer"}
NEW = "/settings/organisations/new"


@pytest.fixture
def admin(db: None) -> Person:
    return Person.objects.create_superuser("admin@example.com", "a good long sentence", name="Ad Min")


def fields(text: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    return {
        name: value.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") for name, value in found
    }


def test_a_form_survives_the_end_of_the_session(admin):
    client = Client()
    answer = client.post(NEW, GIVEN)
    assert answer.status_code == 401
    kept = fields(answer.content.decode())
    assert {name: kept[name] for name in GIVEN} == GIVEN
    client.force_login(admin)
    assert client.post(NEW, kept).status_code == 302
    assert Organisation.objects.get().name == GIVEN["name"]


def test_a_form_survives_another_token(admin):
    client = Client(enforce_csrf_checks=True, headers=ORIGIN)
    client.force_login(admin)
    answer = client.post(NEW, GIVEN)
    assert answer.status_code == 403
    assert client.post(NEW, fields(answer.content.decode())).status_code == 302


def test_another_site_cannot_have_a_form_sent_again(admin):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    client.force_login(admin)
    answer = client.post(NEW, GIVEN)
    assert answer.status_code == 403
    assert "Acme" not in answer.content.decode()


def test_passwords_are_never_written_into_a_page(admin):
    answer = Client().post("/accounts/password/change/", {"oldpassword": "secret secret", "password1": "x"})
    assert "secret secret" not in answer.content.decode()
    assert answer.status_code == 302


def test_scripts_and_the_drawer_keep_what_they_have(admin):
    assert Client().post(NEW, GIVEN, headers={"HX-Request": "true"}).status_code == 401
    answer = Client().post(NEW, GIVEN, headers={"Accept": "application/json"})
    assert answer.json()["signin"] == "/accounts/login/"
