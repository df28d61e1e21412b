"""The rules of a plan review: each of the fourteen points at its limit, the others where they begin to speak."""

from dataclasses import replace

import pytest

from uptake.engine.edits import apply
from uptake.engine.instants import DAY
from uptake.engine.plan import (
    Assignment,
    Constraint,
    LagKind,
    Link,
    LinkType,
    Plan,
    Project,
    Resource,
    Task,
)
from uptake.engine.review import (
    BY_ID,
    RULES,
    Facts,
    Options,
    Severity,
    Tally,
    Verdict,
    repair,
    review,
)
from uptake.engine.scheduling import schedule
from uptake.packs.generate import generate

MONDAY = 19200
"""2 January 1984, 08:00."""
D = 4800
FRIDAY = MONDAY + 4 * DAY + 9 * 600


def chain(n, **values):
    """Return n tasks of a day, one after the other."""
    tasks = [Task(uid=k, id=k, name=f"task {k}", **values) for k in range(1, n + 1)]
    return tasks, [Link(uid=k, pred=k, succ=k + 1) for k in range(1, n)]


def plan_of(tasks, links=(), *, resources=(), assignments=(), **project):
    return Plan.build(
        Project(start=MONDAY, **project), tasks, links, resources=resources, assignments=assignments
    )


def check(plan, rule, **options):
    found = review(schedule(plan), **options).check(rule)
    return found.verdict, None if found.value is None else round(found.value, 6)


def some(tasks, count, **values):
    """Give the first tasks other values."""
    return [replace(task, **values) if k < count else task for k, task in enumerate(tasks)]


def fan(n, successors):
    """Return a chain of n tasks, and beside it the tasks that have no successor."""
    tasks, links = chain(n)
    begin = Task(uid=100, id=100, name="begin")
    ends = [Task(uid=200 + k, id=200 + k, name=f"end {k}") for k in range(successors)]
    links = [*links, Link(uid=100, pred=100, succ=1)]
    links += [Link(uid=200 + k, pred=100, succ=200 + k) for k in range(successors)]
    return [begin, *tasks, *ends], links


# ---- the fourteen points, at their limits


@pytest.mark.parametrize(("ends", "verdict"), [(1, Verdict.PASSED), (2, Verdict.FAILED)])
def test_1_logic(ends, verdict):
    tasks, links = fan(19 - ends, ends)
    assert len(tasks) == 20
    assert check(plan_of(tasks, links), "dcma-01-logic") == (verdict, ends / 20)


@pytest.mark.parametrize(("lag", "verdict"), [(0, Verdict.PASSED), (-1, Verdict.FAILED)])
def test_2_leads(lag, verdict):
    tasks, links = chain(3)
    assert check(plan_of(tasks, some(links, 1, lag=lag)), "dcma-02-leads") == (verdict, 0.5 if lag else 0)


@pytest.mark.parametrize(("count", "verdict"), [(1, Verdict.PASSED), (2, Verdict.FAILED)])
def test_3_lags(count, verdict):
    tasks, links = chain(21)
    assert check(plan_of(tasks, some(links, count, lag=D)), "dcma-03-lags") == (verdict, count / 20)


@pytest.mark.parametrize(("count", "verdict"), [(1, Verdict.PASSED), (2, Verdict.FAILED)])
def test_4_relationships(count, verdict):
    tasks, links = chain(11)
    plan = plan_of(tasks, some(links, count, type=LinkType.SS))
    assert check(plan, "dcma-04-relationships") == (verdict, count / 10)


@pytest.mark.parametrize("kind", [Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT])
@pytest.mark.parametrize(("count", "verdict"), [(1, Verdict.PASSED), (2, Verdict.FAILED)])
def test_5_hard_constraints(kind, count, verdict):
    tasks, links = chain(20)
    plan = plan_of(some(tasks, count, constraint=kind, constraint_date=MONDAY + 9 * 600), links)
    assert check(plan, "dcma-05-hard-constraints") == (verdict, count / 20)


