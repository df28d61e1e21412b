import type { App } from './app'
import { barAt, distance, partAt, type Bar, type Part } from './layout'
import { DAY, dayOf } from './instants'
import { Flag } from './types'

export interface Hit {
  row: number
  uid: number
  bar: Bar | null
  part: Part | null
  link: number
}

interface Drag {
  uid: number
  part: Part
  bar: Bar
  x: number
  y: number
  moved: boolean
  /** Where the chart was scrolled to when the drag began. */
  left: number
  /** Where the canvas is on the page. */
  box: DOMRect
}

const CURSOR: Record<Part, string> = { bar: 'move', right: 'ew-resize', progress: 'col-resize', handle: 'crosshair' }

/** The mouse on the chart: move, resize, progress, link, follow links, zoom. */
export class Pointer {
  private drag: Drag | null = null
  private scrolling = 0

  constructor(private readonly app: App) {
    const { canvas } = app.chart
    canvas.addEventListener('pointerdown', (event) => this.down(event))
    canvas.addEventListener('pointermove', (event) => this.move(event))
    canvas.addEventListener('pointerup', (event) => this.up(event))
    canvas.addEventListener('pointercancel', () => this.cancel())
    canvas.addEventListener('pointerleave', () => {
      if (!this.drag) this.hover(null)
    })
    canvas.addEventListener('dblclick', (event) => {
      const hit = this.hit(event)
      if (hit.bar && hit.part) app.commands.open(hit.uid)
    })
    canvas.addEventListener('contextmenu', (event) => {
      event.preventDefault()
      const hit = this.hit(event)
      if (hit.uid >= 0 && !app.selection.has(hit.row, hit.uid)) app.go({ uid: hit.uid, col: app.selection.active.col }, { focus: false })
      app.menus.task(event.clientX, event.clientY, hit.link)
    })
    canvas.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.drag) this.cancel()
    })
    app.chart.pane.addEventListener('wheel', (event) => this.wheel(event), { passive: false })
    Pointer.of.set(app, this)
  }

  static readonly of = new WeakMap<App, Pointer>()

  hit(event: { clientX: number; clientY: number; pointerType?: string }): Hit {
    const { app } = this
    const box = app.chart.canvas.getBoundingClientRect()
    const x = event.clientX - box.left
    const y = event.clientY - box.top
    const row = y < app.sizes.head ? -1 : Math.floor((y - app.sizes.head + app.top) / app.sizes.row)
    const uid = app.uidAt(row)
    const result: Hit = { row, uid, bar: null, part: null, link: -1 }
    if (row >= 0 && uid >= 0) {
      const top = app.sizes.head + row * app.sizes.row - app.top
      result.bar = barAt(app.model, app.chart.scale, app.model.at(uid), app.chart.left, top, app.sizes)
      result.part = result.bar && partAt(result.bar, x, y, app.sizes, event.pointerType === 'touch')
    }
    if (!result.part && row >= 0) {
      let best = 5
      for (const [link, way] of app.chart.routes) {
        const d = distance(way, x, y)
        if (d < best) {
          best = d
          result.link = link
        }
      }
    }
    return result
  }

  /** What may be dragged: summaries follow their tasks, and progress needs no right to edit. */
  private allowed(hit: Hit): boolean {
    if (!hit.bar || !hit.part) return false
    if (hit.part === 'progress') return this.app.can('progress')
    if (!this.app.can('edit') || this.app.banner.asking) return false
    return hit.part === 'handle' || hit.bar.kind !== 'summary'
  }

  private down(event: PointerEvent): void {
    const { app } = this
    if (event.button !== 0 || event.pointerType === 'touch') return
    if (app.editor.editing) app.editor.commit('stay')
    app.tips.hide()
    const hit = this.hit(event)
    app.chart.chosenLink = hit.link
    if (hit.link >= 0) return this.followLink(hit.link)
    if (hit.uid >= 0) app.go({ uid: hit.uid, col: app.selection.active.col }, { extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey, focus: false })
    app.chart.canvas.focus({ preventScroll: true })
    const canvas = app.chart.canvas
    if (this.allowed(hit)) {
      canvas.setPointerCapture(event.pointerId)
      this.drag = { uid: hit.uid, part: hit.part!, bar: hit.bar!, x: event.clientX, y: event.clientY, moved: false, left: app.chart.left, box: canvas.getBoundingClientRect() }
      app.live.hold = true
    } else if (!hit.part) this.pan(event)
  }

  /** Empty chart is dragged along. */
  private pan(start: PointerEvent): void {
    const { app } = this
    const from = { left: app.chart.left, top: app.top }
    const { canvas } = app.chart
    canvas.setPointerCapture(start.pointerId)
    const move = (event: PointerEvent): void => {
      app.chart.scrollTo(from.left - (event.clientX - start.clientX))
      app.frame.scrollTop(from.top - (event.clientY - start.clientY))
    }
    canvas.addEventListener('pointermove', move)
    canvas.addEventListener('lostpointercapture', () => canvas.removeEventListener('pointermove', move), { once: true })
  }

  /** Selects a link and shows the end that is further away. */
  private followLink(link: number): void {
    const { app } = this
    const { links } = app.model
    const pred = app.model.uid(links.pred[link])
    const succ = app.model.uid(links.succ[link])
    const text = `${links.pred[link] + 1} → ${links.succ[link] + 1} ${links.type[link]}${links.lag[link] ?? ''} · ${app.nameOf(pred)} → ${app.nameOf(succ)}`
    app.go({ uid: app.selection.active.uid === pred ? succ : pred, col: app.selection.active.col }, { focus: false })
    app.chart.chosenLink = link
    app.chart.reveal(app.model.column.start[app.model.at(app.selection.active.uid)])
    app.say(text)
  }

  private move(event: PointerEvent): void {
    if (event.pointerType === 'touch') return
    const { drag } = this
    if (!drag) {
      if (event.buttons === 0) this.hover(this.hit(event), event)
      return
    }
    if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 4) return
    drag.moved = true
    this.follow(event)
    this.edge(event)
  }

  private follow(event: PointerEvent): void {
    const { drag, app } = this
    if (!drag) return
    if (drag.part === 'handle') this.rubber(event)
    else this.dragTo(drag.uid, drag.part, event.clientX - drag.x + app.chart.left - drag.left)
    app.tips.drag(drag.uid, drag.part, event)
    app.render()
  }

  /** Held at an edge, a drag scrolls the chart on. */
  private edge(event: PointerEvent): void {
    cancelAnimationFrame(this.scrolling)
    const { app, drag } = this
    if (!drag) return
    const { box } = drag
    const pull = (at: number, low: number, high: number): number => (at < low + 24 ? -10 : at > high - 24 ? 10 : 0)
    const x = pull(event.clientX, box.left, box.right)
    const y = drag.part === 'handle' ? pull(event.clientY, box.top + app.sizes.head, box.bottom) : 0
    if (!x && !y) return
    this.scrolling = requestAnimationFrame(() => {
      if (x) app.chart.scrollTo(app.chart.left + x)
      if (y) app.frame.scrollTop(app.top + y)
      this.follow(event)
      this.edge(event)
    })
  }

  /** One step of a drag: the bar follows and snaps. */
  dragTo(uid: number, part: Part, dx: number): void {
    const { app } = this
    const { model, chart } = app
    const p = model.at(uid)
    const start = model.column.start[p]
    const finish = model.column.finish[p]
    const by = (dx * DAY) / chart.scale.pxPerDay
    if (part === 'bar') {
      const to = model.has(p, Flag.milestone) && start === finish ? model.time.snapFinish(finish + by, chart.scale.pxPerDay) : model.time.snapStart(start + by, chart.scale.pxPerDay)
      chart.ghosts.set(uid, { start: to, finish: start === finish ? to : model.time.add(to, model.time.between(start, finish)) })
    } else if (part === 'right') {
      const to = model.time.snapFinish(finish + by, chart.scale.pxPerDay)
      chart.ghosts.set(uid, { start, finish: Math.max(to, start) })
    } else {
      const bar = barAt(model, chart.scale, p, 0, 0, app.sizes)!
      const percent = ((bar.done + dx - bar.left) / (bar.right - bar.left)) * 100
      chart.ghosts.set(uid, { start, finish, percent: Math.max(0, Math.min(100, Math.round(percent / 5) * 5)) })
    }
  }

  private rubber(event: PointerEvent): void {
    const { app, drag } = this
    const box = app.chart.canvas.getBoundingClientRect()
    const hit = this.hit(event)
    app.chart.rubber = {
      x0: drag!.bar.right + drag!.left - app.chart.left + (drag!.bar.kind === 'milestone' ? app.sizes.bar / 2 : 0),
      y0: drag!.bar.top + app.sizes.bar / 2,
      x1: event.clientX - box.left,
      y1: event.clientY - box.top,
      ok: this.linkTarget(hit) !== null,
    }
    app.grid.hoverRow(app.chart.hoverRow, hit.row)
    app.chart.hoverRow = hit.row
  }

  private linkTarget(hit: Hit): number | null {
    return hit.uid >= 0 && hit.uid !== this.drag?.uid && hit.bar ? hit.uid : null
  }

  private up(event: PointerEvent): void {
    cancelAnimationFrame(this.scrolling)
    const { drag, app } = this
    this.drag = null
    app.live.hold = false
    if (!drag) return
    app.tips.hide()
    const ghost = app.chart.ghosts.get(drag.uid)
    const target = app.chart.rubber && this.linkTarget(this.hit(event))
    app.chart.rubber = null
    app.chart.ghosts.clear()
    if (drag.moved && target) app.commands.send([{ intent: 'link', pred: drag.uid, succ: target, type: 'FS' }])
    else if (drag.moved && ghost) this.dropBar(drag, ghost)
    else app.render()
  }

  private dropBar(drag: Drag, ghost: { start: number; finish: number; percent?: number }): void {
    const { app } = this
    const { uid } = drag
    const p = app.model.at(uid)
    if (drag.part === 'progress') {
      app.queue.add({ build: () => ({ changes: [{ intent: 'progress', uid, percent: ghost.percent }], local: { rows: { uid: [uid], percent: [ghost.percent!] } } }) })
      return
    }
    if (ghost.start === app.model.column.start[p] && ghost.finish === app.model.column.finish[p]) return app.render()
    const change = drag.part === 'bar' ? { intent: 'move', uid, start: ghost.start } : { intent: 'resize', uid, finish: ghost.finish }
    app.queue.add({ build: () => ({ changes: [change], local: { rows: { uid: [uid], start: [ghost.start], finish: [ghost.finish] } } }) })
  }

  cancel(): void {
    cancelAnimationFrame(this.scrolling)
    this.drag = null
    this.app.live.hold = false
    this.app.chart.rubber = null
    this.app.chart.ghosts.clear()
    this.app.tips.hide()
    this.app.render()
  }

  private hover(hit: Hit | null, event?: PointerEvent): void {
    const { app } = this
    const { chart } = app
    chart.canvas.style.cursor = hit?.link !== undefined && hit.link >= 0 ? 'pointer' : hit?.part ? (this.allowed(hit) ? CURSOR[hit.part] : 'pointer') : 'default'
    const row = hit?.row ?? -1
    const link = hit?.link ?? -1
    if (row !== chart.hoverRow || link !== chart.hoverLink) {
      app.grid.hoverRow(chart.hoverRow, row)
      chart.hoverRow = row
      chart.hoverLink = link
      app.schedule()
    }
    if (hit?.bar && hit.part && event) app.tips.bar(hit.uid, event)
    else if (link >= 0 && event) app.tips.link(link, event)
    else if (event && row < 0) app.tips.day(dayOf(chart.scale.instant(chart.left + event.offsetX)), event)
    else app.tips.away()
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) {
      if (!event.shiftKey || event.deltaX) return
      event.preventDefault()
      return this.app.chart.scrollTo(this.app.chart.left + event.deltaY)
    }
    event.preventDefault()
    const box = this.app.chart.canvas.getBoundingClientRect()
    // Two fingers on a touchpad come as a wheel with small steps.
    const speed = Math.abs(event.deltaY) < 40 ? 0.01 : 0.0022
    this.app.chart.zoomTo(this.app.chart.scale.pxPerDay * Math.exp(-event.deltaY * speed), event.clientX - box.left)
  }
}
