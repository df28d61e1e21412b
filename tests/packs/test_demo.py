"""The demonstration project: what a visitor sees has to be sound, and to tell its story."""

import datetime
from itertools import pairwise

import pytest

from uptake.engine.edits import Set, apply
from uptake.engine.instants import moment
from uptake.engine.plan import Constraint, LinkType, ResourceType
from uptake.engine.scheduling import schedule
from uptake.packs.demo import build_demo

STATUS = datetime.datetime(2026, 9, 18, 17)


@pytest.fixture(scope="module")
def demo():
    return build_demo("en")


@pytest.fixture(scope="module")
def chinese():
    return build_demo("zh")


@pytest.fixture(scope="module")
def dates(demo):
    return schedule(demo.plan)


def leaves(demo):
    return [task for task in demo.plan.tasks if not demo.plan.is_summary(task.uid)]


def day(at):
    return moment(at).date()


class TestPlan:
    def test_its_size_is_that_of_a_real_plan(self, demo):
        assert 250 <= len(demo.plan.tasks) <= 400
        assert len(demo.people) == 25

    def test_both_languages_build_the_same_network(self, demo, chinese):
        def bare(plan):
            return [
                (
                    t.uid,
                    t.parent,
                    t.duration,
                    t.percent,
                    t.actual_start,
                    t.constraint_date,
                    t.deadline,
                    t.owner,
                )
                for t in plan.tasks
            ]

        assert bare(demo.plan) == bare(chinese.plan)
        assert demo.plan.links == chinese.plan.links
        assert demo.plan.assignments == chinese.plan.assignments
        assert [one.rows for one in demo.baselines] == [one.rows for one in chinese.baselines]
        assert [part.task for part in demo.deliverables] == [part.task for part in chinese.deliverables]

    def test_every_text_is_in_its_language(self, demo, chinese):
        def texts(one):
            yield from (task.name for task in one.plan.tasks)
            yield from (task.notes for task in one.plan.tasks if task.notes)
            yield from (text for part in one.deliverables for text in (part.name, part.acceptance))
            yield from (comment.text for comment in one.comments)
            yield from (text for person in one.people for text in (person.name, person.organisation))
            yield from (baseline.name for baseline in one.baselines)

        assert all(text.isascii() and text for text in texts(demo))
        assert not [text for text in texts(chinese) if text.isascii() and text not in ORGANISATION_KINDS]

    def test_every_task_has_a_name_of_its_own_and_an_owner(self, demo):
        for task in demo.plan.tasks:
            assert task.owner is not None, task.name
        paths = [(task.parent, task.name) for task in demo.plan.tasks]
        assert len(set(paths)) == len(paths)

    def test_links_are_of_several_types_with_and_without_lag(self, demo):
        assert {link.type for link in demo.plan.links} == {LinkType.FS, LinkType.SS, LinkType.FF}
        assert {link.lag > 0 for link in demo.plan.links} == {True, False}
        kinds = {(link.pred, link.succ, link.type) for link in demo.plan.links}
        assert len(kinds) == len(demo.plan.links)

    def test_no_task_hangs_loose(self, demo):
        meetings = {t.uid for t in demo.plan.tasks if t.parent == demo.keys["meet"]}
        followed = {link.pred for link in demo.plan.links}
        following = {link.succ for link in demo.plan.links}
        loose = [t for t in leaves(demo) if t.uid not in following and t.uid not in meetings]
        assert [t.uid for t in loose] == [demo.keys["prep.charter"]]
        ends = [t for t in leaves(demo) if t.uid not in followed and t.uid not in meetings]
        assert len(ends) <= MOST_OPEN_ENDS

    def test_twelve_processes_are_confirmed_twice_within_three_months(self, demo, dates):
        for number in range(1, 13):
            rounds = [demo.keys[f"p{number:02}.r{k}"] for k in (1, 2)]
            assert dates.of(rounds[0]).finish < dates.of(rounds[1]).start
        spent = day(dates.of(demo.keys["bp.walk"]).start) - day(dates.of(demo.keys["p01.asis"]).start)
        assert spent <= datetime.timedelta(days=92)

    def test_each_batch_is_closed_by_a_retrospective_after_its_go_live(self, demo, dates):
        for number in (1, 2, 3):
            live, retro = (demo.keys[f"b{number}.{key}"] for key in ("live", "retro"))
            assert dates.of(retro).start > dates.of(live).finish

    def test_support_lasts_three_months(self, demo, dates):
        spent = day(dates.of(demo.keys["care.exit"]).finish) - day(dates.of(demo.waves[2]).finish)
        assert 85 <= spent.days <= 100

    def test_no_meeting_falls_on_a_day_off(self, demo, dates):
        rows = [task for task in demo.plan.tasks if task.parent == demo.keys["meet"]]
        assert [moment(dates.of(task.uid).start).hour for task in rows] == [14] * len(rows)
        assert all(day(dates.of(task.uid).start).weekday() == 4 for task in rows)

    def test_people_and_things_have_their_kinds(self, demo):
        kinds = {one.category for one in demo.plan.resources}
        assert kinds >= {"people", "hardware", "environment", "licence", "bandwidth"}
        assert {one.type for one in demo.plan.resources} == set(ResourceType)
        assert all(one.lead_time for one in demo.plan.resources if one.category == "hardware")
        used = {one.resource for one in demo.plan.assignments}
        assert {one.uid for one in demo.plan.resources} == used

    def test_leave_is_in_the_calendars(self, demo):
        assert len(demo.plan.calendars) > 4
        assert all(one.base == 1 and one.exceptions for one in demo.plan.calendars[1:])


