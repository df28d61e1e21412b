// A page with <up-gantt> and a pretended server, to look at: node dev/server.mjs [port]; ?n=300&lang=en&theme=dark&read=1
// It keeps what is typed, but schedules nothing.
import { createServer } from 'node:http'
import * as esbuild from 'esbuild'
import { options } from '../build.mjs'
import { makePlan, rollUp } from './plan.mjs'

const plans = new Map()
const DAY = 14400
const planOf = (n, lang) => {
  const key = `${n}-${lang}`
  if (!plans.has(key)) plans.set(key, { data: makePlan(n, lang), past: [], future: [], views: [] })
  return plans.get(key)
}

const page = (q) => `<!doctype html><html lang="${q.get('lang') ?? 'en'}" data-bs-theme="${q.get('theme') ?? 'light'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; style-src 'self'"><title>Plan</title><link rel="stylesheet" href="/page.css"><script type="module" src="/gantt.js"></script></head>
<body><up-gantt src="/data?${q}" edits="/edits?${q}" head="/head?${q}" why="/why?${q}" views="/views?${q}" drawer="/tasks/{uid}" lang="${q.get('lang') === 'zh' ? 'zh-hans' : 'en'}" csrf="x" can="edit progress"><table></table></up-gantt></body></html>`

class Refused extends Error {
  constructor(message, uid, column) {
    super(message)
    Object.assign(this, { uid, column })
  }
}

function apply(data, change) {
  const { rows, links } = data
  const at = (uid) => rows.uid.indexOf(uid)
  const columns = Object.keys(rows)
  const i = at(change.uid)
  const end = (p) => {
    let e = p + 1
    while (e < rows.uid.length && rows.level[e] > rows.level[p]) e++
    return e
  }
  const shift = (by) => {
    for (let e = end(i), j = i; j < e; j++) rows.level[j] += by
  }
  const acts = {
    type: () => type(data, i, change),
    insert: () => {
      const p = change.before !== null ? at(change.before) : change.parent !== null ? end(at(change.parent)) : rows.uid.length
      const level = change.parent === null ? 1 : rows.level[at(change.parent)] + 1
      const start = data.project.start
      const fresh = { uid: change.uid, parent: change.parent ?? -1, level, name: change.name, duration: '1d?', start, finish: start + 5400, resources: [], flags: 32, pieces: 0, percent: 0, priority: 500, work: 0, total_slack: 0, type: 0, constraint: 0 }
      for (const c of columns) rows[c].splice(p, 0, fresh[c] ?? -1)
      data.next.task = Math.max(data.next.task, change.uid + 1)
    },
    remove: () => columns.forEach((c) => rows[c].splice(i, end.cached ?? 1)),
    indent: () => i > 0 && rows.level[i - 1] >= rows.level[i] && shift(1),
    outdent: () => rows.level[i] > 1 && shift(-1),
    move: () => {
      if (change.start !== undefined) {
        const by = change.start - rows.start[i]
        rows.start[i] += by
        rows.finish[i] += by
        return
      }
      const e = end(i)
      const block = columns.map((c) => rows[c].splice(i, e - i))
      const to = change.before !== null ? at(change.before) : change.parent !== null ? end(at(change.parent)) : rows.uid.length
      const by = (change.parent === null ? 1 : rows.level[at(change.parent)] + 1) - block[columns.indexOf('level')][0]
      columns.forEach((c, k) => rows[c].splice(to, 0, ...(c === 'level' ? block[k].map((l) => l + by) : block[k])))
    },
    resize: () => {
      rows.finish[i] = change.finish
      rows.duration[i] = `${Math.max(1, Math.round((((change.finish - rows.start[i]) / DAY) * 5) / 7))}d`
    },
    progress: () => (rows.percent[i] = change.percent),
    link: () => {
      if (change.pred > change.succ) throw new Refused(`Can't link ${at(change.pred) + 1} → ${at(change.succ) + 1}: it would close a loop. Remove one of these links.`, change.succ, 'predecessors')
      for (const [k, v] of Object.entries({ uid: data.next.link++, pred: change.pred, succ: change.succ, type: change.type, lag: '' })) links[k].push(v)
    },
    unlink: () => {
      const k = links.pred.findIndex((p, j) => p === change.pred && links.succ[j] === change.succ)
      if (k >= 0) Object.values(links).forEach((l) => l.splice(k, 1))
    },
  }
  if (change.intent === 'remove') end.cached = end(i) - i
  acts[change.intent]?.()
}

function type({ rows, links, next }, i, { uid, column, text }) {
  if (column === 'name') rows.name[i] = text
  else if (column === 'percent') {
    if (!(parseFloat(text) >= 0 && parseFloat(text) <= 100)) throw new Refused(`‘${text}’ is no percentage from 0 to 100.`, uid, column)
    rows.percent[i] = parseFloat(text)
  } else if (column === 'duration') {
    const m = /^(\d+)d?\??$/.exec(text.trim())
    if (!m) throw new Refused(`‘${text}’ is no duration. Try 5d, 2w or 3ed.`, uid, column)
    rows.duration[i] = `${m[1]}d`
    rows.finish[i] = rows.start[i] + Math.max(0, +m[1] - 1 + Math.floor((+m[1] - 1) / 5) * 2) * DAY + 5400
  } else if (column === 'start') {
    const date = Date.parse(`${text.trim().slice(0, 10)}T00:00Z`)
    if (!date) throw new Refused(`‘${text}’ is no date. Try 2026-03-18.`, uid, column)
    const start = Math.round((date - Date.UTC(1984, 0, 1)) / 6000) + 4800
    rows.finish[i] += start - rows.start[i]
    rows.start[i] = start
  } else if (column === 'predecessors') {
    for (let k = links.uid.length - 1; k >= 0; k--) if (links.succ[k] === uid) Object.values(links).forEach((l) => l.splice(k, 1))
    for (const part of text.split(/[;；]/).filter(Boolean)) {
      const m = /^\s*(\d+)\s*(FS|SS|FF|SF)?\s*([+-].+)?$/i.exec(part)
      if (!m || !rows.uid[m[1] - 1]) throw new Refused(`There is no task ${part} to link to.`, uid, column)
      for (const [k, v] of Object.entries({ uid: next.link++, pred: rows.uid[m[1] - 1], succ: uid, type: (m[2] ?? 'FS').toUpperCase(), lag: m[3] ?? '' })) links[k].push(v)
    }
  }
}

