import type { App } from './app'
import { COLUMNS, type Column } from './columns'
import { clear, make, setAttribute } from './dom'
import { GridHead } from './gridhead'
import { icon, type IconName } from './icons'
import { LAST_ROW } from './selection'
import { Flag } from './types'

/** One recycled row of the table. */
interface RowView {
  element: HTMLDivElement
  number: HTMLDivElement
  cells: HTMLDivElement[]
  row: number
  uid: number
  stamp: number
}

const MARKS: [number, IconName][] = [
  [Flag.missed, 'missed'],
  [Flag.unmet, 'unmet'],
  [Flag.manual, 'manual'],
  [Flag.notes, 'notes'],
  [Flag.comments, 'comments'],
  [Flag.external, 'external'],
]

/** The table half: rows that are on the screen, and the one that holds the focus. */
export class Grid {
  readonly pane = make('div', { class: 'gridpane', role: 'treegrid', 'aria-multiselectable': 'true' })
  private readonly inner = make('div', { class: 'gridinner', role: 'presentation' })
  readonly head: GridHead
  private readonly body = make('div', { class: 'gbody', role: 'rowgroup' })
  private readonly layer = make('div', { class: 'glayer', role: 'presentation' })
  private readonly sheet = new CSSStyleSheet()
  private pool: RowView[] = []
  private shown = new Map<number, RowView>()
  private origin = -1
  /** Raised when what rows show may have changed. */
  private stamp = 1
  columns: Column[] = []

  constructor(private readonly app: App) {
    this.head = new GridHead(app)
    this.body.append(this.layer)
    this.inner.append(this.head.element, this.body)
    this.pane.append(this.inner)
    // Sticky cells cost a layer each, so they only stick when there is something to stick to.
    this.pane.addEventListener('scroll', () => this.pane.classList.toggle('scrolled', this.pane.scrollLeft > 0), { passive: true })
    app.shadow.adoptedStyleSheets = [...app.shadow.adoptedStyleSheets, this.sheet]
  }

  /** New columns, or new widths. */
  setColumns(): void {
    this.columns = this.app.view.columns.map((c) => COLUMNS.get(c.id)!)
    this.restyle()
    setAttribute(this.pane, 'aria-colcount', String(this.columns.length + 1))
    setAttribute(this.pane, 'aria-label', this.app.words.tools.label)
    this.head.render()
    this.reset()
  }

  /** Widths and heights as rules, so that a row's cells carry no style of their own. */
  restyle(): void {
    const { view, sizes } = this.app
    let left = 46
    const rules = view.columns.map((c, i) => {
      const rule = `.k${i}{left:${left}px;width:${c.width}px}`
      left += c.width
      return rule
    })
    rules.push(`.gridinner{width:${left}px}.row,.gh{width:${left}px}.row{height:${sizes.row}px}.ghead{height:${sizes.head}px}`)
    this.sheet.replaceSync(rules.join(''))
  }

  invalidate(): void {
    this.stamp++
  }

  private makeRow(): RowView {
    const element = make('div', { class: 'row', role: 'row' })
    const number = make('div', { class: 'num', role: 'rowheader', 'aria-colindex': 1, tabindex: -1 })
    element.append(number)
    const cells = this.columns.map((column, i) => {
      const cell = make('div', { class: `cell k${i} c-${column.id}${column.right ? ' right' : ''}`, role: 'gridcell', 'aria-colindex': i + 2, tabindex: -1 })
      cell.append('')
      element.append(cell)
      return cell
    })
    this.layer.append(element)
    return { element, number, cells, row: -1, uid: -2, stamp: 0 }
  }

  render(): void {
    const { app } = this
    const { row: height, head } = app.sizes
    const count = app.rowCount()
    const first = Math.max(0, Math.floor(app.top / height))
    const last = Math.min(count - 1, first + Math.ceil((app.height - head) / height))
    const active = app.activeRow()
    setAttribute(this.pane, 'aria-rowcount', String(count + 1))
    this.follow()
    for (const [row, view] of this.shown)
      if ((row < first || row > last) && row !== active) {
        this.shown.delete(row)
        this.pool.push(view)
      }
    // Far down, pixels would lose their precision: positions are relative to a nearby row.
    const origin = Math.floor(first / 400) * 400
    if (origin !== this.origin) for (const view of this.shown.values()) view.row = -1
    this.origin = origin
    this.layer.style.transform = `translateY(${origin * height - app.top}px)`
    for (let row = first; row <= last; row++) this.place(row, height)
    if (active >= 0 && active < count && (active < first || active > last)) this.place(active, height)
    for (const view of this.pool) if (view.row !== -1) this.hide(view)
  }

