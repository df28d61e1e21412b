"""How a plan is looked at: zoom, columns, filter, views – and by whom: readers, phones, browsers without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, check_page
from tests.browser.plan.stage import at
from tests.shared_data import MSPROJECT, needs_shared_data

PLAN = """
Prepare
  Analyse        | 5d  |   | Li Wei
  Build          | 10d | 2 | Zhao Min
  Test           | 5d  | 3
  Go live        | 0d  | 4
  Write manual   | 5d
"""
PREPARE, ANALYSE, BUILD, TEST, GO_LIVE, MANUAL = 1, 2, 3, 4, 5, 6
ZOOM = "() => document.querySelector('up-gantt').app.chart.scale.pxPerDay"


@pytest.fixture(scope="module")
def project(behind):
    """A plan that nobody changes here."""
    made = behind.draw(PLAN, go_live=GO_LIVE)
    behind.ask("baseline", project=made, name="Approved")
    return made


def choose(plan, tool, item):
    plan.tool(tool).click()
    plan.menu.get_by_role("menuitemcheckbox", name=item, exact=True).or_(
        plan.menu.get_by_role("menuitem", name=item, exact=True)
    ).click()


# ---- what the address remembers


def test_the_view_survives_a_reload(look, project):
    plan = look(project)
    zoom = plan.page.evaluate(ZOOM)
    plan.tool("zoomIn").click()
    assert plan.page.evaluate(ZOOM) > zoom
    zoom = plan.page.evaluate(ZOOM)
    choose(plan, "columns", "Total slack")
    plan.press("Escape")
    choose(plan, "colour", "Owner")
    choose(plan, "baseline", "None")
    plan.tool("critical").click()
    plan.click(PREPARE, "name").press("Alt+Shift+Minus")
    plan.press("Alt+Shift+Equal")
    plan.element.get_by_role("searchbox").fill("write")
    expect(plan.cell(2, "name")).to_have_text("Write manual")
    plan.page.wait_for_url(re.compile(r"q=write"))
    plan.page.reload()
    plan.loaded()
    assert plan.names() == ["Prepare", "  Write manual"]
    assert plan.page.evaluate(ZOOM) == pytest.approx(zoom, rel=0.01)
    expect(plan.element.get_by_role("searchbox")).to_have_value("write")
    expect(plan.cell(2, "total_slack")).to_have_text("15d")
    expect(plan.tool("critical")).to_have_attribute("aria-pressed", "false")
    expect(plan.element.locator(".legend")).not_to_contain_text("Baseline")
    expect(plan.element.locator(".legend")).to_contain_text("Li Wei")


def test_a_column_is_widened_moved_and_hidden(look, project):
    plan = look(project)
    heads = plan.element.locator(".ghead .hcell:not(.num)")
    width = plan.element.locator(".ghead .c-duration").bounding_box()["width"]
    grip = plan.element.locator(".ghead .c-duration .grip").bounding_box()
    plan.drag(grip["x"] + 2, grip["y"] + 20, 50)
    assert plan.element.locator(".ghead .c-duration").bounding_box()["width"] == pytest.approx(
        width + 50, abs=3
    )
    start = plan.element.locator(".ghead .c-start").bounding_box()
    plan.drag(start["x"] + 30, start["y"] + 20, -190)
    expect(heads.nth(2)).to_have_text("Start")
    plan.element.locator(".ghead .c-finish").click(button="right")
    plan.menu.get_by_role("menuitem", name="Hide column").click()
    expect(plan.element.locator(".ghead .c-finish")).to_have_count(0)
    plan.page.wait_for_url(re.compile(r"c=indicators-name-start-duration\.\d+-percent"))
    plan.page.reload()
    plan.loaded()
    expect(heads).to_have_text(
        ["Marks", "Task name", "Start", "Duration", "% complete", "Predecessors", "Resources"]
    )


def test_rows_fold_and_stay_folded(look, project):
    plan = look(project)
    plan.cell(PREPARE, "name").locator(".toggle").click()
    assert plan.names() == ["Prepare"]
    expect(plan.element.locator(".row[aria-rowindex='2']")).to_have_attribute("aria-expanded", "false")
    plan.page.wait_for_url(re.compile("x="))
    plan.page.reload()
    assert plan.loaded().names() == ["Prepare"]
    plan.click(1, "name").press("Alt+Shift+Equal")
    assert len(plan.names()) == 6


def test_the_filter_says_when_nothing_matches(look, project):
    plan = look(project)
    plan.element.get_by_role("searchbox").fill("zebra")
    expect(plan.element.locator(".empty")).to_contain_text("No task matches ‘zebra’")
    plan.element.get_by_role("button", name="Clear the filter").click()
    assert len(plan.names()) == 6


def test_zoom_keeps_its_place(look, project):
    plan = look(project)
    before = plan.bar(BUILD)
    plan.page.mouse.move(before["left"], before["y"])
    plan.page.keyboard.down("Control")
    plan.page.mouse.wheel(0, -300)
    plan.page.keyboard.up("Control")
    plan.page.wait_for_function(
        "z => document.querySelector('up-gantt').app.chart.scale.pxPerDay > z * 1.2", arg=before["day"]
    )
    assert plan.bar(BUILD)["left"] == pytest.approx(before["left"], abs=3)


def test_the_chosen_baseline_stays_when_a_task_changes(look, behind):
    made = behind.draw(PLAN)
    behind.ask("baseline", project=made, name="First")
    behind.change(made, "manager", {"intent": "type", "uid": MANUAL, "column": "duration", "text": "8d"})
    behind.ask("baseline", project=made, name="Second")
    plan = look(made, query="?b=1&c=name-duration-base_finish-finish_variance")
    expect(plan.cell(MANUAL, "base_finish")).to_have_text("Fri 6 Mar")
    plan.fill(MANUAL, "duration", "9d").settled()
    expect(plan.cell(MANUAL, "base_finish")).to_have_text("Fri 6 Mar")
    expect(plan.cell(MANUAL, "finish_variance")).to_have_text("+4d")
    behind.change(made, "consultant", {"intent": "type", "uid": MANUAL, "column": "duration", "text": "10d"})
    expect(plan.cell(MANUAL, "duration")).to_have_text("10d")
    expect(plan.cell(MANUAL, "base_finish")).to_have_text("Fri 6 Mar")


# ---- saved views


def test_a_view_is_saved_shared_and_removed(look, behind):
    made = behind.draw(PLAN)
    plan = look(made)
    choose(plan, "columns", "Deadline")
    plan.press("Escape")
    plan.tool("views").click()
    plan.menu.get_by_role("menuitem", name="Save this view…").click()
    dialog = plan.element.get_by_role("dialog", name="Save this view")
    dialog.get_by_label("Name of the view").fill("With deadlines")
    dialog.get_by_label("Everyone on the project sees it").check()
    dialog.get_by_role("button", name="Save").click()
    expect(plan.said).to_contain_text("View ‘With deadlines’ saved")

    other = look(made, "guest")
    other.tool("views").click()
    other.menu.get_by_role("menuitemcheckbox", name="With deadlines").click()
    expect(other.element.locator(".ghead .c-deadline")).to_be_visible()
    other.page.wait_for_url(re.compile("deadline"))
    other.tool("views").click()
    expect(other.menu.get_by_role("menuitemcheckbox", name="With deadlines")).to_have_attribute(
        "aria-checked", "true"
    )
    expect(other.menu.get_by_text("Remove ‘With deadlines’")).to_have_count(0)

    plan.tool("views").click()
    plan.menu.get_by_role("menuitem", name="Remove ‘With deadlines’").click()
    plan.tool("views").click()
    expect(plan.menu.get_by_text("No saved views yet")).to_be_visible()


# ---- why


def test_w_says_why_and_leads_on(look, project):
    plan = look(project)
    plan.number(TEST).click()
    plan.press("w")
    panel = plan.element.get_by_role("dialog", name="Why these dates")
    expect(panel).to_contain_text("because ‘Build’ finishes")
    expect(panel).to_be_focused()
    plan.press("Escape")
    expect(panel).to_be_hidden()
    plan.click(TEST, "name").press("Alt+w")
    panel.get_by_role("button").first.click()
    expect(panel).to_be_hidden()
    assert plan.element.locator(".row.selected .c-name").inner_text() in {"Analyse", "Build"}


def test_the_keys_are_on_a_sheet(look, project):
    plan = look(project)
    plan.number(TEST).click()
    plan.press("?")
    sheet = plan.element.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Alt+Shift+→")
    check_page(plan.page)
    plan.press("Escape")
    expect(sheet).to_be_hidden()


# ---- readers


@pytest.mark.parametrize("role", ["guest", "sponsor"])
def test_a_reader_finds_nothing_to_change(look, behind, role):
    plan = look(behind.draw(PLAN), role)
    for tool in ("add", "remove", "indent", "outdent", "link", "unlink", "undo", "redo"):
        expect(plan.tool(tool)).to_be_disabled()
    expect(plan.element.locator(".row.last:not(.gone)")).to_have_count(0)
    plan.click(MANUAL, "name").type("x").press("Insert", "Delete", "F2", "Alt+Shift+ArrowLeft", "Control+z")
    plan.paste("Nonsense\t3d\n")
    assert not plan.is_editing()
    plan.number(MANUAL).click()
    plan.press("Delete")
    bar = plan.bar(MANUAL)
    plan.drag(bar["left"] + 30, bar["y"], 3 * bar["day"]).settled()
    plan.click(MANUAL, "name", button="right")
    expect(plan.menu.get_by_role("menuitem", name="Open task")).to_be_visible()
    assert not set(plan.menu.get_by_role("menuitem").all_inner_texts()) & {
        "Paste",
        "Indent",
        "Remove",
        "Mark complete",
    }
    assert plan.data()["revision"] == 0
    token = plan.element.get_attribute("csrf")
    refused = plan.page.request.post(
        f"{plan.root}/plan/edits",
        data={"base": 0, "changes": [{"intent": "remove", "uid": 2}]},
        headers={"X-CSRFToken": token},
    )
    assert refused.status == 403
    assert plan.data()["revision"] == 0


def test_a_key_user_reports_progress_and_nothing_else(look, behind):
    plan = look(behind.draw(PLAN), "key_user")
    plan.click(MANUAL, "name").type("x")
    assert not plan.is_editing()
    plan.fill(MANUAL, "percent", "60").settled()
    assert plan.task(MANUAL)["percent"] == 60
    bar = plan.bar(ANALYSE)
    plan.drag(bar["left"] + 2, bar["y"] + 4, (bar["right"] - bar["left"]) * 0.5).settled()
    assert plan.task(ANALYSE)["percent"] in {45, 50}
    plan.drag(bar["left"] + 60, bar["y"] - 3, 60).settled()
    assert plan.task(ANALYSE)["constraint"] == 0


# ---- large


def test_ten_thousand_tasks_load_and_scroll(look, behind):
    plan = look(behind.ask("large", tasks=10_000))
    expect(plan.cell(1, "name")).to_be_visible()
    assert plan.element.locator(".row").count() < 80
    plan.click(3, "name").press("Control+ArrowDown", "ArrowUp")
    expect(plan.cell(10_000, "name")).to_be_visible()
    plan.at(10_000, "name")
    expect(plan.number(10_000)).to_have_text("10000")
    assert plan.element.locator(".row").count() < 80
    box = plan.element.bounding_box()
    plan.page.mouse.move(box["x"] + 200, box["y"] + 300)
    plan.page.mouse.wheel(0, -30_000)
    expect(plan.cell(9_000, "name")).to_be_visible()
    name = plan.cell(9_000, "name").inner_text()
    plan.element.get_by_role("searchbox").fill(name)
    expect(plan.element.locator(".row:not(.gone) .c-name").filter(has_text=name).first).to_be_visible()
    plan.element.get_by_role("searchbox").fill("")
    plan.page.wait_for_function("() => document.querySelector('up-gantt').app.visible.rows.length === 10000")
    plan.press("Enter", "Control+Home", "ArrowRight")
    plan.type("Renamed", "Enter").settled()
    expect(plan.cell(1, "name")).to_have_text("Renamed")
    plan.picture("plan-large-light-en-1440")


# ---- phones


TOUCH = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def hold(plan, x, y):
    """Press a finger down until the menu comes."""
    session = plan.page.context.new_cdp_session(plan.page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(plan.menu).to_be_visible()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_shows_table_or_chart(look, project, theme):
    plan = look(project, theme=theme, size=PHONE, **TOUCH)
    expect(plan.cell(BUILD, "name")).to_be_visible()
    expect(plan.element.locator("canvas")).to_be_hidden()
    check_page(plan.page)
    plan.picture(f"plan-table-{theme}-en-390")
    plan.element.get_by_role("button", name="Chart", exact=True).tap()
    expect(plan.element.locator("canvas")).to_be_visible()
    expect(plan.cell(BUILD, "name")).to_be_hidden()
    check_page(plan.page)
    plan.picture(f"plan-chart-{theme}-en-390")
    plan.page.wait_for_url(re.compile("v=chart"))
    bar = plan.bar(BUILD)
    plan.page.touchscreen.tap((bar["left"] + min(bar["right"], 380)) / 2, bar["y"])
    expect(plan.said).to_contain_text("3 Build, Mon 9 Mar – Fri 20 Mar")
    hold(plan, bar["left"] + 8, bar["y"])
    expect(plan.menu.get_by_role("menuitem", name="Open task")).to_be_visible()
    plan.picture(f"plan-menu-{theme}-en-390")
    plan.page.keyboard.press("Escape")
    plan.page.reload()
    plan.loaded()
    expect(plan.element.locator("canvas")).to_be_visible()


def test_a_finger_selects_edits_and_opens(look, behind):
    plan = look(behind.draw(PLAN), size=PHONE, **TOUCH)
    cell = plan.cell(MANUAL, "name")
    cell.tap()
    expect(cell).to_have_class(re.compile("active"))
    assert not plan.is_editing()
    box = cell.bounding_box()
    hold(plan, box["x"] + 40, box["y"] + 15)
    check_page(plan.page)
    plan.menu.get_by_role("menuitem", name="Edit cell").tap()
    assert plan.is_editing()
    plan.type(" now", "Enter").settled()
    assert plan.task(MANUAL)["name"] in {"now", " now", "Write manual now"}
    box = plan.cell(BUILD, "name").bounding_box()
    hold(plan, box["x"] + 40, box["y"] + 15)
    plan.menu.get_by_role("menuitem", name="Open task").tap()
    expect(plan.page.get_by_label("Name", exact=True)).to_have_value("Build")


# ---- no scripts


def test_without_scripts_there_is_a_table_page_by_page(look, behind):
    page = look(behind.ask("large", tasks=450), opens=False, java_script_enabled=False)
    page.page.goto(f"{page.root}/plan")
    rows = page.page.locator("table tbody tr")
    expect(rows).to_have_count(200)
    expect(rows.first).to_be_visible()
    page.page.get_by_role("link", name="More rows").click()
    expect(rows.first.locator("td").first).to_have_text("201")
    page.page.get_by_role("link", name="Next").click()
    expect(rows).to_have_count(50)
    expect(page.page.get_by_role("link", name="Next")).to_have_count(0)
    page.picture("plan-noscript-light-en-1440")
    page.page.get_by_role("link", name="Previous").click()
    expect(rows).to_have_count(200)


# ---- archived


def test_an_archived_project_is_read_only(look, behind):
    made = behind.draw(PLAN)
    behind.ask("archive", project=made)
    plan = look(made)
    plan.click(MANUAL, "name").type("x")
    assert not plan.is_editing()
    expect(plan.tool("add")).to_be_disabled()


# ---- from a file


def take_in(plan, name, data):
    page = plan.page
    page.goto(f"{plan.root}/import")
    form = page.locator("form", has=page.locator("input[value=replace]"))
    form.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    form.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Replace the plan").click(timeout=90_000)
    plan.loaded()


def test_a_file_takes_the_place_of_the_plan(look, behind):
    source = behind.draw(PLAN, name="Exported")
    plan = look(behind.draw("Old | 3d\nOlder | 2d"), opens=False)
    take_in(plan, "plan.xml", behind.export(source, "mspdi"))
    assert plan.names() == plan.stored()
    assert plan.names()[-3:] == ["  Test", "  Go live", "  Write manual"]
    assert plan.data()["rows"]["start"][2] == at(3, 9)
    plan.click(1, "name").press("Control+z").settled()
    assert plan.names() == ["Old", "Older"]


@needs_shared_data
def test_a_plan_of_microsoft_project_comes_in(look, behind):
    file = next(one for one in sorted((MSPROJECT / "files").glob("*.mpp")) if one.stat().st_size < 200_000)
    plan = look(behind.draw("Old | 3d"), opens=False)
    take_in(plan, file.name, file.read_bytes())
    assert len(plan.names()) > 1
    assert plan.names() == plan.stored()
    expect(plan.cell(1, "name")).to_be_visible()