const all = (data, from, revision) => ({ from, revision, rows: data.rows, removed: [], order: data.rows.uid, links: data.links, resources: null, calendars: null, time: null, project: data.project, next: data.next, baselines: null })

function edit(plan, body) {
  const { data } = plan
  const [first] = body.changes
  const removedFrom = new Set(data.rows.uid)
  const before = structuredClone(data)
  if (first.intent === 'undo' || first.intent === 'redo') {
    const [from, to] = first.intent === 'undo' ? [plan.past, plan.future] : [plan.future, plan.past]
    if (!from.length) return [422, { message: 'Nothing to undo.', uid: null, column: null }]
    to.push(before)
    plan.data = { ...from.pop(), revision: data.revision + 1 }
  } else {
    if (body.base !== data.revision) return [409, { message: 'The plan changed.', who: ['Li Wei'], what: ['Set duration of ‘Build interfaces’'], revision: data.revision, delta: all(data, body.base, data.revision) }]
    if (body.ask && body.changes.some((c) => c.intent === 'move' && c.start !== undefined)) return [200, { question: '12 tasks move · go-live 18 Mar → 20 Mar (+2 d)', impact: { moved: 12 } }]
    try {
      for (const change of body.changes) apply(data, change)
    } catch (error) {
      plan.data = before
      if (error instanceof Refused) return [422, { message: error.message, uid: error.uid ?? null, column: error.column ?? null }]
      throw error
    }
    const stack = []
    data.rows.level.forEach((level, i) => {
      stack.length = level - 1
      data.rows.parent[i] = stack[level - 2] ?? -1
      stack.push(data.rows.uid[i])
    })
    rollUp(data.rows)
    plan.past.push(before)
    plan.future = []
    data.revision++
  }
  const now = plan.data
  for (const uid of now.rows.uid) removedFrom.delete(uid)
  return [200, { revision: now.revision, delta: { ...all(now, before.revision, now.revision), removed: [...removedFrom] }, impact: { moved: 1, text: '' }, label: first.intent, undo: plan.past.length > 0, redo: plan.future.length > 0 }]
}

export async function serve(port) {
  const bundle = async () => (await esbuild.build({ ...options, entryPoints: [options.entryPoints.find((e) => e.out === 'gantt')], outdir: 'out', minify: false, write: false })).outputFiles[0].text
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://x')
    const q = url.searchParams
    const plan = planOf(Number(q.get('n') ?? 300), q.get('lang') ?? 'en')
    const send = (status, body, kind = 'application/json') => response.writeHead(status, { 'Content-Type': kind }).end(typeof body === 'string' ? body : JSON.stringify(body))
    let text = ''
    for await (const chunk of request) text += chunk
    const body = text ? JSON.parse(text) : {}
    if (url.pathname === '/gantt.js') return send(200, await bundle(), 'text/javascript')
    if (url.pathname === '/page.css') return send(200, 'html,body{height:100%;margin:0}body{background:#fff}[data-bs-theme=dark] body{background:#182433}', 'text/css')
    if (url.pathname === '/data') return send(200, q.get('read') ? { ...plan.data, can: [] } : plan.data)
    if (url.pathname === '/other') {
      if (q.get('insert')) apply(plan.data, { intent: 'insert', uid: plan.data.next.task, before: plan.data.rows.uid[0], parent: null, name: 'Above all' })
      else plan.data.rows.name[2] = `Li Wei was here ${plan.data.revision + 1}`
      plan.data.revision++
      return send(200, {})
    }
    if (url.pathname === '/fail') {
      plan.fail = Number(q.get('status'))
      return send(200, {})
    }
    if (url.pathname === '/edits' && plan.fail) {
      const status = plan.fail
      plan.fail = 0
      if (status === 1) return request.destroy()
      return send(status, { message: `It failed with ${status}.`, signin: '/signin' })
    }
    if (url.pathname === '/edits') return send(...edit(plan, body))
    if (url.pathname === '/head') return send(200, Number(q.get('since')) === plan.data.revision ? { revision: plan.data.revision } : { revision: plan.data.revision, who: ['Li Wei'], delta: all(plan.data, Number(q.get('since')), plan.data.revision) })
    if (url.pathname === '/why') return send(200, { start: 'starts Mon 3 Mar because ‘Build interfaces’ finishes Fri 28 Feb (FS); calendar: China', chain: [{ uid: 3, text: 'Build interfaces finishes Fri 28 Feb' }] })
    if (url.pathname.startsWith('/views')) {
      if (request.method === 'POST') plan.views.push({ id: plan.views.length + 1, ...body })
      return send(200, plan.views)
    }
    send(200, page(q), 'text/html')
  })
  await new Promise((done) => server.listen(port, '127.0.0.1', done))
  return server
}

if (process.argv[1]?.endsWith('server.mjs')) {
  const port = Number(process.argv[2] ?? 8123)
  await serve(port)
  console.log(`http://127.0.0.1:${port}/?n=300`)
}
