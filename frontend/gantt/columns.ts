import type { Format } from './format'
import { isoText } from './instants'
import type { Model } from './model'
import { Flag } from './types'
import type { Words } from './words'

export type ColumnId = keyof Words['columns']
export type Suggest = 'resources' | 'owner' | 'calendar' | 'constraint' | 'type' | 'mode' | 'distribution' | 'category'

export interface Column {
  id: ColumnId
  width: number
  right?: boolean
  /** A date column: its editor offers a calendar; tells which default time is left out. */
  date?: 'start' | 'finish'
  /** What the server takes in `intent: type`. Without it the column is computed. */
  edit?: boolean
  progress?: boolean
  suggest?: Suggest
  text(model: Model, format: Format, position: number): string
  /** What the editor and the clipboard hold, when it is not what is shown. */
  raw?(model: Model, format: Format, position: number): string
}

type DateColumn = 'start' | 'finish' | 'late_start' | 'late_finish' | 'actual_start' | 'actual_finish' | 'deadline' | 'constraint_date' | 'base_start' | 'base_finish'

const date = (id: DateColumn, end: 'start' | 'finish', edit = false): Column => ({
  id,
  width: 120,
  date: end,
  edit,
  text: (model, format, p) => format.date(model.column[id][p], end),
  raw: (model, format, p) => isoText(model.column[id][p], !format.isDefault(model.column[id][p], end)),
})

/** Short slack columns and the like: an amount of working time that no task without dates has. */
const amount = (id: 'total_slack' | 'free_slack'): Column => ({
  id,
  width: 84,
  right: true,
  text: (model, format, p) => (model.column.start[p] < 0 ? '' : format.amount(model.column[id][p])),
})

/** An estimate of the duration, typed and shown like it. */
const estimate = (id: 'optimistic' | 'likely' | 'pessimistic'): Column => ({
  id,
  width: 92,
  right: true,
  edit: true,
  text: (model, format, p) => format.duration(model.value[id][p]),
  raw: (model, _, p) => model.value[id][p],
})

export type Status = keyof Words['statuses']

export function statusOf(model: Model, p: number): Status {
  if (model.has(p, Flag.inactive)) return 'inactive'
  const { percent, start, finish } = model.column
  const today = model.project.status_date && model.project.status_date > 0 ? model.project.status_date : model.project.now
  if (percent[p] >= 100) return 'done'
  if (finish[p] >= 0 && finish[p] < today) return 'late'
  if (percent[p] > 0) return 'running'
  return start[p] >= 0 && start[p] < today && !model.has(p, Flag.milestone) && !model.isSummary(p) ? 'late' : 'waiting'
}

export const STATUS_SIGN: Record<Status, string> = { done: '✓', running: '◐', waiting: '○', late: '■', inactive: '–' }

const list: Column[] = [
  { id: 'indicators', width: 44, text: () => '' },
  {
    id: 'mode',
    width: 70,
    edit: true,
    suggest: 'mode',
    text: (model, format, p) => format.words.modes[model.has(p, Flag.manual) ? 1 : 0],
  },
  { id: 'wbs', width: 70, text: (model, _, p) => model.wbs(p) },
  { id: 'name', width: 280, edit: true, text: (model, _, p) => model.value.name[p] },
  {
    id: 'duration',
    width: 84,
    right: true,
    edit: true,
    text: (model, format, p) => format.duration(model.value.duration[p]),
    raw: (model, _, p) => model.value.duration[p],
  },
  date('start', 'start', true),
  date('finish', 'finish', true),
  {
    id: 'percent',
    width: 80,
    right: true,
    edit: true,
    progress: true,
    text: (model, _, p) => `${model.column.percent[p]}%`,
  },
  { id: 'predecessors', width: 104, edit: true, text: (model, _, p) => model.links.text(p, 'predecessors') },
  { id: 'successors', width: 104, text: (model, _, p) => model.links.text(p, 'successors') },
  { id: 'resources', width: 150, edit: true, suggest: 'resources', text: (model, _, p) => model.resourcesText(p) },
  {
    id: 'owner',
    width: 110,
    edit: true,
    suggest: 'owner',
    text: (model, _, p) => (model.column.owner[p] < 0 ? '' : (model.resourceName.get(model.column.owner[p]) ?? '')),
  },
  { id: 'work', width: 76, right: true, edit: true, text: (model, format, p) => format.work(model.value.work[p]), raw: (model, _, p) => `${model.value.work[p] / 600}h` },
  { id: 'type', width: 110, edit: true, suggest: 'type', text: (model, format, p) => format.words.types[model.column.type[p]] ?? '' },
  {
    id: 'constraint',
    width: 150,
    edit: true,
    suggest: 'constraint',
    text: (model, format, p) => format.words.constraints[model.column.constraint[p]] ?? '',
  },
  date('constraint_date', 'start', true),
  date('deadline', 'finish', true),
  {
    id: 'calendar',
    width: 110,
    edit: true,
    suggest: 'calendar',
    text: (model, _, p) => (model.column.calendar[p] < 0 ? '' : (model.calendarName.get(model.column.calendar[p]) ?? '')),
  },
  { id: 'priority', width: 70, right: true, edit: true, text: (model, _, p) => String(model.column.priority[p]) },
  estimate('optimistic'),
  estimate('likely'),
  estimate('pessimistic'),
  {
    id: 'distribution',
    width: 104,
    edit: true,
    suggest: 'distribution',
    text: (model, format, p) => (model.column.distribution[p] ? (format.words.shapes[model.column.distribution[p] - 1] ?? '') : ''),
  },
  { id: 'category', width: 120, edit: true, suggest: 'category', text: (model, _, p) => model.value.category[p] },
  {
    id: 'status',
    width: 104,
    text: (model, format, p) => {
      const status = statusOf(model, p)
      return `${STATUS_SIGN[status]} ${format.words.statuses[status]}`
    },
  },
  amount('total_slack'),
  amount('free_slack'),
  date('late_start', 'start'),
  date('late_finish', 'finish'),
  date('actual_start', 'start'),
  date('actual_finish', 'finish'),
  date('base_start', 'start'),
  date('base_finish', 'finish'),
  {
    id: 'finish_variance',
    width: 96,
    right: true,
    text: (model, format, p) => {
      const { base_finish, finish } = model.column
      if (base_finish[p] < 0 || finish[p] < 0) return ''
      const tenths = model.time.between(base_finish[p], finish[p])
      return tenths > 0 ? `+${format.amount(tenths)}` : tenths < 0 ? `−${format.amount(-tenths)}` : format.amount(0)
    },
  },
]

export const COLUMNS: ReadonlyMap<ColumnId, Column> = new Map(list.map((column) => [column.id, column]))
export const STANDARD: ColumnId[] = ['indicators', 'name', 'duration', 'start', 'finish', 'percent', 'predecessors', 'resources']

export const rawText = (column: Column, model: Model, format: Format, position: number): string =>
  (column.raw ?? column.text).call(column, model, format, position)
