"""Resources: identity, availability, rates."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj import columns
from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.extract.custom import CustomFields
from uptake.interchange.mpxj.extract.values import Reader, Units
from uptake.interchange.mpxj.java import Java, type_of

Json = Any
RATE_TABLES = 5


def resources(file: Java, units: Units) -> list[Json]:
    """List all resources but blank rows."""
    fields = type_of("org.mpxj.ResourceField")
    used = values.used_fields(file.getResources())
    inputs = Reader(columns.RESOURCE, fields, units, used)
    custom = CustomFields.among(used, fields, units)
    return [_resource(r, inputs, custom) for r in file.getResources() if not r.getNull()]


def _resource(resource: Java, inputs: Reader, custom: CustomFields) -> Json:
    found = inputs.read(resource)
    value = {
        "uid": int(resource.getUniqueID()),
        **found,
        "type": found["type"] or "WORK",
        "max_units": values.optional_number(resource.getMaxUnits()),
        "availability": [_available(entry) for entry in resource.getAvailability()],
        **custom.of(resource),
    }
    if rates := _cost_rates(resource):
        value["cost_rates"] = rates
    return value


def _available(entry: Java) -> Json:
    span = entry.getRange()
    return [
        values.to_minute(span.getStart()),
        values.to_minute(span.getEnd()),
        values.optional_number(entry.getUnits()),
    ]


def _cost_rates(resource: Java) -> dict[str, Json]:
    """Tables A to E as "0" to "4", those that say more than one zero rate."""
    found = {}
    for index in range(RATE_TABLES):
        table = resource.getCostRateTable(index)
        if table is not None and table.tableIsPopulated():
            found[str(index)] = [_cost_rate(entry) for entry in table]
    return found


def _cost_rate(entry: Java) -> Json:
    return {
        "from": values.to_minute(entry.getStartDate()),
        "to": values.to_minute(entry.getEndDate()),
        "standard": _rate(entry.getStandardRate()),
        "overtime": _rate(entry.getOvertimeRate()),
        "per_use": values.optional_number(entry.getCostPerUse()) or 0,
    }


def _rate(rate: Java) -> Json:
    if rate is None or not rate.getAmount():
        return None
    return {"amount": values.number(float(rate.getAmount()), 4), "per": values.enum(rate.getUnits())}
