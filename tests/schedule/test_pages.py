"""Pages inside a project: who may open them, what they show, and that bad input changes nothing."""

import pytest

from tests.schedule.world import world
from uptake.projects.models import Role

PAGES = {
    "": set(Role),
    "plan/history": set(Role),
    "tasks/2": set(Role),
    "tasks/2?drawer=1": set(Role),
    "resources": set(Role),
    "resources/load": set(Role),
    "resources/new": {Role.MANAGER, Role.CONSULTANT},
    "resources/1": set(Role),
    "resources/1?drawer=1": set(Role),
    "calendars": set(Role),
    "calendars/1": set(Role),
    "baselines": set(Role),
    "drafts": set(Role),
    "drafts/compare": set(Role),
    "team": set(Role) - {Role.GUEST},
    "settings": {Role.MANAGER},
    "plan/history/0/restore": {Role.MANAGER, Role.CONSULTANT},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("page", list(PAGES))
def test_each_page_opens_for_the_roles_that_may(erp, page, role):
    response = erp.as_(role).get(erp.root + page)
    assert response.status_code == (200 if role in PAGES[page] else 403)


@pytest.mark.parametrize("page", list(PAGES))
def test_a_stranger_does_not_learn_that_the_project_exists(erp, page):
    assert erp.as_("stranger").get(erp.root + page).status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "tasks/99",
        "resources/99",
        "calendars/99",
        "baselines/99",
        "drafts/99/apply",
        "plan/history/99/restore",
    ],
)
def test_what_is_not_there_is_not_found(erp, page):
    world(name="CRM")
    assert erp.as_(Role.MANAGER).get(erp.root + page).status_code == 404
