import { barAt, route } from '../layout'
import { Flag } from '../types'
import { rowTop, type Scene } from './scene'

/** More lines than this in one frame are a carpet; those beyond are left out. */
const MOST = 1500
const points: number[] = []

interface End {
  left: number
  right: number
  y: number
  half: number
}

/** Link lines that cross the screen. */
export function drawLinks(scene: Scene): void {
  const { ctx, theme, index, model } = scene
  scene.routes.clear()
  if (scene.scale.pxPerDay < 0.6) return
  const shown: number[] = []
  index.query(scene.first, scene.last, (link) => shown.push(link))
  const columns = new Set<number>()
  let drawn = 0
  ctx.lineWidth = 1
  ctx.strokeStyle = theme.link
  ctx.beginPath()
  const late: number[] = []
  for (const link of shown) {
    if (drawn >= MOST) break
    const marked = link === scene.hoverLink || link === scene.chosenLink
    const critical = scene.critical && model.has(model.links.pred[link], Flag.critical) && model.has(model.links.succ[link], Flag.critical)
    if (!trace(scene, link, columns)) continue
    drawn++
    scene.routes.set(link, Float32Array.from(points))
    if (marked || critical) late.push(link)
    else line(ctx)
  }
  ctx.stroke()
  ctx.fillStyle = theme.link
  ctx.beginPath()
  for (const [link, way] of scene.routes) if (!late.includes(link)) arrow(ctx, way)
  ctx.fill()
  for (const link of late) drawMarked(scene, link)
}

function drawMarked(scene: Scene, link: number): void {
  const { ctx, theme } = scene
  const way = scene.routes.get(link)!
  const marked = link === scene.hoverLink || link === scene.chosenLink
  ctx.strokeStyle = ctx.fillStyle = marked ? theme.primary : theme.critical.deep
  ctx.lineWidth = marked ? 2.2 : 1.4
  points.length = 0
  for (let i = 0; i < way.length; i++) points.push(way[i])
  ctx.beginPath()
  line(ctx)
  ctx.stroke()
  ctx.beginPath()
  arrow(ctx, way)
  ctx.fill()
}

function endOf(scene: Scene, position: number): End | null {
  const row = scene.visible.rowOf[position]
  const ghost = scene.ghosts.size ? scene.ghosts.get(scene.model.uid(position)) : undefined
  const top = rowTop(scene, row)
  const bar = barAt(scene.model, scene.scale, position, scene.left, top, scene.sizes, ghost)
  if (!bar) return null
  const half = scene.sizes.bar / 2
  if (bar.kind === 'milestone') return { left: bar.left - half, right: bar.left + half, y: bar.top + half, half }
  return { left: bar.left, right: bar.right, y: bar.top + (bar.kind === 'summary' ? 5 : half), half: bar.kind === 'summary' ? 4 : half }
}

/** Puts a link's corners into `points`; false when none of it is on the screen. */
function trace(scene: Scene, link: number, columns: Set<number>): boolean {
  const { model, width, height, sizes } = scene
  const from = endOf(scene, model.links.pred[link])
  const to = endOf(scene, model.links.succ[link])
  if (!from || !to) return false
  route(model.links.type[link], from, to, points)
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < points.length; i += 2) {
    low = Math.min(low, points[i])
    high = Math.max(high, points[i])
  }
  if (high < 0 || low > width) return false
  // Of many links that only run through, those in one column of pixels look like one.
  const through = (from.y < sizes.head && to.y > height) || (to.y < sizes.head && from.y > height)
  if (through) {
    const column = Math.round(points[2])
    if (column < 0 || column > width || columns.has(column)) return false
    columns.add(column)
  }
  return true
}

const crisp = (value: number): number => Math.round(value) + 0.5
/** Far beyond the screen a line must not get so long that the canvas loses its precision. */
const near = (value: number): number => Math.max(-4000, Math.min(8000, value))

function line(ctx: CanvasRenderingContext2D): void {
  ctx.moveTo(crisp(near(points[0])), crisp(near(points[1])))
  for (let i = 2; i < points.length; i += 2) ctx.lineTo(crisp(near(points[i])), crisp(near(points[i + 1])))
}

function arrow(ctx: CanvasRenderingContext2D, way: Float32Array): void {
  const n = way.length
  const x = crisp(way[n - 2])
  const y = crisp(way[n - 1])
  const dx = Math.sign(way[n - 2] - way[n - 4])
  const dy = dx ? 0 : Math.sign(way[n - 1] - way[n - 3])
  const size = 4
  ctx.moveTo(x, y)
  ctx.lineTo(x - dx * 5 - dy * size, y - dy * 5 - dx * size)
  ctx.lineTo(x - dx * 5 + dy * size, y - dy * 5 + dx * size)
  ctx.closePath()
}
