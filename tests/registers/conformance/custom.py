"""A register as a project makes it itself, with a field of every kind."""

from typing import Any

from uptake.projects.models import Project, Role
from uptake.registers.models import Configuration

KEY = "equipment"
INSIDE = [Role.MANAGER, Role.CONSULTANT, Role.CUSTOMER_IT]
COLOURS = [{"value": "r", "label": "红 Red", "tone": "bad"}, {"value": "g", "label": "绿 Green"}]

FIELDS: list[dict[str, Any]] = [
    {"key": "maker", "label": "制造商", "kind": "text", "required": True, "help": "按铭牌"},
    {"key": "about", "label": "说明", "kind": "long_text"},
    {"key": "weight", "label": "重量", "kind": "number", "unit": "kg", "low": 0, "high": 5000, "total": "sum"},
    {"key": "price", "label": "价格", "kind": "money", "total": "mean"},
    {"key": "bought", "label": "采购日期", "kind": "date"},
    {"key": "colour", "label": "颜色", "kind": "choice", "choices": COLOURS},
    {"key": "marks", "label": "标记", "kind": "multi_choice", "choices": COLOURS},
    {"key": "keeper", "label": "保管人", "kind": "person"},
    {"key": "tasks", "label": "任务", "kind": "link", "of": "task", "many": True},
    {"key": "beside", "label": "同类", "kind": "link", "of": KEY},
    {"key": "manual", "label": "手册", "kind": "file"},
    {"key": "tested", "label": "已测试", "kind": "checkbox"},
    {"key": "double", "label": "双倍", "kind": "formula", "formula": "weight * 2", "result": "number"},
    {"key": "secret", "label": "内部备注", "kind": "text", "readers": INSIDE},
]  # fmt: skip

REGISTER: dict[str, Any] = {
    "key": KEY,
    "prefix": "EQ",
    "name": "设备",
    "plural": "设备台账",
    "about": "项目用到的设备。",
    "title": "名称",
    "fields": FIELDS,
    "columns": [one["key"] for one in FIELDS],
    "states": [
        {"key": "ordered", "label": "已订", "tone": "info"},
        {"key": "here", "label": "已到", "tone": "good"},
        {"key": "gone", "label": "报废", "open": False},
    ],
    "moves": [
        {"source": "ordered", "target": "here", "label": "到货", "roles": INSIDE},
        {"source": "here", "target": "gone", "label": "报废", "roles": [Role.MANAGER], "reason": True},
    ],
    "view": [*INSIDE, Role.KEY_USER],
    "edit": INSIDE,
}


def configure(project: Project) -> None:
    """Publish a configuration with this register."""
    Configuration.objects.create(project=project, version=1, content={"registers": [REGISTER]})
