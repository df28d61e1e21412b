"""Plans as files: each format, what it loses, and who may have what in it."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from django.core.files.base import ContentFile
from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.accounts.models import Person
from uptake.engine.scheduling import Schedule
from uptake.interchange import files
from uptake.interchange.chart import chart
from uptake.interchange.document import iso, row_numbers, to_document
from uptake.interchange.encoding import writable
from uptake.interchange.errors import InterchangeError
from uptake.interchange.losses import Loss
from uptake.platform.jobs import Progress, Refused, ask, do_now, job
from uptake.platform.models import Job
from uptake.projects.access import Forbidden, may
from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.bridge import State
from uptake.schedule.files.file_words import refusal
from uptake.schedule.models import Baseline, Rate, Resource
from uptake.schedule.selectors import baseline_dates, now
from uptake.schedule.words.amounts import language_of

EXPORT = "export"
AT_ONCE = 2_000
"""Up to so many tasks, a file is written while the person waits; a picture of up to a quarter of them."""
MOST_AT_ONCE = 20_000
MOST_NAME = 80
MAX_BASELINES = 11


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that a plan can be had as."""

    key: str
    ending: str
    media: str
    title: Any
    about: Any


FORMATS = {
    one.key: one
    for one in (
        Format(
            "xlsx",
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            gettext_lazy("Excel workbook"),
            gettext_lazy("Tasks, resources and calendars as tables. Change it, and import it again."),
        ),
        Format(
            "mspdi",
            ".xml",
            "application/xml",
            gettext_lazy("Microsoft Project (.xml)"),
            gettext_lazy(
                "Opens in Microsoft Project 2003 and later, and in ProjectLibre. Keeps nearly everything."
            ),
        ),
        Format(
            "xer",
            ".xer",
            "application/octet-stream",
            gettext_lazy("Primavera P6 (.xer)"),
            gettext_lazy("For Primavera P6. Links of summaries and percent lags are not kept."),
        ),
        Format(
            "pmxml",
            ".xml",
            "application/xml",
            gettext_lazy("Primavera P6 (.xml)"),
            gettext_lazy("For Primavera P6. Keeps durations of tasks in progress."),
        ),
        Format(
            "mpx",
            ".mpx",
            "application/octet-stream",
            gettext_lazy("Older programs (.mpx)"),
            gettext_lazy(
                "The exchange format of Microsoft Project 98. Only for programs that read nothing else."
            ),
        ),
        Format(
            "pdf",
            ".pdf",
            "application/pdf",
            gettext_lazy("Chart on paper (.pdf)"),
            gettext_lazy("Table and bars over as many sheets of A3 as it takes, to print or to send."),
        ),
        Format(
            "png",
            ".png",
            "image/png",
            gettext_lazy("Chart as a picture (.png)"),
            gettext_lazy(
                "One picture for slides and reports: up to 500 rows, of a larger plan the upper levels."
            ),
        ),
        Format(
            "csv",
            ".csv",
            "text/csv; charset=utf-8",
            gettext_lazy("Text table (.csv)"),
            gettext_lazy("The tasks only, one a line, for any program."),
        ),
        Format(
            "ics",
            ".ics",
            "text/calendar; charset=utf-8",
            gettext_lazy("Calendar (.ics)"),
            gettext_lazy("Tasks and milestones as events, for Outlook, Apple and Google calendars."),
        ),
    )
}


def file_name(project: Project, found: Format) -> str:
    """Return the name of an exported file: that of the project, and the day."""
    text = "".join(" " if one in '\\/:*?"<>|' else one for one in writable(project.name))
    name = " ".join(text.split()).strip(". ")[:MOST_NAME].strip() or _("Project")
    suffix = " P6" if found.key == "pmxml" else ""
    return f"{name} {timezone.localdate().isoformat()}{suffix}{found.ending}"


def document_of(project: Project, state: State, person: Person) -> dict[str, Any]:
    """Return a plan as a document, with what stands beside it as far as this person may see it."""
    document = to_document(in_rows(state.schedule))
    document["project"] |= {
        "title": project.name,
        "created": timezone.localtime(project.created_at).replace(tzinfo=None, microsecond=0).isoformat(),
    }
    _add_baselines(document, project)
    if may(person, "money.view", project):
        document["project"]["currency_code"] = project.currency
        _add_rates(document, project)
    return document


def in_rows(found: Schedule) -> Schedule:
    """Return a schedule whose tasks are numbered as people see them: by row, whatever was inserted or moved."""
    plan = found.plan
    numbers = row_numbers(plan, own=False)
    tasks = tuple(replace(task, id=number) for task, number in zip(plan.tasks, numbers, strict=True))
    return replace(found, plan=plan.with_values(tasks=tasks))


