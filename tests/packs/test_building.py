"""A plan from a pack: blocks, both anchors, both languages."""

import datetime
import itertools

import pytest

from uptake.engine.instants import DAY, HOUR, day_number, moment
from uptake.engine.national import national_calendar
from uptake.engine.plan import Constraint, Link, LinkType, Plan, Project, Task
from uptake.engine.scheduling import schedule
from uptake.packs.anchor import OutOfReach, counted_back, started_on
from uptake.packs.building import UnknownAnswer, build
from uptake.packs.method import pack, packs, read_pack

MONDAY = datetime.date(2026, 3, 2)
CHINA = national_calendar("CN", uid=1, first_year=2025, last_year=2026, name="China")[0]


def go_live_of(made):
    return moment(schedule(made.plan).of(made.go_live).finish)


def names(made):
    return [task.name for task in made.plan.tasks]


@pytest.mark.parametrize("one", packs(), ids=lambda one: one.name)
class TestEveryPack:
    def test_both_languages_make_the_same_network(self, one):
        english, chinese = (build(one, date=MONDAY, language=language) for language in ("en", "zh"))
        assert english.plan.links == chinese.plan.links
        assert english.plan.assignments == chinese.plan.assignments
        assert [task.duration for task in english.plan.tasks] == [t.duration for t in chinese.plan.tasks]
        assert not set(names(english)) & set(names(chinese))

    def test_every_choice_of_answers_makes_a_sound_plan(self, one):
        keys = [question.key for question in one.questions]
        for values in itertools.product((False, True), repeat=len(keys)):
            made = build(one, date=MONDAY, answers=dict(zip(keys, values, strict=True)))
            dates = schedule(made.plan)
            followed = {link.pred for link in made.plan.links}
            following = {link.succ for link in made.plan.links}
            leaves = [task.uid for task in made.plan.tasks if not made.plan.is_summary(task.uid)]
            assert len([uid for uid in leaves if uid not in following]) == 1
            assert made.go_live in followed
            assert dates.start == made.plan.project.start
            assert dates.remarks == ()

    def test_every_task_is_assigned_and_hands_something_over(self, one):
        made = build(one, date=MONDAY)
        leaves = [task for task in made.plan.tasks if not made.plan.is_summary(task.uid)]
        assert [part.task for part in made.deliverables] == [task.uid for task in leaves]
        assert {part.task for part in made.plan.assignments} == {t.uid for t in leaves if t.duration}
        assert {part.owner for part in made.deliverables} <= {role.uid for role in made.plan.resources}

    @pytest.mark.parametrize("date", [datetime.date(2026, 10, 12), datetime.date(2026, 10, 4)])
    def test_counted_back_it_starts_as_late_as_possible(self, one, date):
        made = build(one, anchor="go_live", date=date, calendar=CHINA)
        assert go_live_of(made).date() <= date
        after = moment(made.plan.project.start).date() + datetime.timedelta(days=1)
        later = started_on(made.plan, after)
        assert later.project.start > made.plan.project.start
        assert moment(schedule(later).of(made.go_live).finish).date() > date


def test_go_live_falls_on_the_day_itself_when_that_is_worked():
    made = build(pack("erp"), anchor="go_live", date=datetime.date(2026, 10, 12), calendar=CHINA)
    assert go_live_of(made) == datetime.datetime(2026, 10, 12, 17)


def test_go_live_falls_before_a_holiday():
    made = build(pack("erp"), anchor="go_live", date=datetime.date(2026, 10, 4), calendar=CHINA)
    assert go_live_of(made) == datetime.datetime(2026, 9, 30, 17)


def test_a_start_on_a_holiday_moves_to_the_next_working_day():
    made = build(pack("erp"), date=datetime.date(2026, 5, 1), calendar=CHINA)
    assert moment(made.plan.project.start) == datetime.datetime(2026, 5, 6, 8)


def test_a_block_that_is_switched_off_leaves_no_hole():
    made = build(pack("erp"), date=MONDAY, answers={"migration": False})
    uids = {task.name: task.uid for task in made.plan.tasks}
    first = uids["Integration test cycle 1"]
    second = uids["Integration test cycle 2 (end to end, migrated data)"]
    assert "Mock load 2" not in uids
    assert Link(uid=0, pred=first, succ=second) in [
        Link(uid=0, pred=link.pred, succ=link.succ, type=link.type, lag=link.lag) for link in made.plan.links
    ]


def test_what_follows_anyway_gets_no_second_link():
    made = build(pack("erp"), date=MONDAY, answers={"migration": False})
    pairs = [(link.pred, link.succ) for link in made.plan.links]
    assert len(pairs) == len(set(pairs))


