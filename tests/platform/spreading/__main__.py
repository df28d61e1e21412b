"""Ask for squares when so many workers wait, and print what came: python -m tests.platform.spreading WORKERS COUNT."""

import json
import os
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.platform.spreading.settings"
django.setup()

from uptake.platform import jobs, workers  # noqa: E402 - the models are known only now


def main(wanted: int, count: int) -> None:
    until = time.monotonic() + 60
    while workers.alive().count() < wanted and time.monotonic() < until:
        time.sleep(0.05)
    asked = jobs.ask("squares", None, options={"count": count})
    while not asked.ended and time.monotonic() < until:
        time.sleep(0.05)
        asked.refresh_from_db()
    print(json.dumps({"state": asked.state, "message": asked.message, **asked.result}))  # noqa: T201


main(int(sys.argv[1]), int(sys.argv[2]))