def test_5_soft_constraints_are_none():
    tasks, links = chain(20)
    plan = plan_of(some(tasks, 9, constraint=Constraint.SNET, constraint_date=MONDAY), links)
    assert check(plan, "dcma-05-hard-constraints") == (Verdict.PASSED, 0)


@pytest.mark.parametrize(
    ("count", "days", "verdict"), [(1, 45, Verdict.PASSED), (2, 44, Verdict.PASSED), (2, 45, Verdict.FAILED)]
)
def test_6_high_float(count, days, verdict):
    tasks, links = chain(20 - count)
    long = replace(tasks[0], duration=(days + 1) * D)
    beside = [Task(uid=50 + k, name=f"beside {k}") for k in range(count)]
    ends = [Link(uid=50 + k, pred=50 + k, succ=2) for k in range(count)]
    plan = plan_of([long, *tasks[1:], *beside], [*links, *ends])
    assert check(plan, "dcma-06-high-float")[0] == verdict


@pytest.mark.parametrize(("early", "verdict"), [(0, Verdict.PASSED), (1, Verdict.FAILED)])
def test_7_negative_float(early, verdict):
    task = Task(uid=1, deadline=MONDAY + 9 * 600 - early)
    assert check(plan_of([task]), "dcma-07-negative-float")[0] == verdict


@pytest.mark.parametrize(
    ("count", "more", "verdict"), [(1, 1, Verdict.PASSED), (2, 0, Verdict.PASSED), (2, 1, Verdict.FAILED)]
)
def test_8_high_duration(count, more, verdict):
    tasks, links = chain(20)
    plan = plan_of(some(tasks, count, duration=44 * D + more), links)
    assert check(plan, "dcma-08-high-duration")[0] == verdict


def test_8_what_is_left_counts():
    tasks, links = chain(20)
    done = {"percent": 50, "actual_start": MONDAY}
    plan = plan_of(some(tasks, 2, duration=88 * D, remaining=44 * D, **done), links)
    assert check(plan, "dcma-08-high-duration")[0] is Verdict.PASSED


@pytest.mark.parametrize(("status", "verdict"), [(MONDAY, Verdict.PASSED), (MONDAY + 1, Verdict.FAILED)])
def test_9_what_is_to_come_lies_after_the_status_date(status, verdict):
    assert check(plan_of([Task(uid=1)], status_date=status), "dcma-09-invalid-dates")[0] == verdict


@pytest.mark.parametrize(("late", "verdict"), [(0, Verdict.PASSED), (1, Verdict.FAILED)])
def test_9_what_is_done_lies_before_the_status_date(late, verdict):
    task = Task(uid=1, percent=100, actual_start=MONDAY, actual_finish=MONDAY + 5400 + late)
    assert check(plan_of([task], status_date=MONDAY + 5400), "dcma-09-invalid-dates")[0] == verdict


@pytest.mark.parametrize(("length", "verdict"), [(D - 1, Verdict.PASSED), (D, Verdict.FAILED)])
def test_10_resources(length, verdict):
    plan = plan_of(
        [Task(uid=1), Task(uid=2, duration=length)],
        resources=[Resource(uid=1)],
        assignments=[Assignment(uid=1, task=1, resource=1, work=D)],
    )
    assert check(plan, "dcma-10-resources")[0] == verdict


@pytest.mark.parametrize(("count", "verdict"), [(1, Verdict.PASSED), (2, Verdict.FAILED)])
def test_11_missed_tasks(count, verdict):
    tasks, links = chain(20)
    plan = plan_of(tasks, links, status_date=MONDAY + 60 * DAY)
    done = schedule(plan)
    kept = {
        task.uid: (done.dates.start[i], done.dates.finish[i] - (i < count))
        for i, task in enumerate(plan.tasks)
    }
    assert check(plan, "dcma-11-missed-tasks", baseline=kept) == (verdict, count / 20)


