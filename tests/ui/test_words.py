"""Dates, initials and states, as pages write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from uptake.ui.dates import ago_text, day_text
from uptake.ui.templatetags.ui import hue, initials, instant_day, signed_days

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("day", "english", "chinese"),
    [
        (date(2026, 3, 3), "Yesterday", "昨天"),
        (date(2026, 3, 4), "Today", "今天"),
        (date(2026, 3, 5), "Tomorrow", "明天"),
        (date(2026, 3, 9), "Monday", "星期一"),
        (date(2026, 3, 11), "11 Mar", "3月11日"),
        (date(2026, 3, 1), "1 Mar", "3月1日"),
        (date(2027, 1, 1), "1 Jan 2027", "2027年1月1日"),
    ],
)
def test_days_are_words_within_a_week(day, english, chinese):
    with override("en"):
        assert day_text(day, TODAY) == english
    with override("zh-hans"):
        assert day_text(day, TODAY) == chinese


@pytest.mark.parametrize(
    ("away", "text"),
    [
        (20, "just now"),
        (60, "1 minute ago"),
        (7200, "2 hours ago"),
        (3 * 86_400, "3 days ago"),
        (9 * 86_400, "23 Feb"),
    ],
)
def test_how_long_ago(away, text):
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    with override("en"):
        assert ago_text(now - timedelta(seconds=away), now) == text


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mei Lin", "ML"),
        ("Anna Maria Berg", "AB"),
        ("王芳", "王芳"),
        ("周明轩 Zhou Mingxuan", "明轩"),
        ("欧阳娜娜", "娜娜"),
        ("a@b.com", "AC"),
        ("", "?"),
        ("!", "?"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters
    assert 0 <= hue(name) < 8


def test_differences_have_signs():
    with override("en"):
        assert [signed_days(value) for value in (None, 0, 3, -2)] == ["", "on time", "+3 d", "−2 d"]
    assert instant_day(-1) is None
    assert instant_day(None) is None


def test_a_state_is_shape_and_word():
    with override("en"):
        text = Template('{% load ui %}{% state "late" %}{% state "late" word %}').render(
            Context({"word": "<b>"})
        )
    assert "■" in text
    assert "Late" in text
    assert "<b>" not in text


def test_what_stands_in_a_menu_is_kept_and_its_label_is_escaped():
    page = Template('{% load ui %}{% menu label=label picture="plus" %}<a href="/x">X</a>{% endmenu %}')
    text = page.render(Context({"label": '"><script>'}))
    assert '<a href="/x">X</a>' in text
    assert "<script>" not in text


def test_a_menu_takes_names_only():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load ui %}{% menu label %}{% endmenu %}")
