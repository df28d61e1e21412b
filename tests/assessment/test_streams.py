"""A value stream: its figures, its map, its simulation."""

import re
import subprocess
import sys

import pytest

from tests.schedule.world import World
from uptake.assessment import simulating
from uptake.assessment.models import Simulated, ValueStream
from uptake.assessment.picture import picture, wrapped
from uptake.assessment.streams import lines_of, side_of
from uptake.platform import jobs
from uptake.platform.models import Job, JobState
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.visit import Visit

AS_IS = [
    {"id": "a", "name": "Enter the order", "process": 10, "wait": 480, "operators": 1, "accurate": 80},
    {"id": "b", "name": "Check the credit", "process": 5, "wait": 960, "value_adding": True},
]
TO_BE = [{"id": "a", "name": "Enter the order", "process": 5, "wait": 10, "value_adding": True}]
QUICK = {"days": "5", "warm_up": "1", "runs": "5", "seed": "7", "arrivals": "regular", "service": "regular"}


@pytest.fixture
def stream(visit: Visit) -> ValueStream:
    given = {"title": "Order to cash", "demand": 24, "available": 480, "as_is": AS_IS, "to_be": TO_BE}
    made: ValueStream = services.create(visit, visit.spec("value_stream"), given)
    return made


def test_figures_are_those_of_the_engine(stream):
    lead = 480 + 10 + 960 + 5
    assert stream.as_is_days == round(lead / 480, 1)
    assert stream.efficiency == round(5 / lead * 100, 2)
    assert stream.bottleneck == "Enter the order"
    told = {one.label: one for one in lines_of(side_of(stream, "as_is"), side_of(stream, "to_be"))}
    assert told["Rolled %C&A"].values == ("80 %", "100 %")
    assert told["Rolled %C&A"].better is True
    assert told["Takt"].better is None
    assert told["Lead time"].worked[0] == "490 + 965 = 1,455"
    assert told["Utilisation of the bottleneck"].values[0] == "62.5 %"


def test_figures_of_one_map_alone_have_no_difference(visit):
    made = services.create(visit, visit.spec("value_stream"), {"title": "Half", "as_is": AS_IS})
    lines = lines_of(side_of(made, "as_is"), side_of(made, "to_be"))
    assert {(one.values[1], one.change) for one in lines} == {("–", "")}


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"as_is": [{"name": "x", "batch": 1.5}]}, "as_is"),
        ({"to_be": [{"name": "x"}] * 201}, "to_be"),
        ({"as_is": [{"name": "x", "accurate": 0}]}, "as_is"),
        ({"demand": 0}, "demand"),
        ({"available": 1441}, "available"),
    ],
)
def test_what_cannot_be_computed_is_refused(visit, given, key):
    with pytest.raises(services.Unfit) as why:
        services.create(visit, visit.spec("value_stream"), {"title": "x", **given})
    assert list(why.value.errors) == [key]


def test_the_picture_marks_the_bottleneck_in_word_and_shape(erp: World, stream):
    drawn = picture(side_of(stream, "as_is"))
    assert drawn
    assert [one.mark for one in drawn.boxes] == ["Bottleneck", ""]
    assert drawn.boxes[1].wait == "2 d"
    page = erp.as_(Role.KEY_USER).get(f"/projects/{erp.project.pk}/assessment/streams/1/map").content.decode()
    assert "▲ Bottleneck" in page
    assert page.count('<svg class="up-vs"') == 2
    assert not re.search(r"\sstyle=", page)


def test_an_impossible_stream_is_drawn_and_says_so(visit):
    given = {"title": "Too much", "demand": 100, "available": 480, "as_is": [{"name": "x", "process": 60}]}
    made = services.create(visit, visit.spec("value_stream"), given)
    drawn = picture(side_of(made, "as_is"))
    assert drawn
    assert drawn.boxes[0].mark == "Bottleneck, overloaded"


def test_names_are_broken_where_they_may_be():
    assert wrapped("技术澄清与图纸发布并通知采购部门") == ["技术澄清与图纸发布并", "通知采购部门"]
    assert all(len(line) <= 23 for line in wrapped("x" * 300))
    assert len(wrapped("one two three four five six seven eight nine ten eleven twelve thirteen")) == 3


def run(erp: World, given: dict) -> Job:
    url = f"/projects/{erp.project.pk}/assessment/streams/1/simulate"
    asked = erp.as_(Role.KEY_USER).post(url, given)
    assert asked.status_code == 302, asked.content
    job = Job.objects.get()
    jobs.perform(job.pk)
    job.refresh_from_db()
    return job


def test_a_simulation_is_a_job_and_its_result_is_kept_with_what_went_in(erp, stream):
    job = run(erp, QUICK)
    assert (job.state, job.done, job.total) == (JobState.DONE, 10, 10)
    kept = Simulated.objects.get()
    assert (kept.version, kept.inputs["seed"], kept.inputs["waits"]) == (stream.version, 7, False)
    assert kept.outcome["as_is"]["steps"][1]["measured"] == 960
    assert kept.outcome["as_is"]["lead"] < 480  # measured waits are left out
    page = erp.as_(Role.KEY_USER).get(job.result["next"])
    assert page.status_code == 200
    assert "shorter as it shall be" in page.content.decode()
    assert erp.as_(Role.GUEST).get(job.result["next"]).status_code == 403


def test_the_same_seed_gives_the_same_answer(erp, stream):
    found = []
    for _time in range(2):
        Job.objects.all().delete()
        run(erp, {**QUICK, "arrivals": "exponential"})
        found.append(Simulated.objects.first().outcome)
    assert found[0] == found[1]


def test_a_changed_stream_makes_its_simulation_old(erp, visit, stream):
    job = run(erp, QUICK)
    services.change(visit, visit.spec("value_stream"), stream, {"demand": 20})
    assert "was changed since" in erp.as_(Role.MANAGER).get(job.result["next"]).content.decode()


@pytest.mark.parametrize(
    "given",
    [{**QUICK, "days": "0"}, {**QUICK, "runs": "4"}, {**QUICK, "seed": "-1"}, {**QUICK, "service": "x"}, {},
     {**QUICK, "days": "100000", "runs": "1000"}, {**QUICK, "days": "٣"}],
)  # fmt: skip
def test_what_cannot_be_simulated_is_refused_before_it_runs(erp, stream, given):
    url = f"/projects/{erp.project.pk}/assessment/streams/1/simulate"
    assert erp.as_(Role.MANAGER).post(url, given).status_code == 422
    assert not Job.objects.exists()


def test_a_cancelled_simulation_keeps_nothing(erp, stream, monkeypatch):
    monkeypatch.setattr(simulating, "_simulated", lambda *_: (_ for _ in ()).throw(jobs.Cancelled))
    assert run(erp, QUICK).state == JobState.CANCELLED
    assert not Simulated.objects.exists()


def test_only_the_newest_simulations_are_kept(erp, stream, monkeypatch):
    monkeypatch.setattr(simulating, "MOST_KEPT", 2)
    for _time in range(3):
        Job.objects.all().delete()
        run(erp, QUICK)
    assert Simulated.objects.count() == 2


def test_simpy_is_loaded_by_the_job_only():
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; import django; django.setup();"
        "import uptake.site.urls; sys.exit('simpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
