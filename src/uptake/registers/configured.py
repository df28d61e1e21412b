"""The registers of a project: the built-in ones with the fields that it added, and those that it made itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from uptake.projects.models import Project, Role
from uptake.registers.computing import with_readers
from uptake.registers.models import Configuration, Record
from uptake.registers.spec import (
    BUILT_IN,
    EVERYBODY,
    SECTIONS,
    WITHOUT_GUESTS,
    Choice,
    Field,
    Kind,
    Move,
    RegisterSpec,
    Section,
    State,
)

CUSTOM = "registers"
"""Section of the registers that a project makes itself."""
BESIDE = ("task", "project")
"""What else can be given fields."""
MONEY_READERS = frozenset({Role.MANAGER, Role.SPONSOR, Role.FINANCE})

SECTIONS[CUSTOM] = Section(key=CUSTOM, label=_("Registers"), icon="table", letter="l")


def version_of(project: Project) -> int:
    """Return the number of the published configuration; 0 when there is none."""
    newest = Configuration.objects.filter(project=project).exclude(version=None)
    return newest.values_list("version", flat=True).order_by("-version").first() or 0


def published(project_id: int, version: int) -> dict[str, Any]:
    """Return a published configuration; the empty one for version 0."""
    if not version:
        return {}
    content: dict[str, Any] = Configuration.objects.get(project_id=project_id, version=version).content
    return content


class Configured:
    """What one version of a project's configuration says.

    Attributes
    ----------
    content : dict
        The document: see docs/reference/configuration.md.
    registers : dict of str to RegisterSpec
        Those of modules that are switched on.
    beside : dict of str to tuple of Field
        Fields of tasks and of the project.
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.scales = {
            name: tuple(Choice(str(one["value"]), one["label"], one.get("tone", "")) for one in steps)
            for name, steps in content.get("scales", {}).items()
            if isinstance(steps, list)
        }
        off = {key for key, on in content.get("modules", {}).items() if not on}
        self.sections = {key: one for key, one in SECTIONS.items() if key not in off}
        added = {
            key: tuple(field_from(one) for one in fields) for key, fields in content.get("fields", {}).items()
        }
        made = (register_from(one) for one in content.get("registers", ()))
        self.registers = {
            spec.key: spec.with_fields(with_readers(self._scaled((*spec.fields, *added.get(spec.key, ())))))
            for spec in (*BUILT_IN.values(), *made)
            if spec.section in self.sections
        }
        self.beside = {kind: with_readers(added.get(kind, ())) for kind in BESIDE}

    def _scaled(self, fields: tuple[Field, ...]) -> tuple[Field, ...]:
        return tuple(
            replace(one, choices=self.scales[one.scale]) if one.scale in self.scales else one
            for one in fields
        )

    def in_section(self, section: str) -> list[RegisterSpec]:
        return [spec for spec in self.registers.values() if spec.section == section]


KEPT: dict[tuple[int, int], Configured] = {}
MOSTKEPT = 256


def configured(project_id: int, version: int) -> Configured:
    """Return what holds in a project; a published version never changes, so it can be kept.

    What a transaction has not committed is never kept: it may be rolled back, and its number given to another.
    """
    key = (project_id, version) if version else (0, 0)
    found = KEPT.get(key)
    if found is None:
        found = Configured(published(project_id, version))
        if not version or not connection.in_atomic_block:
            if len(KEPT) >= MOSTKEPT:
                KEPT.clear()
            KEPT[key] = found
    return found


def in_force(project: Project) -> Configured:
    """Return what holds in a project; read once in a request."""
    if project.kept is None:
        return configured(project.pk, version_of(project))
    if "configured" not in project.kept:
        project.kept["configured"] = configured(project.pk, version_of(project))
    found: Configured = project.kept["configured"]
    return found


def field_from(told: Mapping[str, Any]) -> Field:
    """Return a declared field of a configuration document; the document was checked when it was written."""
    kind, result = Kind(told["kind"]), Kind(told.get("result", Kind.NUMBER))
    money = (result if kind is Kind.FORMULA else kind) is Kind.MONEY
    readers = roles_from(told.get("readers"), EVERYBODY)
    return Field(
        key=told["key"],
        label=told["label"],
        kind=kind,
        help=told.get("help", ""),
        required=bool(told.get("required")),
        default=told.get("default"),
        choices=tuple(
            Choice(str(one["value"]), one["label"], one.get("tone", "")) for one in told.get("choices", ())
        ),
        unit=told.get("unit", ""),
        low=told.get("low"),
        high=told.get("high"),
        of=told.get("of", ""),
        many=bool(told.get("many")),
        columns=tuple(field_from(one) for one in told.get("columns", ())),
        formula=told.get("formula", ""),
        result=result,
        stored=False,
        readers=readers & MONEY_READERS if money else readers,
        writers=roles_from(told.get("writers"), EVERYBODY),
        total=told.get("total", ""),
        section=told.get("section", ""),
    )


def roles_from(names: Any, otherwise: frozenset[Role]) -> frozenset[Role]:
    """Return roles by their names; the manager is always among them, or nobody could mend a mistake."""
    return frozenset(Role(one) for one in names) | {Role.MANAGER} if names else otherwise


def register_from(told: Mapping[str, Any]) -> RegisterSpec:
    """Return a register of a configuration document."""
    return RegisterSpec(
        key=told["key"],
        prefix=told["prefix"],
        name=told["name"],
        plural=told["plural"],
        section=told.get("section", CUSTOM),
        about=told.get("about", ""),
        title=told.get("title") or _("Title"),
        model=Record,
        fields=tuple(field_from(one) for one in told.get("fields", ())),
        columns=tuple(told.get("columns", ())),
        states=tuple(
            State(one["key"], one["label"], one.get("tone", ""), one.get("open", True))
            for one in told.get("states", ())
        ),
        moves=tuple(
            Move(
                source=one["source"],
                target=one["target"],
                label=one["label"],
                roles=roles_from(one.get("roles"), WITHOUT_GUESTS),
                reason=bool(one.get("reason")),
            )
            for one in told.get("moves", ())
        ),
        view=roles_from(told.get("view"), EVERYBODY),
        edit=roles_from(told.get("edit"), WITHOUT_GUESTS),
        custom=True,
    )
