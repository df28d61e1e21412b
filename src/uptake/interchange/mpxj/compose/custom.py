"""Custom fields and baselines of the document -> MPXJ."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj.compose import values
from uptake.interchange.mpxj.java import Java, type_of

Json = Any
_FIELDS = {
    "TASK": "TaskField",
    "RESOURCE": "ResourceField",
    "ASSIGNMENT": "AssignmentField",
    "PROJECT": "ProjectField",
}
_TYPES = {
    "DURATION": "duration", "WORK": "duration", "DATE": "moment", "BOOLEAN": "flag", "CURRENCY": "number",
    "NUMERIC": "number", "INTEGER": "whole", "SHORT": "whole", "PERCENTAGE": "number", "UNITS": "number",
}  # fmt: skip


def add_definitions(file: Java, definitions: list[Json]) -> None:
    """Name the custom fields."""
    for definition in definitions:
        fields = _FIELDS.get(definition["class"])
        field = fields and getattr(type_of("org.mpxj." + fields), definition["field"], None)
        if field:
            file.getCustomFields().getOrCreate(field).setAlias(definition["alias"])


def set_custom(owner: Java, value: Json, fields: Java) -> None:
    """Set custom fields and baselines of one object."""
    for name, given in value.get("custom", {}).items():
        _set(owner, getattr(fields, name, None), given)
    for number, baseline in value.get("baselines", {}).items():
        prefix = "BASELINE" + ("" if number == "0" else number)
        for part, given in baseline.items():
            _set(owner, getattr(fields, f"{prefix}_{part.upper()}", None), given)


def _set(owner: Java, field: Java, given: Json) -> None:
    if field is None or given is None:
        return
    kind = _TYPES.get(str(field.getDataType().name()), "text")
    owner.set(field, values.KINDS[kind](given))
