import type { Scene } from './scene'

/** Today, status date and go-live across the whole height, with their names in the head; the rubber line of a new link. */
export function drawLines(scene: Scene): void {
  const { model, theme, format } = scene
  const words = format.words.chart
  const { status_date, now, go_live } = model.project
  if (status_date !== null && status_date > 0) vertical(scene, status_date, theme.status, words.status, [5, 4])
  const live = model.at(go_live)
  if (go_live >= 0 && live >= 0) {
    const ghost = scene.ghosts.get(go_live)
    vertical(scene, ghost ? ghost.finish : model.column.finish[live], theme.goLive, words.goLive, [2, 3])
  }
  if (now > 0) vertical(scene, now, theme.today, words.today, [])
  drawRubber(scene)
}

function vertical(scene: Scene, at: number, colour: string, text: string, dash: number[]): void {
  const { ctx, scale, left, width, height, sizes, theme } = scene
  if (at < 0) return
  const x = Math.round(scale.x(at) - left) + 0.5
  if (x < -60 || x > width + 60) return
  ctx.strokeStyle = colour
  ctx.lineWidth = 1.25
  ctx.setLineDash(dash)
  ctx.beginPath()
  ctx.moveTo(x, sizes.head)
  ctx.lineTo(x, height)
  ctx.stroke()
  ctx.setLineDash([])
  ctx.font = `600 10px ${theme.font}`
  ctx.textBaseline = 'middle'
  const w = ctx.measureText(text).width + 10
  const x0 = Math.min(Math.max(x - w / 2, 2), Math.max(2, width - w - 2))
  if (x < 0 || x > width) return
  ctx.fillStyle = colour
  ctx.beginPath()
  ctx.roundRect(x0, sizes.head - 8, w, 15, 7)
  ctx.fill()
  ctx.fillStyle = theme.dark ? '#101a27' : '#ffffff'
  ctx.fillText(text, x0 + 5, sizes.head + 0.5)
}

function drawRubber({ ctx, rubber, theme }: Scene): void {
  if (!rubber) return
  ctx.strokeStyle = ctx.fillStyle = rubber.ok ? theme.primary : theme.muted
  ctx.lineWidth = 2
  ctx.setLineDash(rubber.ok ? [] : [4, 3])
  ctx.beginPath()
  ctx.moveTo(rubber.x0, rubber.y0)
  ctx.lineTo(rubber.x1, rubber.y1)
  ctx.stroke()
  ctx.setLineDash([])
  ctx.beginPath()
  ctx.arc(rubber.x1, rubber.y1, 4, 0, 2 * Math.PI)
  ctx.fill()
}
