"""The four pitfalls of an implementation: haste, technology only, no risk management, no hand-over.

Where a register can tell, it does; else the names and categories of tasks do, in both languages, and only in a plan
that is one of an implementation: it has a go-live. What neither can tell is unknown, never passed.
"""

import re

from uptake.engine.review.facts import Tally
from uptake.engine.review.study import Fault, Judged, Study, unknown

WEEKS = 2
"""Weeks of assessment that design needs at least; four are better."""

WORDS: dict[str, tuple[str, ...]] = {
    "assessment": (
        r"assess|analys|interview|as-is|current process|survey",
        "调研|现状|访谈|需求|分析|梳理",
    ),
    "design": (r"\bdesign|blueprint|to-be", "蓝图|设计|未来流程"),
    "confirmation": ("confirm|walk-?through", "确认"),
    "champion": ("champion|key users?|super users?|change network", "倡导者|关键用户|种子用户|推广大使"),
    "training": (r"\btrain(?!er)", "培训"),
    "preparation": (
        "plan|material|manual|course|trainer|environment",
        "计划|教材|资料|课件|讲师|环境|准备",
    ),
    "user_test": (
        r"user acceptance|\buat\b|acceptance test|beta|pilot|trial",
        "用户验收|验收测试|试点|试运行|试用",
    ),
    "rollback": (r"roll-?\s?back|fall-?\s?back|back-?out|emergency plan|contingency", "回滚|回退|应急"),
    "manual": (
        r"(user|operat\w*|system|work) manual|manual for|work instructions?",
        "操作手册|用户手册|使用手册|作业指导|编写手册",
    ),
    "guide": (
        r"(maintenance|administ\w*|operations?|support) (guide|manual|handbook|documentation)",
        "运维指南|运维手册|维护手册|运维文档",
    ),
    "shadow": (
        "shadow|hand-?over to (it|support|operations)|knowledge transfer",
        "影子培训|跟岗|知识转移|移交运维",
    ),
    "support": (
        r"hyper-?care|support (on site|period|after)|stabili[sz]ation|early life support",
        "运营支持|上线支持|支持期|现场支持|试运行保障|护航",
    ),
    "go_live": (r"go-?\s?live|cut-?over|switch over", "系统上线|正式上线|上线切换|投产|切换|上线$"),
    "migration": ("migrat|load data|data load|cut-?over", "数据迁移|数据导入|迁移|割接|切换"),
}
"""What tasks of each kind are called, in English and in Chinese."""
PATTERNS = {key: re.compile("|".join(words)) for key, words in WORDS.items()}


def called(study: Study, kind: str) -> list[int]:
    """Return the positions of active tasks, summaries included, whose name, or category, tells of a kind."""
    pattern, tasks = PATTERNS[kind], study.plan.tasks
    return [i for i, name in enumerate(study.names) if pattern.search(name) and tasks[i].active]


def _says(study: Study, i: int, kind: str) -> bool:
    """Tell whether the name of a task, without its category, tells of a kind."""
    return bool(PATTERNS[kind].search(study.plan.tasks[i].name.lower()))


def go_live(study: Study) -> int | None:
    """Return the position of the go-live: the milestone that is named so; None in a plan that has none."""
    if study.options.go_live is not None and study.options.go_live in study.plan.structure.index:
        return study.goal
    summary, finish = study.plan.structure.summary, study.dates.finish
    found = [i for i in called(study, "go_live") if not summary[i] and finish[i] >= 0]
    return max(found, key=lambda i: finish[i], default=None)


# ---- haste


