"""What templates of the plan's pages are made of, besides the components of `ui`."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from uptake.engine.calendars import Calendar
from uptake.engine.instants import DAY, HOUR
from uptake.schedule.capacity.hours import hours_text
from uptake.schedule.selectors import language
from uptake.schedule.words.amounts import scale_of, span_text, work_text
from uptake.schedule.words.sentences import label_text

register = template.Library()
DISABLED, SELECTED, INVALID = (
    SafeString(" disabled"),
    SafeString(" selected"),
    SafeString(' aria-invalid="true"'),
)


@register.filter
def words(text: str) -> list[str]:
    """Split a text at its spaces."""
    return text.split()


@register.filter
def label(parts: object) -> str:
    """Say what a revision did."""
    return label_text(parts)


@register.filter
def hours(shifts: Any) -> str:
    """Write the hours of a day."""
    return hours_text(shifts) or _("off")


@register.filter
def days_between(shift: int | None) -> int | None:
    """Turn a difference of instants into whole days."""
    return None if shift is None else round(shift / DAY)


@register.filter
def first_of_day(number: int) -> int:
    """Turn the number of a day into its first instant."""
    return number * DAY


@register.simple_tag(takes_context=True)
def slack(context: Any, amount: int) -> str:
    """Write an amount of working time in days."""
    return span_text(amount, scale_of(context["state"].plan.project), language())


@register.simple_tag(takes_context=True)
def work(context: Any, amount: int) -> str:
    """Write an amount of work in hours."""
    return work_text(amount, context["state"].plan.project, language())


@register.simple_tag
def whole_hours(amount: int) -> str:
    """Write an amount of work in whole hours, where a table has room for no more."""
    return _("%d h") % round(amount / HOUR)


@register.simple_tag
def percent(share: float) -> str:
    """Write a share of 1."""
    return f"{round(100 * share)} %"


@register.simple_tag
def calendar_choices(calendars: tuple[Calendar, ...]) -> list[tuple[str, str]]:
    """Return the calendars that a task may run on."""
    return [("", _("As the project")), *((one.name, one.name) for one in calendars)]


@register.simple_tag
def mode_choices() -> list[tuple[str, str]]:
    """Return how a task may be scheduled."""
    return [("auto", _("Automatic")), ("manual", _("Manual: stays where its dates are"))]


@register.simple_tag
def type_choices() -> list[tuple[str, str]]:
    """Return what may stay when units, work or duration change."""
    return [
        ("FIXED_UNITS", _("Fixed units")),
        ("FIXED_DURATION", _("Fixed duration")),
        ("FIXED_WORK", _("Fixed work")),
    ]


@register.simple_tag
def shape_choices() -> list[tuple[str, str]]:
    """Return how a duration may be spread between its estimates."""
    return [
        ("", _("As the project")),
        ("pert", _("PERT (mostly near the likely one)")),
        ("triangular", _("Triangular")),
        ("uniform", _("Uniform (all alike)")),
        ("lognormal", _("Lognormal (a long tail)")),
    ]


@register.simple_tag(takes_context=True)
def task_field(
    context: Any,
    name: str,
    label: str,
    *,
    type: str = "text",  # noqa: A002  # as HTML calls it
    choices: Any = None,
    list: str = "",  # noqa: A002  # as HTML calls it
    mode: str = "edit",
) -> SafeString:
    """Show one field of a task: to type in when the person may, else as text."""
    text, wrong = context["fields"].get(name, ""), context.get("column") == name
    attrs = format_html(
        'id="task-{0}" name="{0}"{1}{2}{3}',
        name,
        "" if context[mode] else DISABLED,
        INVALID if wrong else "",
        format_html(' list="{}"', list) if list else "",
    )
    css = "is-invalid" if wrong else ""
    if choices is not None:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((value, SELECTED if value == text else "", word) for value, word in choices),
        )
        control = format_html('<select class="form-select {}" {}>{}</select>', css, attrs, options)
    elif type == "textarea":
        control = format_html(
            '<textarea class="form-control {}" rows="4" {}>\n{}</textarea>', css, attrs, text
        )
    else:
        control = format_html(
            '<input class="form-control {}" type="{}" {} value="{}">', css, type, attrs, text
        )
    return format_html(
        '<div class="up-field"><label class="form-label" for="task-{}">{}</label>{}</div>',
        name,
        label,
        control,
    )
