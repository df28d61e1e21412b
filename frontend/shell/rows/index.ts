// `<up-rows>`: an editable table inside a form. What the form sends is the JSON in its textarea. docs/reference/ui.md says how to use it.
import { attributes, fill } from '../../shared/dom'
import { parseTsv } from '../../shared/tsv'
import { element } from '../page'
import { button, control, picture, text, valueIn } from './cells'
import type { Control } from './cells'
import { faultOf, freshId, isEmpty, pasted, readRows, shown, writeRows } from './model'
import type { Column, Row } from './model'

interface Entry {
  row: Row
  /** Taken away, but can still be brought back: the form does not send it. */
  removed: boolean
}

const WORDS = ['actions', 'add', 'atLeast', 'atMost', 'cell', 'cut', 'date', 'down', 'full', 'moved', 'none', 'number', 'remove', 'removed', 'undo', 'up', 'yes'] as const
type Words = Record<(typeof WORDS)[number], string>

const MOST = 200

class UpRows extends HTMLElement {
  private entries: Entry[] = []
  private columns: Column[] = []
  private words = {} as Words
  private errors: Record<string, Record<string, string | string[]>> = {}
  private most = MOST
  private body: HTMLElement | null = null
  private note = element('p', 'up-rows-note')
  private more: HTMLButtonElement | null = null

  connectedCallback(): void {
    if (this.body) return
    const read = <T>(name: string, otherwise: T): T => (this.dataset[name] ? (JSON.parse(this.dataset[name]) as T) : otherwise)
    this.columns = read<Column[]>('columns', [])
    this.words = { ...Object.fromEntries(WORDS.map((name) => [name, ''])), ...read('words', {}) } as Words
    this.errors = read('errors', {})
    this.most = Number(this.dataset.max) || MOST
    this.entries = readRows(this.field.value).map((row) => ({ row, removed: false }))
    if (!this.entries.length && !this.still) this.grow()
    this.build()
    if (!this.still) this.listen()
  }

  private get field(): HTMLTextAreaElement {
    const own = this.querySelector<HTMLTextAreaElement>('textarea[name]')
    if (!own) throw new Error('up-rows needs a textarea with a name')
    return own
  }

  /** Only read, not changed. */
  private get still(): boolean {
    return this.dataset.readonly !== undefined
  }

  private get live(): Entry[] {
    return this.entries.filter((entry) => !entry.removed)
  }

  private grow(): Entry {
    const entry = { row: { id: freshId(new Set(this.entries.map((one) => one.row.id))) }, removed: false }
    this.entries.push(entry)
    return entry
  }

  // ---- drawing

  private build(): void {
    const wrap = element('div', 'up-rows-wrap')
    const table = attributes(element('table', `up-rows${this.columns.length > 4 ? ' is-many' : ''}`), { 'aria-label': this.getAttribute('aria-label') ?? undefined })
    this.body = element('tbody')
    table.append(this.head(), this.body)
    wrap.append(table)
    attributes(this.note, { role: 'status' })
    this.append(wrap)
    if (!this.still) {
      this.more = attributes(element('button', 'btn btn-sm'), { type: 'button' })
      this.more.append(picture('plus'), this.words.add)
      this.append(this.more)
    }
    this.append(this.note)
    this.draw()
  }

  private head(): HTMLElement {
    const line = element('tr')
    for (const column of this.columns) {
      const cell = attributes(element('th', `up-rows-${column.kind}${column.wide ? ' is-wide' : ''}`, column.label), { scope: 'col' })
      if (column.unit) cell.append(' ', element('span', 'up-muted', `(${column.unit})`))
      if (column.required && !this.still) cell.append(attributes(element('span', 'up-text-bad', ' *'), { 'aria-hidden': 'true' }))
      line.append(cell)
    }
    if (!this.still) {
      const last = attributes(element('th', 'up-rows-tools'), { scope: 'col' })
      last.append(element('span', 'visually-hidden', this.words.actions))
      line.append(last)
    }
    const head = element('thead')
    head.append(line)
    return head
  }

  private draw(): void {
    const live = this.live
    const lines = this.entries.map((entry) => (entry.removed ? this.gone(entry) : this.line(entry, live.indexOf(entry), live.length)))
    if (!lines.length) lines.push(this.nothing())
    this.body?.replaceChildren(...lines)
    if (this.more) this.more.disabled = live.length >= this.most
  }

  private line(entry: Entry, at: number, of: number): HTMLElement {
    const line = attributes(element('tr'), { 'data-row': entry.row.id })
    for (const column of this.columns) line.append(this.cell(entry, column, at + 1))
    if (!this.still) line.append(this.tools(entry, at, of))
    return line
  }

