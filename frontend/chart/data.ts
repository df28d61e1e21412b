/** What the server sends for a chart, and what can be read from it at a place. */
export type Kind = 'number' | 'time' | 'money' | 'percent' | 'names'

export interface Axis {
  label: string
  kind: Kind
  names: string[]
  unit: string
}

export type Point = [at: number, amount: number | null, until?: number | null]

export interface Series {
  name: string
  kind: 'line' | 'step' | 'bar' | 'area' | 'band' | 'scatter' | 'span'
  css: string
  dashed: boolean
  stack: string
  width: number | null
  second: boolean
  data: Point[]
}

export interface Mark {
  at: number
  label: string
  axis: 'x' | 'y'
  css: string
}

export interface Chart {
  key: string
  title: string
  height: number
  horizontal: boolean
  x: Axis
  y: Axis
  y2?: Axis
  series: Series[]
  marks: Mark[]
}

/** A place along the chart; what each series has there: one number, of ranges two, or nothing. */
export interface Row {
  at: number
  cells: (number[] | null)[]
}

const amountsOf = ([, ...amounts]: Point): number[] | null => (amounts.every((one) => typeof one === 'number') ? (amounts as number[]) : null)

/** The last point at or before a place. */
function before(data: Point[], at: number): number {
  let low = -1
  let high = data.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((data[middle] as Point)[0] <= at) low = middle
    else high = middle
  }
  return low
}

/** What a series has at a place: steps hold, lines are straight between their points, bars stand where they stand. */
export function amountsAt(series: Series, at: number): number[] | null {
  const { data, kind } = series
  const index = before(data, at)
  const point = data[index]
  if (!point) return null
  const [place] = point
  const amounts = amountsOf(point)
  if (!amounts) return null
  if (place === at) return amounts
  const next = data[index + 1]
  if (kind === 'step') return next || at < place + (series.width ?? 0) ? amounts : null
  if (!next || (kind !== 'line' && kind !== 'area' && kind !== 'band')) return null
  const later = amountsOf(next)
  if (!later) return null
  const part = (at - place) / (next[0] - place)
  return amounts.map((one, n) => one + part * ((later[n] as number) - one))
}

/** Bars and spans of names come in the order of the person who made the chart; places are searched in theirs. */
const ordered = (series: Series): Series => ({ ...series, data: [...series.data].sort(([one], [other]) => one - other) })

/** A chart as rows: a place at which some series has a point, with what all of them have there. Each dot of a cloud is a row. */
export function rowsOf(chart: Chart): Row[] {
  const series = chart.series.map(ordered)
  const places = new Set(series.filter((one) => one.kind !== 'scatter').flatMap((one) => one.data.map(([at]) => at)))
  const rows: Row[] = [...places].map((at) => ({ at, cells: series.map((one) => (one.kind === 'scatter' ? null : amountsAt(one, at))) }))
  series.forEach((one, n) => {
    if (one.kind !== 'scatter') return
    for (const point of one.data) rows.push({ at: point[0], cells: series.map((_, m) => (m === n ? amountsOf(point) : null)) })
  })
  return rows.filter((row) => row.cells.some(Boolean)).sort((one, other) => one.at - other.at)
}

/** Where each bar of a stack begins: on those before it, upwards and downwards apart. */
export function stacked(chart: Chart): Map<Series, number[]> {
  const tops = new Map<string, { up: number; down: number }>()
  return new Map(
    chart.series.map((one) => [
      one,
      one.data.map(([at, amount]) => {
        if (!one.stack) return 0
        const key = `${one.stack} ${one.second} ${at}`
        const top = tops.get(key) ?? { up: 0, down: 0 }
        tops.set(key, top)
        const side = (amount ?? 0) < 0 ? 'down' : 'up'
        const base = top[side]
        top[side] += amount ?? 0
        return base
      }),
    ]),
  )
}

/** In which lane each label stands, so that none covers another; their centres and widths in pixels. */
export function lanes(labels: { centre: number; width: number }[], gap = 8): number[] {
  const ends: number[] = []
  const found = new Array<number>(labels.length).fill(0)
  const order = labels.map((label, n) => ({ ...label, n })).sort((one, other) => one.centre - other.centre)
  for (const { centre, width, n } of order) {
    const free = ends.findIndex((end) => end + gap <= centre - width / 2)
    const lane = free < 0 ? ends.length : free
    ends[lane] = centre + width / 2
    found[n] = lane
  }
  return found
}

/** How far each label has to move down so that none covers another: those that stand in one column keep a line's height between them. */
export function apart(labels: { x: number; y: number }[], line = 15, column = 90): number[] {
  const placed: { x: number; y: number }[] = []
  const moves = new Array<number>(labels.length).fill(0)
  for (const { x, y, n } of labels.map((label, n) => ({ ...label, n })).sort((one, other) => one.y - other.y)) {
    const above = placed.filter((one) => Math.abs(one.x - x) < column).map((one) => one.y + line)
    const free = Math.max(y, ...above)
    placed.push({ x, y: free })
    moves[n] = free - y
  }
  return moves
}

const DAY = 86_400_000
/** A Thursday is day 0: three days on, weeks begin on Mondays. */
const MONDAY = 3

/** Days at which an axis of time has its marks: every day, Mondays, or firsts of months; nothing for a stretch of hours. */
export function timeTicks(low: number, high: number, most: number): number[] {
  const days = (high - low) / DAY
  if (!(days >= 2)) return []
  const [first, last] = [Math.ceil(low / DAY), Math.floor(high / DAY)]
  const step = [1, 2, 7, 14].find((one) => days / one <= most)
  if (step) return range(first, last).filter((day) => (day + (step < 7 ? 0 : MONDAY)) % step === 0).map((day) => day * DAY)
  const months = [1, 2, 3, 6, 12, 24, 60, 120].find((one) => days / (one * 30.4) <= most) ?? 240
  const month = (at: number): number => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth()
  return range(month(low), month(high)).filter((one) => one % months === 0).map((one) => Date.UTC(Math.floor(one / 12), one % 12)).filter((at) => at >= low)
}

const range = (first: number, last: number): number[] => Array.from({ length: Math.max(last - first + 1, 0) }, (_, n) => first + n)

/** Of the width of a chart: so far before its end a line may end. */
const NEAR = 0.08

/** Whether lines all go on to the end of a chart: the name of one that ends before would stand on the others. */
export function endTogether(lines: Series[]): boolean {
  const places = lines.map((one) => one.data.filter(([, amount]) => amount !== null).map(([at]) => at))
  const first = Math.min(...places.map((one) => one[0] ?? Infinity))
  const ends = places.map((one) => one[one.length - 1] ?? -Infinity)
  const last = Math.max(...ends)
  return ends.every((one) => last - one <= NEAR * (last - first))
}

/** From where to where a chart goes along; with its marks. */
export function reach(chart: Chart): [number, number] {
  const ends = chart.series.flatMap((one) => one.data.flatMap(([at]) => [at, at + (one.width ?? 0)]))
  const all = [...ends, ...chart.marks.filter((one) => one.axis === 'x').map((one) => one.at)]
  return [all.reduce((one, other) => Math.min(one, other), Infinity), all.reduce((one, other) => Math.max(one, other), -Infinity)]
}