@pytest.mark.parametrize(("slack", "verdict"), [(6, Verdict.PASSED), (7, Verdict.FAILED)])
def test_12_critical_path_test(slack, verdict):
    first, long, last = Task(uid=1), Task(uid=2, duration=(slack + 1) * D), Task(uid=3)
    links = [Link(uid=1, pred=1, succ=3), Link(uid=2, pred=2, succ=3)]
    plan = plan_of([first, long, last], links, critical_limit=slack * D)
    assert check(plan, "dcma-12-critical-path") == (verdict, 600 - slack)


def test_12_a_constraint_that_holds_the_plan_fails():
    tasks, links = chain(3)
    held = replace(tasks[1], constraint=Constraint.MSO, constraint_date=MONDAY + DAY)
    found = review(schedule(plan_of([tasks[0], held, tasks[2]], links)))
    assert found.check("dcma-12-critical-path").verdict is Verdict.FAILED
    assert found.of("dcma-12-critical-path")[0].data["moved"] == 0


@pytest.mark.parametrize(("more", "verdict"), [(0, Verdict.PASSED), (1, Verdict.FAILED)])
def test_13_cpli(more, verdict):
    """Twenty days to the finish, a day later than the deadline: 19 / 20 = 0.95."""
    promised = schedule(plan_of([Task(uid=1, duration=19 * D)])).finish
    plan = plan_of([Task(uid=1, duration=20 * D, deadline=promised - more)])
    found = review(schedule(plan)).check("dcma-13-cpli")
    assert found.verdict is verdict
    assert found.value == pytest.approx(0.95 - more / (20 * D))


@pytest.mark.parametrize(("ended", "verdict"), [(19, Verdict.PASSED), (18, Verdict.FAILED)])
def test_14_bei(ended, verdict):
    tasks, links = chain(20)
    done = schedule(plan_of(tasks, links))
    kept = {task.uid: (done.dates.start[i], done.dates.finish[i]) for i, task in enumerate(tasks)}
    rows = [
        replace(task, percent=100, actual_start=kept[task.uid][0], actual_finish=kept[task.uid][1])
        if k < ended
        else task
        for k, task in enumerate(tasks)
    ]
    plan = plan_of(rows, links, status_date=done.finish)
    assert check(plan, "dcma-14-bei", baseline=kept) == (verdict, ended / 20)


def test_14_what_no_baseline_knows_counts_as_due():
    tasks, links = chain(21)
    done = schedule(plan_of(tasks, links))
    kept = {task.uid: (done.dates.start[i], done.dates.finish[i]) for i, task in enumerate(tasks[:20])}
    finished = {"percent": 100, "actual_start": MONDAY, "actual_finish": MONDAY + D}
    plan = plan_of(some(tasks, 19, **finished), links, status_date=done.finish)
    assert check(plan, "dcma-14-bei", baseline=kept)[1] == round(19 / 21, 6)


# ---- populations


@pytest.mark.parametrize(("size", "verdict"), [(19, Verdict.FEW), (20, Verdict.FAILED)])
def test_a_share_of_too_few_is_not_shown(size, verdict):
    tasks, links = chain(size)
    far = {"constraint": Constraint.MSO, "constraint_date": MONDAY}
    found = review(schedule(plan_of(some(tasks, 2, **far), links)))
    one = found.check("dcma-05-hard-constraints")
    assert (one.verdict, one.value is None) == (verdict, verdict is Verdict.FEW)
    assert found.of("dcma-05-hard-constraints")[0].severity is (
        Severity.NOTICE if verdict is Verdict.FEW else Severity.WARNING
    )


@pytest.mark.parametrize(
    "values",
    [
        {"active": False},
        {"external": True, "start": MONDAY, "finish": MONDAY + D},
        {"percent": 100, "actual_start": MONDAY, "actual_finish": MONDAY + D},
    ],
)
def test_what_is_not_planned_or_over_is_not_judged(values):
    assert review(schedule(plan_of([Task(uid=1, **values)]))).check("dcma-01-logic").population == 0


