"""Rows that are typed into, and BPMN diagrams: in pages made here, with the files and the policy of the real server."""

import json
import re
import urllib.parse
from pathlib import Path
from xml.parsers import expat

import pytest
from django.template import Context, Template
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, ROOT, check_chinese, check_page
from uptake.interchange import bpmn

ARTEFACTS = ROOT / "artefacts"
LOOKS = [("light", "en", DESK), ("dark", "zh", DESK), ("light", "zh", PHONE), ("dark", "en", PHONE)]
NAMES = ["desk light en", "desk dark zh", "phone light zh", "phone dark en"]
COLUMNS = [
    {"key": "name", "label": "Step", "kind": "text", "required": True, "wide": True},
    {"key": "minutes", "label": "Process time", "kind": "number", "unit": "min", "min": 0},
    {"key": "who", "label": "Owner", "kind": "choice", "choices": [["12", "Li Wei"], ["13", "王芳"]]},
    {"key": "on", "label": "Day", "kind": "date"},
    {"key": "done", "label": "Done", "kind": "checkbox"},
    {"key": "note", "label": "Note", "kind": "long_text"},
]
ROWS = [
    {"id": "a1", "name": "Take the order", "minutes": 10, "who": "12", "origin": "interview"},
    {"id": "b2", "name": "备料 Pick", "minutes": 25, "who": "13", "on": "2026-03-04", "done": True},
    {"id": "c3", "name": "Ship", "note": "By truck\nor by train"},
]
FORM = (
    '<form method="post" action="/try/save" class="up-form-wide">{% rows_table name="steps" columns=columns '
    'value=value errors=errors readonly=readonly label="The steps" max=most %}'
    '<button class="btn btn-primary">Send</button></form>'
)


# ---- rows


@pytest.fixture
def rows(page_of):
    def opened(value=ROWS, *, errors=None, readonly=False, most=200, columns=COLUMNS, **how):
        given = {"columns": columns, "value": value, "errors": errors, "readonly": readonly, "most": most}
        page = page_of(FORM, given, **how)
        page.locator("table.up-rows").wait_for()
        return page

    return opened


def content(page):
    return json.loads(page.locator("textarea[name=steps]").input_value())


def cell(page, row, key):
    return page.locator(f"up-rows tbody tr:nth-child({row}) [data-key={key}]")


def paste(page, row, key, text):
    cell(page, row, key).evaluate(
        "(cell, text) => { const clipboardData = new DataTransfer(); clipboardData.setData('text/plain', text);"
        " return cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true})) }",
        text,
    )


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=NAMES)
def test_rows_look_right(rows, theme, language, size):
    wrong = {"b2": {"minutes": "Write a whole number."}, "c3": {"name": ["Too short.", "Write more."]}}
    page = rows(errors=wrong, theme=theme, language=language, size=size)
    cell(page, 3, "name").focus()
    check_page(page)
    if language == "zh":
        check_chinese(page)
    page.screenshot(path=ARTEFACTS / f"rows-{theme}-{language}-{size[0]}.png", full_page=True)


def test_what_is_typed_is_what_is_sent(rows):
    page = rows()
    assert content(page) == ROWS
    assert page.evaluate("document.activeElement === document.body")
    cell(page, 1, "minutes").fill("12.5")
    cell(page, 2, "who").select_option(label="Li Wei")
    cell(page, 2, "done").uncheck()
    cell(page, 3, "on").fill("2026-05-06")
    cell(page, 3, "name").press("Enter")
    expect(cell(page, 4, "name")).to_be_focused()
    page.keyboard.type("Bill it")
    page.get_by_role("button", name="Add row").click()
    expect(cell(page, 5, "name")).to_be_focused()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/try/save")
    sent = urllib.parse.parse_qs(next(one for one in page.asked if one.method == "POST").post_data)
    assert list(sent) == ["steps"]
    first, second, third, fourth = json.loads(sent["steps"][0])
    assert first == ROWS[0] | {"minutes": 12.5}
    assert second == {"id": "b2", "name": "备料 Pick", "minutes": 25, "who": "12", "on": "2026-03-04"}
    assert third == ROWS[2] | {"on": "2026-05-06"}
    assert fourth == {"id": fourth["id"], "name": "Bill it"}
    assert re.fullmatch("[a-z0-9]{8}", fourth["id"])


