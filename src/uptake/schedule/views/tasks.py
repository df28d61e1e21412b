"""The drawer of a task: fields, links, people, deliverables, comments, files, history."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.platform import uploads
from uptake.projects.access import Forbidden, may
from uptake.projects.requests import ProjectRequest
from uptake.registers.beside.relating import related_to_task
from uptake.registers.visit import Visit
from uptake.schedule import selectors, services
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.forms import DeliverableForm
from uptake.schedule.pages import conversation
from uptake.schedule.selectors import now
from uptake.schedule.tasks import comments, task_page
from uptake.schedule.tasks.deliverables import deliverables_of, keep_deliverable, remove_deliverable
from uptake.schedule.versions import drafts
from uptake.schedule.views import answers
from uptake.schedule.words.reasons import CONSTRAINTS
from uptake.schedule.words.sentences import label_text
from uptake.schedule.words.sentences import why as why_sentences
from uptake.schedule.words.wording import column_word
from uptake.ui.answers import in_drawer, whole

LONGEST_FIELD = 100_000


def _state(request: ProjectRequest) -> State:
    """Return the plan that the page is about: the project's, or that of a draft."""
    draft = answers.number(request, "draft")
    if draft is None:
        return services.current(request.project)
    try:
        return drafts.state_of(drafts.open_draft(request.project, draft, request.user))
    except Problem:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def task(request: ProjectRequest, uid: int) -> HttpResponse:
    """Show a task; POST saves its fields."""
    state = _state(request)
    task_page.position(state, uid)
    if request.method == "POST":
        return _save(request, state, uid)
    return _drawer(request, state, uid)


def _save(request: ProjectRequest, state: State, uid: int) -> HttpResponse:
    """Send what differs to the plan; what others changed meanwhile is shown beside it."""
    need = "plan.progress" if answers.number(request, "draft") is None else "draft.edit"
    if not may(request.user, need, request.project):
        raise Forbidden(need)
    was, sent = _sent(request, "was_"), _sent(request, "")
    typed = {name: text for name, text in sent.items() if text != was.get(name, "")}
    shown = task_page.written(state, uid, task_page.language())
    clashes = task_page.conflicts(was, typed, shown)
    if clashes:
        told = [{"word": column_word(one.column), "mine": one.mine, "theirs": one.theirs} for one in clashes]
        return _drawer(request, state, uid, status=409, typed=typed, clashes=told)
    asked = task_page.changes(uid, typed)
    if not asked:
        return _drawer(request, state, uid, done=_("Nothing was changed."))
    status, found = _send(request, state, asked)
    if status == 409:
        return _drawer(request, _state(request), uid, status=409, typed=typed, wrong=found["message"])
    if status != 200:
        return _drawer(
            request,
            state,
            uid,
            status=422,
            typed=typed,
            wrong=found["message"],
            column=found.get("column") or "",
        )
    if "question" in found:
        return _drawer(request, state, uid, typed=typed, question=found["impact"])
    if not in_drawer(request):
        messages.success(request, found["impact"]["text"])
        return redirect(_address(request, uid))
    return _drawer(request, _state(request), uid, done=_("Saved: %s") % found["impact"]["text"])


