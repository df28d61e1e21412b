"""A register out of a file and into one: export, template, and the four steps of an import."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.interchange.sheets import Sheet
from uptake.platform.jobs import Refused, ask, do_now
from uptake.platform.models import Job, JobState
from uptake.projects.requests import ProjectRequest
from uptake.registers.files import exporting, importing, new_fields, questions
from uptake.registers.files.cells import Reader
from uptake.registers.files.judging import BAD, CHANGED, NEW, Judge, counts_of
from uptake.registers.files.table import Column, above, columns_of, with_header
from uptake.registers.files.upload import TableUpload, shown_name
from uptake.registers.files.wanted import NEW as NEW_FIELD
from uptake.registers.files.wanted import TO, Wanted, guess, missing
from uptake.registers.lists.listing import Listing
from uptake.registers.sections import tabs_of
from uptake.registers.spec import Kind, RegisterSpec
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit
from uptake.ui.answers import UNPROCESSABLE

AT_ONCE_BYTES = 500_000
"""Up to so large, a file is read while the person waits."""
AT_ONCE_ROWS = 500
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _visit(request: ProjectRequest, register: str) -> tuple[Visit, RegisterSpec]:
    visit = Visit(request.project, request.user)
    return visit, visit.spec(register)


def _context(visit: Visit, spec: RegisterSpec, **more: Any) -> dict[str, Any]:
    return {"visit": visit, "spec": spec, "tabs": tabs_of(visit, spec.section), **more}


# ---- out


@require_GET
def export(request: ProjectRequest, register: str) -> HttpResponse:
    """Offer the formats; with one in the address, give what the list shows."""
    visit, spec = _visit(request, register)
    query = request.GET.copy()
    kind = query.pop("format", [""])[-1]
    query.pop("drawer", None)
    listing = Listing(visit, spec, query)
    number = listing.count
    if kind not in exporting.FORMATS:
        more = {
            "number": number,
            "most": exporting.MOST,
            "query": query.urlencode(),
            "edit": visit.may_edit(spec),
        }
        return render(request, "registers/export.html", _context(visit, spec, **more))
    if number > exporting.AT_ONCE:
        options = {
            "register": spec.key,
            "format": kind,
            "query": query.urlencode(),
            "name": exporting.file_name(visit, spec, kind),
        }
        try:
            return redirect(
                "job",
                pk=ask(exporting.EXPORT, request.user, project_id=request.project.pk, options=options).pk,
            )
        except Refused as why:
            messages.error(request, str(why))
            return redirect("register", project_id=request.project.pk, register=spec.key)
    return _download(exporting.written(listing, kind), exporting.file_name(visit, spec, kind), kind)


@require_GET
def template(request: ProjectRequest, register: str) -> HttpResponse:
    """Give a table with nothing but the headings, to be filled in."""
    visit, spec = _visit(request, register)
    visit.need_edit(spec)
    return _download(exporting.template(visit, spec), exporting.file_name(visit, spec, "xlsx"), "xlsx")


def _download(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA[kind])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


# ---- in


@require_http_methods(["GET", "POST"])
def take_in(request: ProjectRequest, register: str) -> HttpResponse:
    """Step 1: a file."""
    visit, spec = _visit(request, register)
    visit.need_edit(spec)
    form = TableUpload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        options = {"name": shown_name(given.name), "register": spec.key}
        begin = do_now if given.size <= AT_ONCE_BYTES else ask
        given.name = "upload"
        try:
            job = begin(
                importing.READ, request.user, project_id=request.project.pk, options=options, given=given
            )
        except Refused as why:
            form.add_error("file", str(why))
        else:
            if job.state != JobState.FAILED:
                return redirect("job", pk=job.pk)
            form.add_error("file", job.message)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "registers/import.html", _context(visit, spec, form=form), status=status)


class Step:
    """A file on its way into a register: what was read, what is wanted of it so far."""

    def __init__(self, request: ProjectRequest, register: str, job: int) -> None:
        self.visit, self.spec = _visit(request, register)
        self.visit.need_edit(self.spec)
        self.job = importing.job_of(self.visit, self.spec, job, importing.READ)
        self.sheets = importing.sheets_of(self.job)
        told = self.job.result.get("wanted")
        self.wanted = Wanted.from_json(told) if told else None

    def need_wanted(self) -> Wanted:
        if self.wanted is None:
            raise importing.Gone
        return self.wanted

    def look_again(self) -> None:
        """See the register as it is after it was given new fields."""
        self.visit = Visit(self.visit.project, self.visit.person)
        self.spec = self.visit.spec(self.spec.key)

    def keep(self, wanted: Wanted) -> None:
        """Keep what was answered, so that the next step, or going back, finds it."""
        with transaction.atomic():
            locked = Job.objects.select_for_update().get(pk=self.job.pk)
            locked.result["wanted"] = wanted.to_json()
            locked.save(update_fields=["result"])

    def url(self, step: str) -> str:
        return reverse(f"register_import_{step}", args=[self.visit.project.pk, self.spec.key, self.job.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        return _context(self.visit, self.spec, job=self.job, told=self.job.result, **more)


def _with_step(view: Callable[[ProjectRequest, Step], HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view its step; a file that is gone leads back to the beginning, with a sentence."""

    @wraps(view)
    def opened(request: ProjectRequest, register: str, job: int) -> HttpResponse:
        try:
            return view(request, Step(request, register, job))
        except importing.Gone:
            messages.error(request, _("That file is no longer here. Upload it again."))
            return redirect("register_import", project_id=request.project.pk, register=register)

    return opened


