"""Durations as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uptake.interchange.durations import Amount, NotADuration, Scale, format_duration, parse_duration

UNITS = ["MINUTES", "HOURS", "DAYS", "WEEKS", "MONTHS", "YEARS"]
amounts = st.builds(
    Amount,
    value=st.integers(min_value=-99_999_999, max_value=99_999_999).map(lambda n: n / 100),
    unit=st.sampled_from([*UNITS, *(f"ELAPSED_{unit}" for unit in UNITS), "PERCENT"]),
)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5d", 5, "DAYS"),
        ("5", 5, "DAYS"),
        ("2w", 2, "WEEKS"),
        ("3ed", 3, "ELAPSED_DAYS"),
        ("50%", 50, "PERCENT"),
        ("1.5 mons", 1.5, "MONTHS"),
        ("4 工时", 4, "HOURS"),
        ("4 工作日", 4, "DAYS"),
        ("2 个工作日?", 2, "DAYS"),
        ("3 天", 3, "DAYS"),
        ("2周", 2, "WEEKS"),
        ("8小时", 8, "HOURS"),
        ("90 分钟", 90, "MINUTES"),
        ("3日历天", 3, "ELAPSED_DAYS"),
        ("2 elapsed days", 2, "ELAPSED_DAYS"),
        ("1,5 d", 1.5, "DAYS"),
        ("1,000 hrs", 1000, "HOURS"),
        (".5 DAY", 0.5, "DAYS"),
        ("−2d", -2, "DAYS"),
        ("１０ｄ", 10, "DAYS"),
    ],
)
def test_what_people_write(text, value, unit):
    found = parse_duration(text)
    assert (found.value, found.unit) == (value, unit)
    assert found.estimated == text.endswith("?")


@pytest.mark.parametrize(
    "text", ["", "d", "5 moons", "five", "1.2.3d", "5dd", "1e9", "99999999d", "5d" * 40, "--5d"]
)
def test_what_is_no_duration(text):
    with pytest.raises(NotADuration):
        parse_duration(text)


@given(amounts, st.sampled_from(["en", "zh"]), st.booleans())
def test_what_is_written_is_read_back(amount, language, estimated):
    whole = Amount(amount.value, amount.unit, estimated)
    assert parse_duration(format_duration(whole, language=language)) == whole


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused(text):
    try:
        found = parse_duration(text)
    except NotADuration:
        return
    assert abs(found.value) <= 10_000_000


def test_the_neutral_form_has_minutes():
    short = Scale(minutes_per_day=420, minutes_per_week=2100, days_per_month=21)
    assert Amount(2, "DAYS").to_json(short) == {"v": 2, "u": "DAYS", "min": 840}
    assert Amount(1, "MONTHS").to_json(short)["min"] == 8820
    assert Amount(1, "ELAPSED_WEEKS").to_json(short)["min"] == 10080
    assert Amount(-50, "PERCENT").to_json(short) == {"v": -50, "u": "PERCENT", "percent": -50}
    assert Amount.from_json({"v": 2, "u": "WEEKS", "min": 4800}) == Amount(2, "WEEKS")