def test_level_of_effort_is_left_out():
    plan = plan_of([Task(uid=1), Task(uid=2)])
    options = Options(level_of_effort=frozenset({2}))
    assert review(schedule(plan), options=options).check("dcma-01-logic").population == 1


def test_an_empty_plan_says_that_nothing_is_known():
    found = review(schedule(plan_of([])))
    assert {one.verdict for one in found.checks} == {Verdict.UNKNOWN}
    assert (found.score, found.findings) == (None, ())


# ---- what else a planner looks for

HOLDS = {"uid": 1, "pred": 1, "succ": 2}
BAD = {
    "deadline": plan_of([Task(uid=1, deadline=MONDAY)]),
    "broken-link": plan_of(
        [Task(uid=1), Task(uid=2, constraint=Constraint.MSO, constraint_date=MONDAY)], [Link(**HOLDS)]
    ),
    "dangling": plan_of([Task(uid=1), Task(uid=2)], [Link(**HOLDS, type=LinkType.FF)]),
    "summary-link": plan_of([Task(uid=1), Task(uid=3, parent=1), Task(uid=2)], [Link(**HOLDS)]),
    "lag-misuse": plan_of([Task(uid=1), Task(uid=2)], [Link(**HOLDS, lag=10 * D + 1)]),
    "manual": plan_of([Task(uid=1, manual=True, start=MONDAY, finish=MONDAY + 5400)]),
    "estimated": plan_of([Task(uid=1, estimated=True)]),
    "unnamed": plan_of([Task(uid=1, name=" ")]),
    "same-name": plan_of([Task(uid=1, name="Test"), Task(uid=2, name="Test ")]),
    "unmarked-milestone": plan_of([Task(uid=1, duration=0)]),
    "milestone-work": plan_of([Task(uid=1, milestone=True)]),
    "milestone-stretch": plan_of([Task(uid=1, duration=44 * D + 1)]),
    "owner": plan_of([Task(uid=1)]),
    "empty-delay": plan_of([Task(uid=1, leveling_delay=600, actual_start=MONDAY, percent=10)]),
    "non-working": plan_of([Task(uid=1, actual_start=MONDAY - 600, percent=10)]),
    "baseline": plan_of([Task(uid=1, actual_start=MONDAY, percent=10)]),
    "status-date": plan_of([Task(uid=1, actual_start=MONDAY, percent=10)]),
    "out-of-sequence": plan_of([Task(uid=1), Task(uid=2, actual_start=MONDAY, percent=10)], [Link(**HOLDS)]),
}
GOOD = {
    "deadline": plan_of([Task(uid=1, deadline=MONDAY + 5400)]),
    "broken-link": plan_of(
        [Task(uid=1), Task(uid=2, constraint=Constraint.MSO, constraint_date=MONDAY + DAY)], [Link(**HOLDS)]
    ),
    "dangling": plan_of([Task(uid=1), Task(uid=2)], [Link(**HOLDS)]),
    "summary-link": plan_of([Task(uid=1), Task(uid=2)], [Link(**HOLDS)]),
    "lag-misuse": plan_of([Task(uid=1), Task(uid=2)], [Link(**HOLDS, lag=10 * D)]),
    "manual": plan_of([Task(uid=1)]),
    "estimated": plan_of([Task(uid=1)]),
    "unnamed": plan_of([Task(uid=1, name="x")]),
    "same-name": plan_of([Task(uid=1, name="Test"), Task(uid=2, name="Train")]),
    "unmarked-milestone": plan_of([Task(uid=1, duration=0, milestone=True)]),
    "milestone-work": plan_of([Task(uid=1, duration=0, milestone=True)]),
    "milestone-stretch": plan_of([Task(uid=1, duration=44 * D)]),
    "owner": plan_of([Task(uid=1, owner=1)], resources=[Resource(uid=1)]),
    "empty-delay": plan_of([Task(uid=1, leveling_delay=600)]),
    "non-working": plan_of([Task(uid=1, actual_start=MONDAY, percent=10)]),
    "status-date": plan_of([Task(uid=1, actual_start=MONDAY, percent=10)], status_date=MONDAY + 5400),
    "out-of-sequence": plan_of(
        [
            Task(uid=1, percent=100, actual_start=MONDAY, actual_finish=MONDAY + 5400),
            Task(uid=2, actual_start=MONDAY + DAY, percent=10),
        ],
        [Link(**HOLDS)],
    ),
}


