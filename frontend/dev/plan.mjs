// A made-up plan of n tasks, as GET data gives it.
const DAY = 14400
const day = (y, m, d) => Math.round((Date.UTC(y, m - 1, d) - Date.UTC(1984, 0, 1)) / 86400000)
const WEEK = [[], ...Array.from({ length: 5 }, () => [[480, 720], [780, 1020]]), []]
const NAMES = {
  en: ['Interview key users', 'Map as-is process', 'Fit-gap workshop', 'Write interface specification', 'Build interfaces', 'Configure general ledger', 'Configure procurement', 'Clean master data', 'Load master data', 'Write test cases', 'Run integration test', 'Fix defects', 'Train key users', 'Write runbook', 'Rehearse cut-over'],
  zh: ['访谈关键用户', '梳理现状流程', '差异分析研讨会', '编写接口规格', '开发接口', '配置总账', '配置采购', '清洗主数据', '导入主数据', '编写测试用例', '集成测试', '修复缺陷', '培训关键用户', '编写运行手册', '切换演练'],
}
const PHASES = { en: ['Prepare', 'Explore', 'Realise', 'Test', 'Train', 'Deploy', 'Hyper-care'], zh: ['准备', '蓝图', '实施', '测试', '培训', '上线', '运营支持'] }

export function random(seed) {
  let state = seed
  return () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296)
}

/** The n-th working day (Monday to Friday) after a Monday. */
const workday = (monday, n) => monday + Math.floor(n / 5) * 7 + (n % 5)