@require_http_methods(["GET", "POST"])
@_with_step
def columns(request: ProjectRequest, step: Step) -> HttpResponse:
    """Step 2: which table, which headings, what becomes of each column."""
    given = request.POST if request.method == "POST" else request.GET
    place = questions.whole(given.get("sheet"))
    if place is None:
        place = step.wanted.sheet if step.wanted else step.job.result["sheet"]
    sheet = step.sheets[min(place, len(step.sheets) - 1)]
    if "header" in given:
        sheet = with_header(sheet, questions.whole(given.get("header")))
    elif step.wanted and step.wanted.sheet == place:
        sheet = with_header(sheet, step.wanted.header)
    found = columns_of(sheet)
    wanted = guess(step.visit, step.spec, sheet, found)
    wanted.sheet, wanted.header = place, sheet.header
    if step.wanted and (step.wanted.sheet, step.wanted.header) == (place, sheet.header):
        wanted = step.wanted
    wrong: dict[int | str, str] = {}
    if request.method == "POST":
        questions.columns_answered(step.visit, step.spec, request.POST, found, wanted)
        wrong = missing(step.visit, step.spec, wanted, found)
        if not wrong:
            try:
                return _columns_known(step, sheet, found, wanted)
            except new_fields.NotNow as why:
                wrong = {"fields": str(why)}
    context = step.context(
        wanted=wanted,
        sheet=sheet,
        questions=questions.column_questions(step.visit, step.spec, wanted, sheet, wrong),
        headers=questions.header_options(sheet),
        above=above(sheet),
        wrong=wrong,
    )
    return render(request, "registers/import_columns.html", context, status=UNPROCESSABLE if wrong else 200)


def _columns_known(step: Step, sheet: Sheet, columns: list[Column], wanted: Wanted) -> HttpResponse:
    """Make the fields that are new, and go on; raises `NotNow`."""
    wishes = [
        new_fields.Wish(one, Kind(target.removeprefix(NEW_FIELD)))
        for one in columns
        if (target := wanted.columns[one.index]).startswith(NEW_FIELD)
    ]
    if wishes:
        made = new_fields.make_fields(step.visit, step.spec, sheet, wishes)
        wanted.columns |= {index: f"{TO}{key}" for index, key in made.items()}
        step.look_again()
    step.keep(wanted)
    unread = Reader(step.visit, step.spec, sheet, wanted).unread()
    return redirect(step.url("values" if unread else "preview"))