def test_a_block_that_is_switched_on_is_waited_for():
    plain = build(pack("erp"), date=MONDAY)
    made = build(pack("erp"), date=MONDAY, answers={"on_premise": True, "sites": True})
    assert len(made.plan.tasks) == len(plain.plan.tasks) + 2
    assert go_live_of(made) == go_live_of(plain)


def test_an_answer_to_no_question_is_refused():
    with pytest.raises(UnknownAnswer) as caught:
        build(pack("erp"), date=MONDAY, answers={"inpatient": True})
    assert (caught.value.pack, caught.value.key) == ("erp", "inpatient")


WORDS = {
    "phase": {"only": {"en": "Only", "zh": "唯一"}},
    "role": {"pm": {"en": "Manager", "zh": "经理", "side": "vendor"}},
    "question": {"b": {"en": "B?", "zh": "要 B 吗？"}},
}


def small(*rows, default=False):
    """Make a pack of rows written ``id days after``, in which b depends on the question of the same name."""
    text = {"en": "x", "zh": "某"}
    steps = []
    for row in rows:
        name, days, *after = row.split()
        step = {"id": name.upper(), "phase": "only", "days": int(days), "role": "pm"}
        step |= {"after": " ".join(after), "name": text, "deliverable": text, "acceptance": text}
        steps.append(step | ({"when": "b"} if name == "b" else {}) | {"go_live": name == "d"})
    written = {"title": text, "about": text, "phases": ["only"], "questions": {"b": default}, "task": steps}
    return read_pack("small", written, WORDS)


def links_of(one, **answers):
    """Write the links of a pack as people type them, in days."""
    plan = build(one, date=MONDAY, answers=answers).plan
    kept = [step.id for step in one.steps if not step.when or answers.get(step.when)]
    ids = dict(zip([task.uid for task in plan.tasks[1:]], kept, strict=True))
    days = 8 * HOUR
    return [f"{ids[one.pred]}-{one.type.name}{one.lag // days:+}-{ids[one.succ]}" for one in plan.links]


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        (["a 3", "b 2 A", "d 0 B"], ["A-FS+0-D"]),
        (["a 3", "b 2 A+4", "d 0 B"], ["A-FS+4-D"]),
        (["a 3", "b 2 A", "d 0 BSS+1"], ["A-FS+0-D"]),
        (["a 3", "b 2 ASS+1", "d 0 B"], ["A-SS+1-D"]),
        (["a 3", "b 2 A", "d 0 BFF"], ["A-FF+0-D"]),
        (["a 3", "b 2 ASS", "d 0 BFF"], ["A-SF+0-D"]),
        (["a 3", "c 1 A", "b 2 A", "d 0 B C"], ["A-FS+0-C", "C-FS+0-D"]),
        (["a 3", "c 1", "b 2 A C", "d 0 B"], ["A-FS+0-D", "C-FS+0-D"]),
        (["a 3", "b 2 A", "c 1 B", "d 0 B C"], ["C-FS+0-D", "A-FS+0-C"]),
    ],
)
def test_links_are_joined_where_a_step_is_left_out(rows, joined):
    assert links_of(small(*rows)) == joined


def test_a_step_that_stays_keeps_its_links():
    assert links_of(small("a 3", "b 2 A", "d 0 B"), b=True) == ["A-FS+0-B", "B-FS+0-D"]


@pytest.mark.parametrize("text", ["a b", "G1XX", "5SS+", "12FS+2d"])
def test_a_predecessor_that_cannot_be_read_is_refused(text):
    with pytest.raises((ValueError, KeyError)):
        small(f"a 1 {text}", "d 0 A")


def one_task(**values):
    return Plan.build(Project(start=0), [Task(uid=1, **values)])


def test_counting_back_goes_over_many_years_when_it_has_to():
    found = counted_back(one_task(duration=2000 * 8 * HOUR), 1, datetime.date(2040, 1, 2))
    assert moment(schedule(found).of(1).finish).date() == datetime.date(2040, 1, 2)


def test_counting_back_uses_the_day_before_when_the_task_starts_in_the_morning():
    plan = Plan.build(
        Project(start=0),
        [Task(uid=1, duration=8 * HOUR), Task(uid=2, duration=0)],
        [Link(uid=1, pred=1, succ=2, type=LinkType.SS)],
    )
    assert moment(counted_back(plan, 2, MONDAY).project.start).date() == MONDAY


def test_a_date_that_something_else_holds_is_out_of_reach():
    held = one_task(constraint=Constraint.SNET, constraint_date=(day_number(MONDAY) + 1) * DAY)
    with pytest.raises(OutOfReach) as caught:
        counted_back(held, 1, MONDAY)
    assert (caught.value.task, caught.value.date) == (1, MONDAY)
