import type { App } from './app'
import { make } from './dom'
import { LAST_ROW } from './selection'

/** Mouse and finger on the table: select, edit, fold, drag rows. */
export class GridPointer {
  private touched = false
  private readonly marker = make('div', { class: 'rowmark', hidden: true })

  constructor(private readonly app: App) {
    const { pane } = app.grid
    pane.append(this.marker)
    pane.addEventListener('pointerdown', (event) => this.down(event))
    pane.addEventListener('click', (event) => this.tapped(event))
    pane.addEventListener('dblclick', (event) => this.double(event))
    pane.addEventListener('contextmenu', (event) => {
      const place = app.grid.placeOf(event.target as Element)
      if (!place) return
      event.preventDefault()
      const uid = app.uidAt(place.row)
      if (!app.selection.has(place.row, uid)) app.go({ uid, col: place.col })
      app.menus.task(event.clientX, event.clientY)
    })
    pane.addEventListener('pointermove', (event) => {
      if (event.pointerType === 'mouse') this.hover(app.grid.placeOf(event.target as Element)?.row ?? -1)
    })
    pane.addEventListener('pointerleave', () => this.hover(-1))
  }

  private hover(row: number): void {
    const { chart, grid } = this.app
    if (row === chart.hoverRow) return
    grid.hoverRow(chart.hoverRow, row)
    chart.hoverRow = row
    this.app.schedule()
  }

  private down(event: PointerEvent): void {
    const { app } = this
    const target = event.target as Element
    if (target === app.editor.input && app.editor.editing) return
    const place = app.grid.placeOf(target)
    if (!place || event.button !== 0) return
    const uid = app.uidAt(place.row)
    if (target.closest('.toggle')) {
      event.preventDefault()
      app.commands.fold([uid], !app.view.collapsed.has(uid))
      return
    }
    // A finger first scrolls; what was tapped is selected when it did not.
    this.touched = event.pointerType === 'touch'
    if (this.touched) return
    event.preventDefault()
    const again = app.selection.active.uid === uid && app.selection.active.col === place.col && place.col < 0
    if (app.editor.editing) app.editor.commit('stay')
    this.pick(event, uid, place.col)
    if (place.col < 0 && again && uid !== LAST_ROW && app.can('edit') && !event.shiftKey && !event.ctrlKey) this.dragRow(event, uid)
    else this.dragSelect(event)
  }

  private tapped(event: MouseEvent): void {
    const target = event.target as Element
    const place = this.touched && !target.closest('.toggle') ? this.app.grid.placeOf(target) : null
    if (!place || target === this.app.editor.input) return
    this.app.editor.commit('stay')
    this.pick(event, this.app.uidAt(place.row), place.col)
  }

  private pick(event: MouseEvent, uid: number, col: number): void {
    this.app.go({ uid, col }, { extend: event.shiftKey, toggle: (event.ctrlKey || event.metaKey) && uid !== LAST_ROW })
  }

  private double(event: MouseEvent): void {
    const { app } = this
    const place = app.grid.placeOf(event.target as Element)
    if (!place || app.editor.editing || (event.target as Element).closest('.toggle')) return
    if (place.col >= 0 && app.editor.typable({ uid: app.uidAt(place.row), col: place.col })) app.editor.begin(app.uidAt(place.row) === LAST_ROW ? '' : null)
    else app.commands.open(app.uidAt(place.row))
  }

  private dragSelect(start: PointerEvent): void {
    const { app } = this
    const move = (event: PointerEvent): void => {
      const under = app.shadow.elementFromPoint(event.clientX, event.clientY)
      const place = under && app.grid.placeOf(under)
      if (!place) return
      const uid = app.uidAt(place.row)
      const { active } = app.selection
      if (uid !== active.uid || (place.col !== active.col && app.selection.anchor.col >= 0)) app.go({ uid, col: app.selection.anchor.col < 0 ? -1 : place.col }, { extend: true })
    }
    const stop = (): void => window.removeEventListener('pointermove', move)
    if (start.shiftKey || start.ctrlKey || start.metaKey) return
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', stop, { once: true })
  }

  /** A selected row is dragged by its number: up and down for the place, right for a child. */
  private dragRow(start: PointerEvent, uid: number): void {
    const { app } = this
    let target: { parent: number | null; before: number | null } | null = null
    const box = app.grid.pane.getBoundingClientRect()
    const move = (event: PointerEvent): void => {
      if (!target && Math.abs(event.clientY - start.clientY) < 6) return
      const { row: height, head } = app.sizes
      const row = Math.max(0, Math.min(app.visible.rows.length, Math.round((event.clientY - box.top - head + app.top) / height)))
      target = this.targetAt(row, uid, event.clientX - start.clientX)
      this.marker.hidden = !target
      this.marker.style.top = `${head + row * height - app.top - 1}px`
    }
    const stop = (): void => {
      window.removeEventListener('pointermove', move)
      this.marker.hidden = true
      if (target) app.commands.move(uid, target.parent, target.before)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', stop, { once: true })
  }

  private targetAt(row: number, uid: number, dx: number): { parent: number | null; before: number | null } | null {
    const { app } = this
    const { model } = app
    const above = row > 0 ? model.at(app.uidAt(row - 1)) : -1
    const below = row < app.visible.rows.length ? model.at(app.uidAt(row)) : -1
    const p = model.at(uid)
    if (below > p && below < model.outline.end[p]) return null
    const orNull = (position: number): number | null => (position < 0 ? null : model.uid(position))
    if (dx > 30 && above >= 0 && !(above >= p && above < model.outline.end[p])) {
      const child = model.outline.end[above] > above + 1 && below === above + 1 ? below : -1
      return { parent: model.uid(above), before: orNull(child) }
    }
    if (below >= 0) return { parent: orNull(model.outline.parent[below]), before: model.uid(below) }
    return { parent: null, before: null }
  }
}
