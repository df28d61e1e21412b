import { barAt, type Bar } from '../layout'
import { Flag } from '../types'
import { statusOf, type Status } from '../columns'
import { rowTop, type Scene } from './scene'
import type { Tint } from './theme'

/** Bars of all rows on the screen. Those off to the left or right cost nothing but the test. */
export function drawBars(scene: Scene): void {
  for (let row = scene.first; row <= scene.last && row < scene.visible.rows.length; row++) {
    const position = scene.visible.rows[row]
    const ghost = scene.ghosts.size ? scene.ghosts.get(scene.model.uid(position)) : undefined
    const bar = barAt(scene.model, scene.scale, position, scene.left, rowTop(scene, row), scene.sizes, ghost)
    if (!bar) continue
    if (scene.baseline) drawBaseline(scene, bar)
    if (bar.kind === 'task') drawTask(scene, bar)
    else if (bar.kind === 'summary') drawSummary(scene, bar)
    else drawMilestone(scene, bar)
    if (scene.handles && row === scene.hoverRow) drawHandles(scene, bar)
  }
}

const isCritical = (scene: Scene, p: number): boolean => scene.critical && scene.model.has(p, Flag.critical) && !scene.model.has(p, Flag.inactive)

function tintOf(scene: Scene, p: number): Tint {
  const { theme, groups, by } = scene
  if (by !== 'none') {
    const group = groups.of(p)
    if (group >= 0) return theme.palette[group % theme.palette.length]
    return { fill: theme.line, deep: theme.muted }
  }
  if (isCritical(scene, p)) return theme.critical
  return scene.model.has(p, Flag.manual) ? theme.manual : theme.bar
}

function drawTask(scene: Scene, bar: Bar): void {
  const { ctx, model, width, sizes, theme } = scene
  const p = bar.position
  if (bar.right >= -40 && bar.left <= width + 40) {
    const inactive = model.has(p, Flag.inactive)
    const tint = inactive ? { fill: theme.surface, deep: theme.inactive } : tintOf(scene, p)
    const pieces = model.value.pieces[p]
    const ghost = scene.ghosts.get(model.uid(p))
    if (pieces && pieces.length > 1 && !ghost) drawPieces(scene, bar, tint, pieces)
    else drawPiece(scene, bar, bar.left, bar.right, tint)
    if (isCritical(scene, p)) drawCritical(scene, bar)
    if (model.has(p, Flag.manual)) drawManualEnds(scene, bar, tint)
    if (scene.by !== 'none' && !pieces) drawSign(scene, bar)
    if (ghost) {
      ctx.strokeStyle = theme.primary
      ctx.lineWidth = 1.5
      rounded(ctx, bar.left - 2, bar.top - 2, bar.right - bar.left + 4, sizes.bar + 4, 5)
      ctx.stroke()
    }
  }
}

function drawPiece(scene: Scene, bar: Bar, left: number, right: number, tint: Tint): void {
  const { ctx, sizes, model, width } = scene
  const inactive = model.has(bar.position, Flag.inactive)
  const x0 = Math.max(left, -20)
  const x1 = Math.min(right, width + 20)
  const h = sizes.bar
  rounded(ctx, x0 + 0.5, bar.top + 0.5, Math.max(1, x1 - x0 - 1), h - 1, 3)
  ctx.fillStyle = tint.fill
  ctx.fill()
  const done = Math.min(bar.done, x1)
  if (done > x0 && !inactive) {
    ctx.save()
    ctx.clip()
    ctx.fillStyle = tint.deep
    ctx.fillRect(x0, bar.top, done - x0, h)
    ctx.restore()
  }
  ctx.strokeStyle = tint.deep
  ctx.lineWidth = 1
  if (inactive) ctx.setLineDash([3, 3])
  ctx.stroke()
  if (inactive) ctx.setLineDash([])
}