@pytest.mark.parametrize("rule", BAD)
def test_what_breaks_a_rule_is_found(rule):
    found = review(schedule(BAD[rule]))
    assert found.check(rule).verdict is Verdict.FAILED
    assert found.of(rule)[0].severity is BY_ID[rule].severity


@pytest.mark.parametrize("rule", GOOD)
def test_what_keeps_a_rule_is_not(rule):
    assert review(schedule(GOOD[rule])).check(rule).verdict is Verdict.PASSED


def test_a_deliverable_is_asked_for_where_a_register_tells():
    done = schedule(plan_of([Task(uid=1, duration=0, milestone=True)]))
    told = [
        review(done, facts=Facts(delivering=held)).check("milestone-deliverable").verdict
        for held in (None, frozenset(), frozenset({1}))
    ]
    assert told == [Verdict.UNKNOWN, Verdict.FAILED, Verdict.PASSED]


def two_at_once(units, link=()):
    rows = [Task(uid=1), Task(uid=2)]
    work = [Assignment(uid=k, task=k, resource=1, work=D, units=units) for k in (1, 2)]
    return plan_of(rows, link, resources=[Resource(uid=1, name="Ann")], assignments=work)


def test_who_is_wanted_twice_at_once_is_overloaded():
    found = review(schedule(two_at_once(1.0)))
    assert found.of("overloaded")[0].data == {"at": MONDAY, "units": 2.0, "capacity": 1.0}


@pytest.mark.parametrize("plan", [two_at_once(0.5), two_at_once(1.0, [Link(**HOLDS)])])
def test_who_is_wanted_by_halves_or_one_after_the_other_is_not(plan):
    assert review(schedule(plan)).check("overloaded").verdict is Verdict.PASSED


@pytest.mark.parametrize(("weeks", "verdict"), [(4, Verdict.FAILED), (5, Verdict.PASSED)])
def test_a_role_needs_a_name_four_weeks_before_its_work(weeks, verdict):
    role = Resource(uid=1, name="Trainer", generic=True)
    who = Resource(uid=2, name="Ann")
    late = Task(uid=1, constraint=Constraint.SNET, constraint_date=MONDAY + weeks * 7 * DAY)
    work = [Assignment(uid=k, task=k, resource=k, work=D) for k in (1, 2)]
    plan = plan_of([late, Task(uid=2)], resources=[role, who], assignments=work, status_date=MONDAY)
    assert review(schedule(plan)).check("unfilled-role").verdict is verdict


@pytest.mark.parametrize(("days", "verdict"), [(8, Verdict.PASSED), (9, Verdict.FAILED)])
def test_a_status_date_grows_old(days, verdict):
    plan = plan_of([Task(uid=1)], status_date=MONDAY)
    assert (
        review(schedule(plan), options=Options(today=MONDAY + days * DAY)).check("old-status").verdict
        is verdict
    )


# ---- redundant links


def triangle(**direct):
    tasks, links = chain(3)
    return plan_of(tasks, [*links, Link(uid=9, pred=1, succ=3, **direct)])


def test_a_link_that_others_imply_is_redundant():
    assert [one.uid for one in review(schedule(triangle())).of("redundant-link")] == [9]


@pytest.mark.parametrize("direct", [{"lag": 1}, {"lag": -1}, {"type": LinkType.SS}, {"type": LinkType.FF}])
def test_a_link_that_asks_for_something_else_is_not(direct):
    assert review(schedule(triangle(**direct))).of("redundant-link") == ()


