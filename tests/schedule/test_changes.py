"""What people do on the plan page, as edits; and whatever else arrives as JSON."""

from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.random_plans import MANY, random_plans
from uptake.engine.edits import apply, from_json, to_json
from uptake.engine.instants import HOUR, instant
from uptake.engine.plan import (
    Assignment,
    Constraint,
    LagKind,
    Link,
    LinkType,
    Plan,
    Project,
    Resource,
    ResourceType,
    Task,
    TaskType,
)
from uptake.engine.scheduling import schedule
from uptake.schedule.editing.changes import Problem, to_edits
from uptake.schedule.editing.typed import COLUMNS

TODAY = date(2026, 1, 15)
NEXT = {"task": 100, "link": 100, "resource": 100, "assignment": 100, "calendar": 100}
WORKDAY = 8 * HOUR


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def plan_of(**project) -> Plan:
    """Make a plan: a phase of two tasks and a milestone, and three tasks in a row after it."""
    rows = [
        Task(uid=1, name="Prepare"),
        Task(uid=2, name="Interview", parent=1, duration=5 * WORKDAY),
        Task(uid=3, name="Analyse", parent=1, duration=5 * WORKDAY),
        Task(uid=4, name="Build interfaces", duration=5 * WORKDAY),
        Task(uid=5, name="Test", duration=2 * WORKDAY),
        Task(uid=6, name="Go-live", duration=0, milestone=True),
    ]
    links = [
        Link(uid=1, pred=2, succ=3),
        Link(uid=2, pred=3, succ=4),
        Link(uid=3, pred=4, succ=5),
        Link(uid=4, pred=5, succ=6),
    ]
    people = [Resource(uid=1, name="Li Wei"), Resource(uid=2, name="Wang Fang")]
    people.append(Resource(uid=3, name="Paper", type=ResourceType.MATERIAL))
    work = [Assignment(uid=1, task=4, resource=1, work=5 * WORKDAY, remaining_work=5 * WORKDAY)]
    return Plan.build(
        Project(start=at("2026-03-02T08:00"), **project), rows, links, resources=people, assignments=work
    )


def ask(*changes, plan: Plan | None = None, language: str = "en", speak: str = "en"):
    with translation.override(speak):
        return to_edits(
            schedule(plan or plan_of()), list(changes), language=language, next_uid=NEXT, today=TODAY
        )


def cell(column: str, text: str, uid: int = 4) -> dict[str, object]:
    return {"intent": "type", "uid": uid, "column": column, "text": text}


def typed(column: str, text: str, uid: int = 4, **more) -> Task:
    return ask(cell(column, text, uid), **more).plan.task(uid)


def refused(*changes, **more) -> Problem:
    with pytest.raises(Problem) as found:
        ask(*changes, **more)
    return found.value


# ---- words


def test_a_name_is_text_and_nothing_else():
    assert typed("name", "  <script>alert(1)</script>\n🚀 \0 x ").name == "<script>alert(1)</script> 🚀 x"
    assert ask(cell("name", "Build")).label == [
        {"code": "set", "column": "name", "name": "Build", "count": 1}
    ]


def test_notes_keep_their_lines():
    assert typed("notes", "one\r\ntwo\n").notes == "one\ntwo"
    assert len(typed("notes", "x" * 90_000).notes) == 90_000
    assert "too long" in refused(cell("name", "x" * 4001)).sentence


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("priority", "700", 700),
        ("priority", "", 500),
        ("type", "fixed work", TaskType.FIXED_WORK),
        ("type", "固定工期", TaskType.FIXED_DURATION),
        ("owner", "wang fang", 2),
        ("owner", "", None),
        ("calendar", "standard", 1),
        ("calendar", "", None),
    ],
)
def test_choices(column, text, value):
    assert getattr(typed(column, text), column) == value


# ---- durations, work


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3d", (3 * WORKDAY, "d", False, False)),
        ("2w?", (10 * WORKDAY, "w", False, True)),
        ("3ed", (3 * 24 * HOUR, "d", True, False)),
        ("5 工作日", (5 * WORKDAY, "d", False, False)),
        ("4", (4 * WORKDAY, "d", False, False)),
    ],
)
def test_durations(text, value):
    task = typed("duration", text)
    assert (task.duration, task.unit, task.elapsed, task.estimated) == value


def test_work_follows_the_duration_and_the_other_way_round():
    assert ask(cell("duration", "10d")).plan.assignments[0].work == 10 * WORKDAY
    assert typed("work", "80h").duration == 10 * WORKDAY
    assert ask(cell("work", "16h", 2)).plan.assignments[1] == Assignment(
        uid=100, task=2, work=2 * WORKDAY, remaining_work=2 * WORKDAY
    )