  /** When rows were added or removed above, a task keeps its element: an editor in it must not end up in another row. */
  private follow(): void {
    const { app } = this
    let moved = false
    for (const [row, view] of this.shown) moved ||= view.uid >= -1 && app.rowOf(view.uid) !== row
    if (!moved) return
    const views = [...this.shown.values()]
    this.shown = new Map()
    for (const view of views) {
      const row = app.rowOf(view.uid)
      if (row >= 0 && row < app.rowCount() && !this.shown.has(row)) {
        this.shown.set(row, view)
        view.row = NaN
      } else this.pool.push(view)
    }
  }

  private hide(view: RowView): void {
    view.row = -1
    view.element.classList.add('gone')
  }

  private place(row: number, height: number): void {
    let view = this.shown.get(row)
    if (!view) {
      view = this.pool.pop() ?? this.makeRow()
      view.element.classList.remove('gone')
      this.shown.set(row, view)
    }
    const uid = this.app.uidAt(row)
    if (view.row !== row) {
      view.row = row
      view.element.style.transform = `translateY(${(row - this.origin) * height}px)`
      view.stamp = 0
    }
    if (view.stamp === this.stamp && view.uid === uid) return
    view.stamp = this.stamp
    view.uid = uid
    if (uid === LAST_ROW) this.fillLast(view, row)
    else this.fill(view, row, uid)
  }

  private fill(view: RowView, row: number, uid: number): void {
    const { app } = this
    const { model, format } = app
    const p = model.at(uid)
    const parent = model.hasChildren(p)
    const selected = app.selection.has(row, uid)
    const whole = selected && (app.selection.wholeRows || app.selection.extra.length > 0)
    const open = !app.view.collapsed.has(uid)
    view.element.className =
      'row' +
      (parent || model.has(p, Flag.summary) ? ' summary' : '') +
      (model.has(p, Flag.inactive) ? ' inactive' : '') +
      (selected ? ' selected' : '') +
      (whole ? ' whole' : '') +
      (row === app.chart.hoverRow ? ' hover' : '')
    setAttribute(view.element, 'aria-rowindex', String(row + 2))
    setAttribute(view.element, 'aria-level', String(Math.max(1, model.column.level[p])))
    setAttribute(view.element, 'aria-expanded', parent ? String(open) : null)
    setAttribute(view.element, 'aria-selected', String(selected))
    view.number.textContent = String(p + 1)
    setAttribute(view.number, 'role', 'rowheader')
    const [firstCol, lastCol] = app.selection.columns(this.columns.length - 1)
    this.columns.forEach((column, i) => {
      const cell = view.cells[i]
      if (column.id === 'indicators') this.fillMarks(cell, p)
      else {
        const typed = app.pending.get(`${uid}:${column.id}`)
        const text = typed ?? column.text(model, format, p)
        const node = cell.firstChild as Text
        if (node.data !== text) node.data = text
        cell.classList.toggle('pending', typed !== undefined)
      }
      cell.classList.toggle('failed', app.failed.size > 0 && app.failed.has(`${uid}:${column.id}`))
      cell.classList.toggle('picked', selected && i >= firstCol && i <= lastCol)
      if (column.id === 'name') this.fillName(cell, p, parent, open)
    })
    this.markActive(view, row, uid)
  }

  private fillName(cell: HTMLDivElement, p: number, parent: boolean, open: boolean): void {
    cell.style.paddingLeft = `${6 + (Math.max(1, this.app.model.column.level[p]) - 1) * 16 + 16}px`
    let toggle = cell.querySelector<HTMLElement>('.toggle')
    if (!parent) {
      toggle?.remove()
      return
    }
    if (!toggle) {
      toggle = make('span', { class: 'toggle', 'aria-hidden': 'true' })
      toggle.append(icon('chevron', 14))
      cell.append(toggle)
    }
    toggle.classList.toggle('shut', !open)
    toggle.style.left = cell.style.paddingLeft
  }

