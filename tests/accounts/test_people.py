"""People and organisations, as an administrator keeps them; one's own settings."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from uptake.accounts.models import Organisation, Person
from uptake.accounts.selectors import password_link

SENTENCE = "a good long sentence"


@pytest.fixture
def admin(db: None) -> Person:
    return Person.objects.create_superuser("admin@example.com", SENTENCE, name="Ad Min")


@pytest.fixture
def page(admin: Person) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def invited(page: Client, **values: str) -> Person:
    given = {"name": "Li Wei", "email": "Li.Wei@example.com", "language": "zh-hans"} | values
    answer = page.post("/settings/people/new", given)
    assert answer.status_code == 200, answer.content.decode()
    return Person.objects.get(name="Li Wei")


def test_somebody_new_chooses_a_password_once(page):
    person = invited(page)
    assert not person.has_usable_password()
    link = password_link(person)
    visitor = Client()
    form = visitor.get(link, follow=True)
    assert form.status_code == 200
    done = visitor.post(form.redirect_chain[-1][0], {"password1": SENTENCE, "password2": SENTENCE})
    assert done.status_code == 302
    assert Client().login(email="li.wei@example.com", password=SENTENCE)
    again = Client().get(link, follow=True)
    assert "works no more" in again.content.decode()


def test_the_link_is_sent_in_the_language_of_who_gets_it(page):
    invited(page, send="on")
    assert mail.outbox[0].to == ["li.wei@example.com"]
    assert mail.outbox[0].subject == "您的 Uptake 账号"
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_an_address_is_one_persons_whatever_its_case(page):
    invited(page)
    answer = page.post("/settings/people/new", {"name": "Another", "email": "LI.WEI@example.com"})
    assert answer.status_code == 422
    assert not Person.objects.filter(name="Another").exists()


def test_whoever_may_not_sign_in_any_more_is_out_at_once(page):
    person = invited(page)
    theirs = Client()
    theirs.force_login(person)
    assert theirs.get("/").status_code == 200
    page.post(f"/settings/people/{person.pk}", {"name": "Li Wei", "email": person.email})
    assert theirs.get("/").status_code == 302
    assert page.post(f"/settings/people/{person.pk}/password-link").status_code == 404


def test_the_last_administrator_stays(page, admin):
    answer = page.post(
        f"/settings/people/{admin.pk}", {"name": "Ad Min", "email": admin.email, "is_active": "on"}
    )
    assert answer.status_code == 422
    admin.refresh_from_db()
    assert admin.is_superuser


def test_the_list_finds_people_and_is_cut_into_pages(page, django_assert_max_num_queries):
    home = Organisation.objects.create(name="Acme", kind="customer")
    Person.objects.bulk_create(
        [Person(email=f"p{k}@example.com", name=f"Person {k:04}", organisation=home) for k in range(1_000)]
    )
    with django_assert_max_num_queries(6):
        answer = page.get("/settings/people", {"q": "acme", "page": "3"})
    assert len(answer.context["page"].object_list) == 100
    assert len(page.get("/settings/people", {"q": "Person 0007"}).context["page"].object_list) == 1
    assert page.get("/settings/people", {"q": "x" * 5000, "page": "nonsense"}).status_code == 200


def test_an_organisation_that_somebody_belongs_to_stays(page, admin):
    page.post("/settings/organisations/new", {"name": "Acme", "kind": "customer"})
    acme = Organisation.objects.get()
    admin.organisation = acme
    admin.save()
    answer = page.post(f"/settings/organisations/{acme.pk}/remove")
    assert answer.status_code == 422
    assert "Acme" in answer.content.decode()
    admin.organisation = None
    admin.save()
    assert page.post(f"/settings/organisations/{acme.pk}/remove").status_code == 302
    assert not Organisation.objects.exists()


def test_names_cannot_carry_markup(page):
    invited(page)
    Person.objects.update(name="<script>alert(1)</script>")
    assert "<script>alert" not in page.get("/settings/people").content.decode()


def test_everybody_keeps_their_own_settings(page, admin):
    answer = page.post("/settings/", {"name": "Ad", "language": "zh-hans", "theme": "dark"}, follow=True)
    admin.refresh_from_db()
    assert (admin.name, admin.language, admin.theme, admin.single_keys) == ("Ad", "zh-hans", "dark", False)
    text = answer.content.decode()
    assert 'data-bs-theme="dark"' in text
    assert 'lang="zh-Hans"' in text
    assert 'data-single="0"' in text


def test_a_form_in_the_drawer_is_answered_without_a_page(page, admin):
    body = {"name": "Ad Min", "email": admin.email, "is_active": "on", "is_superuser": "on"}
    answer = page.post(f"/settings/people/{admin.pk}?drawer=1", body)
    assert answer.status_code == 204
    assert "up:saved" in answer["HX-Trigger"]
    part = page.get(f"/settings/people/{admin.pk}?drawer=1").content.decode()
    assert "<html" not in part
    assert 'id="drawer-title"' in part


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_pages_of_sign_in_speak_both_languages(db, path):
    Person.objects.create_user("a@example.com", SENTENCE, name="A")
    assert Client().get(path).status_code == 200
    chinese = Client(headers={"Accept-Language": "zh-CN"}).get(path).content.decode()
    assert "登录" in chinese
    assert "Sign" not in chinese.replace("SignIn", "")


def test_whether_an_address_exists_is_not_told(db):
    Person.objects.create_user("a@example.com", SENTENCE, name="A")
    there = Client().post("/accounts/password/reset/", {"email": "a@example.com"})
    not_there = Client().post("/accounts/password/reset/", {"email": "b@example.com"})
    assert there["Location"] == not_there["Location"]
    assert [one.to for one in mail.outbox] == [["a@example.com"]]


def test_the_link_to_a_new_password_leads_here_whatever_host_was_asked(admin, settings):
    settings.ALLOWED_HOSTS = ["*"]
    visitor = Client(headers={"Host": "evil.example"})
    assert visitor.post("/accounts/password/reset/", {"email": admin.email}).status_code == 302
    (sent,) = mail.outbox
    assert "evil.example" not in sent.body
    assert settings.BASE_URL in sent.body


def test_guessing_a_password_is_stopped_in_words(admin):
    cache.clear()
    answers = [
        Client().post("/accounts/login/", {"login": admin.email, "password": f"wrong {k}"}) for k in range(12)
    ]
    assert any("Too" in one.content.decode() for one in answers[5:])
    assert answers[-1].status_code in {200, 429}
    right = Client().post("/accounts/login/", {"login": admin.email, "password": SENTENCE})
    assert "_auth_user_id" not in right.client.session
    cache.clear()
