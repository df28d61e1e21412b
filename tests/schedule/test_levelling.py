"""Levelling in the web: asked for, watched, looked at, taken over or left; alone and over several projects."""

import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.platform.test_parts import in_background
from tests.schedule.world import ANALYSE, BUILD, DAY, GO_LIVE, LI, START, SUPPORT, TEST, World, person, world
from uptake.engine import levelling as engine
from uptake.engine.compare import compare
from uptake.engine.edits import Add, Move, Set
from uptake.engine.instants import WEEK
from uptake.engine.plan import Assignment, Constraint, Link, Plan, Resource, Task
from uptake.engine.plan import Project as EngineProject
from uptake.packs.generate import generate
from uptake.platform import jobs, workers
from uptake.platform.jobs import parts
from uptake.platform.models import Job, JobPart, JobState
from uptake.platform.workers import WARMING
from uptake.projects.models import Member, Role
from uptake.schedule import levelling, models, services
from uptake.schedule.capacity import load
from uptake.schedule.editing.changes import Changes, Problem
from uptake.schedule.levelling import Wanted, applying, levelling_page, running, shared
from uptake.schedule.models import Draft, Revision
from uptake.schedule.versions import drafts

pytestmark = pytest.mark.django_db

QUICK = Wanted(seconds=0)


def overloaded(name: str = "ERP at Acme") -> World:
    """Analyse 5 d → build 10 d → test 5 d → go-live; the manual of 5 d beside it; Li Wei does all of it."""
    tasks = [
        Task(uid=ANALYSE, id=1, name="Analyse", duration=5 * DAY),
        Task(uid=BUILD, id=2, name="Build interfaces", duration=10 * DAY),
        Task(uid=TEST, id=3, name="Test", duration=5 * DAY),
        Task(uid=GO_LIVE, id=4, name="First batch live", duration=0, milestone=True),
        Task(uid=SUPPORT, id=5, name="Write manual", duration=5 * DAY),
    ]
    ends = [(ANALYSE, BUILD), (BUILD, TEST), (TEST, GO_LIVE), (SUPPORT, GO_LIVE)]
    links = [Link(uid=k, pred=a, succ=b) for k, (a, b) in enumerate(ends, 1)]
    doing = [(ANALYSE, 5), (BUILD, 10), (TEST, 5), (SUPPORT, 5)]
    assignments = [
        Assignment(uid=task, task=task, resource=LI, work=days * DAY, remaining_work=days * DAY)
        for task, days in doing
    ]
    plan = Plan.build(
        EngineProject(start=START, name="ERP"),
        tasks,
        links,
        resources=[Resource(uid=LI, name="Li Wei")],
        assignments=assignments,
    )
    return world(plan, name=name)


@pytest.fixture
def here() -> World:
    return overloaded()


def levelled(here: World, wanted: Wanted = QUICK, draft: Draft | None = None) -> Job:
    """Ask for a run, and let it be done."""
    found = levelling.ask_level(here.project, here.manager, wanted, draft)
    jobs.perform(found.pk)
    found.refresh_from_db()
    assert found.state == JobState.DONE, found.message
    return found


def finish(here: World, uid: int = GO_LIVE) -> int:
    state = services.current(here.project)
    return int(state.schedule.dates.finish[state.plan.structure.index[uid]])