function drawPieces(scene: Scene, bar: Bar, tint: Tint, pieces: [number, number][]): void {
  const { ctx, scale, left, sizes } = scene
  const y = Math.round(bar.top + sizes.bar / 2) - 0.5
  ctx.strokeStyle = tint.deep
  ctx.lineWidth = 1.5
  ctx.setLineDash([1.5, 3])
  ctx.beginPath()
  ctx.moveTo(bar.left, y)
  ctx.lineTo(bar.right, y)
  ctx.stroke()
  ctx.setLineDash([])
  for (const [start, finish] of pieces) drawPiece(scene, bar, scale.x(start) - left, Math.max(scale.x(finish) - left, scale.x(start) - left + 2), tint)
}

/** A second, heavy outline and hatching: critical is seen without seeing red. */
function drawCritical(scene: Scene, bar: Bar): void {
  const { ctx, sizes, theme, hatch, width } = scene
  const x0 = Math.max(bar.left, -20)
  const x1 = Math.min(bar.right, width + 20)
  rounded(ctx, x0 + 0.75, bar.top + 0.75, Math.max(1, x1 - x0 - 1.5), sizes.bar - 1.5, 3)
  if (hatch) {
    ctx.fillStyle = hatch
    ctx.fill()
  }
  ctx.strokeStyle = theme.criticalDark
  ctx.lineWidth = 1.5
  ctx.stroke()
}

function drawManualEnds(scene: Scene, bar: Bar, tint: Tint): void {
  const { ctx, sizes } = scene
  ctx.fillStyle = tint.deep
  for (const [x, side] of [
    [bar.left, 1],
    [bar.right, -1],
  ]) {
    ctx.fillRect(Math.round(x) - (side < 0 ? 3 : 0), bar.top - 2, 3, sizes.bar + 4)
  }
}

function drawSign(scene: Scene, bar: Bar): void {
  if (bar.right - bar.left < 22 || bar.left < -20) return
  const { ctx, theme, sizes, groups, model } = scene
  const group = groups.of(bar.position)
  const sign = scene.by === 'status' ? STATUS_MARK[statusOf(model, bar.position)] : (groups.names.find((g) => g.index === group)?.sign ?? '')
  if (!sign) return
  ctx.font = `700 9.5px ${theme.font}`
  const width = ctx.measureText(sign).width
  if (width + 8 > bar.right - bar.left) return
  ctx.fillStyle = bar.done > bar.left + width ? theme.surface : theme.text
  ctx.textBaseline = 'middle'
  ctx.fillText(sign, bar.left + 5, bar.top + sizes.bar / 2 + 0.5)
}

const STATUS_MARK: Record<Status, string> = { done: '✓', running: '', waiting: '', late: '!', inactive: '' }

/** A ring from which a link is drawn, and a wedge that sets the progress. */
function drawHandles({ ctx, theme, sizes, model }: Scene, bar: Bar): void {
  const y = bar.top + sizes.bar / 2
  ctx.strokeStyle = theme.primary
  ctx.fillStyle = theme.surface
  ctx.lineWidth = 1.5
  ctx.beginPath()
  ctx.arc(bar.right + (bar.kind === 'milestone' ? sizes.bar / 2 : 0) + 9, y, 4, 0, 2 * Math.PI)
  ctx.fill()
  ctx.stroke()
  if (bar.kind !== 'task' || bar.right - bar.left <= 14 || model.has(bar.position, Flag.inactive)) return
  ctx.fillStyle = theme.text
  ctx.beginPath()
  ctx.moveTo(bar.done, bar.top + sizes.bar - 5)
  ctx.lineTo(bar.done + 4, bar.top + sizes.bar + 2)
  ctx.lineTo(bar.done - 4, bar.top + sizes.bar + 2)
  ctx.closePath()
  ctx.fill()
}

