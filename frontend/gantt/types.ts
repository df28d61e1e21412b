/** What the server and the element say to each other; see docs/reference/plan-page.md. */

export interface RowsJson {
  uid: number[]
  [column: string]: unknown[]
}

export interface LinksJson {
  uid: number[]
  pred: number[]
  succ: number[]
  type: (string | number)[]
  lag: string[]
}

export interface Resource {
  uid: number
  name: string
  type: number
  category?: string
  generic?: boolean
}

export interface Named {
  uid: number
  name: string
}

export type Shift = [number, number]

export interface TimeJson {
  week: Shift[][]
  days: [number, number, Shift[], string][]
}

export interface Project {
  name: string
  start: number
  finish: number
  status_date: number | null
  calendar: number
  from_finish: boolean
  minutes_per_day: number
  minutes_per_week: number
  days_per_month: number
  default_start: number
  default_finish: number
  go_live: number
  critical_limit: number
  now: number
}

export interface Next {
  task: number
  link: number
  resource: number
  assignment: number
}

export interface Baseline {
  number: number
  name: string
}

export interface PlanJson {
  revision: number
  draft: number | null
  project: Project
  next: Next
  rows: RowsJson
  links: LinksJson
  resources: Resource[]
  calendars: Named[]
  time: TimeJson
  baselines: Baseline[]
  can: string[]
}

export interface Delta {
  from?: number
  revision?: number
  reload?: boolean
  rows?: RowsJson
  removed?: number[]
  order?: number[] | null
  links?: LinksJson | null
  resources?: Resource[] | null
  calendars?: Named[] | null
  time?: TimeJson | null
  project?: Project
  next?: Next
  baselines?: Baseline[] | null
}

export interface Impact {
  moved: number
  text: string
  milestones?: { uid: number; name: string; from: number; to: number }[]
  go_live?: [number, number] | null
  [key: string]: unknown
}

export type Change = Record<string, unknown>

export interface Answer {
  revision?: number
  delta?: Delta
  impact?: Impact
  label?: string
  undo?: boolean
  redo?: boolean
  question?: string
  message?: string
  who?: string[]
  what?: string[]
  uid?: number | null
  column?: string | null
  signin?: string
}

/** Sum of these is what `flags` holds. */
export const Flag = {
  summary: 1,
  milestone: 2,
  critical: 4,
  manual: 8,
  inactive: 16,
  estimated: 32,
  notes: 64,
  external: 128,
  missed: 256,
  unmet: 512,
  comments: 1024,
  split: 2048,
} as const
