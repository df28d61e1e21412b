import type { App } from './app'
import { rawText, type Column } from './columns'
import { make, setAttribute } from './dom'
import { icon } from './icons'
import type { CellText } from './queue'
import { LAST_ROW, type Place } from './selection'
import { Suggest } from './suggest'

export type Step = 'down' | 'up' | 'right' | 'left' | 'stay'

/**
 * One text field for every cell. It rests, empty and unseen, in the active cell and holds the focus there, so that an input method (Chinese
 * typing) has a field to compose in from the first key on; typing makes it visible.
 */
export class Editor {
  readonly input = make('input', { class: 'editor', type: 'text', autocomplete: 'off', spellcheck: 'false' })
  private readonly suggest: Suggest
  private readonly error = make('div', { class: 'popover error', role: 'alert', id: 'cell-error', hidden: true })
  private readonly dateButton = make('button', { class: 'datebutton', type: 'button', tabindex: -1 })
  private readonly dateInput = make('input', { class: 'datepicker', type: 'date', tabindex: -1, 'aria-hidden': 'true' })
  place: Place | null = null
  editing = false
  private original = ''
  /** A row that exists only here until its name is committed. */
  private onCancel: (() => void) | null = null
  private onCommit: ((text: string) => void) | null = null

  constructor(private readonly app: App) {
    this.suggest = new Suggest(app, this.input, (text) => this.takeSuggestion(text))
    this.dateButton.append(icon('calendar', 14))
    this.dateButton.setAttribute('aria-label', app.words.say.pickDate)
    app.shadow.append(this.error)
    this.input.addEventListener('compositionstart', () => this.begin(''))
    this.input.addEventListener('input', () => {
      if (!this.editing) this.begin(this.input.value)
      this.hideError()
      this.suggest.update()
    })
    this.input.addEventListener('keydown', (event) => this.key(event))
    this.input.addEventListener('blur', () => this.blurred())
    this.dateButton.addEventListener('pointerdown', (event) => {
      event.preventDefault()
      event.stopPropagation()
      this.pickDate()
    })
    this.dateInput.addEventListener('change', () => {
      this.input.value = this.dateInput.value
      this.commit('stay')
    })
  }

  private column(col: number): Column | undefined {
    return this.app.grid.columns[col]
  }

  /** Whether a text may be typed into a cell. */
  typable({ col }: Place): boolean {
    const column = this.column(col)
    return Boolean(column?.edit) && (this.app.can('edit') || (Boolean(column?.progress) && this.app.can('progress')))
  }

  /** Waits in a cell, unseen. */
  rest(cell: HTMLElement, place: Place): void {
    if (this.editing) return
    this.place = { ...place }
    if (this.input.parentElement !== cell) cell.append(this.input)
    this.input.value = ''
    const column = this.column(place.col)!
    const p = this.app.model.at(place.uid)
    const text = p < 0 ? this.app.words.say.addRow : column.text(this.app.model, this.app.format, p)
    this.input.setAttribute('aria-label', `${this.app.words.columns[column.id]}: ${text}`)
    if (this.app.shadow.activeElement !== this.input) this.input.focus({ preventScroll: true })
  }

  /** Makes the field visible with a text; `null` means what the cell holds. */
  begin(text: string | null): void {
    const { app } = this
    const place = this.place ?? app.selection.active
    if (this.editing || !this.typable(place)) return
    const cell = app.grid.cell(app.rowOf(place.uid), place.col)
    if (!cell) return
    this.place = { ...place }
    this.editing = true
    const column = this.column(place.col)!
    const p = app.model.at(place.uid)
    this.original = p < 0 ? '' : rawText(column, app.model, app.format, p)
    if (this.input.parentElement !== cell) cell.append(this.input)
    this.input.classList.add('open')
    cell.tabIndex = -1
    this.input.classList.toggle('right', Boolean(column.right))
    this.input.style.paddingLeft = column.id === 'name' ? cell.style.paddingLeft : ''
    setAttribute(this.input, 'inputmode', null)
    if (text === null) {
      this.input.value = app.failed.get(`${place.uid}:${column.id}`) ?? this.original
      this.input.select()
    } else if (this.input.value !== text) this.input.value = text
    if (app.shadow.activeElement !== this.input) this.input.focus({ preventScroll: true })
    if (column.date) cell.append(this.dateButton, this.dateInput)
    this.suggest.open(column, cell, text === null)
  }

