import { App } from './app'
import style from './style.css'
import { applyDelta } from './delta'
import type { Part } from './layout'
import { Pointer } from './pointer'
import type { Delta, PlanJson } from './types'

/** Signing in again, in another tab, changes the token: what counts is the one in the cookie. */
const token = (): string => /(?:^|; )csrftoken=(\w+)/.exec(document.cookie)?.[1] ?? ''

/**
 * `<up-gantt>`: an editable treegrid and a chart of the same plan. docs/reference/plan-page.md says what it exchanges with the server.
 *
 * For measurements and tests, besides the attributes:
 *
 *     load(data)               a plan as GET data gives it, parsed or as text; paints before it returns
 *     applyDelta(delta)        takes a delta in and paints before it returns
 *     scrollToRow(row, px = 0) the visible row (from 0) and pixels more to the top; does not paint
 *     scrollToTime(instant)    an instant to the left fifth of the chart; does not paint
 *     render()                 paints one frame now
 *     dragStep(uid, dx, part)  what one pointer move of a drag by dx pixels does: 'bar' (default), 'right', 'progress'; paints
 *     dragEnd()                lets go without sending
 *     idle                     true when no edit waits for the server
 *
 * Events: `up-open` {url, uid} when a task is opened (cancel it to stay on the page); `up-changed` {revision} after
 * the plan changed, here or elsewhere.
 */
export class UpGantt extends HTMLElement {
  /** For tests. */
  app: App | null = null

  connectedCallback(): void {
    if (!this.shadowRoot) {
      const shadow = this.attachShadow({ mode: 'open' })
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(style)
      shadow.adoptedStyleSheets = [sheet]
      const attribute = (name: string): string => this.getAttribute(name) ?? ''
      this.app = new App(this, () => ({ src: attribute('src'), edits: attribute('edits'), head: attribute('head'), why: attribute('why'), csrf: token() || attribute('csrf'), draft: attribute('draft') }))
      if (attribute('src')) void this.app.reload()
    }
    if (this.getAttribute('head')) this.app?.live.start()
  }

  disconnectedCallback(): void {
    this.app?.live.stop()
  }

  load(data: PlanJson | string): void {
    this.app!.load(typeof data === 'string' ? (JSON.parse(data) as PlanJson) : data)
  }
  applyDelta(delta: Delta): void {
    this.app!.queue.rebase(() => applyDelta(this.app!.model, delta))
    this.app!.render()
  }
  /** Something beside the element changed the plan: brings it up to date in its place. */
  update(): void {
    void this.app!.live.now()
  }
  scrollToRow(row: number, px = 0): void {
    this.app!.frame.scrollTop(row * this.app!.sizes.row + px)
  }
  scrollToTime(instant: number): void {
    this.app!.chart.scrollToInstant(instant)
  }
  render(): void {
    this.app!.render()
  }
  dragStep(uid: number, dx: number, part: Part = 'bar'): void {
    Pointer.of.get(this.app!)!.dragTo(uid, part, dx)
    this.app!.render()
  }
  dragEnd(): void {
    Pointer.of.get(this.app!)!.cancel()
  }
  get idle(): boolean {
    return this.app!.queue.idle
  }
}

if (!customElements.get('up-gantt')) customElements.define('up-gantt', UpGantt)
