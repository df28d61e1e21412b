"""What people write, as HTML that can do no harm: Markdown in, a few plain elements out."""

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
_READER = MarkdownIt(
    "commonmark", {"html": False, "linkify": False, "breaks": True, "maxNesting": 20}
).enable(["table", "strikethrough"])


def to_html(text: str) -> SafeString:
    """Return a text as HTML.

    Examples
    --------
    >>> to_html("**Go** <script>alert(1)</script>")
    '<p><strong>Go</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\\n'
    """
    return SafeString(  # nh3 lets only the elements above through
        nh3.clean(
            _READER.render(text),
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="noopener nofollow",
        )
    )
