import type { App } from './app'
import { clear, make } from './dom'
import { clampWidth } from './state'

/** Head of the table: resize at the edge, drag to reorder, menu on right click. */
export class GridHead {
  readonly element = make('div', { class: 'ghead', role: 'rowgroup' })
  private readonly marker = make('div', { class: 'dropmark', hidden: true })

  constructor(private readonly app: App) {}

  render(): void {
    clear(this.element)
    const { view, words } = this.app
    const row = make('div', { class: 'gh', role: 'row', 'aria-rowindex': 1 })
    const corner = make('div', { class: 'num hcell', role: 'columnheader', 'aria-colindex': 1, 'aria-label': words.tools.columns }, '#')
    corner.addEventListener('click', () => this.app.commands.selectAll())
    row.append(corner)
    view.columns.forEach((c, i) => {
      const cell = make('div', { class: `hcell cell k${i} c-${c.id}`, role: 'columnheader', 'aria-colindex': i + 2, title: words.columns[c.id] }, make('span', {}, words.columns[c.id]))
      if (this.app.grid.columns[i].right) cell.classList.add('right')
      const grip = make('div', { class: 'grip', 'aria-hidden': 'true' })
      grip.addEventListener('pointerdown', (event) => this.resize(event, i))
      grip.addEventListener('dblclick', () => this.fit(i))
      cell.append(grip)
      cell.addEventListener('pointerdown', (event) => this.reorder(event, i, cell))
      cell.addEventListener('contextmenu', (event) => {
        event.preventDefault()
        this.app.menus.column(i, event.clientX, event.clientY)
      })
      cell.tabIndex = -1
      cell.addEventListener('keydown', (event) => this.key(event, i))
      row.append(cell)
    })
    this.element.append(row, this.marker)
  }

  /** From the first row up: the heads, with keys for what the mouse does. */
  focus(i: number): void {
    const cells = this.element.querySelectorAll<HTMLElement>('.hcell:not(.num)')
    cells[Math.max(0, Math.min(i, cells.length - 1))]?.focus()
    this.app.grid.revealColumn(Math.max(0, Math.min(i, cells.length - 1)))
  }

  private key(event: KeyboardEvent, i: number): void {
    const { app } = this
    const { columns } = app.view
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step && event.ctrlKey && columns[i + step]) {
      const [moved] = columns.splice(i, 1)
      columns.splice(i + step, 0, moved)
      app.columnsChanged()
      this.focus(i + step)
    } else if (step && event.shiftKey) {
      columns[i].width = clampWidth(columns[i].width + step * 12)
      app.grid.restyle()
      app.changedView()
    } else if (step) this.focus(i + step)
    else if (event.key === 'ArrowDown' || event.key === 'Escape') app.go({ uid: app.uidAt(0), col: i })
    else if (event.key === 'Enter' || event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
      app.menus.column(i, box.left, box.bottom)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  fit(i: number): void {
    this.app.view.columns[i].width = clampWidth(this.app.grid.fitColumn(i))
    this.app.columnsChanged()
  }

  private resize(event: PointerEvent, i: number): void {
    event.preventDefault()
    event.stopPropagation()
    const column = this.app.view.columns[i]
    const from = column.width
    const grip = event.currentTarget as HTMLElement
    grip.setPointerCapture(event.pointerId)
    const move = (e: PointerEvent): void => {
      column.width = clampWidth(from + e.clientX - event.clientX)
      this.app.grid.restyle()
    }
    const stop = (): void => {
      grip.removeEventListener('pointermove', move)
      this.app.columnsChanged()
    }
    grip.addEventListener('pointermove', move)
    grip.addEventListener('lostpointercapture', stop, { once: true })
  }

  private reorder(event: PointerEvent, from: number, cell: HTMLElement): void {
    if (event.button !== 0) return
    let to = -1
    cell.setPointerCapture(event.pointerId)
    const move = (e: PointerEvent): void => {
      if (to < 0 && Math.abs(e.clientX - event.clientX) < 6) return
      const box = this.element.getBoundingClientRect()
      let left = 46
      to = this.app.view.columns.length
      for (const [i, c] of this.app.view.columns.entries()) {
        if (e.clientX - box.left < left + c.width / 2) {
          to = i
          break
        }
        left += c.width
      }
      this.marker.hidden = false
      this.marker.style.left = `${left - 1}px`
      cell.classList.add('dragged')
    }
    const stop = (): void => {
      cell.removeEventListener('pointermove', move)
      cell.classList.remove('dragged')
      this.marker.hidden = true
      if (to < 0 || to === from || to === from + 1) return
      const { columns } = this.app.view
      const [moved] = columns.splice(from, 1)
      columns.splice(to > from ? to - 1 : to, 0, moved)
      this.app.columnsChanged()
    }
    cell.addEventListener('pointermove', move)
    cell.addEventListener('lostpointercapture', stop, { once: true })
  }
}
