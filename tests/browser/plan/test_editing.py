"""Editing in the table: what one types and which keys one presses, as in Microsoft Project."""

import pytest
from playwright.sync_api import expect

from tests.browser.plan.stage import at

PLAN = """
Prepare
  Analyse        | 5d
  Build          | 10d | 2
  Test           | 5d  | 3
  Write manual   | 5d
Close            | 1d
"""
ANALYSE, BUILD, TEST, MANUAL, CLOSE = 2, 3, 4, 5, 6


@pytest.fixture
def plan(look, behind):
    return look(behind.draw(PLAN))


# ---- what is typed


@pytest.mark.parametrize(
    ("typed", "shown", "finish"),
    [
        ("3d", "3d", at(3, 4, 17)),
        ("2w", "2w", at(3, 13, 17)),
        ("4h", "4h", at(3, 2, 12)),
        ("3ed", "3ed", at(3, 5)),
        ("1", "1d", at(3, 2, 17)),
    ],
)
def test_a_duration_is_typed(plan, typed, shown, finish):
    plan.fill(MANUAL, "duration", typed).settled()
    expect(plan.cell(MANUAL, "duration")).to_have_text(shown)
    assert plan.task(MANUAL)["finish"] == finish


def test_a_predecessor_with_a_lag_is_typed(look, behind):
    plan = look(behind.draw("\n".join(f"Task {n} | 2d" for n in range(1, 15))))
    plan.fill(14, "predecessors", "12FS+2d;3SS").settled()
    expect(plan.cell(14, "predecessors")).to_have_text("12FS+2d;3SS")
    assert plan.task(14)["start"] == at(3, 6)
    links = plan.data()["links"]
    assert sorted(zip(links["pred"], links["type"], links["lag"], strict=True)) == [
        (3, "SS", ""),
        (12, "FS", "+2d"),
    ]


def test_a_loop_is_refused_at_the_cell_and_the_text_is_kept(plan):
    before = plan.data()
    plan.fill(ANALYSE, "predecessors", "4")
    expect(plan.error).to_be_visible()
    expect(plan.error).to_contain_text("Can't link 4 → 2")
    expect(plan.error).to_contain_text("loop")
    expect(plan.editor).to_have_value("4")
    expect(plan.editor).to_be_focused()
    cell, told = plan.cell(ANALYSE, "predecessors").bounding_box(), plan.error.bounding_box()
    assert abs(told["y"] - cell["y"] - cell["height"]) < 12
    assert abs(told["x"] - cell["x"]) < 40
    assert plan.data() == before | {"project": plan.data()["project"]}
    plan.press("Escape")
    expect(plan.error).to_be_hidden()
    expect(plan.cell(ANALYSE, "predecessors")).to_have_text("")
    expect(plan.cell(ANALYSE, "start")).to_have_text("Mon 2 Mar")


def test_what_was_refused_is_mended_in_place(plan):
    plan.fill(MANUAL, "duration", "banana")
    expect(plan.error).to_be_visible()
    expect(plan.editor).to_have_value("banana")
    plan.type("6d", "Enter").settled()
    expect(plan.error).to_be_hidden()
    expect(plan.cell(MANUAL, "duration")).to_have_text("6d")
    assert plan.task(MANUAL)["duration"] == "6d"


def test_a_start_is_typed_and_explains_itself(plan):
    plan.fill(MANUAL, "start", "2026-03-11").settled()
    told = plan.task(MANUAL)
    assert (told["start"], told["constraint"]) == (at(3, 11), 4)
    expect(plan.cell(MANUAL, "start")).to_contain_text("11 Mar")


def test_resources_are_typed_and_a_new_one_is_made(plan):
    plan.fill(MANUAL, "resources", "Li Wei[50%]").settled()
    expect(plan.cell(MANUAL, "resources")).to_have_text("Li Wei[50%]")
    told = plan.data()
    assert [one["name"] for one in told["resources"]] == ["Li Wei"]


def test_progress_is_typed(plan):
    plan.fill(MANUAL, "percent", "40").settled()
    assert plan.task(MANUAL)["percent"] == 40
    expect(plan.cell(MANUAL, "percent")).to_have_text("40%")


def test_a_name_is_text_and_nothing_else(plan):
    name = "<img src=x onerror=alert(1)> & “用好” =1+1"
    plan.fill(MANUAL, "name", name).settled()
    expect(plan.cell(MANUAL, "name")).to_have_text(name)
    assert plan.task(MANUAL)["name"] == name


# ---- keys that move


def test_enter_and_tab_go_on(plan):
    plan.fill(ANALYSE, "name", "Study").at(BUILD, "name")
    plan.press("Shift+Enter").at(ANALYSE, "name")
    plan.press("Tab").at(ANALYSE, "duration")
    plan.type("4d", "Tab").at(ANALYSE, "start")
    plan.press("Shift+Tab", "Shift+Tab").at(ANALYSE, "name")
    plan.press("ArrowDown", "ArrowRight").at(BUILD, "duration")
    plan.press("F2")
    expect(plan.editor).to_have_value("10d")
    plan.press("Shift+Enter").settled().at(ANALYSE, "duration")
    plan.press("Control+End").at(CLOSE, "resources")
    plan.press("Control+Home").at(1, "indicators")
    assert (plan.task(ANALYSE)["name"], plan.task(ANALYSE)["duration"]) == ("Study", "4d")
    assert plan.data()["revision"] == 2  # F2 and Enter changed nothing