export function makePlan(n, lang = 'en') {
  const next = random(7)
  const pick = (list) => list[Math.floor(next() * list.length)]
  const monday = day(2026, 3, 2)
  const rows = Object.fromEntries(
    ['uid', 'parent', 'level', 'name', 'duration', 'start', 'finish', 'late_start', 'late_finish', 'total_slack', 'free_slack', 'actual_start', 'actual_finish', 'deadline', 'constraint_date', 'stop', 'constraint', 'percent', 'priority', 'type', 'calendar', 'owner', 'work', 'resources', 'flags', 'base_start', 'base_finish', 'pieces'].map((c) => [c, []]),
  )
  const people = (lang === 'zh' ? ['李伟', '王芳', '张敏', '刘洋', '陈静', '实施顾问', '测试环境'] : ['Li Wei', 'Ana Souza', 'Tom Becker', 'Grace Liu', 'Omar Haddad', 'Consultant', 'Test server']).map((name, i) => ({ uid: i + 1, name, type: i === 6 ? 0 : 1, category: '', generic: i === 5 }))
  const stack = []
  const links = { uid: [], pred: [], succ: [], type: [], lag: [] }
  const perPhase = Math.max(6, Math.round(n / 7 / Math.max(1, Math.floor(n / 300))))
  let cursor = 0
  let lastTask = -1
  const leaves = []
  const today = 45
  const add = (level, name, from, length, kind) => {
    const uid = rows.uid.length + 1
    while (stack.length >= level) stack.pop()
    const start = workday(monday, from) * DAY + (kind === 'milestone' ? 10200 : 4800)
    const finish = kind === 'milestone' ? start : workday(monday, from + length - 1) * DAY + 10200
    const slack = next() < 0.35 ? 0 : Math.floor(next() * 8)
    const critical = slack === 0
    const percent = from + length < today - 3 ? 100 : from < today ? Math.min(95, Math.round(((today - from) / length) * 60)) : 0
    const odd = next()
    const split = kind === 'task' && odd > 0.96 && length > 4
    const values = {
      uid, parent: stack[stack.length - 1] ?? -1, level, name,
      duration: kind === 'milestone' ? '0d' : `${length}d`, start, finish,
      late_start: start + slack * DAY, late_finish: workday(monday, from + length - 1 + slack) * DAY + 10200,
      total_slack: slack * 4800, free_slack: 0, actual_start: percent ? start : -1, actual_finish: percent === 100 ? finish : -1,
      deadline: odd < 0.05 ? finish + (odd < 0.02 ? -2 : 4) * DAY : -1,
      constraint: odd > 0.05 && odd < 0.09 ? 4 : 0, constraint_date: odd > 0.05 && odd < 0.09 ? start : -1, stop: -1,
      percent: kind === 'milestone' ? (percent === 100 ? 100 : 0) : percent, priority: 500, type: 0, calendar: -1, owner: 1 + Math.floor(next() * 5),
      work: length * 4800, resources: kind === 'task' ? [[1 + Math.floor(next() * 7), next() < 0.8 ? 1 : 0.5]] : [],
      flags: (kind === 'summary' ? 1 : 0) + (kind === 'milestone' ? 2 : 0) + (critical && percent < 100 ? 4 : 0) + (odd > 0.1 && odd < 0.13 ? 8 : 0) + (odd > 0.13 && odd < 0.15 ? 16 : 0) + (odd > 0.2 && odd < 0.26 ? 64 : 0) + (odd < 0.02 ? 256 : 0) + (odd > 0.3 && odd < 0.33 ? 1024 : 0) + (split ? 2048 : 0),
      base_start: start - (next() < 0.4 ? DAY * 3 : 0), base_finish: finish - (next() < 0.4 ? DAY * 3 : 0),
      pieces: split ? [[start, workday(monday, from + 1) * DAY + 10200], [workday(monday, from + length - 2) * DAY + 4800, finish]] : 0,
    }
    for (const key of Object.keys(rows)) rows[key].push(values[key])
    if (kind === 'summary') stack.push(uid)
    return uid
  }
  let phase = 0
  while (rows.uid.length < n) {
    const phaseFrom = cursor
    const name = PHASES[lang][phase % 7] + (phase >= 7 ? ` ${Math.floor(phase / 7) + 1}` : '')
    const summary = rows.uid.length
    add(1, name, cursor, 1, 'summary')
    const until = Math.min(n, rows.uid.length + perPhase)
    let group = -1
    while (rows.uid.length < until) {
      if ((rows.uid.length - summary) % 8 === 1 && until - rows.uid.length > 3) {
        group = rows.uid.length
        add(2, lang === 'zh' ? `工作包 ${rows.uid.length}` : `Work package ${rows.uid.length}`, cursor, 1, 'summary')
      }
      const length = 1 + Math.floor(next() * 9)
      const level = group >= 0 ? 3 : 2
      const last = rows.uid.length === until - 1
      const uid = last ? add(2, lang === 'zh' ? `${name}完成` : `${name} complete`, cursor, 1, 'milestone') : add(level, pick(NAMES[lang]), cursor + Math.floor(next() * 3), length, 'task')
      if (lastTask > 0) {
        links.uid.push(links.uid.length + 1)
        links.pred.push(next() < 0.8 ? lastTask : leaves[Math.max(0, leaves.length - 1 - Math.floor(next() * (next() < 0.05 ? 400 : 12)))])
        links.succ.push(uid)
        links.type.push(next() < 0.86 ? 'FS' : pick(['SS', 'FF']))
        links.lag.push(next() < 0.1 ? '+2d' : '')
      }
      lastTask = uid
      leaves.push(uid)
      if (next() < 0.55) cursor += Math.ceil(length / 2)
      if (n > 1000 && next() < 0.9) cursor = Math.max(phaseFrom, cursor - Math.floor(length / 2.2))
    }
    phase++
  }
  rollUp(rows)
  const lastMilestone = rows.flags.findLastIndex((f) => f & 2)
  if (lastMilestone >= 0) rows.name[lastMilestone] = lang === 'zh' ? '上线' : 'Go-live'
  return {
    revision: 1, draft: null,
    project: { name: 'ERP', start: monday * DAY + 4800, finish: Math.max(...rows.finish), status_date: workday(monday, 40) * DAY + 10200, calendar: 1, from_finish: false, minutes_per_day: 480, minutes_per_week: 2400, days_per_month: 20, default_start: 4800, default_finish: 10200, go_live: lastMilestone >= 0 ? rows.uid[lastMilestone] : -1, critical_limit: 0, now: workday(monday, today) * DAY + 6300 },
    next: { task: rows.uid.length + 1, link: links.uid.length + 1, resource: 26, assignment: 700 },
    rows, links, resources: people, calendars: [{ uid: 1, name: 'Standard' }, { uid: 2, name: lang === 'zh' ? '中国 2026' : 'China 2026' }],
    time: { week: WEEK, days: [[day(2026, 4, 4), day(2026, 4, 6), [], lang === 'zh' ? '清明节' : 'Qingming'], [day(2026, 5, 1), day(2026, 5, 5), [], lang === 'zh' ? '劳动节' : 'Labour Day'], [day(2026, 5, 9), day(2026, 5, 9), [[480, 720], [780, 1020]], '调休']] },
    baselines: [{ number: 1, name: lang === 'zh' ? '已批准计划' : 'Approved plan' }], can: ['edit', 'progress'],
  }
}

/** Summaries get the dates of what is below them. */
export function rollUp(rows) {
  for (let i = rows.uid.length - 1; i >= 0; i--) {
    let end = i + 1
    while (end < rows.uid.length && rows.level[end] > rows.level[i]) end++
    const parent = end > i + 1
    rows.flags[i] = parent ? rows.flags[i] | 1 : rows.flags[i] & ~1
    if (!parent) continue
    let [start, finish, done] = [Infinity, -Infinity, 0]
    for (let j = i + 1; j < end; j++) {
      start = Math.min(start, rows.start[j])
      finish = Math.max(finish, rows.finish[j])
      done += rows.percent[j] / (end - i - 1)
    }
    rows.start[i] = start
    rows.finish[i] = finish
    rows.percent[i] = Math.round(done)
    rows.duration[i] = `${Math.max(1, Math.round((((finish - start) / DAY) * 5) / 7))}d`
  }
}
