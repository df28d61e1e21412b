/**
 * `<up-chart data-chart data-words>`: a chart of numbers that are in the page. docs/reference/ui.md says what they are.
 * It is fetched only where a page or a drawer has one; the table beside it is there without it.
 */
import { attributes, fill } from '../shared/dom'
import { apart, endTogether, lanes, rowsOf } from './data'
import type { Chart, Mark, Row, Series } from './data'
import { init } from './draw'
import type { Drawn } from './draw'
import { csv, give, picture } from './files'
import { Words } from './format'
import { lookOf } from './look'
import type { Look } from './look'
import { LANE, optionOf, uprights } from './option'
import type { Room } from './option'

type Sentences = Record<'csv' | 'hint' | 'none' | 'png' | 'point' | 'range', string>
const STEPS: Record<string, (now: number, last: number) => number> = {
  ArrowRight: (now, last) => Math.min(now + 1, last),
  ArrowDown: (now, last) => Math.min(now + 1, last),
  ArrowLeft: (now) => Math.max(now - 1, 0),
  ArrowUp: (now) => Math.max(now - 1, 0),
  PageDown: (now, last) => Math.min(now + 10, last),
  PageUp: (now) => Math.max(now - 10, 0),
  Home: () => 0,
  End: (_, last) => last,
}
/** Where there is less room, names stand in the legend only. */
const ROOM_FOR_NAMES = 560
const MOST_NAMED = 5

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, css: string, text = ''): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag)
  made.className = css
  made.textContent = text
  return made
}

export class UpChart extends HTMLElement {
  private chart!: Chart
  private sentences!: Sentences
  private words!: Words
  private rows: Row[] = []
  private drawn: Drawn | null = null
  private at = -1
  private readonly canvas = make('div', 'up-plot-canvas')
  private readonly line = attributes(make('div', 'up-plot-line'), { hidden: true })
  private readonly tip = attributes(make('div', 'up-plot-tip'), { hidden: true, 'aria-hidden': 'true' })
  private readonly said = attributes(make('div', 'visually-hidden'), { 'aria-live': 'polite' })
  private readonly sizes = new ResizeObserver(() => this.resized())
  private readonly theme = new MutationObserver(() => this.draw())
  private readonly paper = (): void => this.onPaper(true)
  private readonly screen = (): void => this.onPaper(false)

