import { DAY, dayOf, weekdayOf } from './instants'
import type { Shift, TimeJson } from './types'

const EMPTY: Shift[] = []

/** The project calendar: which minutes are worked. The element only snaps and shades with it; dates come from the server. */
export class WorkTime {
  private readonly first: number
  private readonly shiftsByDay: Shift[][]
  /** Working tenths of a minute before each day of the table. */
  private readonly before: Float64Array
  private readonly names = new Map<number, string>()

  constructor(readonly json: TimeJson, from: number, to: number) {
    const margin = 400
    const known = json.days.length ? [json.days[0][0], json.days[json.days.length - 1][1]] : [from, to]
    this.first = Math.min(from, known[0]) - margin
    const last = Math.max(to, known[1]) + 4 * margin
    this.shiftsByDay = []
    for (let day = this.first; day <= last; day++) this.shiftsByDay.push(json.week[weekdayOf(day)] ?? EMPTY)
    for (const [start, end, shifts, name] of json.days)
      for (let day = start; day <= end; day++) {
        this.shiftsByDay[day - this.first] = shifts
        if (name) this.names.set(day, name)
      }
    this.before = new Float64Array(this.shiftsByDay.length + 1)
    this.shiftsByDay.forEach((shifts, i) => {
      this.before[i + 1] = this.before[i] + shifts.reduce((sum, [a, b]) => sum + (b - a) * 10, 0)
    })
  }

  shifts(day: number): Shift[] {
    return this.shiftsByDay[day - this.first] ?? this.json.week[weekdayOf(day)] ?? EMPTY
  }

  isWorking(day: number): boolean {
    return this.shifts(day).length > 0
  }

  /** The name of an exception ("National Day"). */
  nameOf(day: number): string {
    return this.names.get(day) ?? ''
  }

  private clampDay(day: number): number {
    return Math.min(Math.max(day, this.first), this.first + this.shiftsByDay.length - 1)
  }

  /** Working time since the table's first day. */
  private elapsed(instant: number): number {
    const day = this.clampDay(dayOf(instant))
    const into = (instant - day * DAY) / 10
    let sum = this.before[day - this.first]
    for (const [a, b] of this.shifts(day)) sum += Math.max(0, Math.min(into, b) - a) * 10
    return sum
  }

  /** Working tenths of a minute between two instants; negative when they are the other way round. */
  between(a: number, b: number): number {
    return this.elapsed(b) - this.elapsed(a)
  }

  /** The earliest instant at which `amount` is worked after `start`. */
  add(start: number, amount: number): number {
    const goal = this.elapsed(start) + amount
    if (amount <= 0) return start
    let low = 0
    let high = this.shiftsByDay.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.before[middle + 1] >= goal) high = middle
      else low = middle + 1
    }
    let rest = goal - this.before[low]
    for (const [a, b] of this.shiftsByDay[low]) {
      const length = (b - a) * 10
      if (rest <= length) return (this.first + low) * DAY + a * 10 + rest
      rest -= length
    }
    return (this.first + low + 1) * DAY
  }

  /** `instant` if it is worked, else the start of the next shift. */
  next(instant: number): number {
    for (let day = dayOf(instant), i = 0; i < 800; day++, i++)
      for (const [a, b] of this.shifts(day)) {
        const start = day * DAY + a * 10
        if (instant < day * DAY + b * 10) return Math.max(instant, start)
      }
    return instant
  }

  /** `instant` if work ends or runs there, else the end of the shift before. */
  previous(instant: number): number {
    for (let day = dayOf(instant), i = 0; i < 800; day--, i++) {
      const shifts = this.shifts(day)
      for (let s = shifts.length - 1; s >= 0; s--) {
        const start = day * DAY + shifts[s][0] * 10
        if (instant > start) return Math.min(instant, day * DAY + shifts[s][1] * 10)
      }
    }
    return instant
  }

  /** Where a dragged start comes to rest: a shift's first instant when days are narrow, else a round quarter or hour that is worked. */
  snapStart(instant: number, pxPerDay: number): number {
    const step = snapStep(pxPerDay)
    if (step < DAY) return this.next(Math.round(instant / step) * step)
    const day = Math.round(instant / DAY - 0.3)
    return this.next(day * DAY)
  }

  /** Where a dragged finish comes to rest. */
  snapFinish(instant: number, pxPerDay: number): number {
    const step = snapStep(pxPerDay)
    if (step < DAY) return this.previous(Math.round(instant / step) * step)
    const day = Math.round(instant / DAY - 0.7)
    return this.previous((day + 1) * DAY)
  }
}

export function snapStep(pxPerDay: number): number {
  if (pxPerDay >= 600) return 150
  if (pxPerDay >= 150) return 600
  return DAY
}
