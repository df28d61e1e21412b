"""What was answered: as charts, as a workbook, and of those only who answered like that."""

import pytest

from tests.schedule.world import World
from uptake.assessment import answering, results
from uptake.assessment.models import Answer, Questionnaire
from uptake.interchange.sheets import read_tables_bytes
from uptake.projects.models import Role

GIVEN = [
    {"shift": "Yes", "when": ["Before", "After"], "sure": 10, "hours": 4},
    {"shift": "Yes", "when": ["After"], "sure": 9, "hours": 8, "wish": "=1+1"},
    {"shift": "No", "sure": 0},
    {"shift": "Nights", "sure": 7, "wish": "Light"},
]


@pytest.fixture
def answered(asked: Questionnaire) -> Questionnaire:
    for given in GIVEN:
        answering.add(asked, given)
    asked.refresh_from_db()
    return asked


def of(answered, where=None):
    found = results.results_of(answered, results.answers_of(answered, where))
    return {one.question.key: one for one in found}


def test_answers_are_counted(answered):
    found = of(answered)
    assert [(bar.label, bar.count, bar.percent) for bar in found["shift"].bars] == [
        ("Yes", 2, 50), ("No", 1, 25), ("Nights", 1, 25),
    ]  # fmt: skip
    assert (found["when"].answered, found["when"].asked) == (2, 2)
    assert [bar.count for bar in found["when"].bars] == [1, 2]
    assert (found["sure"].mean, found["sure"].median, found["sure"].nps) == ("6.5", "8", 25)
    assert len(found["sure"].bars) == 11
    assert (found["hours"].lowest, found["hours"].highest, found["hours"].nps) == ("4", "8", None)
    assert found["wish"].texts == [("=1+1", ""), ("Light", "")]


def test_a_filter_keeps_who_answered_like_that(answered):
    assert of(answered, {"shift": "Yes"})["sure"].mean == "9.5"
    assert of(answered, {"when": "Before"})["sure"].answered == 1
    assert of(answered, {"shift": "Yes", "sure": "0"})["wish"].asked == 0


def test_the_page_and_the_workbook_show_the_same(erp: World, answered):
    url = f"/projects/{erp.project.pk}/assessment/questionnaires/1/results"
    client = erp.as_(Role.SPONSOR)
    page = client.get(f"{url}?f.shift=Yes&f.wish=x&f.none=1")
    assert page.status_code == 200
    assert "2 answers" in page.content.decode()
    file = client.get(f"{url}.xlsx?f.shift=Yes")
    assert "Q-001" in file["Content-Disposition"]
    answers, asked = read_tables_bytes(file.content)
    assert len(answers.rows) == 1 + 2
    assert "Day" not in answers.rows[0]
    assert answers.rows[1][2] == "Before\nAfter"
    assert "=1+1" in str(answers.rows[2][5])
    assert len(asked.rows) == 1 + 5
    assert erp.as_(Role.GUEST).get(url).status_code == 403


def test_names_are_in_the_workbook_where_they_were_asked_for(erp: World, answered):
    Questionnaire.objects.update(naming="named")
    answering.add(answered, {"shift": "No"}, name="李伟", role="Buyer")
    file = erp.as_(Role.MANAGER).get(f"/projects/{erp.project.pk}/assessment/questionnaires/1/results.xlsx")
    assert list(read_tables_bytes(file.content)[0].rows[-1])[2:4] == ["李伟", "Buyer"]


def test_without_answers_the_page_says_what_to_do(erp: World, asked):
    url = f"/projects/{erp.project.pk}/assessment/questionnaires/1/results"
    assert "No answers yet" in erp.as_(Role.MANAGER).get(url).content.decode()
    assert erp.as_(Role.MANAGER).get(f"{url}.xlsx").status_code == 200
    assert not Answer.objects.exists()


def test_the_builder_says_what_is_wrong_at_its_cell_and_loses_nothing(erp: World, asked):
    url = f"/projects/{erp.project.pk}/assessment/questionnaires/1/questions"
    client = erp.as_(Role.CONSULTANT)
    assert client.get(url).status_code == 200
    typed = '[{"id": "n1", "text": "Typed and kept", "kind": "single", "choices": "one"}]'
    wrong = client.post(url, {"questions": typed, "version": asked.version})
    assert wrong.status_code == 422
    assert "Typed and kept" in wrong.content.decode()
    assert "Write 2 to 50 choices" in wrong.content.decode()
    good = typed.replace('"one"', '"one\\ntwo"')
    assert client.post(url, {"questions": good, "version": 0}).status_code == 409
    assert client.post(url, {"questions": good, "version": asked.version}).status_code == 302
    asked.refresh_from_db()
    assert [one["text"] for one in asked.questions] == ["Typed and kept"]
    assert erp.as_(Role.KEY_USER).get(url).status_code == 403
    assert client.get(f"/projects/{erp.project.pk}/assessment/questionnaires/1/preview").status_code == 200


@pytest.mark.parametrize(
    "values", [[0.1 * n for n in range(20)], [-50, 3, 4, 5, 6, 7, 8, 9, 1e9], [1e14, *range(10)], [1, 2, 2.5]]
)
def test_numbers_are_spread_over_few_ranges_and_none_is_lost(values):
    bars = results.spread(values)
    assert sum(count for _label, count in bars) == len(values)
    assert len(bars) <= 11