def test_escape_gives_up_what_was_typed(plan):
    plan.click(BUILD, "name").type("Nonsense")
    assert plan.is_editing()
    plan.press("Escape").at(BUILD, "name")
    expect(plan.cell(BUILD, "name")).to_have_text("Build")
    assert plan.data()["revision"] == 0


def test_tab_leaves_the_table_at_its_end(plan):
    plan.click(BUILD, "resources").press("Tab")
    assert not plan.element.evaluate(
        "e => e.shadowRoot.querySelector('.gridpane').contains(e.shadowRoot.activeElement)"
    )


# ---- rows


def test_insert_opens_a_row_above(plan):
    plan.click(BUILD, "duration").press("Insert")
    assert plan.names()[2:4] == ["  ", "  Build"]
    plan.press("Escape")
    assert plan.names()[2] == "  Build"
    assert plan.data()["revision"] == 0
    plan.press("Insert").type("Design", "Enter").settled()
    wanted = ["Prepare", "  Analyse", "  Design", "  Build", "  Test", "  Write manual", "Close"]
    assert plan.names() == plan.stored() == wanted
    plan.at(4, "name")


def test_the_empty_row_adds_a_task(plan):
    plan.fill(7, "name", "After all").settled()
    assert plan.stored()[-1] == plan.names()[-1] == "After all"
    plan.at(8, "name")
    plan.type("And again", "Enter").settled()
    assert plan.stored()[-2:] == ["After all", "And again"]


def test_indent_and_outdent(plan):
    plan.click(MANUAL, "name").press("Alt+Shift+ArrowRight").settled()
    assert plan.names() == plan.stored()
    assert plan.names()[3:5] == ["  Test", "    Write manual"]
    plan.at(MANUAL, "name")
    plan.press("Alt+Shift+ArrowLeft").settled()
    plan.press("Alt+Shift+ArrowLeft").settled()
    assert plan.names() == plan.stored()
    assert plan.names()[3:6] == ["  Test", "Write manual", "Close"]


def test_several_rows_are_indented_at_once(plan):
    plan.click(MANUAL, "name").press("Shift+ArrowDown", "Alt+Shift+ArrowRight").settled()
    assert plan.names() == plan.stored()
    assert plan.names()[3:] == ["  Test", "    Write manual", "  Close"]
    assert plan.data()["revision"] == 1


def test_an_indent_that_makes_no_sense_is_refused_and_taken_back(plan):
    plan.click(TEST, "name").press("Alt+Shift+ArrowRight")
    expect(plan.banner).to_contain_text("3")
    assert plan.names() == plan.stored()
    assert plan.names()[3] == "  Test"
    assert plan.data()["revision"] == 0


def test_del_empties_a_cell_and_removes_a_row(plan):
    plan.click(TEST, "predecessors").press("Delete").settled()
    expect(plan.cell(TEST, "predecessors")).to_have_text("")
    assert 4 not in plan.data()["links"]["succ"]
    plan.number(BUILD).click()
    plan.press("Delete").settled()
    assert plan.names() == plan.stored() == ["Prepare", "  Analyse", "  Test", "  Write manual", "Close"]
    plan.number(1).click()
    plan.press("Delete").settled()
    assert plan.names() == plan.stored() == ["Close"]
    expect(plan.said).to_contain_text("4 tasks removed")


def test_undo_works_on_a_page_just_opened_and_not_while_somebody_types(plan):
    plan.fill(MANUAL, "duration", "7d").settled()
    plan.page.reload()
    plan.loaded()
    assert plan.page.evaluate("document.activeElement === document.body")
    plan.page.keyboard.press("Control+z")
    plan.settled()
    expect(plan.cell(MANUAL, "duration")).to_have_text("5d")
    plan.page.keyboard.press("Control+y")
    plan.settled()
    expect(plan.cell(MANUAL, "duration")).to_have_text("7d")
    plan.page.keyboard.press("Control+k")
    plan.page.keyboard.type("an")
    plan.page.keyboard.press("Control+z")
    plan.page.keyboard.press("Escape")
    plan.settled()
    expect(plan.cell(MANUAL, "duration")).to_have_text("7d")
    assert plan.task(MANUAL)["duration"] == "7d"


