import { Links } from './links'
import { outlineOf, wbsOf, type Outline } from './outline'
import { Flag, type Baseline, type Named, type Next, type PlanJson, type Project, type Resource, type TimeJson } from './types'
import { WorkTime } from './worktime'
import { dayOf } from './instants'

/** Columns of whole numbers, with what stands in a row that does not say. */
export const NUMBERS = {
  uid: -1,
  parent: -1,
  level: 1,
  start: -1,
  finish: -1,
  late_start: -1,
  late_finish: -1,
  total_slack: 0,
  free_slack: 0,
  actual_start: -1,
  actual_finish: -1,
  deadline: -1,
  constraint_date: -1,
  stop: -1,
  constraint: 0,
  percent: 0,
  priority: 500,
  type: 0,
  calendar: -1,
  owner: -1,
  distribution: 0,
  flags: 0,
  base_start: -1,
  base_finish: -1,
} as const

export type NumberColumn = keyof typeof NUMBERS
export type Units = [number, number]
export type Piece = [number, number]

export const NUMBER_COLUMNS = Object.keys(NUMBERS) as NumberColumn[]

/** Columns that are no whole numbers, with their default. */
export const OTHERS = { name: '', duration: '', work: 0, resources: [] as Units[], pieces: 0 as 0 | Piece[], optimistic: '', likely: '', pessimistic: '', category: '' }
export type OtherColumn = keyof typeof OTHERS
export const OTHER_COLUMNS = Object.keys(OTHERS) as OtherColumn[]

export type Columns = Record<NumberColumn, Int32Array>
export interface Values {
  name: string[]
  duration: string[]
  work: number[]
  resources: Units[][]
  pieces: (0 | Piece[])[]
  optimistic: string[]
  likely: string[]
  pessimistic: string[]
  category: string[]
}

/** Position of a uid; -1 when there is none. Uids are mostly dense, so an array serves better than a hash map. */
export class UidIndex {
  private readonly dense: Int32Array | null
  private readonly sparse: Map<number, number> | null

  constructor(uids: Int32Array) {
    let max = -1
    for (let i = 0; i < uids.length; i++) if (uids[i] > max) max = uids[i]
    if (max < 8 * uids.length + 100_000) {
      this.sparse = null
      this.dense = new Int32Array(max + 1).fill(-1)
      for (let i = 0; i < uids.length; i++) if (uids[i] >= 0) this.dense[uids[i]] = i
    } else {
      this.dense = null
      this.sparse = new Map()
      for (let i = 0; i < uids.length; i++) this.sparse.set(uids[i], i)
    }
  }

  get(uid: number): number {
    if (this.dense) return uid >= 0 && uid < this.dense.length ? this.dense[uid] : -1
    return this.sparse!.get(uid) ?? -1
  }
}

/** The plan as columns in outline order. */
export class Model {
  revision: number
  draft: number | null
  project: Project
  next: Next
  resources: Resource[]
  calendars: Named[]
  baselines: Baseline[]
  can: Set<string>
  timeJson: TimeJson
  column: Columns
  value: Values
  n: number
  index!: UidIndex
  outline!: Outline
  links!: Links
  time!: WorkTime
  resourceName = new Map<number, string>()
  calendarName = new Map<number, string>()
  /** Earliest start and latest finish of what the chart shows, baselines and marks included. */
  first = 0
  last = 0

  constructor(json: PlanJson, attributes: { can?: string; draft?: string } = {}) {
    this.revision = json.revision
    this.draft = json.draft ?? (attributes.draft ? Number(attributes.draft) : null)
    this.project = json.project
    this.next = { ...json.next }
    this.resources = json.resources
    this.calendars = json.calendars
    this.baselines = json.baselines ?? []
    this.can = new Set(json.can ?? attributes.can?.split(/\s+/) ?? [])
    this.timeJson = json.time
    this.n = json.rows.uid.length
    this.column = {} as Columns
    for (const name of NUMBER_COLUMNS) {
      const given = json.rows[name] as number[] | undefined
      this.column[name] = given ? new Int32Array(given) : new Int32Array(this.n).fill(NUMBERS[name])
    }
    const fill = <T>(name: string, empty: T): T[] => (json.rows[name] as T[] | undefined) ?? new Array<T>(this.n).fill(empty)
    this.value = {
      name: fill('name', ''),
      duration: fill('duration', ''),
      work: fill('work', 0),
      resources: fill<Units[]>('resources', []),
      pieces: fill<0 | Piece[]>('pieces', 0),
      optimistic: fill('optimistic', ''),
      likely: fill('likely', ''),
      pessimistic: fill('pessimistic', ''),
      category: fill('category', ''),
    }
    this.index = new UidIndex(this.column.uid)
    this.links = new Links(json.links, this.n, (uid) => this.index.get(uid))
    this.outline = outlineOf(this.column.level)
    this.nameThings()
    this.measure()
    this.time = new WorkTime(this.timeJson, dayOf(this.first), dayOf(this.last))
  }

  /** After rows came, went or moved. */
  restructure(): void {
    this.n = this.column.uid.length
    this.index = new UidIndex(this.column.uid)
    this.outline = outlineOf(this.column.level)
  }

  relink(json = this.links.json): void {
    this.links = new Links(json, this.n, (uid) => this.index.get(uid))
  }

  retime(): void {
    this.time = new WorkTime(this.timeJson, dayOf(this.first), dayOf(this.last))
  }

  nameThings(): void {
    this.resourceName = new Map(this.resources.map((r) => [r.uid, r.name]))
    this.calendarName = new Map(this.calendars.map((c) => [c.uid, c.name]))
  }

  measure(): void {
    const { start, finish, base_start, base_finish, deadline } = this.column
    let first = Infinity
    let last = -Infinity
    for (let i = 0; i < this.n; i++) {
      if (start[i] >= 0 && start[i] < first) first = start[i]
      if (base_start[i] >= 0 && base_start[i] < first) first = base_start[i]
      if (finish[i] > last) last = finish[i]
      if (base_finish[i] > last) last = base_finish[i]
      if (deadline[i] > last) last = deadline[i]
    }
    const fallback = this.project.start ?? this.project.now ?? 0
    this.first = first === Infinity ? fallback : first
    this.last = last === -Infinity ? this.first : Math.max(last, this.first)
  }

  has(position: number, flag: number): boolean {
    return (this.column.flags[position] & flag) !== 0
  }
  isSummary(position: number): boolean {
    return (this.column.flags[position] & Flag.summary) !== 0 || this.outline.end[position] > position + 1
  }
  hasChildren(position: number): boolean {
    return this.outline.end[position] > position + 1
  }
  uid(position: number): number {
    return this.column.uid[position]
  }
  at(uid: number): number {
    return this.index.get(uid)
  }
  wbs(position: number): string {
    return wbsOf(this.outline, position)
  }
  /** The task on the outline's top level that a task stands under. */
  phase(position: number): number {
    let p = position
    while (this.outline.parent[p] >= 0) p = this.outline.parent[p]
    return p
  }
  resourcesText(position: number): string {
    return this.value.resources[position]
      .map(([uid, units]) => {
        const name = this.resourceName.get(uid) ?? `#${uid}`
        return units === 1 ? name : `${name}[${Math.round(units * 100)}%]`
      })
      .join('; ')
  }
}