  private cell(entry: Entry, column: Column, number: number): HTMLElement {
    const cell = attributes(element('td', `up-rows-${column.kind}`), { 'data-label': column.unit ? `${column.label} (${column.unit})` : column.label })
    const value = entry.row[column.key]
    if (this.still) {
      cell.append(text(column, value, this.words.yes))
      return cell
    }
    const made = control(column, value, fill(this.words.cell, { column: column.label, n: number }))
    cell.append(made)
    this.complain(entry, column, made)
    return cell
  }

  /** Shows at a cell what the server said about it, or what can be seen at once. */
  private complain(entry: Entry, column: Column, made: Control): void {
    const said = this.errors[entry.row.id]?.[column.key]
    const fault = said ? null : faultOf(column, entry.row[column.key])
    const sentence = said ? [said].flat().join(' ') : fault ? fill(this.words[fault], { n: String((fault === 'atLeast' ? column.min : column.max) ?? '') }) : ''
    made.parentElement?.querySelector('.up-error')?.remove()
    if (!sentence) {
      made.removeAttribute('aria-invalid')
      made.removeAttribute('aria-describedby')
      return
    }
    const id = `${this.field.name}-${entry.row.id}-${column.key}-error`
    attributes(made, { 'aria-invalid': 'true', 'aria-describedby': id })
    made.parentElement?.append(attributes(element('div', 'up-error', sentence), { id }))
  }

  private tools(entry: Entry, at: number, of: number): HTMLElement {
    const cell = element('td', 'up-rows-tools')
    const name = (word: 'up' | 'down' | 'remove'): string => fill(this.words[word], { n: at + 1 })
    const up = attributes(button('', 'up', name('up')), { 'data-do': 'up', 'aria-keyshortcuts': 'Alt+ArrowUp' })
    const down = attributes(button('', 'down', name('down')), { 'data-do': 'down', 'aria-keyshortcuts': 'Alt+ArrowDown' })
    up.disabled = at === 0
    down.disabled = at === of - 1
    cell.append(up, down, attributes(button('', 'trash', name('remove')), { 'data-do': 'remove' }))
    for (const [key, said] of Object.entries(this.errors[entry.row.id] ?? {}))
      if (!this.columns.some((column) => column.key === key)) cell.append(element('div', 'up-error', [said].flat().join(' ')))
    return cell
  }

  private gone(entry: Entry): HTMLElement {
    const line = attributes(element('tr', 'is-removed'), { 'data-row': entry.row.id })
    const cell = attributes(element('td'), { colspan: this.columns.length + 1 })
    const undo = attributes(element('button', 'up-linklike', this.words.undo), { type: 'button', 'data-do': 'undo' })
    const named = this.columns.find((column) => column.kind !== 'checkbox' && shown(column, entry.row[column.key]))
    cell.append(fill(this.words.removed, { name: named ? shown(named, entry.row[named.key]).slice(0, 80) : '' }), ' ', undo)
    line.append(cell)
    return line
  }

  private nothing(): HTMLElement {
    const line = element('tr', 'is-removed')
    line.append(attributes(element('td', 'up-muted', this.words.none), { colspan: this.columns.length + 1 }))
    return line
  }

  // ---- doing

  private listen(): void {
    for (const name of ['input', 'change'] as const)
      this.addEventListener(name, (event) => {
        if (event.target === this.field) return
        // The textarea speaks for its cells: one event for one change.
        event.stopPropagation()
        this.typed(event.target as Control, name)
      })
    this.addEventListener('click', (event) => {
      const pressed = (event.target as HTMLElement).closest<HTMLButtonElement>('button')
      const entry = this.entryAt(pressed)
      if (pressed && pressed === this.more) this.add()
      else if (entry && pressed?.dataset.do) this.act(entry, pressed.dataset.do)
    })
    this.addEventListener('keydown', (event) => this.press(event))
    this.addEventListener('paste', (event) => this.paste(event))
  }

  private entryAt(inside: Element | null): Entry | undefined {
    const id = inside?.closest<HTMLElement>('tr[data-row]')?.dataset.row
    return this.entries.find((entry) => entry.row.id === id)
  }

  private columnOf(made: Element): Column | undefined {
    const key = (made as HTMLElement).dataset.key
    return key === undefined ? undefined : this.columns.find((column) => column.key === key)
  }

  private typed(made: Control, name: 'input' | 'change'): void {
    const [entry, column] = [this.entryAt(made), this.columnOf(made)]
    if (!entry || !column) return
    entry.row[column.key] = valueIn(column, made)
    delete this.errors[entry.row.id]?.[column.key]
    // While somebody types a number it is not wrong yet.
    if (name === 'change' || made.hasAttribute('aria-invalid')) this.complain(entry, column, made)
    this.commit(name)
  }

