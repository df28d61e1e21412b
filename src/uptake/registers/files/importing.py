"""The jobs of an import: reading the file, and taking its rows over; and taking that back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from uptake.interchange.errors import InterchangeError
from uptake.interchange.sheets import Sheet, read_tables_bytes, write_table_bytes
from uptake.interchange.words import error_sentence
from uptake.platform.jobs import Progress, Refused, job
from uptake.platform.models import Job, JobState
from uptake.projects.models import Project
from uptake.registers import bulk, linking
from uptake.registers.bulk_create import Draft, create_many
from uptake.registers.files.judging import BAD, CHANGED, NEW, Judge, Judged, counts_of
from uptake.registers.files.table import LIMITS, cell_at, columns_of, numbered, packed, unpacked, with_header
from uptake.registers.files.wanted import TO, Wanted, guess, remember
from uptake.registers.models import Approval, Entry, Record
from uptake.registers.spec import Kind, RegisterSpec
from uptake.registers.visit import Visit, put
from uptake.registers.writing import save

READ, IMPORT = "read_register", "import_register"
MOST_SAID = 200
MOST_CHARACTERS = 300


class Gone(Exception):
    """The file that somebody uploaded is no longer kept."""


def refusal(error: InterchangeError) -> str:
    """Return why a file cannot be read, as a sentence."""
    chinese = (translation.get_language() or "en").startswith("zh")
    return error_sentence(error, "zh" if chinese else "en") or _(
        "The file cannot be used. Save it again, and try once more."
    )


# ---- reading


@job(READ)
def read(found: Job, progress: Progress) -> dict[str, Any]:
    """Read an uploaded file, and keep its tables until somebody decides."""
    progress(0, 2, _("Reading the file"))
    with found.given.open("rb") as upload:
        data = upload.read()
    try:
        sheets = read_tables_bytes(data, LIMITS)
    except InterchangeError as why:
        raise Refused(refusal(why)) from why
    if not any(True for sheet in sheets for _row in numbered(sheet)):
        raise Refused(_("There is no row below the headings in this file. Choose another file."))
    progress(1, 2, _("Looking at the columns"))
    found.made.save(f"{found.pk}.json.gz", ContentFile(packed(sheets)), save=False)
    return {
        "file": found.options["name"],
        "sheets": [{"name": one.name, "hidden": one.hidden, "rows": _size(one)} for one in sheets],
        "sheet": _likely(found, sheets),
        "next": reverse(
            "register_import_columns", args=[found.project_id, found.options["register"], found.pk]
        ),
    }


def _likely(found: Job, sheets: Sequence[Sheet]) -> int:
    """Return the table that is likely meant: the one with most headings that the register knows."""
    visit = Visit(Project.objects.get(pk=found.project_id or 0), found.owner)
    spec = visit.spec(found.options["register"])

    def known(place: int) -> tuple[bool, int, int]:
        sheet = sheets[place]
        targets = guess(visit, spec, sheet, columns_of(sheet)).columns.values()
        return not sheet.hidden, sum(one.startswith(TO) for one in targets), _size(sheet)

    return max(range(len(sheets)), key=known)


def _size(sheet: Sheet) -> int:
    return sum(1 for _row in numbered(sheet))


def job_of(visit: Visit, spec: RegisterSpec, pk: int, kind: str) -> Job:
    """Return a finished job of this person for this register; raises `Gone`."""
    found = Job.objects.filter(
        pk=pk, owner=visit.person, kind=kind, project_id=visit.project.pk, state=JobState.DONE
    ).first()
    if found is None or found.options.get("register") != spec.key:
        raise Gone
    return found


def sheets_of(found: Job) -> list[Sheet]:
    """Return the tables of a file that was read; raises `Gone`."""
    try:
        with found.made.open("rb") as kept:
            return unpacked(kept.read())
    except (FileNotFoundError, ValueError):
        raise Gone from None


def chosen(sheets: Sequence[Sheet], wanted: Wanted) -> Sheet:
    """Return the table that is to be taken over."""
    return with_header(sheets[min(wanted.sheet, len(sheets) - 1)], wanted.header)


# ---- taking over


@job(IMPORT)
def take_over(found: Job, progress: Progress) -> dict[str, Any]:
    """Take the rows of a table over: all of them, or those that can be."""
    project = Project.objects.get(pk=found.project_id or 0)
    visit = Visit(project, found.owner)
    spec = visit.spec(found.options["register"])
    visit.need_edit(spec)
    try:
        source = job_of(visit, spec, found.options["read"], READ)
        sheets = sheets_of(source)
    except Gone:
        raise Refused(_("That file is no longer here. Upload it again.")) from None
    wanted = Wanted.from_json(found.options["wanted"])
    sheet = chosen(sheets, wanted)
    name = source.result["file"]
    before = _mark(visit, spec)
    # Outside the transaction, so that others see how far it is.
    judge = Judge(visit, spec, sheet, wanted)
    judged = judge.judged(lambda done, all_: progress(done, all_ * 2, _("Checking the rows")))
    progress(len(judged), len(judged) * 2, _("Writing the records"))
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        _mark_imported(source, found)
        if before != _mark(visit, spec) or any(one.kind == CHANGED for one in judged):
            judge = Judge(visit, spec, sheet, wanted, lock=True)
            judged = judge.judged()
        wrong = [one for one in judged if one.kind == BAD]
        if wrong and not found.options.get("skip"):
            raise Refused(_("Row %(row)d cannot be taken: %(why)s Nothing was imported.") % {
                "row": wrong[0].number, "why": wrong[0].wrong[0][1]})  # fmt: skip
        written = _write(judge, judged, name)
        remember(project, spec, wanted, columns_of(sheet))
        _keep_wrong(found, sheet, wrong)
        return progress.finish({
            "file": name,
            "counts": counts_of(judged),
            "wrong": said(wrong),
            **written,
            "next": reverse("register_imported", args=[project.pk, spec.key, found.pk]),
        })  # fmt: skip


def _mark_imported(source: Job, found: Job) -> None:
    """Say of a file that a job imports it; raises `Refused` when another one did, and was not undone."""
    locked = Job.objects.select_for_update().get(pk=source.pk)
    before = Job.objects.filter(pk=locked.result.get("imported")).first()
    if before is not None and not before.result.get("undone"):
        raise Refused(_("This file was imported already. To import it once more, upload it again."))
    locked.result["imported"] = found.pk
    locked.save(update_fields=["result"])


def _mark(visit: Visit, spec: RegisterSpec) -> dict[str, Any]:
    """Return what differs after anything in a register has changed."""
    rows = Record.objects.filter(project=visit.project, register=spec.key)
    return rows.aggregate(count=Count("pk"), last=Max("pk"), versions=Sum("version"))


def _write(judge: Judge, judged: Sequence[Judged], name: str) -> dict[str, Any]:
    visit, spec = judge.visit, judge.spec
    drafts = [
        Draft(values=one.values, state=one.state, number=one.wanted_number)
        for one in judged
        if one.kind == NEW
    ]
    made = create_many(visit, spec, drafts, kind=Entry.Kind.IMPORTED, reason=name)
    changed = [one for one in judged if one.kind == CHANGED]
    for one in changed:
        for key, ends in one.links.items():
            of = spec.field(key)
            change = linking.put(one.record, of, ends) if of else None
            one.changes += [change] if change else []
        if one.left:
            spec.moved(visit, one.record, one.left)
    records = [one.record for one in changed]
    changes = {one.record.pk: one.changes for one in changed}
    bulk.write(visit, spec, records, judge.before, Entry.Kind.IMPORTED, changes=changes, reason=name)
    return {"made": [one.pk for one in made], "changed": [[one.pk, one.version] for one in records]}


def said(wrong: Sequence[Judged]) -> list[dict[str, Any]]:
    """Return what is wrong with rows, the first of them."""
    return [
        {
            "row": one.number,
            "title": one.title[:MOST_CHARACTERS],
            "column": column,
            "why": why[:MOST_CHARACTERS],
        }
        for one in wrong
        for column, why in one.wrong
    ][:MOST_SAID]


def _keep_wrong(found: Job, sheet: Sheet, wrong: Sequence[Judged]) -> None:
    """Keep the rows that were not taken as a table, with the reasons, to be mended and imported."""
    if not wrong:
        return
    width = max((len(one.cells) for one in wrong), default=0)
    headings = [*sheet.headings, *[None] * width][: max(width, len(sheet.headings))]
    rows: list[list[Any]] = [[*headings, _("Row"), _("Why it was not taken")]]
    for one in wrong:
        cells = [cell_at(one.cells, index) for index in range(len(headings))]
        why = "\n".join(f"{column}: {text}" if column else text for column, text in one.wrong)
        rows.append([*cells, one.number, why])
    data, _cuts = write_table_bytes([Sheet(_("Not taken"), rows, header=0)], "xlsx")
    found.made.save(f"{found.pk}.xlsx", ContentFile(data), save=False)
    found.made_name = _("Not taken") + ".xlsx"


# ---- taking back


def undo(visit: Visit, spec: RegisterSpec, found: Job) -> tuple[int, int]:
    """Take an import back: remove what it made, give back what it changed.

    Returns
    -------
    tuple of int
        How many records were taken back, and how many were not, because somebody has changed them since.

    Raises
    ------
    Unfit
        When a record cannot go back to its state.
    """
    visit.need_edit(spec)
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=found.pk)
        if locked.result.get("undone"):
            return 0, 0
        locked.result["undone"] = timezone.now().isoformat()
        locked.save(update_fields=["result"])
        versions = dict.fromkeys(locked.result["made"], 1) | dict(locked.result["changed"])
        rows = Record.objects.select_for_update().filter(pk__in=versions, removed_at=None).order_by("pk")
        decided = set(
            Approval.objects.filter(record__in=versions, state="running").values_list("record_id", flat=True)
        )
        same = [
            pk
            for pk, version in rows.values_list("pk", "version")
            if versions[pk] == version and pk not in decided
        ]
        made = set(locked.result["made"])
        _remove(visit, [pk for pk in same if pk in made])
        for pk, record in spec.model.objects.in_bulk([pk for pk in same if pk not in made]).items():
            entry = Entry.objects.filter(record_id=pk, kind=Entry.Kind.IMPORTED).first()
            _give_back(visit, spec, record, entry.changes if entry else [])
    return len(same), len(versions) - len(same)


def _remove(visit: Visit, pks: Sequence[int]) -> None:
    now, why = timezone.now(), _("The import was undone.")
    Record.objects.filter(pk__in=pks).update(removed_at=now, changed_at=now, version=2)
    Entry.objects.bulk_create(
        (Entry(record_id=pk, by=visit.person, kind=Entry.Kind.REMOVED, reason=why) for pk in pks),
        batch_size=1_000,
    )  # fmt: skip


def _give_back(visit: Visit, spec: RegisterSpec, record: Any, changes: Sequence[Mapping[str, Any]]) -> None:
    left = record.state
    for change in changes:
        of = spec.field(change["field"])
        if of is None:
            setattr(record, change["field"], change["old"] or "")
        elif of.kind is Kind.LINK:
            linking.put(record, of, change["old"])
        else:
            put(record, of, change["old"])
    if record.state != left:
        spec.moved(visit, record, left)
    back = [{"field": one["field"], "old": one["new"], "new": one["old"]} for one in changes]
    why = _("The import was undone.")
    save(visit, spec, record, Entry(kind=Entry.Kind.CHANGED, changes=back, reason=why))
