"""Many rows of one plan in one statement: Django's own bulk_update takes a second for what takes 30 ms here."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

BATCH = 5_000


def update_rows(
    model: type[models.Model], plan: int, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Give rows of a plan new values.

    Parameters
    ----------
    model : type
        With the fields ``plan`` and ``uid``.
    plan : int
    names : sequence of str
        The fields to write.
    rows : sequence of tuple
        The uid, then a value for each name. What is JSON is given as it is.
    """
    fields = [model._meta.get_field(name) for name in names]
    for begin in range(0, len(rows), BATCH):
        batch = [_prepared(fields, row) for row in rows[begin : begin + BATCH]]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    _unnest(model, fields), [*(list(one) for one in zip(*batch, strict=True)), plan]
                )
            else:
                cursor.executemany(_one(model, fields), [(*row[1:], plan, row[0]) for row in batch])


def _prepared(fields: Sequence[Any], row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (
        row[0],
        *(
            json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else value
            for field, value in zip(fields, row[1:], strict=True)
        ),
    )


def _one(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    values = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    return f"UPDATE {quote(model._meta.db_table)} SET {values} WHERE plan_id = %s AND uid = %s"  # noqa: S608  # names of our own models


def _unnest(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    values = ", ".join(f"{quote(field.column)} = given.{quote(field.column)}" for field in fields)
    types = [_array(field) for field in fields]
    arrays = ", ".join(f"%s::{kind}[]" for kind in ("bigint", *types))
    columns = ", ".join(("uid", *(quote(field.column) for field in fields)))
    table = quote(model._meta.db_table)
    return (
        f"UPDATE {table} SET {values} FROM unnest({arrays}) AS given({columns}) "  # noqa: S608  # names of our own models
        f"WHERE {table}.plan_id = %s AND {table}.uid = given.uid"
    )


def _array(field: Any) -> str:
    """Return the type of a field's column, without its length."""
    kind = field.db_type(connection).split("(")[0]
    return str(field.rel_db_type(connection)) if kind in {"serial", "bigserial"} else str(kind)