@pytest.mark.parametrize("text", ["5x", "-3d", "", "50%", "d", "1e9d", "🚀"])
def test_what_is_no_duration(text):
    problem = refused(cell("duration", text))
    assert "is not a duration. Write it like 5d, 2w, 4h or 3ed." in problem.sentence
    assert (problem.uid, problem.column) == (4, "duration")


def test_a_duration_beyond_all_calendars():
    assert "2149" in refused(cell("duration", "9999999w")).sentence
    assert "2149" in refused(cell("duration", "900y")).sentence


def test_the_duration_of_a_summary():
    assert "comes from the tasks under it" in refused(cell("duration", "5d", 1)).sentence


# ---- dates


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-09",
        "2026-03-09 08:00",
        "2026/3/9",
        "2026年3月9日",
        "3月9日",
        "3月9日 上午8点",
        "9 Mar",
        "Mar 9",
        "Mon 9 March 2026",
        "March 9, 2026 8:00 am",
        "9 Mar '26",
        "2026-03-09T08:00",
    ],
)
def test_a_start(text):
    task = typed("start", text)
    assert (task.constraint, task.constraint_date) == (Constraint.SNET, at("2026-03-09T08:00"))


def test_a_finish_is_at_the_end_of_the_day():
    task = typed("finish", "2026-04-03")
    assert (task.constraint, task.constraint_date) == (Constraint.FNET, at("2026-04-03T17:00"))
    assert typed("finish", "3月27日 下午1点半").constraint_date == at("2026-03-27T13:30")
    assert typed("deadline", "31/3/2026").deadline == at("2026-03-31T17:00")


def test_days_and_months_that_could_be_either():
    assert refused(cell("start", "3/4/26")).sentence == (
        "‘3/4/26’ could be 2026-04-03 or 2026-03-04. Type one of these."
    )
    assert typed("start", "3/3/26").constraint_date == at("2026-03-03T08:00")
    assert typed("start", "3/4", language="zh-hans").constraint_date == at("2026-03-04T08:00")


def test_relative_words_and_the_nearest_year():
    assert typed("start", "today").constraint_date == at("2026-01-15T08:00")
    assert typed("start", "明天 9:00").constraint_date == at("2026-01-16T09:00")
    assert typed("start", "20 Dec").constraint_date == at("2025-12-20T08:00")


@pytest.mark.parametrize(
    "text",
    ["soon", "31 Feb", "2026-13-01", "2026-03-03 25:00", "1066-10-14", "9999999999999", "3", "½", "0/0"],
)
def test_what_is_no_date(text):
    assert "is not a date" in refused(cell("start", text)).sentence


def test_a_date_that_is_taken_away():
    plan = ask(cell("start", "2026-04-01")).plan
    task = typed("start", "", plan=plan)
    assert (task.constraint, task.constraint_date) == (Constraint.ASAP, None)
    assert typed("deadline", "").deadline is None


def test_a_plan_counted_back_from_its_finish():
    plan = plan_of(from_finish=True, finish=at("2026-06-30T17:00"))
    assert typed("start", "2026-04-01", plan=plan).constraint is Constraint.SNLT
    assert typed("finish", "2026-04-01", plan=plan).constraint is Constraint.FNLT


def test_a_manual_task_keeps_what_is_typed():
    plan = ask(cell("mode", "manual")).plan
    task = plan.task(4)
    assert (task.manual, task.start) == (True, schedule(plan_of()).of(4).start)
    moved = typed("start", "2026-05-04", plan=plan)
    assert (moved.start, moved.finish) == (at("2026-05-04T08:00"), at("2026-05-08T17:00"))
    longer = typed("finish", "2026-05-12", plan=ask(cell("start", "2026-05-04"), plan=plan).plan)
    assert longer.duration == 7 * WORKDAY
    assert "before" in refused(cell("finish", "2026-01-05"), plan=plan).sentence
    assert typed("mode", "自动", plan=plan) == plan_of().task(4)


def test_a_task_that_has_begun_really_began_then():
    plan = ask(cell("percent", "50%", 2)).plan
    task = typed("start", "2026-03-03", 2, plan=plan)
    assert (task.actual_start, task.stop) == (at("2026-03-03T08:00"), at("2026-03-05T12:00"))
    assert typed("finish", "2026-03-13", 2, plan=plan).duration == 10 * WORKDAY


