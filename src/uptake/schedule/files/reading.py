"""The job that reads a file, what it tells of it, and the project that somebody then wants of it."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.plan import Plan
from uptake.engine.scheduling import Schedule
from uptake.interchange import files
from uptake.interchange.errors import InterchangeError
from uptake.platform.jobs import Progress, Refused, ask, job
from uptake.platform.models import Job, JobState
from uptake.projects.models import Project
from uptake.schedule.bridge import levels
from uptake.schedule.editing.changes import Problem
from uptake.schedule.files import importing
from uptake.schedule.files.file_words import refusal
from uptake.schedule.lifecycle.creation import Title, arrange, make
from uptake.schedule.words.amounts import duration_text, language_of, scale_of

READ = "read_file"
IMPORT = "import_file"
SHOWN_ROWS = 30
SHOWN_DIFFERENCES = 200
AT_ONCE = 3_000
"""Up to so many tasks, a project is made while the person waits."""


@job(READ)
def read_file(found: Job, progress: Progress) -> dict[str, Any]:
    """Read an uploaded file, and keep what it says until somebody decides."""
    progress(0, 3, _("Reading the file"))
    with found.given.open("rb") as upload:
        data = upload.read()
    try:
        read = files.read_bytes(data)
    except InterchangeError as why:
        raise Refused(refusal(why)) from why
    progress(1, 3, _("Calculating the dates"))
    reading = importing.understand(read.document, read.losses)
    progress(2, 3, _("Writing the preview"))
    found.made.save(f"{found.pk}.json.gz", ContentFile(importing.packed(read.document)), save=False)
    target = found.options.get("target", "new_from_file")
    arguments = [found.project_id] if found.project_id else []
    return summary(reading, found) | {"next": reverse(target, args=[*arguments, found.pk])}


def summary(reading: importing.Reading, found: Job) -> dict[str, Any]:
    """Return what a person wants to know of a file before it becomes a project."""
    done, plan = reading.schedule, reading.schedule.plan
    document = reading.document
    return {
        "file": found.options.get("name", ""),
        "title": reading.title,
        "format": str(document.get("file_type") or ""),
        "program": str(document.get("app") or "")[:100],
        "tasks": len(plan.tasks),
        "summaries": sum(map(bool, plan.structure.summary)),
        "milestones": sum(one.milestone for one in plan.tasks),
        "links": len(plan.links),
        "resources": len(plan.resources),
        "calendars": len(plan.calendars),
        "assignments": len(plan.assignments),
        "baselines": [name for name, _columns in importing.baselines_of(document)],
        "currency": importing.currency_of(document),
        "start": done.start,
        "finish": done.finish,
        "rows": first_rows(done, SHOWN_ROWS),
        "losses": [one.to_json() for one in reading.losses],
        "judged": reading.judged,
        "differing": len(reading.differs),
        "differs": [
            {"row": plan.structure.index[one.uid] + 1, "name": one.name, "got": one.got, "stored": one.stored}
            for one in islice(reading.differs, SHOWN_DIFFERENCES)
            if one.uid is not None
        ],
    }


def first_rows(done: Schedule, count: int) -> list[dict[str, Any]]:
    """Return the first rows of a plan for a preview."""
    plan: Plan = done.plan
    scale, spoken = scale_of(plan.project), language_of(translation.get_language() or "en")
    depth = levels(plan)
    return [
        {
            "level": depth[i],
            "name": task.name,
            "duration": duration_text(task, scale, spoken),
            "start": done.dates.start[i],
            "finish": done.dates.finish[i],
            "percent": task.percent,
            "milestone": task.milestone,
            "summary": bool(plan.structure.summary[i]),
        }
        for i, task in enumerate(plan.tasks[:count])
    ]


def read_job(person: Person, pk: int, project: Project | None = None) -> Job:
    """Return a file that this person had read, and that is still there; raises `Problem`."""
    of = project.pk if project is not None else None
    found = Job.objects.filter(pk=pk, owner=person, kind=READ, project_id=of, state=JobState.DONE).first()
    if found is None:
        raise Problem(_("That file is no longer here. Upload it again."))
    return found


def reading_of(found: Job) -> importing.Reading:
    """Return what was read of a file."""
    try:
        with found.made.open("rb") as kept:
            document = importing.unpacked(kept.read())
    except (FileNotFoundError, ValueError) as why:
        raise Problem(_("That file is no longer here. Upload it again.")) from why
    try:
        return importing.understand(document)
    except Refused as why:
        raise Problem(str(why)) from why


def import_read(found: Job, by: Person, title: Title) -> Project:
    """Make a project of a file that was read; asked again, return the one that was made.

    Raises
    ------
    Problem
    """
    arranged = None
    if found.result.get("project") is None:
        arranged = arrange(title, importing.prepared(reading_of(found)))
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=found.pk)
        made = locked.result.get("project")
        if made is not None or arranged is None:
            return _still_there(made)
        project = make(by, arranged)
        locked.result["project"] = project.pk
        locked.save(update_fields=["result"])
    return project


def _still_there(pk: int | None) -> Project:
    project = Project.objects.filter(pk=pk or 0, deleted_at=None).first()
    if project is None:
        raise Problem(_("The project that was made of this file is deleted. Upload the file again."))
    return project


def import_later(found: Job, by: Person, title: Title) -> Job:
    """Ask for a project to be made of a file that is too large to wait for."""
    options = {"read": found.pk, "name": title.name, "customer": title.customer, "currency": title.currency}
    return ask(IMPORT, by, options=options)


@job(IMPORT)
def import_file(found: Job, progress: Progress) -> dict[str, Any]:
    """Make a project of a file that was read."""
    progress(0, 1, _("Making the project"))
    options: Mapping[str, Any] = found.options
    title = Title(name=options["name"], customer=options["customer"], currency=options["currency"])
    try:
        project = import_read(read_job(found.asker, options["read"]), found.asker, title)
    except Problem as why:
        raise Refused(why.sentence) from why
    return {"project": project.pk, "next": reverse("plan", args=[project.pk])}
