"""The plan page as a person handles it: keys, mouse, what stands in cells. Rows are counted as on the page, from 1."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

ARTEFACTS = Path(__file__).resolve().parents[3] / "artefacts"
OPEN = "() => Boolean(document.querySelector('up-gantt')?.app?.model)"
IDLE = "() => document.querySelector('up-gantt').idle"
ASKED = "() => !document.querySelector('up-gantt').app.banner.element.hidden"
GEOMETRY = """row => {
  const app = document.querySelector('up-gantt').app
  app.render()
  const p = app.visible.rows[row - 1]
  const { scale, left, canvas } = app.chart
  const box = canvas.getBoundingClientRect()
  const { start, finish } = app.model.column
  return {
    left: box.x + scale.x(start[p]) - left, right: box.x + scale.x(finish[p]) - left,
    y: box.y + app.sizes.head + (row - 0.5) * app.sizes.row - app.top - 1, day: scale.pxPerDay,
  }
}"""
CLIPBOARD = """([name, text]) => {
  const clipboardData = new DataTransfer()
  if (text) clipboardData.setData('text/plain', text)
  const { activeElement } = document.querySelector('up-gantt').shadowRoot
  const event = { clipboardData, bubbles: true, composed: true, cancelable: true }
  activeElement.dispatchEvent(new ClipboardEvent(name, event))
  return clipboardData.getData('text/plain')
}"""


class PlanPage:
    """An open plan page."""

    def __init__(self, page: Page, project: int) -> None:
        self.page = page
        self.project = project
        self.root = f"/projects/{project}"
        self.element = page.locator("up-gantt")

    # ---- opening

    def open(self, query: str = "") -> "PlanPage":
        self.page.goto(f"{self.root}/plan{query}", wait_until="commit")
        return self.loaded()

    def loaded(self) -> "PlanPage":
        self.page.wait_for_function(OPEN)
        return self

    def settled(self) -> "PlanPage":
        """Wait until no edit is on its way; fail when something is asked or refused instead."""
        self.page.wait_for_function(f"() => ({IDLE})() || ({ASKED})()")
        assert not self.page.evaluate(ASKED), self.banner.inner_text()
        return self

    # ---- looking

    def cell(self, row: int, column: str) -> Locator:
        return self.element.locator(f".row:not(.gone)[aria-rowindex='{row + 1}'] .c-{column}")

    def number(self, row: int) -> Locator:
        return self.element.locator(f".row:not(.gone)[aria-rowindex='{row + 1}'] .num")

    def names(self) -> list[str]:
        """Return the names of the rows, indented by two blanks a level."""
        told: list[list[Any]] = self.page.evaluate(
            "() => { const a = document.querySelector('up-gantt').app;"
            " return [...a.visible.rows].map(p => [a.model.column.level[p], a.model.value.name[p]]) }"
        )
        return ["  " * (level - 1) + name for level, name in told]

    @property
    def editor(self) -> Locator:
        return self.element.locator("input.editor")

    @property
    def banner(self) -> Locator:
        return self.element.locator(".banner")

    @property
    def error(self) -> Locator:
        """What is said at the cell."""
        return self.element.locator("#cell-error")

    @property
    def said(self) -> Locator:
        return self.element.locator(".note")

    @property
    def menu(self) -> Locator:
        return self.element.locator(".menu[role=menu]")

    def tool(self, name: str) -> Locator:
        return self.element.locator(f".toolbar .t-{name}")

    def at(self, row: int, column: str) -> "PlanPage":
        """Hold that a cell is the active one and has the focus."""
        expect(self.cell(row, column)).to_have_class(re.compile(r"\bactive\b"))
        inside = "e => e.contains(e.getRootNode().activeElement)"
        assert self.cell(row, column).evaluate(inside), f"the focus is not in row {row}, {column}"
        return self

    def is_editing(self) -> bool:
        return bool(self.page.evaluate("() => document.querySelector('up-gantt').app.editor.editing"))

    # ---- doing

    def click(self, row: int, column: str, **how: Any) -> "PlanPage":
        self.cell(row, column).click(position={"x": 24, "y": 10}, **how)
        return self

    def press(self, *keys: str) -> "PlanPage":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, text: str, then: str = "") -> "PlanPage":
        self.page.keyboard.type(text)
        return self.press(then) if then else self

    def fill(self, row: int, column: str, text: str, then: str = "Enter") -> "PlanPage":
        """Click a cell, type over what it holds."""
        return self.click(row, column).type(text, then)

    def paste(self, text: str) -> "PlanPage":
        self.page.evaluate(CLIPBOARD, ["paste", text])
        return self

    def copied(self) -> str:
        return str(self.page.evaluate(CLIPBOARD, ["copy", ""]))

    def bar(self, row: int) -> dict[str, float]:
        """Return where a bar lies in the window: left, right, y, and the width of a day."""
        return dict(self.page.evaluate(GEOMETRY, row))

    def drag(self, x: float, y: float, dx: float, dy: float = 0, *, drop: bool = True) -> "PlanPage":
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + dx / 2, y + dy / 2)
        mouse.move(x + dx, y + dy, steps=3)
        if drop:
            mouse.up()
        return self

    def answer(self, text: str) -> "PlanPage":
        """Press a button of the banner."""
        self.banner.get_by_role("button", name=text, exact=True).click()
        return self

    # ---- what the server has

    def data(self, query: str = "") -> dict[str, Any]:
        response = self.page.request.get(f"{self.root}/plan/data{query}")
        assert response.ok, response.status
        return dict(response.json())

    def task(self, uid: int, query: str = "") -> dict[str, Any]:
        """Return a task as the server has it, by column."""
        rows = self.data(query)["rows"]
        i = rows["uid"].index(uid)
        return {name: values[i] for name, values in rows.items()}

    def stored(self, query: str = "") -> list[str]:
        """Return the outline as the server has it, as `names` does."""
        rows = self.data(query)["rows"]
        return ["  " * (level - 1) + name for level, name in zip(rows["level"], rows["name"], strict=True)]

    def picture(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png")
