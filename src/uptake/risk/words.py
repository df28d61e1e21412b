"""The words of this package that more than one page uses."""

from django.utils.translation import gettext_lazy as _

from uptake.registers.spec import Choice

PROBABILITY = (
    Choice("1", _("1 Rare")),
    Choice("2", _("2 Unlikely")),
    Choice("3", _("3 Possible")),
    Choice("4", _("4 Likely")),
    Choice("5", _("5 Almost certain")),
)
IMPACT = (
    Choice("1", _("1 Negligible")),
    Choice("2", _("2 Small")),
    Choice("3", _("3 Noticeable")),
    Choice("4", _("4 Serious")),
    Choice("5", _("5 Threatens go-live")),
)
BANDS = (
    Choice("extreme", _("Extreme"), "bad"),
    Choice("high", _("High"), "warn"),
    Choice("medium", _("Medium"), "info"),
    Choice("low", _("Low"), "good"),
)
REMARKS = {
    "overdue": _("Its review is overdue. Look at it again, and set the next date."),
    "no_rollback": _("There is no rollback plan. Write down until when one can go back, and how."),
    "no_owner": _("Nobody owns it. Name who watches it."),
    "no_score": _("It has no score. Say how probable it is, and how hard it would hit."),
    "residual_above": _("After the response it scores higher than before. Check both."),
    "no_response": _("There is no response. Say whether it is avoided, transferred, mitigated or accepted."),
    "no_plan": _("The response has no plan. Write down who does what until when."),
    "no_review": _("It has no review date. Risks that nobody looks at again come true unnoticed."),
}
