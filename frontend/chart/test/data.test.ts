import { describe, expect, it } from 'vitest'
import { amountsAt, apart, endTogether, lanes, reach, rowsOf, stacked, timeTicks } from '../data'
import type { Chart, Series } from '../data'
import { csv, wrapped } from '../files'
import { Words } from '../format'
import { optionOf } from '../option'

const series = (values: Partial<Series>): Series => ({ name: 'One', kind: 'line', css: 'accent', dashed: false, stack: '', width: null, second: false, data: [], ...values })
const axis = (kind: Chart['x']['kind'], more: Partial<Chart['x']> = {}): Chart['x'] => ({ label: 'Axis', kind, names: [], unit: '', ...more })
const chart = (values: Partial<Chart>): Chart => ({ key: 'k', title: 'Title', height: 320, horizontal: false, x: axis('number'), y: axis('number'), series: [], marks: [], ...values })
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)

it('names lines at their end when all of them end there', () => {
  const whole = series({ data: [[0, 1], [100, 2]] })
  expect(endTogether([whole, series({ data: [[0, 1], [95, 2], [100, null]] })])).toBe(true)
  expect(endTogether([whole, series({ data: [[0, 1], [50, 2], [100, null]] })])).toBe(false)
  expect(endTogether([])).toBe(true)
})

describe('what a series has at a place', () => {
  const data: [number, number | null][] = [[0, 0], [10, 20], [20, null], [30, 40]]

  it('is straight between the points of a line, and nothing in a gap or outside', () => {
    const line = series({ data })
    expect(amountsAt(line, 5)).toEqual([10])
    expect(amountsAt(line, 10)).toEqual([20])
    expect([-1, 15, 20, 25, 31].map((at) => amountsAt(line, at))).toEqual([null, null, null, null, null])
  })

  it('holds on a step until the next', () => {
    const step = series({ kind: 'step', data: [[0, 3], [10, 7]] })
    expect([0, 9, 10, 11].map((at) => amountsAt(step, at)?.[0])).toEqual([3, 3, 7, undefined])
    expect([19, 20].map((at) => amountsAt({ ...step, width: 10 }, at)?.[0])).toEqual([7, undefined])
  })

  it('stands where it stands for bars', () => {
    expect(amountsAt(series({ kind: 'bar', data: [[0, 3], [10, 7]] }), 5)).toBeNull()
  })

  it('lies between both lines of a band', () => {
    expect(amountsAt(series({ kind: 'band', data: [[0, 1, 3], [10, 2, 7]] }), 5)).toEqual([1.5, 5])
  })
})

describe('rows', () => {
  it('go over the places of all series in order', () => {
    const rows = rowsOf(chart({ series: [series({ data: [[0, 0], [10, 10]] }), series({ kind: 'bar', data: [[10, 5], [4, 2]] })] }))
    expect(rows).toEqual([{ at: 0, cells: [[0], null] }, { at: 4, cells: [[4], [2]] }, { at: 10, cells: [[10], [5]] }])
  })

  it('have one for each dot of a cloud, also at the same place', () => {
    const rows = rowsOf(chart({ series: [series({ kind: 'scatter', data: [[1, 5], [1, 6], [0, null]] })] }))
    expect(rows.map((row) => row.cells[0])).toEqual([[5], [6]])
  })
})

it('puts bars on one another, upwards and downwards apart', () => {
  const [low, top, down] = [series({ stack: 's', data: [[0, 3]] }), series({ stack: 's', data: [[0, 4]] }), series({ stack: 's', data: [[0, -1]] })]
  const bases = stacked(chart({ series: [low, top, down, low] }))
  expect([bases.get(top), bases.get(down)]).toEqual([[3], [0]])
})

it('puts labels that would cover each other into lanes', () => {
  expect(lanes([{ centre: 50, width: 40 }, { centre: 60, width: 40 }, { centre: 120, width: 40 }])).toEqual([0, 1, 0])
})

it('moves names of lines apart only where they stand in one column', () => {
  expect(apart([{ x: 500, y: 10 }, { x: 500, y: 12 }, { x: 500, y: 13 }, { x: 100, y: 11 }])).toEqual([0, 13, 27, 0])
})

