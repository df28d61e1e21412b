"""What templates are made of: icons, fields, menus, tabs, states, dates. See docs/reference/ui.md."""

import itertools
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, Form, RadioSelect, Select
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from uptake.engine.instants import moment
from uptake.ui import dates, islands
from uptake.ui.charts import Chart, drawing
from uptake.ui.icons import ICONS
from uptake.ui.states import STATES

register = template.Library()
CHINESE = re.compile(r"[\u3400-\u9fff]+")
_ids = itertools.count(1)


@register.simple_tag
def icon(name: str, size: int = 18, *, label: str = "", css: str = "") -> SafeString:
    """Draw an icon; without a label it is decoration."""
    shapes = mark_safe(ICONS[name])  # noqa: S308  # our own constants
    names = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="up-icon {}" width="{}" height="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        css, size, size, names, shapes,
    )  # fmt: skip


@register.simple_tag
def state(name: str, text: str = "") -> SafeString:
    """Show a state as shape, colour and word."""
    tone, shape, word = STATES[name]
    return format_html(
        '<span class="up-state up-tone-{}"><span class="up-shape" aria-hidden="true">{}</span>{}</span>',
        tone, shape, text or word,
    )  # fmt: skip


CLASSES: tuple[tuple[type, str], ...] = (
    (CheckboxInput, "form-check-input"),
    (RadioSelect, ""),
    (Select, "form-select"),
)


@register.inclusion_tag("ui/parts/field.html")
def field(
    bound: BoundField, *, autofocus: bool = False, label: str = "", quiet: bool = False
) -> dict[str, Any]:
    """Show a field: label above, control, help under it, errors beside it."""
    widget = bound.field.widget
    if bound.form.__module__.startswith("allauth."):
        widget.attrs.pop("placeholder", None)  # it says what the label says
    css = next((name for kind, name in CLASSES if isinstance(widget, kind)), "form-control")
    described = " ".join(
        name
        for name, there in (
            (f"{bound.auto_id}_error", bound.errors),
            (f"{bound.auto_id}_help", bound.help_text),
        )
        if there
    )
    given = widget.attrs.get("class", "")
    attrs: dict[str, Any] = {"class": f"{css} {given} {'is-invalid' if bound.errors else ''}".strip()}
    if described:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if autofocus:
        attrs["autofocus"] = True
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "check": isinstance(widget, CheckboxInput),
        "group": isinstance(widget, RadioSelect),
        "label": label or bound.label,
        "quiet": quiet,
        "optional": not bound.field.required and not isinstance(widget, (CheckboxInput, Select)),
    }


@register.inclusion_tag("ui/parts/errors.html")
def errors(form: Form) -> dict[str, Any]:
    """Summarise what is wrong with a form; the shell moves the focus there."""
    wrong = [bound for bound in form if bound.errors]
    return {"form": form, "wrong": wrong, "general": form.non_field_errors()}


@register.inclusion_tag("ui/parts/tab.html", takes_context=True)
def tab(
    context: Any, url: str, label: str, *, count: int | None = None, exact: bool = True
) -> dict[str, Any]:
    """One tab of a page head; it is current when its address is the page's."""
    path, bare = context["request"].path, url.partition("?")[0]
    return {
        "url": url,
        "label": label,
        "count": count,
        "current": path == bare if exact else path.startswith(bare),
    }


