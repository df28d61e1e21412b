import { DAY, dayOf, toDate } from './instants'
import type { Project } from './types'
import { fill, type Language, type Words } from './words'

const LOCALE: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' }

/** Instants and amounts in words. Intl is slow, so a day is formatted once. */
export class Format {
  readonly locale: string
  private readonly days = new Map<number, string>()
  private readonly cache = new Map<string, Intl.DateTimeFormat>()
  private year = 0

  constructor(
    readonly language: Language,
    readonly words: Words,
    public project: Project,
  ) {
    this.locale = LOCALE[language]
    this.setProject(project)
  }

  setProject(project: Project): void {
    this.project = project
    const year = toDate(Math.max(0, project.now ?? 0)).getUTCFullYear()
    if (year !== this.year) this.days.clear()
    this.year = year
  }

  private intl(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    let found = this.cache.get(key)
    if (!found) this.cache.set(key, (found = new Intl.DateTimeFormat(this.locale, { ...options, timeZone: 'UTC' })))
    return found
  }

  /** "Wed 18 Mar", with the year when it is not this one. */
  day(instant: number): string {
    if (instant < 0) return ''
    const key = dayOf(instant)
    const known = this.days.get(key)
    if (known !== undefined) return known
    const date = toDate(instant)
    const same = date.getUTCFullYear() === this.year
    const text = this.intl(same ? 'd' : 'dy', { weekday: 'short', day: 'numeric', month: 'short', ...(same ? {} : { year: 'numeric' }) })
      .format(date)
      .replace(/,/g, '')
      .replace(/周/, ' 周')
      .replace('Sept', 'Sep') // as the rest of the pages
    this.days.set(key, text)
    return text
  }

  time(instant: number): string {
    const minutes = Math.round((instant - dayOf(instant) * DAY) / 10)
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  }

  /** The day, and the hour when it is not the one a date without a time means. */
  date(instant: number, end: 'start' | 'finish'): string {
    if (instant < 0) return ''
    // A milestone at the end of a day starts at the default finish: its hour says nothing either.
    const plain = this.isDefault(instant, 'finish') || this.isDefault(instant, end)
    return plain ? this.day(instant) : `${this.day(instant)} ${this.time(instant)}`
  }

  isDefault(instant: number, end: 'start' | 'finish'): boolean {
    const into = instant - dayOf(instant) * DAY
    return into === (end === 'start' ? this.project.default_start : this.project.default_finish)
  }

  /** "5d" as typed; in Chinese with Chinese units. */
  duration(text: string): string {
    if (this.language === 'en' || !text) return text
    return text.replace(/(-?[\d.]+)\s*(e?)(mo|m|h|d|w)/g, (_, n: string, e: string, unit: 'm') => `${n}${e ? this.words.units.e : ''}${this.words.units[unit]}`)
  }

  /** Working time in days, or in hours below a day: "3d", "-2.5d", "4h". */
  amount(tenths: number): string {
    const perDay = this.project.minutes_per_day * 10 || 4800
    const text = Math.abs(tenths) >= perDay || tenths === 0 ? `${round(tenths / perDay, 1)}d` : `${round(tenths / 600, 1)}h`
    return this.duration(text)
  }

  work(tenths: number): string {
    return tenths > 0 ? this.duration(`${round(tenths / 600, 1)}h`) : ''
  }

  /** Labels of the head, for a tick of a unit. */
  month(instant: number): string {
    return this.intl('m', { month: 'short' }).format(toDate(instant)).replace('Sept', 'Sep')
  }
  dayMonth(instant: number): string {
    return this.intl('dm', { day: 'numeric', month: 'short' }).format(toDate(instant)).replace('Sept', 'Sep')
  }
  monthYear(instant: number): string {
    return this.intl('my', { month: 'long', year: 'numeric' }).format(toDate(instant))
  }
  weekday(instant: number): string {
    return this.intl('w', { weekday: 'short' }).format(toDate(instant)).replace('周', '')
  }
  dayLong(instant: number): string {
    return this.intl('dl', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(toDate(instant))
  }
  dayYear(instant: number): string {
    return this.intl('dmy', { day: 'numeric', month: 'short', year: 'numeric' }).format(toDate(instant)).replace('Sept', 'Sep')
  }
  yearText(instant: number): string {
    return this.intl('y', { year: 'numeric' }).format(toDate(instant))
  }
  quarter(instant: number): string {
    return fill(this.words.time.quarter, { n: Math.floor(toDate(instant).getUTCMonth() / 3) + 1 })
  }
  half(instant: number): string {
    const second = toDate(instant).getUTCMonth() >= 6
    return fill(this.words.time.half, { n: this.language === 'zh' ? (second ? '下' : '上') : second ? 2 : 1 })
  }
  /** "3 tasks", digits as the language groups them. */
  number(value: number): string {
    return value.toLocaleString(this.locale)
  }
}

export const round = (value: number, digits: number): number => {
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}
