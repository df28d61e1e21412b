/** Instants: tenths of a minute since Sunday 1 January 1984, without a time zone. */

export const MINUTE = 10
export const HOUR = 600
export const DAY = 14400
const EPOCH = Date.UTC(1984, 0, 1)
const MS = 6000

export const toMs = (instant: number): number => EPOCH + instant * MS
export const toDate = (instant: number): Date => new Date(EPOCH + instant * MS)
export const fromUtc = (year: number, month: number, day = 1, hour = 0, minute = 0): number =>
  Math.round((Date.UTC(year, month, day, hour, minute) - EPOCH) / MS)
export const dayOf = (instant: number): number => Math.floor(instant / DAY)
/** 0 is Sunday. */
export const weekdayOf = (day: number): number => ((day % 7) + 7) % 7

const two = (value: number): string => String(value).padStart(2, '0')

/** What an editor holds: the same in every language and read by the server. */
export function isoText(instant: number, withTime: boolean): string {
  if (instant < 0) return ''
  const date = toDate(instant)
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
  return withTime ? `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` : day
}
