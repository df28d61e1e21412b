"""The page that asks before a project goes for good."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from uptake.projects.selectors import deleted_projects
from uptake.projects.views.projects import SignedIn
from uptake.schedule.lifecycle.purging import purge as delete_for_good
from uptake.ui.answers import form_page, saved


class Named(forms.Form):
    """Asks for the name of what is to be destroyed."""

    name = forms.CharField(label=gettext_lazy("Type the name of the project"), max_length=200)

    def __init__(self, *given: Any, expected: str, **values: Any) -> None:
        super().__init__(*given, **values)
        self.expected = expected

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.split() != self.expected.split():
            raise forms.ValidationError(_("This is not its name. Type: %s") % self.expected)
        return name


@require_http_methods(["GET", "POST"])
def purge(request: SignedIn, pk: int) -> HttpResponse:
    project = get_object_or_404(deleted_projects(request.user), pk=pk)
    form = Named(request.POST or None, expected=project.name)
    if form.is_valid():
        delete_for_good(project)
        return saved(
            request, _("“%s” is gone for good.") % project.name, f"{reverse('projects')}?show=deleted"
        )
    return form_page(request, "projects/purge.html", {"form": form, "name": project.name})
