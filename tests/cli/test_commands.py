"""The commands on small plans: what is printed, and the exit code."""

import json
import re

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from tests.cli import plans
from uptake.cli.app import app
from uptake.engine.plan import Plan, Project, Task
from uptake.engine.scheduling import schedule
from uptake.interchange import errors, files
from uptake.interchange.document import to_document


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_schedule_prints_a_table(tmp_path):
    done = run("schedule", plans.write(tmp_path))
    assert done.exit_code == 0
    assert "Mon 3 Mar 2025 08:00 → Mon 10 Mar 2025 17:00 · 5 tasks · 4 critical" in done.stdout
    assert " 3  ●    ▲ Pour slab 浇筑" in done.stdout
    assert (
        "▲ 3 ‘Pour slab 浇筑’ finishes Mon 10 Mar 2025 17:00, after its deadline Fri 7 Mar 2025 17:00."
        in done.stdout
    )


def test_schedule_in_chinese(tmp_path):
    done = run("schedule", plans.write(tmp_path), "--lang", "zh")
    assert "5 项任务 · 4 项关键" in done.stdout
    assert "晚于期限 2025年3月7日 周五 17:00" in done.stdout


def test_the_environment_chooses_the_language(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "项任务" in run("schedule", plans.write(tmp_path)).stdout


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_table_fits_the_terminal(tmp_path, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    table = run("schedule", plans.write(tmp_path)).stdout.split("\n\n")[1]
    assert max(cell_len(line) for line in table.splitlines()) <= width


def test_schedule_as_json(tmp_path):
    value = json.loads(run("schedule", plans.write(tmp_path), "--json").stdout)
    assert value["project"]["finish"] == "2025-03-10T17:00:00"
    pour = value["tasks"][2]
    assert (pour["start"], pour["finish"]) == ("2025-03-06T08:00:00", "2025-03-10T17:00:00")
    assert pour["driver"] == {"by": "link", "link": 1, "task": 2}
    assert "deadline_missed" in [one["code"] for one in value["remarks"]]


def test_only_critical_tasks(tmp_path):
    done = run("schedule", plans.write(tmp_path), "--critical")
    assert "Dig" in done.stdout
    assert "Permit" not in done.stdout
    assert "Foundations" not in done.stdout


def test_columns_are_chosen(tmp_path):
    done = run("schedule", plans.write(tmp_path), "--columns", "uid,name,predecessors,resources")
    assert "Ann[50%], Li Lei" in done.stdout
    assert "Finish" not in done.stdout


def test_an_unknown_column_is_named(tmp_path):
    done = run("schedule", plans.write(tmp_path), "--columns", "name,colour")
    assert done.exit_code == 2
    assert "There is no column colour; choose from id" in done.stderr


def test_compare_with_equal_dates(tmp_path):
    done = run("schedule", plans.write(tmp_path), "--compare")
    assert done.exit_code == 0
    assert "come out as stored" in done.stdout


def test_compare_with_other_dates(tmp_path):
    rows = tuple(row.replace("2025-03-10", "2025-03-11") for row in plans.ROWS)
    done = run("schedule", plans.write(tmp_path, rows), "--compare")
    assert done.exit_code == 1
    assert "2 tasks differ from the file" in done.stdout
    assert "-1ed" in done.stdout


def test_why_goes_back_to_the_origin(tmp_path):
    lines = run("why", plans.write(tmp_path), "4").stdout.splitlines()
    assert lines[0] == (
        "4 ‘Done’ starts Mon 10 Mar 2025 17:00 "
        "because 3 ‘Pour slab 浇筑’ finishes Mon 10 Mar 2025 17:00 (FS); calendar: Standard."
    )
    assert "because 2 ‘Dig’ finishes Tue 4 Mar 2025 17:00 (FS +1d)" in lines[1]
    assert lines[2].startswith("← 2 ‘Dig’ starts Mon 3 Mar 2025 08:00 because nothing else holds it") or (
        "above it" in lines[2]
    )


def test_why_of_a_summary_and_as_json(tmp_path):
    path = plans.write(tmp_path)
    assert "the last to finish is 3 ‘Pour slab 浇筑’" in run("why", path, "1").stdout
    steps = json.loads(run("why", path, "3", "--json").stdout)["steps"]
    assert [step["id"] for step in steps][:2] == [3, 2]


def test_why_of_a_task_that_is_not_there(tmp_path):
    done = run("why", plans.write(tmp_path), "99")
    assert done.exit_code == 2
    assert done.stderr == "No task has the id 99; the first column of 'uptake schedule' shows the ids.\n"


@pytest.mark.parametrize(
    "args", [("why", "plan.csv"), ("--lang", "fr", "schedule", "plan.csv"), ("scedule",)]
)
def test_a_mistake_in_the_command_line(args):
    done = run(*args)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert re.search(r"uptake( why)? --help", done.stderr)


def test_without_a_command_the_help_is_shown():
    done = run()
    assert "schedule" in done.stdout
    assert done.stderr == ""


def test_a_loop_names_its_tasks(tmp_path):
    done = run("schedule", plans.write(tmp_path, plans.LOOP))
    assert done.exit_code == 2
    assert "site.csv: The tasks depend on each other in a loop" in done.stderr
    assert "‘Alpha’ → " in done.stderr
    assert "remove one of these links." in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("target", ["plan.xlsx", "plan.csv", "plan.ics", "plan.pdf", "plan.png"])
def test_convert_says_what_is_lost(tmp_path, target):
    done = run("convert", plans.write(tmp_path), tmp_path / target)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"site.csv → {target}: 5 tasks")
    assert (tmp_path / target).stat().st_size > 100


def test_convert_as_json(tmp_path):
    value = json.loads(run("convert", plans.write(tmp_path), tmp_path / "plan.ics", "--json").stdout)
    assert value["tasks"] == 5
    assert {
        "code": "not_carried",
        "object": "link",
        "field": "",
        "count": 2,
        "objects": [],
        "detail": "",
        "reason": "",
    } in (value["losses"]["written"])


def test_convert_says_when_dates_move(tmp_path):
    """A table has no gaps in tasks, so a split one ends earlier there."""
    split = Task(uid=2, id=2, duration=9600, pieces=((0, 4800), (9600, 14400)))
    plan = Plan.build(Project(start=19200), [Task(uid=1, id=1), split])
    files.write(to_document(schedule(plan)), tmp_path / "plan.xml")
    told = run("convert", tmp_path / "plan.xml", tmp_path / "plan.csv")
    assert "1 task gets other dates when plan.csv is recalculated." in told.stdout
    kept = json.loads(run("convert", tmp_path / "plan.xml", tmp_path / "same.xml", "--json").stdout)
    assert kept["moved"] == 0
    feed = json.loads(run("convert", tmp_path / "plan.xml", tmp_path / "plan.ics", "--json").stdout)
    assert feed["moved"] is None


def test_convert_to_an_unknown_format(tmp_path):
    done = run("convert", plans.write(tmp_path), tmp_path / "plan.docx")
    assert done.exit_code == 2
    assert "plan.docx has no ending that can be written" in done.stderr
    assert not (tmp_path / "plan.docx").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.csv", None, "There is no file"),
        ("empty.csv", b"", "empty.csv: The file is empty"),
        ("notes.pdf", b"%PDF-1.7" + b"x" * 600, "notes.pdf: This is not a project file"),
        ("bomb.xlsx", b"PK\x03\x04" + b"\0" * 600, "bomb.xlsx: The archive is damaged"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("schedule", tmp_path / name)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_broken_command_line_is_one_sentence():
    done = run("schedule", "--colour")
    assert done.exit_code == 2
    assert done.stderr == "There is no option --colour; see 'uptake schedule --help'.\n"


@pytest.mark.parametrize(
    "error", [RuntimeError("boom"), errors.HelperCrashed(9), MemoryError(), RecursionError()]
)
def test_no_error_ends_in_a_traceback(tmp_path, monkeypatch, error):
    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr(files, "read", fail)
    done = run("schedule", tmp_path / "plan.csv")
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert done.stderr.count("\n") == 1


def test_an_interrupt_ends_with_130(tmp_path, monkeypatch):
    def interrupt(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "read", interrupt)
    assert run("schedule", tmp_path / "plan.csv").exit_code == 130


def test_control_characters_of_a_name_do_not_reach_the_terminal(tmp_path):
    rows = ('1,1,"Dig \x1b[31m\u202enow",1d,,,,,ASAP,,',)
    assert "\x1b" not in run("schedule", plans.write(tmp_path, rows)).stdout


def test_help_is_in_both_languages():
    assert "Calculate dates" in run("--help").stdout
    assert "计算日期" in run("--lang=zh", "schedule", "--help").stdout
    assert run("--version").stdout.startswith("uptake ")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("convert", "plan.csv", "plan.mpp"), "plan.mpp: only Microsoft Project writes this format"),
        (("convert", "plan.csv", "plan"), "plan has no ending that can be written; use one of .xml"),
        (("agreement", "nowhere"), "There is no folder nowhere; check the name."),
        (("scedule",), "There is no command scedule, but schedule; see 'uptake --help'."),
        (("--lang", "zh", "scedule"), "没有命令 scedule，但有 schedule；请参阅“uptake --help”。"),
        (("review",), "FILE is missing; see 'uptake review --help'."),
        (
            ("review", "p.csv", "--json", "--sarif"),
            "--json and --sarif cannot be given together; leave one out.",
        ),
        (("review", "p.csv", "--sarif", "--json", "--lang", "zh"), "--json 与 --sarif 不能同时使用"),
        (
            ("review", "p.csv", "--today", "2099-13-01"),
            "--today: 2099-13-01 is not a day of the calendar; write",
        ),
        (("review", "p.csv", "--today", "tomorrow"), "--today: tomorrow is not a day of the calendar; write"),
        (
            ("level", "p.csv", "--after", "2026-02-30", "--lang", "zh"),
            "--after：日历中没有 2026-02-30 这一天",
        ),
        (
            ("level", "p.csv", "--seconds", "-1"),
            "--seconds cannot be used: -1 is less than 0; see 'uptake level",
        ),
        (("level", "p.csv", "--seconds", "soon"), "--seconds cannot be used: soon is not a number; see"),
        (
            ("serve", "--port", "99999"),
            "--port cannot be used: 99999 is not at most 65,535; see 'uptake serve",
        ),
        (("--lang", "zh", "level", "p.csv", "--seed", "1.5"), "--seed 的值无效（1.5 不是整数）"),
        (("level", "p.csv", "-o", "nowhere/levelled.xml"), "There is no folder nowhere; check the name."),
        (("convert", "p.csv", "nowhere/plan.xml"), "There is no folder nowhere; check the name."),
    ],
)
def test_what_was_named_wrongly_is_told(args, said):
    done = run(*args)
    assert done.exit_code == 2
    assert done.stderr.startswith(said)


def test_the_help_is_in_one_language():
    said = run("--lang", "zh", "convert", "--help").stdout
    assert "用法：" in said
    assert not any(word in said for word in ("Usage", "Show this", "required", "<path>", "<bool>"))