function drawSummary(scene: Scene, bar: Bar): void {
  const { ctx, theme, width, model } = scene
  if (bar.right < -10 || bar.left > width + 10) return
  const inactive = model.has(bar.position, Flag.inactive)
  const phase = scene.by === 'phase' ? scene.groups.of(bar.position) : -1
  const colour = inactive ? theme.inactive : isCritical(scene, bar.position) ? theme.criticalDark : phase >= 0 ? theme.palette[phase % theme.palette.length].deep : theme.summary
  const y = bar.top + 2
  const x0 = Math.max(bar.left, -12)
  const x1 = Math.min(bar.right, width + 12)
  ctx.fillStyle = colour
  ctx.globalAlpha = 0.32
  ctx.fillRect(x0, y, x1 - x0, 5)
  ctx.globalAlpha = 1
  if (bar.done > x0) ctx.fillRect(x0, y, Math.min(bar.done, x1) - x0, 5)
  ctx.fillRect(x0, y, x1 - x0, 1.5)
  ctx.beginPath()
  const leg = Math.min(5, Math.max(2, (bar.right - bar.left) / 2))
  ctx.moveTo(bar.left, y)
  ctx.lineTo(bar.left + leg, y)
  ctx.lineTo(bar.left, y + 11)
  ctx.closePath()
  ctx.moveTo(bar.right, y)
  ctx.lineTo(bar.right - leg, y)
  ctx.lineTo(bar.right, y + 11)
  ctx.closePath()
  ctx.fill()
}

function drawMilestone(scene: Scene, bar: Bar): void {
  const { ctx, theme, width, sizes, model } = scene
  if (bar.left < -20 || bar.left > width + 20) return
  const p = bar.position
  const inactive = model.has(p, Flag.inactive)
  const goLive = model.uid(p) === model.project.go_live
  const half = sizes.bar / 2 + (goLive ? 2 : 0)
  const y = bar.top + sizes.bar / 2
  const group = scene.by === 'none' ? -1 : scene.groups.of(p)
  const critical = isCritical(scene, p)
  const colour = inactive ? theme.inactive : goLive ? theme.goLive : group >= 0 ? theme.palette[group % theme.palette.length].deep : critical ? theme.critical.deep : theme.summary
  diamond(ctx, bar.left, y, half)
  const open = inactive || (model.column.percent[p] < 100 && !goLive && !critical)
  ctx.fillStyle = open ? theme.surface : colour
  ctx.fill()
  ctx.strokeStyle = colour
  ctx.lineWidth = open ? 2 : 1
  ctx.stroke()
  if (goLive || critical) {
    diamond(ctx, bar.left, y, half + 3)
    ctx.lineWidth = 1.25
    ctx.stroke()
  }
}

function drawBaseline(scene: Scene, bar: Bar): void {
  const { ctx, model, scale, left, theme, sizes, width } = scene
  const start = model.column.base_start[bar.position]
  const finish = model.column.base_finish[bar.position]
  if (start < 0) return
  const x0 = scale.x(start) - left
  const x1 = scale.x(finish < 0 ? start : finish) - left
  if (x1 < -10 || x0 > width + 10) return
  const y = bar.top + sizes.bar + 2
  ctx.fillStyle = theme.baseline
  if (bar.kind === 'milestone') {
    diamond(ctx, x1, bar.top + sizes.bar / 2, sizes.bar / 2)
    ctx.strokeStyle = theme.baseline
    ctx.lineWidth = 1
    ctx.stroke()
  } else ctx.fillRect(Math.max(x0, -5), y, Math.max(2, Math.min(x1, width + 5) - Math.max(x0, -5)), 3)
}

export function rounded(ctx: CanvasRenderingContext2D, x: number, y: number, w: number, h: number, r: number): void {
  ctx.beginPath()
  ctx.roundRect(x, y, w, h, Math.min(r, w / 2))
}

export function diamond(ctx: CanvasRenderingContext2D, x: number, y: number, half: number): void {
  ctx.beginPath()
  ctx.moveTo(x, y - half)
  ctx.lineTo(x + half, y)
  ctx.lineTo(x, y + half)
  ctx.lineTo(x - half, y)
  ctx.closePath()
}

/** Diagonal lines for critical bars. */
export function hatchPattern(ctx: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 6
  const pen = tile.getContext('2d')
  if (!pen) return null
  pen.strokeStyle = colour
  pen.globalAlpha = 0.38
  pen.lineWidth = 1.2
  pen.beginPath()
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift - 1, 7)
    pen.lineTo(shift + 7, -1)
  }
  pen.stroke()
  return ctx.createPattern(tile, 'repeat')
}
