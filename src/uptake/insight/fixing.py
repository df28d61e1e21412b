"""What a review offers to mend at one click: looked at first, then made as one change that can be undone."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.edits import Edit
from uptake.engine.review import Finding, repair
from uptake.insight.reviewing import Reviewed, review_of
from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.asking import intention, refuse_archived
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Draft
from uptake.schedule.versions import drafts


def chosen(found: Reviewed, rule: str, kind: str, uid: int) -> list[Finding]:
    """Return what can be mended of a rule: one object, or all when none is named."""
    fixable = [one for one in found.review.of(rule) if one.fix]
    return [one for one in fixable if not kind or (one.kind, one.uid) == (kind, uid)]


def intend(project: Project, found: Reviewed, key: tuple[str, str, int]) -> services.Intend:
    """Return the change that mends findings, worked out on the plan as it stands when it is made."""
    some = chosen(found, *key)
    name = found.speaker.object(some[0]) if some else ""
    label = [{"code": "review", "name": name, "count": len(some)}]

    def make(state: State) -> Sequence[Edit]:
        again = found if state.schedule is found.state.schedule else review_of(project, state, found.draft)
        findings = chosen(again, *key)
        uid = state.next_uid["link"]
        edits = repair(state.schedule, findings, link_uid=uid, go_live=state.go_live) if findings else []
        if not edits:
            raise Problem(
                _("There is nothing left to mend: somebody changed the plan. Look at the review again.")
            )
        return edits

    return intention(make, label)


def preview(project: Project, found: Reviewed, key: tuple[str, str, int]) -> services.Outcome:
    """Return what mending findings would do; nothing is written."""
    meant = intend(project, found, key)
    return services.preview(project, meant) if found.draft is None else drafts.preview(found.draft, meant)


def mend(project: Project, found: Reviewed, key: tuple[str, str, int], by: Person) -> services.Outcome:
    """Mend findings, in the plan or in the draft."""
    refuse_archived(project)
    meant = intend(project, found, key)
    if found.draft is None:
        return services.apply_edits(project, meant, by)
    return drafts.change(found.draft, meant, None)


def may_mend(draft: Draft | None, offered: Sequence[str]) -> bool:
    """Tell whether who was offered these changes may mend."""
    return "edit" in offered and not (draft is not None and draft.held)
