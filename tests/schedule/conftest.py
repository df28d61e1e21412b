import pytest

from tests.schedule.world import World, world
from uptake.schedule import bridge

PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests(settings, tmp_path):
    bridge.cache.clear()
    settings.STORAGES = settings.STORAGES | PLAIN
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def erp(db) -> World:
    return world()
