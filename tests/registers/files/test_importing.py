"""Tables into registers, without pages."""

import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from tests.schedule.world import World
from uptake.interchange.sheets import Sheet, read_tables_bytes, write_table_bytes
from uptake.platform import jobs
from uptake.platform.jobs import do_now, doing
from uptake.platform.models import Job
from uptake.registers import services
from uptake.registers.files import importing, wanted
from uptake.registers.files.judging import Judge, counts_of
from uptake.registers.files.table import columns_of
from uptake.registers.files.wanted import Wanted
from uptake.registers.models import Entry, Record
from uptake.registers.visit import Visit

HEADINGS = ["No.", "Question", "Decision", "Decided on", "Decided by", "Status", "Room", "Tasks"]


def upload(erp: World, rows: list[list[Any]], register: str = "decision", kind: str = "xlsx") -> Job:
    data, _cuts = write_table_bytes([Sheet("Log", rows, header=0)], kind)  # type: ignore[arg-type]
    options = {"name": f"log.{kind}", "register": register}
    given = ContentFile(data, name="upload")
    done = do_now(importing.READ, erp.manager, project_id=erp.project.pk, options=options, given=given)
    assert done.state == "done", done.message
    return done


def guessed(visit: Visit, job: Job) -> tuple[Sheet, Wanted]:
    [sheet] = importing.sheets_of(job)
    return sheet, wanted.guess(visit, visit.spec("decision"), sheet, columns_of(sheet))


def run(erp: World, job: Job, want: Wanted, **options: Any) -> Job:
    given = {"register": "decision", "read": job.pk, "wanted": want.to_json(), **options}
    return do_now(importing.IMPORT, erp.manager, project_id=erp.project.pk, options=given)


def rows_of(visit: Visit) -> dict[int, Any]:
    rows = visit.spec("decision").model.objects.filter(project=visit.project, removed_at=None)
    return {one.number: one for one in rows}


def test_columns_are_recognised_in_both_languages_and_the_rest_goes_to_a_text(erp: World, visit: Visit):
    job = upload(
        erp,
        [["编号", "待决问题", "决定日期", "Decided by", "Room"], [1, "云", "2027-03-18", "Manager", "12b"]],
    )
    _sheet, want = guessed(visit, job)
    assert want.columns == {
        0: "to:number",
        1: "to:title",
        2: "to:decided_on",
        3: "to:decided_by",
        4: "text:context",
    }


def test_rows_become_records_with_history(erp: World, visit: Visit):
    when = datetime.date(2027, 3, 18)
    job = upload(erp, [
        HEADINGS,
        [4, "Which cloud?", "Ours", when, str(erp.manager), "Decided", "12b", "T2, T1"],
        [None, "Which partner?", None, None, None, None, 7],
    ])  # fmt: skip
    _sheet, want = guessed(visit, job)
    done = run(erp, job, want)
    assert done.state == "done", done.message
    assert done.result["counts"] == {"new": 2, "changed": 0, "same": 0, "skipped": 0, "wrong": 0}
    rows = rows_of(visit)
    assert sorted(rows) == [4, 5]
    assert (rows[4].title, rows[4].state, rows[4].decided_on) == ("Which cloud?", "decided", when)
    assert rows[4].decided_by == erp.manager
    assert (rows[4].context, rows[5].context) == ("Room: 12b", "Room: 7")
    entry = Entry.objects.get(record_id=rows[4].pk)
    assert (entry.kind, entry.reason, entry.by) == ("imported", "log.xlsx", erp.manager)
    assert {one["field"] for one in entry.changes} >= {"title", "decision", "decided_on", "tasks"}


def test_what_was_chosen_is_remembered(erp: World, visit: Visit):
    rows = [["Question", "Verdict", "Voice"], ["Cloud?", "Yes", "The board"]]
    job = upload(erp, rows)
    _sheet, want = guessed(visit, job)
    want.columns = {0: "to:title", 1: "to:decision", 2: "to:decided_by"}
    want.values = {2: {"The board": f"={erp.manager.pk}"}}
    assert run(erp, job, want).state == "done"
    assert rows_of(visit)[1].decided_by == erp.manager
    again, want = guessed(visit, upload(erp, rows))
    assert want.columns == {0: "to:title", 1: "to:decision", 2: "to:decided_by"}
    assert wanted.remembered(erp.project, visit.spec("decision"))["values"] == {
        "decided_by": {"the board": f"={erp.manager.pk}"}
    }
    assert again.headings == ("Question", "Verdict", "Voice")


