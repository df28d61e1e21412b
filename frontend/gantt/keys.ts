import type { App } from './app'
import { LAST_ROW } from './selection'
import { fill } from './words'

/** What is looked at of the places that a key passes through. */
type Place = { tagName?: string; type?: string; isContentEditable?: boolean }
const NOT_TYPED = new Set(['button', 'checkbox', 'radio', 'submit', 'reset', 'range', 'color', 'file'])

/** Whether somebody is typing there, or in a dialogue over the page: then undo is not about the plan. */
export const typing = (path: readonly Place[]): boolean =>
  path.some(({ tagName, type, isContentEditable }) => isContentEditable || tagName === 'TEXTAREA' || tagName === 'SELECT' || tagName === 'DIALOG' || (tagName === 'INPUT' && !NOT_TYPED.has(type ?? 'text')))

/** Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z; with ⌘ where that is the key. */
export const takenBack = ({ key, ctrlKey, metaKey, shiftKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): 'undo' | 'redo' | null => {
  if (!(ctrlKey || metaKey) || altKey) return null
  const letter = key.toLowerCase()
  if (letter === 'z') return shiftKey ? 'redo' : 'undo'
  return letter === 'y' ? 'redo' : null
}

/** The keys of Microsoft Project. Single letters work where typing would mean nothing: on row numbers and on the chart; elsewhere with Alt. */
export class Keys {
  constructor(private readonly app: App) {
    app.grid.pane.addEventListener('keydown', (event) => this.handle(event, false))
    app.chart.canvas.addEventListener('keydown', (event) => this.handle(event, true))
    document.addEventListener('keydown', (event) => this.anywhere(event))
  }

  /** Undo and redo work on the whole page: what they take back is the plan's, wherever the focus is. */
  private anywhere(event: KeyboardEvent): void {
    const { app } = this
    const which = takenBack(event)
    if (!which || event.defaultPrevented || event.isComposing || !app.host.isConnected || !app.model || app.editor.editing) return
    if (typing(event.composedPath() as Place[])) return
    event.preventDefault()
    app.commands.undo(which)
  }

  private handle(event: KeyboardEvent, chart: boolean): void {
    const { app } = this
    if (!app.model || event.isComposing || app.editor.editing) return
    const used = this.asked(event) || this.commands(event) || (chart ? this.scrollChart(event) : this.moves(event)) || this.letters(event, chart)
    if (used) {
      event.preventDefault()
      event.stopPropagation()
    }
  }

  /** Enter and Esc answer what is asked. */
  private asked(event: KeyboardEvent): boolean {
    const { app } = this
    if (event.key === 'Escape') {
      if (app.tips.hide() || (app.banner.asking && app.banner.answer((a) => a.cancel))) return true
      app.chart.chosenLink = -1
      app.selection.set(app.selection.active)
      app.refresh()
      return true
    }
    return event.key === 'Enter' && app.banner.asking && app.banner.answer((a) => a.primary)
  }

  private commands(event: KeyboardEvent): boolean {
    const { app } = this
    const { commands, selection } = app
    const ctrl = event.ctrlKey || event.metaKey
    const { key, code } = event
    if (event.altKey && event.shiftKey && !ctrl) {
      if (key === 'ArrowRight') commands.indent(1)
      else if (key === 'ArrowLeft') commands.indent(-1)
      else if (code === 'Minus' || code === 'NumpadSubtract' || key === '-') commands.fold(selection.uids(), true)
      else if (code === 'Equal' || code === 'NumpadAdd' || key === '+') commands.fold(selection.uids(), false)
      else if (key === '*' || code === 'Digit8') commands.showLevel(0)
      else return false
      return true
    }
    const back = takenBack(event)
    if (ctrl && key === 'F2') event.shiftKey ? commands.unlink() : commands.link()
    else if (back) commands.undo(back)
    else if (ctrl && !event.altKey && key.toLowerCase() === 'a') commands.selectAll()
    else if (ctrl && (code === 'Slash' || code === 'NumpadDivide')) commands.zoom(event.shiftKey ? -1 : 1)
    else if (ctrl && (code === 'NumpadMultiply' || key === '*')) commands.zoom(-1)
    else if (ctrl && event.shiftKey && key === 'F5') commands.showBar(selection.active.uid)
    else if (key === 'Insert' && !ctrl) commands.insert({ below: event.shiftKey })
    else if (key === 'Delete' && !ctrl) commands.clear()
    else if (key === 'F2' && event.shiftKey) commands.open(selection.active.uid)
    else if (event.altKey && key === 'Home') app.chart.scrollToInstant(app.model.project.start ?? app.model.first, 0.05)
    else if (event.altKey && key === 'End') app.chart.scrollToInstant(app.model.last, 0.8)
    else if (key === 'ContextMenu' || (event.shiftKey && key === 'F10')) app.menus.atActive()
    else return false
    return true
  }

  private moves(event: KeyboardEvent): boolean {
    const { app } = this
    const { selection } = app
    if (event.altKey) return false
    const ctrl = event.ctrlKey || event.metaKey
    const row = app.activeRow()
    const { col } = selection.active
    const lastRow = app.rowCount() - 1
    const lastCol = app.grid.columns.length - 1
    const page = Math.max(1, Math.floor((app.height - app.sizes.head) / app.sizes.row) - 1)
    const to = (r: number, c: number): boolean => {
      app.go({ uid: app.uidAt(Math.max(0, Math.min(lastRow, r))), col: Math.max(-1, Math.min(lastCol, c)) }, { extend: event.shiftKey && event.key !== 'Tab' && event.key !== 'Enter' })
      return true
    }
    switch (event.key) {
      case 'ArrowDown':
        return to(ctrl ? lastRow : row + 1, col)
      case 'ArrowUp':
        if (row <= 0 && !ctrl && !event.shiftKey && col >= 0) {
          app.grid.head.focus(col)
          return true
        }
        return to(ctrl ? 0 : row - 1, col)
      case 'ArrowRight':
        return to(row, ctrl ? lastCol : col + 1)
      case 'ArrowLeft':
        return to(row, ctrl ? 0 : col - 1)
      case 'Home':
        return to(ctrl ? 0 : row, 0)
      case 'End':
        return to(ctrl ? app.visible.rows.length - 1 : row, lastCol)
      case 'PageDown':
        return to(row + page, col)
      case 'PageUp':
        return to(row - page, col)
      case 'Enter':
        return to(event.shiftKey ? row - 1 : row + 1, col)
      case 'Tab':
        return this.tab(event, col, lastCol, to, row)
      case 'F2':
        app.editor.begin(null)
        return true
      case 'Backspace':
        app.editor.begin('')
        return true
      case ' ':
        if (!event.shiftKey) return false
        app.go({ uid: selection.active.uid, col: -1 })
        return true
      default:
        return this.typing(event, ctrl)
    }
  }

  /** Tab walks the cells of a row and then leaves the table, so that nobody is caught in it. */
  private tab(event: KeyboardEvent, col: number, lastCol: number, to: (r: number, c: number) => boolean, row: number): boolean {
    if (event.shiftKey ? col <= -1 : col >= lastCol) return false
    return to(row, col + (event.shiftKey ? -1 : 1))
  }

  /** The first letter of a text opens the editor; the letter itself is then typed into it by the browser. */
  private typing(event: KeyboardEvent, ctrl: boolean): boolean {
    const { app } = this
    if (ctrl || event.altKey || event.key.length !== 1 || !app.editor.typable(app.selection.active)) return false
    app.editor.begin('')
    return false
  }

  private letters(event: KeyboardEvent, chart: boolean): boolean {
    const { app } = this
    const free = chart || !app.editor.typable(app.selection.active)
    if (event.ctrlKey || event.metaKey || (!free && !event.altKey) || app.editor.editing) return false
    const letter = event.altKey ? event.code.replace('Key', '').toLowerCase() : event.key.toLowerCase()
    if (letter === 'w') void app.tips.why(app.selection.active.uid)
    else if (letter === 't') app.commands.today()
    else if (letter === '?' || (event.altKey && letter === 'slash')) app.menus.keys()
    else if (letter === '+' || letter === '=' || letter === 'equal') app.commands.zoom(1)
    else if (letter === '-' || letter === 'minus') app.commands.zoom(-1)
    else if (!chart && !event.altKey && event.key.length === 1 && event.key !== ' ' && app.can('edit') && app.selection.active.col >= 0)
      app.say(fill(app.words.say.computed, { column: app.words.columns[app.grid.columns[app.selection.active.col].id] }))
    else return false
    return true
  }

  private scrollChart(event: KeyboardEvent): boolean {
    const { app } = this
    if (event.altKey) return false
    const step = event.shiftKey ? app.chart.width * 0.8 : 80
    const row = app.activeRow()
    switch (event.key) {
      case 'ArrowLeft':
        app.chart.scrollTo(app.chart.left - step)
        return true
      case 'ArrowRight':
        app.chart.scrollTo(app.chart.left + step)
        return true
      case 'ArrowDown':
      case 'ArrowUp': {
        const next = Math.max(0, Math.min(app.visible.rows.length - 1, row + (event.key === 'ArrowDown' ? 1 : -1)))
        const uid = app.uidAt(next)
        app.go({ uid, col: app.selection.active.col }, { focus: false, extend: event.shiftKey })
        if (uid !== LAST_ROW) app.say(app.tips.sentence(uid))
        return true
      }
      case 'Home':
        app.chart.scrollToInstant(app.model.first, 0.05)
        return true
      case 'End':
        app.chart.scrollToInstant(app.model.last, 0.8)
        return true
      case 'Enter':
        app.commands.open(app.selection.active.uid)
        return true
      default:
        return false
    }
  }
}
