"""The scales of a project: what stands behind the numbers of its assessments."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from uptake.registers.spec import BUILT_IN, Choice, Words

FIVE = (
    Choice("1", _("Very low")),
    Choice("2", _("Low")),
    Choice("3", _("Medium")),
    Choice("4", _("High")),
    Choice("5", _("Very high")),
)


@dataclass(frozen=True, slots=True)
class Scale:
    name: str
    label: Words
    steps: tuple[Choice, ...]


def standard() -> dict[str, Scale]:
    """Return the scales that fields name, as they are before a project changes their words."""
    found = {
        "probability": Scale("probability", _("Probability"), FIVE),
        "impact": Scale("impact", _("Impact"), FIVE),
    }
    for spec in BUILT_IN.values():
        for one in spec.fields:
            if not one.scale or not one.choices:
                continue
            label = found[one.scale].label if one.scale in found else one.label
            found[one.scale] = Scale(one.scale, label, one.choices)
    return found
