"""What a file has that the document does not carry."""

from __future__ import annotations

import re
from typing import Any

from uptake.interchange.losses import Loss
from uptake.interchange.mpxj import columns
from uptake.interchange.mpxj.extract.custom import BASELINE, CUSTOM
from uptake.interchange.mpxj.java import Java

# Follows from what the document has, or only concerns the program that wrote the file.
_DERIVED = re.compile(
    r".*(VARIANCE|_TEXT|GUID|_UNITS|INDICATOR|FORMULA|_UNIQUE_ID|_OBJECT|CALENDAR|SUMMARY_PROGRESS|CREATE.*|"
    r"PREDECESSORS|SUCCESSORS|RESOURCE_(NAMES|INITIALS|GROUP|PHONETICS|TYPE)|PERCENT.*|OUTLINE.*|STATUS|INDEX|"
    r"WORK_COMPLETE|COMPLETE_THROUGH|SEQUENCE|TIMEPHASED.*|UNIQUEID.*)|UNIQUE_ID|ID|ID_.*|TASK_.*|TASK|PROJECT|"
    r"(ACTUAL|REMAINING|REGULAR|BUDGET|OVERTIME|PLANNED|BASELINE\d*_(FIXED|BUDGET|ESTIMATED)|EARLIEST|LATEST).*|"
    r"(BCWS|BCWP|ACWP|CV|SV|CVP|SVP|VAC|EAC|CPI|SPI|TCPI|BAC|ETC)|WORK|COST|DURATION|START|FINISH|EXPANDED|NULL|"
    r"(PEAK|MAX|DEFAULT|AVAILABLE)_.*|AVAILABILITY.*|.*RATE.*|COST_PER_USE|BASE_CALENDAR|OVERALLOCATED|CAN_LEVEL|"
    r"EARNED_VALUE.*|LINKED_FIELDS|OBJECTS|NEGATIVE.*|CRITICAL.*|RESUME.*|UPDATE_NEEDED|CONFIRMED|MARKED|WBS.*|"
    r"PRELEVELED.*|SPLITS?|.*_ASSIGNMENT|RESPONSE_PENDING|TEAM.*|UNAVAILABLE|SCHEDULED.*|SUBPROJECT.*|EXTERNAL.*|"
    r"LEVELING.*|RECURRING.*|CALCULATE.*|REQUEST.*|WORKGROUP|BOOKING_TYPE|ASSIGNMENT.*|RESOURCE.*|IGNORE.*|"
    r"MANUAL.*|NUMBER_OF.*|HYPERLINK.*|NOTES_.*|.*_CONTOUR|VARIABLE.*|FLOAT.*|LONGEST.*|HAMMOCK.*|ROLE|PEAK|ENTERPRISE_DATA|.*DELIVERABLE.*"
)


_XER_PROJECTS = re.compile(rb"%T\tPROJECT\r?\n%F\t([^\r\n]*)((?:\r?\n%R\t[^\r\n]*)*)")
_SAMPLE = 2_000


def leftovers(file: Java, body: bytes) -> list[Loss]:
    """List fields with a value, and objects, that `extract` passes over; ``body`` is what was read."""
    found = [
        *_fields("task", file.getTasks()),
        *_fields("resource", file.getResources()),
        *_fields("assignment", file.getResourceAssignments()),
    ]
    properties = file.getProjectProperties()
    values = properties.getCustomProperties()
    counts = {
        ("presentation", "views"): file.getViews().size(),
        ("presentation", "tables"): file.getTables().size(),
        ("presentation", "filters"): file.getFilters().getTaskFilters().size()
        + file.getFilters().getResourceFilters().size(),
        ("presentation", "groups"): file.getGroups().size(),
        ("project", "own_properties"): 0 if values is None else values.size(),
        ("project", "activity_codes"): file.getActivityCodes().size(),
        ("project", "expense_categories"): file.getExpenseCategories().size(),
        ("project", "user_defined_fields"): file.getUserDefinedFields().size(),
        ("project", "other_projects"): other_projects(body),
        ("project", "unreadable_parts"): file.getIgnoredErrors().size(),
        ("calendar", "recurring"): sum(_recurring(calendar) for calendar in file.getCalendars()),
        ("task", "blank_rows"): sum(1 for task in file.getTasks() if task.getNull()),
        ("resource", "blank_rows"): sum(1 for resource in file.getResources() if resource.getNull()),
    }
    found += [Loss("not_read", owner, field, int(count)) for (owner, field), count in counts.items() if count]
    return found


def _fields(owner: str, container: Java) -> list[Loss]:
    taken = {column.field for column in columns.TABLES[owner]}
    found = []
    for field in container.getPopulatedFields():
        name = str(field.name()) if hasattr(field, "name") else str(field)
        if name in taken or CUSTOM.fullmatch(name) or BASELINE.fullmatch(name) or _DERIVED.fullmatch(name):
            continue
        owners = [item for item in container if _tells(item.getCachedValue(field))]
        if owners:
            uids = tuple(int(item.getUniqueID()) for item in owners[:5])
            found.append(Loss("not_read", owner, name.lower(), len(owners), uids))
    return found


def _tells(java: Any) -> bool:
    if java is None:
        return False
    if isinstance(java, int | float):
        return bool(java)
    return str(java) not in ("", "[]", "false", "0.0h", "0.0d", "0.0m", "{}", "NOT_STARTED", "None")


def _recurring(calendar: Java) -> int:
    return sum(1 for exception in calendar.getCalendarExceptions() if exception.getRecurring() is not None)


def other_projects(body: bytes) -> int:
    """Count the further projects of a Primavera file; one is read."""
    if b"ERMHDR" in body[:_SAMPLE]:
        table = _XER_PROJECTS.search(body)
        if table is None:
            return 0
        fields, rows = table[1].split(b"\t"), [row.split(b"\t")[1:] for row in table[2].splitlines() if row]
        if b"export_flag" in fields:
            # The others only stand there because something refers to them.
            flag = fields.index(b"export_flag")
            rows = [row for row in rows if len(row) > flag and row[flag] == b"Y"] or rows
        return max(0, len(rows) - 1)
    if b"BusinessObjects" in body[:_SAMPLE]:
        return max(0, body.count(b"<Project>") - 1)
    return 0
