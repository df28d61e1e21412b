"""Every test of this folder runs over every declared register, and over one that a project made itself."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.registers.conformance import custom
from tests.registers.samples import Given, sample
from tests.schedule.conftest import fresh_cache
from tests.schedule.world import World, world
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.configured import KEPT
from uptake.registers.spec import BUILT_IN, Field, Kind, RegisterSpec
from uptake.registers.visit import Visit

__all__ = ["fresh_cache"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "key" in metafunc.fixturenames:
        metafunc.parametrize("key", [*BUILT_IN, custom.KEY])


@dataclass
class Register:
    """A register in a project with a team of all roles; the visit is its manager's."""

    world: World
    key: str

    @cached_property
    def visit(self) -> Visit:
        return self.as_(Role.MANAGER)

    def as_(self, role: str) -> Visit:
        return Visit(self.world.project, self.world.who(role))

    @property
    def spec(self) -> RegisterSpec:
        return self.visit.configured.registers[self.key]

    @property
    def editor(self) -> str:
        """Return a role that may edit, the manager's left aside when there is another."""
        return next((one for one in Role if one in self.spec.edit and one != Role.MANAGER), Role.MANAGER)

    @property
    def root(self) -> str:
        return f"{self.world.root}registers/{self.key}/"

    @property
    def api(self) -> str:
        return f"/api/v1{self.world.root}registers/{self.key}/records"

    @cached_property
    def client(self) -> Client:
        return self.world.as_(Role.MANAGER)

    def given(self, n: int = 0, **values: Any) -> Given:
        return {**sample(self.spec, self.visit, n), **values}

    def make(self, n: int = 0, **values: Any) -> Any:
        return services.create(self.visit, self.spec, self.given(n, **values))

    def again(self, record: Any) -> Any:
        return self.visit.record(self.spec, record.number)

    def typed(self, *kinds: Kind) -> list[Field]:
        return [one for one in self.visit.typed(self.spec) if one.kind in kinds]


@pytest.fixture
def register(db: None, key: str) -> Register:
    KEPT.clear()
    cache.clear()  # in which requests to the interface are counted
    found = world()
    custom.configure(found.project)
    for role in Role:
        found.who(role)
    return Register(found, key)
