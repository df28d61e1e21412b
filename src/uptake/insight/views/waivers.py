"""Waivers: what does not count, why, until when, and who said so."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.insight import page as pages
from uptake.insight import waiving
from uptake.insight.models import LONGEST_REASON
from uptake.insight.views.asking import found_of, key_of
from uptake.insight.views.review import context_of
from uptake.projects.requests import ProjectRequest
from uptake.schedule.editing.changes import Problem
from uptake.schedule.views import answers
from uptake.ui.answers import form_page, page_of, saved


class WaiverForm(forms.Form):
    """Why something does not count, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("Why it does not count"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("From the next day on it counts again. Empty: for good."),
    )

    def __init__(self, given: Any) -> None:
        super().__init__(given, label_suffix="")

    def clean_until(self) -> Any:
        """Refuse a day that is over."""
        until = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose one that is to come, or none."))
        return until


@require_GET
def waiver_list(request: ProjectRequest) -> HttpResponse:
    """Show what was waived."""
    found = found_of(request)
    rows = page_of(request, waiving.all_of(request.project))
    context = context_of(request, found) | {"rows": pages.waiver_rows(found, rows), "page": rows}
    return answers.page(request, "insight/waivers.html", context)


@require_http_methods(["GET", "POST"])
def waive(request: ProjectRequest) -> HttpResponse:
    """Waive a finding, or a rule."""
    key = key_of(request)
    back = reverse("plan_review", args=[request.project.pk])
    try:
        found = found_of(request)
        name = waiving.named(found, *key)
        form = WaiverForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            waiving.waive(request.project, request.user, key, name=name, **form.cleaned_data)
            return saved(request, _("It does not count any more."), back)
    except Problem as why:
        return answers.told(request, why, back)
    context = {"form": form, "name": name, "title": found.speaker.title(key[0]), "back": back}
    return form_page(request, "insight/waive.html", context)


@require_POST
def withdraw(request: ProjectRequest, pk: int) -> HttpResponse:
    """Let what was waived count again."""
    url = reverse("review_waivers", args=[request.project.pk])
    try:
        waiving.withdraw(request.project, request.user, pk)
    except Problem as why:
        return answers.told(request, why, url)
    messages.success(request, _("It counts again."))
    return redirect(url)
