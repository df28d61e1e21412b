import type { Model } from './model'
import { Flag, type Change, type Delta } from './types'

/** What an edit will probably do to the outline, so that it is seen before the server answers. Each is a delta that can be taken back. */

/** Rows from `top` on that are not below another of them, in row order. */
export function topmost(model: Model, uids: number[]): number[] {
  const positions = uids.map((uid) => model.at(uid)).filter((p) => p >= 0)
  positions.sort((a, b) => a - b)
  const result: number[] = []
  let end = -1
  for (const p of positions) {
    if (p < end) continue
    result.push(model.uid(p))
    end = model.outline.end[p]
  }
  return result
}

const endOf = (level: Int32Array, p: number): number => {
  let end = p + 1
  while (end < level.length && level[end] > level[p]) end++
  return end
}

/** The delta from one list of levels to another over the same rows. */
function fromLevels(model: Model, level: Int32Array): Delta | null {
  const rows = { uid: [] as number[], level: [] as number[], parent: [] as number[] }
  const stack: number[] = []
  for (let p = 0; p < model.n; p++) {
    while (stack.length && level[stack[stack.length - 1]] >= level[p]) stack.pop()
    const parent = stack.length ? model.uid(stack[stack.length - 1]) : -1
    stack.push(p)
    if (level[p] === model.column.level[p] && parent === model.column.parent[p]) continue
    rows.uid.push(model.uid(p))
    rows.level.push(level[p])
    rows.parent.push(parent)
  }
  return rows.uid.length ? { rows } : null
}

export function indented(model: Model, uids: number[]): Delta | null {
  const level = model.column.level.slice()
  for (const uid of topmost(model, uids)) {
    const p = model.at(uid)
    if (p === 0 || level[p - 1] < level[p]) continue
    for (let end = endOf(level, p), i = p; i < end; i++) level[i]++
  }
  return fromLevels(model, level)
}

/** Siblings below become children, so no row changes its place. */
export function outdented(model: Model, uids: number[]): Delta | null {
  const level = model.column.level.slice()
  for (const uid of topmost(model, uids).reverse()) {
    const p = model.at(uid)
    if (level[p] <= 1) continue
    for (let end = endOf(level, p), i = p; i < end; i++) level[i]--
  }
  return fromLevels(model, level)
}

export function removed(model: Model, uids: number[]): Delta {
  const gone: number[] = []
  for (const uid of topmost(model, uids)) for (let p = model.at(uid), end = model.outline.end[p]; p < end; p++) gone.push(model.uid(p))
  const set = new Set(gone)
  return { removed: gone, order: Array.from(model.column.uid).filter((uid) => !set.has(uid)) }
}

export interface NewRow {
  uid: number
  name: string
  duration?: string
  milestone?: boolean
}

/** New rows before a task, or last under a parent. */
export function inserted(model: Model, rows: NewRow[], before: number | null, parent: number | null): Delta {
  const order = Array.from(model.column.uid)
  const parentAt = parent === null ? -1 : model.at(parent)
  const beforeAt = before === null ? -1 : model.at(before)
  const at = beforeAt >= 0 ? beforeAt : parentAt >= 0 ? model.outline.end[parentAt] : model.n
  order.splice(at, 0, ...rows.map((row) => row.uid))
  const level = parentAt >= 0 ? model.column.level[parentAt] + 1 : 1
  const start = model.project.start ?? -1
  return {
    order,
    rows: {
      uid: rows.map((row) => row.uid),
      name: rows.map((row) => row.name),
      duration: rows.map((row) => row.duration ?? '1d?'),
      level: rows.map(() => level),
      parent: rows.map(() => parent ?? -1),
      start: rows.map(() => start),
      finish: rows.map((row) => (row.milestone ? start : model.time.add(start, model.project.minutes_per_day * 10))),
      flags: rows.map((row) => Flag.estimated | (row.milestone ? Flag.milestone : 0)),
    },
    next: { ...model.next, task: Math.max(model.next.task, ...rows.map((row) => row.uid + 1)) },
  }
}

/** A task and what stands below it, before a sibling or last under a parent. */
export function moved(model: Model, uid: number, parent: number | null, before: number | null): Delta | null {
  const p = model.at(uid)
  const end = model.outline.end[p]
  const parentAt = parent === null ? -1 : model.at(parent)
  if (parentAt >= p && parentAt < end) return null
  const uids = Array.from(model.column.uid)
  const target = before !== null ? model.at(before) : parentAt >= 0 ? model.outline.end[parentAt] : model.n
  if (target > p && target < end) return null
  const block = uids.slice(p, end)
  const rest = uids.slice(0, p).concat(uids.slice(end))
  rest.splice(target > p ? target - block.length : target, 0, ...block)
  const shift = (parentAt >= 0 ? model.column.level[parentAt] + 1 : 1) - model.column.level[p]
  return {
    order: rest,
    rows: {
      uid: block,
      level: block.map((_, i) => model.column.level[p + i] + shift),
      parent: block.map((_, i) => (i === 0 ? (parent ?? -1) : model.column.parent[p + i])),
    },
  }
}

/** Links that come and go with `link` and `unlink`. */
export function relinked(model: Model, changes: Change[]): Delta | null {
  const old = model.links.json
  const links = { uid: [...old.uid], pred: [...old.pred], succ: [...old.succ], type: [...old.type], lag: [...old.lag] }
  for (const change of changes) {
    const found = links.pred.findIndex((pred, i) => pred === change.pred && links.succ[i] === change.succ)
    if (change.intent === 'unlink' && found >= 0) for (const list of Object.values(links)) list.splice(found, 1)
    else if (change.intent === 'link' && found < 0) {
      links.uid.push(-1 - links.uid.length)
      links.pred.push(Number(change.pred))
      links.succ.push(Number(change.succ))
      links.type.push(String(change.type ?? 'FS'))
      links.lag.push('')
    }
  }
  return { links }
}

/** What a typed text shows at once; null when only the server can tell. */
export function typed(model: Model, uid: number, column: string, text: string): Delta | null {
  if (column === 'name') return { rows: { uid: [uid], name: [text] } }
  const p = model.at(uid)
  if (column === 'percent') {
    const value = parseFloat(text)
    return Number.isFinite(value) && value >= 0 && value <= 100 ? { rows: { uid: [uid], percent: [Math.round(value)] } } : null
  }
  const days = /^\s*(\d+(?:\.\d+)?)\s*(?:d|天|工作日)\s*\??\s*$/i.exec(text)
  if (column === 'duration' && days && !model.isSummary(p) && model.column.start[p] >= 0) {
    const amount = Number(days[1]) * model.project.minutes_per_day * 10
    return { rows: { uid: [uid], finish: [model.time.add(model.column.start[p], amount)] } }
  }
  return null
}
