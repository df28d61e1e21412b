import type { App } from './app'
import { make } from './dom'
import { drawBackground } from './draw/background'
import { drawBars, hatchPattern } from './draw/bars'
import { drawHead } from './draw/head'
import { drawLines } from './draw/lines'
import { drawLinks } from './draw/links'
import { drawMarks } from './draw/marks'
import type { Scene } from './draw/scene'
import { themeOf, type Theme } from './draw/theme'
import type { Ghost } from './layout'
import { clampZoom, Scale, spanFor } from './scale'

/** The canvas half: owns the time scale, scrolls and paints. */
export class Chart {
  readonly pane = make('div', { class: 'chartpane' })
  readonly canvas = make('canvas', { tabindex: 0, role: 'application' })
  private readonly wide = make('div', { class: 'span' })
  private readonly ctx: CanvasRenderingContext2D
  private ratio = 1
  private pattern: CanvasPattern | null = null
  theme!: Theme
  scale = new Scale(0, 1, 24)
  width = 0
  height = 0
  left = 0
  hoverRow = -1
  hoverLink = -1
  chosenLink = -1
  readonly ghosts = new Map<number, Ghost>()
  rubber: Scene['rubber'] = null
  readonly routes = new Map<number, Float32Array>()

  constructor(private readonly app: App) {
    this.wide.append(this.canvas)
    this.pane.append(this.wide)
    this.ctx = this.canvas.getContext('2d', { alpha: false })!
    this.pane.addEventListener('scroll', () => app.schedule(), { passive: true })
  }

  retheme(): void {
    this.theme = themeOf(this.app.host)
    this.pattern = hatchPattern(this.ctx, this.theme.criticalDark)
  }

  resize(width: number, height: number): void {
    const ratio = window.devicePixelRatio || 1
    if (width === this.width && height === this.height && ratio === this.ratio) return
    this.width = width
    this.height = height
    this.ratio = ratio
    this.canvas.width = Math.max(1, Math.round(width * ratio))
    this.canvas.height = Math.max(1, Math.round(height * ratio))
    this.canvas.style.width = `${width}px`
    this.canvas.style.height = `${height}px`
  }

  /** Follows a plan that grew; what is on the screen stays where it is. */
  respan(zoom = this.scale.pxPerDay): void {
    const { model } = this.app
    const [origin, end] = spanFor(Math.min(model.first, this.today(model.first)), Math.max(model.last, this.today(model.last)), zoom, this.width || 800)
    const middle = this.scale.instant(this.left)
    const same = zoom === this.scale.pxPerDay
    this.scale = new Scale(origin, end, zoom)
    this.wide.style.width = `${this.scale.width}px`
    if (same) this.scrollTo(this.scale.x(middle))
  }

  /** Today belongs to the span when it is not years away from it. */
  private today(edge: number): number {
    const { now } = this.app.model.project
    return now > 0 && Math.abs(now - edge) < 400 * 14400 ? now : edge
  }

  zoomTo(zoom: number, anchor = this.width / 2): void {
    const at = this.scale.instant(this.left + anchor)
    const next = clampZoom(zoom)
    this.respan(next)
    this.scrollTo(this.scale.x(at) - anchor)
    this.app.view.zoom = next
    this.app.changedView()
  }

  /** The whole plan on the screen. */
  fit(): void {
    const { model } = this.app
    const days = Math.max(1, (model.last - model.first) / 14400)
    this.respan(clampZoom((this.width - 160) / days))
    this.scrollTo(this.scale.x(model.first) - 40)
    this.app.view.zoom = this.scale.pxPerDay
    this.app.changedView()
  }

  scrollTo(x: number): void {
    this.left = Math.max(0, Math.min(x, this.scale.width - this.width))
    this.pane.scrollLeft = this.left
    this.app.schedule()
  }

  /** Brings an instant to a share of the width. */
  scrollToInstant(instant: number, share = 0.2): void {
    this.scrollTo(this.scale.x(instant) - this.width * share)
  }

  reveal(instant: number): void {
    const x = this.scale.x(instant) - this.left
    if (x < 20 || x > this.width - 80) this.scrollToInstant(instant)
  }

  render(): void {
    const { app, ctx } = this
    if (!this.width || !this.height) return
    this.left = this.pane.scrollLeft
    const { row, head } = app.sizes
    const first = Math.max(0, Math.floor(app.top / row))
    const scene: Scene = {
      ctx,
      width: this.width,
      height: this.height,
      left: this.left,
      top: app.top,
      first,
      last: Math.min(app.rowCount() - 1, first + Math.ceil((this.height - head) / row)),
      model: app.model,
      format: app.format,
      visible: app.visible,
      index: app.linkIndex,
      scale: this.scale,
      sizes: app.sizes,
      theme: this.theme,
      by: app.view.by,
      groups: app.groups,
      critical: app.view.critical,
      baseline: app.showsBaseline(),
      alone: app.frame.narrow,
      handles: !app.coarse && app.can('edit') && !this.ghosts.size && !this.rubber,
      selected: (r, uid) => app.selection.has(r, uid),
      hoverRow: this.hoverRow,
      hoverLink: this.hoverLink,
      chosenLink: this.chosenLink,
      ghosts: this.ghosts,
      rubber: this.rubber,
      hatch: this.pattern,
      routes: this.routes,
    }
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0)
    drawBackground(scene)
    ctx.save()
    ctx.beginPath()
    ctx.rect(0, head, this.width, this.height - head)
    ctx.clip()
    drawLinks(scene)
    drawBars(scene)
    drawMarks(scene)
    ctx.restore()
    drawHead(scene)
    drawLines(scene)
  }
}
