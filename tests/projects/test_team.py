"""The team: adding, inviting, roles, and the manager that has to stay."""

import pytest
from django.core import mail
from django.core.cache import cache

from tests.schedule.world import person, world
from uptake.accounts.models import Organisation, Person
from uptake.projects import team
from uptake.projects.access import PERMISSIONS
from uptake.projects.models import Member, Role
from uptake.projects.views.team import WORDS


@pytest.fixture
def erp(db):
    return world()


def test_somebody_with_an_account_is_added_without_mail(erp, django_capture_on_commit_callbacks):
    person("Li Wei")
    with django_capture_on_commit_callbacks(execute=True):
        found, invited = team.add_member(erp.project, " LI.WEI@example.com ", "key_user", erp.manager)
    assert (found.person.name, invited, mail.outbox) == ("Li Wei", False, [])


def test_somebody_without_one_is_invited(erp, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        found, invited = team.add_member(erp.project, "new@example.com", "sponsor", erp.manager, name="New")
    assert invited
    assert not found.person.has_usable_password()
    assert mail.outbox[0].to == ["new@example.com"]


@pytest.mark.parametrize(
    ("email", "role"),
    [("nobody", "key_user"), ("", "key_user"), ("a@b.example", "king"), ("ma.na@example.com", "guest")],
)
def test_bad_input_adds_nobody(erp, email, role):
    with pytest.raises(team.TeamProblem):
        team.add_member(erp.project, email, role, erp.manager)
    assert Member.objects.count() == Person.objects.count() == 1


def test_the_last_manager_stays_manager(erp):
    (one,) = team.members_of(erp.project)
    with pytest.raises(team.TeamProblem):
        team.remove_member(erp.project, one.pk)
    with pytest.raises(team.TeamProblem):
        team.change_member(erp.project, one.pk, Role.GUEST, "")
    other = team.add_member(erp.project, "b@example.com", Role.MANAGER, erp.manager)[0]
    assert team.change_member(erp.project, one.pk, Role.GUEST, "Adviser").role == Role.GUEST
    with pytest.raises(team.TeamProblem):
        team.remove_member(erp.project, other.pk)


def test_the_page_adds_changes_and_removes(erp):
    client, url = erp.as_(Role.MANAGER), erp.root + "team"
    assert client.post(url, {"email": "b@example.com", "role": "key_user", "name": "Bo"}).status_code == 302
    one = Member.objects.get(person__email="b@example.com")
    assert client.post(f"{url}/{one.pk}", {"role": "sponsor", "title": "CFO"}).status_code == 302
    one.refresh_from_db()
    assert (one.role, one.title, one.history.count()) == ("sponsor", "CFO", 2)
    response = client.post(url, {"email": "b@", "role": "key_user", "name": "Typed"})
    assert response.status_code == 422
    assert b"Typed" in response.content
    assert client.post(f"{url}/{one.pk}/remove").status_code == 302
    assert not Member.objects.filter(pk=one.pk).exists()


def test_only_managers_change_the_team(erp):
    one = Member.objects.get()
    for role in set(Role) - {Role.MANAGER}:
        assert (
            erp.as_(role).post(erp.root + "team", {"email": "b@example.com", "role": "manager"}).status_code
            == 403
        )
        assert erp.as_(role).post(f"{erp.root}team/{one.pk}/remove").status_code == 403
        assert erp.as_(role).post(f"{erp.root}team/{one.pk}", {"role": "guest"}).status_code == 403


def test_another_projects_member_is_not_found(erp):
    other = world(name="CRM")
    theirs = Member.objects.get(project=other.project)
    assert erp.as_(Role.MANAGER).post(f"{erp.root}team/{theirs.pk}/remove").status_code == 404


def test_each_permission_has_words():
    assert WORDS.keys() == PERMISSIONS.keys()


def test_nobody_sends_mail_to_the_whole_world(erp, monkeypatch):
    cache.clear()
    monkeypatch.setattr(team, "MOST_INVITED", 2)
    for k in range(2):
        team.add_member(erp.project, f"one{k}@example.com", Role.GUEST, erp.manager)
    with pytest.raises(team.TeamProblem, match="today"):
        team.add_member(erp.project, "three@example.com", Role.GUEST, erp.manager)
    assert not Person.objects.filter(email="three@example.com").exists()
    cache.clear()


def test_settings_name_only_organisations_that_one_has_to_do_with(erp):
    ours = Organisation.objects.create(name="Ours", kind="vendor")
    Organisation.objects.create(name="Secret customer", kind="customer")
    Person.objects.filter(pk=erp.manager.pk).update(organisation=ours)
    page = erp.as_(Role.MANAGER).get(f"{erp.root}settings").content.decode()
    assert "Ours" in page
    assert "Secret customer" not in page
