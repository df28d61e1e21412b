"""Every message of the command line, in English and in Simplified Chinese, side by side.

A message is one sentence that says what happened and what to do. Where a count decides between "task" and
"tasks", the key has a twin that ends in ``.one``.
"""

from collections.abc import Mapping, Sequence
from enum import Enum


class Language(str, Enum):
    """A language that the command line speaks."""

    en = "en"
    zh = "zh"


class _Spoken:
    """The language in use; one process speaks one."""

    language = Language.en


def speak(language: Language) -> None:
    """Choose the language of all further messages."""
    _Spoken.language = language


def spoken() -> Language:
    """Return the language in use."""
    return _Spoken.language


def preferred(environment: Mapping[str, str]) -> Language:
    """Return the language that the environment asks for (LC_ALL, LC_MESSAGES, LANG); English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):
            return Language.zh if locale.lower().startswith("zh") else Language.en
    return Language.en


def say(key: str, **values: object) -> str:
    """Return a message, with its values filled in."""
    return CATALOGUE[key][0 if _Spoken.language is Language.en else 1].format(**values)


def count(key: str, n: int, **values: object) -> str:
    """Return a message about `n` things, which it may name as ``{n}``."""
    return say(key + ".one" if n == 1 else key, n=f"{n:,}", **values)


def listed(words: Sequence[str]) -> str:
    """Join words as a list is written."""
    return ("、" if _Spoken.language is Language.zh else ", ").join(words)


def sentences(*parts: str) -> str:
    """Join whole sentences."""
    return ("" if _Spoken.language is Language.zh else " ").join(part for part in parts if part)


CATALOGUE: dict[str, tuple[str, str]] = {
    # ---- help
    "help.app": (
        "Plan and run software implementations. Reads Microsoft Project, Primavera, GanttProject and table files.",
        "规划并推进软件实施项目。可读取 Microsoft Project、Primavera、GanttProject 及表格文件。",
    ),
    "help.exit": (
        "Exit codes: 0 done · 1 a gate was missed, or dates differ · 2 a file or input cannot be used · 130 interrupted.",
        "退出码：0 完成 · 1 未达标或日期有差异 · 2 文件或输入无法使用 · 130 被中断。",
    ),
    "help.version": ("Show the version.", "显示版本。"),
    "help.lang": ("Language of the messages; by default that of LANG.", "消息语言；默认取自 LANG。"),
    "help.file": ("The project file (.mpp, .xml, .mpx, .xer, .xlsx, .csv …).", "项目文件（.mpp、.xml、.mpx、.xer、.xlsx、.csv 等）。"),
    "help.json": ("Print JSON for machines.", "输出供程序使用的 JSON。"),
    "help.schedule": (
        "Calculate dates, slack and the critical path.",
        "计算日期、时差和关键路径。",
    ),
    "help.schedule.compare": (
        "Show where the calculated dates differ from those in the file; exit 1 when they do.",
        "列出计算日期与文件中日期的差异；有差异时退出码为 1。",
    ),
    "help.schedule.critical": ("Show critical tasks only.", "只显示关键任务。"),
    "help.schedule.columns": ("Columns to show, separated by commas: {names}.", "要显示的列，用逗号分隔：{names}。"),
    "help.why": ("Explain why a task is where it is, back to the origin.", "说明任务为何排在此时，一直追溯到源头。"),
    "help.why.task": ("Id of the task, as shown in the table.", "任务编号，与表格中显示的一致。"),
    "help.why.uid": ("The number is the task's unique id.", "所给数字是任务的唯一标识号。"),
    "help.convert": (
        "Convert a project file, and say what the target cannot carry.",
        "转换项目文件，并说明目标格式无法保存的内容。",
    ),
    "help.convert.source": ("The file to read.", "要读取的文件。"),
    "help.convert.target": (
        "The file to write; its ending decides the format (.xml .mpx .xer .pmxml .xlsx .csv .ics).",
        "要写入的文件；由扩展名决定格式（.xml .mpx .xer .pmxml .xlsx .csv .ics）。",
    ),
    "help.agreement": (
        "Score the engine against what the original program stored in a folder of plans.",
        "把计算结果与一批文件中原软件保存的结果对比打分。",
    ),
    "help.agreement.folder": (
        "Folder with index.json and neutral documents, or with project files.",
        "含 index.json 和中间文档的文件夹，或含项目文件的文件夹。",
    ),
    "help.agreement.files": ("Read the project files instead of the neutral documents.", "读取项目文件，而不是中间文档。"),
    "help.agreement.gate": (
        "Exit 1 when a share is below its bar ({bars}).",
        "有比例低于标准时退出码为 1（{bars}）。",
    ),
    "help.panel.arguments": ("Arguments", "参数"),
    "help.panel.options": ("Options", "选项"),
    "help.panel.commands": ("Commands", "命令"),
    # ---- progress
    "progress.reading": ("Reading {name}", "正在读取 {name}"),
    "progress.scheduling": ("Calculating {name}", "正在计算 {name}"),
    "progress.writing": ("Writing {name}", "正在写入 {name}"),
    "progress.scoring": ("Scoring {name}", "正在打分 {name}"),
    # ---- columns
    "column.id": ("ID", "编号"),
    "column.uid": ("UID", "标识号"),
    "column.wbs": ("WBS", "WBS"),
    "column.name": ("Task", "任务"),
    "column.duration": ("Duration", "工期"),
    "column.start": ("Start", "开始"),
    "column.finish": ("Finish", "完成"),
    "column.late_start": ("Late start", "最晚开始"),
    "column.late_finish": ("Late finish", "最晚完成"),
    "column.slack": ("Slack", "总时差"),
    "column.free": ("Free", "自由时差"),
    "column.percent": ("Done", "完成"),
    "column.predecessors": ("Predecessors", "前置任务"),
    "column.resources": ("Resources", "资源"),
    "column.constraint": ("Constraint", "限制"),
    "column.deadline": ("Deadline", "期限"),
    "column.calendar": ("Calendar", "日历"),
    "column.driver": ("Driven by", "决定因素"),
    "column.field": ("What", "字段"),
    "column.got": ("Calculated", "计算值"),
    "column.stored": ("In the file", "文件中"),
    "column.difference": ("Difference", "差异"),
    "column.level": ("Level", "级别"),
    "column.feature": ("Feature", "特性"),
    "column.file": ("File", "文件"),
    "column.files": ("Files", "文件数"),
    "column.tasks": ("Tasks", "任务数"),
    "column.start_finish": ("Start and finish", "开始和完成"),
    "column.whole_files": ("Whole files", "整份文件"),
    "column.total_slack": ("Slack", "总时差"),
    "column.critical": ("Critical", "关键"),
    # ---- schedule
    "schedule.tasks": ("{n} tasks", "{n} 项任务"),
    "schedule.tasks.one": ("{n} task", "{n} 项任务"),
    "schedule.critical": ("{n} critical", "{n} 项关键"),
    "schedule.critical.one": ("{n} critical", "{n} 项关键"),
    "schedule.legend": ("● critical  ◆ milestone  ▲ see the remarks", "● 关键  ◆ 里程碑  ▲ 见说明"),
    "schedule.untitled": ("Untitled plan", "未命名计划"),
    "schedule.empty": ("The plan has no tasks.", "该计划没有任务。"),
    "schedule.none_critical": ("No task is critical.", "没有关键任务。"),
    "schedule.remarks": ("{n} remarks", "{n} 条说明"),
    "schedule.remarks.one": ("{n} remark", "{n} 条说明"),
    "schedule.more": ("… and {n} more; --json lists all", "……另有 {n} 条；--json 可列出全部"),
    "schedule.more.one": ("… and {n} more; --json lists all", "……另有 {n} 条；--json 可列出全部"),
    "schedule.inactive": ("inactive", "停用"),
    "compare.same": (
        "Dates, slack and critical path come out as stored in the file.",
        "日期、时差和关键路径都与文件中保存的一致。",
    ),
    "compare.nothing": (
        "The file stores no dates to compare with.",
        "文件中没有保存可供对比的日期。",
    ),
    "compare.differs": ("{n} tasks differ from the file", "{n} 项任务与文件不同"),
    "compare.differs.one": ("{n} task differs from the file", "{n} 项任务与文件不同"),
    "value.yes": ("yes", "是"),
    "value.no": ("no", "否"),
    "value.none": ("–", "–"),
}