  /** Brings the textarea up to date; the form learns of it as if somebody had typed there. */
  private commit(...names: string[]): void {
    this.field.value = writeRows(this.live.map((entry) => entry.row), this.columns)
    for (const name of names) this.field.dispatchEvent(new Event(name, { bubbles: true }))
  }

  private changed(): void {
    this.draw()
    this.commit('input', 'change')
  }

  private say(sentence: string): void {
    this.note.textContent = sentence
  }

  private add(): void {
    if (this.live.length >= this.most) return this.say(fill(this.words.full, { n: this.most }))
    const entry = this.grow()
    this.draw()
    this.say('')
    this.focusAt(entry)
  }

  private act(entry: Entry, what: string): void {
    if (what === 'up' || what === 'down') return this.move(entry, what === 'up' ? -1 : 1, `[data-do=${what}]`)
    const back = what === 'undo'
    if (back && this.live.length >= this.most) return this.say(fill(this.words.full, { n: this.most }))
    if (!back && isEmpty(entry.row, this.columns)) return this.drop(entry)
    entry.removed = !back
    this.changed()
    this.say('')
    if (back) this.focusAt(entry)
    else this.rowOf(entry)?.querySelector<HTMLElement>('[data-do=undo]')?.focus()
  }

  /** A row with nothing in it is not worth bringing back. */
  private drop(entry: Entry): void {
    const at = this.live.indexOf(entry)
    this.entries = this.entries.filter((one) => one !== entry)
    this.changed()
    const next = this.live[Math.min(at, this.live.length - 1)]
    if (next) this.focusAt(next)
    else this.more?.focus()
  }

  private move(entry: Entry, by: number, focus: string): void {
    const other = this.live[this.live.indexOf(entry) + by]
    if (!other) return
    const [from, to] = [this.entries.indexOf(entry), this.entries.indexOf(other)]
    this.entries[from] = other
    this.entries[to] = entry
    this.changed()
    this.say(fill(this.words.moved, { n: this.live.indexOf(entry) + 1, total: this.live.length }))
    const line = this.rowOf(entry)
    ;(line?.querySelector<HTMLElement>(`${focus}:not(:disabled)`) ?? line?.querySelector<HTMLElement>('button:not(:disabled)'))?.focus()
  }

  private rowOf(entry: Entry): HTMLElement | null {
    return this.querySelector(`tr[data-row="${CSS.escape(entry.row.id)}"]`)
  }

  private focusAt(entry: Entry, key = this.columns[0]?.key): void {
    this.rowOf(entry)?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key ?? '')}"]`)?.focus()
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey) return
    const entry = this.entryAt(event.target as Element)
    const key = (event.target as HTMLElement).dataset.key
    if (!entry || entry.removed || (key === undefined && !event.altKey)) return
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (event.altKey && by) {
      event.preventDefault()
      this.move(entry, by, key === undefined ? '[data-do=remove]' : `[data-key="${CSS.escape(key)}"]`)
    } else if (event.key === 'Enter' && !event.altKey && !(event.target instanceof HTMLTextAreaElement)) {
      event.preventDefault()
      const next = this.live[this.live.indexOf(entry) + (event.shiftKey ? -1 : 1)]
      if (next) this.focusAt(next, key)
      else if (!event.shiftKey) this.add()
    }
  }

  private paste(event: ClipboardEvent): void {
    const copied = event.clipboardData?.getData('text/plain') ?? ''
    const target = event.target as HTMLElement
    const column = this.columnOf(target)
    // One value, or lines of one text, go in the ordinary way.
    if (!/\t/.test(copied) && (!/[\r\n]+./.test(copied) || target instanceof HTMLTextAreaElement)) return
    event.preventDefault()
    const live = this.live
    const entry = column ? this.entryAt(target) : undefined
    const top = entry ? live.indexOf(entry) : live.length
    const left = column ? this.columns.indexOf(column) : 0
    const { rows, dropped } = pasted(live.map((one) => one.row), this.columns, top, left, parseTsv(copied), this.most)
    rows.forEach((row, at) => {
      if (live[at]) live[at].row = row
      else this.entries.push({ row, removed: false })
    })
    for (const row of rows.slice(top)) delete this.errors[row.id]
    this.changed()
    this.say(dropped ? fill(this.words.cut, { n: dropped, most: this.most }) : '')
    const first = this.live[top]
    if (first) this.focusAt(first, this.columns[left]?.key)
  }
}

export const startRows = (): void => {
  if (!customElements.get('up-rows')) customElements.define('up-rows', UpRows)
}