def test_enter_goes_down_the_column_and_sends_nothing(rows):
    page = rows()
    cell(page, 1, "minutes").press("Enter")
    expect(cell(page, 2, "minutes")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(cell(page, 1, "minutes")).to_be_focused()
    cell(page, 3, "note").press("Enter")
    assert content(page)[2]["note"].count("\n") == 2
    assert [one.method for one in page.asked] == ["GET"]


def test_a_row_that_was_removed_comes_back(rows):
    page = rows()
    page.get_by_role("button", name="Remove row 2").click()
    assert [row["id"] for row in content(page)] == ["a1", "c3"]
    expect(page.get_by_role("button", name="Bring it back")).to_be_focused()
    expect(page.get_by_text("Removed: 备料 Pick")).to_be_visible()
    check_page(page)
    page.keyboard.press("Enter")
    assert content(page) == ROWS
    expect(cell(page, 2, "name")).to_be_focused()


def test_rows_move_by_buttons_and_keys(rows):
    page = rows()
    page.get_by_role("button", name="Move row 1 down").click()
    assert [row["id"] for row in content(page)] == ["b2", "a1", "c3"]
    expect(page.get_by_role("button", name="Move row 2 down")).to_be_focused()
    expect(page.locator("up-rows").get_by_role("status")).to_have_text("Now row 2 of 3")
    cell(page, 3, "minutes").press("Alt+ArrowUp")
    cell(page, 2, "minutes").press("Alt+ArrowUp")
    expect(cell(page, 1, "minutes")).to_be_focused()
    cell(page, 1, "minutes").press("Alt+ArrowUp")
    assert [row["id"] for row in content(page)] == ["c3", "b2", "a1"]
    expect(page.get_by_role("button", name="Move row 1 up")).to_be_disabled()


def test_a_block_from_a_spreadsheet_fills_rows_and_columns(rows):
    page = rows()
    paste(page, 3, "name", "Ship it\t1,200\t王芳\t2026/3/5\tyes\r\nBill\tsoon\tNobody\tspring\tno\r\n")
    third, fourth = content(page)[2:]
    filled = {"name": "Ship it", "minutes": 1200, "who": "13", "on": "2026-03-05", "done": True}
    assert third == ROWS[2] | filled
    assert fourth == {"id": fourth["id"], "name": "Bill", "minutes": "soon", "who": "Nobody", "on": "spring"}
    expect(cell(page, 4, "minutes")).to_have_attribute("aria-invalid", "true")
    expect(cell(page, 4, "minutes")).to_have_accessible_description("Write a number.")
    expect(cell(page, 4, "on")).to_have_value("spring")
    check_page(page)


def test_no_more_rows_than_there_is_room_for(rows):
    page = rows(most=4)
    paste(page, 3, "name", "a\nb\nc\nd")
    assert [row["name"] for row in content(page)] == [ROWS[0]["name"], ROWS[1]["name"], "a", "b"]
    expect(page.locator("up-rows").get_by_role("status")).to_contain_text("left out: 2")
    expect(page.get_by_role("button", name="Add row")).to_be_disabled()


def test_what_the_server_said_stands_at_the_cell_until_it_changes(rows):
    page = rows(errors={"b2": {"minutes": "Write a whole number."}})
    expect(cell(page, 2, "minutes")).to_have_accessible_description("Write a whole number.")
    cell(page, 2, "minutes").fill("-5")
    expect(cell(page, 2, "minutes")).to_have_accessible_description("Write 0 or more.")
    cell(page, 2, "minutes").fill("5")
    expect(cell(page, 2, "minutes")).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Write a whole number.")).to_have_count(0)


def test_an_empty_table_begins_with_a_row_that_is_not_sent(rows):
    page = rows([])
    expect(cell(page, 1, "name")).to_be_visible()
    assert content(page) == []
    cell(page, 1, "name").fill("First")
    cell(page, 1, "name").fill("")
    assert content(page) == []


def test_rows_that_are_only_read(rows):
    page = rows(readonly=True)
    expect(page.locator("up-rows :is(input, select, button)")).to_have_count(0)
    expect(page.get_by_role("cell", name="王芳")).to_be_visible()
    expect(page.locator("up-rows tbody tr:nth-child(2) .up-rows-checkbox")).to_have_text("Yes")
    check_page(page)


@pytest.fixture
def drawer(site, signed_in):
    """Give a page with this body in its drawer, and the questions that it asks before it closes."""

    def opened(body, values):
        page = signed_in("manager")
        text = Template('{% load ui %}<div class="up-drawer-body">' + body + "</div>").render(Context(values))
        page.route(re.compile(r"/try/form"), lambda route: route.fulfill(body=text, content_type="text/html"))
        page.route("**/try/xml", lambda route: route.fulfill(status=204))
        page.goto(f"/projects/{site.project}/team")
        page.evaluate(
            "document.querySelector('#page')"
            ".insertAdjacentHTML('beforeend', '<a id=try data-drawer href=/try/form>Try</a>')"
        )
        page.questions = []
        page.on("dialog", lambda dialog: (page.questions.append(dialog.message), dialog.dismiss()))
        page.locator("#try").click()
        return page

    return opened


@pytest.mark.parametrize("do", ["remove", "paste", "type"])
def test_in_the_drawer_leaving_asks(drawer, do):
    page = drawer(FORM, {"columns": COLUMNS, "value": ROWS, "most": 200})
    expect(cell(page, 1, "name")).to_be_focused()
    if do == "remove":
        page.get_by_role("button", name="Remove row 1").click()
    elif do == "paste":
        paste(page, 1, "name", "x\ty")
    else:
        cell(page, 1, "name").press_sequentially("x")
    page.keyboard.press("Escape")
    assert len(page.questions) == 1
    expect(page.locator("#drawer")).to_be_visible()
    assert content(page) != ROWS


# ---- diagrams

STEPS = [
    {"id": "a1", "name": "接收订单", "who": "销售 Sales"},
    {"id": "b2", "name": "Check the customer's credit", "who": "Finance 财务"},
    {"id": "c3", "name": "Promise a date", "who": "销售 Sales"},
]
DIAGRAM = (
    "{% bpmn_diagram '/try/xml' save=save base='7' steps=steps name='Order to cash' %}"
    '<p><button class="btn">After</button></p>'
)


def reply(status=200, body="", **headers):
    return {"status": status, "body": body, "headers": {"Content-Type": "application/json"} | headers}


NONE, SAVED = reply(204), reply(body='{"base": "8"}')


@pytest.fixture
def diagram(page_of):
    def opened(*, save="/try/save", steps=STEPS, xml=(NONE,), saved=(SAVED,), **how):
        answers = {"/try/xml": list(xml), "/try/save": list(saved)}
        page = page_of(DIAGRAM, {"save": save, "steps": steps}, answers=answers, **how)
        page.locator("up-bpmn .up-bpmn-canvas").wait_for()
        return page

    return opened


def shape(page, name):
    return page.locator(f"up-bpmn [data-element-id={name}] .djs-visual").first


def posts(page):
    return [one.post_data_json for one in page.asked if one.method == "POST"]


def remove(page, name):
    page.locator(f"up-bpmn [data-element-id={name}] .djs-hit").first.click()
    page.keyboard.press("Delete")
    expect(page.locator(f"up-bpmn [data-element-id={name}]")).to_have_count(0)


@pytest.mark.parametrize("save", ["/try/save", ""], ids=["edit", "read"])
@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=NAMES)
def test_a_diagram_looks_right(diagram, theme, language, size, save):
    page = diagram(save=save, theme=theme, language=language, size=size)
    expect(shape(page, "Step_b2")).to_be_visible()
    check_page(page)
    if language == "zh":
        check_chinese(page)
    mark = page.locator(".bjs-powered-by")
    assert mark.evaluate(
        "one => { one.scrollIntoView({block: 'center'}); const at = one.getBoundingClientRect();"
        " return one.contains(document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)) }"
    )
    assert page.locator(".djs-palette").count() == bool(save)
    if save and size == PHONE:
        expect(page.get_by_role("button", name="Create task")).to_have_count(0)
    page.screenshot(path=ARTEFACTS / f"bpmn-{'edit' if save else 'read'}-{theme}-{language}-{size[0]}.png")


