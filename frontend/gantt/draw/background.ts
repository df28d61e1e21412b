import { DAY, dayOf } from '../instants'
import { tiersFor, ticks } from '../scale'
import { rowTop, type Scene } from './scene'

/** Days and hours that are not worked, row lines, ticks and the selected rows. */
export function drawBackground(scene: Scene): void {
  const { ctx, width, height, theme, sizes } = scene
  ctx.fillStyle = theme.surface
  ctx.fillRect(0, 0, width, height)
  drawNonWorking(scene)
  drawRows(scene)
  drawTicks(scene)
  ctx.fillStyle = theme.line
  ctx.fillRect(0, sizes.head - 1, width, 1)
}

function drawNonWorking(scene: Scene): void {
  const { ctx, scale, left, width, height, theme, model, sizes } = scene
  if (scale.pxPerDay < 3.4) return
  ctx.fillStyle = theme.shade
  const first = dayOf(scale.instant(left))
  const last = dayOf(scale.instant(left + width))
  const hours = scale.pxPerDay >= 96
  const minute = scale.pxPerDay / 1440
  for (let day = first; day <= last; day++) {
    const x = scale.x(day * DAY) - left
    const shifts = model.time.shifts(day)
    if (!shifts.length) {
      const x0 = Math.round(x)
      ctx.fillRect(x0, sizes.head, Math.round(x + scale.pxPerDay) - x0, height)
    } else if (hours) {
      let from = 0
      for (const [a, b] of [...shifts, [1440, 1440]]) {
        if (a > from) {
          const x0 = Math.round(x + from * minute)
          ctx.fillRect(x0, sizes.head, Math.round(x + a * minute) - x0, height)
        }
        from = b
      }
    }
  }
}

function drawRows(scene: Scene): void {
  const { ctx, first, last, visible, theme, width, sizes, model } = scene
  for (let row = first; row <= last; row++) {
    const y = rowTop(scene, row)
    const uid = row < visible.rows.length ? model.uid(visible.rows[row]) : -1
    if (scene.selected(row, uid)) {
      ctx.fillStyle = theme.select
      ctx.fillRect(0, y, width, sizes.row - 1)
    } else if (row === scene.hoverRow) {
      ctx.fillStyle = theme.hover
      ctx.fillRect(0, y, width, sizes.row - 1)
    }
    ctx.fillStyle = theme.faint
    ctx.fillRect(0, y + sizes.row - 1, width, 1)
  }
}

function drawTicks(scene: Scene): void {
  const { ctx, scale, left, width, height, theme, sizes } = scene
  const [upper] = tiersFor(scale.pxPerDay)
  ctx.fillStyle = theme.faint
  for (const at of ticks(upper, scale.instant(left), scale.instant(left + width))) {
    const x = Math.round(scale.x(at) - left)
    ctx.fillRect(x, sizes.head, 1, height)
  }
}
