/** Figures in words, as the server writes them in the table. */
import type { Axis, Chart, Row } from './data'

const DAY = 86_400_000

export class Words {
  private readonly language: string

  constructor(language: string, private readonly today = new Date()) {
    this.language = language.startsWith('zh') ? 'zh-CN' : 'en'
  }

  private date(at: number, form: Intl.DateTimeFormatOptions): string {
    const parts = new Intl.DateTimeFormat(this.language, { ...form, timeZone: 'UTC', hourCycle: 'h23' })
    if (this.language !== 'en' || !form.day) return parts.format(at)
    // The day first, as the server writes it.
    const found = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]))
    return [found.day, found.month, found.year].filter(Boolean).join(' ')
  }

  private number(value: number, form: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(this.language, form).format(value)
  }

  /** A figure with all that matters, and its unit. */
  full(axis: Axis, value: number): string {
    if (axis.kind === 'names') return axis.names[Math.round(value)] ?? ''
    if (axis.kind === 'time') {
      const year = new Date(value).getUTCFullYear() === this.today.getFullYear() ? undefined : 'numeric'
      return this.date(value, { day: 'numeric', month: 'short', year })
    }
    if (axis.kind === 'percent') return this.number(value, { style: 'percent', maximumFractionDigits: 1 })
    const figure = this.number(value, { maximumFractionDigits: Math.abs(value) >= 1 ? 2 : 4 })
    return axis.unit ? `${figure} ${axis.unit}` : figure
  }

  /** A figure at the edge of the chart, where there is little room. */
  short(axis: Axis, value: number): string {
    if (axis.kind === 'percent') return this.number(value, { style: 'percent', maximumFractionDigits: 1 })
    if (axis.kind === 'time') return this.tick(value)
    const compact = Math.abs(value) >= 10_000
    return this.number(value, compact ? { notation: 'compact', maximumFractionDigits: 2 } : { maximumFractionDigits: Math.abs(value) >= 1 ? 2 : 4 })
  }

  private tick(at: number): string {
    const date = new Date(at)
    if (at % DAY) return this.date(at, { hour: '2-digit', minute: '2-digit' })
    if (date.getUTCDate() !== 1) return this.date(at, { day: 'numeric', month: 'short' })
    return date.getUTCMonth() ? this.date(at, { month: 'short' }) : this.date(at, { year: 'numeric' })
  }

  /** A range, or the one figure. */
  amounts(axis: Axis, values: number[], range: string): string {
    const [low, high] = values.map((one) => this.full(axis, one))
    return high === undefined ? (low ?? '') : range.replace('{from}', low ?? '').replace('{to}', high)
  }

  /** Where a row is; of bars with a width from where to where. */
  place(chart: Chart, row: Row, range: string): string {
    const bar = chart.series.find((one, n) => one.width && row.cells[n])
    const from = this.full(chart.x, row.at)
    if (!bar?.width) return from
    // A week ends on its last day, not where the next begins.
    const end = row.at + bar.width - (chart.x.kind === 'time' ? DAY : 0)
    return end <= row.at ? from : range.replace('{from}', from).replace('{to}', this.full(chart.x, end))
  }
}