@pytest.mark.parametrize(
    "between",
    [
        {"manual": True, "start": MONDAY, "finish": MONDAY + D},
        {"active": False},
        {"actual_start": MONDAY, "percent": 10},
        {"constraint": Constraint.MSO, "constraint_date": MONDAY},
    ],
)
def test_a_way_that_does_not_hold_implies_nothing(between):
    plan = triangle()
    tasks = [plan.tasks[0], replace(plan.tasks[1], **between), plan.tasks[2]]
    assert review(schedule(plan_of(tasks, plan.links))).of("redundant-link") == ()


def test_redundant_links_can_all_go_without_moving_anything():
    plan = generate(600, seed=3)
    done = schedule(plan)
    found = review(done).of("redundant-link")
    after = schedule(apply(plan, repair(done, found, link_uid=10**6)))
    assert len(found) > 5
    assert after.dates.start == done.dates.start
    assert after.dates.finish == done.dates.finish
    assert after.dates.total_slack == done.dates.total_slack
    assert review(after).of("redundant-link") == ()


def test_redundant_links_are_found_in_blocks_as_in_one(monkeypatch):
    done = schedule(generate(600, seed=3))
    at_once = review(done).of("redundant-link")
    monkeypatch.setattr("uptake.engine.review.redundancy.BLOCK", 7)
    assert review(done).of("redundant-link") == at_once


# ---- pitfalls


def project(*rows):
    """Return a plan of named tasks of so many days, one after the other."""
    tasks = [Task(uid=k, name=name, duration=days * D) for k, (name, days) in enumerate(rows, 1)]
    return schedule(plan_of(tasks, [Link(uid=k, pred=k, succ=k + 1) for k in range(1, len(rows))]))


@pytest.mark.parametrize(("days", "verdict"), [(10, Verdict.PASSED), (9, Verdict.FAILED)])
@pytest.mark.parametrize("words", [("Interviews", "Design", "Go-live"), ("调研访谈", "蓝图设计", "系统上线")])
def test_haste(words, days, verdict):
    look, design, live = words
    done = project((look, days), (design, 5), (live, 0))
    assert review(done).check("haste-assessment").verdict is verdict


def test_an_interview_in_the_category_of_design_is_no_design():
    tasks = [
        Task(uid=1, name="As-is interviews", duration=10 * D, category="Process design"),
        Task(uid=2, name="To-be design", duration=5 * D, category="Process design"),
        Task(uid=3, name="Go-live", duration=0),
    ]
    done = schedule(plan_of(tasks, [Link(uid=1, pred=1, succ=2), Link(uid=2, pred=2, succ=3)]))
    assert review(done).check("haste-assessment").value == 2


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("technology-champions", ("Name champions", "确定内部倡导者")),
        ("technology-user-test", ("User acceptance test", "用户验收测试")),
        ("technology-training", ("Train end users", "培训最终用户")),
        ("handover-manual", ("Write user manual", "编写系统操作手册")),
        ("handover-guide", ("Maintenance guide", "编写运维指南")),
        ("handover-shadow", ("Shadow training", "影子培训")),
    ],
)
def test_a_pitfall_is_judged_by_the_names_of_tasks(rule, words):
    for name in words:
        assert review(project((name, 1), ("Go-live", 0))).check(rule).verdict is Verdict.PASSED
    assert review(project(("Something", 1), ("Go-live", 0))).check(rule).verdict is Verdict.FAILED
    assert review(project(("Something", 1))).check(rule).verdict is Verdict.UNKNOWN


def test_training_after_the_go_live_is_too_late():
    done = project(("Go-live", 0), ("Train end users", 3))
    assert [one.reason for one in review(done).of("technology-training")] == ["training_late"]


@pytest.mark.parametrize("name", ["Write training material", "编写培训教材"])
def test_preparing_a_training_is_none(name):
    assert review(project((name, 1), ("Go-live", 0))).check("technology-training").verdict is Verdict.FAILED


