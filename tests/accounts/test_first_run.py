"""The first person of an installation."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from uptake.accounts.first_run import TooLate, is_setup_code, make_first_person, setup_code, welcome_url
from uptake.accounts.models import Organisation, Person

GIVEN = {
    "name": "Mei Lin",
    "email": "Mei@Example.com",
    "password": "a good long sentence",
    "organisation": "Brightwater",
    "kind": "vendor",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/projects/", "/accounts/login/", "/settings/people"])
def test_every_page_leads_there_while_there_is_nobody(client, path):
    assert client.get(path)["Location"] == reverse("welcome")


@pytest.mark.django_db
def test_health_and_scripts_are_answered_as_always(client):
    assert client.get("/health").status_code == 200
    assert client.get("/search", headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.django_db
def test_the_code_makes_the_administrator_and_signs_in(client):
    page = client.get(welcome_url())
    assert setup_code() in page.content.decode()
    assert client.post("/welcome", GIVEN | {"code": setup_code().lower()})["Location"] == "/"
    person = Person.objects.get()
    assert (person.email, person.is_superuser, person.organisation.name) == (
        "mei@example.com",
        True,
        "Brightwater",
    )
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_nothing_is_made_without_the_code_and_what_was_typed_stays(client):
    answer = client.post("/welcome", GIVEN | {"code": "AAAA-BBBB-CCCC"})
    assert answer.status_code == 422
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()
    assert "Mei Lin" in answer.content.decode()


@pytest.mark.django_db
def test_a_weak_password_is_refused(client):
    answer = client.post("/welcome", GIVEN | {"code": setup_code(), "password": "password12"})
    assert answer.status_code == 422
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_it_is_over_once_there_is_somebody(client):
    Person.objects.create_user("a@example.com", "a good long sentence", name="A")
    assert welcome_url() == ""
    assert client.get("/welcome").status_code == 302
    assert client.post("/welcome", GIVEN | {"code": setup_code()}).status_code == 302
    with pytest.raises(TooLate):
        make_first_person(**GIVEN)
    assert Person.objects.count() == 1


def test_the_code_is_long_and_bound_to_the_installation(settings):
    first = setup_code()
    assert len(first.replace("-", "")) == 12
    settings.SECRET_KEY = "another" * 8
    assert setup_code() != first
    assert not is_setup_code(first)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_first():
    refused: list[str] = []

    def run(number: int) -> None:
        try:
            make_first_person(**GIVEN | {"email": f"p{number}@example.com"})
        except TooLate:
            refused.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(k,)) for k in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Person.objects.count() == 1
    assert len(refused) == 3


@pytest.mark.django_db
def test_a_visitor_may_choose_the_language_first():
    client = Client()
    client.post("/language", {"language": "zh-hans", "next": "/welcome"})
    assert "欢迎" in client.get("/welcome").content.decode()
