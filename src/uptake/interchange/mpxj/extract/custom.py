"""Custom fields (text, number, date, flag ...) and baselines: only what some object of the file uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.extract.values import Units
from uptake.interchange.mpxj.java import Java

Json = Any
CUSTOM = re.compile(r"(?:TEXT|NUMBER|DATE|FLAG|COST|START|FINISH|DURATION|OUTLINE_CODE)\d{1,2}")
BASELINE = re.compile(r"BASELINE(\d{0,2})_(START|FINISH|DURATION|WORK|COST)")


@dataclass(frozen=True, slots=True)
class CustomFields:
    """The populated custom and baseline fields of one kind of object (tasks, resources or assignments)."""

    custom: list[tuple[str, Java]]
    baselines: list[tuple[str, str, Java]]
    units: Units

    @classmethod
    def among(cls, used: frozenset[str], fields: Java, units: Units) -> CustomFields:
        """Pick the custom fields and baselines out of the names of all used fields."""
        custom, baselines = [], []
        for name in sorted(used):
            if CUSTOM.fullmatch(name):
                custom.append((name, getattr(fields, name)))
            elif match := BASELINE.fullmatch(name):
                baselines.append((match[1] or "0", match[2].lower(), getattr(fields, name)))
        return cls(custom, baselines, units)

    def of(self, owner: Java) -> dict[str, Json]:
        """Read ``custom`` and ``baselines`` of one object, as far as they say something."""
        found: dict[str, Json] = {}
        get = owner.getCachedValue
        custom = {
            name: value for name, field in self.custom if _tells(value := self._value(field, get(field)))
        }
        if custom:
            found["custom"] = custom
        baselines: dict[str, dict[str, Json]] = {}
        for index, part, field in self.baselines:
            if (value := self._value(field, get(field))) is not None:
                baselines.setdefault(index, {})[part] = value
        # Zero cost and work without a date is what an unused baseline looks like.
        used = {index: parts for index, parts in baselines.items() if any(map(_tells, parts.values()))}
        if used:
            found["baselines"] = used
        return found

    def _value(self, field: Java, java: Java) -> Json:
        if java is None:
            return None
        kind = str(field.getDataType().name())
        if kind in ("DURATION", "WORK"):
            return self.units.duration(java)
        if kind == "DATE":
            return values.moment(java)
        if kind == "BOOLEAN":
            return bool(java)
        if kind in ("CURRENCY", "NUMERIC", "INTEGER", "SHORT", "PERCENTAGE", "UNITS"):
            return values.optional_number(java)
        return values.text(java)


def _tells(value: Json) -> bool:
    return bool(value["v"]) if isinstance(value, dict) else bool(value)


def definitions(file: Java) -> list[Json]:
    """List the names that people gave to custom fields: ``{"class", "field", "alias"}``."""
    found = []
    for definition in file.getCustomFields():
        field, alias = definition.getFieldType(), values.text(definition.getAlias())
        if field is None or alias is None or not hasattr(field, "name"):
            continue
        if CUSTOM.fullmatch(str(field.name())):
            owner = str(field.getFieldTypeClass().name())
            found.append({"class": owner, "field": str(field.name()), "alias": alias})
    return sorted(found, key=lambda entry: (entry["class"], entry["field"]))
