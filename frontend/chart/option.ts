/** A chart in the words of ECharts. */
import { reach, stacked, timeTicks } from './data'
import type { Axis, Chart, Mark, Point, Series } from './data'
import type { Words } from './format'
import type { Look } from './look'

/** As much of ECharts' options as is written here. */
type Option = Record<string, unknown>

export interface Room {
  width: number
  /** Pixels above and right of the drawing, for words. */
  top: number
  right: number
  /** Series that are named at their end, and how far below it. */
  named: Map<Series, number>
  /** Of each mark how far up and sideways its words stand. */
  words: Map<Mark, { up: number; aside: number }>
  motion: boolean
}

export const LANE = 17
const SIZE = 12

const upright = (chart: Chart, mark: Mark): boolean => (mark.axis === 'x') !== chart.horizontal
export const uprights = (chart: Chart): Mark[] => chart.marks.filter((one) => upright(chart, one))

/** Which end of an upright line is above: names are listed from the top down, and turn the axis over. */
const above = (chart: Chart): string => (chart.horizontal && chart.x.kind === 'names' ? 'start' : 'end')

export function optionOf(chart: Chart, look: Look, words: Words, room: Room): Option {
  const place = axisOf(chart, chart.x, look, words, room, 'x')
  const ups = [chart.y, ...(chart.y2 ? [chart.y2] : [])].map((one, n) => ({ ...axisOf(chart, one, look, words, room, n ? 'y2' : 'y'), ...(n ? { splitLine: { show: false } } : {}) }))
  const bases = stacked(chart)
  return {
    useUTC: true,
    animation: room.motion,
    animationDuration: 250,
    animationDurationUpdate: 250,
    textStyle: { fontFamily: look.font, fontSize: SIZE, color: look.ink },
    grid: { left: 2, top: room.top, right: room.right, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: chart.horizontal ? ups : place,
    yAxis: chart.horizontal ? place : ups,
    series: [...chart.series.flatMap((one) => drawn(chart, one, look, room, bases.get(one) ?? [])), carrier(chart, look, room)],
  }
}

// ---- axes

function axisOf(chart: Chart, axis: Axis, look: Look, words: Words, room: Room, which: 'x' | 'y' | 'y2'): Option {
  const lying = (which === 'x') !== chart.horizontal
  const common = {
    axisLine: { show: lying, lineStyle: { color: look.line } },
    axisTick: { show: lying && axis.kind !== 'names', lineStyle: { color: look.line } },
    splitLine: { show: which !== 'x', lineStyle: { color: look.line } },
    axisLabel: { color: look.muted, fontSize: SIZE, hideOverlap: true, formatter: (value: number) => words.short(axis, value) },
  }
  if (axis.kind === 'names') return { ...common, type: 'category', data: axis.names, inverse: !lying, axisLabel: { ...common.axisLabel, ...nameLabels(chart, axis, room), formatter: undefined } }
  if (axis.kind === 'time') return { ...common, ...ticksOf(chart, which, common, room), type: 'time', splitNumber: Math.max(2, Math.floor(room.width / 130)) }
  const whole = axis.kind === 'percent' && (which === 'x' ? along(chart) : shares(chart, which))
  return { ...common, type: 'value', scale: which === 'x' || !grounded(chart, which), ...(whole ? { min: 0, max: 1 } : {}), splitNumber: lying && room.width < 500 ? 3 : 5 }
}

/** Mondays and firsts of months, where the axis lies along; ECharts would take any days. */
function ticksOf(chart: Chart, which: string, common: Option, room: Room): Option {
  const values = which === 'x' && !chart.horizontal ? timeTicks(...reach(chart), Math.max(2, Math.floor(room.width / 84))) : []
  if (values.length < 2) return {}
  return { axisTick: { ...(common.axisTick as Option), customValues: values }, axisLabel: { ...(common.axisLabel as Option), customValues: values } }
}

function nameLabels(chart: Chart, axis: Axis, room: Room): Option {
  if (chart.horizontal) return { width: Math.min(340, Math.round(room.width * 0.36)), overflow: 'truncate', interval: 0 }
  const each = room.width / Math.max(axis.names.length, 1)
  return each >= 56 ? { width: Math.round(each - 8), overflow: 'break', interval: 0 } : {}
}

const measured = (chart: Chart, which: string): Series[] => chart.series.filter((one) => one.second === (which === 'y2'))
/** What fills the ground below it begins at zero. */
const grounded = (chart: Chart, which: string): boolean => measured(chart, which).some(({ kind }) => kind === 'bar' || kind === 'area')
/** Whether what lies along are shares of a whole: then the axis ends with it. */
export const along = (chart: Chart): boolean => chart.series.every((one) => one.data.every(([at]) => at !== null && at >= 0 && at <= 1))

const shares = (chart: Chart, which: string): boolean => {
  const amounts = measured(chart, which).flatMap((one) => one.data.flatMap((point) => point.slice(1) as number[]))
  return measured(chart, which).every((one) => !one.stack) && Math.min(...amounts) >= 0 && Math.max(...amounts) <= 1 && Math.max(...amounts) > 0.6
}

// ---- series

const turned = (chart: Chart, at: number, amount: number | null): (number | null)[] => (chart.horizontal ? [amount, at] : [at, amount])

function drawn(chart: Chart, one: Series, look: Look, room: Room, bases: number[]): Option[] {
  const colour = look.hue[one.css] ?? look.ink
  const common = { name: one.name, silent: true, emphasis: { disabled: true }, itemStyle: { color: colour }, ...onSecond(chart, one) }
  if (one.kind === 'span' || (one.kind === 'bar' && one.width)) return [rectangles(chart, one, common, colour, bases)]
  const data = held(one).map(([at, amount]) => turned(chart, at, amount))
  if (one.kind === 'bar') return [{ ...common, type: 'bar', data, stack: one.stack || undefined, barMaxWidth: 36, barCategoryGap: '32%', itemStyle: fillOf(one, colour, look) }]
  if (one.kind === 'scatter') return [{ ...common, type: 'scatter', data, symbolSize: 5, itemStyle: { color: colour, opacity: 0.5 } }]
  if (one.kind === 'band') return band(chart, one, common, colour)
  return [
    {
      ...common,
      ...lineOf(chart, one, colour),
      data,
      stack: one.stack || undefined,
      areaStyle: one.kind === 'area' ? { color: colour, opacity: one.stack ? 0.5 : 0.16 } : undefined,
      endLabel: { show: room.named.has(one), formatter: one.name, color: colour, fontSize: SIZE, fontWeight: 500, distance: 6, offset: [0, room.named.get(one) ?? 0] },
    },
  ]
}

/** The last value of a step holds as long as the others. */
function held(one: Series): Point[] {
  const last = one.data.at(-1)
  return one.kind === 'step' && one.width && last ? [...one.data, [last[0] + one.width, last[1]]] : one.data
}

const onSecond = (chart: Chart, one: Series): Option => ({ [chart.horizontal ? 'xAxisIndex' : 'yAxisIndex']: one.second ? 1 : 0 })

const fillOf = (one: Series, colour: string, look: Look): Option => (one.dashed ? { color: 'transparent', borderColor: colour, borderType: 'dashed' } : { color: colour, opacity: 0.85, borderColor: look.ground, borderWidth: one.stack ? 0.5 : 0 })

function lineOf(chart: Chart, one: Series, colour: string): Option {
  const step = one.kind === 'step' ? (chart.x.kind === 'names' ? 'middle' : 'end') : undefined
  return { type: 'line', step, showSymbol: held(one).length < 2, symbol: 'circle', symbolSize: 7, lineStyle: { color: colour, width: 2, type: one.dashed ? 'dashed' : 'solid' }, z: 3 }
}

/** A line that is not seen, and on it what lies between the two. */
function band(chart: Chart, one: Series, common: Option, colour: string): Option[] {
  const line = { ...common, type: 'line', stack: `band ${chart.series.indexOf(one)}`, stackStrategy: 'all', showSymbol: false, lineStyle: { opacity: 0 }, z: 1 }
  const between = ([, low, high]: Point): number | null => (low === null || high === null || high === undefined ? null : high - low)
  return [
    { ...line, data: one.data.map(([at, low]) => turned(chart, at, low)) },
    { ...line, data: one.data.map((point) => turned(chart, point[0], between(point))), areaStyle: { color: colour, opacity: 0.18 } },
  ]
}

interface Drawing {
  value(dimension: number): number
  coord(at: number[]): number[]
  size(amount: number[]): number[]
}

/** Bars from a place to another, and from an amount to another: dimensions 0 and 1, 2 and 3. */
function rectangles(chart: Chart, one: Series, common: Option, colour: string, bases: number[]): Option {
  const data = one.data.map(([at, first, second], n) => {
    const base = bases[n] ?? 0
    const ends = one.kind === 'span' ? [first, second ?? null] : [base, first === null ? null : base + first]
    return [at, at + (one.width ?? 0), ...ends]
  })
  const along = { x: [0, 1], y: [2, 3] }
  return {
    ...common,
    type: 'custom',
    data,
    encode: chart.horizontal ? { x: along.y, y: along.x } : along,
    clip: true,
    renderItem: (_: unknown, api: Drawing) => {
      const corner = (place: number, amount: number): number[] => api.coord(chart.horizontal ? [amount, place] : [place, amount])
      const [x0 = 0, y0 = 0] = corner(api.value(0), api.value(2))
      const [x1 = 0, y1 = 0] = corner(api.value(1), api.value(3))
      const thick = one.width ? 0 : Math.min(28, (api.size([1, 1])[chart.horizontal ? 1 : 0] ?? 0) * 0.62)
      const [wide, tall] = chart.horizontal ? [0, thick] : [thick, 0]
      const gap = one.width ? 1 : 0
      const shape = { x: Math.min(x0, x1) - wide / 2, y: Math.min(y0, y1) - tall / 2, width: Math.max(Math.abs(x1 - x0) + wide - (chart.horizontal ? 0 : gap), 1), height: Math.max(Math.abs(y1 - y0) + tall - (chart.horizontal ? gap : 0), y0 === y1 ? 0 : 1) }
      const style = one.dashed ? { fill: 'transparent', stroke: colour, lineWidth: 1, lineDash: [4, 3] } : { fill: colour, opacity: one.kind === 'span' ? 1 : 0.72 }
      return Number.isNaN(y0 + y1 + x0 + x1) ? null : { type: 'rect', shape, style }
    },
  }
}

/** Carries the marks, and makes the axes reach as far as they do. */
function carrier(chart: Chart, look: Look, room: Room): Option {
  const lines = chart.marks.map((mark) => {
    const standing = upright(chart, mark)
    const colour = look.hue[mark.css] ?? look.muted
    const { up, aside } = room.words.get(mark) ?? { up: 0, aside: 0 }
    return {
      [standing ? 'xAxis' : 'yAxis']: mark.at,
      lineStyle: { color: colour, width: 1.5, type: [5, 4] },
      label: { show: true, formatter: mark.label, color: colour, fontSize: SIZE, fontWeight: 500, ...(standing ? { position: above(chart), distance: 6 + up, offset: [aside, 0] } : { position: 'insideEndTop', distance: 4 }) },
    }
  })
  const reach = chart.marks.map((mark) => ((mark.axis === 'x') !== chart.horizontal ? [mark.at, null] : [null, mark.at]))
  return { type: 'scatter', data: reach, silent: true, symbolSize: 0, z: 4, markLine: { silent: true, symbol: 'none', animation: false, data: lines } }
}
