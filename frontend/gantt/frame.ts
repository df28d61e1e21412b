import type { App } from './app'
import { clear, make, setAttribute } from './dom'
import { GridPointer } from './gridpointer'
import { Keys } from './keys'
import { Pointer } from './pointer'
import { Touch } from './touch'

/** The box around table and chart: one vertical scroll for both, the splitter, the legend, and what is said when there is nothing to see. */
export class Frame {
  readonly element = make('div', { class: 'up' })
  private readonly scroller = make('div', { class: 'scroller' })
  private readonly tall = make('div', { class: 'tall' })
  private readonly stage = make('div', { class: 'stage' })
  private readonly splitter = make('div', { class: 'splitter', role: 'separator', tabindex: 0, 'aria-orientation': 'vertical' })
  private readonly foot = make('div', { class: 'foot' })
  private readonly legendBox = make('div', { class: 'legend', role: 'list' })
  private readonly noteBox = make('span', { class: 'note', 'aria-hidden': 'true' })
  private readonly empty = make('div', { class: 'empty', hidden: true })
  private noteTimer = 0
  narrow = false

  constructor(private readonly app: App) {
    const { grid, chart, toolbar, banner } = app
    setAttribute(this.splitter, 'aria-label', `${app.words.tools.grid} | ${app.words.tools.chart}`)
    this.stage.append(grid.pane, this.splitter, chart.pane)
    this.tall.append(this.stage)
    this.scroller.append(this.tall)
    this.foot.append(this.legendBox, this.noteBox)
    this.element.append(toolbar.element, banner.element, this.scroller, this.empty, this.foot)
    app.shadow.append(this.element)
    this.legendBox.setAttribute('aria-label', app.words.legend.label)
    chart.canvas.setAttribute('aria-label', app.words.chart.label)
    this.scroller.addEventListener('scroll', () => app.schedule(), { passive: true })
    // Whoever leaves while edits wait for the server, or for an answer, would lose them.
    addEventListener('beforeunload', (event) => {
      if (app.host.isConnected && !app.queue.idle) event.preventDefault()
    })
    new ResizeObserver(() => this.measure()).observe(this.scroller)
    new GridPointer(app)
    new Pointer(app)
    new Touch(app)
    new Keys(app)
    this.listenSplitter()
    this.followTheme()
  }