def test_support_comes_after_the_go_live():
    after = review(project(("Go-live", 0), ("Hyper-care", 10)))
    before = review(project(("Hyper-care", 10), ("Go-live", 0)))
    told = [one.check("handover-support").verdict for one in (after, before)]
    assert told == [Verdict.PASSED, Verdict.FAILED]


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("risk-owners", "risk_owners"),
        ("risk-responses", "risk_responses"),
        ("risk-reviews", "risk_reviews"),
        ("haste-confirmation", "processes"),
        ("technology-sessions", "audiences"),
    ],
)
def test_registers_tell(rule, name):
    done = schedule(plan_of([Task(uid=1)]))
    told = [
        review(done, facts=Facts(**{name: tally})).check(rule).verdict
        for tally in (None, Tally(3, 3), Tally(3, 2))
    ]
    assert told == [Verdict.UNKNOWN, Verdict.PASSED, Verdict.FAILED]


def test_a_register_without_risks_is_no_risk_management():
    done = schedule(plan_of([Task(uid=1)]))
    told = [review(done, facts=Facts(risks=n)).check("risk-register").verdict for n in (None, 0, 1)]
    assert told == [Verdict.UNKNOWN, Verdict.FAILED, Verdict.PASSED]


def test_a_migration_needs_a_way_back():
    bad = review(project(("Data migration", 1), ("Go-live", 0))).check("risk-rollback")
    good = review(project(("Data migration", 1), ("Rehearse rollback", 1), ("Go-live", 0))).check(
        "risk-rollback"
    )
    register = review(project(("Data migration", 1), ("Go-live", 0)), facts=Facts(rollbacks=Tally(2, 2)))
    assert (bad.verdict, bad.source) == (Verdict.FAILED, "plan")
    assert good.verdict is Verdict.PASSED
    assert register.check("risk-rollback").source == "registers"


# ---- waivers and the score


def test_a_waived_object_does_not_count():
    done = schedule(plan_of([Task(uid=1, name="a"), Task(uid=2, name="b")]))
    options = Options(waived=frozenset({("owner", "task", 1)}))
    found = review(done, options=options)
    assert [one.uid for one in found.of("owner")] == [2]
    assert [one.key for one in found.waived] == [("owner", "task", 1)]
    assert (found.check("owner").faults, found.check("owner").waived) == (1, 1)


def test_a_waived_rule_has_no_part_in_the_score():
    done = schedule(plan_of([Task(uid=1, name="a")]))
    rules = frozenset({"owner", "unnamed"})
    assert review(done, options=Options(rules=rules)).score == 50
    waived = Options(rules=rules, waived=frozenset({("owner", "", 0)}))
    assert review(done, options=waived).score == 100
    assert review(done, options=waived).check("owner").verdict is Verdict.WAIVED


def test_the_score_falls_with_what_breaks_a_rule():
    tasks = [Task(uid=k, name=str(k)) for k in range(1, 5)]
    owned = [replace(one, owner=1) if one.uid < 4 else one for one in tasks]
    options = Options(rules=frozenset({"owner", "unnamed"}))
    scores = [
        review(schedule(plan_of(rows, resources=[Resource(uid=1)])), options=options).score
        for rows in (tasks, owned)
    ]
    assert scores == [50, int(100 * (2 * 0.375 + 2) / 4)]


def test_the_worst_come_first():
    found = review(schedule(generate(300)))
    severities = [one.severity for one in found.findings]
    assert severities == sorted(severities, reverse=True)


def test_practices_are_rated_by_what_is_known():
    found = review(schedule(plan_of([])))
    assert {one.rating for one in found.practices} == {None}
    assert {one.rating for one in review(schedule(generate(300))).practices} <= {None, 1, 2, 3, 4, 5}


def test_ids_of_rules_are_unique():
    assert len({rule.id for rule in RULES}) == len(RULES)


# ---- what can be done at one click

