"""The description of the interface: OpenAPI 3.1, with an address and shapes of its own for each built-in register."""

import copy
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from uptake.api.interface import api
from uptake.registers.kinds import LONGEST_LONG, LONGEST_TEXT
from uptake.registers.spec import BUILT_IN, Field, Kind, RegisterSpec

ROOT = "/api/v1"
PART = "{register}"
Json = dict[str, Any]
ERRORS = {
    "401": "Said",
    "403": "Said",
    "404": "Said",
    "413": "Said",
    "422": "Wrong",
    "429": "Said",
}
SAID = {
    "401": "Nobody who is known",
    "403": "Not for your role",
    "404": "Nothing there, or not for you",
    "413": "Too large",
    "422": "Something cannot be taken",
    "429": "Too many requests",
}


@require_safe
def description(request: HttpRequest) -> JsonResponse:
    """Describe the interface, in the language of who asks."""
    return JsonResponse(described(translation.get_language() or "en"))


@lru_cache(maxsize=8)
def described(language: str) -> Json:
    """Return the description; the same for everybody: what a project declares itself is told by its registers."""
    with translation.override(language):
        told: Json = copy.deepcopy(dict(api.get_openapi_schema(path_prefix=ROOT)))
        schemas = told["components"].setdefault("schemas", {})
        schemas |= {"Said": SAID_SHAPE, "Wrong": WRONG_SHAPE}
        paths: Json = {}
        for address, calls in told["paths"].items():
            if PART in address:
                for spec in BUILT_IN.values():
                    paths[address.replace(PART, spec.key)] = _own_calls(spec, calls)
            paths[address] = calls
        for spec in BUILT_IN.values():
            schemas |= shapes_of(spec)
        for calls in paths.values():
            for call in calls.values():
                _finish(call)
        told["paths"] = paths
        told["components"]["securitySchemes"] = SECURITY
        told["security"] = [{"token": []}, {"session": []}]
    return told


SECURITY: Json = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}
SAID_SHAPE: Json = {
    "type": "object",
    "properties": {"message": {"type": "string"}},
    "required": ["message"],
}
WRONG_SHAPE: Json = {
    "type": "object",
    "properties": {
        "message": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        "rows": {
            "type": "object",
            "description": "Field, row, column: what is wrong with a cell of a table.",
        },
    },
    "required": ["message"],
}


def _finish(call: Json) -> None:
    for status, shape in ERRORS.items():
        content = {"application/json": {"schema": _ref(shape)}}
        call["responses"].setdefault(status, {"description": SAID[status], "content": content})


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


# ---- one register


def name_of(spec: RegisterSpec) -> str:
    return "".join(part.capitalize() for part in spec.key.replace("-", "_").split("_"))


def _own_calls(spec: RegisterSpec, calls: Json) -> Json:
    """Return the calls of a register: with its name in the address, its filters and its shapes."""
    name = name_of(spec)
    own: Json = _renamed(copy.deepcopy(calls), {shape: f"{name}{shape}" for shape in SHAPES})
    for call in own.values():
        call["operationId"] = f"{call['operationId']}_{spec.key.replace('-', '_')}"
        call["tags"] = [str(spec.plural)]
        call["parameters"] = [one for one in call.get("parameters", ()) if one["name"] != "register"]
        if call["responses"].get(200, {}).get("content", {}) and _lists(call):
            call["parameters"] += filters_of(spec)
    return own


SHAPES = ("RecordOut", "Records", "RecordIn", "ChangeIn", "Conflict")


def _lists(call: Json) -> bool:
    return str(call["responses"][200]["content"]).find("Records'") > 0


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    if isinstance(value, str) and value.startswith("#/components/schemas/"):
        last = value.rsplit("/", 1)[1]
        return f"#/components/schemas/{names.get(last, last)}"
    return value