def test_all_of_it_is_shown_and_nothing_is_unsaved(diagram):
    page = diagram()
    canvas = page.locator(".up-bpmn-canvas").bounding_box()
    pool = shape(page, "Pool").bounding_box()
    assert canvas["x"] < pool["x"]
    assert pool["x"] + pool["width"] < canvas["x"] + canvas["width"]
    assert pool["y"] + pool["height"] < canvas["y"] + canvas["height"]
    palette = page.locator(".djs-palette").bounding_box()
    assert palette["x"] + palette["width"] < pool["x"]
    expect(page.locator("up-bpmn[data-unsaved]")).to_have_count(0)
    page.get_by_role("button", name="Zoom in").click()
    assert shape(page, "Pool").bounding_box()["width"] > pool["width"] * 1.1
    page.get_by_role("button", name="Show all of it").click()
    assert abs(shape(page, "Pool").bounding_box()["width"] - pool["width"]) < 2


def test_names_stand_in_the_middle_of_their_tasks(diagram):
    page = diagram(save="")
    shape(page, "Step_a1").wait_for()
    aside = page.locator("[data-element-id^=Step_] .djs-visual").evaluate_all(
        "all => all.map(one => ['rect', 'text'].map(tag => one.querySelector(tag).getBoundingClientRect()))"
        ".map(([box, text]) => Math.abs(box.x + box.width / 2 - text.x - text.width / 2))"
    )
    assert len(aside) == len(STEPS)
    assert max(aside) < 2