describe('words', () => {
  const en = new Words('en', new Date(2026, 5, 1))
  const zh = new Words('zh-hans', new Date(2026, 5, 1))

  it('write figures as the server does', () => {
    expect(en.full(axis('money', { unit: 'CNY' }), 1234567.5)).toBe('1,234,567.5 CNY')
    expect(en.full(axis('percent'), 0.645)).toBe('64.5%')
    expect(en.full(axis('time'), day('2026-09-08'))).toBe('8 Sep')
    expect(en.full(axis('time'), day('2027-09-08'))).toBe('8 Sep 2027')
    expect(zh.full(axis('time'), day('2027-09-08'))).toBe('2027年9月8日')
    expect(en.full(axis('number'), 0.00123)).toBe('0.0012')
  })

  it('are short where there is little room', () => {
    expect([en.short(axis('money'), 1_500_000), zh.short(axis('money'), 1_500_000)]).toEqual(['1.5M', '150万'])
    expect(['2026-01-01', '2026-04-01', '2026-04-06'].map((text) => en.short(axis('time'), day(text)))).toEqual(['2026', 'Apr', '6 Apr'])
  })

  it('name a week by its first and its last day', () => {
    const week = series({ kind: 'bar', width: 7 * 86_400_000, data: [[day('2026-03-02'), 8]] })
    const given = chart({ x: axis('time'), series: [week] })
    expect(en.place(given, rowsOf(given)[0]!, '{from} to {to}')).toBe('2 Mar to 8 Mar')
  })
})

describe('files', () => {
  it('hold every point, and no formula', () => {
    const given = chart({ x: axis('names', { names: ['=cmd()', 'a,"b"'] }), series: [series({ name: '+1', kind: 'span', data: [[0, -1, 2], [1, null, null]] }), series({ name: 'B', kind: 'bar', data: [[1, -0.5]] })] })
    expect(csv(given, new Words('en'))).toBe(`,Axis,Axis,Axis\r\n'+1,'=cmd(),-1,2\r\n'+1,"a,""b""",,\r\nB,"a,""b""",-0.5,\r\n`)
  })

  it('write days as days and moments as moments', () => {
    const given = chart({ x: axis('time'), series: [series({ data: [[day('2026-03-04'), 1], [day('2026-03-04') + 60_000, 2]] })] })
    expect(csv(given, new Words('en')).split('\r\n').slice(1, 3)).toEqual(['One,2026-03-04,1', 'One,2026-03-04 00:01:00,2'])
  })

  it('have a title that is broken where it may be', () => {
    expect(wrapped('Training moves 上线日期推迟', 8, (text) => text.length)).toEqual(['Training', 'moves 上线', '日期推迟'])
  })
})

it('begins bars at zero, lets lines begin where they are, and gives shares all of their axis', () => {
  const look = { ground: '#fff', ink: '#000', muted: '#777', line: '#ddd', font: 'sans-serif', hue: {} }
  const room = { width: 800, top: 10, right: 14, named: new Map(), words: new Map(), motion: false }
  const up = (one: Partial<Series>, kind: 'number' | 'percent' = 'number'): Record<string, unknown> => (optionOf(chart({ y: axis(kind), series: [series({ data: [[0, 0.9], [1, 0.95]], ...one })] }), look, new Words('en'), room).yAxis as Record<string, unknown>[])[0]!
  expect([up({ kind: 'bar' }).scale, up({}).scale]).toEqual([false, true])
  expect([up({}, 'percent').max, up({ stack: 's' }, 'percent').max]).toEqual([1, undefined])
})

describe('marks of an axis of time', () => {
  const iso = (low: string, high: string, most: number): string[] => timeTicks(day(low), day(high), most).map((at) => new Date(at).toISOString().slice(0, 10))

  it('are days, Mondays or firsts of months, as many as there is room for', () => {
    expect(iso('2026-03-02', '2026-03-05', 8)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'])
    expect(iso('2026-03-01', '2026-03-31', 6)).toEqual(['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23', '2026-03-30'])
    expect(iso('2026-01-15', '2026-06-20', 6)).toEqual(['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'])
    expect(iso('2020-05-01', '2030-05-01', 4)).toEqual(['2025-01-01', '2030-01-01'])
    expect(timeTicks(0, 3_600_000, 8)).toEqual([])
    expect(timeTicks(Infinity, -Infinity, 8)).toEqual([])
  })

  it('go from the first to the last place, bars and marks included', () => {
    expect(reach(chart({ series: [series({ kind: 'bar', width: 7, data: [[3, 1], [10, 1]] })], marks: [{ at: 1, label: '', axis: 'x', css: 'muted' }] }))).toEqual([1, 17])
  })
})
