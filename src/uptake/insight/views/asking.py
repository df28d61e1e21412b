"""What the addresses of a review have in common: a draft, and what is meant of a rule."""

from django.http import Http404

from uptake.engine.edits.values import MAX_UID
from uptake.engine.review import BY_ID
from uptake.insight.reviewing import Reviewed, reviewed
from uptake.insight.waiving import KINDS
from uptake.projects.requests import ProjectRequest
from uptake.schedule.models import Draft
from uptake.schedule.versions import drafts


def draft_of(request: ProjectRequest) -> Draft | None:
    """Return the draft that the address names; raises `Http404` and `Problem`."""
    text = request.GET.get("draft", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return drafts.open_draft(request.project, int(text), request.user)


def found_of(request: ProjectRequest) -> Reviewed:
    """Return the review of the plan, or of the draft that the address names; raises `Http404` and `Problem`."""
    return reviewed(request.project, draft=draft_of(request))


def query_of(found: Reviewed) -> str:
    """Return what addresses of a draft end with."""
    return "" if found.draft is None else f"draft={found.draft.pk}"


def key_of(request: ProjectRequest) -> tuple[str, str, int]:
    """Return the rule, kind and uid of the address; raises `Http404`."""
    rule, kind, uid = (request.GET.get(name, "") for name in ("rule", "kind", "uid"))
    number = int(uid) if uid.isascii() and uid.isdigit() and len(uid) < 11 else 0
    if rule not in BY_ID or kind not in KINDS or number > MAX_UID:
        raise Http404
    return rule, kind, number if kind else 0
