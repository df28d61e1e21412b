"""Everything that people read is in Chinese, too."""

from tools import messages


def test_every_text_is_translated_and_keeps_its_placeholders():
    assert messages.faults() == []


def test_a_lost_placeholder_is_seen():
    assert messages.placeholders("%(name)s has %d of {total}, 100 %%") == ["%(name)s", "%d", "{total}"]


def test_texts_of_a_template_are_found(tmp_path, monkeypatch):
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}{% translate "One" %}{% translate "Two" context "of a kind" %}'
        "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    found = list(messages.in_template(page))
    assert [(text.context, text.id) for text in found] == [
        ("", "One"),
        ("of a kind", "Two"),
        ("", ("%(n)s day", "%(n)s days")),
    ]