FIXED = [
    *((rule, BAD[rule]) for rule in ("unmarked-milestone", "milestone-work", "empty-delay", "manual")),
    ("redundant-link", triangle()),
    ("dcma-09-invalid-dates", plan_of([Task(uid=1)], status_date=MONDAY + 3 * DAY)),
]


@pytest.mark.parametrize(("rule", "plan"), FIXED)
def test_a_fix_does_away_with_its_finding(rule, plan):
    done = schedule(plan)
    found = review(done).of(rule)
    after = schedule(apply(plan, repair(done, found, link_uid=100)))
    assert found[0].fix
    assert review(after).of(rule) == ()


@pytest.mark.parametrize(
    ("kind", "softer", "deadline"),
    [
        (Constraint.MSO, Constraint.SNET, None),
        (Constraint.MFO, Constraint.FNET, FRIDAY),
        (Constraint.FNLT, Constraint.ASAP, FRIDAY),
    ],
)
def test_a_hard_constraint_becomes_a_soft_one_and_a_deadline(kind, softer, deadline):
    plan = plan_of([Task(uid=1, constraint=kind, constraint_date=FRIDAY)])
    done = schedule(plan)
    after = apply(plan, repair(done, review(done).of("dcma-05-hard-constraints"), link_uid=1)).task(1)
    assert (after.constraint, after.deadline) == (softer, deadline)


def test_what_leads_nowhere_is_led_to_the_go_live():
    tasks = [Task(uid=1), Task(uid=2), Task(uid=3, duration=3 * D), Task(uid=4, duration=0, milestone=True)]
    plan = plan_of(tasks, [Link(uid=1, pred=3, succ=4)])
    done = schedule(plan)
    options = Options(go_live=4)
    found = review(done, options=options).of("dcma-01-logic")
    after = apply(plan, repair(done, found, link_uid=7, go_live=4))
    assert [(one.uid, one.pred, one.succ) for one in after.links] == [(1, 3, 4), (7, 1, 4), (8, 2, 4)]
    assert schedule(after).finish == done.finish


def test_without_a_go_live_nothing_is_led_anywhere():
    found = review(schedule(plan_of([Task(uid=1), Task(uid=2, duration=3 * D)]))).of("dcma-01-logic")
    assert found
    assert not any(one.fix for one in found)


def test_what_comes_after_the_go_live_is_not_led_to_it():
    tasks = [Task(uid=1, duration=0, milestone=True), Task(uid=2)]
    done = schedule(plan_of(tasks, [Link(uid=1, pred=1, succ=2)]))
    found = review(done, options=Options(go_live=1)).of("dcma-01-logic")
    assert all(one.fix == "" for one in found)


@pytest.mark.parametrize(("lag", "faults"), [(14 * DAY, 0), (14 * DAY + 1, 1)])
def test_a_lag_by_the_clock_may_take_two_weeks(lag, faults):
    link = Link(**HOLDS, lag=lag, kind=LagKind.ELAPSED)
    assert len(review(schedule(plan_of([Task(uid=1), Task(uid=2)], [link]))).of("lag-misuse")) == faults


@pytest.mark.parametrize(("apart", "verdict"), [(1, Verdict.FAILED), (5, Verdict.PASSED)])
def test_processes_that_follow_one_another_may_be_designed_one_by_one(apart, verdict):
    """Three processes, each assessed for five days and then designed: the second design begins after `apart` more."""
    tasks = []
    for k in range(3):
        date = {"constraint": Constraint.SNET}
        look = MONDAY + k * apart // 5 * 7 * DAY
        tasks += [
            Task(uid=3 * k + 1, name="Interview", duration=5 * D, **date, constraint_date=look),
            Task(uid=3 * k + 2, name="Design", duration=5 * D),
        ]
    links = [Link(uid=k + 1, pred=3 * k + 1, succ=3 * k + 2) for k in range(3)]
    done = schedule(plan_of([*tasks, Task(uid=90, name="Go-live", duration=0)], links))
    assert review(done).check("haste-assessment").verdict is verdict