MOST_OPEN_ENDS = 14
ORGANISATION_KINDS = {"vendor", "customer", "third_party"}


class TestProgress:
    def test_what_began_lies_before_the_status_date(self, demo):
        status = demo.plan.project.status_date
        assert moment(status) == STATUS
        assert not [t for t in leaves(demo) if t.actual_start is not None and t.actual_start >= status]
        assert not [t for t in leaves(demo) if t.actual_finish is not None and t.actual_finish > status]

    def test_nothing_open_is_planned_in_the_past(self, demo, dates):
        status = demo.plan.project.status_date
        for task in leaves(demo):
            if task.percent < 100:
                assert dates.of(task.uid).finish > status, task.name
                assert task.actual_start is not None or dates.of(task.uid).start >= status, task.name

    def test_work_began_after_what_it_waits_for(self, demo):
        tasks = {task.uid: task for task in demo.plan.tasks}
        for link in demo.plan.links:
            pred, succ = tasks[link.pred], tasks[link.succ]
            if link.type is LinkType.FS and succ.actual_start is not None:
                assert pred.actual_finish is not None, succ.name
                assert pred.actual_finish <= succ.actual_start, succ.name

    def test_a_good_half_is_done_and_some_is_in_progress(self, demo):
        done = [task for task in leaves(demo) if task.percent == 100]
        begun = [task for task in leaves(demo) if 0 < task.percent < 100]
        assert 0.4 < len(done) / len(leaves(demo)) < 0.7
        assert len(begun) >= 8

    def test_some_is_late_and_some_early_against_the_approved_plan(self, demo, dates):
        first = {row.task: row for row in demo.baselines[0].rows}
        moved = [dates.of(t.uid).finish - first[t.uid].finish for t in leaves(demo) if t.percent == 100]
        assert len([m for m in moved if m > 0]) >= 20
        assert len([m for m in moved if m < 0]) >= 10


