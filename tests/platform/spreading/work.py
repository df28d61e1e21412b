import time
from typing import Any

from uptake.platform import workers
from uptake.platform.jobs import Progress, job, part, spread
from uptake.platform.models import Job

workers.WARMING.clear()  # there is nothing to compile for squares


@part("square")
def square(options: dict[str, Any]) -> dict[str, Any]:
    time.sleep(0.1)
    return {"square": options["x"] ** 2, "by": workers.here()}


@job("squares")
def squares(found: Job, progress: Progress) -> dict[str, Any]:
    asked = [{"x": x} for x in range(found.options["count"])]
    return {"squares": spread(progress, "square", asked, "Squaring")}
