"""Resources of the document -> MPXJ."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj import columns
from uptake.interchange.mpxj.compose import values
from uptake.interchange.mpxj.compose.custom import set_custom
from uptake.interchange.mpxj.compose.values import Writer
from uptake.interchange.mpxj.java import Java, type_of

Json = Any
_EVER = ("1984-01-01T00:00", "2049-12-31T23:59")


def add_resources(file: Java, resources: list[Json]) -> dict[int, Java]:
    """Add all resources; give them by unique id."""
    fields = type_of("org.mpxj.ResourceField")
    writer = Writer("resource", columns.RESOURCE, fields)
    made = {}
    for resource in resources:
        java = file.addResource()
        java.setUniqueID(values.integer(resource["uid"]))
        writer.write(resource, java)
        _set_availability(java, resource)
        _set_rates(java, resource.get("cost_rates", {}))
        set_custom(java, resource, fields)
        made[resource["uid"]] = java
    return made


def _set_availability(java: Java, resource: Json) -> None:
    entries = resource.get("availability") or []
    if not entries and resource.get("max_units") is not None:
        entries = [[*_EVER, resource["max_units"]]]
    table = java.getAvailability()
    table.clear()
    for start, end, units in entries:
        amount = None if units is None else values.decimal(units)
        table.add(type_of("org.mpxj.Availability")(_moment(start), _moment(end), amount))


def _set_rates(java: Java, tables: dict[str, Json]) -> None:
    entry = type_of("org.mpxj.CostRateTableEntry")
    rates = type_of("org.mpxj.Rate[]")
    for index, rows in tables.items():
        table = type_of("org.mpxj.CostRateTable")()
        for row in rows:
            pair = rates([_rate(row.get("standard")), _rate(row.get("overtime"))])
            per_use = values.decimal(row.get("per_use") or 0)
            table.add(entry(_moment(row["from"]), _moment(row["to"]), per_use, pair))
        java.setCostRateTable(int(index), table)


def _rate(value: Json) -> Java:
    units = type_of("org.mpxj.TimeUnit")
    if value is None:
        return type_of("org.mpxj.Rate")(0.0, units.HOURS)
    return type_of("org.mpxj.Rate")(float(value["amount"]), units.valueOf(value["per"]))


def _moment(value: str | None) -> Java:
    return None if value is None else values.moment(value)