  private followTheme(): void {
    const dark = (): void => void this.app.host.toggleAttribute('dark', document.documentElement.dataset.bsTheme === 'dark')
    dark()
    const repaint = (): void => {
      dark()
      this.app.chart.retheme()
      this.legend()
      this.app.schedule()
    }
    new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme', 'class'] })
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint)
  }

  /** The stage fills the scroller; the chart gets what the table leaves. */
  measure(): void {
    const { app } = this
    const width = this.scroller.clientWidth
    const height = this.scroller.clientHeight
    if (!width || !height) return
    this.narrow = width < 640
    this.element.classList.toggle('narrow', this.narrow)
    this.element.classList.toggle('show-chart', app.view.pane === 'chart')
    this.stage.style.height = `${height}px`
    const split = this.narrow ? (app.view.pane === 'chart' ? 0 : width) : this.split(width)
    app.grid.pane.style.width = `${split}px`
    this.empty.style.width = `${split || width}px`
    setAttribute(this.splitter, 'aria-valuenow', String(Math.round((100 * split) / width)))
    app.height = height - this.barHeight()
    app.chart.resize(Math.max(0, width - split - (this.narrow ? 0 : 6)), app.height)
    this.sizeRows()
    this.reachLegend()
    if (app.model) {
      app.chart.respan()
      app.render()
    }
  }

  /** Both halves keep room for their horizontal scroll bar, so that rows stay level. */
  private barHeight(): number {
    const { pane } = this.app.chart
    return Math.max(0, pane.offsetHeight - pane.clientHeight, this.app.grid.pane.offsetHeight - this.app.grid.pane.clientHeight)
  }

  private split(width: number): number {
    const wanted = this.app.view.split || this.wholeColumns(width * 0.53)
    return Math.round(Math.max(120, Math.min(wanted, width - 120)))
  }

  /** As many whole columns as fit: one that is cut in two cannot be read. */
  private wholeColumns(room: number): number {
    let split = 46
    for (const { width } of this.app.view.columns) {
      if (split + width > room && split > 320) break
      split += width
    }
    return Math.min(split + 1, room)
  }

  sizeRows(): void {
    const rows = this.app.model ? this.app.rowCount() : 0
    this.tall.style.height = `${Math.max(this.scroller.clientHeight, rows * this.app.sizes.row + this.app.sizes.head + 40)}px`
    this.showEmpty()
  }

  readTop(): number {
    return this.scroller.scrollTop
  }
  scrollTop(top: number): void {
    this.scroller.scrollTop = top
    this.app.top = this.scroller.scrollTop
    this.app.schedule()
  }

  /** After a plan came in: on the first time go to where work is now. */
  loaded(first: boolean): void {
    const { app } = this
    this.measure()
    if (!first) return
    const { model, chart, view } = app
    const days = Math.max(1, (model.last - model.first) / 14400)
    const zoom = view.zoom || Math.max(6, Math.min(24, (chart.width - 160) / days))
    chart.respan(zoom)
    chart.scrollTo(chart.scale.x(this.firstStart()) - 40)
    this.legend()
  }

  /** Where the bars of the first screen begin. */
  private firstStart(): number {
    const { model, visible, height, sizes } = this.app
    let first = Infinity
    for (let row = 0; row < visible.rows.length && row * sizes.row < height; row++) {
      const start = model.column.start[visible.rows[row]]
      if (start >= 0) first = Math.min(first, start)
    }
    return first === Infinity ? model.first : first
  }

  legend(): void {
    const { app } = this
    clear(this.legendBox)
    if (!app.model || !app.chart.theme) return
    const { theme } = app.chart
    const { words, view } = app
    const entry = (kind: string, text: string, colour?: string, sign = ''): void => {
      const swatch = make('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }, sign)
      if (colour) swatch.style.setProperty('--swatch', colour)
      this.legendBox.append(make('span', { class: 'entry', role: 'listitem', title: text }, swatch, make('span', { class: 'text' }, text)))
    }
    const groups = app.groups.names.slice(0, 10)
    for (const { index, name, sign } of groups) entry('group', name, index < 0 ? theme.line : theme.palette[index % theme.palette.length].deep, sign)
    if (app.groups.names.length > groups.length) entry('rest', `+${app.groups.names.length - groups.length} ${words.legend.others}`)
    if (view.critical) {
      entry('critical', words.legend.critical)
      entry('slack', words.legend.slack)
    }
    if (app.showsBaseline()) entry('base', words.legend.baseline)
    entry('deadline', words.legend.deadline)
    if (app.model.project.go_live >= 0) entry('golive', words.legend.goLive)
    this.reachLegend()
  }

  /** Where it does not fit and scrolls, the keyboard must get to it. */
  private reachLegend(): void {
    const { legendBox } = this
    setAttribute(legendBox, 'tabindex', legendBox.scrollWidth > legendBox.clientWidth || legendBox.scrollHeight > legendBox.clientHeight ? '0' : null)
  }

  /** The last thing said, for eyes. */
  note(text: string): void {
    this.noteBox.textContent = text
    this.noteBox.hidden = !text
    clearTimeout(this.noteTimer)
    this.noteTimer = window.setTimeout(() => (this.noteBox.hidden = true), 6000)
  }

  private showEmpty(): void {
    const { app } = this
    const { say } = app.words
    const rows = app.model ? app.visible.rows.length : 0
    this.empty.hidden = rows > 0
    if (rows > 0) return
    clear(this.empty)
    if (!app.model) this.empty.append(say.loading)
    else if (app.view.filter) {
      const button = make('button', { type: 'button', class: 'btn' }, say.clear)
      button.addEventListener('click', () => app.commands.filter(''))
      this.empty.append(make('p', {}, say.nothing.replace('{text}', app.view.filter)), button)
    } else this.empty.append(app.can('edit') ? say.empty : say.emptyRead)
  }

  private listenSplitter(): void {
    const { splitter, app } = this
    const set = (split: number): void => {
      app.view.split = Math.max(120, split)
      this.measure()
      app.changedView()
    }
    splitter.addEventListener('pointerdown', (event) => {
      event.preventDefault()
      splitter.setPointerCapture(event.pointerId)
      const box = this.scroller.getBoundingClientRect()
      const move = (e: PointerEvent): void => set(e.clientX - box.left)
      splitter.addEventListener('pointermove', move)
      splitter.addEventListener('lostpointercapture', () => splitter.removeEventListener('pointermove', move), { once: true })
    })
    splitter.addEventListener('dblclick', () => {
      app.view.split = 0
      set(this.split(this.scroller.clientWidth))
    })
    splitter.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowLeft' ? -24 : event.key === 'ArrowRight' ? 24 : 0
      if (!step) return
      event.preventDefault()
      set(app.grid.pane.offsetWidth + step)
    })
  }
}