  connectedCallback(): void {
    if (!this.drawn) this.begin()
    this.sizes.observe(this)
    this.theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] })
    addEventListener('beforeprint', this.paper)
    addEventListener('afterprint', this.screen)
  }

  disconnectedCallback(): void {
    this.sizes.disconnect()
    this.theme.disconnect()
    removeEventListener('beforeprint', this.paper)
    removeEventListener('afterprint', this.screen)
    this.drawn?.dispose()
    this.drawn = null
  }

  private begin(): void {
    this.chart = JSON.parse(this.dataset.chart || '{}') as Chart
    this.sentences = JSON.parse(this.dataset.words || '{}') as Sentences
    this.words = new Words(document.documentElement.lang)
    this.rows = rowsOf(this.chart)
    this.style.height = `${this.chart.height}px`
    if (!this.rows.length) return this.replaceChildren(make('p', 'up-plot-none', this.sentences.none))
    attributes(this.canvas, { tabindex: 0, role: 'application', 'aria-label': `${this.chart.title}. ${this.sentences.hint}` })
    this.canvas.onpointermove = (event) => this.point(event)
    this.canvas.onpointerdown = (event) => this.point(event)
    this.canvas.onpointerleave = () => this.show(-1)
    this.canvas.onblur = () => this.show(-1)
    this.canvas.onkeydown = (event) => this.key(event)
    this.replaceChildren(this.canvas, this.line, this.tip, this.said, this.tools())
  }

  private tools(): HTMLElement {
    const bar = make('div', 'up-plot-tools')
    for (const [kind, run] of [['png', () => this.givePicture()], ['csv', () => this.giveFigures()]] as const) {
      const button = attributes(make('button', 'btn btn-sm btn-ghost', kind.toUpperCase()), { type: 'button', 'aria-label': this.sentences[kind], title: this.sentences[kind] })
      button.addEventListener('click', () => void run())
      bar.append(button)
    }
    return bar
  }

  // ---- drawing

  private resized(): void {
    if (!this.clientWidth || !this.rows.length) return
    if (this.drawn) this.drawn.resize({ width: this.clientWidth, height: this.chart.height })
    this.draw()
  }

  private draw(): void {
    if (!this.clientWidth || !this.rows.length) return
    const look = lookOf(this)
    const room = this.room(look)
    this.drawn ??= init(this.canvas)
    this.drawn.setOption(optionOf(this.chart, look, this.words, room), true)
    // Where words have room is known when the axes are.
    if (uprights(this.chart).length || room.named.size > 1) {
      if (uprights(this.chart).length) this.placeMarks(room, look)
      this.placeNames(room)
      this.drawn.setOption(optionOf(this.chart, look, this.words, room), true)
    }
    this.legend(room.named)
    this.show(this.at)
  }

  private room(look: Look): Room {
    const named = new Map((this.clientWidth >= ROOM_FOR_NAMES ? this.lines() : []).map((one) => [one, 0]))
    const right = Math.max(14, ...[...named.keys()].map((one) => Math.min(this.measure(one.name, look) + 12, 160)))
    const motion = !this.drawn && !matchMedia('(prefers-reduced-motion: reduce)').matches
    return { width: this.clientWidth, top: uprights(this.chart).length ? LANE + 11 : 10, right, named, words: new Map(), motion }
  }

  /** Lines that are named at their end: few, and where nothing else stands there. */
  private lines(): Series[] {
    const found = this.chart.series.filter((one) => (one.kind === 'line' || one.kind === 'step') && !one.stack)
    return found.length > MOST_NAMED || this.chart.series.length < 2 || this.chart.y2 || !endTogether(found) ? [] : found
  }

  private measure(text: string, look: Look): number {
    const pen = document.createElement('canvas').getContext('2d')
    if (!pen) return text.length * 8
    pen.font = `500 12px ${look.font}`
    return pen.measureText(text).width
  }

  /** Puts the words of marks into lanes above the drawing, inside its width. */
  private placeMarks(room: Room, look: Look): void {
    const marks = uprights(this.chart)
    const labels = marks.map((one) => ({ centre: this.across(one), width: this.measure(one.label, look) }))
    const inside = labels.map(({ centre, width }) => ({ width, centre: Math.min(Math.max(centre, width / 2 + 2), this.clientWidth - width / 2 - 2) }))
    const found = lanes(inside)
    marks.forEach((one, n) => room.words.set(one, { up: LANE * (found[n] ?? 0), aside: (inside[n]?.centre ?? 0) - (labels[n]?.centre ?? 0) }))
    room.top = LANE * (Math.max(...found) + 1) + 11
  }

  private placeNames(room: Room): void {
    const named = [...room.named.keys()]
    const ends = named.map((one) => {
      const [at, amount] = [...one.data].reverse().find((point) => point[1] !== null) ?? [0, 0]
      const [x = 0, y = 0] = (this.drawn?.convertToPixel('grid', [at, amount ?? 0]) ?? []) as number[]
      return { x, y }
    })
    apart(ends).forEach((down, n) => room.named.set(named[n] as Series, down))
  }

  private across(mark: Mark): number {
    const found = this.drawn?.convertToPixel({ xAxisIndex: 0 }, mark.at)
    return typeof found === 'number' && Number.isFinite(found) ? found : 0
  }

  /** What is named at its end needs no second name. */
  private legend(named: Map<Series, number>): void {
    const items = this.closest('.up-plot')?.querySelectorAll<HTMLElement>('.up-plot-legend > li') ?? []
    items.forEach((item, n) => (item.hidden = named.has(this.chart.series[n] as Series)))
  }

  private onPaper(paper: boolean): void {
    this.classList.toggle('is-paper', paper)
    this.draw()
  }

  // ---- going from point to point

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && this.at >= 0) {
      // It closes what is said, not the drawer around it.
      event.stopPropagation()
      return this.show(-1)
    }
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    const last = this.rows.length - 1
    this.show(this.at < 0 && event.key !== 'End' ? 0 : step(this.at, last))
    const row = this.rows[this.at]
    if (row) this.said.textContent = [this.words.place(this.chart, row, this.sentences.range), ...this.told(row).map(({ name, text }) => `${name} ${text}`), fill(this.sentences.point, { n: this.at + 1, total: this.rows.length })].join(', ')
  }

  private point(event: PointerEvent): void {
    const box = this.canvas.getBoundingClientRect()
    this.show(this.nearest(event.clientX - box.left, event.clientY - box.top))
  }

  /** The row at a point of the drawing; a bar with a width is met anywhere on it. */
  private nearest(x: number, y: number): number {
    if (!this.drawn?.containPixel('grid', [x, y])) return -1
    const far = (row: Row): number => {
      const [left, top] = this.pixel(row)
      return this.cloud ? Math.hypot(left - x, top - y) : Math.abs(this.chart.horizontal ? top - y : left - x)
    }
    const wide = this.chart.series.find((one) => one.width)?.width
    if (wide) {
      const [across, down] = this.drawn.convertFromPixel('grid', [x, y]) as [number, number]
      const place = this.chart.horizontal ? down : across
      return this.rows.findIndex((row) => row.at <= place && place < row.at + wide)
    }
    let best = 0
    this.rows.forEach((row, n) => {
      if (far(row) < far(this.rows[best] as Row)) best = n
    })
    return best
  }

  private get cloud(): boolean {
    return this.chart.series.some((one) => one.kind === 'scatter')
  }

  /** Where the first figure of a row stands. */
  private pixel(row: Row): [number, number] {
    const n = row.cells.findIndex(Boolean)
    const one = this.chart.series[n] as Series
    const wide = this.chart.series.find((series, m) => series.width && row.cells[m])?.width ?? 0
    const place = [row.at + wide / 2, row.cells[n]?.at(-1) ?? 0]
    if (this.chart.horizontal) place.reverse()
    const axes = this.chart.horizontal ? { xAxisIndex: one.second ? 1 : 0, yAxisIndex: 0 } : { xAxisIndex: 0, yAxisIndex: one.second ? 1 : 0 }
    const [left = 0, top = 0] = (this.drawn?.convertToPixel(axes, place) ?? []) as number[]
    return [left, top]
  }

  private told(row: Row): { name: string; text: string; css: string }[] {
    return this.chart.series.flatMap((one, n) => {
      const amounts = row.cells[n]
      const axis = one.second ? (this.chart.y2 ?? this.chart.y) : this.chart.y
      return amounts ? [{ name: one.name, css: one.css, text: this.words.amounts(axis, amounts, this.sentences.range) }] : []
    })
  }

  private show(index: number): void {
    this.at = index
    const row = this.rows[index]
    this.tip.hidden = this.line.hidden = !row
    if (!row) return
    const [left, top] = this.pixel(row)
    const list = make('dl', 'up-plot-figures')
    for (const { name, text, css } of this.told(row)) {
      const figure = make('div', `up-hue-of-${css}`)
      figure.append(make('dt', '', name), make('dd', '', text))
      list.append(figure)
    }
    this.tip.replaceChildren(make('strong', '', this.words.place(this.chart, row, this.sentences.range)), list)
    this.line.classList.toggle('is-lying', this.chart.horizontal)
    this.line.classList.toggle('is-dot', this.cloud)
    this.line.style.transform = `translate(${this.chart.horizontal && !this.cloud ? 0 : left}px, ${this.chart.horizontal || this.cloud ? top : 0}px)`
    const beside = left + 12 + this.tip.offsetWidth > this.clientWidth ? Math.max(0, left - 12 - this.tip.offsetWidth) : left + 12
    const below = Math.max(0, Math.min(this.chart.horizontal || this.cloud ? top + 12 : 12, this.chart.height - this.tip.offsetHeight - 4))
    this.tip.style.transform = `translate(${beside}px, ${below}px)`
  }

  // ---- files

  private giveFigures(): void {
    // The mark tells a spreadsheet that it is UTF-8.
    give(`${this.chart.key}.csv`, new Blob(['\ufeff', csv(this.chart, this.words)], { type: 'text/csv;charset=utf-8' }))
  }

  private async givePicture(): Promise<void> {
    if (!this.drawn) return
    this.onPaper(true)
    const scale = 2
    const look = lookOf(this)
    const content = await picture(this.drawn.renderToCanvas({ pixelRatio: scale, backgroundColor: look.ground }), this.chart.title, look, scale)
    this.onPaper(false)
    if (content) give(`${this.chart.key}.png`, content)
  }
}

if (!customElements.get('up-chart')) customElements.define('up-chart', UpChart)
