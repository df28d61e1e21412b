"""The product's settings, with a data folder of its own and what makes tests quick."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="uptake-tests-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.mkdir(f"{_FOLDER}/static")  # noqa: PTH102 - whitenoise warns where there is none
os.environ["UPTAKE_DATA"] = _FOLDER
os.environ.setdefault("UPTAKE_URL", "http://testserver")

from uptake.platform.settings import *  # noqa: E402, F403 - the folder has to be known first

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # In a file, as the product has it: threads share a database in memory by other rules.
    DATABASES["default"]["TEST"] = {"NAME": f"{_FOLDER}/test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"] = {  # noqa: F405
        **SQLITE,  # noqa: F405
        "init_command": SQLITE["init_command"].replace("synchronous=NORMAL", "synchronous=OFF"),  # type: ignore[attr-defined]  # noqa: F405
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
