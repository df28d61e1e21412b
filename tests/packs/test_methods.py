"""The method packs: complete in both languages, and of the network that their source tells."""

import datetime
import json

import pytest

from tests.shared_data import SHARED_DATA, needs_shared_data
from uptake.engine.calendars import working_time
from uptake.engine.instants import HOUR
from uptake.engine.scheduling import schedule
from uptake.packs.building import build
from uptake.packs.method import UnknownPack, pack, packs

MONDAY = datetime.date(2026, 3, 2)
WORKDAY = 8 * HOUR

# Facts of the plan templates that the packs are made from, in working days: day of go-live, total length.
SPANS = {
    "generic": (106, 168),
    "erp": (143, 178),
    "crm": (69, 130),
    "oa": (62, 105),
    "mes": (138, 200),
    "his": (106, 133),
}

# The same, task by task: the day on which each starts, in the order of the pack.
STARTS = {
    "generic": "0 3 8 13 14 14 19 29 24 24 34 34 34 49 34 49 49 49 59 69 74 79 84 89 84 94 99 94 104 104 106 "
    "106 106 126 126 166",
    "erp": "0 10 10 15 25 25 25 25 25 30 30 35 35 45 45 60 75 45 60 45 75 90 100 105 110 90 115 130 130 130 "
    "120 135 140 140 143 143 173 173",
    "crm": "0 5 5 13 13 13 16 13 22 22 32 22 32 42 47 52 57 67 67 69 69 129 84",
    "oa": "0 5 5 13 21 5 10 13 21 31 21 31 36 42 42 57 62 62 72 102",
    "mes": "0 10 10 25 25 25 25 25 40 40 40 40 40 50 65 70 88 80 93 93 108 118 118 138 138 158 198",
    "his": "0 5 13 13 13 13 23 13 23 23 23 23 43 51 64 76 56 64 61 78 83 83 89 96 106 106 106 128 128",
}


def days(name):
    """Return when each leaf of a pack starts at default answers, go-live and the end, in working days."""
    made = build(pack(name), date=MONDAY)
    dates, clock = schedule(made.plan), working_time(made.plan.calendars[0], {})
    leaves = [task.uid for task in made.plan.tasks if not made.plan.is_summary(task.uid)]

    def day(at):
        return (clock.work(at) - clock.work(made.plan.project.start)) / WORKDAY

    return [day(dates.of(uid).start) for uid in leaves], day(dates.of(made.go_live).finish), day(dates.finish)


@pytest.mark.parametrize("name", SPANS)
def test_go_live_and_length_are_those_of_the_source(name):
    assert days(name)[1:] == SPANS[name]


@pytest.mark.parametrize("name", STARTS)
def test_every_task_starts_on_the_day_of_the_source(name):
    assert days(name)[0] == [int(day) for day in STARTS[name].split()]


@needs_shared_data
@pytest.mark.parametrize("name", SPANS)
def test_every_task_is_that_of_the_file(name):
    file = SHARED_DATA / "templates" / "plan_templates.json"
    source = {one["name"].lower(): one for one in json.loads(file.read_text(encoding="utf-8"))}[name]
    starts, go_live, total = days(name)
    defaults = {question.key: question.default for question in pack(name).questions}
    steps = [step for step in pack(name).steps if not step.when or defaults[step.when]]
    assert (go_live, total) == (source["golive_day"], source["total_days"])
    told = {one["id"]: (one["es_day"], one["days"], one["gate"]) for one in source["tasks"]}
    assert told == {step.id: (start, step.days, step.gate) for step, start in zip(steps, starts, strict=True)}


@pytest.mark.parametrize("one", packs(), ids=lambda one: one.name)
class TestContent:
    def test_every_text_is_there_in_both_languages(self, one):
        texts = [one.title, one.about]
        texts += [part.text for part in one.questions]
        texts += [part.name for part in (*one.roles, *one.phases, *one.steps)]
        texts += [step.deliverable for step in one.steps]
        assert not [text for text in texts if not text.en.strip() or not text.zh.strip()]
        assert not [text for text in texts if not text.en.isascii()]
        texts += [step.acceptance for step in one.steps]
        assert not [text for text in texts if bool(text.en) is not bool(text.zh)]

    def test_chinese_is_chinese(self, one):
        texts = [part.name.zh for part in (*one.roles, *one.phases, *one.steps)]
        assert not [text for text in texts if not any("\u4e00" <= sign <= "\u9fff" for sign in text)]

    def test_every_gate_and_go_live_says_when_it_is_passed(self, one):
        assert not [step.id for step in one.steps if not step.days and not step.acceptance.en]

    def test_it_has_one_go_live_and_gates(self, one):
        assert len([step for step in one.steps if step.go_live]) == 1
        assert len([step for step in one.steps if step.gate]) >= 3
        assert all(step.days == 0 for step in one.steps if step.gate or step.go_live)

    def test_every_question_switches_something(self, one):
        assert {step.when for step in one.steps} - {""} == {question.key for question in one.questions}

    def test_ids_are_its_own(self, one):
        ids = [step.id for step in one.steps]
        assert len(set(ids)) == len(ids)
        assert {after.id for step in one.steps for after in step.after} <= set(ids)
        assert {later for step in one.steps for later in step.before} <= set(ids)


def test_a_pack_that_does_not_exist_is_named():
    with pytest.raises(UnknownPack) as caught:
        pack("lims")
    assert caught.value.name == "lims"
