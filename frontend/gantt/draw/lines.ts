import type { Scene } from './scene'

interface Line {
  at: number
  colour: string
  text: string
  dash: number[]
}

/** Today, status date and go-live across the whole height, with their names in the head; the rubber line of a new link. */
export function drawLines(scene: Scene): void {
  const { model, theme, format } = scene
  const words = format.words.chart
  const { status_date, now, go_live } = model.project
  const lines: Line[] = []
  if (now > 0) lines.push({ at: now, colour: theme.today, text: words.today, dash: [] })
  const live = model.at(go_live)
  if (go_live >= 0 && live >= 0) {
    const ghost = scene.ghosts.get(go_live)
    lines.push({ at: ghost ? ghost.finish : model.column.finish[live], colour: theme.goLive, text: words.goLive, dash: [2, 3] })
  }
  if (status_date !== null && status_date > 0) lines.push({ at: status_date, colour: theme.status, text: words.status, dash: [5, 4] })
  const taken: [number, number][] = []
  for (const line of [...lines].reverse()) drawVertical(scene, line)
  for (const line of lines) drawTag(scene, line, taken)
  drawRubber(scene)
}

const place = ({ scale, left }: Scene, at: number): number => Math.round(scale.x(at) - left) + 0.5

function drawVertical(scene: Scene, { at, colour, dash }: Line): void {
  const { ctx, width, height, sizes } = scene
  const x = place(scene, at)
  if (at < 0 || x < 0 || x > width) return
  ctx.strokeStyle = colour
  ctx.lineWidth = 1.25
  ctx.setLineDash(dash)
  ctx.beginPath()
  ctx.moveTo(x, sizes.head)
  ctx.lineTo(x, height)
  ctx.stroke()
  ctx.setLineDash([])
}

/** A name on the head's edge, moved aside where another stands; its line goes on below it. */
function drawTag(scene: Scene, { at, colour, text }: Line, taken: [number, number][]): void {
  const { ctx, width, sizes, theme } = scene
  const x = place(scene, at)
  if (at < 0 || x < 0 || x > width) return
  ctx.font = `600 10px ${theme.font}`
  ctx.textBaseline = 'middle'
  const w = ctx.measureText(text).width + 10
  let x0 = x - w / 2
  for (const [a, b] of taken) if (x0 < b + 2 && x0 + w > a - 2) x0 = x < (a + b) / 2 ? a - w - 2 : b + 2
  x0 = Math.min(Math.max(x0, 2), Math.max(2, width - w - 2))
  for (const [a, b] of taken) if (x0 < b + 2 && x0 + w > a - 2) x0 = a - w - 2
  taken.push([x0, x0 + w])
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
