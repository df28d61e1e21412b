"""How the plan page looks and what it says: both themes, both languages, axe, pictures."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, check_chinese, check_page

LOOKS = [
    (theme, language, size)
    for theme in ("light", "dark")
    for language in ("en", "zh")
    for size in (DESK, PHONE)
]
NAMES = [f"{theme} {language} {size[0]}" for theme, language, size in LOOKS]
CHINESE = """
准备
  分析      | 5d  |     | 王建军
  搭建      | 10d | 2   | 赵敏
  测试      | 5d  | 3   | 王建军
  上线      | 0d  | 4
收尾
  编写手册  | 5d  |     | 赵敏
"""
RECORD = """
window.drawn = new Set()
const draw = CanvasRenderingContext2D.prototype.fillText
CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
  window.drawn.add(text)
  return draw.call(this, text, ...rest)
}
"""
"""Keeps what is written on the chart."""
WORDS = """() => {
  const found = new Set(window.drawn)
  const root = document.querySelector('up-gantt').shadowRoot
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) found.add(walk.currentNode.data)
  for (const one of root.querySelectorAll('*'))
    for (const name of ['aria-label', 'title', 'placeholder', 'aria-description', 'alt'])
      if (one.hasAttribute(name)) found.add(one.getAttribute(name))
  return [...found].map(one => one.trim()).filter(Boolean)
}"""
KEYS = r"Ctrl|Alt|Shift|Insert|Del|Home|End|PgUp|PgDn|F\d+|Esc|Enter|Tab|Excel|WBS|FS|[A-Z]|\d+(ed|[dwh])"
"""What is the same in Chinese: keys, names, and amounts as they may be typed."""
ENGLISH = re.compile(r"[A-Za-z]+")


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=NAMES)
def test_the_demonstration(look, behind, theme, language, size):
    touch = {"has_touch": True, "is_mobile": True} if size == PHONE else {}
    plan = look(behind.demo(language), theme=theme, language=language, size=size, query="?by=phase", **touch)
    expect(plan.cell(1, "name")).to_be_visible()
    plan.click(3, "name")
    check_page(plan.page)
    if language == "zh":
        check_chinese(plan.page)
    plan.picture(f"plan-{theme}-{language}-{size[0]}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_that_opens(look, behind, theme):
    """Menus, dialogs, banners and panels are held against axe as well."""
    project = behind.draw("Analyse | 5d\nBuild | 10d | 1\nGo live | 0d | 2", go_live=3)
    behind.ask("baseline", project=project, name="Approved")
    plan = look(
        project, theme=theme, query="?by=owner&c=indicators-mode-name-duration-start-finish-constraint-status"
    )
    for tool in ("baseline", "colour", "columns", "views", "more"):
        plan.tool(tool).click()
        expect(plan.menu).to_be_visible()
        check_page(plan.page)
        plan.press("Escape")
    plan.click(2, "name", button="right")
    check_page(plan.page)
    plan.press("Escape")
    plan.click(2, "constraint").press("F2")
    check_page(plan.page)
    plan.press("Escape")
    plan.fill(2, "duration", "banana")
    expect(plan.error).to_be_visible()
    check_page(plan.page)
    plan.picture(f"plan-refused-{theme}-en-1440")
    plan.press("Escape")
    plan.fill(2, "duration", "12d")
    expect(plan.banner).to_be_visible()
    check_page(plan.page)
    plan.picture(f"plan-question-{theme}-en-1440")
    plan.answer("Cancel").settled()
    plan.number(2).click()
    plan.press("w")
    expect(plan.element.get_by_role("dialog", name="Why these dates")).to_be_focused()
    check_page(plan.page)
    plan.picture(f"plan-why-{theme}-en-1440")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_empty_plan(look, behind, theme):
    plan = look(behind.draw("Only | 1d"), theme=theme)
    plan.number(1).click()
    plan.press("Delete").settled()
    expect(plan.element.locator(".empty")).to_contain_text("No tasks yet")
    check_page(plan.page)
    plan.picture(f"plan-empty-{theme}-en-1440")
    plan.click(1, "name").type("First", "Enter").settled()
    assert plan.names() == plan.stored() == ["First"]
    plan.at(2, "name")


def test_the_treegrid_is_one_for_screen_readers(look, behind):
    plan = look(behind.draw(CHINESE, name="标准"), language="zh")
    grid = plan.element.get_by_role("treegrid")
    assert grid.get_attribute("aria-rowcount") == "9"
    rows = grid.get_by_role("row")
    expect(rows).to_have_count(9)
    row = rows.nth(3)
    for name, value in {"aria-level": "2", "aria-rowindex": "4", "aria-selected": "false"}.items():
        expect(row).to_have_attribute(name, value)
    expect(rows.nth(1)).to_have_attribute("aria-expanded", "true")
    expect(row.get_by_role("gridcell")).to_have_count(8)
    expect(row.get_by_role("rowheader")).to_have_text("3")
    plan.click(3, "duration")
    expect(plan.editor).to_be_focused()
    expect(plan.editor).to_have_accessible_name(re.compile("工期: 10"))
    expect(row).to_have_attribute("aria-selected", "true")


class Chinese:
    """A plan page in Chinese; `check` after each thing that shows."""

    def __init__(self, plan):
        self.plan = plan

    def check(self):
        found = self.plan.page.evaluate(WORDS)
        english = [text for text in found if ENGLISH.search(re.sub(rf"\b({KEYS})\b", "", text))]
        assert "\n".join(english) == ""


@pytest.fixture
def chinese(look, behind):
    project = behind.draw(CHINESE, name="标准", go_live=5)
    behind.ask("baseline", project=project, name="批准的计划")
    return Chinese(look(project, language="zh", script=RECORD))


def test_in_chinese_columns_and_menus_are_chinese(chinese):
    plan = chinese.plan
    every = (
        "indicators-mode-wbs-name-duration-start-finish-percent-predecessors-successors-resources-owner-work"
        "-type-constraint-constraint_date-deadline-calendar-priority-status-total_slack-free_slack-late_start"
        "-late_finish-actual_start-actual_finish-base_start-base_finish-finish_variance"
    )
    plan.open(f"?by=status&c={every}")
    chinese.check()
    for tool in ("baseline", "colour", "columns", "views", "more"):
        plan.tool(tool).click()
        chinese.check()
        plan.press("Escape")
    plan.click(3, "name", button="right")
    chinese.check()
    plan.press("Escape")
    plan.click(3, "constraint").press("F2")
    chinese.check()


def test_in_chinese_the_scale_is_chinese(chinese):
    plan = chinese.plan
    for direction, steps in (("zoomOut", 8), ("zoomIn", 16)):
        for _ in range(steps):
            plan.tool(direction).click()
            plan.page.evaluate("() => document.querySelector('up-gantt').render()")
    chinese.check()


def test_in_chinese_what_is_said_is_chinese(chinese):
    plan = chinese.plan
    plan.fill(7, "duration", "香蕉")
    expect(plan.error).to_be_visible()
    chinese.check()
    plan.press("Escape")
    plan.fill(7, "duration", "2周").settled()
    expect(plan.cell(7, "duration")).to_have_text("2周")
    chinese.check()
    plan.fill(3, "duration", "12天")
    expect(plan.banner).to_contain_text("上线")
    chinese.check()
    plan.press("Escape").settled()
    plan.number(4).click()
    plan.press("w")
    expect(plan.element.get_by_role("dialog").first).to_be_visible()
    chinese.check()
    plan.press("Escape")
    bar = plan.bar(3)
    plan.page.mouse.move(bar["left"] + 20, bar["y"])
    expect(plan.element.locator(".popover.tip .reason")).to_be_visible()
    chinese.check()


def test_in_chinese_keys_and_faults_are_chinese(chinese):
    plan = chinese.plan
    plan.number(4).click()
    plan.press("?")
    chinese.check()
    plan.press("Escape")
    plan.page.context.set_offline(True)
    plan.fill(7, "name", "写手册")
    expect(plan.banner).to_be_visible()
    chinese.check()
    plan.page.context.set_offline(False)
    plan.page.context.clear_cookies(name="sessionid")
    plan.banner.get_by_role("button").click()
    expect(plan.banner.get_by_role("link")).to_be_visible()
    chinese.check()
