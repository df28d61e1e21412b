"""A project with a team, and change requests that edit its plan."""

from collections.abc import Iterator

import pytest

from tests.schedule.conftest import fresh_cache
from tests.schedule.world import World, world
from uptake.projects.models import Role
from uptake.registers.configured import KEPT
from uptake.registers.visit import Visit

__all__ = ["fresh_cache"]


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    KEPT.clear()
    yield
    KEPT.clear()


@pytest.fixture
def erp(db: None) -> World:
    found = world()
    found.who(Role.SPONSOR)
    return found


@pytest.fixture
def visit(erp: World) -> Visit:
    return Visit(erp.project, erp.manager)
