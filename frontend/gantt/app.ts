import { Banner } from './banner'
import { Chart } from './chart'
import { Clipboard } from './clipboard'
import { Commands } from './commands'
import { applyDelta, type Touched } from './delta'
import { make } from './dom'
import type { Groups } from './draw/scene'
import { Editor } from './editor'
import { Format } from './format'
import { Grid } from './grid'
import { groupsOf } from './groups'
import { sizesFor, type Sizes } from './layout'
import { LinkIndex } from './links'
import { Live } from './live'
import { Menus } from './menus'
import { Model } from './model'
import { visibleRows, type Visible } from './outline'
import { Queue } from './queue'
import { Frame } from './frame'
import { LAST_ROW, Selection, type Place } from './selection'
import { Server, type Addresses } from './server'
import { readView, unpackCollapsed, writeView, type View } from './state'
import { Tips } from './tips'
import { Toolbar } from './toolbar'
import { Flag, type Delta, type PlanJson } from './types'
import { languageOf, wordsFor, count, fill, type Words } from './words'

/** What all parts of the element share: the plan, how it is looked at, and who paints what. */
export class App {
  readonly shadow: ShadowRoot
  readonly words: Words
  readonly server: Server
  readonly selection: Selection
  readonly chart: Chart
  readonly grid: Grid
  readonly editor: Editor
  readonly queue: Queue
  readonly commands: Commands
  readonly clipboard: Clipboard
  readonly menus: Menus
  readonly toolbar: Toolbar
  readonly banner: Banner
  readonly tips: Tips
  readonly live: Live
  readonly frame: Frame
  readonly sizes: Sizes
  readonly coarse: boolean
  private readonly said = make('div', { class: 'quiet', 'aria-live': 'polite', role: 'status' })
  model!: Model
  format!: Format
  view: View
  visible: Visible = { rows: new Int32Array(0), rowOf: new Int32Array(0) }
  linkIndex!: LinkIndex
  groups: Groups = { of: () => -1, names: [] }
  /** Typed texts that the server has not confirmed, and those it refused, by "uid:column". */
  readonly pending = new Map<string, string>()
  readonly failed = new Map<string, string>()
  top = 0
  height = 0
  private scheduled = 0
  private written = 0
  private lastActive = 0
  private told = -1

  constructor(
    readonly host: HTMLElement,
    addresses: () => Addresses,
  ) {
    this.shadow = host.shadowRoot!
    const lang = host.getAttribute('lang') ?? document.documentElement.lang ?? 'en'
    this.words = wordsFor(lang)
    this.coarse = matchMedia('(pointer: coarse)').matches
    this.sizes = sizesFor(this.coarse)
    this.view = readView(new URLSearchParams(location.search))
    this.server = new Server(addresses)
    this.selection = new Selection(() => ({ count: this.visible.rows.length, uidAt: (row) => this.uidAt(row), rowOf: (uid) => this.rowOf(uid) }))
    this.chart = new Chart(this)
    this.grid = new Grid(this)
    this.editor = new Editor(this)
    this.queue = new Queue(this)
    this.commands = new Commands(this)
    this.clipboard = new Clipboard(this)
    this.menus = new Menus(this)
    this.banner = new Banner(this)
    this.tips = new Tips(this)
    this.toolbar = new Toolbar(this)
    this.live = new Live(this)
    this.frame = new Frame(this)
    this.shadow.append(this.said)
  }

  /** Takes a plan in, from the server or from a benchmark. */
  load(json: PlanJson): void {
    const first = !this.model
    this.model = new Model(json, { can: this.host.getAttribute('can') ?? undefined, draft: this.host.getAttribute('draft') ?? undefined })
    this.format = new Format(languageOf(this.host.getAttribute('lang') ?? 'en'), this.words, this.model.project)
    if (first) this.view.collapsed = unpackCollapsed(new URLSearchParams(location.search).get('x') ?? '', this.summaries())
    this.queue.reapply()
    this.regroup()
    this.recount()
    if (first) {
      this.chart.retheme()
      this.grid.setColumns()
      this.selection.set({ uid: this.uidAt(0), col: this.commands.nameColumn() })
    }
    this.frame.loaded(first)
    this.toolbar.update()
    this.refresh()
    this.render()
    this.tell(!first)
  }

  /** Lets the page around know that there is another revision of the plan. */
  private tell(aloud = true): void {
    if (this.model.revision === this.told) return
    this.told = this.model.revision
    if (aloud) this.host.dispatchEvent(new CustomEvent('up-changed', { bubbles: true, composed: true, detail: { revision: this.told } }))
  }

  summaries(): number[] {
    const { model } = this
    const result: number[] = []
    for (let p = 0; p < model.n; p++) if (model.hasChildren(p)) result.push(model.uid(p))
    return result
  }

  /** A change came in: compute anew only what it touched. */
  take(delta: Delta): Touched {
    const touched = applyDelta(this.model, delta)
    this.took(touched)
    return touched
  }

  took(touched: Touched): void {
    if (touched.structure) this.recount()
    else if (touched.links) this.relink()
    if (touched.structure || this.view.by !== 'none') this.regroup()
    if (touched.span) this.chart.respan()
    this.format.setProject(this.model.project)
    this.toolbar.update()
    this.refresh()
    this.tell()
  }

