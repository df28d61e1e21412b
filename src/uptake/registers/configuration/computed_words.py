"""What a formula gives, in words."""

from django.utils.translation import gettext as _

from uptake.registers.formulas.words import kind_word


def gives(kind: str) -> str:
    """Return a sentence on the kind of a formula's result; empty where there is none."""
    return _("This gives %s.") % kind_word(kind) if kind else ""  # type: ignore[arg-type]  # one of the kinds