def assessment(study: Study) -> Judged:
    """Two weeks of assessment, four are better, lie before design: before half of its tasks have begun."""
    if go_live(study) is None:
        return unknown("no_go_live")
    own = set(study.leaves)
    asked = {i for i in called(study, "assessment") if _says(study, i, "assessment")}
    designs = {
        i for i in own.intersection(called(study, "design")) if i not in asked or _says(study, i, "design")
    }
    if not designs:
        return unknown("no_such_tasks")
    clock, start, finish = study.clock, study.dates.start, study.dates.finish
    middle = sorted(designs, key=lambda i: start[i])[(len(designs) - 1) // 2]
    begin = start[middle]
    looks = [i for i in own.intersection(called(study, "assessment")) - designs if start[i] < begin]
    since = min((start[i] for i in looks), default=begin)
    till = max((min(finish[i], begin) for i in looks), default=begin)
    week = study.plan.project.minutes_per_week * 10
    worked = clock.work(till) - clock.work(since)
    data: dict[str, object] = {"weeks": worked / week, "design": begin}
    off = worked < WEEKS * week
    faults = [Fault("task", study.plan.tasks[middle].uid, "haste", data)]
    return Judged(1, faults if off else [], value=worked / week, failed=off, source="plan")


def confirmation(study: Study) -> Judged:
    """Key users confirmed each process at least twice."""
    held = study.facts.processes
    if held is not None and held.total:
        return _tally(held, "unconfirmed")
    return _planned(study, "confirmation", "unconfirmed", least=2)


# ---- technology only


def user_tests(study: Study) -> Judged:
    """Users test before the go-live."""
    return _before_go_live(study, "user_test", "no_user_test")


def champions(study: Study) -> Judged:
    """Somebody in the departments speaks for the change."""
    if study.facts.champions is not None:
        return _tally(study.facts.champions, "no_champions", least=1)
    return _planned(study, "champion", "no_champions")


def training(study: Study) -> Judged:
    """Training is over before the go-live."""
    return _before_go_live(study, "training", "no_training")


def audiences(study: Study) -> Judged:
    """Everybody who has to be trained has a session."""
    held = study.facts.audiences
    return unknown("no_register") if held is None else _tally(held, "no_sessions")


# ---- no risk management


def risk_register(study: Study) -> Judged:
    """There is a register, with risks in it."""
    held = study.facts.risks
    if held is None:
        return unknown("no_register")
    return Judged(1, [] if held else [Fault("project", 0, "no_risks")], source="registers")


def risk_owners(study: Study) -> Judged:
    """Every open risk has an owner."""
    return _register(study.facts.risk_owners, "risk_without_owner")


def risk_responses(study: Study) -> Judged:
    """Every open risk has a response."""
    return _register(study.facts.risk_responses, "risk_without_response")


def risk_reviews(study: Study) -> Judged:
    """Every open risk was looked at within its period."""
    return _register(study.facts.risk_reviews, "risk_review_overdue")


def rollbacks(study: Study) -> Judged:
    """Migration and cut-over have a way back."""
    held = study.facts.rollbacks
    if held is not None and held.total:
        return _tally(held, "risk_without_rollback")
    if not called(study, "migration"):
        return unknown("no_such_tasks")
    return _planned(study, "rollback", "no_rollback")


# ---- no hand-over


def manual(study: Study) -> Judged:
    """Somebody writes a user manual."""
    return _planned(study, "manual", "no_manual")


def guide(study: Study) -> Judged:
    """Somebody writes a maintenance guide."""
    return _planned(study, "guide", "no_guide")


def shadow(study: Study) -> Judged:
    """Those who will run the system learn it at the side of those who built it."""
    return _planned(study, "shadow", "no_shadow")


def support(study: Study) -> Judged:
    """Somebody supports the users after the go-live."""
    live = go_live(study)
    if live is None:
        return unknown("no_go_live")
    at = study.dates.finish[live]
    rows = [i for i in called(study, "support") if i != live and study.dates.finish[i] > at]
    return Judged(1, [] if rows else [Fault("project", 0, "no_support")], source="plan")


# ---- how they are judged


def _tally(held: Tally, reason: str, *, least: int = 0) -> Judged:
    """Judge records: each of them, and whether there are enough."""
    if held.total < least:
        return Judged(1, [Fault("project", 0, reason, {"count": 0, "total": held.total})], source="registers")
    bad = held.total - held.good
    data: dict[str, object] = {"count": bad, "total": held.total}
    return Judged(1, [Fault("project", 0, reason, data)] if bad else [], source="registers")


def _register(held: Tally | None, reason: str) -> Judged:
    if held is None or not held.total:
        return unknown("no_register" if held is None else "empty_register")
    return _tally(held, reason)


def _planned(study: Study, kind: str, reason: str, *, least: int = 1) -> Judged:
    """Judge whether the plan of an implementation has tasks of a kind."""
    if go_live(study) is None:
        return unknown("no_go_live")
    found = len(called(study, kind))
    data: dict[str, object] = {"count": found, "least": least}
    return Judged(1, [] if found >= least else [Fault("project", 0, reason, data)], source="plan")


def _before_go_live(study: Study, kind: str, reason: str) -> Judged:
    """Judge whether tasks of a kind are there, and end before the go-live."""
    live = go_live(study)
    if live is None:
        return unknown("no_go_live")
    summary, finish = study.plan.structure.summary, study.dates.finish
    rows = [i for i in called(study, kind) if i != live and not summary[i] and finish[i] >= 0]
    if kind == "training":
        rows = [i for i in rows if not PATTERNS["preparation"].search(study.names[i])]
    if not rows:
        return Judged(1, [Fault("project", 0, reason)], source="plan")
    at = finish[live]
    if any(finish[i] <= at for i in rows):
        return Judged(1, source="plan")
    late = min(rows, key=lambda i: finish[i])
    data: dict[str, object] = {"finish": finish[late], "go_live": at}
    return Judged(1, [Fault("task", study.plan.tasks[late].uid, f"{kind}_late", data)], source="plan")
