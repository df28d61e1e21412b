"""A project with a plan and a team, whose review finds something."""

import pytest

from tests.schedule.conftest import fresh_cache
from tests.schedule.world import World, world
from uptake.insight import reviewing, whatif

__all__ = ["fresh_cache"]


@pytest.fixture
def erp(db: None) -> World:
    return world()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Let each test review anew."""
    reviewing._review.cache_clear()
    whatif._drafted.cache_clear()