def _send(request: ProjectRequest, state: State, asked: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
    """Carry out changes as the plan page does; returns the status and the JSON of the answer."""
    body = {
        "base": state.revision,
        "changes": asked,
        "ask": not answers.sure(request),
        "draft": answers.number(request, "draft"),
    }
    return conversation.converse(request.project, request.user, body)


def _sent(request: ProjectRequest, prefix: str) -> dict[str, str]:
    """Return the fields of a task that were sent, line ends as the plan has them."""
    given = ((name, request.POST.get(prefix + name)) for name in task_page.COLUMNS)
    return {name: text.replace("\r\n", "\n")[:LONGEST_FIELD] for name, text in given if text is not None}


def _drawer(
    request: ProjectRequest,
    state: State,
    uid: int,
    *,
    status: int = 200,
    typed: Mapping[str, str] | None = None,
    form: DeliverableForm | None = None,
    **extra: Any,
) -> HttpResponse:
    project, person, language = request.project, request.user, task_page.language()
    i = task_page.position(state, uid)
    shown = task_page.written(state, uid, language)
    draft = answers.number(request, "draft")
    edit = "edit" in selectors.changes_offered(project, person, draft=draft)
    progress = draft is None and may(person, "plan.progress", project) and not project.archived
    before, after = task_page.linked(state, uid, language)
    context = {
        "state": state,
        "draft": draft,
        "query": "" if draft is None else f"?draft={draft}",
        "task": state.plan.tasks[i],
        "number": i + 1,
        "summary": bool(state.plan.structure.summary[i]),
        "dates": state.schedule.row(i),
        "was": shown,
        "fields": {**shown, **(typed or {})},
        "edit": edit,
        "progress": edit or progress,
        "before": before,
        "after": after,
        "assigned": task_page.assigned(state, uid, language),
        "why": why_sentences(state.schedule, uid, today=now()),
        "deliverables": deliverables_of(project, [uid]).get(uid, []),
        "deliverable_form": form or DeliverableForm(state_of=state),
        "may_deliver": may(person, "deliverable.edit", project) and not project.archived,
        "comments": comments.comments_of(project, uid, person),
        "files": comments.attachments_of(project, uid),
        "may_comment": may(person, "comment.write", project) and not project.archived,
        "may_moderate": may(person, "project.manage", project),
        "related": related_to_task(Visit(project, person), uid),
        "history": [(one, label_text(one.label)) for one in task_page.history_of(project, uid)],
        "constraints": [(kind.name, word()) for kind, word in CONSTRAINTS.items()],
        "resources": state.plan.resources,
        "calendars": state.plan.calendars,
        "categories": sorted({one.category for one in state.plan.tasks if one.category}),
        **extra,
    }
    return answers.page(request, "schedule/task.html", context, status=status)


def _then(request: ProjectRequest, uid: int, do: Callable[[], Any], done: str, **again: Any) -> HttpResponse:
    """Do something beside the plan, and show the task again: what was typed too, when it could not be done."""
    try:
        do()
    except Problem as why:
        state = _state(request)
        return _drawer(request, state, uid, status=422, wrong=why.sentence, column=why.column or "", **again)
    if in_drawer(request):
        return _drawer(request, _state(request), uid, done=done)
    messages.success(request, done)
    return redirect(_address(request, uid))


def _address(request: ProjectRequest, uid: int) -> str:
    draft = answers.number(request, "draft")
    return reverse("task", args=[request.project.pk, uid]) + ("" if draft is None else f"?draft={draft}")


# ---- links


@require_POST
def link(request: ProjectRequest, uid: int) -> HttpResponse:
    """Link the task with the one of a row: as its predecessor, or as its successor."""
    state = _state(request)
    task_page.position(state, uid)
    row = whole(request.POST.get("row"))
    if row is None or not 1 <= row <= len(state.plan.tasks):
        wrong = _("Type the row number of a task, 1 to %d.") % len(state.plan.tasks)
        return _drawer(request, state, uid, status=422, wrong=wrong, column="row", link=request.POST)
    other = state.plan.tasks[row - 1].uid
    pred, succ = (other, uid) if request.POST.get("as") != "successor" else (uid, other)
    number = task_page.position(state, pred) + 1
    new = f"{number}{request.POST.get('type') or 'FS'}{_signed(request.POST.get('lag', ''))}"
    text = ";".join(
        part for part in (task_page.predecessors_text(state, succ, task_page.language()), new) if part
    )
    asked = [{"intent": "type", "uid": succ, "column": "predecessors", "text": text}]
    return _relink(request, state, uid, asked)


def _signed(lag: str) -> str:
    lag = lag.strip()[:40]
    return lag if not lag or lag[0] in "+-−" else f"+{lag}"


@require_POST
def unlink(request: ProjectRequest, uid: int) -> HttpResponse:
    """Take a link away."""
    state = _state(request)
    task_page.position(state, uid)
    asked = [
        {
            "intent": "unlink",
            "pred": whole(request.POST.get("pred")),
            "succ": whole(request.POST.get("succ")),
        }
    ]
    return _relink(request, state, uid, asked)


def _relink(request: ProjectRequest, state: State, uid: int, asked: list[dict[str, Any]]) -> HttpResponse:
    status, found = _send(request, state, asked)
    if status != 200:
        again = _state(request)
        return _drawer(
            request, again, uid, status=422, wrong=found["message"], column="row", link=request.POST
        )
    if "question" in found:
        resend = {"action": request.get_full_path(), "fields": _plain(request)}
        return _drawer(request, state, uid, link_question=found["impact"], resend=resend, link=request.POST)
    return _then(request, uid, lambda: None, found["impact"]["text"])


def _plain(request: ProjectRequest) -> dict[str, str]:
    """Return what a form sent, to be sent once more."""
    return {
        name: str(text) for name, text in request.POST.items() if name not in {"csrfmiddlewaretoken", "sure"}
    }


# ---- deliverables


@require_POST
def deliverable(request: ProjectRequest, uid: int, pk: int | None = None) -> HttpResponse:
    """Add a deliverable, or change one."""
    state = _state(request)
    task_page.position(state, uid)
    form = DeliverableForm(request.POST, state_of=state)
    again: dict[str, Any] = {"form": form, "deliverable_open": pk or "new"}
    if not form.is_valid():
        return _drawer(request, state, uid, status=422, **again)
    return _then(
        request,
        uid,
        lambda: keep_deliverable(request.project, uid, form.cleaned_data, pk),
        _("Saved."),
        **again,
    )


@require_POST
def deliverable_remove(request: ProjectRequest, uid: int, pk: int) -> HttpResponse:
    return _then(request, uid, lambda: remove_deliverable(request.project, uid, pk), _("Removed."))


# ---- comments and files


@require_POST
def comment(request: ProjectRequest, uid: int, pk: int | None = None) -> HttpResponse:
    """Write a comment, or say one's own differently."""
    text = request.POST.get("text", "")
    if pk is None:
        do = lambda: comments.write_comment(request.project, uid, text, request.user)  # noqa: E731  # two ways to do one thing
    else:
        do = lambda: comments.change_comment(request.project, uid, pk, text, request.user)  # noqa: E731  # the other
    return _then(request, uid, do, _("Saved."), comment_text=text, comment_open=pk or "new")


@require_POST
def comment_remove(request: ProjectRequest, uid: int, pk: int) -> HttpResponse:
    do = lambda: comments.remove_comment(request.project, uid, pk, request.user)  # noqa: E731  # done later
    return _then(request, uid, do, _("Removed."))


@require_GET
def comment_count(request: ProjectRequest, uid: int) -> HttpResponse:
    """How many comments there are, for a drawer that stays open."""
    count = comments.comment_count(request.project, uid)
    return answers.page(request, "schedule/_comment_count.html", {"count": count, "uid": uid})


@require_POST
def attach(request: ProjectRequest, uid: int) -> HttpResponse:
    do = lambda: comments.attach(request.project, uid, request.FILES.get("file"), request.user)  # noqa: E731  # done later
    return _then(request, uid, do, _("Attached."))


@require_POST
def attachment_remove(request: ProjectRequest, uid: int, pk: int) -> HttpResponse:
    do = lambda: comments.remove_attachment(request.project, uid, pk, request.user)  # noqa: E731  # done later
    return _then(request, uid, do, _("Removed."))


@require_GET
def attachment(request: ProjectRequest, uid: int, pk: int) -> FileResponse:
    """Send a file as a download: whatever is in it, no browser runs it here."""
    found = comments.attachment_of(request.project, uid, pk)
    return uploads.download(found.file, found.name)