def test_saving_sends_the_diagram_with_its_version(diagram):
    page = diagram()
    remove(page, "Step_b2")
    expect(page.locator("up-bpmn[data-unsaved]")).to_have_count(1)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator("up-bpmn[data-unsaved]")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("up-bpmn[data-unsaved]")).to_have_count(1)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    first, second = posts(page)
    assert [first["base"], second["base"]] == ["7", "8"]
    found = bpmn.check(second["xml"].encode())
    assert {task.name for task in found.tasks} == {step["name"] for step in STEPS}
    assert [lane.name for lane in found.lanes] == ["销售 Sales", "Finance 财务"]
    assert found.name == "Order to cash"
    assert [task.id for task in bpmn.check(first["xml"].encode()).tasks] == ["Step_a1", "Step_c3"]
    assert next(one for one in page.asked if one.method == "POST").headers["x-csrftoken"]


def test_somebody_else_was_faster(diagram):
    other = (Path(__file__).parent / "other.bpmn").read_text(encoding="utf-8")
    theirs = reply(body=other, **{"X-Base": "9"})
    page = diagram(xml=(NONE, theirs), saved=(reply(409, "{}"), reply(422, '{"message": "Too many lanes."}')))
    remove(page, "Step_c3")
    page.get_by_role("button", name="Save", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Somebody else has saved")
    expect(shape(page, "Step_b2")).to_be_visible()
    expect(page.locator("up-bpmn[data-unsaved]")).to_have_count(1)
    page.complaints = [one for one in page.complaints if "409" not in one]
    check_page(page)
    page.once("dialog", lambda dialog: dialog.accept())
    alert.get_by_role("button", name="Show the other version").click()
    expect(page.get_by_text("Another task")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(alert).to_contain_text("Too many lanes.")
    assert [one["base"] for one in posts(page)] == ["7", "9"]


def test_files_come_in(diagram, tmp_path):
    page = diagram()
    field = page.locator("up-bpmn input[type=file]")
    alert = page.get_by_role("alert")
    large, text, bare = tmp_path / "large.bpmn", tmp_path / "text.bpmn", tmp_path / "bare.bpmn"
    large.write_bytes(b" " * 1_000_001)
    text.write_text("no xml at all")
    bare.write_text(f'<definitions xmlns="{bpmn.MODEL}"><process id="p"/></definitions>')
    for path, sentence in (
        (large, "larger than 1 MB"),
        (text, "no BPMN diagram"),
        (bare, "without drawing it"),
    ):
        field.set_input_files(path)
        expect(alert).to_contain_text(sentence)
        expect(shape(page, "Step_b2")).to_be_visible()
    field.set_input_files(Path(__file__).parent / "other.bpmn")
    expect(page.get_by_text("Another task")).to_be_visible()
    expect(alert).to_be_hidden()
    expect(page.locator("up-bpmn[data-unsaved]")).to_have_count(1)
    assert page.complaints == []


def test_files_go_out(diagram):
    page = diagram(theme="dark")
    shape(page, "Pool").wait_for()
    with page.expect_download() as model:
        page.get_by_role("button", name="Download .bpmn").click()
    assert model.value.suggested_filename == "Order to cash.bpmn"
    assert len(bpmn.check(Path(model.value.path()).read_bytes()).tasks) == 3
    with page.expect_download() as picture:
        page.get_by_role("button", name="Download .svg").click()
    drawn = Path(picture.value.path()).read_text(encoding="utf-8")
    assert "接收订单" in drawn
    assert "var(" not in drawn
    expat.ParserCreate().Parse(drawn, True)


def test_a_diagram_can_be_drawn_with_palette_and_menus(diagram):
    page = diagram(steps=[], language="zh")
    page.get_by_role("button", name="创建任务").click()
    box = page.locator(".up-bpmn-canvas").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.click(box["x"] + 420, box["y"] + 220)
    page.keyboard.type("审核订单")
    page.mouse.click(box["x"] + 700, box["y"] + 60)
    expect(page.locator("up-bpmn .djs-visual").get_by_text("审核订单")).to_be_visible()
    page.locator("up-bpmn svg[role=application]").focus()
    page.keyboard.press("Control+a")
    page.get_by_title("对齐元素").click()
    expect(page.locator(".djs-popup")).to_be_visible()
    page.screenshot(path=ARTEFACTS / "bpmn-popup.png")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="保存").click()
    # bpmn-js says of itself that it calls something old.
    assert [one for one in page.complaints if "ContextPad#getPad is deprecated" not in one] == []
    expect(page.get_by_text("已保存")).to_be_visible()
    assert [task.name for task in bpmn.check(posts(page)[0]["xml"].encode()).tasks] == ["审核订单"]


def test_a_diagram_can_be_drawn_with_the_keyboard(diagram):
    page = diagram(steps=[])
    page.get_by_role("button", name="Create task").press("Enter")
    page.keyboard.press("e")
    page.keyboard.type("Check")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Create end event").press("Enter")
    check_page(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    found = bpmn.check(posts(page)[0]["xml"].encode())
    assert [(task.kind, task.name) for task in found.tasks] == [("task", "Check")]
    assert found.counts["sequenceFlow"] == found.counts["endEvent"] == 1


def test_a_diagram_in_the_drawer_is_fetched_there_and_not_lost(drawer):
    page = drawer(DIAGRAM, {"save": "/try/save", "steps": STEPS})
    expect(shape(page, "Step_b2")).to_be_visible()
    page.get_by_role("button", name="After").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    assert page.questions == []
    page.locator("#try").click()
    remove(page, "Step_b2")
    page.get_by_role("button", name="After").focus()
    page.keyboard.press("Escape")
    assert len(page.questions) == 1
    expect(shape(page, "Step_c3")).to_be_visible()


def test_what_cannot_be_loaded_is_said_and_asked_again(diagram):
    page = diagram(xml=(reply(503, "{}"), NONE))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("did not answer")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    alert.get_by_role("button", name="Try again").click()
    expect(shape(page, "Step_a1")).to_be_visible()
    expect(alert).to_be_hidden()


def test_only_pages_with_a_diagram_fetch_it(rows, diagram):
    fetched = []
    page = rows()
    page.on("request", lambda one: fetched.append(one.url))
    page.reload()
    page.locator("table.up-rows").wait_for()
    assert not [one for one in fetched if "bpmn" in one]
