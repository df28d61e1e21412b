"""What a plan review says, wherever it is said: of each rule its title and advice, of each reason a sentence.

Both languages side by side, as in `words.WORDS`; a place in braces is filled by `review_sentences`.
"""

RULE_WORDS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "dcma-01-logic": (
        ("Missing predecessors or successors", "缺少前置或后续任务"),
        (
            "Link each task to what it waits for and to what waits for it.",
            "为每个任务建立前置和后续链接。",
        ),
    ),
    "dcma-02-leads": (
        ("Leads (negative lag)", "提前量（负时距）"),
        (
            "Split the predecessor where the successor can begin, and link to its first part.",
            "在后续任务可以开始的位置拆分前置任务，并链接到前一部分。",
        ),
    ),
    "dcma-03-lags": (
        ("Lags", "时距"),
        (
            "Make the waiting a task of its own, with a name and somebody who answers for it.",
            "把等待做成单独的任务，写明名称和责任人。",
        ),
    ),
    "dcma-04-relationships": (
        ("Links other than finish-to-start", "非“完成—开始”链接"),
        ("Divide tasks so that one follows the other.", "拆分任务，使其首尾相接。"),
    ),
    "dcma-05-hard-constraints": (
        ("Hard constraints", "硬约束"),
        (
            "Let links and calendars give the date; keep a promise as a deadline.",
            "日期由链接和日历得出；对外承诺用期限表示。",
        ),
    ),
    "dcma-06-high-float": (
        ("High slack", "总时差过大"),
        (
            "A successor is probably missing: link the task to what really needs it.",
            "很可能缺少后续任务：链接到真正需要它的任务。",
        ),
    ),
    "dcma-07-negative-float": (
        ("Negative slack", "负时差"),
        (
            "Shorten the path, or agree on another date.",
            "缩短这条路径，或重新商定日期。",
        ),
    ),
    "dcma-08-high-duration": (
        ("Long tasks", "工期过长"),
        (
            "Divide the task into parts of two months at most.",
            "拆分为不超过两个月的任务。",
        ),
    ),
    "dcma-09-invalid-dates": (
        ("Dates that cannot be", "日期与状态日期矛盾"),
        (
            "Report what is done, and put off what is not to the status date.",
            "登记已完成部分，未完成部分推迟到状态日期之后。",
        ),
    ),
    "dcma-10-resources": (
        ("Tasks without resources", "没有资源的任务"),
        ("Assign who does it, or a role.", "分配人员或角色。"),
    ),
    "dcma-11-missed-tasks": (
        ("Tasks later than the baseline", "晚于基线的任务"),
        (
            "Find out why, and decide what is done about it; then report the effect.",
            "查明原因并决定措施，再评估效果。",
        ),
    ),
    "dcma-12-critical-path": (
        ("Critical-path test", "关键路径检验"),
        (
            "Somewhere behind this task a link is missing, or a constraint or typed date holds the plan.",
            "该任务之后某处缺少链接，或有约束、手工日期挡住了计划。",
        ),
    ),
    "dcma-13-cpli": (
        ("Critical path length index (CPLI)", "关键路径长度指数（CPLI）"),
        (
            "Shorten the critical path, or agree on another date.",
            "压缩关键路径，或重新商定日期。",
        ),
    ),
    "dcma-14-bei": (
        ("Baseline execution index (BEI)", "基线执行指数（BEI）"),
        (
            "Finish what was due first, or plan anew and take another baseline.",
            "先完成到期任务，或重新排程并建立新基线。",
        ),
    ),
    "deadline": (
        ("Missed deadlines", "错过期限"),
        ("Shorten the path to it, or agree on another date.", "压缩通往它的路径，或重新商定日期。"),
    ),
    "broken-link": (
        ("Dates that break links", "日期违反链接"),
        (
            "Remove the constraint or the typed date, or the link if it is not true.",
            "去掉约束或手工日期；如链接不成立，则删除链接。",
        ),
    ),
    "dangling": (
        ("Dangling logic", "悬空逻辑"),
        (
            "Add a link that holds the start, and one that leaves the finish.",
            "补充约束开始的链接和由完成引出的链接。",
        ),
    ),
    "summary-link": (
        ("Links of summaries", "摘要任务上的链接"),
        (
            "Link the tasks, or milestones at begin and end of the phase.",
            "改为链接具体任务或阶段首尾的里程碑。",
        ),
    ),
    "redundant-link": (
        ("Redundant links", "多余链接"),
        ("Remove it: other links ask for the same.", "删除：其他链接已包含同样要求。"),
    ),
    "lag-misuse": (
        ("Lags and leads that are too long", "时距或提前量过长"),
        (
            "Make a task of it, or link to what the successor really waits for.",
            "改为任务，或链接到后续任务真正等待的对象。",
        ),
    ),
    "manual": (
        ("Typed dates", "手工日期"),
        ("Let the dates be computed.", "改为自动计算日期。"),
    ),
    "estimated": (
        ("Estimated durations", "估计工期"),
        ("Confirm the duration with who does the work.", "与执行人确认工期。"),
    ),
    "unnamed": (("Rows without a name", "没有名称的行"), ("Say what is to be done.", "写明要做什么。")),
    "same-name": (
        ("Tasks of the same name", "同名任务"),
        ("Say in the name what makes them differ.", "在名称中写明区别。"),
    ),
    "unmarked-milestone": (
        ("Points in time that are no milestones", "未标记为里程碑的零工期任务"),
        ("Mark it as a milestone, or give it a duration.", "标记为里程碑，或给出工期。"),
    ),
    "milestone-work": (
        ("Milestones that take time or work", "带工期或工时的里程碑"),
        ("Make the work a task before the milestone.", "把工作做成里程碑之前的任务。"),
    ),
    "milestone-deliverable": (
        ("Milestones without a deliverable", "没有交付物的里程碑"),
        ("Say what the milestone hands over.", "写明该里程碑交付什么。"),
    ),
    "milestone-stretch": (
        ("A long time without a milestone", "长时间没有里程碑"),
        ("Add a milestone that shows whether the plan holds.", "增加能检验进展的里程碑。"),
    ),
    "split": (
        ("Split tasks", "拆分的任务"),
        ("Make two tasks of it.", "改为两个任务。"),
    ),
    "empty-delay": (
        ("Levelling delays without effect", "无效的平衡延迟"),
        ("Remove the delay.", "清除延迟。"),
    ),
    "owner": (
        ("Tasks without an owner", "没有责任人的任务"),
        ("Name who answers for it.", "指定责任人。"),
    ),
    "overloaded": (
        ("People with more work at once than they can do", "同一时间任务过多的人员"),
        ("Level the plan, or assign somebody else.", "进行资源平衡，或改派他人。"),
    ),
    "unfilled-role": (
        ("Roles that begin soon without a name", "即将开始但未定人的角色"),
        ("Name who fills the role.", "确定角色的人选。"),
    ),
    "non-working": (
        ("Work that begins in non-working time", "在非工作时间开始的工作"),
        ("Correct the date, or the calendar.", "更正日期或日历。"),
    ),
    "baseline": (
        ("Baseline", "基线"),
        ("Take a baseline of the plan that was agreed.", "为已商定的计划建立基线。"),
    ),
    "outside-baseline": (
        ("Tasks outside the baseline", "基线之外的任务"),
        ("Take a new baseline when a change is approved.", "变更批准后建立新基线。"),
    ),
    "status-date": (
        ("Status date", "状态日期"),
        ("Set the date up to which progress is reported.", "设定进度截止的状态日期。"),
    ),
    "old-status": (
        ("Old status date", "状态日期过旧"),
        ("Report progress, and set a new status date.", "登记进度并更新状态日期。"),
    ),
    "out-of-sequence": (
        ("Work out of sequence", "未按顺序的进展"),
        (
            "Report what was done before it, or correct the link.",
            "补报前置任务的进度，或更正链接。",
        ),
    ),
    "estimates": (
        ("Three-point estimates", "三点估算"),
        (
            "Estimate the best and the worst case, and simulate the dates.",
            "估计最好与最坏情况，并对日期做模拟。",
        ),
    ),
    "haste-assessment": (
        ("Haste: too little assessment before design", "仓促：设计前调研不足"),
        ("Plan two to four weeks of assessment before design.", "设计之前安排两到四周调研。"),
    ),
    "haste-confirmation": (
        ("Haste: processes not confirmed twice", "仓促：流程未经两次确认"),
        (
            "Let key users confirm every process twice, by name and date.",
            "由关键用户实名确认每个流程至少两次。",
        ),
    ),
    "technology-user-test": (
        ("Technology only: no test by users before the go-live", "只重技术：上线前没有用户测试"),
        ("Plan a user acceptance test, or a pilot, before the go-live.", "上线前安排用户验收测试或试点。"),
    ),
    "technology-champions": (
        ("Technology only: no champions", "只重技术：没有内部倡导者"),
        ("Name champions in the departments, and give them time.", "在各部门确定倡导者并给予时间。"),
    ),
    "technology-training": (
        ("Technology only: no training before the go-live", "只重技术：上线前没有培训"),
        ("Plan the training of the users before the go-live.", "上线前安排用户培训。"),
    ),
    "technology-sessions": (
        ("Technology only: audiences without sessions", "只重技术：有受众没有培训场次"),
        ("Plan a session for each audience.", "为每类受众安排场次。"),
    ),
    "risk-register": (
        ("No risk management: no register", "缺少风险管理：没有登记册"),
        ("Enter the risks, with owner and response.", "登记风险，写明责任人和应对措施。"),
    ),
    "risk-owners": (
        ("No risk management: risks without an owner", "缺少风险管理：风险没有责任人"),
        ("Name an owner for each risk.", "为每项风险指定责任人。"),
    ),
    "risk-responses": (
        ("No risk management: risks without a response", "缺少风险管理：风险没有应对措施"),
        ("Decide what is done about each risk.", "为每项风险确定应对措施。"),
    ),
    "risk-reviews": (
        ("No risk management: overdue reviews", "缺少风险管理：复核逾期"),
        ("Review the risks, and set the next date.", "复核风险并设定下次日期。"),
    ),
    "risk-rollback": (
        ("No risk management: no way back", "缺少风险管理：没有回滚方案"),
        ("Write a rollback plan for migration and cut-over.", "为迁移和切换编写回滚方案。"),
    ),
    "handover-manual": (
        ("No hand-over: no user manual", "缺少移交：没有操作手册"),
        ("Plan who writes the user manual, and when.", "安排编写系统操作手册。"),
    ),
    "handover-guide": (
        ("No hand-over: no maintenance guide", "缺少移交：没有运维指南"),
        ("Plan who writes the maintenance guide, and when.", "安排编写运维指南。"),
    ),
    "handover-shadow": (
        ("No hand-over: no shadow training", "缺少移交：没有影子培训"),
        (
            "Plan how those who will run the system learn it: watch, do together, do alone.",
            "安排接手人员跟岗：先看，再一起做，最后独立做。",
        ),
    ),
    "handover-support": (
        ("No hand-over: no support after the go-live", "缺少移交：上线后没有支持期"),
        ("Plan a support period after the go-live.", "上线后安排运营支持期。"),
    ),
}

