"""A project with a plan, registers and a team."""

import pytest

from tests.schedule.conftest import fresh_cache
from tests.schedule.world import World, world
from uptake.registers.configured import KEPT
from uptake.registers.visit import Visit

__all__ = ["fresh_cache"]


@pytest.fixture(autouse=True)
def fresh_configurations() -> None:
    """What a test before this one published was rolled back."""
    KEPT.clear()


@pytest.fixture
def erp(db: None) -> World:
    return world()


@pytest.fixture
def visit(erp: World) -> Visit:
    return Visit(erp.project, erp.manager)