@require_http_methods(["GET", "POST"])
@_with_step
def values(request: ProjectRequest, step: Step) -> HttpResponse:
    """Step 3: what is meant by cells that the fields do not know."""
    wanted, problem = step.need_wanted(), ""
    unread = Reader(step.visit, step.spec, importing.chosen(step.sheets, wanted), wanted).unread()
    if request.method == "POST":
        questions.values_answered(step.visit, step.spec, request.POST, unread, wanted)
        try:
            new = questions.new_choices(step.spec, unread, wanted)
            made = new_fields.make_choices(step.visit, step.spec, new) if new else {}
            questions.chosen_anew(unread, wanted, made)
            step.keep(wanted)
            return redirect(step.url("preview"))
        except new_fields.NotNow as why:
            problem = str(why)
    asked = questions.value_questions(step.visit, step.spec, wanted, unread)
    status = UNPROCESSABLE if problem else 200
    return render(
        request, "registers/import_values.html", step.context(asked=asked, problem=problem), status=status
    )


@require_http_methods(["GET", "POST"])
@_with_step
def preview(request: ProjectRequest, step: Step) -> HttpResponse:
    """Step 4: what would come of it; POST takes the rows over."""
    wanted = step.need_wanted()
    judge = Judge(step.visit, step.spec, importing.chosen(step.sheets, wanted), wanted)
    rows = judge.judged()
    counts = counts_of(rows)
    problem = ""
    if request.method == "POST":
        skip = request.POST.get("skip") == "1"
        if counts[BAD] and not skip:
            problem = _("Some rows cannot be taken. Say that they are left out, or mend the file.")
        else:
            options = {"register": step.spec.key, "read": step.job.pk, "wanted": wanted.to_json(), "skip": skip,
                       "name": step.job.result["file"]}  # fmt: skip
            begin = do_now if len(rows) <= AT_ONCE_ROWS else ask
            try:
                job = begin(importing.IMPORT, request.user, project_id=request.project.pk, options=options)
                return redirect("job", pk=job.pk)
            except Refused as why:
                problem = str(why)
    shown = questions.preview_columns(judge.reader)
    first = [one for one in rows if one.kind == BAD][: questions.SHOWN_ROWS]
    context = step.context(
        counts=counts,
        good=counts[NEW] + counts[CHANGED],
        columns=shown,
        rows=[
            questions.preview_row(step.visit, step.spec, one, shown) for one in rows[: questions.SHOWN_ROWS]
        ],
        all=len(rows),
        wrong=importing.said(first),
        asked=bool(judge.reader.unread()),
        problem=problem,
    )
    return render(request, "registers/import_preview.html", context, status=UNPROCESSABLE if problem else 200)


def _import_of(request: ProjectRequest, register: str, job: int) -> tuple[Visit, RegisterSpec, Job]:
    visit, spec = _visit(request, register)
    try:
        return visit, spec, importing.job_of(visit, spec, job, importing.IMPORT)
    except importing.Gone:
        raise Http404 from None


@require_GET
def imported(request: ProjectRequest, register: str, job: int) -> HttpResponse:
    """Say what came of an import."""
    visit, spec, found = _import_of(request, register, job)
    told = found.result
    context = _context(visit, spec, job=found, told=told, edit=visit.may_edit(spec),
                       done=len(told["made"]) + len(told["changed"]))  # fmt: skip
    return render(request, "registers/imported.html", context)


@require_POST
def undo(request: ProjectRequest, register: str, job: int) -> HttpResponse:
    """Take an import back."""
    visit, spec, found = _import_of(request, register, job)
    try:
        back, kept = importing.undo(visit, spec, found)
    except Unfit as why:
        messages.error(request, str(why))
        return redirect("register_imported", project_id=request.project.pk, register=spec.key, job=job)
    messages.success(request, _("The import was undone: %d records are as they were before.") % back)
    if kept:
        messages.warning(request, _("%d records stay, because somebody has changed them since.") % kept)
    return redirect("register", project_id=request.project.pk, register=spec.key)
