import { COLUMNS, STANDARD, type ColumnId } from './columns'
import { clampZoom } from './scale'

/** How the plan is looked at. All of it lives in the page's address, so that a view can be kept, sent and reloaded. */
export type ColourBy = 'none' | 'phase' | 'owner' | 'status'
export const COLOUR_BYS: ColourBy[] = ['none', 'phase', 'owner', 'status']

export interface View {
  columns: { id: ColumnId; width: number }[]
  split: number
  zoom: number
  by: ColourBy
  /** Number of the baseline; 0 shows none, null the latest. */
  baseline: number | null
  filter: string
  critical: boolean
  collapsed: Set<number>
  /** On a narrow screen only one of the two is shown. */
  pane: 'grid' | 'chart'
}

/** Longest list of collapsed tasks that still goes into an address. */
const LONGEST = 1800

export const standardColumns = (): View['columns'] => STANDARD.map((id) => ({ id, width: COLUMNS.get(id)!.width }))

export const standardView = (): View => ({
  columns: standardColumns(),
  split: 0,
  zoom: 0,
  by: 'none',
  baseline: null,
  filter: '',
  critical: true,
  collapsed: new Set(),
  pane: 'grid',
})

const KEYS = ['c', 's', 'z', 'by', 'b', 'q', 'cp', 'x', 'v']

/** Writes the view into a query, leaving foreign keys alone. `summaries` are the uids that could be collapsed. */
export function writeView(view: View, query: URLSearchParams, summaries: number[]): URLSearchParams {
  const result = new URLSearchParams(query)
  for (const key of KEYS) result.delete(key)
  const standard = standardColumns()
  const same = view.columns.length === standard.length && view.columns.every((c, i) => c.id === standard[i].id && c.width === standard[i].width)
  if (!same)
    result.set('c', view.columns.map((c) => (c.width === COLUMNS.get(c.id)!.width ? c.id : `${c.id}.${Math.round(c.width)}`)).join('-'))
  if (view.split) result.set('s', String(Math.round(view.split)))
  if (view.zoom) result.set('z', String(Number(view.zoom.toPrecision(3))))
  if (view.by !== 'none') result.set('by', view.by)
  if (view.baseline !== null) result.set('b', String(view.baseline))
  if (view.filter) result.set('q', view.filter)
  if (!view.critical) result.set('cp', '0')
  if (view.pane === 'chart') result.set('v', 'chart')
  const folded = packCollapsed(view.collapsed, summaries)
  if (folded && folded.length <= LONGEST) result.set('x', folded)
  return result
}

export function readView(query: URLSearchParams): View {
  const view = standardView()
  const columns = (query.get('c') ?? '')
    .split('-')
    .map((part) => {
      const [id, width] = part.split('.')
      const column = COLUMNS.get(id as ColumnId)
      return column ? { id: column.id, width: clampWidth(Number(width) || column.width) } : null
    })
    .filter((c) => c !== null)
  if (columns.length) view.columns = columns.filter((c, i) => columns.findIndex((d) => d.id === c.id) === i)
  view.split = Math.max(0, Number(query.get('s')) || 0)
  const zoom = Number(query.get('z'))
  if (zoom > 0) view.zoom = clampZoom(zoom)
  const by = query.get('by') as ColourBy
  if (COLOUR_BYS.includes(by)) view.by = by
  const baseline = query.get('b')
  if (baseline !== null && /^\d+$/.test(baseline)) view.baseline = Number(baseline)
  view.filter = query.get('q') ?? ''
  view.critical = query.get('cp') !== '0'
  if (query.get('v') === 'chart') view.pane = 'chart'
  return view
}

export const clampWidth = (width: number): number => Math.min(900, Math.max(36, width))

/** Collapsed uids as differences in base 36; when most are collapsed, the open ones behind a "!". */
export function packCollapsed(collapsed: ReadonlySet<number>, summaries: number[]): string {
  const known = summaries.filter((uid) => collapsed.has(uid))
  if (!known.length) return ''
  const open = summaries.filter((uid) => !collapsed.has(uid))
  const inverted = open.length < known.length
  let last = 0
  const parts = (inverted ? open : known)
    .sort((a, b) => a - b)
    .map((uid) => {
      const part = (uid - last).toString(36)
      last = uid
      return part
    })
  return (inverted ? '!' : '') + parts.join('.')
}

export function unpackCollapsed(text: string, summaries: number[]): Set<number> {
  if (!text) return new Set()
  const inverted = text.startsWith('!')
  const listed = new Set<number>()
  let last = 0
  for (const part of (inverted ? text.slice(1) : text).split('.')) {
    const step = parseInt(part, 36)
    if (Number.isFinite(step)) listed.add((last += step))
  }
  return inverted ? new Set(summaries.filter((uid) => !listed.has(uid))) : listed
}
