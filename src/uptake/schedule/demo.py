"""The demonstration project, put into the database: once in each language, with one set of people."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from uptake.accounts.models import Organisation, Person
from uptake.packs.demo import Demo, build_demo
from uptake.packs.words import Language
from uptake.projects.models import Member, Project, Role
from uptake.projects.services import create_project, record_facts
from uptake.schedule import models, services
from uptake.schedule.editing.changes import to_edits
from uptake.schedule.versions import drafts

PASSWORD = "用好-uptake-demo"  # noqa: S105 - of invented people, who are there in the demonstration only
LANGUAGES: dict[Language, str] = {"en": "en", "zh": "zh-hans"}
CHANGED = (
    ("xiaodong.lin@example.com", datetime(2026, 9, 21, 9, 40), "b3.dev.lab", "12d"),
    ("siyuan.luo@example.com", datetime(2026, 9, 21, 16, 5), "d6.m2", "3d"),
    ("mingxuan.zhou@example.com", datetime(2026, 9, 22, 10, 30), "b2.dev.cfg", "9d"),
    ("jing.tang@example.com", datetime(2026, 9, 23, 14, 15), "tr.b3.doc", "10d"),
)
"""Who gave which task another duration since, by its key in the outline."""
DRAFTED = ("mingxuan.zhou@example.com", (("d4.m2", "5d"), ("d5.m2", "4d"), ("b2.unit", "8d")))
"""A draft that somebody has open: durations that a second load of the data would need."""


Fill = Callable[[Project, Demo, Mapping[str, Person], Language], None]


def nothing_more(project: Project, demo: Demo, people: Mapping[str, Person], language: Language) -> None:
    """Leave a project with its plan alone."""


def load_demo(fill: Fill = nothing_more) -> int:
    """Make the demonstration projects that are not there yet; tell how many were made.

    `fill` puts what else belongs to a project into it, in the same transaction.
    """
    made = 0
    both: dict[Language, Demo] = {language: build_demo(language) for language in LANGUAGES}
    people = None
    for language, demo in both.items():
        if Project.objects.filter(name=demo.name).exists():
            continue
        with transaction.atomic(), translation.override(LANGUAGES[language]):
            people = people or _people(both["en"], both["zh"])
            fill(_load(demo, people), demo, people, language)
        made += 1
    return made


def _people(english: Demo, chinese: Demo) -> dict[str, Person]:
    """Make everybody, with the names of both languages, and the administrator of the installation."""
    companies = {
        one.kind: Organisation.objects.get_or_create(
            name=f"{here.name} {one.name}", defaults={"kind": one.kind}
        )[0]
        for one, here in zip(english.organisations, chinese.organisations, strict=True)
    }
    found: dict[str, Person] = {}
    for one, here in zip(english.people, chinese.people, strict=True):
        found[one.email] = _person(one.email, f"{here.name} {one.name}", companies[one.organisation])
    _person("admin@example.com", "管理员 Administrator", None, is_superuser=True)
    return found


def _person(
    email: str, name: str, organisation: Organisation | None, *, is_superuser: bool = False
) -> Person:
    known = Person.objects.filter(email=email).first()
    if known is not None:
        return known
    return Person.objects.create(
        email=email, password=_hash(), name=name, organisation=organisation, is_superuser=is_superuser
    )


@cache
def _hash() -> str:
    """Hash the password once for everybody: that takes long, as it should."""
    return make_password(PASSWORD)


def _load(demo: Demo, people: dict[str, Person]) -> Project:
    managers = [one for one in demo.people if one.role == Role.MANAGER]
    manager = people[managers[0].email]
    sides = {
        person.organisation.kind: person.organisation for person in people.values() if person.organisation
    }
    project = create_project(
        manager,
        name=demo.name,
        description=demo.about,
        customer=sides["customer"],
        vendor=sides["vendor"],
    )
    Member.objects.filter(project=project).delete()
    for one in demo.people:
        Member.objects.create(project=project, person=people[one.email], role=Role(one.role), title=one.title)
    services.start_plan(project, demo.plan, go_live=demo.go_live)
    _hang_on(project, demo, people)
    _change(project, demo, people)
    return project


def _hang_on(project: Project, demo: Demo, people: dict[str, Person]) -> None:
    """Add what hangs on tasks and resources."""
    tasks = {row.uid: row for row in models.Task.objects.filter(plan_id=project.pk)}
    resources = {row.uid: row for row in models.Resource.objects.filter(plan_id=project.pk)}
    for person in demo.people:
        models.Resource.objects.filter(pk=resources[person.resource].pk).update(person=people[person.email])
    models.Rate.objects.bulk_create(
        models.Rate(resource=resources[one.resource], hourly=one.hourly, per_use=one.per_use)
        for one in demo.rates
    )
    for one in demo.deliverables:
        models.Deliverable.objects.create(
            task=tasks[one.task],
            name=one.name,
            owner=resources[one.owner],
            acceptance=one.acceptance,
            state=one.state,
        )
    for number, baseline in enumerate(demo.baselines, 1):
        columns = {
            name: [getattr(row, field) for row in baseline.rows]
            for name, field in (
                ("uid", "task"),
                ("start", "start"),
                ("finish", "finish"),
                ("duration", "duration"),
                ("work", "work"),
            )
        }
        kept = models.Baseline.objects.create(
            plan_id=project.pk, number=number, name=baseline.name, revision=0, columns=columns
        )
        models.Baseline.objects.filter(pk=kept.pk).update(at=_aware(baseline.at))
        planned = dict(zip(columns["uid"], columns["finish"], strict=True))[demo.go_live]
        record_facts(project.pk, go_live_planned=planned)
    for said in demo.comments:
        comment = models.Comment.objects.create(
            task=tasks[said.task], author=people[said.author], text=said.text
        )
        models.Comment.objects.filter(pk=comment.pk).update(at=_aware(said.at))


def _change(project: Project, demo: Demo, people: dict[str, Person]) -> None:
    """Let people change the plan, and begin a draft, so that history and drafts have something to show."""
    for number, (email, at, key, text) in enumerate(CHANGED, 1):
        services.apply_edits(project, _typed(demo, ((key, text),)), people[email])
        models.Revision.objects.filter(plan_id=project.pk, number=number).update(at=_aware(at))
    email, wanted = DRAFTED
    draft = drafts.start_draft(project, _("A second load of the data"), people[email])
    drafts.change(draft, _typed(demo, wanted), None)


def _typed(demo: Demo, wanted: Iterable[tuple[str, str]]) -> services.Intend:
    """Return durations as they would be typed into the plan page."""
    changes = [
        {"intent": "type", "uid": demo.keys[key], "column": "duration", "text": text} for key, text in wanted
    ]
    return lambda state: to_edits(state.schedule, changes, language="en", next_uid=state.next_uid)


def _aware(at: datetime) -> datetime:
    return timezone.make_aware(at)