@pytest.mark.parametrize(
    ("text", "kind"),
    [("MSO", Constraint.MSO), ("必须完成于", Constraint.MFO), ("As late as possible", Constraint.ALAP)],
)
def test_constraints(text, kind):
    task = typed("constraint", text)
    dates = schedule(plan_of()).of(4)
    expected = {Constraint.MSO: dates.start, Constraint.MFO: dates.finish, Constraint.ALAP: None}
    assert (task.constraint, task.constraint_date) == (kind, expected[kind])


def test_the_date_of_a_constraint():
    task = typed("constraint_date", "2026-04-01")
    assert (task.constraint, task.constraint_date) == (Constraint.SNET, at("2026-04-01T08:00"))
    plan = ask(cell("constraint", "FNLT")).plan
    assert typed("constraint_date", "2026-04-01", plan=plan).constraint_date == at("2026-04-01T17:00")
    assert typed("constraint_date", "", plan=plan).constraint is Constraint.ASAP


# ---- predecessors


def links(plan: Plan, succ: int) -> dict[int, Link]:
    return {one.pred: one for one in plan.links if one.succ == succ}


def test_predecessors_are_the_rows_that_people_see():
    found = links(ask(cell("predecessors", "2SS+50%;3FS+2d")).plan, 4)
    assert found[3] == Link(uid=2, pred=3, succ=4, lag=2 * WORKDAY)
    assert found[2] == Link(uid=100, pred=2, succ=4, type=LinkType.SS, lag=500, kind=LagKind.PERCENT)


def test_predecessors_that_stay_are_not_touched():
    assert ask(cell("predecessors", "3")).edits == []
    assert links(ask(cell("predecessors", "")).plan, 4) == {}
    assert links(ask(cell("predecessors", "1、2")).plan, 4).keys() == {1, 2}


def test_predecessors_that_cannot_be():
    assert "There is no row 77." in refused(cell("predecessors", "77")).sentence
    assert "twice" in refused(cell("predecessors", "2;2SS")).sentence
    assert "is not a predecessor" in refused(cell("predecessors", "x")).sentence
    assert "can't be its own predecessor" in refused(cell("predecessors", "4")).sentence
    assert refused(cell("predecessors", "5", 2)).sentence == (
        "Can't link 5 → 2: it would close a loop 2 ‘Interview’ → 3 ‘Analyse’ → 4 ‘Build interfaces’ → 5 ‘Test’."
        " Remove one of these links."
    )


def test_a_pasted_block_may_turn_links_round():
    plan = ask(cell("predecessors", "5", 4), cell("predecessors", "3", 5)).plan
    assert links(plan, 4).keys() == {5}


def test_the_change_at_fault_is_told():
    good = [cell("predecessors", "2;3", 4), cell("duration", "3d", 5)]
    problem = refused(*good, cell("predecessors", "6", 3), cell("duration", "2d", 6))
    assert (problem.uid, problem.column) == (3, "predecessors")


# ---- resources


def team(plan: Plan, uid: int = 4) -> dict[str, float]:
    names = {one.uid: one.name for one in plan.resources}
    return {names[one.resource]: one.units for one in plan.assignments if one.task == uid}


def test_resources_by_name():
    assert team(ask(cell("resources", "li wei[50%]; Wang Fang")).plan) == {"Li Wei": 0.5, "Wang Fang": 1.0}
    assert team(ask(cell("resources", "Li Wei、Paper[5]")).plan) == {"Li Wei": 1.0, "Paper": 5.0}
    assert team(ask(cell("resources", "")).plan) == {}


def test_an_unknown_name_is_a_new_resource():
    found = ask(cell("resources", "Zhao Min"), cell("resources", "zhao min[20%]", 5))
    assert [(one.uid, one.name) for one in found.plan.resources][3:] == [(100, "Zhao Min")]
    assert team(found.plan, 5) == {"Zhao Min": 0.2}
    assert found.label[1] == {"code": "resource", "name": "Zhao Min", "count": 1}


def test_units_that_are_none():
    assert "Write it like 50% or 0.5." in refused(cell("resources", "Li Wei[half]")).sentence
    assert "is not a resource" in refused(cell("resources", "[50%]")).sentence


# ---- rows


def outline(plan: Plan) -> list[tuple[int, int | None]]:
    return [(task.uid, task.parent) for task in plan.tasks]


def test_a_new_row():
    new = {"intent": "insert", "uid": 100, "before": 3, "name": " Decide ", "values": {"priority": 700}}
    found = ask(new, cell("duration", "2d", 100))
    assert outline(found.plan)[1:4] == [(2, 1), (100, 1), (3, 1)]
    task = found.plan.task(100)
    assert (task.name, task.duration, task.estimated, task.priority) == ("Decide", 2 * WORKDAY, False, 700)
    assert ask(new).plan.task(100).estimated


