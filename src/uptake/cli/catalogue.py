"""Every message of the command line, in English and in Simplified Chinese, side by side.

A message is one sentence that says what happened and what to do. Where a count decides between "task" and
"tasks", the key has a twin that ends in ``.one``.
"""

from uptake.interchange.words import WORDS

CATALOGUE: dict[str, tuple[str, str]] = {
    # ---- help
    "help.app": (
        "Plan and run software implementations. Reads Microsoft Project, Primavera, GanttProject, tables.",
        "规划并推进软件实施项目。可读取 Microsoft Project、Primavera、GanttProject 及表格文件。",
    ),
    "help.exit": (
        "Exit codes: 0 done · 1 gate missed, dates differ, rules broken · 2 input unusable · 130 interrupted.",
        "退出码：0 完成 · 1 未达标、日期有差异或违反规则 · 2 文件或输入无法使用 · 130 被中断。",
    ),
    "help.version": ("Show the version.", "显示版本。"),
    "help.lang": ("Language of the messages; by default that of LANG.", "消息语言；默认取自 LANG。"),
    "help.file": (
        "The project file (.mpp, .xml, .mpx, .xer, .xlsx, .csv …).",
        "项目文件（.mpp、.xml、.mpx、.xer、.xlsx、.csv 等）。",
    ),
    "help.json": ("Print JSON for machines.", "输出供程序使用的 JSON。"),
    "help.schedule": (
        "Calculate dates, slack and the critical path.",
        "计算日期、时差和关键路径。",
    ),
    "help.schedule.compare": (
        "Show where the calculated dates differ from those in the file; exit 1 when they do.",
        "列出计算结果与文件不同之处；有差异时退出码为 1。",
    ),
    "help.schedule.critical": ("Show critical tasks only.", "只显示关键任务。"),
    "help.schedule.columns": (
        "Columns to show, separated by commas: {names}.",
        "要显示的列，用逗号分隔：{names}。",
    ),
    "help.why": (
        "Explain why a task is where it is, back to the origin.",
        "说明任务为何排在此时，一直追溯到源头。",
    ),
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
    "help.level": (
        "Delay tasks until nobody has more to do than they can; exit 1 when somebody still has.",
        "推迟任务，直到没有人超负荷；若仍有人超负荷，退出码为 1。",
    ),
    "help.level.out": (
        "The file to write the levelled plan to; its ending decides the format.",
        "保存均衡后计划的文件；由扩展名决定格式。",
    ),
    "help.level.seconds": (
        "How long to search for an earlier finish; 0 takes the best of some rules.",
        "搜索更早完成日期的时间（秒）；0 表示只取若干规则中最好的结果。",
    ),
    "help.level.seed": (
        "Of the search. With --effort, the same seed gives the same answer on any machine.",
        "搜索的随机种子。与 --effort 同用时，相同种子在任何机器上得到相同结果。",
    ),
    "help.level.effort": ("Schedules to try, instead of a time.", "尝试的排程次数，代替时间限制。"),
    "help.level.slack": (
        "Delay no task beyond its slack, so that the finish stays.",
        "任务推迟不超过其时差，完成日期不变。",
    ),
    "help.level.after": (
        "Move only what starts on this day or later.",
        "只移动在该日或之后开始的任务。",
    ),
    "help.level.split": (
        "Interrupt tasks where that lets them end earlier.",
        "允许拆分任务，若能因此更早完成。",
    ),
    "help.review": (
        "Hold a plan against the rules of good planning, and name what breaks them.",
        "用计划编制规则检查计划，并指出不符之处。",
    ),
    "help.review.sarif": (
        "Print SARIF 2.1.0, for continuous integration.",
        "输出 SARIF 2.1.0，供持续集成使用。",
    ),
    "help.review.waive": (
        "A rule, or RULE:ID for one task, that does not count; may be given again.",
        "不计入的规则，或用 RULE:ID 指定某个任务；可多次给出。",
    ),
    "help.review.rule": ("Only this rule; may be given again.", "只检查此规则；可多次给出。"),
    "help.review.fail": (
        "From which severity on the exit code is 1: error, warning or never.",
        "达到何种级别时退出码为 1：error、warning 或 never。",
    ),
    "help.review.all": ("Print notices, and every finding.", "连同提示列出全部发现。"),
    "help.review.today": (
        "The day of the review, which decides whether the status date is old; today by default.",
        "检查日期，用于判断状态日期是否过旧；默认为今天。",
    ),
    "help.agreement": (
        "Score the engine against what the original program stored in a folder of plans.",
        "把计算结果与一批文件中原软件保存的结果对比打分。",
    ),
    "help.agreement.folder": (
        "Folder with index.json and neutral documents, or with project files.",
        "含 index.json 和中间文档的文件夹，或含项目文件的文件夹。",
    ),
    "help.agreement.files": (
        "Read the project files instead of the neutral documents.",
        "读取项目文件，而不是中间文档。",
    ),
    "help.agreement.gate": (
        "Exit 1 when a share is below its bar ({bars}).",
        "有比例低于标准时退出码为 1（{bars}）。",
    ),
    "help.data": (
        "Folder of the database and files; by default UPTAKE_DATA, or uptake-data here.",
        "数据库和文件所在的文件夹；默认取 UPTAKE_DATA，否则为此处的 uptake-data。",
    ),
    "help.port": ("Port to listen on.", "监听的端口。"),
    "help.serve": (
        "Run the web application: server, job worker and housekeeping in one.",
        "运行网页应用：服务器、后台作业和日常维护一并启动。",
    ),
    "help.worker": (
        "Do the jobs of a server that runs on another machine, or beside it.",
        "执行在另一台机器上（或同一台机器上）运行的服务器的任务。",
    ),
    "help.worker.processes": (
        "How many jobs at once; as UPTAKE_JOB_WORKERS says when left out.",
        "同时执行多少任务；不填则按 UPTAKE_JOB_WORKERS。",
    ),
    "help.serve.host": ("Address to listen on.", "监听的地址。"),
    "help.demo": (
        "Run the web application with a real project in it, for this machine only.",
        "运行带有真实示例项目的网页应用，仅限本机访问。",
    ),
    "help.demo.serve": ("Serve it, or only make it.", "启动服务，或只生成数据。"),
    "help.generate": ("Put a large project into an installation.", "在系统中生成一个大型项目。"),
    "help.generate.tasks": ("How many tasks.", "任务数量。"),
    "help.generate.name": ("Name of the project.", "项目名称。"),
    "help.generate.seed": ("The same number makes the same project.", "相同的数字生成相同的项目。"),
    "help.help": ("Show this help.", "显示此帮助。"),
    "help.required": ("[required]", "[必填]"),
    "help.usage": ("Usage: ", "用法："),
    "help.panel.arguments": ("Arguments", "参数"),
    "help.panel.options": ("Options", "选项"),
    "help.panel.commands": ("Commands", "命令"),
    # ---- progress
    "progress.reading": ("Reading {name}", "正在读取 {name}"),
    "progress.scheduling": ("Calculating {name}", "正在计算 {name}"),
    "progress.levelling": ("Levelling {name}", "正在均衡 {name}"),
    "progress.writing": ("Writing {name}", "正在写入 {name}"),
    "progress.demo": ("Making the demonstration in {name}", "正在 {name} 中准备演示"),
    "progress.scoring": ("Scoring {name}", "正在打分 {name}"),
    # ---- level
    "level.before": ("As it is", "目前"),
    "level.after": ("Levelled", "均衡后"),
    "level.overloads": ("Overloads", "超负荷"),
    "level.nothing": (
        "Nobody has more to do than they can; nothing has to move.",
        "没有人超负荷，无需移动任务。",
    ),
    "level.no_better": (
        "Nothing that may move would remove an overload; what has begun, is manual or has priority 1000 never moves.",
        "可移动的任务都无法消除超负荷；已开始、手动排程或优先级为 1000 的任务不会移动。",
    ),
    "level.proven": (
        "Proven: no levelled plan finishes earlier.",
        "已证明：没有更早完成的均衡计划。",
    ),
    "level.bound": (
        "No levelled plan finishes before {bound}: at most {gap} of the time could still be saved.",
        "任何均衡计划都不会早于 {bound} 完成：最多还可节省 {gap} 的时间。",
    ),
    "level.tried": ("{n} schedules tried.", "已尝试 {n} 个排程。"),
    "level.tried.one": ("{n} schedule tried.", "已尝试 {n} 个排程。"),
    "level.moves": ("{n} tasks move", "{n} 项任务移动"),
    "level.moves.one": ("{n} task moves", "{n} 项任务移动"),
    "level.start_before": ("Start as it is", "目前开始"),
    "level.start_after": ("Start then", "均衡后开始"),
    "level.delay": ("Levelling delay", "资源调配延迟"),
    "level.pieces": ("in {n} pieces", "分 {n} 段"),
    "level.pieces.one": ("in {n} piece", "分 {n} 段"),
    "level.written": ("Written to {name}.", "已写入 {name}。"),
    "level.left": (
        "{resource} still has {units} to do and {capacity} to give, from {since} to {till}: {tasks}.",
        "{resource}在 {since} 至 {till} 仍需投入 {units}，而可用 {capacity}：{tasks}。",
    ),
    "level.too_big": (
        "{task} alone needs more than there is; it runs by itself.",
        "{task}单独就超过可用量，因此独自执行。",
    ),
    "level.no_room": (
        "{task} finds no free time before its last date; it stays where it is.",
        "{task}在其最晚日期之前没有空闲时间，保持不动。",
    ),
    "level.stuck": (
        "{task} and others that may not move are too much for somebody at once.",
        "{task}和其他不可移动的任务同时进行，使人超负荷。",
    ),
    "level.from_finish": (
        "The plan counts back from its finish, where delays do nothing; it stays as it is.",
        "该计划从完成日期倒排，推迟不起作用，因此保持不变。",
    ),
    "level.late_kept": (
        "{task} was as late as possible; it keeps its place by a delay now.",
        "{task}原为越晚越好，现以延迟保持其位置。",
    ),
    # ---- review
    "review.score": ("Score {score} of 100", "得分 {score}（满分 100）"),
    "review.none": ("Nothing to judge", "没有可检查的内容"),
    "review.errors": ("{n} errors", "{n} 项错误"),
    "review.errors.one": ("{n} error", "{n} 项错误"),
    "review.warnings": ("{n} warnings", "{n} 项警告"),
    "review.warnings.one": ("{n} warning", "{n} 项警告"),
    "review.notices": ("{n} notices", "{n} 项提示"),
    "review.notices.one": ("{n} notice", "{n} 项提示"),
    "review.more": ("and {n} more; --all shows them", "另有 {n} 项；用 --all 显示"),
    "review.more.one": ("and one more; --all shows it", "另有 1 项；用 --all 显示"),
    "column.rule": ("Rule", "规则"),
    "column.what": ("About", "内容"),
    "column.measured": ("Measured", "结果"),
    "column.limit": ("Limit", "界限"),
    "error.rule": (
        "There is no rule, or no task of the plan, {name}; uptake review FILE lists the rules.",
        "没有规则或任务 {name}；可用 uptake review FILE 查看规则。",
    ),
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
    "column.percent": ("Done", "完成%"),
    "column.predecessors": ("Predecessors", "前置任务"),
    "column.resources": ("Resources", "资源"),
    "column.constraint": ("Constraint", "限制"),
    "column.deadline": ("Deadline", "期限"),
    "column.calendar": ("Calendar", "日历"),
    "column.driver": ("Driven by", "驱动因素"),
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
    "column.slack_fresh": ("Slack where late dates are up to date", "最晚日期未过期的总时差"),
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
    # ---- web
    "serve.ready": ("Uptake is at {address}", "Uptake 已就绪：{address}"),
    "serve.first": (
        "Nobody can sign in yet. Make the administrator at {address}",
        "还没有任何账号。请打开 {address} 创建管理员",
    ),
    "worker.ready": (
        "{n} workers wait for jobs (Ctrl+C stops them)",
        "{n} 个工作进程正在等待任务（按 Ctrl+C 停止）",
    ),
    "worker.ready.one": (
        "{n} worker waits for jobs (Ctrl+C stops it)",
        "{n} 个工作进程正在等待任务（按 Ctrl+C 停止）",
    ),
    "worker.no_server": (
        "The database is not of this version. Start uptake serve of the same version first.",
        "数据库不是此版本的。请先启动同一版本的 uptake serve。",
    ),
    "serve.restarting": ("The {name} process ended; starting it again.", "{name} 进程已结束，正在重新启动。"),
    "serve.no_database": (
        "The database cannot be used: {reason}. Check DATABASE_URL and UPTAKE_DATA.",
        "数据库无法使用：{reason}。请检查 DATABASE_URL 和 UPTAKE_DATA。",
    ),
    "serve.no_port": (
        "Nothing can listen at {address}: the port may be taken. Choose another with --port.",
        "无法在 {address} 监听：端口可能已被占用。请用 --port 换一个。",
    ),
    "serve.no_answer": (
        "The server at {address} did not answer within a minute. Look at the messages above.",
        "{address} 的服务器一分钟内没有应答。请查看上面的信息。",
    ),
    "demo.made": ("Made {n} demo projects.", "已生成 {n} 个示例项目。"),
    "demo.made.one": ("Made {n} demo project.", "已生成 {n} 个示例项目。"),
    "demo.ready": (
        "The demo is at {address} (sign in as anybody on the list; Ctrl+C stops it)",
        "示例已就绪：{address}（可用列表中任何人的身份登录；按 Ctrl+C 停止）",
    ),
    "generate.name": ("Large project, {n} tasks", "大型项目，{n} 项任务"),
    "generate.nobody": (
        "There is no administrator to own the project. Run uptake serve, and make one first.",
        "还没有可以拥有该项目的管理员。请先运行 uptake serve 并创建一个。",
    ),
    "generate.made": (
        "Made “{name}” with {n} tasks (project {id}).",
        "已生成“{name}”，共 {n} 项任务（项目 {id}）。",
    ),
    "generate.made.one": (
        "Made “{name}” with {n} task (project {id}).",
        "已生成“{name}”，共 {n} 项任务（项目 {id}）。",
    ),
    # ---- convert
    "convert.done": ("{source} → {target}: {n} tasks", "{source} → {target}：{n} 项任务"),
    "convert.done.one": ("{source} → {target}: {n} task", "{source} → {target}：{n} 项任务"),
    "convert.nothing_lost": ("Everything was carried over.", "所有内容均已保留。"),
    "convert.picture": (
        "A chart is for people to read: no program gets the plan back from it.",
        "图表供人阅读，程序无法从中读回计划。",
    ),
    "convert.moved": (
        "{n} tasks get other dates when {target} is recalculated.",
        "重新计算 {target} 时，有 {n} 项任务的日期会改变。",
    ),
    "convert.moved.one": (
        "{n} task gets other dates when {target} is recalculated.",
        "重新计算 {target} 时，有 {n} 项任务的日期会改变。",
    ),
    "convert.not_read": ("Not taken over from the source:", "未能从源文件读入："),
    "convert.not_written": ("Not kept by the target:", "目标格式未能保存："),
    # ---- agreement
    "agreement.files": ("{n} files", "{n} 份文件"),
    "agreement.files.one": ("{n} file", "{n} 份文件"),
    "agreement.tasks": ("{n} tasks judged", "评判 {n} 项任务"),
    "agreement.tasks.one": ("{n} task judged", "评判 {n} 项任务"),
    "agreement.met": ("bar {bar}", "标准 {bar}"),
    "agreement.low": ("below the bar of {bar}", "低于标准 {bar}"),
    "agreement.none": ("nothing to judge", "无可评判"),
    "agreement.apart": ("  split or contoured", "  其中拆分或分布不均"),
    "agreement.apart_why": ("stored dates are inputs", "已存日期属于输入"),
    "agreement.fresh": ("  late dates up to date", "  其中最晚日期未过期"),
    "agreement.fresh_why": ("file agrees with itself", "文件自身一致"),
    "agreement.suspects": ("Suspect files, dates", "存疑文件的日期"),
    "agreement.suspect_why": ("{n} files, scored apart", "{n} 份文件，另行计分"),
    "agreement.suspect_why.one": ("{n} file, scored apart", "{n} 份文件，另行计分"),
    "agreement.start_finish": ("Dates", "日期"),
    "agreement.whole_files": ("Whole", "整份"),
    "agreement.differing": ("{n} files differ", "{n} 份文件有差异"),
    "agreement.differing.one": ("{n} file differs", "{n} 份文件有差异"),
    "agreement.suspect": ("suspect", "存疑"),
    "agreement.unusable": ("unusable", "无法使用"),
    "gate.below": ("{name} < {bar}", "{name} < {bar}"),
    "gate.missed": ("The gate is missed: {bars}.", "未达标：{bars}。"),
    # ---- tasks, drivers, constraints
    "task": ("{id} ‘{name}’", "{id}“{name}”"),
    "task.unnamed": ("unnamed", "未命名"),
    "task.plan": ("The plan", "计划"),
    "by.PROJECT": ("project start", "项目开始"),
    "by.LINK": ("link", "链接"),
    "by.SUMMARY": ("summary", "摘要任务"),
    "by.CONSTRAINT": ("constraint", "限制"),
    "by.ACTUALS": ("actual dates", "实际日期"),
    "by.TYPED": ("typed dates", "手动输入"),
    "by.CHILDREN": ("its tasks", "下级任务"),
    "by.LEVELING": ("levelling", "资源调配"),
    "by.LATE": ("late dates", "最晚日期"),
    "constraint.ASAP": ("as soon as possible", "越早越好"),
    "constraint.ALAP": ("as late as possible", "越晚越好"),
    "constraint.MSO": ("must start on", "必须于此时开始"),
    "constraint.MFO": ("must finish on", "必须于此时完成"),
    "constraint.SNET": ("start no earlier than", "不得早于此时开始"),
    "constraint.SNLT": ("start no later than", "不得晚于此时开始"),
    "constraint.FNET": ("finish no earlier than", "不得早于此时完成"),
    "constraint.FNLT": ("finish no later than", "不得晚于此时完成"),
    # ---- why
    "why.starts": ("{task} starts {at}", "{task}于 {at} 开始"),
    "why.finishes": ("{task} finishes {at}", "{task}于 {at} 完成"),
    "why.holds": ("{task} lets its tasks start from {at}", "{task}允许下级任务自 {at} 起开始"),
    "why.because": ("{what} because {reason}{calendar}.", "{what}，因为{reason}{calendar}。"),
    "why.calendar": ("; calendar: {name}", "；日历：{name}"),
    "why.round_the_clock": ("24 hours", "24 小时"),
    "why.resources": ("those of {names}", "{names} 的日历"),
    "why.resources.one": ("that of {names}", "{names} 的日历"),
    "why.both": ("{own} and those of {names}", "{own}及 {names} 的日历"),
    "why.both.one": ("{own} and that of {names}", "{own}及 {names} 的日历"),
    "why.link_finish": ("{task} finishes {at} ({link})", "{task}于 {at} 完成（{link}）"),
    "why.link_start": ("{task} starts {at} ({link})", "{task}于 {at} 开始（{link}）"),
    "why.PROJECT": (
        "nothing else holds it and the project starts then",
        "没有其他因素限制它，项目即于此时开始",
    ),
    "why.PROJECT.moved": (
        "nothing holds it but the start of the project, {project_start}",
        "除项目开始时间（{project_start}）外，没有其他因素限制它",
    ),
    "why.LINK": ("of a link", "有链接"),
    "why.SUMMARY": ("{summary}, above it, does not let it start earlier", "上级任务{summary}不允许更早开始"),
    "why.CONSTRAINT": ("its constraint says: {constraint} {date}", "其限制为“{constraint}”（{date}）"),
    "why.ACTUALS": (
        "that is when it really began ({percent}% done)",
        "这是实际开始时间（已完成 {percent}%）",
    ),
    "why.TYPED": ("its dates were typed by hand", "其日期为手动输入"),
    "why.TYPED.external": (
        "it belongs to another project, which gives its dates",
        "它属于其他项目，日期由该项目决定",
    ),
    "why.LEVELING": ("levelling delays it by {delay}", "资源调配将其推迟 {delay}"),
    "why.and": ("{first}, and {second}", "{first}，且{second}"),
    "why.although": ("{first}, although {second}", "{first}，尽管{second}"),
    "why.LATE": ("it is to run as late as possible", "它要求越晚越好"),
    "why.LATE.from_finish": (
        "the plan is counted back from its finish, {project_finish}",
        "计划从项目完成时间（{project_finish}）倒排",
    ),
    "why.last_child": (
        "{task} runs from {start} to {finish} because its tasks do; the last to finish is {child}.",
        "{task}从 {start} 到 {finish}，由其下级任务决定；最后完成的是{child}。",
    ),
    "why.first_child": (
        "{task} runs from {start} to {finish} because its tasks do; the first to start is {child}.",
        "{task}从 {start} 到 {finish}，由其下级任务决定；最先开始的是{child}。",
    ),
    "why.no_children": (
        "{task} has no active task under it and so no dates.",
        "{task}没有启用的下级任务，因此没有日期。",
    ),
    # ---- remarks
    "remark.deadline_missed": (
        "{task} finishes {finish}, after its deadline {deadline}.",
        "{task}于 {finish} 完成，晚于期限 {deadline}。",
    ),
    "remark.constraint_conflict": (
        "{task} is held by a constraint ({constraint} {date}) that the rest of the plan misses by {slack}.",
        "{task}受限制“{constraint}”（{date}）约束，与计划其余部分相差 {slack}。",
    ),
    "remark.negative_slack": (
        "{task} is {slack} too late for what depends on it.",
        "{task}比后续要求晚 {slack}。",
    ),
    "remark.manual_overlap": (
        "{task} stands at dates typed by hand, {slack} before its predecessor {predecessor} lets it start.",
        "{task}的日期为手动输入，比其前置任务{predecessor}允许的开始时间早 {slack}。",
    ),
    "remark.no_common_time": (
        "{task}: its calendar shares no working time with that of someone who works on it, so it runs alone.",
        "{task}：其日历与参与人员的日历没有共同的工作时间，因此仅按任务日历计算。",
    ),
    "remark.late": (
        "{n} tasks are up to {slack} too late for what depends on them: {tasks}.",
        "{n} 项任务比后续要求晚，最多 {slack}：{tasks}。",
    ),
    "remark.late.one": (
        "{n} task is {slack} too late for what depends on it: {tasks}.",
        "{n} 项任务比后续要求晚 {slack}：{tasks}。",
    ),
    "remark.other": ("{task}: {code}.", "{task}：{code}。"),
    # ---- errors: of the command
    "error.usage": ("{text} See '{command} --help'.", "命令有误：{text} 请参阅“{command} --help”。"),
    "usage.missing": (
        "{name} is missing; see '{command} --help'.",
        "缺少 {name}；请参阅“{command} --help”。",
    ),
    "usage.value": (
        "{name} cannot be used: {text}; see '{command} --help'.",
        "{name} 的值无效（{text}）；请参阅“{command} --help”。",
    ),
    "usage.int_parsing": ("{given} is not a whole number", "{given} 不是整数"),
    "usage.float_parsing": ("{given} is not a number", "{given} 不是数字"),
    "usage.greater_than_equal": ("{given} is less than {ge:,.10g}", "{given} 小于 {ge:,.10g}"),
    "usage.less_than_equal": ("{given} is not at most {le:,.10g}", "{given} 不在 {le:,.10g} 以内"),
    "usage.option": (
        "There is no option {name}; see '{command} --help'.",
        "没有选项 {name}；请参阅“{command} --help”。",
    ),
    "error.together": (
        "{one} and {other} cannot be given together; leave one out.",
        "{one} 与 {other} 不能同时使用；请去掉其中一个。",
    ),
    "error.no_day": (
        "{option}: {value} is not a day of the calendar; write year-month-day, such as 2026-03-31.",
        "{option}：日历中没有 {value} 这一天；请按“年-月-日”填写，例如 2026-03-31。",
    ),
    "error.command": (
        "There is no command {name}; see 'uptake --help'.",
        "没有命令 {name}；请参阅“uptake --help”。",
    ),
    "error.command_alike": (
        "There is no command {name}, but {alike}; see 'uptake --help'.",
        "没有命令 {name}，但有 {alike}；请参阅“uptake --help”。",
    ),
    "error.no_folder": ("There is no folder {path}; check the name.", "找不到文件夹 {path}；请检查名称。"),
    "error.not_written": (
        "{path} has no ending that can be written; use one of {endings}.",
        "{path} 的扩展名无法写入；请使用 {endings} 之一。",
    ),
    "error.not_written_mpp": (
        "{path}: only Microsoft Project writes this format; write .xml, which it opens.",
        "{path}：此格式只有 Microsoft Project 能写；请改为它能打开的 .xml。",
    ),
    "error.column": (
        "There is no column {name}; choose from {names}.",
        "没有名为 {name} 的列；可选：{names}。",
    ),
    "error.no_task": (
        "No task has the id {number}; the first column of 'uptake schedule' shows the ids.",
        "没有编号为 {number} 的任务；“uptake schedule”的第一列即为编号。",
    ),
    "error.no_task_uid": (
        "No task has the unique id {number}; 'uptake schedule --columns uid,name' shows them.",
        "没有标识号为 {number} 的任务；可用“uptake schedule --columns uid,name”查看。",
    ),
    "error.interrupted": ("Interrupted.", "已中断。"),
    "error.file": ("{name}: {what}", "{name}：{what}"),
    "error.unknown": (
        "Something unexpected went wrong ({kind}: {text}); please report it with the file, if you may.",
        "发生意外错误（{kind}：{text}）；如可以，请连同文件一起反馈。",
    ),
    # ---- errors: of a plan
    "error.cycle": (
        "The tasks depend on each other in a loop, {loop}; remove one of these links.",
        "任务相互依赖形成循环：{loop}；请删除其中一条链接。",
    ),
    "error.own_child": (
        "{pred} and {succ} cannot be linked: one contains the other or both are the same; remove the link.",
        "{pred}与{succ}不能链接，因为一个包含另一个或二者相同；请删除该链接。",
    ),
    "error.duplicate": (
        "Two of its {kind}s share the unique id {uid}; give one of them another.",
        "有两个{kind}使用同一标识号 {uid}；请更改其中一个。",
    ),
    "error.unknown_uid": (
        "{by} refers to {kind} {uid}, which the file does not hold; remove the reference or add it.",
        "{by}引用了文件中不存在的{kind} {uid}；请删除该引用或补上。",
    ),
    "error.by_project": ("The project", "项目"),
    "error.outline": (
        "{task} does not stand under its summary {parent}; put it among the rows that follow the summary.",
        "{task}不在其摘要任务{parent}之下；摘要任务应在前，下级任务紧随其后。",
    ),
    "error.bad_value": (
        "{owner}: {field} cannot be {value}; correct it in the file.",
        "{owner}：{field} 不能为 {value}；请在文件中更正。",
    ),
    "error.out_of_range": (
        "{task} would run before 1984 or after 2149; check its dates, its duration and its calendar.",
        "{task}会早于 1984 年或晚于 2149 年；请检查其日期、工期和日历。",
    ),
    "error.calendar_loop": (
        "Its calendars derive from each other in a loop, {loop}; give one of them no base.",
        "日历相互派生形成循环：{loop}；请取消其中一个的基准日历。",
    ),
    "kind.task": ("task", "任务"),
    "kind.link": ("link", "链接"),
    "kind.resource": ("resource", "资源"),
    "kind.assignment": ("assignment", "分配"),
    "kind.calendar": ("calendar", "日历"),
    # ---- errors: of files
    "error.no_plans": (
        "There are no plans in {folder}; name a folder with index.json, neutral documents or project files.",
        "{folder} 中没有计划；请指定含 index.json、中间文档或项目文件的文件夹。",
    ),
    "error.index": (
        "{path} is not a list of plans; correct it or remove it.",
        "{path} 不是计划列表；请更正或删除。",
    ),
    "error.document": (
        "The document does not have the documented form ({text}); read the project file again.",
        "文档不符合规定格式（{text}）；请重新读取项目文件。",
    ),
    "error.missing": ("There is no file {path}; check the name.", "找不到文件 {path}；请检查名称。"),
    "error.not_a_file": ("{path} is not a file; name a project file.", "{path} 不是文件；请指定项目文件。"),
    "error.access": (
        "{path} cannot be opened or written: {reason}; check the name and your rights.",
        "无法打开或写入 {path}：{reason}；请检查名称和权限。",
    ),
    "error.system": (
        "The operating system refuses: {text}; check the disk and your rights.",
        "操作系统拒绝：{text}；请检查磁盘和权限。",
    ),
    "error.our_memory": (
        "The plan needs more memory than there is; close other programs or split it.",
        "内存不足；请关闭其他程序或拆分计划。",
    ),
    "error.too_deep": (
        "The plan is nested too deeply; flatten its outline.",
        "计划嵌套过深；请减少大纲层级。",
    ),
    **WORDS,
}