def test_undo_and_redo_also_after_a_reload(plan):
    plan.fill(MANUAL, "duration", "7d").settled()
    plan.fill(MANUAL, "name", "Write guide").settled()
    plan.number(CLOSE).click()
    plan.press("Delete").settled()
    plan.press("Control+z").settled()
    assert plan.names() == plan.stored()
    assert plan.names()[-2:] == ["  Write guide", "Close"]
    plan.page.reload()
    plan.loaded().click(MANUAL, "name").press("Control+z").settled()
    expect(plan.cell(MANUAL, "name")).to_have_text("Write manual")
    plan.press("Control+z").settled()
    expect(plan.cell(MANUAL, "duration")).to_have_text("5d")
    expect(plan.tool("undo")).to_be_disabled()
    plan.press("Control+y").settled()
    plan.press("Control+Shift+z").settled()
    expect(plan.cell(MANUAL, "name")).to_have_text("Write guide")
    assert (plan.task(MANUAL)["name"], plan.task(MANUAL)["duration"]) == ("Write guide", "7d")


# ---- blocks


def test_a_block_from_excel_is_pasted_over_rows_and_beyond_the_end(plan):
    sent = []
    plan.page.on("request", lambda one: one.url.endswith("/edits") and sent.append(one.post_data))
    plan.click(MANUAL, "name")
    plan.paste('Guide\t3d\r\n"Close ""all"""\t2d\r\n"Two\nlines"\t4h\r\nLast\t1w\r\n').settled()
    wanted = ["Prepare", "  Analyse", "  Build", "  Test", "  Guide", 'Close "all"', "Two lines", "Last"]
    assert [one.replace("\n", " ") for one in plan.stored()] == wanted
    assert [one.replace("\n", " ") for one in plan.names()] == wanted
    assert plan.data()["rows"]["duration"][4:] == ["3d", "2d", "4h", "1w"]
    assert len(sent) == 1
    expect(plan.said).to_contain_text("4 rows pasted")


def test_rows_are_pasted_as_new_tasks_on_row_numbers(plan):
    plan.number(BUILD).click()
    plan.paste("\tDesign\t2d\n\tReview\t1d\n").settled()
    assert plan.names() == plan.stored()
    assert plan.names()[1:5] == ["  Analyse", "  Design", "  Review", "  Build"]


def test_a_block_with_a_fault_changes_nothing_and_shows_where(plan):
    plan.click(ANALYSE, "name")
    plan.paste("Study\t3d\nMake\tbanana\n")
    expect(plan.error).to_be_visible()
    expect(plan.editor).to_have_value("banana")
    assert plan.cell(BUILD, "duration").evaluate("e => e.contains(e.getRootNode().activeElement)")
    assert plan.data()["revision"] == 0
    expect(plan.cell(ANALYSE, "name")).to_have_text("Analyse")


def test_a_block_is_copied_as_excel_wants_it(plan):
    plan.click(ANALYSE, "name").press("Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight")
    assert plan.copied() == "Analyse\t5d\t2026-03-02\r\nBuild\t10d\t2026-03-09"


def test_what_is_copied_can_be_pasted_elsewhere(plan):
    plan.click(ANALYSE, "duration").press("Shift+ArrowDown")
    block = plan.copied()
    plan.click(TEST, "duration").paste(block).settled()
    assert plan.data()["rows"]["duration"][1:5] == ["5d", "10d", "5d", "10d"]


def test_one_cell_fills_a_selection(plan):
    plan.click(ANALYSE, "duration").press("Shift+ArrowDown", "Shift+ArrowDown").paste("2d").settled()
    assert plan.data()["rows"]["duration"][1:5] == ["2d", "2d", "2d", "5d"]


# ---- links


def test_tasks_are_linked_in_the_order_of_selection(plan):
    plan.click(CLOSE, "name")
    plan.click(MANUAL, "name", modifiers=["Control"]).press("Control+F2").settled()
    expect(plan.cell(MANUAL, "predecessors")).to_have_text("6")
    assert plan.task(MANUAL)["start"] == at(3, 3)
    plan.press("Control+Shift+F2").settled()
    expect(plan.cell(MANUAL, "predecessors")).to_have_text("")
    assert plan.task(MANUAL)["start"] == at(3, 2)


def test_one_task_cannot_be_linked_alone(plan):
    plan.click(CLOSE, "name").press("Control+F2")
    expect(plan.said).to_contain_text("Select two or more tasks")
    assert plan.data()["revision"] == 0


def test_a_row_is_dragged_by_its_number(plan):
    plan.number(CLOSE).click()
    box = plan.number(CLOSE).bounding_box()
    above = plan.number(BUILD).bounding_box()
    plan.drag(box["x"] + 10, box["y"] + 12, 0, above["y"] - box["y"] - 12 + 1).settled()
    assert (
        plan.names()
        == plan.stored()
        == [
            "Prepare",
            "  Analyse",
            "  Close",
            "  Build",
            "  Test",
            "  Write manual",
        ]
    )


def test_chinese_is_composed_in_a_cell(plan):
    """An input method types into the field that rests in the cell: no key of it moves or edits."""
    plan.click(MANUAL, "name")
    session = plan.page.context.new_cdp_session(plan.page)
    for text in ("n", "ni", "nihao"):
        session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
    session.send("Input.insertText", {"text": "你好"})
    expect(plan.editor).to_have_value("你好")
    plan.press("Enter").settled()
    assert plan.task(MANUAL)["name"] == "你好"
