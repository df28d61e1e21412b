"""A visit of one chart in Chromium: load, scroll, apply, drag. Runs in the environment that has Playwright.

CPU is what the renderer's main thread used (`ThreadTime` of CDP's `Performance.getMetrics`): script, style,
layout, recording of paint, and what is drawn there of a canvas. Beside it stands what all processes of the
page used: the renderer with its other threads, and the process that composes the picture. Screenshots look
for bars and are taken between measurements.
"""

import base64
import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Error, Page, sync_playwright

from bench.workers import Answer, serve

WIDTH, HEIGHT = 1440, 900
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-smooth-scrolling",  # one notch of the wheel is one frame, not an animation of unknown length
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    f"--window-size={WIDTH},{HEIGHT}",
    "--force-device-scale-factor=1",
)
QUIET_MS = 2.0
QUIET_S = 0.1
"""The page is quiet when it used at most so much CPU in so long."""
SNAP = 60
"""Pixels that a dragged bar may be away from the mouse: ours leaves out weekends."""
LATE_FRAMES = 40
"""How many more frames a chart is given to show its first bars."""

# How many bars a picture shows: groups of lines, one under the other, that have a run of saturated colour.
COUNT_BARS = """
async ([data, run, high]) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, width, height).data;
  let bars = 0, lines = 0, gap = 0;
  for (let y = 0; y <= height; y++) {
    let longest = 0, now = 0;
    for (let x = 0; y < height && x < width; x++) {
      const at = 4 * (y * width + x);
      const [r, g, b] = [pixels[at], pixels[at + 1], pixels[at + 2]];
      now = Math.max(r, g, b) - Math.min(r, g, b) > 40 ? now + 1 : 0;
      if (now > longest) longest = now;
    }
    if (longest >= run) {
      lines++;
      gap = 0;
    } else if (++gap > 5 || y === height) {  // the name on a short bar interrupts it
      if (lines >= high) bars++;
      lines = 0;
    }
  }
  return bars;
}
"""


