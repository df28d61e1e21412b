"""Charts: drawn in both themes, read with the keyboard, as a table, as files; with the policy of the real server."""

import csv
import io
import re
from datetime import date, timedelta
from math import exp
from pathlib import Path

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, ROOT, check_chinese, check_page
from uptake.ui.charts import Axis, Chart, Mark, Series, histogram, load_chart, s_curve, tornado, trend

ARTEFACTS = ROOT / "artefacts"
LOOKS = [("light", "en", DESK), ("dark", "zh", DESK), ("light", "zh", PHONE), ("dark", "en", PHONE)]
NAMES = ["desk light en", "desk dark zh", "phone light zh", "phone dark en"]
MONEY = Axis(label="费用", kind="money", unit="CNY")
START = date(2026, 3, 2)
WEEKS = [START + timedelta(days=7 * n) for n in range(26)]
BODY = "{% for one in charts %}{% chart one %}{% endfor %}"


def curve(n, of=1_250_000.0):
    return round(of / (1 + exp((12 - n) / 3)), 2)


def _s_curve():
    earned = [(day, curve(n) * 0.92) for n, day in enumerate(WEEKS[:14])]
    ahead = [(day, curve(n + 13) * 0.95) for n, day in enumerate(WEEKS[13:])]
    cone = [(day, y * (1 - n / 120), y * (1 + n / 90)) for n, (day, y) in enumerate(ahead)]
    return s_curve(
        "s-curve", "已完成 58%，预计超支 8%", MONEY,
        planned=[(day, curve(n)) for n, day in enumerate(WEEKS)], earned=earned,
        actual=[(day, y * 1.08) for day, y in earned], forecast=ahead, cone=cone,
        marks=[
            Mark(at=WEEKS[13], label="状态日期", css="accent"),
            Mark(at=1_250_000, label="BAC 1,250,000", axis="y"),
        ],
    )  # fmt: skip


def _histogram():
    counts = [3, 18, 60, 140, 230, 250, 160, 80, 40, 15, 4]
    edges = [date(2026, 9, 7) + timedelta(days=7 * n) for n in range(12)]
    marks = [Mark(at=date(2026, 10, d), label=f"P{p} · {d} 10月", css=c) for d, p, c in
             ((12, 50, "info"), (16, 65, "muted"), (25, 80, "accent"))]  # fmt: skip
    return histogram(
        "finish", "Go-live on 18 Oct holds with 64 %", Axis(label="完成", kind="time"), edges, counts,
        marks=marks, note="1,000 runs, seed 7.",
    )  # fmt: skip


def _load():
    work = {
        name: [8.0 * ((n * 7 + k * 3) % 5) for n in range(12)]
        for k, name in enumerate(("Migration", "用户测试", "培训"))
    }
    return load_chart(
        "load", "王芳 is overloaded in 5 weeks", Axis(label="工时", unit="h"), WEEKS[:12], work,
        capacity=[40.0] * 8 + [24.0] + [40.0] * 3, before=[60.0 - n for n in range(12)],
        marks=[Mark(at=date(2026, 4, 1), label="今天", css="accent")],
    )  # fmt: skip


def _charts():
    rows = [(f"{name} and what has to be done before that", -n, 2.5 * n) for n, name in enumerate(
        ("Interfaces", "Master data", "数据迁移与核对", "Key user tests", "培训与考核"), 1)]  # fmt: skip
    cloud = [(WEEKS[0] + timedelta(days=(n * n) % 97), 900_000 + (n * 7919) % 300_000) for n in range(300)]
    return [
        _s_curve(),
        _histogram(),
        tornado("tornado", "Training moves go-live most", Axis(label="上线", unit="d"), rows),
        _load(),
        trend("spi", "SPI has fallen for four weeks", Axis(label="指数"), {
            "SPI": [(d, 1.02 - n / 90) for n, d in enumerate(WEEKS[:14])],
            "CPI": [(d, 0.9 + n / 100) for n, d in enumerate(WEEKS[:14])]},
            marks=[Mark(at=0.9, label="0.9", axis="y", css="bad")]),
        Chart(key="cloud", title="Date and cost", x=Axis(label="完成", kind="time"), y=MONEY,
              series=[Series(name="模拟", kind="scatter", values=cloud)]),
        Chart(key="names", title="Cost by phase", x=Axis(label="阶段", kind="names", names=["准备", "搭建", "测试"]),
              y=MONEY, series=[
                  Series(name="计划", kind="bar", values=[("准备", 120), ("搭建", 700), ("测试", 300)]),
                  Series(name="实际", kind="bar", css="bad", dashed=True, values=[("准备", 150), ("搭建", 820)])]),
        Chart(key="empty", title="空", x=Axis(label="日期", kind="time"), y=MONEY, series=[]),
    ]  # fmt: skip


