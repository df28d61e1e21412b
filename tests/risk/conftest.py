"""A project with a plan and a team, and ways to write down what may happen to it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.schedule.conftest import fresh_cache
from tests.schedule.world import World, world
from uptake.registers import services
from uptake.registers.visit import Visit

__all__ = ["fresh_cache"]

Make = Callable[..., Any]


@pytest.fixture
def erp(db: None) -> World:
    return world()


@pytest.fixture
def visit(erp: World) -> Visit:
    return Visit(erp.project, erp.manager)


@pytest.fixture
def make(visit: Visit) -> Make:
    """Make a record: a register, a title, values."""

    def made(register: str, title: str = "Data are not clean", state: str = "", **values: Any) -> Any:
        return services.create(visit, visit.spec(register), {"title": title, **values}, state=state)

    return made