@pytest.mark.parametrize("uid", [1, 7, 99, -1, 2**31, 10**30, True, "x", None])
def test_a_new_row_has_a_new_number(uid):
    refused({"intent": "insert", "uid": uid, "name": ""})


def test_rows_in_and_out():
    assert outline(ask({"intent": "indent", "uid": 5}, plan=without_links()).plan)[4] == (5, 4)
    assert outline(ask({"intent": "outdent", "uid": 3}).plan)[2] == (3, None)
    assert "top level" in refused({"intent": "outdent", "uid": 5}).sentence
    assert "no row above" in refused({"intent": "indent", "uid": 1}).sentence
    assert refused({"intent": "indent", "uid": 5}).sentence == (
        "4 ‘Build interfaces’ and 5 ‘Test’ are linked, so one can't stand under the other."
        " Remove their link first."
    )


def without_links() -> Plan:
    return ask(*[{"edit": "remove", "kind": "link", "uid": uid} for uid in range(1, 5)]).plan


def test_rows_are_removed_with_what_stands_under_them_once():
    found = ask(*[{"intent": "remove", "uid": uid} for uid in (2, 1, 3, 5)])
    assert outline(found.plan) == [(4, None), (6, None)]
    assert "no longer" in refused({"intent": "remove", "uid": 4}, cell("name", "x")).sentence


def test_rows_are_moved():
    assert outline(ask({"intent": "move", "uid": 6, "parent": None, "before": 1}).plan)[0] == (6, None)
    assert outline(ask({"intent": "move", "uid": 6, "parent": 1, "before": None}).plan)[3] == (6, 1)
    assert (
        "can't stand under itself"
        in refused({"intent": "move", "uid": 1, "parent": 2, "before": None}).sentence
    )


# ---- bars


def test_bars():
    moved = ask({"intent": "move", "uid": 4, "start": at("2026-04-01T08:00")}).plan.task(4)
    assert (moved.constraint, moved.constraint_date) == (Constraint.SNET, at("2026-04-01T08:00"))
    finish = schedule(plan_of()).of(4).finish
    longer = ask({"intent": "resize", "uid": 4, "finish": finish + 3 * 24 * HOUR}).plan
    assert (longer.task(4).duration, longer.assignments[0].work) == (6 * WORKDAY, 6 * WORKDAY)
    assert "before" in refused({"intent": "resize", "uid": 4, "finish": 19200}).sentence
    assert "under it" in refused({"intent": "resize", "uid": 1, "finish": finish}).sentence


def test_progress_is_shown_by_summaries():
    plan = ask({"intent": "progress", "uid": 2, "percent": 100}, cell("percent", "50", 3)).plan
    assert [task.percent for task in plan.tasks[:3]] == [75, 100, 50]
    assert ask(cell("duration", "15d", 3), plan=plan).plan.task(1).percent == 38
    assert ask({"intent": "remove", "uid": 3}, plan=plan).plan.task(1).percent == 100


def test_links():
    assert links(ask({"intent": "link", "pred": 2, "succ": 5, "type": "SS"}).plan, 5)[2].type is LinkType.SS
    assert links(ask({"intent": "link", "pred": 4, "succ": 5, "type": "FF"}).plan, 5)[4].uid == 3
    assert links(ask({"intent": "unlink", "pred": 4, "succ": 5}).plan, 5) == {}
    assert "not linked" in refused({"intent": "unlink", "pred": 1, "succ": 5}).sentence
    assert "one stands under the other" in refused({"intent": "link", "pred": 1, "succ": 2}).sentence


def test_the_status_date():
    assert "Set a status date first" in refused({"intent": "reschedule"}).sentence
    on = {"intent": "status_date", "at": at("2026-03-09T17:00")}
    plan = ask(on, {"intent": "reschedule"}).plan
    assert plan.task(2).constraint_date == at("2026-03-10T08:00")
    assert ask({"intent": "status_date", "at": None}, plan=plan).plan.project.status_date is None


# ---- in general


def test_edits_as_they_are():
    edit = {"edit": "set", "kind": "task", "uid": 5, "values": {"deadline": 22209900}}
    assert [to_json(one) for one in ask(edit).edits] == [edit]
    assert (
        "number that is taken"
        in refused({"edit": "add", "kind": "link", "row": {"uid": 9, "pred": 2, "succ": 5}}).sentence
    )


def test_later_changes_see_the_earlier_ones():
    found = ask(cell("percent", "50"), cell("duration", "10d"), cell("work", "120h"))
    assert found.plan.task(4).duration == 15 * WORKDAY
    assert found.plan.task(4).percent == 17


