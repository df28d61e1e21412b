import { NUMBERS, NUMBER_COLUMNS, OTHERS, OTHER_COLUMNS, type Columns, type Model, type Values } from './model'
import type { Delta, RowsJson } from './types'

/** What a delta touched, so that only that is computed and painted anew. */
export interface Touched {
  structure: boolean
  links: boolean
  span: boolean
  rows: number
}

/** Brings the model from one state to the next, in place. The element keeps selection and scroll by uid. */
export function applyDelta(model: Model, delta: Delta): Touched {
  const rows = delta.rows
  const before = [model.first, model.last]
  const removed = delta.removed ?? []
  let structure = Boolean(delta.order) || removed.length > 0 || hasNew(model, rows)
  if (structure) reorder(model, delta)
  if (rows?.uid.length) structure = patch(model, rows) || structure
  if (structure) model.restructure()
  if (delta.links) model.relink(delta.links)
  else if (structure) model.relink()
  takeTables(model, delta)
  if (rows?.uid.length || structure) model.measure()
  const span = before[0] !== model.first || before[1] !== model.last
  if (delta.time || spanOutgrown(model, before)) model.retime()
  if (delta.revision !== undefined) model.revision = delta.revision
  return { structure, links: Boolean(delta.links) || structure, span, rows: rows?.uid.length ?? 0 }
}

function hasNew(model: Model, rows: RowsJson | undefined): boolean {
  return rows !== undefined && rows.uid.some((uid) => model.at(uid) < 0)
}

function takeTables(model: Model, delta: Delta): void {
  if (delta.resources) model.resources = delta.resources
  if (delta.calendars) model.calendars = delta.calendars
  if (delta.resources || delta.calendars) model.nameThings()
  if (delta.baselines) model.baselines = delta.baselines
  if (delta.project) model.project = { ...model.project, ...delta.project }
  if (delta.next) model.next = { ...delta.next }
  if (delta.time) model.timeJson = delta.time
}

const spanOutgrown = (model: Model, before: number[]): boolean => model.first < before[0] - 300 * 14400 || model.last > before[1] + 1200 * 14400

/** Puts known rows into the new order and makes room for new ones, which `patch` then fills. */
function reorder(model: Model, delta: Delta): void {
  const gone = new Set(delta.removed)
  let order = delta.order
  if (!order) {
    order = Array.from(model.column.uid).filter((uid) => !gone.has(uid))
    for (const uid of delta.rows?.uid ?? []) if (model.at(uid) < 0) order.push(uid)
  }
  const n = order.length
  const from = new Int32Array(n)
  for (let i = 0; i < n; i++) from[i] = model.at(order[i])
  const column = {} as Columns
  for (const name of NUMBER_COLUMNS) {
    const old = model.column[name]
    const fresh = (column[name] = new Int32Array(n))
    const empty = NUMBERS[name]
    for (let i = 0; i < n; i++) fresh[i] = from[i] >= 0 ? old[from[i]] : empty
  }
  for (let i = 0; i < n; i++) column.uid[i] = order[i]
  const value = {} as Record<string, unknown[]>
  for (const name of OTHER_COLUMNS) {
    const old = model.value[name] as unknown[]
    const empty = OTHERS[name]
    const fresh: unknown[] = (value[name] = new Array(n))
    for (let i = 0; i < n; i++) fresh[i] = from[i] >= 0 ? old[from[i]] : empty
  }
  model.column = column
  model.value = value as unknown as Values
  model.restructure()
}

/** Writes the changed rows; true when a level changed, which is structure too. */
function patch(model: Model, rows: RowsJson): boolean {
  const n = rows.uid.length
  const at = new Int32Array(n)
  for (let i = 0; i < n; i++) at[i] = model.at(rows.uid[i])
  let structure = false
  for (const name of NUMBER_COLUMNS) {
    const given = rows[name] as number[] | undefined
    if (!given || name === 'uid') continue
    const own = model.column[name]
    if (name === 'level') for (let i = 0; i < n && !structure; i++) structure = at[i] >= 0 && own[at[i]] !== given[i]
    for (let i = 0; i < n; i++) if (at[i] >= 0) own[at[i]] = given[i]
  }
  for (const name of OTHER_COLUMNS) {
    const given = rows[name]
    if (!given) continue
    const own = model.value[name] as unknown[]
    for (let i = 0; i < n; i++) if (at[i] >= 0) own[at[i]] = given[i]
  }
  return structure
}

/** The delta that takes back what `delta` would do to the model as it is now. Only for deltas made here (rows, removed, order, links). */
export function invert(model: Model, delta: Delta): Delta {
  const known = (delta.rows?.uid ?? []).filter((uid) => model.at(uid) >= 0)
  const fresh = (delta.rows?.uid ?? []).filter((uid) => model.at(uid) < 0)
  const restructured = Boolean(delta.order) || (delta.removed?.length ?? 0) > 0 || fresh.length > 0
  const touched = new Set([...known, ...(delta.removed ?? [])])
  const uids = [...touched].filter((uid) => model.at(uid) >= 0)
  const columns = delta.removed?.length ? [...NUMBER_COLUMNS, ...OTHER_COLUMNS] : Object.keys(delta.rows ?? {})
  const rows: RowsJson = { uid: uids }
  for (const name of columns) {
    if (name === 'uid') continue
    const own = name in NUMBERS ? model.column[name as keyof Columns] : (model.value[name as keyof Values] as ArrayLike<unknown>)
    rows[name] = uids.map((uid) => own[model.at(uid)])
  }
  const back: Delta = { rows, removed: fresh }
  if (restructured) back.order = Array.from(model.column.uid)
  if (delta.links) back.links = model.links.json
  if (delta.next) back.next = { ...model.next }
  return back
}
