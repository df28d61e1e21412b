import { DAY, dayOf, fromUtc, toDate, weekdayOf } from './instants'

/** Instants to pixels. `origin` is the instant at x = 0 of the whole (unscrolled) chart. */
export class Scale {
  constructor(readonly origin: number, readonly end: number, readonly pxPerDay: number) {}

  get width(): number {
    return Math.ceil(((this.end - this.origin) / DAY) * this.pxPerDay)
  }
  x(instant: number): number {
    return ((instant - this.origin) * this.pxPerDay) / DAY
  }
  instant(x: number): number {
    return this.origin + (x * DAY) / this.pxPerDay
  }
}

export const MIN_ZOOM = 0.09
export const MAX_ZOOM = 1000
/** The steps of the zoom buttons, in pixels a day: from years to hours. */
export const ZOOMS = [0.1, 0.2, 0.35, 0.6, 1.1, 2, 3.5, 6, 10, 16, 24, 36, 56, 110, 170, 330, 640]

export const clampZoom = (zoom: number): number => Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom))

export function zoomStep(zoom: number, direction: 1 | -1): number {
  if (direction > 0) return ZOOMS.find((z) => z > zoom * 1.05) ?? ZOOMS[ZOOMS.length - 1]
  return [...ZOOMS].reverse().find((z) => z < zoom / 1.05) ?? ZOOMS[0]
}

/** The span the chart can show: the plan and room around it, from a Monday on. A wide screen at a low zoom still has to be filled. */
export function spanFor(start: number, finish: number, pxPerDay: number, width: number): [number, number] {
  const pad = Math.max(14, 120 / pxPerDay)
  let first = Math.floor(start / DAY - pad)
  first -= (weekdayOf(first) + 6) % 7
  const last = Math.max(finish / DAY + Math.max(30, (width * 0.6) / pxPerDay), first + (width + 1) / pxPerDay)
  return [first * DAY, Math.ceil(last) * DAY]
}

export type Unit = 'year' | 'half' | 'quarter' | 'month' | 'week' | 'day' | 'hour'

export interface Tier {
  unit: Unit
  step: number
}

/** Upper and lower tier of the head for a zoom. */
export function tiersFor(pxPerDay: number): [Tier, Tier] {
  const tier = (unit: Unit, step = 1): Tier => ({ unit, step })
  if (pxPerDay >= 600) return [tier('day'), tier('hour', 1)]
  if (pxPerDay >= 300) return [tier('day'), tier('hour', 2)]
  if (pxPerDay >= 150) return [tier('day'), tier('hour', 4)]
  if (pxPerDay >= 96) return [tier('day'), tier('hour', 6)]
  if (pxPerDay >= 15) return [tier('week'), tier('day')]
  if (pxPerDay >= 3) return [tier('month'), tier('week')]
  if (pxPerDay >= 0.9) return [tier('quarter'), tier('month')]
  if (pxPerDay >= 0.3) return [tier('year'), tier('quarter')]
  if (pxPerDay >= 0.16) return [tier('year'), tier('half')]
  return [tier('year', 5), tier('year')]
}

const MONTHS: Partial<Record<Unit, number>> = { month: 1, quarter: 3, half: 6, year: 12 }

/** Where ticks of a tier fall, from the last one at or before `from` to the first one after `to`. Weeks begin on Monday. */
export function ticks(tier: Tier, from: number, to: number): number[] {
  const result: number[] = []
  const months = MONTHS[tier.unit]
  if (months) {
    const size = months * tier.step
    const date = toDate(from)
    let month = date.getUTCFullYear() * 12 + date.getUTCMonth()
    month -= ((month % size) + size) % size
    for (let at = fromUtc(0, 0); ; month += size) {
      at = fromUtc(Math.floor(month / 12), month % 12)
      result.push(at)
      if (at > to) return result
    }
  }
  const size = tier.unit === 'hour' ? tier.step * 600 : tier.unit === 'week' ? 7 * DAY : DAY
  const shift = tier.unit === 'week' ? DAY : 0
  for (let at = Math.floor((from - shift) / size) * size + shift; ; at += size) {
    result.push(at)
    if (at > to) return result
  }
}

/** Week of the year as ISO 8601 counts it. */
export function isoWeek(instant: number): number {
  const day = dayOf(instant)
  const thursday = day - ((weekdayOf(day) + 6) % 7) + 3
  const year = toDate(thursday * DAY).getUTCFullYear()
  return Math.floor((thursday - dayOf(fromUtc(year, 0, 1))) / 7) + 1
}
