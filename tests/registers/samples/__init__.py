"""Valid records of any register.

Most values follow from the declaration. What it cannot tell (values that only go together) stands in a module of
this folder that is called like the register and has a `values(n)`; see docs/how-to/add-a-register.md.
"""

import datetime
import importlib
import importlib.util
from collections.abc import Callable, Mapping
from typing import Any

from uptake.registers.models import Record
from uptake.registers.spec import Choice, Field, Kind, RegisterSpec
from uptake.registers.visit import Visit

Given = dict[str, Any]
FIRST_DAY = datetime.date(2027, 3, 1)
TASKS = ("T2", "T3")


def sample(spec: RegisterSpec, visit: Visit, n: int = 0) -> Given:
    """Return what somebody would give for record `n`: a title, and a value for each field that is typed.

    Links lead to tasks of the plan of tests, and to the first records of other registers if there are any. Files
    are left out: they cannot be typed.
    """
    given = {one.key: value_for(one, visit, n) for one in visit.typed(spec) if one.kind is not Kind.FILE}
    given = {key: value for key, value in given.items() if value is not None}
    return {"title": f"{spec.key} {n}", **given, **own(spec.key, n)}


def own(key: str, n: int) -> Mapping[str, Any]:
    """Return what the register's own sample says."""
    name = f"{__name__}.{key}"
    if importlib.util.find_spec(name) is None:
        return {}
    found: Mapping[str, Any] = importlib.import_module(name).values(n)
    return found


def value_for(field: Field, visit: Visit, n: int) -> Any:
    """Return a valid value of a field, another one for each of the first few `n`."""
    return MAKE[field.kind](field, visit, n)


def _text(field: Field, visit: Visit, n: int) -> str:
    return f"{field.key} {n} 用好"


def _number(field: Field, visit: Visit, n: int) -> int | float:
    low = field.low if field.low is not None else 1 if field.high is None else min(1, field.high)
    high = field.high if field.high is not None else low + 100
    return low + n % (int(high - low) + 1)


def _date(field: Field, visit: Visit, n: int) -> str:
    return (FIRST_DAY + datetime.timedelta(days=n)).isoformat()


def choice_of(field: Field, n: int) -> Choice | None:
    return field.choices[n % len(field.choices)] if field.choices else None


def _choice(field: Field, visit: Visit, n: int) -> str | None:
    found = choice_of(field, n)
    return found.value if found else None


def _choices(field: Field, visit: Visit, n: int) -> list[str] | None:
    found = choice_of(field, n)
    return [found.value] if found else None


def _person(field: Field, visit: Visit, n: int) -> int:
    team = list(visit.people)
    return team[n % len(team)]


def _link(field: Field, visit: Visit, n: int) -> str | None:
    if field.of == "task":
        return TASKS[n % len(TASKS)]
    target = visit.configured.registers.get(field.of)
    rows = Record.objects.filter(project=visit.project, register=field.of, removed_at=None)
    number = rows.order_by("number").values_list("number", flat=True).first()
    return target.code(number) if target is not None and number is not None else None


def _rows(field: Field, visit: Visit, n: int) -> list[Given]:
    cells = {one.key: value_for(one, visit, n) for one in field.columns if one.typed}
    return [{"id": f"row{n}", **{key: value for key, value in cells.items() if value is not None}}]


MAKE: Mapping[Kind, Callable[[Field, Visit, int], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: lambda field, visit, n: f"{field.key} {n}\nsecond line",
    Kind.NUMBER: _number,
    Kind.MONEY: lambda field, visit, n: f"{1000 + n}.50",
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.MULTI_CHOICE: _choices,
    Kind.PERSON: _person,
    Kind.LINK: _link,
    Kind.CHECKBOX: lambda field, visit, n: n % 2 == 0,
    Kind.ROWS: _rows,
}
