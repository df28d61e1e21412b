"""Charts: drawn in both themes, read with the keyboard, as a table, as files; with the policy of the real server."""

from datetime import date, timedelta
from math import exp

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
        trend("spi", "SPI has fallen for four weeks", Axis(label="Index"), {
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