  /** Visible rows, after the outline, the filter or what is collapsed changed. */
  recount(): void {
    const { model, view } = this
    const needle = view.filter.trim().toLowerCase()
    const matches = needle
      ? (p: number) => model.value.name[p].toLowerCase().includes(needle) || model.wbs(p) === needle || (model.value.resources[p].length > 0 && model.resourcesText(p).toLowerCase().includes(needle))
      : null
    this.visible = visibleRows(model.outline, (p) => view.collapsed.has(model.uid(p)), matches)
    this.relink()
    this.frame.sizeRows()
    this.grid.invalidate()
  }

  private relink(): void {
    this.linkIndex = new LinkIndex(this.model.links, this.visible.rowOf, this.visible.rows.length)
  }

  regroup(): void {
    this.groups = groupsOf(this.model, this.view.by, this.words)
    this.frame.legend()
  }

  can(what: 'edit' | 'progress'): boolean {
    return this.model?.can.has(what) || (what === 'progress' && this.model?.can.has('edit'))
  }
  showsBaseline(): boolean {
    return this.view.baseline !== 0 && this.model.baselines.length > 0
  }
  /** Visible rows and, for those who may edit, the empty one at the end. */
  rowCount(): number {
    return this.visible.rows.length + (this.hasLastRow() ? 1 : 0)
  }
  hasLastRow(): boolean {
    return this.can('edit') && !this.view.filter
  }
  uidAt(row: number): number {
    return row >= 0 && row < this.visible.rows.length ? this.model.uid(this.visible.rows[row]) : LAST_ROW
  }
  rowOf(uid: number): number {
    if (uid === LAST_ROW) return this.visible.rows.length
    const p = this.model.at(uid)
    return p < 0 ? -1 : this.visible.rowOf[p]
  }
  activeRow(): number {
    return this.rowOf(this.selection.active.uid)
  }
  nameOf(uid: number): string {
    const p = this.model.at(uid)
    return p < 0 ? '' : this.model.value.name[p]
  }

  /** Selects, scrolls there and puts the focus into the cell. */
  go(place: Place, options: { extend?: boolean; toggle?: boolean; focus?: boolean } = {}): void {
    if (options.toggle) this.selection.toggle(place)
    else if (options.extend) this.selection.extend(place)
    else this.selection.set(place)
    this.reveal(this.rowOf(place.uid))
    this.grid.revealColumn(place.col)
    this.refresh()
    this.render()
    if (options.focus !== false) this.focus()
    this.toolbar.update()
  }

  /** Focus on the active cell; its editor takes it where one can type, so that an input method has somewhere to type into. */
  focus(): void {
    const { active } = this.selection
    const cell = this.grid.cell(this.rowOf(active.uid), active.col)
    if (!cell) return
    if (!this.coarse && this.editor.typable(active)) this.editor.rest(cell, active)
    else cell.focus({ preventScroll: true })
  }

  reveal(row: number): void {
    if (row < 0) return
    const { row: h, head } = this.sizes
    const room = this.height - head - 2
    if (row * h < this.top) this.frame.scrollTop(row * h)
    else if ((row + 1) * h > this.top + room) this.frame.scrollTop((row + 1) * h - room)
  }

  /** Marks everything stale; the next frame paints. */
  refresh(): void {
    this.grid.invalidate()
    this.schedule()
  }
  schedule(): void {
    if (!this.scheduled) this.scheduled = requestAnimationFrame(() => this.render())
  }
  /** Paints now. */
  render(): void {
    if (this.scheduled) cancelAnimationFrame(this.scheduled)
    this.scheduled = 0
    if (!this.model) return
    this.keepActive()
    this.top = this.frame.readTop()
    this.grid.render()
    this.chart.render()
  }

  /** When the active task went away, the row that took its place becomes active. */
  private keepActive(): void {
    const { place } = this.editor
    if (this.editor.editing && place && place.uid !== LAST_ROW && this.model.at(place.uid) < 0) this.editor.cancel()
    const row = this.activeRow()
    if (row >= 0) this.lastActive = row
    else if (this.rowCount()) {
      const held = this.shadow.activeElement
      this.selection.set({ uid: this.uidAt(Math.min(this.lastActive, this.rowCount() - 1)), col: this.selection.active.col })
      if (!held || this.grid.pane.contains(held)) queueMicrotask(() => this.focus())
    }
  }

  columnsChanged(): void {
    this.editor.leave()
    this.grid.setColumns()
    this.frame.measure()
    this.selection.active.col = Math.min(this.selection.active.col, this.grid.columns.length - 1)
    this.selection.anchor.col = Math.min(this.selection.anchor.col, this.grid.columns.length - 1)
    this.changedView()
    this.render()
  }

  /** Writes the view into the address, not more often than a browser likes. */
  changedView(): void {
    this.toolbar.update()
    this.schedule()
    if (this.written) return
    this.written = window.setTimeout(() => {
      this.written = 0
      const query = writeView(this.view, new URLSearchParams(location.search), this.view.collapsed.size ? this.summaries() : []).toString()
      history.replaceState(history.state, '', `${location.pathname}${query ? `?${query}` : ''}${location.hash}`)
    }, 250)
  }

  async reload(): Promise<void> {
    try {
      this.load(await this.server.load(this.view.baseline || null))
    } catch (error) {
      this.banner.failed(fill(this.words.say.loadFailed, { text: (error as Error).message }), () => void this.reload())
    }
  }

  say(text: string): void {
    this.said.textContent = ''
    this.said.textContent = text
    this.frame.note(text)
  }
  sayCount(text: string, n: number, values: Record<string, string> = {}): void {
    this.say(count(text, n, values))
  }

  isSummary(uid: number): boolean {
    const p = this.model.at(uid)
    return p >= 0 && (this.model.hasChildren(p) || this.model.has(p, Flag.summary))
  }
}