def filters_of(spec: RegisterSpec) -> list[Json]:
    """Return the parameters of a list: search, order, and what each field can be filtered by."""
    names = ["q", "show", "sort", "f.title", *(["f.state"] if spec.states else [])]
    for field in spec.fields:
        kind = field.result if field.kind is Kind.FORMULA else field.kind
        if kind in {Kind.NUMBER, Kind.MONEY, Kind.DATE}:
            names += [f"f.{field.key}.min", f"f.{field.key}.max"]
        elif kind not in {Kind.ROWS, Kind.FILE}:
            names.append(f"f.{field.key}")
    return [{"name": one, "in": "query", "required": False, "schema": {"type": "string"}} for one in names]


def shapes_of(spec: RegisterSpec) -> Json:
    """Return the shapes of a register's records, as they are read and as they are sent."""
    name, shapes = name_of(spec), api_shapes()
    every = {one.key: shape_of(one) for one in spec.fields}
    typed = {one.key: shape_of(one) for one in spec.fields if one.typed and one.kind is not Kind.FILE}
    required = [one.key for one in spec.fields if one.typed and one.required and one.default is None]
    written = {"type": "object", "properties": typed, "additionalProperties": False}
    found: Json = {}
    for shape in SHAPES:
        own = _renamed(copy.deepcopy(shapes[shape]), {one: f"{name}{one}" for one in SHAPES})
        if shape == "RecordOut":
            own["properties"]["values"] = {"type": "object", "properties": every}
            own["properties"]["state"] = {"type": "string", "enum": [one.key for one in spec.states] or [""]}
        elif shape in {"RecordIn", "ChangeIn"}:
            whole = {"required": required} if required and shape == "RecordIn" else {}
            own["properties"]["values"] = written | whole
        own["title"] = f"{name}{shape}"
        found[own["title"]] = own
    return found


def api_shapes() -> Json:
    shapes: Json = api.get_openapi_schema(path_prefix=ROOT)["components"]["schemas"]
    return shapes


def shape_of(field: Field) -> Json:
    """Return what JSON holds a field."""
    kind = field.result if field.kind is Kind.FORMULA else field.kind
    shape: Json = copy.deepcopy(KINDS[kind])
    if kind is Kind.NUMBER:
        shape |= {"minimum": field.low} if field.low is not None else {}
        shape |= {"maximum": field.high} if field.high is not None else {}
    if kind is Kind.CHOICE and field.choices:
        shape["enum"] = [*(one.value for one in field.choices), None]
    if kind is Kind.MULTI_CHOICE and field.choices:
        shape["items"]["enum"] = [one.value for one in field.choices]
    if kind is Kind.LINK and field.many:
        shape = {
            "type": ["array", "null"],
            "items": {"type": "string"},
            "description": KINDS[kind]["description"],
        }
    if kind is Kind.ROWS:
        columns = {"id": {"type": "string"}} | {one.key: shape_of(one) for one in field.columns}
        shape["items"] = {"type": "object", "properties": columns}
    words = [shape.get("description", ""), str(field.help), str(field.unit)]
    told = " ".join(word for word in words if word)
    shape |= {"title": str(field.label)} | ({"description": told} if told else {})
    return shape | ({"readOnly": True} if not field.typed else {})


KINDS: dict[Kind, Json] = {
    Kind.TEXT: {"type": ["string", "null"], "maxLength": LONGEST_TEXT},
    Kind.LONG_TEXT: {"type": ["string", "null"], "maxLength": LONGEST_LONG},
    Kind.NUMBER: {"type": ["number", "null"]},
    Kind.MONEY: {"type": ["integer", "null"], "description": "Hundredths."},
    Kind.DATE: {"type": ["string", "null"], "format": "date"},
    Kind.CHOICE: {"type": ["string", "null"]},
    Kind.MULTI_CHOICE: {"type": ["array", "null"], "items": {"type": "string"}},
    Kind.PERSON: {"type": ["integer", "null"], "description": "Id of somebody in the team."},
    Kind.LINK: {"type": ["string", "null"], "description": "Code, as P-003 or T12."},
    Kind.CHECKBOX: {"type": ["boolean", "null"]},
    Kind.FILE: {"type": ["string", "null"], "readOnly": True, "description": "Name of the file."},
    Kind.ROWS: {"type": ["array", "null"]},
}
