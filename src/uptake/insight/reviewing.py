"""The review of a project's plan, or of a draft: what was found, with what is waived left out, and its history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone, translation

from uptake.engine.instants import DAY, moment
from uptake.engine.review import Facts, Options, Review, Severity, review
from uptake.engine.scheduling import Schedule
from uptake.insight.models import Score, Waiver
from uptake.insight.registered import facts_of
from uptake.interchange.review_sentences import Speaker
from uptake.projects.models import Project
from uptake.schedule import selectors, services
from uptake.schedule.bridge import State
from uptake.schedule.models import Draft
from uptake.schedule.versions import drafts
from uptake.schedule.words.amounts import language_of
from uptake.ui.dates import short_text


@dataclass(frozen=True, slots=True)
class Kept:
    """A baseline, told apart by its number."""

    project: int
    number: int
    dates: Mapping[int, tuple[int, int]] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A plan, or a draft of it, and what its review came to.

    Attributes
    ----------
    project : Project
    state : State
    draft : Draft or None
    review : Review
    waivers : dict
        The waiver that keeps an object, or a rule, from counting.
    """

    project: Project
    state: State
    draft: Draft | None
    review: Review
    waivers: Mapping[tuple[str, str, int], Waiver]

    @property
    def speaker(self) -> Speaker:
        """Says what was found in the language of who asks."""
        language = language_of(translation.get_language() or "en")
        today = timezone.localdate()
        return Speaker(self.state.schedule, language, lambda at: short_text(moment(at).date(), today))


def counting(project: Project, day: date | None = None) -> dict[tuple[str, str, int], Waiver]:
    """Return the waivers that hold on a day, by what they are about."""
    day = day or timezone.localdate()
    held = Waiver.objects.filter(Q(until=None) | Q(until__gte=day), project=project, ended_at=None)
    return {(one.rule, one.kind, one.uid): one for one in held.select_related("by").order_by("pk")}


def reviewed(project: Project, *, draft: Draft | None = None) -> Reviewed:
    """Review the plan as it stands; with a draft, as it would be. Raises `Problem` when the draft no longer fits."""
    state = services.current(project) if draft is None else drafts.state_of(draft)
    return review_of(project, state, draft)


def review_of(project: Project, state: State, draft: Draft | None = None) -> Reviewed:
    """Review a plan that is loaded already."""
    waivers = counting(project)
    numbers = selectors.baselines(project).order_by("-number").values_list("number", flat=True)
    number = numbers.first()
    kept = None if number is None else _baseline(project, number)
    today = selectors.now() // DAY * DAY
    options = Options(go_live=state.go_live, today=today, waived=frozenset(waivers))
    found = _review(state.schedule, kept, facts_of(project), options)
    return Reviewed(project, state, draft, found, waivers)


def _baseline(project: Project, number: int) -> Kept:
    return Kept(project.pk, number, selectors.baseline_dates(project, number))


@lru_cache(maxsize=16)
def _review(schedule: Schedule, kept: Kept | None, facts: Facts, options: Options) -> Review:
    """Review a schedule; kept for those asked for last, as a page and its parts ask again and again."""
    return review(schedule, baseline=None if kept is None else kept.dates, facts=facts, options=options)


def keep_score(project: Project) -> Score:
    """Write down what the plan as it stands comes to; once a revision, and anew when something is waived."""
    found = reviewed(project)
    told = found.review
    values = {
        "score": told.score,
        "errors": told.count(Severity.ERROR),
        "warnings": told.count(Severity.WARNING),
        "notices": told.count(Severity.NOTICE),
        "waived": len(told.waived),
    }
    kept: Score = Score.objects.update_or_create(
        project=project,
        revision=found.state.revision,
        defaults=values,
        create_defaults=values | {"at": timezone.now()},
    )[0]
    return kept


MOST_SCORES = 500


def scores(project: Project) -> list[Score]:
    """Return what the last revisions came to, the earliest first."""
    return list(Score.objects.filter(project=project).order_by("-revision")[:MOST_SCORES])[::-1]
