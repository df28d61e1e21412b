"""What all pages of the configuration share: the draft, its bar, and saving without overwriting others."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from uptake.platform.jobs import Refused
from uptake.projects.requests import ProjectRequest
from uptake.registers.configuration import drafts
from uptake.registers.configuration.difference import difference, properties
from uptake.registers.configuration.document import Document, mark_of, name_of, register_of, targets
from uptake.registers.configuration.forms import Part, PartForm
from uptake.ui.answers import UNPROCESSABLE, saved

CONFLICT = 409
FOLDER = "registers/configuration/"


class Clash(Exception):
    """Somebody else changed the same part meanwhile.

    Attributes
    ----------
    now : object
        The part as it is now; None when it is gone.
    """

    def __init__(self, now: Any) -> None:
        super().__init__()
        self.now = now


class Desk:
    """A visit to the configuration of a project."""

    def __init__(self, request: ProjectRequest) -> None:
        self.request, self.project = request, request.project
        self.draft = drafts.Draft(request.project)
        self.document: Document = self.draft.content
        if request.method == "POST" and self.project.archived:
            raise Refused(_("This project is archived: it can be read only. Bring it back to change it."))

    def target(self, of: str) -> str:
        """Return what has fields; raises `Http404`."""
        if of not in targets(self.document):
            raise Http404
        return of

    def register(self, key: str) -> Part:
        found = register_of(self.document, key)
        if found is None:
            raise Http404
        return found

    def page(
        self, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        lines = difference(self.draft.published, self.document)
        shown = {
            "draft": self.draft,
            "changes": len(lines),
            "problems": self.draft.problems(),
            "editable": not self.project.archived,
            **(context or {}),
        }
        return render(self.request, f"{FOLDER}{template}", shown, status=status)

    def edit(self, change: Callable[[Document], Any], url: str, *, said: str = "") -> HttpResponse:
        """Change the draft at once, without a form; what would be wrong is said on the page that follows."""
        try:
            drafts.edit(self.project, self.request.user, change)
        except drafts.Unfit as why:
            for one in why.problems[:5]:
                messages.error(self.request, str(one))
        else:
            if said:
                messages.success(self.request, said)
        return redirect(url)

    def form_page(
        self,
        form: PartForm,
        template: str,
        context: Mapping[str, Any],
        *,
        part: Callable[[Document], Any],
        put: Callable[[Document, Any], Any],
        url: str | Callable[[Any], str],
        told: Callable[[], Any] | None = None,
    ) -> HttpResponse:
        """Show a form for a part of the draft; POST saves it.

        Parameters
        ----------
        part : callable
            Finds in a document what the form is about; None for something new.
        put : callable
            Puts what the form says into a document.
        url : str or callable
            Where the saved form leads, perhaps by what it said.
        told : callable, optional
            What the form says; else its `told`.
        """
        was = mark_of(part(self.document))
        shown = {"form": form, "was": was, **context}
        if self.request.method != "POST":
            return self.page(template, shown)
        sent = self.request.POST.get("was", "")
        shown["was"] = sent
        said = (told or form.told)() if form.is_valid() else None
        if said is None or form.errors:
            return self.page(template, shown, status=UNPROCESSABLE)

        def change(document: Document) -> None:
            now = part(document)
            if mark_of(now) != sent:
                raise Clash(now)
            put(document, said)

        try:
            drafts.edit(self.project, self.request.user, change)
        except drafts.Unfit as why:
            form.blame(why.problems)
            return self.page(template, shown, status=UNPROCESSABLE)
        except Clash as why:
            shown |= {"was": mark_of(why.now), "clash": _clash(why.now, said), "gone": why.now is None}
            return self.page(template, shown, status=CONFLICT)
        return saved(self.request, _("Saved in the draft."), url if isinstance(url, str) else url(said))


def _clash(now: Any, mine: Any) -> list[Any]:
    """Return the differences between what is there now and what was sent."""
    if isinstance(now, dict) and isinstance(mine, dict):
        return list(properties("", now, mine))
    return []


def heading_of(desk: Desk, of: str) -> str:
    return (
        _("Fields of tasks")
        if of == "task"
        else _("Fields of the project")
        if of == "project"
        else name_of(desk.document, of)
    )
