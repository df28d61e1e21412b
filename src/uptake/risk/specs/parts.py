"""What the registers of this package have in common."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from uptake.projects.access import PERMISSIONS
from uptake.registers.spec import Choice, Field, Kind, Move, Words

SECTION_KEY = "risk"
VIEW, EDIT = PERMISSIONS["risk.view"], PERMISSIONS["risk.edit"]
TASKS = Field(key="tasks", label=_("Tasks"), kind=Kind.LINK, of="task", many=True)
OWNER = Field(key="owner", label=_("Owner"), kind=Kind.PERSON, aliases=("Responsible", "负责人", "责任人"))


def text(key: str, label: Words, **more: Any) -> Field:
    return Field(key=key, label=label, kind=Kind.LONG_TEXT, **more)


def choice(key: str, label: Words, choices: tuple[Choice, ...], **more: Any) -> Field:
    return Field(key=key, label=label, kind=Kind.CHOICE, choices=choices, **more)


def way(source: str, target: str, label: Words, *, reason: bool = False) -> Move:
    """Return a move that everybody may make who may edit."""
    return Move(source=source, target=target, label=label, roles=EDIT, reason=reason)