def _add_baselines(document: dict[str, Any], project: Project) -> None:
    """Write the baselines; the latest is the one that other programs call the baseline."""
    rows = {row["uid"]: row for row in document["tasks"]}
    found = list(Baseline.objects.filter(plan__project=project).order_by("-number")[:MAX_BASELINES])
    for number, one in enumerate(found):
        columns = one.columns
        empty = [None] * len(columns["uid"])
        spans = zip(
            columns["uid"],
            columns["start"],
            columns["finish"],
            columns.get("duration") or empty,
            columns.get("work") or empty,
            strict=False,
        )
        for uid, start, finish, duration, work in spans:
            if uid in rows and start is not None and start >= 0:
                kept = {"start": iso(start), "finish": iso(finish)}
                for name, amount in (("duration", duration), ("work", work)):
                    if amount is not None:
                        kept[name] = _hours(amount)  # type: ignore[assignment]
                rows[uid].setdefault("baselines", {})[str(number)] = kept


def _hours(amount: int) -> dict[str, Any]:
    return {"v": round(amount / 600, 4), "u": "HOURS", "min": amount / 10}


def _add_rates(document: dict[str, Any], project: Project) -> None:
    """Write what resources cost. Money: the caller asked whether it may be seen."""
    priced = Resource.objects.filter(plan__project=project, removed=False, rates__isnull=False).distinct()
    rates = Prefetch("rates", Rate.objects.order_by(F("since").asc(nulls_first=True)))
    found = {one.uid: list(one.rates.all()) for one in priced.prefetch_related(rates)}
    for row in document["resources"]:
        rows = [
            {
                "from": None if one.since is None else f"{one.since.isoformat()}T00:00",
                "to": None,
                "standard": {"amount": one.hourly / 100, "per": "HOURS"},
                "overtime": {"amount": one.hourly / 100, "per": "HOURS"},
                "per_use": one.per_use / 100,
            }
            for one in found.get(row["uid"], ())
        ]
        for one, after in pairwise(rows):
            one["to"] = after["from"]
        if rows:
            rows[0]["from"] = rows[0]["from"] or "1984-01-01T00:00"
            rows[-1]["to"] = "2049-12-31T23:59"
            row["cost_rates"] = {"0": rows}


def write(project: Project, person: Person, key: str) -> tuple[bytes, tuple[Loss, ...]]:
    """Return a plan as a file, and what the format loses; raises `Refused`."""
    state = services.current(project)
    language = language_of(translation.get_language() or "en")
    try:
        if key in files.PICTURES:
            return _drawn(project, state, "pdf" if key == "pdf" else "png"), ()
        return files.write_bytes(document_of(project, state, person), key, language=language)
    except InterchangeError as why:
        raise Refused(refusal(why)) from why


def write_at_once(project: Project, person: Person, key: str) -> bytes:
    """Return a plan as a file while the person waits; raises `Refused`, also when that would take long."""
    if project.tasks > MOST_AT_ONCE:
        raise Refused(_("This plan is too large to be written at once. Choose the format here."))
    return write(project, person, key)[0]


def _drawn(project: Project, state: State, key: Literal["pdf", "png"]) -> bytes:
    return chart(
        in_rows(state.schedule),
        language=language_of(translation.get_language() or "en"),
        format=key,
        baseline=baseline_dates(project, None) or None,
        today=now(),
        title=project.name,
    )


# ---- jobs


def export(project: Project, person: Person, key: str) -> Job:
    """Write a plan as a file: while the person waits when it is small, else in the queue."""
    options = {"format": key}
    most = AT_ONCE // 4 if key in files.PICTURES else AT_ONCE
    begin = do_now if project.tasks <= most else ask
    return begin(EXPORT, person, project_id=project.pk, options=options)


@job(EXPORT)
def write_file(found: Job, progress: Progress) -> dict[str, Any]:
    """Write the file that somebody asked for."""
    project = Project.objects.get(pk=found.project_id or 0)
    if project.deleted_at is not None or not may(found.owner, "plan.export", project):
        raise Forbidden("plan.export")
    kind = FORMATS[found.options["format"]]
    progress(0, 2, _("Writing the file"))
    data, losses = write(project, found.asker, kind.key)
    progress(1, 2, _("Keeping the file"))
    found.made.save(f"{found.pk}{kind.ending}", ContentFile(data), save=False)
    found.made_name = file_name(project, kind)
    return {
        "losses": [one.to_json() for one in losses],
        "size": len(data),
        "title": str(kind.title),
        "next": reverse("export_done", args=[project.pk, found.pk]),
    }