@register.inclusion_tag("ui/parts/pages.html", takes_context=True)
def pages(context: Any, page: Page, *, name: str = "page") -> dict[str, Any]:
    """Lead through a list that is longer than a page."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    query.pop("drawer", None)
    return {"page": page, "name": name, "query": f"{query.urlencode()}&" if query else ""}


@register.inclusion_tag("ui/parts/sort.html", takes_context=True)
def sort(context: Any, key: str, label: str, *, css: str = "", unit: str = "") -> dict[str, Any]:
    """Head of a column that sorts the list: `?sort=key`, and `?sort=-key` the other way round."""
    query = context["request"].GET.copy()
    now = query.get("sort", context.get("sort", ""))
    query["sort"] = f"-{key}" if now == key else key
    query.pop("page", None)
    order = "ascending" if now == key else "descending" if now == f"-{key}" else ""
    return {"query": query.urlencode(), "label": label, "order": order, "css": css, "unit": unit}


@register.inclusion_tag("ui/parts/rows.html")
def rows_table(
    *,
    name: str,
    columns: Sequence[Mapping[str, Any]],
    value: Sequence[Mapping[str, Any]] | None = None,
    errors: Mapping[Any, Any] | None = None,
    readonly: bool = False,
    label: str = "",
    max: int = 200,  # noqa: A002  # the word of the element's attribute
) -> dict[str, Any]:
    """Show rows to type in; the form sends them as JSON under `name`."""
    return {
        "id": f"id_{name}",
        "name": name,
        "columns": islands.as_json(columns),
        "value": islands.as_json(value or []),
        "errors": errors,
        "errors_json": islands.as_json(islands.keys_as_text(errors)),
        "readonly": readonly,
        "label": label,
        "max": max,
        "words": islands.as_json(islands.rows_words()),
    }


@register.inclusion_tag("ui/parts/bpmn.html")
def bpmn_diagram(
    url: str,
    *,
    save: str = "",
    base: Any = "",
    steps: Sequence[Mapping[str, Any]] = (),
    name: str = "",
) -> dict[str, Any]:
    """Show a BPMN diagram; with an address to save to, one that can be changed."""
    return {
        "url": url,
        "save": save,
        "base": base,
        "steps": islands.as_json(list(steps)),
        "name": name,
        "words": islands.as_json(islands.bpmn_words()),
    }


@register.inclusion_tag("ui/parts/chart.html")
def chart(one: Chart) -> dict[str, Any]:
    """Show a chart, with its figures as a table."""
    return {
        "chart": one,
        "data": islands.as_json(drawing.payload(one)),
        "table": drawing.table(one),
        "words": islands.as_json(drawing.words()),
        "along": drawing.titled(one.y if one.horizontal else one.x),
        "up": drawing.titled(one.x if one.horizontal else one.y),
        "up2": drawing.titled(one.y2) if one.y2 else "",
    }


class Wrapped(template.Node):
    """A block tag: what stands between its ends is given to a template as `inner`."""

    def __init__(self, name: str, inner: NodeList, options: dict[str, FilterExpression]) -> None:
        self.name, self.inner, self.options = name, inner, options

    def render(self, context: template.Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.options.items()}
        values |= {"inner": self.inner.render(context), "id": f"{self.name}-{next(_ids)}"}
        found = context.template.engine.get_template(f"ui/parts/{self.name}.html")  # type: ignore[union-attr]
        with context.push(**values):
            return found.render(context)


def _wrapped(parser: Parser, token: Token) -> Wrapped:
    name, *bits = token.split_contents()
    options = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"{name} takes name=value only, not {bits[0]}")
    inner = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return Wrapped(name, inner, options)


for _name in ("menu", "empty", "panel"):
    register.tag(_name, _wrapped)


@register.filter
def day(value: Any) -> str:
    """Write a day: as a word within a week, else short, with the year when it is not this year's."""
    found = _date(value)
    return dates.day_text(found, timezone.localdate()) if found else ""


@register.filter
def short_day(value: Any) -> str:
    """Write a day as a date, never as a word."""
    found = _date(value)
    return dates.short_text(found, timezone.localdate()) if found else ""


@register.filter
def instant_day(value: int | None) -> date | None:
    """Turn an instant of a plan into its day; a day that ends at midnight is the one before."""
    return None if value is None or value < 0 else moment(value).date()


@register.filter
def ago(value: datetime | None) -> str:
    """Write how long ago something was."""
    return dates.ago_text(value, timezone.now()) if value else ""


@register.filter
def signed_days(value: int | None) -> str:
    """Write a difference in days with its sign."""
    if value is None:
        return ""
    return _("on time") if value == 0 else _("%s d") % f"{'+' if value > 0 else '−'}{abs(value)}"


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value
    return instant_day(value) if isinstance(value, int) else None


@register.filter
def initials(name: str) -> str:
    """Return what stands for a person in a small circle: two characters of a Chinese name, else two initials."""
    text = str(name).strip()
    chinese = CHINESE.search(text)
    if chinese:
        return chinese[0][-2:]
    words = list(_words(text))
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


def _words(text: str) -> Iterator[str]:
    return (word for word in text.replace("@", " ").replace(".", " ").split() if word[0].isalnum())


@register.filter
def hue(name: str) -> int:
    """Return one of eight colours for a name, always the same."""
    return zlib.crc32(str(name).encode()) % 8