def test_what_cannot_be_read_is_wrong_kept_or_left_as_somebody_says(erp: World, visit: Visit):
    spec = visit.spec("decision")
    job = upload(erp, [["Question", "Decided on"], ["A", "soon"], ["B", "2027-03-18"], ["C", "never"]])
    sheet, want = guessed(visit, job)
    judge = Judge(visit, spec, sheet, want)
    [unread] = judge.reader.unread()
    assert (unread.values, unread.one_by_one) == ([("soon", 1), ("never", 1)], False)
    found = judge.judged()
    assert counts_of(found)["wrong"] == 2
    assert found[0].wrong == [("Decided on", "Write a date, like 2027-03-18.")]
    refused = run(erp, job, want)
    assert (refused.state, Record.objects.count()) == ("failed", 0)
    assert "Row 2 cannot be taken" in refused.message
    want.otherwise = {1: "text:context"}
    want.values = {1: {"never": "leave"}}
    assert run(erp, job, want).state == "done"
    assert [one.context for one in rows_of(visit).values()] == ["Decided on: soon", "", ""]


def test_wrong_rows_are_left_out_and_given_back_as_a_table(erp: World, visit: Visit):
    job = upload(erp, [["Question", "Decided on"], ["A", "soon"], ["B", "2027-03-18"], [None, "2027-03-19"]])
    _sheet, want = guessed(visit, job)
    done = run(erp, job, want, skip=True)
    assert (done.state, [one.title for one in rows_of(visit).values()]) == ("done", ["B"])
    assert [(one["row"], one["column"]) for one in done.result["wrong"]] == [
        (2, "Decided on"),
        (4, "Question"),
    ]
    with done.made.open("rb") as made:
        [back] = read_tables_bytes(made.read())
    assert back.headings == ("Question", "Decided on", "Row", "Why it was not taken")
    assert back.records[0] == ["A", "soon", 2, "Decided on: Write a date, like 2027-03-18."]


@pytest.mark.parametrize("match", ["number", "title"])
def test_records_that_are_there_are_changed_or_left(erp: World, visit: Visit, match: str):
    spec = visit.spec("decision")
    first = services.create(visit, spec, {"title": "Which cloud?", "decision": "Ours", "reason": "Cheap"})
    same = services.create(visit, spec, {"title": "Which partner?"})
    table = [
        ["No.", "Question", "Decision", "Reason", "Room"],
        ["D-001", "Which cloud?", "Theirs", None, "12b"],
        ["D-002", "Which partner?"],
        ["D-003", "Which printer?"],
    ]
    job = upload(erp, table)
    sheet, want = guessed(visit, job)
    assert want.match == "number"
    want.match = match
    kinds = [one.kind for one in Judge(visit, spec, sheet, want).judged()]
    assert kinds == ["changed", "same", "new"]
    done = run(erp, job, want)
    assert done.state == "done", done.message
    rows = rows_of(visit)
    assert (rows[1].decision, rows[1].reason, rows[1].context) == ("Theirs", "Cheap", "Room: 12b")
    assert (rows[1].version, rows[2].version) == (first.version + 1, same.version)
    again = run(erp, upload(erp, table), want)
    assert again.result["counts"] == {"new": 0, "changed": 0, "same": 3, "skipped": 0, "wrong": 0}
    want.found = "skip"
    assert run(erp, upload(erp, table), want).result["counts"]["skipped"] == 3


def test_an_import_is_taken_back_but_not_what_somebody_changed_since(erp: World, visit: Visit):
    spec = visit.spec("decision")
    services.create(visit, spec, {"title": "Which cloud?", "decision": "Ours", "tasks": "T1"})
    job = upload(erp, [
        ["No.", "Question", "Decision", "Tasks"],
        ["D-001", "Cloud", "Theirs", "T2"],
        ["D-002", "Which partner?"],
        ["D-003", "Which printer?"],
    ])  # fmt: skip
    _sheet, want = guessed(visit, job)
    done = run(erp, job, want)
    services.change(visit, spec, rows_of(visit)[3], {"title": "Which printers?"})
    assert importing.undo(visit, spec, done) == (2, 1)
    rows = rows_of(visit)
    assert sorted(rows) == [1, 3]
    assert (rows[1].title, rows[1].decision) == ("Which cloud?", "Ours")
    assert [one.task for one in rows[1].outgoing.all()] == [1]
    assert importing.undo(visit, spec, done) == (0, 0)


