"""States in shape and word: colour alone says nothing."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES: dict[str, tuple[str, str, str | Promise]] = {
    "on_track": ("good", "●", _("On track")),
    "at_risk": ("warn", "▲", _("At risk")),
    "late": ("bad", "■", _("Late")),
    "done": ("good", "✓", pgettext_lazy("state", "Done")),
    "open": ("plain", "○", pgettext_lazy("state", "Open")),
    "active": ("info", "◐", _("In progress")),
    "waiting": ("plain", "◌", _("Waiting")),
    "off": ("plain", "–", _("Off")),
}
"""Name to tone, shape and word."""