class Visit:
    """One page with one chart, from an empty browser to the last figure."""

    def __init__(self, browser: Browser, chosen: dict[str, Any]) -> None:
        self.chosen = chosen
        self.page: Page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        self.page.add_init_script(f"window.chosen = {json.dumps(chosen)}")
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.eye: Page = browser.new_page()
        self.page.bring_to_front()
        self.cdp: CDPSession = self.page.context.new_cdp_session(self.page)
        self.whole: CDPSession = browser.new_browser_cdp_session()
        self.cdp.send("Performance.enable")

    def run(self, code: str) -> Any:
        """Evaluate in the page, and wait for what it promises."""
        answer = self.cdp.send(
            "Runtime.evaluate", {"expression": code, "awaitPromise": True, "returnByValue": True}
        )
        if "exceptionDetails" in answer:
            said = answer["exceptionDetails"]
            raise RuntimeError(str(said.get("exception", {}).get("description", said.get("text")))[:300])
        return answer["result"].get("value")

    def thread(self) -> float:
        """Return the CPU time of the main thread so far, in milliseconds."""
        found = self.cdp.send("Performance.getMetrics")["metrics"]
        return next(1000 * float(one["value"]) for one in found if one["name"] == "ThreadTime")

    def processes(self) -> float:
        """Return the CPU time of all renderers and of the process that composes, in milliseconds."""
        found = self.whole.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(1000 * float(one["cpuTime"]) for one in found if one["type"] in {"renderer", "GPU"})

    def settle(self) -> float:
        """Wait until the page does nothing more; return what it used meanwhile."""
        began = before = self.thread()
        for _ in range(600):
            time.sleep(QUIET_S)
            now = self.thread()
            if now - before < QUIET_MS:
                return before - began
            before = now
        raise RuntimeError("the page does not come to rest")

    def bars(self) -> int:
        """Return how many bars can be seen."""
        left, top = self.chosen["grid"] + 20, self.chosen["above"] + self.chosen["head"] + 4
        high = HEIGHT - top - self.chosen["below"] - 20
        clip = {"x": left, "y": top, "width": WIDTH - left - 20, "height": high, "scale": 1}
        shot = self.cdp.send("Page.captureScreenshot", {"format": "png", "clip": clip})
        return int(self.eye.evaluate(COUNT_BARS, [shot["data"], 6, 4]))

    def shot(self, name: str) -> None:
        """Keep a picture of the page, for who wants to see what was measured."""
        data = self.cdp.send("Page.captureScreenshot", {"format": "png"})["data"]
        target = Path(self.chosen["pictures"]) / f"{self.chosen['chart']}-{self.chosen['size']}-{name}.png"
        target.write_bytes(base64.b64decode(data))

    # The four figures.

    def open(self, address: str) -> None:
        self.page.goto(f"{address}/{self.chosen['chart']}.html")
        self.page.wait_for_function("window.bench && window.bench.ready")
        for name in ("plan", "changes"):
            self.run(f"bench.fetch('{name}', '{name}-{self.chosen['data']}-{self.chosen['size']}.json')")
        self.cdp.send("HeapProfiler.collectGarbage")
        self.settle()

    def paint(self) -> Answer:
        """Hand over the data, and count until a frame with bars is there."""
        all_before, before = self.processes(), self.thread()
        wall = time.perf_counter()
        self.run("bench.load()")
        used = self.thread() - before
        wall = time.perf_counter() - wall
        whole = self.processes() - all_before
        seen, late = self.bars(), 0
        while not seen and late < LATE_FRAMES and self.chosen["chart"] != "nothing":
            before = self.thread()
            self.run("bench.frames()")
            used += self.thread() - before
            late += 1
            seen = self.bars()
        rest = self.settle()
        self.shot("painted")
        return {
            "paint_cpu_ms": used,
            "paint_processes_ms": whole,
            "paint_wall_ms": wall * 1000,
            "paint_bars": seen,
            "paint_late_frames": late,
            "paint_rest_ms": rest,
        }

    def scroll(self) -> Answer:
        """Turn the wheel at some places of the plan, a notch a frame."""
        frames: list[float] = []
        bars: list[int] = []
        whole = 0.0
        for number, (row, day) in enumerate(self.chosen["places"]):
            self.run(f"bench.place({row}, {day})")
            self.settle()
            if number == 0:
                for _ in range(self.chosen["warm"]):
                    self.notch()
            bars.append(self.bars())
            top, all_before = self.run("bench.top()"), self.processes()
            before = self.thread()
            for _ in range(self.chosen["notches"]):
                self.notch()
                now = self.thread()
                frames.append(now - before)
                before = now
            whole += self.processes() - all_before
            bars.append(self.bars())  # at once: what the last frame shows
            moved, wanted = self.run("bench.top()") - top, self.chosen["notches"] * self.chosen["notch"]
            if abs(moved - wanted) > self.chosen["notch"]:
                raise RuntimeError(f"scrolled by {moved:.0f} px instead of {wanted} px")
        self.shot("scrolled")
        return {"frames": frames, "scroll_processes_ms": whole / len(frames), "scroll_bars": bars}

    def notch(self) -> None:
        x, y = self.chosen["grid"] + 500, HEIGHT // 2
        wheel = {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": self.chosen["notch"]}
        self.cdp.send("Input.dispatchMouseEvent", wheel)
        self.run("bench.frames()")

    def apply(self) -> Answer:
        """Take in the changed dates, with what the page does until it is at rest."""
        row, day = self.chosen["places"][len(self.chosen["places"]) // 2]
        self.run(f"bench.place({row}, {day})")
        self.cdp.send("HeapProfiler.collectGarbage")
        self.settle()
        all_before, before = self.processes(), self.thread()
        self.run("bench.apply()")
        used = self.thread() - before + self.settle()
        whole = self.processes() - all_before
        for uid, dates in self.chosen["expected"]:
            found = self.run(f"bench.look({uid})")
            if found and found != dates:
                raise RuntimeError(f"task {uid} has the dates {found} instead of {dates}")
        self.shot("applied")
        return {"apply_cpu_ms": used, "apply_processes_ms": whole}

    def drag(self) -> Answer:
        """Take a bar in view, and move it by real moves of the mouse."""
        uid, box = self.bar_in_view()
        x, y = box["left"] + box["width"] / 2, box["top"] + box["height"] / 2
        self.run("bench.watchMoves()")
        self.mouse("mouseMoved", x, y, 0)
        self.mouse("mousePressed", x, y, 1)
        for _ in range(3):  # some charts begin to drag only when the mouse has gone some way
            x += self.chosen["step"]
            self.mouse("mouseMoved", x, y, 1)
        self.run("bench.moves.length = 0")
        before = self.thread()
        for _ in range(self.chosen["steps"]):
            x += self.chosen["step"]
            self.mouse("mouseMoved", x, y, 1)
        used = self.thread() - before
        times = self.run("bench.moves")
        self.shot("dragged")
        after = self.run(f"bench.bar({uid})")
        moved = after["left"] - box["left"] if after else 0
        self.mouse("mouseReleased", x, y, 0)
        wanted = (self.chosen["steps"] + 3) * self.chosen["step"]
        if self.chosen["chart"] != "nothing" and abs(moved - wanted) > SNAP:
            raise RuntimeError(f"the bar moved by {moved:.0f} px instead of {wanted} px")
        return {"moves": times, "drag_cpu_ms": used / self.chosen["steps"]}

    def bar_in_view(self) -> tuple[int, dict[str, float]]:
        for uid in self.chosen["candidates"]:
            box = self.run(f"bench.bar({uid})")
            if box and self.chosen["grid"] + 100 < box["left"] < 900 and 150 < box["top"] < HEIGHT - 100:
                return uid, box
        raise RuntimeError("no bar in view that could be dragged")

    def mouse(self, kind: str, x: float, y: float, buttons: int) -> None:
        event = {"type": kind, "x": x, "y": y, "buttons": buttons, "pointerType": "mouse"}
        event |= {
            "button": "left" if kind != "mouseMoved" else "none",
            "clickCount": int(kind != "mouseMoved"),
        }
        self.cdp.send("Input.dispatchMouseEvent", event)
        self.run("bench.frames()")


@contextlib.contextmanager
def browser(program: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=program, args=list(ARGUMENTS), env={"TZ": "UTC", "LANG": "C.UTF-8"}
        )
        try:
            yield launched
        finally:
            launched.close()


def visit(program: str, address: str, chosen: dict[str, Any]) -> Answer:
    """Measure one chart once, in a browser of its own."""
    found: Answer = {}
    try:
        with browser(program) as launched:
            found["version"] = launched.version
            it = Visit(launched, chosen)
            it.open(address)
            found |= it.paint()
            found |= it.scroll()
            found |= it.apply()
            found |= it.drag()
            if it.errors:
                raise RuntimeError(it.errors[0])
    except (Error, RuntimeError, LookupError) as failure:
        found["note"] = f"{type(failure).__name__}: {failure}".splitlines()[0][:300]
    return found


if __name__ == "__main__":
    serve({"visit": visit}, pinned=False)