  private fillMarks(cell: HTMLDivElement, p: number): void {
    const flags = this.app.model.column.flags[p]
    const done = this.app.model.column.percent[p] >= 100
    const key = `${flags}:${done}`
    if (cell.dataset.key === key) return
    cell.dataset.key = key
    for (const old of [...cell.children]) if (!(old instanceof HTMLInputElement)) old.remove()
    const words = this.app.words.marks
    const wanted = MARKS.filter(([flag]) => flags & flag).map(([, name]) => name)
    if (done) wanted.unshift('done')
    for (const name of wanted.slice(0, 2)) {
      const mark = make('span', { class: `mark m-${name}`, role: 'img', 'aria-label': words[name as 'done'], title: words[name as 'done'] })
      mark.append(icon(name, 14))
      cell.append(mark)
    }
  }

  /** The empty row: typing into it adds a task. */
  private fillLast(view: RowView, row: number): void {
    const { app } = this
    const selected = app.selection.has(row, LAST_ROW)
    view.element.className = `row last${selected ? ' selected' : ''}`
    setAttribute(view.element, 'aria-rowindex', String(row + 2))
    setAttribute(view.element, 'aria-level', '1')
    setAttribute(view.element, 'aria-expanded', null)
    setAttribute(view.element, 'aria-selected', String(selected))
    view.number.textContent = ''
    view.number.setAttribute('role', 'gridcell') // a header of nothing is none
    const [firstCol, lastCol] = app.selection.columns(this.columns.length - 1)
    this.columns.forEach((column, i) => {
      const cell = view.cells[i]
      const node = cell.firstChild as Text
      node.data = column.id === 'name' ? app.words.say.addRow : ''
      for (const old of [...cell.children]) if (!(old instanceof HTMLInputElement)) old.remove()
      delete cell.dataset.key
      if (column.id === 'name') cell.style.paddingLeft = '22px'
      cell.classList.remove('pending', 'failed')
      cell.classList.toggle('picked', selected && i >= firstCol && i <= lastCol)
    })
    this.markActive(view, row, LAST_ROW)
  }

  private markActive(view: RowView, row: number, uid: number): void {
    const { active } = this.app.selection
    const here = active.uid === uid && row === this.app.activeRow()
    view.number.classList.toggle('active', here && active.col < 0)
    view.number.tabIndex = here && active.col < 0 ? 0 : -1
    view.cells.forEach((cell, i) => {
      const on = here && i === active.col
      cell.classList.toggle('active', on)
      // An open editor is the stop of the Tab key, not the cell under it.
      cell.tabIndex = on && !this.app.editor.editing ? 0 : -1
    })
  }

  /** The element of a cell when its row is in the document; column -1 is the row number. */
  cell(row: number, col: number): HTMLDivElement | null {
    const view = this.shown.get(row)
    if (!view) return null
    return col < 0 ? view.number : (view.cells[col] ?? null)
  }

  /** Row and column of an element of the table. */
  placeOf(target: Element): { row: number; col: number } | null {
    const element = target.closest('.row')
    if (!element) return null
    for (const [row, view] of this.shown)
      if (view.element === element) {
        const cell = target.closest('.cell')
        return { row, col: cell ? view.cells.indexOf(cell as HTMLDivElement) : -1 }
      }
    return null
  }

  /** Scrolls sideways so that a column is seen. */
  revealColumn(col: number): void {
    if (col < 0) return
    const { view } = this.app
    let left = 0
    for (let i = 0; i < col; i++) left += view.columns[i].width
    const width = view.columns[col].width
    const room = this.pane.clientWidth - 46
    if (left < this.pane.scrollLeft) this.pane.scrollLeft = left
    else if (left + width > this.pane.scrollLeft + room) this.pane.scrollLeft = Math.min(left, left + width - room)
  }

  hoverRow(before: number, now: number): void {
    this.shown.get(before)?.element.classList.remove('hover')
    this.shown.get(now)?.element.classList.add('hover')
  }

  /** Width that shows a column's longest text among the rows on the screen. */
  fitColumn(col: number): number {
    let width = 40
    for (const view of this.shown.values()) {
      const range = document.createRange()
      range.selectNodeContents(view.cells[col])
      width = Math.max(width, range.getBoundingClientRect().width + parseFloat(view.cells[col].style.paddingLeft || '8') + 14)
    }
    return Math.ceil(width)
  }

  reset(): void {
    clear(this.layer)
    this.pool = []
    this.shown.clear()
    this.invalidate()
  }
}
