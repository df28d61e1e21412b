"""The SMART check: each letter by itself, and the letters of goals as they are kept."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from tests.schedule.world import TEST, World
from uptake.engine.edits import Set
from uptake.engine.instants import HOUR
from uptake.packs.demo.registers import build_registers
from uptake.projects.models import Project
from uptake.registers import services
from uptake.schedule.services import apply_edits
from uptake.scope.models import Goal
from uptake.scope.smart import SENTENCES, Aim, check, summary, words_in

GOOD = Aim(
    title="Statements two days after the month's end",
    measure="Working days from the month's end to released statements",
    unit="days",
    baseline=7,
    target=2,
    due=date(2027, 6, 30),
    owned=True,
    achievable="Four of the seven days are spent waiting.",
    relevant="One ledger for all companies",
    begins=date(2026, 3, 2),
    ends=date(2027, 2, 1),
)
WRONG = [
    ({"title": "Faster"}, "S", "title_short"),
    ({"title": "让数据说话"}, "S", "title_short"),
    ({"measure": ""}, "S", "no_measure"),
    ({"measure": "To be found: nobody has said"}, "S", "no_measure"),
    ({"measure": "待定：尚未说明"}, "S", "no_measure"),
    ({"measure": "days"}, "S", "measure_short"),
    ({"unit": " "}, "M", "no_unit"),
    ({"baseline": None}, "M", "no_baseline"),
    ({"target": None}, "M", "no_target"),
    ({"target": 7}, "M", "same"),
    ({"achievable": ""}, "A", "no_reason"),
    ({"owned": False}, "A", "no_owner"),
    ({"relevant": "TBD"}, "R", "not_relevant"),
    ({"due": None}, "T", "no_due"),
    ({"due": date(2026, 3, 2)}, "T", "before_start"),
    ({"due": date(2030, 2, 2)}, "T", "too_late"),
]


def test_a_goal_that_says_everything_has_all_letters():
    assert summary(check(GOOD)) == "SMART"
    assert summary(check(replace(GOOD, due=date(2030, 2, 1)))) == "SMART"


@pytest.mark.parametrize(("without", "letter", "code"), WRONG)
def test_each_letter_is_missing_for_its_own_reason(without, letter, code):
    found = {one.letter: one for one in check(replace(GOOD, **without))}
    assert [one for one in "SMART" if not found[one].met] == [letter]
    assert found[letter].missing == (code,)
    assert str(found[letter].sentences[0])


def test_every_sentence_is_reached_and_there_in_chinese():
    assert {code for _values, _letter, code in WRONG} == set(SENTENCES)
    with translation.override("zh-hans"):
        assert not [text for text in SENTENCES.values() if str(text).isascii()]


def test_kpis_measure_a_goal_that_has_no_figures_itself():
    assert summary(check(replace(GOOD, unit="", baseline=None, target=None))) == "S·ART"
    assert summary(check(replace(GOOD, unit="", baseline=None, target=None, kpis=1))) == "SMART"


def test_words_are_counted_in_both_scripts():
    assert words_in("库存周转提高 35%") == 4
    assert words_in("") == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_goal_of_the_demonstration_fails_and_the_others_pass(language):
    found = {
        one.key: summary(
            check(
                Aim(
                    **{
                        key: one.values.get(key, "")
                        for key in ("title", "measure", "unit", "achievable", "relevant")
                    },
                    **{key: one.values.get(key) for key in ("baseline", "target", "due")},
                    owned="owner" in one.values,
                )
            )
        )
        for one in build_registers(language)["goal"]
    }
    assert {key: letters for key, letters in found.items() if letters != "SMART"} == {"goal.facts": "···R·"}


def test_the_letters_follow_the_kpis_of_a_goal(make, visit):
    goal = make(
        "goal",
        "Nine of ten lines leave on time",
        measure="Lines shipped on the promised day",
        owner=visit.person.pk,
    )
    assert goal.smart == "S····"
    figures = {"unit": "%", "baseline": 82, "target": 93, "direction": "up"}
    kpi = make("kpi", "Lines on time", goal="G-001", **figures)
    assert letters(goal) == "SM···"
    spec = visit.spec("kpi")
    services.change(visit, spec, kpi, {"target": ""})
    assert letters(goal) == "S····"
    services.change(visit, spec, kpi, {"target": "95"})
    services.change(visit, spec, kpi, {"goal": ""})
    assert letters(goal) == "S····"
    services.change(visit, spec, kpi, {"goal": "G-001"})
    services.remove(visit, spec, kpi)
    assert letters(goal) == "S····"
    services.restore(visit, spec, kpi)
    assert letters(goal) == "SM···"


def letters(goal: Goal) -> str:
    return str(Goal.objects.values_list("smart", flat=True).get(pk=goal.pk))


def test_the_letters_follow_the_dates_of_the_plan(make, erp: World, django_capture_on_commit_callbacks):
    erp.project.refresh_from_db()
    goal = make("goal", "Books are closed fast", due="2034-01-01")
    assert goal.smart == "·····"
    with django_capture_on_commit_callbacks(execute=True):
        apply_edits(erp.project, [Set("task", TEST, {"duration": 2_000 * 8 * HOUR})], erp.manager)
    assert Project.objects.get(pk=erp.project.pk).finish > erp.project.finish
    assert letters(goal) == "····T"
    with django_capture_on_commit_callbacks(execute=True):
        apply_edits(erp.project, [Set("task", TEST, {"duration": 8 * HOUR})], erp.manager)
    assert letters(goal) == "·····"
