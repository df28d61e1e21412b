"""Breaks neutral documents; each has to end in a schedule, or in a typed error that the command line can say.

    python -m tests.interchange.fuzz_documents --count 10000 --seed 1

Documents are made of random plans; with the environment variable UPTAKE_CORPUS, those of that folder are
broken as well. The same seed makes the same inputs. Exit code 1 if an input ended in
anything else.
"""

import functools
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

from tests import hostile
from tests.engine.fuzz_edits import random_plan, rows
from tests.interchange import samples
from uptake.cli.errors import FileUnusable
from uptake.cli.sentences import sentence
from uptake.engine.errors import PlanError
from uptake.engine.scheduling import schedule
from uptake.interchange.document import to_document
from uptake.interchange.errors import InterchangeError, InvalidDocument
from uptake.interchange.neutral import left_out, stored, to_plan

LARGEST = 100_000
"""Bytes of a document of the corpus; larger ones say nothing new."""
DAYS = 2000
"""Exceptions of a calendar: a daily one that recurs until 2149 has 60,000, and says nothing new either."""


@functools.cache
def corpus() -> list[str]:
    """Return the documents of real files, as text."""
    folder = os.environ.get("UPTAKE_CORPUS")
    found = sorted(Path(folder).glob("?_*/*.json")) if folder else []
    return [path.read_text(encoding="utf-8") for path in found if path.stat().st_size <= LARGEST]


def random_document(rng: random.Random) -> dict[str, Any]:
    """Make a document: of a random plan, of a sample, or of a real file."""
    if corpus() and rng.random() < 0.4:
        found: dict[str, Any] = json.loads(rng.choice(corpus()))
        return found
    if rng.random() < 0.2:
        tasks = [samples.task(1, "Dig"), samples.task(2, "浇筑", splits=[["2025-09-01", "2025-09-02"]])]
        return samples.document(tasks, links=[samples.link(1, 2)])
    try:
        made = to_document(schedule(random_plan(rng)))
    except PlanError:
        return samples.document([])
    for calendar in made["calendars"]:
        del calendar["exceptions"][DAYS:]
    return made


def one(rng: random.Random) -> hostile.Outcome:
    """Try one input."""
    whole: Any = {"document": random_document(rng)}
    if rng.random() < 0.9:
        hostile.break_some(whole, rng, rng.choice((1, 1, 1, 2, 4)))
    document = whole.get("document")
    try:
        done = schedule(to_plan(document))
    except (PlanError, InterchangeError) as error:
        said = sentence(FileUnusable(Path("plan.mpp"), error, {}))
        fine = said.endswith(".") and said.isprintable() and len(said) < 500 and vars(error)
        data = type(error) is not PlanError or type(error) is InvalidDocument
        return type(error).__name__, "" if fine and data else f"says {said[:200]!r}"
    list(rows(done))
    left_out(document)
    stored(document)
    return "scheduled", ""


if __name__ == "__main__":
    sys.exit(hostile.main(__doc__ or "", one))