REASON_WORDS: dict[str, tuple[str, str]] = {
    "no_links": ("it has neither predecessor nor successor", "既无前置也无后续任务"),
    "no_predecessor": ("it has no predecessor", "没有前置任务"),
    "no_successor": ("it has no successor", "没有后续任务"),
    "lead": ("a lead of {lead}", "提前量 {lead}"),
    "lag": ("a lag of {lag}", "时距 {lag}"),
    "type": ("{type}", "{type}"),
    "hard": ("{constraint} {date}", "{constraint} {date}"),
    "slack": ("{slack} of slack", "总时差 {slack}"),
    "negative": ("{slack} of slack", "总时差 {slack}"),
    "long": ("{left} left", "剩余 {left}"),
    "actual": (
        "its actual dates lie after the status date {status}",
        "实际日期晚于状态日期 {status}",
    ),
    "forecast": (
        "{start} – {finish} should be done, but is not reported",
        "{start} – {finish} 应已进行，但未登记进度",
    ),
    "bare": ("nobody works on it", "没有分配资源"),
    "missed": ("baseline {baseline}, now {finish}", "基线 {baseline}，现为 {finish}"),
    "unmoved": (
        "{added} longer, and the plan finishes only {moved} later",
        "延长 {added} 后，计划仅推迟 {moved}",
    ),
    "cpli": (
        "finishes {finish}, promised is {promised}: {slack} of slack on {path}",
        "完成于 {finish}，承诺 {promised}：路径 {path}，时差 {slack}",
    ),
    "bei": (
        "{finished} tasks are finished; {due} were due, and {extra} are in no baseline",
        "已完成 {finished} 个；到期 {due} 个，另有 {extra} 个不在基线中",
    ),
    "deadline": ("finishes {finish}, its deadline is {deadline}", "完成于 {finish}，期限为 {deadline}"),
    "constraint_conflict": (
        "its constraint puts it {slack} before its links allow",
        "约束使其比链接允许的时间提前 {slack}",
    ),
    "manual_overlap": (
        "typed to start {slack} before “{pred}” allows",
        "手工日期比“{pred}”允许的时间提前 {slack}",
    ),
    "both_dangle": (
        "no link holds its start, and nothing waits for its finish",
        "开始不受链接约束，完成也无后续",
    ),
    "start_dangles": ("no link holds its start", "开始不受任何链接约束"),
    "finish_dangles": ("nothing waits for its finish", "没有任务等待其完成"),
    "overtaken": ("the successor did not wait", "后续任务未等待前置任务"),
    "summary": ("it joins a summary", "连接了摘要任务"),
    "redundant": ("other links ask for the same", "其他链接已包含同样要求"),
    "lead_too_long": (
        "the lead of {lag} is longer than the predecessor",
        "提前量 {lag} 超过前置任务的工期",
    ),
    "lag_too_long": ("a lag of {lag} hides work", "{lag} 的时距掩盖了工作"),
    "manual": ("its dates are typed", "日期为手工输入"),
    "estimated": ("its duration is marked as estimated", "工期标记为估计"),
    "unnamed": ("it has no name", "没有名称"),
    "same_name": ("another task beside it has the same name", "同级有同名任务"),
    "unmarked": ("it takes no time, and is no milestone", "工期为零但未标记为里程碑"),
    "lasts": ("it takes {duration}", "工期为 {duration}"),
    "has_work": ("{work} of work are assigned", "分配了 {work} 工时"),
    "no_deliverable": ("it hands nothing over", "没有交付物"),
    "stretch": (
        "none from {since} to {till}: {length}",
        "{since} 至 {till} 之间没有：{length}",
    ),
    "split": ("it is interrupted", "任务被拆分"),
    "empty_delay": ("its delay moves nothing", "延迟不起作用"),
    "no_owner": ("nobody answers for it", "没有责任人"),
    "overloaded": (
        "{units} wanted at once, {capacity} there, first {at}",
        "同时需要 {units}，可用 {capacity}，最早 {at}",
    ),
    "unfilled": ("begins {start} and is still a role", "{start} 开始，仍未定人"),
    "non_working": ("begins {start}, when nobody works", "{start} 开始，为非工作时间"),
    "no_baseline": ("work has begun without a baseline", "已开工但没有基线"),
    "outside_baseline": ("the baseline does not know it", "基线中没有"),
    "no_status_date": ("work has begun without a status date", "已开工但没有状态日期"),
    "old_status": ("progress is reported up to {status}", "进度登记到 {status}"),
    "no_estimates": ("no best and worst case", "没有最好和最坏估计"),
    "haste": (
        "{weeks} weeks of assessment before half of design begins {design}",
        "半数设计任务于 {design} 开始，此前调研 {weeks} 周",
    ),
    "unconfirmed": (
        "confirmed fewer than two times: {count}",
        "未经两次确认：{count}",
    ),
    "no_user_test": ("the plan has no user acceptance test and no pilot", "计划中没有用户验收测试或试点"),
    "user_test_late": (
        "ends {finish}, after the go-live {go_live}",
        "{finish} 结束，晚于上线 {go_live}",
    ),
    "no_champions": ("nobody in the departments speaks for the change", "各部门无人推动变革"),
    "no_training": ("the plan has no training", "计划中没有培训"),
    "training_late": (
        "ends {finish}, after the go-live {go_live}",
        "{finish} 结束，晚于上线 {go_live}",
    ),
    "no_sessions": ("{count} of {total} audiences", "{total} 类受众中有 {count} 类"),
    "no_risks": ("no risk is registered", "没有登记风险"),
    "risk_without_owner": (
        "{count} of {total} open risks have no owner",
        "{total} 项未关闭风险中有 {count} 项没有责任人",
    ),
    "risk_without_response": (
        "{count} of {total} open risks have no response",
        "{total} 项未关闭风险中有 {count} 项没有应对措施",
    ),
    "risk_review_overdue": (
        "{count} of {total} open risks should have been reviewed by now",
        "{total} 项未关闭风险中有 {count} 项复核逾期",
    ),
    "no_rollback": (
        "migration or cut-over has no rollback plan",
        "迁移或切换没有回滚方案",
    ),
    "risk_without_rollback": (
        "{count} of {total} risks of migration and cut-over have no way back",
        "{total} 项迁移与切换风险中有 {count} 项没有回滚方案",
    ),
    "no_manual": ("the plan has no task that writes one", "计划中没有编写任务"),
    "no_guide": ("the plan has no task that writes one", "计划中没有编写任务"),
    "no_shadow": ("the plan has no such task", "计划中没有此类任务"),
    "no_support": ("the plan ends with the go-live", "计划到上线即止"),
}

