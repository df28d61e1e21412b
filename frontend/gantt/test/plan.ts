import type { LinksJson, PlanJson, Shift } from '../types'
import { fromUtc } from '../instants'

const WORK: Shift[] = [
  [480, 720],
  [780, 1020],
]
export const WEEK: Shift[][] = [[], WORK, WORK, WORK, WORK, WORK, []]

/** Monday 2 March 2026, 8:00. */
export const MONDAY = fromUtc(2026, 2, 2, 8)
export const at = (day: number, hour = 8, minute = 0): number => fromUtc(2026, 2, day, hour, minute)

/** A plan drawn as an outline: two blanks a level; "name start..finish" with days of March 2026. */
export function draw(text: string, links: [number, number, string?, string?][] = []): PlanJson {
  const rows = { uid: [] as number[], parent: [] as number[], level: [] as number[], name: [] as string[], duration: [] as string[], start: [] as number[], finish: [] as number[], flags: [] as number[] }
  const stack: number[] = []
  for (const line of text.split('\n').filter((l) => l.trim())) {
    const level = (line.length - line.trimStart().length) / 2 + 1
    const [name, span] = line.trim().split(' ')
    const [from, to] = (span ?? '2..2').split('..').map(Number)
    stack.length = level - 1
    const uid = (rows.uid.length + 1) * 10
    rows.uid.push(uid)
    rows.parent.push(stack[level - 2] ?? -1)
    rows.level.push(level)
    rows.name.push(name)
    rows.duration.push('1d')
    rows.start.push(at(from))
    rows.finish.push(at(to, 17))
    rows.flags.push(0)
    stack.push(uid)
  }
  const json: LinksJson = { uid: links.map((_, i) => i + 1), pred: links.map((l) => l[0]), succ: links.map((l) => l[1]), type: links.map((l) => l[2] ?? 'FS'), lag: links.map((l) => l[3] ?? '') }
  return {
    revision: 1,
    draft: null,
    project: {
      name: 'P',
      start: MONDAY,
      finish: at(31),
      status_date: null,
      calendar: 1,
      from_finish: false,
      minutes_per_day: 480,
      minutes_per_week: 2400,
      days_per_month: 20,
      default_start: 4800,
      default_finish: 10200,
      go_live: -1,
      critical_limit: 0,
      now: at(10, 9),
    },
    next: { task: 1000, link: 100, resource: 10, assignment: 10 },
    rows: rows as never,
    links: json,
    resources: [
      { uid: 1, name: 'Li Wei', type: 1 },
      { uid: 2, name: 'Ana', type: 1 },
    ],
    calendars: [{ uid: 1, name: 'Standard' }],
    time: { week: WEEK, days: [[Math.floor(at(9, 0) / 14400), Math.floor(at(9, 0) / 14400), [], 'Holiday']] },
    baselines: [],
    can: ['edit', 'progress'],
  }
}

/** The outline as it was drawn, to compare with. */
export const drawn = (model: { n: number; column: { level: Int32Array }; value: { name: string[] } }): string =>
  Array.from({ length: model.n }, (_, p) => '  '.repeat(model.column.level[p] - 1) + model.value.name[p]).join('\n')
