"""Resources: identity, availability, rates."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.extract.custom import CustomFields
from uptake.interchange.mpxj.java import Java

Json = Any


def resources(file: Java, custom: CustomFields) -> list[Json]:
    return [_resource(r, custom) for r in file.getResources() if not r.getNull()]


def _resource(resource: Java, custom: CustomFields) -> Json:
    calendar = resource.getCalendarUniqueID()
    return {
        "uid": int(resource.getUniqueID()),
        "type": values.enum(resource.getType()) or "WORK",
        "calendar": None if calendar is None else int(calendar),
        "max_units": values.optional_number(resource.getMaxUnits()),
        "availability": [_available(entry) for entry in resource.getAvailability()],
        **_identity(resource),
        **custom.of(resource),
    }


def _available(entry: Java) -> Json:
    span = entry.getRange()
    return [
        values.to_minute(span.getStart()),
        values.to_minute(span.getEnd()),
        values.optional_number(entry.getUnits()),
    ]


def _identity(resource: Java) -> dict[str, Json]:
    number = resource.getID()
    found = {
        "id": None if number is None else int(number),
        "name": values.text(resource.getName()),
        "initials": values.text(resource.getInitials()),
        "code": values.text(resource.getCode()),
        "group": values.text(resource.getGroup()),
        "email": values.text(resource.getEmailAddress()),
        "notes": values.text(resource.getNotes()),
        "material_label": values.text(resource.getMaterialLabel()),
        "generic": bool(resource.getGeneric()),
        "budget": bool(resource.getBudget()),
        "accrue_at": values.enum(resource.getAccrueAt()),
        "standard_rate": _rate(resource.getStandardRate()),
        "overtime_rate": _rate(resource.getOvertimeRate()),
        "cost_per_use": values.optional_number(resource.getCostPerUse()),
        "cost_rates": _cost_rates(resource),
    }
    return {name: value for name, value in found.items() if value or name == "id"}


def _rate(rate: Java) -> Json:
    if rate is None or not rate.getAmount():
        return None
    return {"amount": values.number(float(rate.getAmount()), 4), "per": values.enum(rate.getUnits())}


def _cost_rates(resource: Java) -> dict[str, Json]:
    """Tables A to E that say more than one zero rate: ``{"0": [[from, to, rate, overtime, per use] …]}``."""
    found = {}
    for index in range(5):
        table = resource.getCostRateTable(index)
        if table is None or not table.tableIsPopulated():
            continue
        found[str(index)] = [
            [
                values.to_minute(entry.getStartDate()),
                values.to_minute(entry.getEndDate()),
                _rate(entry.getStandardRate()),
                _rate(entry.getOvertimeRate()),
                values.optional_number(entry.getCostPerUse()) or 0,
            ]
            for entry in table
        ]
    return found
