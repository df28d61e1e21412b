"""A draft becomes the next version, and the data follows."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from uptake.platform import jobs
from uptake.platform.models import Job
from uptake.projects.models import Project
from uptake.registers.computing import Calculator
from uptake.registers.configuration.document import Document, register_of, tidied, whole
from uptake.registers.configuration.drafts import Draft, Outdated, Unfit, lock
from uptake.registers.configuration.effects import Effects, effects
from uptake.registers.configured import BESIDE, Configured, configured, version_of
from uptake.registers.derived import compute
from uptake.registers.models import Configuration, Record, Sheet
from uptake.registers.spec import Kind, RegisterSpec

AT_ONCE = 2_000
"""So many records are computed anew while the person waits."""
BATCH = 500
FORMULAS = "registers.formulas"


class WouldLose(Exception):
    """Values cannot be kept, and nobody said that they may be lost.

    Attributes
    ----------
    effects : Effects
    """

    def __init__(self, found: Effects) -> None:
        super().__init__(found.lost)
        self.effects = found


@transaction.atomic
def publish(
    project: Project, person: Any, *, edits: int, note: str = "", lose: bool = False
) -> Configuration:
    """Make the draft the next version.

    Parameters
    ----------
    edits : int
        Of the draft that was looked at.
    lose : bool
        Whether values that cannot be converted may be lost.

    Raises
    ------
    Outdated, Unfit, WouldLose
    """
    lock(project)
    draft = Draft(project)
    if draft.row is None or draft.edits != edits or draft.row.base != draft.version:
        raise Outdated
    problems = draft.problems()
    if problems:
        raise Unfit(problems)
    version = draft.version + 1
    reason = _("Version %d of the configuration") % version
    said = effects(project, draft.published, draft.content, by=person, reason=reason)
    if said.lost and not lose:
        raise WouldLose(said)  # and nothing is written
    row = draft.row
    row.content, row.version, row.note, row.by = tidied(draft.content), version, note.strip()[:300], person
    row.save()
    project.kept = None  # what was read of it before
    _compute_anew(project, person, draft.published, row.content)
    return row


def _compute_anew(project: Project, person: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Compute what formulas give now, where something that they could need is another one."""
    before, after = whole(old), whole(new)
    read = Configured(after)
    for kind in BESIDE:
        if before["fields"].get(kind) != after["fields"].get(kind):
            compute_sheets(project, kind, read)
    keys = [
        key
        for key, spec in read.registers.items()
        if _has_formula(spec) and _told(before, key) != _told(after, key)
    ]
    total = Record.objects.filter(project=project, register__in=keys).count()
    if total > AT_ONCE:
        jobs.ask(FORMULAS, person, project_id=project.pk, options={"registers": keys})
        return
    for key in keys:
        compute_records(project, read.registers[key])


def _told(document: Document, key: str) -> Any:
    """Return all of a document that the formulas of a register can need."""
    return register_of(document, key), document["fields"].get(key), document["scales"]


def _has_formula(spec: RegisterSpec) -> bool:
    return any(one.kind is Kind.FORMULA for one in spec.fields)


def compute_records(project: Project, spec: RegisterSpec, tell: Any = None) -> int:
    """Compute the formulas of a register's records anew; returns how many have another result."""
    calculator = Calculator(spec.fields, spec.states)
    pks = list(Record.objects.filter(project=project, register=spec.key).values_list("pk", flat=True))
    changed = 0
    for begin in range(0, len(pks), BATCH):
        with transaction.atomic():
            batch = pks[begin : begin + BATCH]
            list(Record.objects.select_for_update().filter(pk__in=batch).values_list("pk"))
            found = [one for one in spec.model.objects.filter(pk__in=batch) if compute(one, spec, calculator)]
            Record.objects.bulk_update([Record(pk=one.pk, values=one.values) for one in found], ["values"])
        changed += len(found)
        if tell is not None:
            tell(min(begin + BATCH, len(pks)))
    return changed


def compute_sheets(project: Project, kind: str, read: Configured) -> None:
    """Compute the formulas of tasks, or of the project, anew."""
    calculator = Calculator(read.beside[kind])
    changed = []
    for sheet in Sheet.objects.select_for_update().filter(project=project, of=kind):
        results = {key: value for key, value in calculator.results(sheet.values).items() if value is not None}
        rest = {key: value for key, value in sheet.values.items() if key not in calculator.formulas}
        if {**rest, **results} != sheet.values:
            sheet.values = {**rest, **results}
            changed.append(sheet)
    Sheet.objects.bulk_update(changed, ["values"], batch_size=BATCH)


@jobs.job(FORMULAS)
def formulas(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Compute the formulas of large registers, by the configuration that holds by now."""
    project = Project.objects.get(pk=job.project_id or 0)
    read = configured(project.pk, version_of(project))
    specs = [read.registers[key] for key in job.options["registers"] if key in read.registers]
    counts = [Record.objects.filter(project=project, register=spec.key).count() for spec in specs]
    changed, before = 0, 0
    for spec, count in zip(specs, counts, strict=True):
        said = str(spec.plural)
        changed += compute_records(
            project, spec, lambda done, before=before, said=said: progress(before + done, sum(counts), said)
        )
        before += count
    return {"changed": changed, "records": sum(counts)}
