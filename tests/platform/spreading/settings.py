from uptake.platform.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.platform.spreading.apps.Spreading"]  # noqa: F405