class TestStory:
    def test_only_the_next_go_live_misses_its_deadline(self, demo, dates):
        missed = [one for one in dates.remarks if one.code == "deadline_missed"]
        assert [one.task for one in missed] == [demo.go_live]
        assert dates.of(demo.go_live).total_slack == -4 * 4800
        assert day(dates.of(demo.go_live).finish) == datetime.date(2026, 11, 6)

    def test_the_other_go_lives_have_no_slack_left(self, demo, dates):
        assert [dates.of(uid).total_slack for uid in demo.waves[1:]] == [0, 0]

    def test_the_critical_path_runs_from_cleansing_over_three_go_lives_to_the_end(self, demo, dates):
        path = ["d2.cl", "d2.m2", "b1.uat", "b1.live", "b2.uat", "b2.live", "b3.uat", "b3.live", "hand.end"]
        assert all(dates.of(demo.keys[key]).critical for key in path)
        why = {reason.task for reason in dates.why(demo.keys["b3.live"])}
        assert {demo.keys[key] for key in path[1:-1]} <= why

    def test_approved_every_go_live_met_its_deadline(self, demo):
        first = {row.task: row.finish for row in demo.baselines[0].rows}
        deadlines = {task.uid: task.deadline for task in demo.plan.tasks if task.deadline is not None}
        assert all(first[uid] <= deadline for uid, deadline in deadlines.items())

    def test_a_second_cleansing_team_wins_days_back(self, demo, dates):
        cleansing = demo.plan.task(demo.keys["d2.cl"])
        faster = apply(
            demo.plan,
            [Set("task", cleansing.uid, {"duration": cleansing.duration - 9600, "remaining": 9600})],
        )
        assert schedule(faster).of(demo.go_live).finish < dates.of(demo.go_live).finish


class TestRecords:
    def test_every_gate_go_live_and_acceptance_hands_something_over(self, demo):
        handed = {part.task for part in demo.deliverables}
        gates = [t.uid for t in leaves(demo) if t.milestone and t.name.startswith(("Gate", "Go-live"))]
        assert len(gates) >= 9
        assert set(gates) <= handed

    def test_states_agree_with_progress(self, demo):
        for part in demo.deliverables:
            done = demo.plan.task(part.task).percent == 100
            assert part.acceptance
            if part.state == "accepted":
                assert done, part.name
            if part.state == "planned":
                assert not done, part.name
        assert {part.state for part in demo.deliverables} == {"planned", "submitted", "accepted", "rejected"}

    def test_people_have_addresses_roles_and_rates(self, demo):
        assert len({person.email for person in demo.people}) == 25
        assert all(person.email.endswith("@example.com") for person in demo.people)
        roles = {"manager", "consultant", "customer_it", "key_user", "sponsor", "finance", "guest"}
        assert {person.role for person in demo.people} == roles
        assert {person.organisation for person in demo.people} == {one.kind for one in demo.organisations}
        hourly = {rate.resource: rate.hourly for rate in demo.rates}
        assert all(hourly[person.resource] >= 10_000 for person in demo.people)
        names = {one.uid: (one.name, one.email) for one in demo.plan.resources}
        assert all(names[person.resource] == (person.name, person.email) for person in demo.people)

    def test_comments_were_written_by_people_of_the_project_before_now(self, demo):
        assert len(demo.comments) >= 12
        assert {comment.author for comment in demo.comments} <= {person.email for person in demo.people}
        assert all(a.at <= b.at for a, b in pairwise(demo.comments))
        assert demo.comments[-1].at.date() <= STATUS.date()

    def test_baselines_keep_every_row(self, demo):
        assert [one.at.date().isoformat() for one in demo.baselines] == ["2026-03-19", "2026-06-30"]
        for one in demo.baselines:
            assert [row.task for row in one.rows] == [task.uid for task in demo.plan.tasks]
            assert all(row.finish >= row.start for row in one.rows)
        work = {row.task: row.work for row in demo.baselines[0].rows}
        total = sum(one.work for one in demo.plan.assignments)
        tops = [task.uid for task in demo.plan.tasks if task.parent is None]
        assert abs(sum(work[uid] for uid in tops) - total) / total < 0.05

    def test_a_few_dates_are_constrained_from_outside(self, demo):
        held = [t for t in leaves(demo) if t.constraint is not Constraint.ASAP and t.actual_start is None]
        assert 2 <= len([t for t in held if t.parent != demo.keys["meet"]]) <= 6
