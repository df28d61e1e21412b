"""The shapes of what is asked and answered."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema

Page = Annotated[int, Field(ge=1, le=1_000_000)]
Size = Annotated[int, Field(ge=1, le=500)]


class Strict(Schema):
    """What is sent: a key that nobody knows is a mistake, and is said to be one."""

    model_config = {"extra": "forbid"}


class AtProject(Schema):
    project_id: int


class AtRegister(AtProject):
    register_key: str = Field(alias="register")


class AtRecord(AtRegister):
    number: int


class AtLink(AtRecord):
    link: int


class ProjectOut(Schema):
    id: int
    name: str
    customer: str | None
    role: str
    archived: bool
    url: str


class Projects(Schema):
    count: int
    page: int
    projects: list[ProjectOut]


class ChoiceOut(Schema):
    value: str
    label: str


class FieldOut(Schema):
    key: str
    label: str
    kind: str
    help: str
    required: bool
    writable: bool
    default: Any
    choices: list[ChoiceOut]
    unit: str
    low: float | None
    high: float | None
    of: str
    many: bool
    result: str
    columns: list["FieldOut"]


class StateOut(Schema):
    key: str
    label: str
    open: bool


class MoveOut(Schema):
    source: str
    target: str
    label: str
    reason: bool


class RegisterOut(Schema):
    key: str
    prefix: str
    name: str
    plural: str
    about: str
    section: str
    title: str
    custom: bool
    editable: bool
    fields: list[FieldOut]
    states: list[StateOut]
    moves: list[MoveOut]


class RecordOut(Schema):
    code: str
    number: int
    title: str
    state: str
    version: int
    created_at: datetime
    created_by: int | None
    changed_at: datetime
    url: str
    values: dict[str, Any]


class Records(Schema):
    count: int
    page: int
    size: int
    records: list[RecordOut]


class Conflict(Schema):
    message: str
    record: RecordOut


class RecordIn(Strict):
    title: str
    values: dict[str, Any] = {}


class ChangeIn(Strict):
    title: str | None = None
    values: dict[str, Any] = {}
    version: int | None = None


class MoveIn(Strict):
    target: str = Field(max_length=40)
    reason: str = Field("", max_length=2_000)


class CommentIn(Strict):
    text: str


class CommentOut(Schema):
    id: int
    author: str
    at: datetime
    edited: bool
    text: str


class LinkIn(Strict):
    to: str = Field(max_length=200)


class LinkOut(Schema):
    id: int
    code: str
    title: str
    kind: str
    state: str
    url: str
    field: str
    """Label of the field that makes the link; empty for one that was made beside the fields."""


class HistoryChange(Schema):
    field: str
    old: Any
    new: Any


class HistoryLine(Schema):
    at: datetime
    by: str | None
    kind: str
    reason: str
    changes: list[HistoryChange]