@pytest.fixture
def charts(page_of):
    def opened(*, language="en", **how):
        with override({"en": "en", "zh": "zh-hans"}[language]):
            page = page_of(BODY, {"charts": _charts()}, language=language, **how)
        page.locator("up-chart canvas").first.wait_for()
        return page

    return opened


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=NAMES)
def test_charts_look_right(charts, theme, language, size):
    page = charts(theme=theme, language=language, size=size)
    expect(page.locator("up-chart canvas")).to_have_count(7)
    page.screenshot(path=ARTEFACTS / f"charts-{theme}-{language}-{size[0]}.png", full_page=True)
    check_page(page)
    if language == "zh":
        check_chinese(page)
    page.screenshot(path=ARTEFACTS / f"charts-{theme}-{language}-{size[0]}.png", full_page=True)


def tip(page, key):
    return page.locator(f"#chart-{key} .up-plot-tip")


def test_the_keyboard_goes_from_point_to_point_and_says_them(charts):
    page = charts()
    drawing = page.locator("#chart-load [role=application]")
    said = page.locator("#chart-load [aria-live]")
    drawing.focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(
        "2 Mar to 8 Mar, Migration 0 h, 用户测试 24 h, 培训 8 h, Before 60 h, Capacity 40 h, 1 of 12"
    )
    expect(tip(page, "load")).to_be_visible()
    page.keyboard.press("End")
    expect(said).to_have_text(re.compile("18 May to 24 May, Migration 16 h, .*, Capacity 40 h, 12 of 12"))
    page.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("11 May to 17 May")
    page.keyboard.press("Escape")
    expect(tip(page, "load")).to_be_hidden()


def test_the_pointer_shows_what_all_series_have_there(charts):
    page = charts()
    page.locator("#chart-s-curve canvas").hover(position={"x": 300, "y": 150})
    expect(tip(page, "s-curve").locator("dt")).to_have_text(["Planned value", "Earned value", "Actual cost"])
    page.locator("#chart-finish canvas").hover(position={"x": 5, "y": 5})
    expect(tip(page, "s-curve")).to_be_hidden()


def test_the_colours_follow_the_theme_at_once(charts):
    page = charts()
    pixel = (
        "() => { const drawn = document.querySelector('#chart-names canvas');"
        " const one = Object.assign(document.createElement('canvas'), {width: drawn.width, height: drawn.height});"
        " const pen = one.getContext('2d', {willReadFrequently: true}); pen.drawImage(drawn, 0, 0);"
        " const data = pen.getImageData(0, 0, one.width, one.height).data;"
        " const found = {}; for (let n = 0; n < data.length; n += 4) if (data[n + 3] > 250)"
        " { const key = [data[n], data[n + 1], data[n + 2]].join(); found[key] = (found[key] || 0) + 1 }"
        " return Object.entries(found).sort((a, b) => b[1] - a[1])[0][0] }"
    )
    light = page.evaluate(pixel)
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    page.wait_for_function(f"({pixel})() !== {light!r}")
    assert page.complaints == []


def test_the_figures_are_a_table_and_files(charts, tmp_path):
    page = charts()
    figure = page.locator("#chart-names")
    figure.get_by_text("Show as a table").click()
    expect(figure.locator("tbody tr").nth(1).locator("td")).to_have_text(["700", "820"])
    check_page(page)
    with page.expect_download() as given:
        figure.get_by_role("button", name="CSV").click()
    assert given.value.suggested_filename == "names.csv"
    rows = list(csv.reader(io.StringIO(Path(given.value.path()).read_text(encoding="utf-8-sig"))))
    assert rows[1] == ["计划", "准备", "120"]
    with page.expect_download() as given:
        figure.get_by_role("button", name="PNG").click()
    assert Path(given.value.path()).read_bytes().startswith(b"\x89PNG")


def test_a_narrower_window_draws_it_anew(charts):
    page = charts()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.querySelector('#chart-spi canvas').clientWidth < 390")
    expect(page.locator("#chart-spi .up-plot-legend > li")).to_have_text(["SPI", "CPI"])
    expect(page.locator("#chart-spi .up-plot-legend > li").first).to_be_visible()