  /** Opens the active cell, for a row that is not in the plan yet. */
  compose(onCommit: (text: string) => void, onCancel: () => void): void {
    this.begin('')
    this.onCommit = onCommit
    this.onCancel = onCancel
  }

  private key(event: KeyboardEvent): void {
    if (!this.editing || event.isComposing) return
    event.stopPropagation()
    if (this.suggest.key(event)) {
      event.preventDefault()
      return
    }
    const step: Step | null = event.key === 'Enter' ? (event.shiftKey ? 'up' : 'down') : event.key === 'Tab' ? (event.shiftKey ? 'left' : 'right') : null
    if (step) {
      event.preventDefault()
      this.commit(step)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      this.cancel()
    } else if (event.key === 'F2') event.preventDefault()
  }

  commit(step: Step): void {
    if (!this.editing) return
    const place = this.place!
    const text = this.input.value
    const column = this.column(place.col)!
    const { onCommit, original } = this
    const known = this.app.failed.has(`${place.uid}:${column.id}`)
    this.close()
    if (onCommit) {
      onCommit(text)
      return this.app.commands.step(step, this.app.selection.active)
    }
    if (text !== original || known) {
      if (place.uid === LAST_ROW) {
        if (text.trim()) this.app.commands.append(column.id, text)
      } else this.app.commands.type(place.uid, column.id, text)
    }
    this.app.commands.step(step, place)
  }

  cancel(): void {
    if (!this.editing) return
    const { onCancel, place } = this
    if (place) {
      const column = this.column(place.col)
      if (column) this.app.failed.delete(`${place.uid}:${column.id}`)
    }
    this.close()
    onCancel?.()
    this.app.refresh()
    this.app.focus()
  }

  private close(): void {
    this.editing = false
    this.onCommit = null
    this.onCancel = null
    this.input.classList.remove('open', 'invalid', 'right')
    this.input.value = ''
    this.suggest.close()
    this.hideError()
    this.dateButton.remove()
    this.dateInput.remove()
  }

  /** Out of its cell, before cells are made anew. */
  leave(): void {
    if (this.editing) this.cancel()
    this.input.remove()
    this.place = null
  }

  private blurred(): void {
    if (!this.editing) return
    // The window may have lost the focus, not the cell; then what is typed stays.
    setTimeout(() => {
      if (this.editing && document.hasFocus() && this.app.shadow.activeElement !== this.input && !this.error.contains(this.app.shadow.activeElement)) this.commit('stay')
    })
  }

  /** The server refused a text: open its cell again with it and say why. False when another cell is being edited. */
  refused(cell: CellText, message: string): boolean {
    if (this.editing) return false
    this.reopen(cell, message)
    return true
  }

  reopen(cell: CellText, message: string): void {
    const col = this.app.grid.columns.findIndex((c) => c.id === cell.column)
    if (col < 0 || this.app.rowOf(cell.uid) < 0) {
      this.app.banner.refused(message, null)
      return
    }
    if (this.editing) this.commit('stay')
    this.app.go({ uid: cell.uid, col })
    this.place = { uid: cell.uid, col }
    this.begin(cell.text)
    this.input.select()
    this.input.classList.add('invalid')
    this.input.setAttribute('aria-describedby', 'cell-error')
    this.error.textContent = message
    this.error.hidden = false
    const box = this.input.getBoundingClientRect()
    this.error.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - 340))}px`
    this.error.style.top = `${box.bottom + 6}px`
  }

  private hideError(): void {
    this.error.hidden = true
    this.input.classList.remove('invalid')
    this.input.removeAttribute('aria-describedby')
  }

  private takeSuggestion(text: string): void {
    this.input.value = text
    this.input.focus({ preventScroll: true })
  }

  private pickDate(): void {
    this.dateInput.value = this.input.value.slice(0, 10)
    this.dateInput.showPicker()
  }
}