UNKNOWN_WORDS: dict[str, tuple[str, str]] = {
    "": ("nothing in the plan that it asks about", "计划中没有相关内容"),
    "no_status_date": ("the plan has no status date", "计划没有状态日期"),
    "no_baseline": ("there is no baseline", "没有基线"),
    "no_assignments": ("the plan has no resources at work", "计划未分配资源"),
    "no_critical_task": ("no critical task can be lengthened", "没有可延长的关键任务"),
    "no_goal": ("the plan is empty", "计划为空"),
    "no_promise": (
        "the go-live has neither a deadline nor a baseline",
        "上线没有期限也没有基线",
    ),
    "nothing_left": ("nothing is left to do", "没有剩余工作"),
    "nothing_due": ("nothing is due yet", "尚无到期任务"),
    "no_register": ("no register tells", "没有可查的登记册"),
    "empty_register": ("the register is empty", "登记册为空"),
    "not_begun": ("work has not begun", "尚未开工"),
    "no_today": ("nobody said what day it is", "未给出当前日期"),
    "no_estimates": ("no task has three estimates", "没有任务有三点估算"),
    "no_go_live": ("the plan has no go-live", "计划中没有上线"),
    "no_such_tasks": ("the plan has no such tasks", "计划中没有此类任务"),
}