def test_the_plan_page_in_chinese():
    with translation.override("zh-hans"):
        assert refused(cell("duration", "5x"), speak="zh-hans").sentence


@pytest.mark.parametrize(
    "changes",
    [
        None,
        {},
        [None],
        ["x"],
        [{}],
        [{"intent": "undo"}],
        [{"intent": []}],
        [{"edit": {}}],
        [{"intent": "type", "uid": 4, "column": "name", "text": 5}],
        [{"intent": "type", "uid": 4, "column": "uid", "text": "5"}],
        [{"intent": "type", "uid": [], "column": {}, "text": "5"}],
        [{"intent": "insert", "uid": 100, "values": {"parent": 4, "uid": 4}, "name": []}],
        [{"intent": "move", "uid": 4, "start": 10**40}],
        [{"intent": "link", "pred": 4, "succ": 5, "type": "XX"}],
        [{}] * 20_001,
    ],
)
def test_what_is_no_change(changes):
    with translation.override("en"), pytest.raises(Problem):
        to_edits(schedule(plan_of()), changes, language="en", next_uid=NEXT)


UIDS = st.integers(-1, 12) | st.sampled_from([100, 101, 2**31 - 1, 2**63])
TYPED = "5d;3ed;0;0d;2w?;50%;2026-03-03;3 Mar;MSO;ALAP;manual;auto;80h;fixed work;;2149-12-31;1984-01-01;9999y;today"
LISTS = ("1FS+2d;3SS", "2;4FF-50%", "New[50%];Paper[3]")
TEXTS = st.text(max_size=12) | st.sampled_from([*TYPED.split(";"), *LISTS])
INSTANTS = st.integers(-5, 10**7) | st.integers(0, 10**12) | st.none()
CHANGES = st.one_of(
    st.fixed_dictionaries(
        {"intent": st.just("type"), "uid": UIDS, "column": st.sampled_from([*COLUMNS]), "text": TEXTS}
    ),
    st.fixed_dictionaries(
        {"intent": st.just("insert"), "uid": st.integers(99, 104), "name": TEXTS},
        optional={
            "before": UIDS,
            "parent": UIDS,
            "values": st.dictionaries(st.sampled_from(["duration", "type"]), UIDS),
        },
    ),
    st.fixed_dictionaries(
        {"intent": st.sampled_from(["remove", "indent", "outdent", "reschedule"]), "uid": UIDS}
    ),
    st.fixed_dictionaries({"intent": st.just("move"), "uid": UIDS, "start": INSTANTS}),
    st.fixed_dictionaries(
        {"intent": st.just("move"), "uid": UIDS, "parent": UIDS | st.none(), "before": UIDS | st.none()}
    ),
    st.fixed_dictionaries({"intent": st.just("resize"), "uid": UIDS, "finish": INSTANTS}),
    st.fixed_dictionaries({"intent": st.just("progress"), "uid": UIDS, "percent": st.integers(-1, 101)}),
    st.fixed_dictionaries({"intent": st.sampled_from(["link", "unlink"]), "pred": UIDS, "succ": UIDS}),
    st.fixed_dictionaries({"intent": st.just("status_date"), "at": INSTANTS}),
    st.fixed_dictionaries(
        {"edit": st.just("remove"), "kind": st.sampled_from(["task", "link", "resource"]), "uid": UIDS}
    ),
    st.fixed_dictionaries(
        {
            "edit": st.just("set"),
            "kind": st.sampled_from(["task", "link"]),
            "uid": UIDS,
            "values": st.just({"name": "x"}),
        }
    ),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def answer(plan: Plan, changes: object) -> None:
    """Check that the answer is a plan that the edits lead to, or a sentence; and that nothing else happened."""
    computed, before = schedule(plan), list(plan.tasks)
    found, said = None, "."
    with translation.override("en"):
        try:
            found = to_edits(computed, changes, language="en", next_uid=NEXT, today=TODAY)
        except Problem as why:
            said = why.sentence
    assert said.strip()
    assert "%(" not in said
    assert list(plan.tasks) == before
    if found is not None:
        assert apply(plan, [from_json(to_json(edit)) for edit in found.edits]) == found.plan


@MANY
@given(random_plans(), st.lists(CHANGES, max_size=6))
def test_changes_lead_to_a_plan_or_are_refused(plan, changes):
    answer(plan, changes)


@MANY
@given(
    ANYTHING
    | st.lists(st.dictionaries(st.sampled_from(["intent", "edit", "uid", "text"]), ANYTHING), max_size=3)
)
def test_anything_at_all_is_answered(changes):
    answer(plan_of(), changes)