def test_numbers_that_are_taken_and_rows_that_are_the_same_are_said(erp: World, visit: Visit):
    spec = visit.spec("decision")
    gone = services.create(visit, spec, {"title": "Gone"})
    services.remove(visit, spec, gone)
    services.create(visit, spec, {"title": "There"})
    job = upload(erp, [["No.", "Question"], [1, "A"], [2, "B"], [7, "C"], [7, "D"]])
    sheet, want = guessed(visit, job)
    said = [[why for _column, why in one.wrong] for one in Judge(visit, spec, sheet, want).judged()]
    assert [len(one) for one in said] == [1, 1, 0, 1]
    assert "removed" in said[0][0]
    assert "taken" in said[1][0]
    assert "Row 4" in said[3][0]


def test_nobody_begins_a_record_in_a_state_to_which_they_may_not_bring_one(erp: World, visit: Visit):
    job = upload(erp, [["Question", "Status"], ["A", "Proposed"], ["B", "Decided"], ["C", "Thrown away"]])
    sheet, want = guessed(visit, job)
    spec = visit.spec("decision")
    assert [one.kind for one in Judge(visit, spec, sheet, want).judged()] == ["new", "new", "wrong"]
    judge = Judge(visit, spec, sheet, want)
    judge.states = frozenset({"proposed"})
    assert [one.kind for one in judge.judged()] == ["new", "wrong", "wrong"]


def test_untitled_rows_are_wrong_skipped_or_named(erp: World, visit: Visit):
    job = upload(erp, [["Question", "Decision"], [None, "Ours"]])
    sheet, want = guessed(visit, job)
    kinds = []
    for one in ("wrong", "skip", "name"):
        want.untitled = one
        [row] = Judge(visit, visit.spec("decision"), sheet, want).judged()
        kinds.append((row.kind, row.title))
    assert kinds == [("wrong", ""), ("skipped", ""), ("new", "Untitled")]


def test_choices_are_known_by_their_labels_in_both_languages(erp: World, visit: Visit):
    spec = visit.spec("decision")
    with translation.override("zh-hans"):
        labels = [str(one.label) for one in spec.states]
    assert labels[0] != str(spec.states[0].label)
    job = upload(
        erp, [["Question", "Status"], ["A", labels[0]], ["B", labels[1]], ["C", str(spec.states[1].label)]]
    )
    sheet, want = guessed(visit, job)
    assert [one.state for one in Judge(visit, spec, sheet, want).judged()] == [
        "proposed",
        "decided",
        "decided",
    ]


def test_a_file_is_imported_once_until_that_is_undone(erp: World, visit: Visit):
    job = upload(erp, [["Question"], ["One"], ["Two"]])
    _sheet, want = guessed(visit, job)
    first = run(erp, job, want)
    again = run(erp, job, want)
    assert (again.state, len(rows_of(visit))) == ("failed", 2)
    assert "imported already" in again.message
    importing.undo(visit, visit.spec("decision"), first)
    assert run(erp, job, want).state == "done"
    assert len(rows_of(visit)) == 2


def test_an_import_that_is_cancelled_while_it_writes_leaves_nothing(
    erp: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
):
    job = upload(erp, [["Question"], ["One"], ["Two"]])
    _sheet, want = guessed(visit, job)
    write = importing.create_many

    def late(*given: Any, **options: Any) -> Any:
        jobs.cancel(Job.objects.get(kind=importing.IMPORT))
        return write(*given, **options)

    with monkeypatch.context() as patch:
        patch.setattr(importing, "create_many", late)
        assert run(erp, job, want).state == "cancelled"
    assert not rows_of(visit)
    assert run(erp, job, want).state == "done"


def test_the_result_of_an_import_is_there_with_its_records(
    erp: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
):
    job = upload(erp, [["Question"], ["One"]])
    _sheet, want = guessed(visit, job)

    def killed(found: Job) -> None:
        importing.take_over(found, jobs.Progress(found))
        raise KeyboardInterrupt

    monkeypatch.setattr(doing, "_do", killed)
    with pytest.raises(KeyboardInterrupt):
        run(erp, job, want)
    done = Job.objects.get(kind=importing.IMPORT)
    assert (done.state, len(done.result["made"])) == ("done", 1)
    assert importing.undo(visit, visit.spec("decision"), done) == (1, 0)


@pytest.mark.parametrize("number", [999_999, 1_000_000, 999_999_999])
def test_numbers_of_records_have_six_digits_at_most(erp: World, visit: Visit, number: int):
    job = upload(erp, [["No.", "Question"], [number, "One"]])
    _sheet, want = guessed(visit, job)
    want.columns = {0: "to:number", 1: "to:title"}
    done = run(erp, job, want)
    if number < 1_000_000:
        assert list(rows_of(visit)) == [number]
    else:
        assert done.state == "failed"
        assert "6 digits at most" in done.message
