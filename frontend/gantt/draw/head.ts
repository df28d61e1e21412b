import { dayOf, fromUtc, toDate } from '../instants'
import { isoWeek, tiersFor, ticks, type Tier } from '../scale'
import type { Scene } from './scene'

/** 28 September: as long as a short date gets. */
const WIDEST = fromUtc(2026, 8, 28)

/** The two tiers of the time scale. */
export function drawHead(scene: Scene): void {
  const { ctx, width, theme, sizes } = scene
  ctx.fillStyle = theme.head
  ctx.fillRect(0, 0, width, sizes.head)
  const [upper, lower] = tiersFor(scene.scale.pxPerDay)
  const half = Math.round(sizes.head / 2)
  ctx.textBaseline = 'middle'
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, 0, width, sizes.head)
  ctx.clip()
  drawTier(scene, upper, 0, half, true)
  drawTier(scene, lower, half, sizes.head, false)
  ctx.restore()
  ctx.fillStyle = theme.line
  ctx.fillRect(0, half, width, 1)
  ctx.fillRect(0, sizes.head - 1, width, 1)
}

function drawTier(scene: Scene, tier: Tier, top: number, bottom: number, upper: boolean): void {
  const { ctx, scale, left, width, theme, model } = scene
  const at = ticks(tier, scale.instant(left), scale.instant(left + width))
  ctx.font = upper ? `600 11px ${theme.font}` : `11px ${theme.font}`
  const y = (top + bottom) / 2 + 0.5
  for (let i = 0; i + 1 < at.length; i++) {
    const x0 = scale.x(at[i]) - left
    const x1 = scale.x(at[i + 1]) - left
    const text = upper ? upperLabel(scene, tier, at[i], x1 - x0 - 14) : lowerLabel(scene, tier, at[i], x1 - x0)
    ctx.fillStyle = theme.line
    ctx.fillRect(Math.round(x0), top, 1, bottom - top)
    const off = tier.unit === 'day' && !upper && !model.time.isWorking(dayOf(at[i]))
    ctx.fillStyle = upper ? theme.text : off ? theme.slack : theme.muted
    if (upper) {
      // The label of a wide cell stays in sight while its cell scrolls by.
      const x = Math.min(Math.max(x0, 0) + 7, x1 - 7 - ctx.measureText(text).width)
      ctx.textAlign = 'left'
      if (x > x0) ctx.fillText(text, x, y)
    } else if (text) {
      ctx.textAlign = 'center'
      ctx.fillText(text, (x0 + x1) / 2, y)
    }
  }
  ctx.textAlign = 'left'
}

function upperLabel({ ctx, format }: Scene, tier: Tier, at: number, room: number): string {
  const fitting = (...texts: string[]): string => texts.find((text) => ctx.measureText(text).width <= room) ?? ''
  switch (tier.unit) {
    case 'day':
      return fitting(format.dayLong(at), format.day(at), format.dayMonth(at))
    case 'week':
      return fitting(`${format.dayYear(at)} · ${format.words.time.week.replace('{n}', String(isoWeek(at)))}`, format.dayYear(at), format.dayMonth(at))
    case 'month':
      return format.monthYear(at)
    case 'quarter':
      return format.language === 'zh' ? `${format.yearText(at)}${format.quarter(at)}` : `${format.quarter(at)} ${format.yearText(at)}`
    default:
      return tier.step > 1 ? `${toDate(at).getUTCFullYear()}–${toDate(at).getUTCFullYear() + tier.step - 1}` : format.yearText(at)
  }
}

function lowerLabel({ ctx, format }: Scene, tier: Tier, at: number, width: number): string {
  const date = toDate(at)
  switch (tier.unit) {
    case 'hour':
      return width > 44 ? format.time(at) : String(date.getUTCHours())
    case 'day':
      if (width >= 54) return `${format.weekday(at)} ${date.getUTCDate()}`
      return width >= 30 ? `${format.weekday(at).slice(0, 1)} ${date.getUTCDate()}` : String(date.getUTCDate())
    case 'week':
      // One decision for all weeks: a head that changes its way of writing is hard to read.
      return ctx.measureText(format.dayMonth(WIDEST)).width + 8 <= width ? format.dayMonth(at) : String(date.getUTCDate())
    case 'month':
      return width >= 27 ? format.month(at) : String(date.getUTCMonth() + 1)
    case 'quarter':
      return width >= 40 || format.language === 'en' ? format.quarter(at) : String(Math.floor(date.getUTCMonth() / 3) + 1)
    case 'half':
      return format.half(at)
    case 'year':
      return width >= 34 ? String(date.getUTCFullYear()) : `’${String(date.getUTCFullYear()).slice(2)}`
  }
}

