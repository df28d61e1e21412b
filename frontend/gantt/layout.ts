import type { Model } from './model'
import type { Scale } from './scale'
import { Flag } from './types'

export interface Sizes {
  row: number
  head: number
  bar: number
}

export const sizesFor = (coarse: boolean): Sizes => (coarse ? { row: 38, head: 46, bar: 18 } : { row: 30, head: 46, bar: 14 })

/** What a drag shows before the server knows. */
export interface Ghost {
  start: number
  finish: number
  percent?: number
}

export type BarKind = 'task' | 'summary' | 'milestone'

export interface Bar {
  position: number
  kind: BarKind
  /** In pixels of the scrolled chart. */
  left: number
  right: number
  top: number
  done: number
}

export const kindOf = (model: Model, position: number): BarKind => {
  if (model.hasChildren(position) || model.has(position, Flag.summary)) return 'summary'
  return model.has(position, Flag.milestone) ? 'milestone' : 'task'
}

/** Geometry of a row's bar; null when the task has no dates. */
export function barAt(model: Model, scale: Scale, position: number, left: number, rowTop: number, sizes: Sizes, ghost?: Ghost): Bar | null {
  const start = ghost ? ghost.start : model.column.start[position]
  const finish = ghost ? ghost.finish : model.column.finish[position]
  if (start < 0 && finish < 0) return null
  const from = start < 0 ? finish : start
  const x0 = scale.x(from) - left
  const x1 = Math.max(scale.x(finish < 0 ? from : finish) - left, x0 + 2)
  const kind = kindOf(model, position)
  const percent = ghost?.percent ?? model.column.percent[position]
  const top = rowTop + Math.round((sizes.row - sizes.bar) / 2) - 1
  if (kind === 'milestone') {
    const x = scale.x(finish < 0 ? from : finish) - left
    return { position, kind, left: x, right: x, top, done: percent >= 100 ? x : x - 1 }
  }
  return { position, kind, left: x0, right: x1, top, done: x0 + ((x1 - x0) * percent) / 100 }
}

export type Part = 'bar' | 'right' | 'progress' | 'handle'

/** Which part of a bar is at x, y. The link handle stands just beyond the bar's end. */
export function partAt(bar: Bar, x: number, y: number, sizes: Sizes, touch = false): Part | null {
  const slop = touch ? 8 : 4
  if (y < bar.top - slop || y > bar.top + sizes.bar + slop) return null
  if (bar.kind === 'milestone') {
    const half = sizes.bar / 2 + 2
    if (Math.abs(x - bar.left) <= half) return 'bar'
    return x > bar.left && x <= bar.left + half + 12 ? 'handle' : null
  }
  if (x > bar.right + 3 && x <= bar.right + 15 + slop) return 'handle'
  if (x < bar.left - slop || x > bar.right + slop) return null
  if (bar.kind === 'summary') return 'bar'
  const width = bar.right - bar.left
  if (width > 14 && bar.done > bar.left && bar.done < bar.right - 6 && Math.abs(x - bar.done) <= slop && y > bar.top + sizes.bar / 2) return 'progress'
  if (width > 14 && bar.done <= bar.left && x - bar.left <= 5 && y > bar.top + sizes.bar / 2) return 'progress'
  if (x >= bar.right - Math.min(6, width / 3)) return 'right'
  return 'bar'
}

/** Corner points of a link from one bar to another: out of the end it starts from, into the end it drives. Flat list x0, y0, x1, y1 … */
export function route(type: string, from: { left: number; right: number; y: number }, to: { left: number; right: number; y: number; half: number }, out: number[]): void {
  const stub = 9
  const leaves = type[0] === 'F' ? 1 : -1
  const enters = type[1] === 'S' ? 1 : -1
  const x0 = leaves > 0 ? from.right : from.left
  const x1 = enters > 0 ? to.left : to.right
  const y0 = from.y
  const down = to.y > y0
  const yEdge = down ? to.y - to.half : to.y + to.half
  out.length = 0
  out.push(x0, y0)
  // Straight down into the bar, as Microsoft Project draws it, when there is room for the corner.
  if (type === 'FS' && x1 >= x0 - 1) {
    const x = Math.max(x1 + 4, x0 + 4)
    if (x < to.right || to.right - to.left < 8) {
      out.push(x, y0, x, yEdge)
      return
    }
  }
  const outside = x0 + leaves * stub
  const inside = x1 - enters * stub
  if (leaves === enters ? false : true) {
    const x = leaves > 0 ? Math.max(outside, inside) : Math.min(outside, inside)
    out.push(x, y0, x, to.y, x1, to.y)
    return
  }
  if ((leaves > 0 && inside >= outside) || (leaves < 0 && inside <= outside)) {
    out.push(outside, y0, outside, to.y, x1, to.y)
    return
  }
  const between = down ? to.y - to.half - 5 : to.y + to.half + 5
  out.push(outside, y0, outside, between, inside, between, inside, to.y, x1, to.y)
}

/** Distance of a point to a polyline, for following links. */
export function distance(points: ArrayLike<number>, x: number, y: number): number {
  let best = Infinity
  for (let i = 0; i + 3 < points.length; i += 2) {
    const dx = Math.max(Math.min(points[i], points[i + 2]) - x, 0, x - Math.max(points[i], points[i + 2]))
    const dy = Math.max(Math.min(points[i + 1], points[i + 3]) - y, 0, y - Math.max(points[i + 1], points[i + 3]))
    best = Math.min(best, Math.hypot(dx, dy))
  }
  return best
}
