"""A questionnaire from inside the project: its questions, its link, what was answered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.assessment import answering, questions, results
from uptake.assessment.asked import asked_of
from uptake.assessment.results_file import workbook
from uptake.projects.requests import ProjectRequest
from uptake.registers import services
from uptake.registers.forms import RecordForm
from uptake.registers.linking import record_url
from uptake.registers.models import Entry
from uptake.registers.page import below, record_at
from uptake.registers.writing import lock, save
from uptake.ui.answers import UNPROCESSABLE, saved, whole

CONFLICT = 409
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def build(request: ProjectRequest, number: int) -> HttpResponse:
    """Write the questions."""
    visit, spec, record = record_at(request, "questionnaire", number)
    visit.need_edit(spec)
    form = RecordForm(
        visit, spec, record, request.POST if request.method == "POST" else None, only="questions"
    )
    context = below(visit, spec, record) | {
        "form": form,
        "version": record.version,
        "asked": asked_of(record),
    }
    status = 200
    if request.method == "POST":
        version = context["version"] = whole(request.POST.get("version")) or 0
        try:
            services.change(visit, spec, record, form.given(), version=version)
        except services.Unfit as why:
            form.refuse(why)
            status = UNPROCESSABLE
        except services.Changed as why:
            context |= {
                "clash": True,
                "version": why.record.version,
                "asked": asked_of(visit.record(spec, number)),
            }
            status = CONFLICT
        else:
            return saved(
                request, _("Saved."), reverse("questionnaire_build", args=[request.project.pk, number])
            )
    return render(request, "assessment/build.html", context, status=status)


@require_GET
def preview(request: ProjectRequest, number: int) -> HttpResponse:
    """Show the questions as people will see them; nothing can be sent."""
    visit, spec, record = record_at(request, "questionnaire", number)
    context = below(visit, spec, record) | {"asked": asked_of(record), "preview": True}
    return render(request, "assessment/preview.html", context)


@require_POST
def link(request: ProjectRequest, number: int) -> HttpResponse:
    """Give a questionnaire another public address; the one before leads nowhere from now on."""
    visit, spec, record = record_at(request, "questionnaire", number)
    visit.need_edit(spec)
    record = lock(spec, record)
    record.token = answering.new_token()
    save(visit, spec, record, Entry(kind=Entry.Kind.NOTED, reason=_("The public link was replaced.")))
    return saved(request, _("The old link no longer works."), record_url(record))


@require_GET
def show_results(request: ProjectRequest, number: int) -> HttpResponse:
    """Show what was answered."""
    visit, spec, record = record_at(request, "questionnaire", number)
    asked = questions.read(record.questions)
    where = results.filters_of(asked, request.GET)
    answers = results.answers_of(record, where)
    context = below(visit, spec, record) | {
        "results": results.results_of(record, answers),
        "count": len(answers),
        "filters": [one for one in asked if one.kind in questions.LEADING],
        "where": where,
        "query": request.GET.urlencode(),
    }
    return render(request, "assessment/results.html", context)


@require_GET
def results_file(request: ProjectRequest, number: int) -> HttpResponse:
    """Hand out what was answered as a workbook: exactly what the page shows."""
    _visit, spec, record = record_at(request, "questionnaire", number)
    where = results.filters_of(questions.read(record.questions), request.GET)
    data = workbook(record, results.answers_of(record, where))
    name = get_valid_filename(f"{spec.code(record.number)} {record.title[:60]}.xlsx")
    return HttpResponse(
        data,
        content_type=MEDIA,
        headers={"Content-Disposition": _attachment(name), "Cache-Control": "no-store"},
    )


def _attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
