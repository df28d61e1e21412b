import { describe, expect, it } from 'vitest'
import { DAY, dayOf, fromUtc, isoText, toDate, weekdayOf } from '../instants'
import { isoWeek, Scale, spanFor, tiersFor, ticks, zoomStep, ZOOMS } from '../scale'
import { snapStep, WorkTime } from '../worktime'
import { at, WEEK } from './plan'

const holiday = dayOf(at(9))
const time = new WorkTime({ week: WEEK, days: [[holiday, holiday, [], 'Holiday']] }, dayOf(at(2)), dayOf(at(31)))

describe('instants', () => {
  it('begin on Sunday 1 January 1984', () => {
    expect(fromUtc(1984, 0, 1)).toBe(0)
    expect(weekdayOf(0)).toBe(0)
    expect(fromUtc(1984, 0, 2, 8)).toBe(19200)
  })
  it('go to dates and back', () => {
    expect(toDate(at(18, 8)).toISOString()).toBe('2026-03-18T08:00:00.000Z')
  })
  it('are written for an editor', () => {
    expect(isoText(at(18, 9, 5), false)).toBe('2026-03-18')
    expect(isoText(at(18, 9, 5), true)).toBe('2026-03-18 09:05')
    expect(isoText(-1, true)).toBe('')
  })
  it('know weekdays before the epoch', () => expect(weekdayOf(-1)).toBe(6))
})

describe('working time', () => {
  it('knows working days and named exceptions', () => {
    expect(time.isWorking(dayOf(at(6)))).toBe(true)
    expect(time.isWorking(dayOf(at(7)))).toBe(false)
    expect(time.isWorking(holiday)).toBe(false)
    expect(time.nameOf(holiday)).toBe('Holiday')
  })
  it('counts a day as eight hours', () => expect(time.between(at(2), at(2, 17))).toBe(4800))
  it('leaves out nights, lunch, weekends and holidays', () => expect(time.between(at(6, 16), at(10, 9))).toBe(600 + 600))
  it('is negative backwards', () => expect(time.between(at(3), at(2))).toBe(-4800))
  it('adds across a weekend and a holiday', () => expect(time.add(at(6), 9600)).toBe(at(10, 17)))
  it('adds up to the end of a shift, not to the next one', () => expect(time.add(at(2), 4800)).toBe(at(2, 17)))
  it('adds nothing', () => expect(time.add(at(2), 0)).toBe(at(2)))
  it('adds and measures alike', () => {
    for (let amount = 100; amount < 60000; amount += 700) expect(time.between(at(2), time.add(at(2), amount))).toBe(amount)
  })
  it('moves on to working time', () => {
    expect(time.next(at(7, 10))).toBe(at(10, 8))
    expect(time.next(at(3, 12, 30))).toBe(at(3, 13))
    expect(time.next(at(3, 9))).toBe(at(3, 9))
  })
  it('moves back to working time', () => {
    expect(time.previous(at(8, 10))).toBe(at(6, 17))
    expect(time.previous(at(3, 7))).toBe(at(2, 17))
    expect(time.previous(at(3, 13))).toBe(at(3, 12))
  })
  it('works far outside the plan', () => expect(time.shifts(dayOf(fromUtc(2100, 0, 4)))).toEqual(WEEK[1]))
  it('gives up where nothing is ever worked', () => {
    const never = new WorkTime({ week: [[], [], [], [], [], [], []], days: [] }, 0, 10)
    expect(never.next(500)).toBe(500)
  })
})

describe('snapping', () => {
  it('rests on days, hours or quarters by zoom', () => {
    expect(snapStep(10)).toBe(DAY)
    expect(snapStep(200)).toBe(600)
    expect(snapStep(800)).toBe(150)
  })
  it('puts a start at the first instant of a working day', () => {
    expect(time.snapStart(at(3, 11), 20)).toBe(at(3, 8))
    expect(time.snapStart(at(7, 11), 20)).toBe(at(10, 8))
  })
  it('puts a finish at the last instant of a working day', () => {
    expect(time.snapFinish(at(3, 15), 20)).toBe(at(3, 17))
    expect(time.snapFinish(at(8, 15), 20)).toBe(at(6, 17))
  })
  it('rounds to the hour when days are wide', () => expect(time.snapStart(at(3, 10, 40), 200)).toBe(at(3, 11)))
  it('leaves a start where it was when it is not dragged', () => expect(time.snapStart(at(3, 8), 20)).toBe(at(3, 8)))
  it('leaves a finish where it was when it is not dragged', () => expect(time.snapFinish(at(3, 17), 20)).toBe(at(3, 17)))
})

describe('scale', () => {
  const scale = new Scale(at(2, 0), at(30, 0), 24)
  it('maps both ways', () => {
    expect(scale.x(at(3, 0))).toBe(24)
    expect(scale.instant(scale.x(at(5, 13)))).toBeCloseTo(at(5, 13))
    expect(scale.width).toBe(28 * 24)
  })
  it('has its tiers from hours to years', () => {
    const units = ZOOMS.map((zoom) => tiersFor(zoom)[1].unit)
    for (const unit of ['hour', 'day', 'week', 'month', 'quarter', 'half', 'year']) expect(units).toContain(unit)
  })
  it('never lets the lower tier be coarser than the upper', () => {
    for (const zoom of ZOOMS) {
      const [upper, lower] = tiersFor(zoom).map((tier) => ticks(tier, at(1, 0), at(1, 0) + 6000 * DAY).length)
      expect(lower).toBeGreaterThan(upper)
    }
  })
  it('steps through the zooms and stops at the ends', () => {
    expect(zoomStep(24, 1)).toBe(36)
    expect(zoomStep(24, -1)).toBe(16)
    expect(zoomStep(ZOOMS[ZOOMS.length - 1], 1)).toBe(ZOOMS[ZOOMS.length - 1])
    expect(zoomStep(ZOOMS[0], -1)).toBe(ZOOMS[0])
  })
  it('begins its span on a Monday and fills the screen', () => {
    const [from, to] = spanFor(at(4), at(5), 10, 1000)
    expect(weekdayOf(dayOf(from))).toBe(1)
    expect(((to - from) / DAY) * 10).toBeGreaterThanOrEqual(1000)
  })
})

describe('ticks', () => {
  it('of months fall on their first days', () => {
    expect(ticks({ unit: 'month', step: 1 }, at(15), at(40)).map((t) => toDate(t).toISOString().slice(0, 10))).toEqual(['2026-03-01', '2026-04-01', '2026-05-01'])
  })
  it('of quarters and years', () => {
    expect(toDate(ticks({ unit: 'quarter', step: 1 }, at(15), at(16))[0]).getUTCMonth()).toBe(0)
    expect(ticks({ unit: 'year', step: 1 }, at(15), at(500)).length).toBe(3)
  })
  it('of weeks fall on Mondays', () => {
    for (const tick of ticks({ unit: 'week', step: 1 }, at(1), at(30))) expect(weekdayOf(dayOf(tick))).toBe(1)
  })
  it('of hours', () => expect(ticks({ unit: 'hour', step: 6 }, at(2, 7), at(2, 13)).map((t) => toDate(t).getUTCHours())).toEqual([6, 12, 18]))
  it('know ISO weeks at the turn of the year', () => {
    expect(isoWeek(fromUtc(2026, 0, 1))).toBe(1)
    expect(isoWeek(fromUtc(2027, 0, 1))).toBe(53)
    expect(isoWeek(fromUtc(2025, 11, 29))).toBe(1)
  })
})