def page(here: World, role: str = Role.MANAGER, query: str = "") -> str:
    answer = here.as_(role).get(f"{here.root}plan/level{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_run_says_what_moves_and_why_and_changes_nothing(here: World) -> None:
    before = finish(here)
    run = levelled(here)
    result = run.result
    assert (result["was"], result["left"]) == (1, 0)
    [part] = result["projects"]
    assert part["go_live"] == [before, result["finish"]]
    assert result["finish"] > before
    [overload] = [one["why"] for one in part["moves"] if one["why"]["code"] == "overload"]
    assert (overload["who"], overload["units"], overload["capacity"]) == ("Li Wei", 2.0, 1.0)
    [person_] = result["people"]
    assert sum(person_["before"]) == sum(person_["after"]) == 25 * DAY
    assert all(after <= most for after, most in zip(person_["after"], person_["capacity"], strict=True))
    assert any(was > most for was, most in zip(person_["before"], person_["capacity"], strict=True))
    assert finish(here) == before
    assert (run.kept, run.subject, run.revision, run.options["seed"]) == (True, "plan", 0, 1)


def test_the_page_shows_it_to_all_and_offers_it_to_who_may(here: World) -> None:
    levelled(here)
    shown = page(here)
    for text in (
        "Go-live moves from",
        "Write manual",
        "Li Wei is asked for 200 % of 100 %",
        "Apply to the plan",
    ):
        assert text in shown, text
    for role in (Role.KEY_USER, Role.GUEST):
        theirs = page(here, role)
        assert "Go-live moves from" in theirs
        assert "Apply to the plan" not in theirs
        assert '<form method="post"' not in theirs.split("<main")[1].split("</main")[0]


def test_the_weeks_of_people_begin_with_the_status_date(here: World) -> None:
    assert levelled(here).result["people"][0]["first"] == load.week_of(START)
    second = START + WEEK + DAY
    services.apply_edits(here.project, [Set("project", 0, {"status_date": second})], here.manager)
    one = levelled(here).result["people"][0]
    assert one["first"] == load.week_of(second)
    assert len(one["before"]) == len(one["after"]) == len(one["capacity"])


def test_applying_is_one_revision_that_can_be_taken_back(here: World) -> None:
    before, run = finish(here), levelled(here)
    answer = here.as_(Role.CONSULTANT).post(f"{here.root}plan/level/{run.pk}/apply")
    assert answer["Location"] == f"{here.root}plan"
    assert finish(here) == run.result["finish"]
    [revision] = Revision.objects.filter(plan_id=here.project.pk)
    assert (revision.kind, revision.author) == ("level", here.who(Role.CONSULTANT))
    assert "Applied by" in page(here)
    services.undo(here.project, here.who(Role.CONSULTANT))
    assert finish(here) == before


def test_what_one_person_applied_another_cannot_apply_again(here: World) -> None:
    run = levelled(here)
    applying.apply_run(run, here.manager)
    answer = here.as_(Role.CONSULTANT).post(f"{here.root}plan/level/{run.pk}/apply", follow=True)
    assert "has applied this run already" in answer.content.decode()
    assert Revision.objects.filter(plan_id=here.project.pk).count() == 1


def test_a_plan_that_changed_since_is_not_overwritten(here: World) -> None:
    run = levelled(here)
    services.apply_edits(here.project, [Set("task", TEST, {"name": "Test again"})], here.manager)
    shown = page(here)
    assert "The plan changed since. " in shown
    assert "Apply what fits" in shown
    assert "Apply to the plan" not in shown
    answer = here.as_(Role.MANAGER).post(f"{here.root}plan/level/{run.pk}/apply", follow=True)
    assert "The plan changed since it was levelled" in answer.content.decode()
    assert Revision.objects.filter(kind="level").count() == 0


def test_what_still_fits_a_changed_plan_can_be_applied(here: World) -> None:
    run = levelled(here)
    edits = run.result["projects"][0]["edits"]
    moved = edits[0]["uid"]
    services.apply_edits(here.project, [Set("task", TEST, {"name": "Test again"})], here.manager)
    applying.apply_run(run, here.manager, fits=True)
    state = services.current(here.project)
    assert state.plan.task(moved).leveling_delay == edits[0]["values"]["leveling_delay"]
    assert state.plan.task(TEST).name == "Test again"


def test_a_move_of_a_task_that_lies_elsewhere_now_does_not_fit(here: World) -> None:
    run = levelled(here)
    part = run.result["projects"][0]
    moved = {one["uid"] for one in part["edits"]}
    later = [
        Set("task", uid, {"constraint": Constraint.SNET, "constraint_date": START + 40 * 14400})
        for uid in moved
    ]
    services.apply_edits(here.project, later, here.manager)
    assert applying.fitting(services.current(here.project), part) == []
    assert f"0 of {len(moved)} moves still fit" in page(here)
    assert "Apply what fits" not in page(here)


def test_a_result_can_be_kept_as_a_draft_and_thrown_away(here: World) -> None:
    before, run = finish(here), levelled(here)
    client = here.as_(Role.MANAGER)
    answer = client.post(f"{here.root}plan/level/{run.pk}/keep")
    draft = Draft.objects.get()
    assert answer["Location"] == f"{here.root}plan?draft={draft.pk}"
    assert finish(here) == before
    assert drafts.outcome(draft).after.schedule.finish == run.result["finish"]
    assert client.post(f"{here.root}plan/level/{run.pk}/discard").status_code == 302
    assert not Job.objects.filter(pk=run.pk).exists()
    assert "Earlier runs" not in page(here)


def test_a_draft_is_levelled_and_gets_a_step(here: World) -> None:
    draft = drafts.start_draft(here.project, "Faster", here.manager)
    drafts.change(
        draft,
        lambda state: Changes.of(state.schedule, [Set("task", BUILD, {"duration": 5 * DAY})], []),
        None,
    )
    draft.refresh_from_db()
    run = levelled(here, draft=draft)
    assert (run.subject, run.revision) == (f"draft:{draft.pk}", draft.version)
    assert levelling.levelled(here.project, f"draft:{draft.pk}") == run
    assert levelling.levelled(here.project) is None
    assert "Apply to the draft" in page(here, query=f"?draft={draft.pk}")
    applying.apply_run(run, here.manager)
    draft.refresh_from_db()
    assert len(draft.steps) == 2
    assert drafts.outcome(draft).after.schedule.finish == run.result["finish"]
    assert services.current(here.project).revision == 0


def test_only_one_run_about_a_plan_goes_on_at_a_time(here: World) -> None:
    first = levelling.ask_level(here.project, here.manager, QUICK)
    again = levelling.ask_level(here.project, here.who(Role.CONSULTANT), Wanted(seconds=60))
    assert first == again


def test_a_page_that_waits_polls_shows_the_best_so_far_and_is_led_on(here: World) -> None:
    run = levelling.ask_level(here.project, here.manager, Wanted(seconds=60))
    client = here.as_(Role.MANAGER)
    assert "Waiting for its turn" in page(here)
    best = {"finish": START, "bound": START - 100, "gap": 0.0123}
    Job.objects.filter(pk=run.pk).update(state=JobState.RUNNING, result=best)
    poll = f"{here.root}plan/level?run={run.pk}&poll=1"
    part = client.get(poll).content.decode()
    assert "at most 1.2 % from the best possible" in part
    assert "Stop, and keep the best" in part
    client.post(f"{here.root}plan/level/{run.pk}/stop")
    run.refresh_from_db()
    assert run.stop_asked
    assert "Ending with the best so far" in client.get(poll).content.decode()
    client.post(f"{here.root}plan/level/{run.pk}/cancel")
    run.refresh_from_db()
    assert run.state == JobState.CANCELLED
    ended = client.get(poll)
    assert (ended.status_code, ended["HX-Redirect"]) == (204, f"{here.root}plan/level?run={run.pk}")


@pytest.mark.parametrize("what", ["stop", "cancel"])
def test_only_who_asked_and_the_manager_may_end_a_run(here: World, what: str) -> None:
    best = {"finish": START, "bound": START - 100, "gap": 0.01}
    for owner, role, allowed in (
        (Role.MANAGER, Role.CONSULTANT, False),
        (Role.CONSULTANT, Role.CONSULTANT, True),
        (Role.CONSULTANT, Role.MANAGER, True),
    ):
        Job.objects.all().delete()
        run = levelling.ask_level(here.project, here.who(owner), Wanted(seconds=60))
        Job.objects.filter(pk=run.pk).update(state=JobState.RUNNING, result=best)
        client = here.as_(role)
        for query in ("", f"?run={run.pk}&poll=1"):
            shown = f"/{run.pk}/{what}" in client.get(f"{here.root}plan/level{query}").content.decode()
            assert shown is allowed, (owner, role)
        answer = client.post(f"{here.root}plan/level/{run.pk}/{what}")
        assert answer.status_code == (302 if allowed else 403)
        run.refresh_from_db()
        assert (run.stop_asked or run.state == JobState.CANCELLED) is allowed


@pytest.mark.django_db(transaction=True)
def test_who_stops_early_gets_the_best_so_far(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search is told by its clock and by its answer to a report, whichever it looks at first."""
    seen: list[Any] = []
    real = engine.level

    def level(plans: Any, **given: Any) -> Any:
        began = given["clock"]()
        assert jobs.stop(Job.objects.get())
        while given["clock"]() - began < 60:
            pass
        seen.append(given["report"](engine.Interim(1, 1, 0.5, ())))
        return real(plans, **given)

    monkeypatch.setattr(engine, "level", level)
    found = levelling.ask_level(here.project, here.manager, Wanted(seconds=60))
    jobs.perform(found.pk)
    found.refresh_from_db()
    assert seen == [False]
    assert (found.state, found.result["left"], found.result["stopped"]) == (JobState.DONE, 0, True)


@pytest.fixture
def two(here: World) -> tuple[World, World]:
    """Two projects with the same Li Wei, who has an account."""
    other = overloaded("CRM at Acme")
    who = person("Li Wei")
    for one in (here, other):
        Member.objects.create(project=one.project, person=who, role=Role.CONSULTANT)
        models.Resource.objects.filter(plan_id=one.project.pk, uid=LI).update(person=who)
    Member.objects.create(project=other.project, person=here.manager, role=Role.MANAGER)
    return here, other


def test_several_projects_that_share_people_are_levelled_together(two: tuple[World, World]) -> None:
    here, other = two
    [found] = shared.beside(here.project, here.manager)
    assert (found.project, found.people, found.movable) == (other.project, 1, True)
    run = levelled(here, Wanted(seconds=0, projects={other.project.pk: "move"}))
    assert run.result["left"] == 0
    [li] = run.result["people"]
    assert sum(li["after"]) == 50 * DAY
    applying.apply_run(run, here.manager)
    assert {one.plan_id for one in Revision.objects.filter(kind="level")} == {
        one.project.pk for one in two if _part(run, one)["edits"]
    }
    again = levelled(here, Wanted(seconds=0, projects={other.project.pk: "move"}))
    assert again.result["was"] == 0


def test_so_many_projects_take_part_at_most(here: World) -> None:
    with pytest.raises(Problem, match="At most 20"):
        levelling.ask_level(
            here.project, here.manager, Wanted(projects=dict.fromkeys(range(1000, 1021), "keep"))
        )
    assert not Job.objects.exists()


def test_the_drafts_of_a_run_have_its_name_whatever_is_sent(here: World) -> None:
    run = levelled(here)
    here.as_(Role.MANAGER).post(f"{here.root}plan/level/{run.pk}/keep", {"name": "\0"})
    assert [one.name for one in Draft.objects.all()] == ["Levelled"]


def test_a_project_that_may_not_move_takes_its_peoples_time(two: tuple[World, World]) -> None:
    here, other = two
    services.apply_edits(other.project, [Set("task", SUPPORT, {"active": False})], other.manager)
    run = levelled(here, Wanted(seconds=0, projects={other.project.pk: "keep"}))
    assert _part(run, other)["edits"] == []
    assert run.result["left"] == 0
    assert _part(run, here)["moves"][0]["start"][1] >= finish(other)


def test_all_plans_change_or_none(two: tuple[World, World]) -> None:
    here, other = two
    run = levelled(here, Wanted(seconds=0, projects={other.project.pk: "move"}))
    assert all(_part(run, one)["edits"] for one in two)
    services.apply_edits(other.project, [Set("task", TEST, {"name": "Test again"})], other.manager)
    with pytest.raises(services.Stale):
        applying.apply_run(run, here.manager)
    assert not Revision.objects.filter(kind="level").exists()


def test_who_is_not_in_the_other_project_neither_sees_nor_moves_it(two: tuple[World, World]) -> None:
    here, other = two
    outsider = here.who(Role.CONSULTANT)
    assert shared.beside(here.project, outsider) == []
    run = levelled(here, Wanted(seconds=0, projects={other.project.pk: "move"}))
    shown = page(here, Role.CONSULTANT)
    assert "CRM at Acme" not in shown
    assert "1 project that you are not in took part" in shown
    assert "Apply to the plan" not in shown
    client = here.as_(Role.CONSULTANT)
    assert client.post(f"{here.root}plan/level/{run.pk}/apply").status_code in {403, 404}
    assert not Revision.objects.exists()
    sent = {"seconds": "2", f"project_{other.project.pk}": "move"}
    client.post(f"{here.root}plan/level", sent)
    assert Job.objects.get(pk__gt=run.pk).options["projects"] == {}


def _part(run: Job, one: World) -> dict[str, Any]:
    return dict(next(part for part in run.result["projects"] if part["project"] == one.project.pk))


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"seconds": "7"}, "Select a valid choice"), ({"seconds": "2", "after": "soon"}, "Enter a valid date")],
)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(here: World, sent: Any, said: str) -> None:
    answer = here.as_(Role.MANAGER).post(f"{here.root}plan/level", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Job.objects.exists()


def test_options_travel_from_the_form_to_the_run(here: World) -> None:
    sent = {"seconds": "60", "within_slack": "on", "after": "2026-03-09", "split": "on"}
    answer = here.as_(Role.MANAGER).post(f"{here.root}plan/level", sent)
    run = Job.objects.get()
    assert answer["Location"] == f"{here.root}plan/level?run={run.pk}"
    wanted = Wanted.from_json(run.options)
    assert (wanted.within_slack, wanted.split, wanted.generic, wanted.seconds) == (True, True, False, 60)
    assert wanted.after == START - 8 * 600 + 7 * 14400


def test_within_slack_the_go_live_stays(here: World) -> None:
    before = finish(here)
    run = levelled(here, Wanted(seconds=0, within_slack=True))
    assert run.result["projects"][0]["go_live"] == [before, before]


def test_a_plan_without_people_says_what_to_do() -> None:
    empty = world(
        Plan.build(EngineProject(start=START), [Task(uid=1, name="Alone", duration=DAY)]), go_live=None
    )
    answer = empty.as_(Role.MANAGER).post(f"{empty.root}plan/level", {"seconds": "2"})
    assert answer.status_code == 422
    assert "Assign people to tasks first" in answer.content.decode()


def test_an_archived_project_is_only_read(here: World) -> None:
    run = levelled(here)
    type(here.project).objects.filter(pk=here.project.pk).update(archived=True)
    assert "Apply to the plan" not in page(here)
    client = here.as_(Role.MANAGER)
    client.post(f"{here.root}plan/level/{run.pk}/apply")
    assert client.post(f"{here.root}plan/level", {"seconds": "2"}).status_code in {403, 422}
    assert not Revision.objects.exists()


def test_my_jobs_leads_to_the_page_of_the_run(here: World) -> None:
    run = levelled(here)
    answer = here.as_(Role.MANAGER).get(f"/jobs/{run.pk}")
    assert answer["Location"] == f"{here.root}plan/level?run={run.pk}"


def test_a_worker_prepares_levelling_when_it_starts() -> None:
    assert running.prepare in WARMING


COUNTED = """
import gc, time
import django
django.setup()
from numba.core.dispatcher import Dispatcher
from uptake.engine.levelling import Options, level
from uptake.packs.generate import generate
from uptake.schedule.levelling import running

def known():
    kernels = [one for one in gc.get_objects() if Dispatcher in type(one).__mro__]
    return {f"{one.py_func.__module__}.{one.py_func.__name__}": len(one.signatures) for one in kernels}

running.prepare()
before = known()
assert "uptake.engine.levelling.genetic.polish" in before
for split in (False, True):
    found = level([generate(300, seed=2)], options=Options(effort=200, split=split), clock=time.monotonic)
    assert found.schedules > 100
assert known() == before, (before, known())
"""


def test_a_run_compiles_nothing_that_a_worker_has_not_prepared(tmp_path: Path) -> None:
    told = {"DJANGO_SETTINGS_MODULE": "uptake.platform.settings", "UPTAKE_DATA": str(tmp_path)}
    subprocess.run([sys.executable, "-c", COUNTED], check=True, env={**os.environ, **told})


def test_the_page_of_levelling_and_history_count_the_same_tasks(here: World) -> None:
    """Phases go along with what moves in them, and are counted nowhere."""
    phase = [Add(Task(uid=20, name="Phase")), Move(BUILD, parent=20), Move(SUPPORT, parent=20)]
    services.apply_edits(here.project, phase, here.manager)
    run = levelled(here)
    told = run.result["projects"][0]["moved"]
    state = here.state
    applying.apply_run(run, here.manager)
    kept = Revision.objects.filter(plan_id=here.project.pk).latest("number")
    outcome = compare(state.schedule, here.state.schedule)
    assert any(one.summary for one in outcome.moved)
    assert kept.impact["moved"] == told == outcome.tasks_moved < len(outcome.moved)


# ---- over several workers

REPEATABLE = Wanted(seconds=1, repeatable=True)


@pytest.fixture
def crowd() -> tuple[World, World]:
    """Two projects of sixty tasks whose people are the same: what searches differ in."""
    first, second = (world(generate(60, seed=seed), name=f"Plan {seed}") for seed in (1, 2))
    for number, uid in enumerate(
        models.Resource.objects.filter(plan_id=first.project.pk).values_list("uid", flat=True)
    ):
        who = person(f"Somebody {number}")
        models.Resource.objects.filter(plan__in=[first.project.pk, second.project.pk], uid=uid).update(
            person=who
        )
    Member.objects.create(project=second.project, person=first.manager, role=Role.MANAGER)
    return first, second


def help_with_next() -> None:
    """Help with the first job whose parts are handed out."""
    until = time.monotonic() + 20
    while time.monotonic() < until and (one := JobPart.objects.first()) is None:
        time.sleep(0.002)
    if one is not None:
        jobs.do_parts.call(one.job_id)


def answer(here: World, other: World) -> dict[str, Any]:
    """Level both; return what came of it but for the time that it took."""
    run = levelled(here, replace(REPEATABLE, projects={other.project.pk: "move"}))
    return {name: value for name, value in run.result.items() if name != "seconds"}


@pytest.mark.django_db(transaction=True)
def test_one_worker_and_four_level_projects_alike(
    crowd: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = answer(*crowd)
    assert alone["schedules"] > 2 * running.LEAST_TRIES
    who: set[str] = set()
    real = running.some_tries

    def work(options: dict[str, Any]) -> dict[str, Any]:
        who.add(workers.here())
        return real(options)

    monkeypatch.setitem(parts.PARTS, running.LEVEL, work)
    helpers = [in_background(name, help_with_next) for name in ("b", "c", "d")]
    with workers.living("a"):
        together = answer(*crowd)
    for one in helpers:
        one.join()
    assert together == alone
    assert len(who) > 1


def test_searches_of_the_parts_differ_and_the_best_is_taken(
    crowd: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds: list[int] = []
    found: list[int] = []
    real = engine.level

    def level(plans: Any, **given: Any) -> Any:
        done = real(plans, **given)
        if given["options"].effort is not None:
            seeds.append(given["options"].seed)
            found.append(done.finish)
        return done

    monkeypatch.setattr(engine, "level", level)
    result = answer(*crowd)
    assert seeds == [4, 5, 6, 7]
    assert result["finish"] <= min(found)


def test_a_plan_that_changes_under_its_parts_is_not_levelled(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = running.some_tries

    def work(options: dict[str, Any]) -> dict[str, Any]:
        services.apply_edits(here.project, [Set("task", TEST, {"duration": 9 * DAY})], here.manager)
        return real(options)

    monkeypatch.setitem(parts.PARTS, running.LEVEL, work)
    found = levelling.ask_level(here.project, here.manager, REPEATABLE)
    jobs.perform(found.pk)
    found.refresh_from_db()
    assert (found.state, found.message) == (JobState.FAILED, "The plan changed meanwhile. Level it again.")


def test_parts_end_early_with_the_best_so_far(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = running.some_tries

    def work(options: dict[str, Any]) -> dict[str, Any]:
        jobs.stop(Job.objects.get(pk=options["job"]))
        return real(options)

    monkeypatch.setitem(parts.PARTS, running.LEVEL, work)
    run = levelled(here, REPEATABLE)
    assert (run.result["left"], run.result["stopped"]) == (0, True)


def test_how_far_a_run_in_parts_is(here: World) -> None:
    run = levelling.ask_level(here.project, here.manager, REPEATABLE)
    Job.objects.filter(pk=run.pk).update(state=JobState.RUNNING, began_at=timezone.now(), done=1, total=4)
    run.refresh_from_db()
    assert levelling_page.under_way(run)["percent"] == 25


def test_the_form_asks_for_it_and_remembers(here: World) -> None:
    client = here.as_(Role.MANAGER)
    client.post(f"{here.root}plan/level", {"seconds": "2", "repeatable": "on"})
    assert Job.objects.get().options["repeatable"] is True
    jobs.perform(Job.objects.get().pk)
    assert re.search(r'name="repeatable"[^>]*checked', page(here))
