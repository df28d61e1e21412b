import { barAt, type Bar } from '../layout'
import { Flag } from '../types'
import { rowTop, type Scene } from './scene'

/** Slack, deadlines, constraints and the words beside bars. */
export function drawMarks(scene: Scene): void {
  const { ctx, theme } = scene
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'left'
  ctx.font = `11px ${theme.font}`
  for (let row = scene.first; row <= scene.last && row < scene.visible.rows.length; row++) {
    const position = scene.visible.rows[row]
    const top = rowTop(scene, row)
    const ghost = scene.ghosts.size ? scene.ghosts.get(scene.model.uid(position)) : undefined
    const bar = barAt(scene.model, scene.scale, position, scene.left, top, scene.sizes, ghost)
    if (!bar) continue
    if (scene.critical && !ghost) drawSlack(scene, bar)
    drawDeadline(scene, bar)
    drawConstraint(scene, bar)
    drawLabel(scene, bar)
  }
}

function drawSlack(scene: Scene, bar: Bar): void {
  const { ctx, model, scale, left, theme, sizes } = scene
  const p = bar.position
  if (bar.kind !== 'task' || model.has(p, Flag.inactive) || model.column.percent[p] >= 100 || model.column.total_slack[p] <= 0) return
  const x = scale.x(model.column.late_finish[p]) - left
  if (model.column.late_finish[p] < 0 || x <= bar.right + 3 || x < 0 || bar.right > scene.width) return
  const y = bar.top + sizes.bar - 0.5
  ctx.strokeStyle = theme.slack
  ctx.lineWidth = 1
  ctx.beginPath()
  ctx.moveTo(bar.right + 1, y)
  ctx.lineTo(Math.min(x, scene.width + 10), y)
  ctx.moveTo(Math.round(x) - 0.5, y - 4)
  ctx.lineTo(Math.round(x) - 0.5, y + 2)
  ctx.stroke()
}

function drawDeadline(scene: Scene, bar: Bar): void {
  const { ctx, model, scale, left, theme, sizes } = scene
  const at = model.column.deadline[bar.position]
  if (at < 0) return
  const x = Math.round(scale.x(at) - left)
  if (x < -10 || x > scene.width + 10) return
  const missed = model.has(bar.position, Flag.missed)
  const y = bar.top + sizes.bar / 2 + 1
  ctx.beginPath()
  ctx.moveTo(x - 5, y - 2)
  ctx.lineTo(x - 2, y - 2)
  ctx.lineTo(x - 2, y - 8)
  ctx.lineTo(x + 2, y - 8)
  ctx.lineTo(x + 2, y - 2)
  ctx.lineTo(x + 5, y - 2)
  ctx.lineTo(x, y + 5)
  ctx.closePath()
  ctx.fillStyle = missed ? theme.missed : theme.surface
  ctx.strokeStyle = missed ? theme.missed : theme.deadline
  ctx.lineWidth = 1.5
  ctx.fill()
  ctx.stroke()
}

/** A bar like a buffer stop at the date, with a wedge towards the side on which the task may lie; a pin for "must". */
function drawConstraint(scene: Scene, bar: Bar): void {
  const { ctx, model, scale, left, theme, sizes } = scene
  const kind = model.column.constraint[bar.position]
  const at = model.column.constraint_date[bar.position]
  if (kind < 2 || at < 0) return
  const x = Math.round(scale.x(at) - left)
  if (x < -10 || x > scene.width + 10) return
  ctx.fillStyle = model.has(bar.position, Flag.unmet) ? theme.missed : theme.constraint
  const must = kind <= 3
  const side = kind === 4 || kind === 6 ? 1 : -1
  const edge = kind === 2 || kind === 4 || kind === 5 ? x - 1 : x
  ctx.fillRect(edge - 0.5, bar.top - 3, 2, sizes.bar + 6)
  ctx.beginPath()
  if (must) ctx.arc(edge + 0.5, bar.top - 3, 3, 0, 2 * Math.PI)
  else {
    ctx.moveTo(edge + 0.5 + side, bar.top - 3)
    ctx.lineTo(edge + 0.5 + side * 6, bar.top - 3)
    ctx.lineTo(edge + 0.5 + side, bar.top + 3)
  }
  ctx.closePath()
  ctx.fill()
}

function drawLabel(scene: Scene, bar: Bar): void {
  const { ctx, model, theme, sizes, format, width, scale } = scene
  const p = bar.position
  const y = bar.top + sizes.bar / 2 + 0.5
  if (scene.alone) return drawName(scene, bar, y)
  if (bar.kind === 'milestone') {
    if (bar.left > width + 10) return
    const goLive = model.uid(p) === model.project.go_live
    const x = labelLeft(scene, bar, bar.left + sizes.bar / 2 + (goLive ? 10 : 7))
    ctx.font = `${goLive ? 700 : 500} 11px ${theme.font}`
    ctx.fillStyle = goLive ? theme.goLive : theme.text
    const name = model.value.name[p]
    write(scene, scale.pxPerDay > 1.5 ? `${name} · ${format.day(model.column.finish[p])}` : name, x, y)
    ctx.font = `11px ${theme.font}`
    return
  }
  if (bar.right > width || bar.right < -300 || scale.pxPerDay < 1) return
  if (bar.kind === 'summary') return
  const text = model.value.resources[p].length ? model.resourcesText(p) : ''
  if (!text) return
  ctx.fillStyle = theme.muted
  write(scene, text.length > 48 ? `${text.slice(0, 47)}…` : text, labelLeft(scene, bar, bar.right + 17), y)
}

/** Beyond the link handle, and beyond a deadline or constraint mark that stands just there. */
function labelLeft({ model, scale, left }: Scene, bar: Bar, wanted: number): number {
  let x = wanted
  for (const at of [model.column.deadline[bar.position], model.column.constraint[bar.position] > 1 ? model.column.constraint_date[bar.position] : -1]) {
    const mark = at < 0 ? -Infinity : scale.x(at) - left
    if (mark > bar.right - 4 && mark < x + 90) x = Math.max(x, mark + 10)
  }
  return x
}

/** Words on a rim of the ground's colour, so that lines behind them do not strike them through. */
function write({ ctx, theme }: Scene, text: string, x: number, y: number): void {
  ctx.lineJoin = 'round'
  ctx.lineWidth = 5
  ctx.strokeStyle = theme.surface
  ctx.strokeText(text, x, y)
  ctx.fillText(text, x, y)
}

/** The name where there is room: after the bar, before it, or at the edge towards which the bar lies. */
function drawName(scene: Scene, bar: Bar, y: number): void {
  const { ctx, model, theme, width, sizes } = scene
  const name = model.value.name[bar.position]
  const goLive = model.uid(bar.position) === model.project.go_live
  ctx.font = `${bar.kind === 'summary' || goLive ? 600 : 400} 12px ${theme.font}`
  ctx.fillStyle = goLive ? theme.goLive : theme.text
  const w = ctx.measureText(name).width
  const half = bar.kind === 'milestone' ? sizes.bar / 2 : 0
  if (bar.right + half < 0) write(scene, `‹ ${name}`, 6, y)
  else if (bar.left - half > width) write(scene, `${name} ›`, Math.max(6, width - w - 18), y)
  else if (bar.right + half + 14 + w < width || bar.left < w + 12) write(scene, name, Math.min(bar.right + half + 10, Math.max(6, width - w - 6)), y)
  else write(scene, name, bar.left - half - 8 - w, y)
  ctx.font = `11px ${theme.font}`
}
