"""Why a task is where it is, where a link is told beside the reason."""

from django.utils import translation

from tests.engine.drawn import plan_of
from uptake.engine.instants import DAY
from uptake.engine.scheduling import schedule
from uptake.schedule.words.reasons import why

PLAN = """
    days  | MTWTFss |
    dig   | ===     |
    typed |  =      | after dig, manual
    late  |    =    | alap
    last  |     =   | after late, mso Fr
"""


def told(uid: int) -> str:
    return str(why(schedule(plan_of(PLAN)), uid, today=DAY)["start"])


def test_a_manual_task_that_overlaps_its_predecessor() -> None:
    with translation.override("en"):
        assert "its dates were typed by hand, although ‘dig’ finishes" in told(2)
    with translation.override("zh-hans"):
        assert "，尽管" in told(2)


def test_the_successor_of_a_task_as_late_as_possible() -> None:
    with translation.override("en"):
        said = told(3)
    assert "it is to run as late as possible, and ‘last’ starts" in said
    assert "(FS)" in said
