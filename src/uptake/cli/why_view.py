"""`uptake why`: the chain of reasons behind a task's dates."""

from pathlib import Path

from rich.text import Text

from uptake.cli.errors import NoSuchTask
from uptake.cli.load import load
from uptake.cli.reasons import reason_sentences
from uptake.cli.terminal import print_json, print_text
from uptake.engine.drivers import Reason
from uptake.engine.plan import Plan
from uptake.interchange.document import iso


def show_why(path: Path, task: str, *, by_uid: bool = False, as_json: bool = False) -> int:
    """Print why a task is where it is; return the exit code."""
    loaded = load(path)
    steps = loaded.computed.why(uid_of(loaded.plan, task, by_uid=by_uid))
    said = reason_sentences(steps, loaded.computed)
    if as_json:
        shown = [_to_json(step, text, loaded.plan) for step, text in zip(steps, said, strict=True)]
        print_json({"file": path.name, "steps": shown})
        return 0
    for depth, text in enumerate(said):
        print_text(Text(text, "" if depth else "bold"), "← " if depth else "")
    return 0


def uid_of(plan: Plan, text: str, *, by_uid: bool) -> int:
    """Return the uid of the task with that id (or uid); raises `NoSuchTask`."""
    number = int(text) if text.isdecimal() and len(text) < 12 else None
    found = [task.uid for task in plan.tasks if (task.uid if by_uid else task.id) == number]
    if not found:
        raise NoSuchTask(text, by_uid=by_uid)
    return found[0]


def _to_json(step: Reason, text: str, plan: Plan) -> dict[str, object]:
    driver, task = step.driver, plan.task(step.task)
    return {
        "uid": task.uid,
        "id": task.id,
        "name": task.name,
        "start": iso(step.start),
        "finish": iso(step.finish),
        "bound": step.bound,
        "driver": {
            "by": driver.by.name.lower(),
            "link": driver.link,
            "task": driver.task,
            "at": None if driver.at is None else iso(driver.at),
        },
        "text": text,
    }
