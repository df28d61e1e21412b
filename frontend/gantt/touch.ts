import type { App } from './app'
import { Pointer } from './pointer'

const LONG_PRESS = 500

/** Fingers on the chart: one pans (the browser does that), two zoom, a tap selects, a long press opens the menu. */
export class Touch {
  private pinch: { distance: number; zoom: number } | null = null
  private press = 0
  private start = { x: 0, y: 0 }
  private still = false

  constructor(private readonly app: App) {
    const { canvas } = app.chart
    const { pane } = app.grid
    pane.addEventListener('touchstart', (event) => this.holdRow(event), { passive: true })
    for (const name of ['touchmove', 'touchend', 'touchcancel']) pane.addEventListener(name, () => clearTimeout(this.press), { passive: true })
    canvas.addEventListener('touchstart', (event) => this.began(event), { passive: false })
    canvas.addEventListener('touchmove', (event) => this.moved(event), { passive: false })
    canvas.addEventListener('touchend', (event) => this.ended(event))
    canvas.addEventListener('touchcancel', () => this.reset())
  }

  /** A long press on a row of the table. */
  private holdRow(event: TouchEvent): void {
    clearTimeout(this.press)
    const { app } = this
    const place = app.grid.placeOf(event.target as Element)
    if (!place || event.touches.length > 1 || app.editor.editing) return
    const { clientX, clientY } = event.touches[0]
    this.press = window.setTimeout(() => {
      app.go({ uid: app.uidAt(place.row), col: place.col })
      app.menus.task(clientX, clientY)
    }, LONG_PRESS)
  }

  private began(event: TouchEvent): void {
    this.reset()
    if (event.touches.length === 2) {
      event.preventDefault()
      this.pinch = { distance: spread(event), zoom: this.app.chart.scale.pxPerDay }
      return
    }
    const { clientX, clientY } = event.touches[0]
    this.start = { x: clientX, y: clientY }
    this.still = true
    this.press = window.setTimeout(() => {
      this.still = false
      this.select(clientX, clientY)
      this.app.menus.task(clientX, clientY)
    }, LONG_PRESS)
  }

  private moved(event: TouchEvent): void {
    if (this.pinch && event.touches.length === 2) {
      event.preventDefault()
      const box = this.app.chart.canvas.getBoundingClientRect()
      const middle = (event.touches[0].clientX + event.touches[1].clientX) / 2 - box.left
      this.app.chart.zoomTo((this.pinch.zoom * spread(event)) / this.pinch.distance, middle)
      return
    }
    const { clientX, clientY } = event.touches[0]
    if (Math.hypot(clientX - this.start.x, clientY - this.start.y) > 8) {
      this.still = false
      clearTimeout(this.press)
    }
  }

  private ended(event: TouchEvent): void {
    clearTimeout(this.press)
    if (this.still && event.changedTouches.length === 1) this.select(this.start.x, this.start.y)
    if (event.touches.length < 2) this.pinch = null
    this.still = false
  }

  private select(x: number, y: number): void {
    const { app } = this
    const hit = Pointer.of.get(app)!.hit({ clientX: x, clientY: y, pointerType: 'touch' })
    if (hit.uid < 0) return
    app.go({ uid: hit.uid, col: app.selection.active.col }, { focus: false })
    app.say(app.tips.sentence(hit.uid))
  }

  private reset(): void {
    clearTimeout(this.press)
    this.pinch = null
    this.still = false
  }
}

const spread = (event: TouchEvent): number =>
  Math.max(1, Math.hypot(event.touches[0].clientX - event.touches[1].clientX, event.touches[0].clientY - event.touches[1].clientY))