FIX_WORDS: dict[str, tuple[str, str]] = {
    "link_to_goal": ("Link to the go-live", "链接到上线里程碑"),
    "soften": ("Turn into a soft constraint and a deadline", "改为软约束和期限"),
    "put_off": ("Put off to the status date", "推迟到状态日期"),
    "remove_link": ("Remove the link", "删除链接"),
    "automatic": ("Compute the dates", "改为自动计算"),
    "mark_milestone": ("Mark as a milestone", "标记为里程碑"),
    "unmark_milestone": ("Make an ordinary task", "改为普通任务"),
    "clear_delay": ("Remove the delay", "清除延迟"),
}

GROUP_WORDS: dict[str, tuple[str, str]] = {
    "dcma": ("DCMA 14 points", "DCMA 14 项"),
    "lint": ("Logic and rows", "逻辑与任务行"),
    "resources": ("Resources", "资源"),
    "progress": ("Baseline and progress", "基线与进度"),
    "pitfalls": ("Pitfalls", "常见失误"),
}
SEVERITY_WORDS: dict[str, tuple[str, str]] = {
    "ERROR": ("Error", "错误"),
    "WARNING": ("Warning", "警告"),
    "NOTICE": ("Notice", "提示"),
}
VERDICT_WORDS: dict[str, tuple[str, str]] = {
    "passed": ("Passed", "通过"),
    "failed": ("Failed", "未通过"),
    "few": ("Too few to say", "样本太少"),
    "unknown": ("Not known", "无法判断"),
    "waived": ("Waived", "已豁免"),
}
PRACTICE_WORDS: dict[int, tuple[str, str]] = {
    1: ("All activities captured", "涵盖全部活动"),
    2: ("Activities sequenced", "活动排序"),
    3: ("Resources assigned", "资源分配"),
    4: ("Durations set", "工期确定"),
    5: ("Traceable across and down", "横向与纵向可追溯"),
    6: ("Critical path valid", "关键路径有效"),
    7: ("Slack reasonable", "时差合理"),
    8: ("Schedule risk analysed", "进度风险分析"),
    9: ("Kept up to date", "以实际进展更新"),
    10: ("Baseline kept", "维护基线"),
}
PRACTICE_GROUP_WORDS: dict[str, tuple[str, str]] = {
    "comprehensive": ("Comprehensive", "全面"),
    "well_constructed": ("Well constructed", "结构合理"),
    "credible": ("Credible", "可信"),
    "controlled": ("Controlled", "受控"),
}
RATING_WORDS: dict[int, tuple[str, str]] = {
    5: ("Fully met", "完全满足"),
    4: ("Substantially met", "基本满足"),
    3: ("Partially met", "部分满足"),
    2: ("Minimally met", "少量满足"),
    1: ("Not met", "未满足"),
}
CONSTRAINT_WORDS: dict[str, tuple[str, str]] = {
    "MSO": ("must start on", "必须开始于"),
    "MFO": ("must finish on", "必须完成于"),
    "SNLT": ("must start no later than", "不得晚于…开始"),
    "FNLT": ("must finish no later than", "不得晚于…完成"),
}
TYPE_WORDS: dict[int, tuple[str, str]] = {
    0: ("finish-to-finish", "完成—完成"),
    1: ("finish-to-start", "完成—开始"),
    2: ("start-to-finish", "开始—完成"),
    3: ("start-to-start", "开始—开始"),
}
