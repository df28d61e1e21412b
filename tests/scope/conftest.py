"""A project with goals, KPIs, scope and requirements."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.schedule.conftest import fresh_cache
from tests.schedule.world import World, world
from uptake.registers import services
from uptake.registers.visit import Visit

__all__ = ["fresh_cache"]


@pytest.fixture
def erp(db: None) -> World:
    return world()


@pytest.fixture
def visit(erp: World) -> Visit:
    return Visit(erp.project, erp.manager)


@pytest.fixture
def make(visit: Visit) -> Callable[..., Any]:
    """Return what makes a record of a register."""

    def made(register: str, title: str, state: str = "", **given: Any) -> Any:
        return services.create(visit, visit.spec(register), {"title": title, **given}, state=state)

    return made
