import { describe, expect, it } from 'vitest'
import { readable } from '../draw/theme'
import { barAt, distance, kindOf, partAt, route, sizesFor } from '../layout'
import { Model } from '../model'
import { Scale } from '../scale'
import { Flag } from '../types'
import { at, draw } from './plan'

const sizes = sizesFor(false)
const scale = new Scale(at(2, 0), at(60, 0), 24)
const json = draw('S\n  T 3..5\n  M 9..9\nX 4..4')
const column = json.rows as unknown as Record<string, number[]>
column.flags[2] = Flag.milestone
column.percent = [0, 50, 0, 0]
column.start[3] = column.finish[3] = -1
const model = new Model(json)

describe('bars', () => {
  it('are summaries, tasks or milestones', () => expect([0, 1, 2].map((p) => kindOf(model, p))).toEqual(['summary', 'task', 'milestone']))
  it('lie between start and finish', () => {
    const bar = barAt(model, scale, 1, 10, 100, sizes)!
    expect(bar.left).toBeCloseTo(scale.x(at(3)) - 10)
    expect(bar.right).toBeCloseTo(scale.x(at(5, 17)) - 10)
    expect(bar.done).toBeCloseTo((bar.left + bar.right) / 2)
    expect(bar.top).toBeGreaterThan(100)
    expect(bar.top + sizes.bar).toBeLessThan(100 + sizes.row)
  })
  it('are none without dates', () => expect(barAt(model, scale, 3, 0, 0, sizes)).toBe(null))
  it('follow a ghost', () => expect(barAt(model, scale, 1, 0, 0, sizes, { start: at(10), finish: at(11) })!.left).toBeCloseTo(scale.x(at(10))))
  it('are never invisible', () => {
    const bar = barAt(model, new Scale(at(2, 0), at(60, 0), 0.1), 1, 0, 0, sizes)!
    expect(bar.right - bar.left).toBeGreaterThanOrEqual(2)
  })
})

describe('parts', () => {
  const bar = barAt(model, scale, 1, 0, 0, sizes)!
  const y = bar.top + sizes.bar / 2
  it('the middle moves', () => expect(partAt(bar, bar.left + 12, y, sizes)).toBe('bar'))
  it('the end resizes', () => expect(partAt(bar, bar.right - 2, y, sizes)).toBe('right'))
  it('beyond the end links', () => expect(partAt(bar, bar.right + 9, y, sizes)).toBe('handle'))
  it('the edge of the progress drags it', () => expect(partAt(bar, bar.done, y + 4, sizes)).toBe('progress'))
  it('elsewhere is nothing', () => {
    expect(partAt(bar, bar.left - 30, y, sizes)).toBe(null)
    expect(partAt(bar, bar.left + 12, y + 40, sizes)).toBe(null)
  })
  it('a milestone can be moved and linked', () => {
    const milestone = barAt(model, scale, 2, 0, 0, sizes)!
    const middle = milestone.top + sizes.bar / 2
    expect(partAt(milestone, milestone.left, middle, sizes)).toBe('bar')
    expect(partAt(milestone, milestone.left + 15, middle, sizes)).toBe('handle')
  })
  it('a summary has no end to resize', () => {
    const summary = barAt(model, scale, 0, 0, 0, sizes)!
    expect(partAt(summary, summary.right - 1, summary.top + 5, sizes)).toBe('bar')
  })
})

describe('routes', () => {
  const from = { left: 10, right: 50, y: 15 }
  const to = { left: 100, right: 160, y: 75, half: 7 }
  const way = (type: string, a = from, b = to): number[] => {
    const out: number[] = []
    route(type, a, b, out)
    return out
  }
  it('begin and end at the right ends', () => {
    for (const [type, x0, x1] of [
      ['SS', 10, 100],
      ['FF', 50, 160],
      ['SF', 10, 160],
    ] as const) {
      const points = way(type)
      expect([type, points[0], points[points.length - 2]]).toEqual([type, x0, x1])
    }
  })
  it('go straight down into the bar when there is room', () => {
    const points = way('FS')
    expect(points.length).toBe(6)
    expect(points[5]).toBe(75 - 7)
  })
  it('go around when the successor lies to the left', () => {
    const points = way('FS', from, { left: 20, right: 40, y: 75, half: 7 })
    expect(points.slice(-2)).toEqual([20, 75])
    expect(points.length).toBeGreaterThan(8)
  })
  it('only turn at right angles', () => {
    for (const type of ['FS', 'SS', 'FF', 'SF'])
      for (const left of [-200, 0, 45, 60, 300])
        for (const y of [-60, 75]) {
          const points = way(type, from, { left, right: left + 60, y, half: 7 })
          for (let i = 0; i + 3 < points.length; i += 2) expect(points[i] === points[i + 2] || points[i + 1] === points[i + 3]).toBe(true)
        }
  })
  it('are found by their distance', () => {
    expect(distance([0, 0, 100, 0, 100, 50], 50, 3)).toBe(3)
    expect(distance([0, 0, 100, 0, 100, 50], 104, 25)).toBe(4)
    expect(distance([0, 0], 5, 5)).toBe(Infinity)
  })
})

describe('colours', () => {
  it('of bars can carry words', () => {
    for (const hue of [0, 32, 52, 96, 164, 190, 212, 252, 284, 338]) {
      expect(readable(hue, 65, 47, false)).toBeLessThanOrEqual(47)
      expect(readable(hue, 65, 60, true)).toBeGreaterThanOrEqual(60)
    }
    expect(readable(52, 65, 47, false)).toBeLessThan(38)
  })
})
