import type { App } from './app'
import { parseTsv, toTsv } from '../shared/tsv'
import { rawText } from './columns'
import type { Change } from './types'
import { LAST_ROW } from './selection'
import { count } from './words'

/** Most rows that one paste takes. */
const MOST = 5000

/** Copies and pastes blocks of cells, also from and to Excel. A paste is one request. */
export class Clipboard {
  constructor(private readonly app: App) {
    const on = (name: 'copy' | 'cut' | 'paste', act: (event: ClipboardEvent) => void): void =>
      app.shadow.addEventListener(name, (event) => {
        if (!app.editor.editing && app.model && this.here()) act(event as ClipboardEvent)
      })
    on('copy', (event) => this.copy(event))
    on('cut', (event) => {
      this.copy(event)
      app.commands.clear()
    })
    on('paste', (event) => {
      event.preventDefault()
      this.paste(event.clipboardData?.getData('text/plain') ?? '')
    })
  }

  private here(): boolean {
    const { activeElement } = this.app.shadow
    return Boolean(activeElement && (this.app.grid.pane.contains(activeElement) || activeElement === this.app.chart.canvas))
  }

  block(): string[][] {
    const { app } = this
    const [first, last] = app.selection.columns(app.grid.columns.length - 1)
    const columns = app.grid.columns.slice(first, last + 1)
    return app.selection.sorted().map((uid) => columns.map((column) => rawText(column, app.model, app.format, app.model.at(uid))))
  }

  private copy(event: ClipboardEvent): void {
    const block = this.block()
    if (!block.length) return
    event.preventDefault()
    event.clipboardData?.setData('text/plain', toTsv(block))
    this.app.sayCount(this.app.words.say.copied, block.length)
  }

  /** From the menu, where the browser gives no event: asks it for the clipboard. */
  async fromMenu(what: 'copy' | 'cut' | 'paste'): Promise<void> {
    try {
      if (what === 'paste') return this.paste(await navigator.clipboard.readText())
      await navigator.clipboard.writeText(toTsv(this.block()))
      this.app.sayCount(this.app.words.say.copied, this.block().length)
      if (what === 'cut') this.app.commands.clear()
    } catch {
      this.app.say(what === 'paste' ? 'Ctrl+V' : 'Ctrl+C')
    }
  }

  /** On row numbers, pasted rows become new tasks above, as in Microsoft Project. */
  private insertAbove(rows: string[][]): void {
    const { app } = this
    const first = app.selection.sorted()[0]
    const parent = app.model.column.parent[app.model.at(first)]
    const { columns } = app.grid
    const fresh = rows.map((row) => ({
      name: row[columns.findIndex((c) => c.id === 'name')] || app.words.say.newTask,
      // Row numbers in predecessors would point elsewhere now.
      cells: Object.fromEntries(columns.map((c, i) => [c, row[i]] as const).filter(([c, text]) => c.edit && text && !['name', 'predecessors'].includes(c.id)).map(([c, text]) => [c.id, text])),
    }))
    app.commands.insertRows(fresh, first, parent >= 0 ? parent : null, [], count(app.words.say.pasted, rows.length))
  }

  paste(text: string): void {
    const { app } = this
    let rows = parseTsv(text)
    if (!rows.length || !app.can('edit')) return
    if (rows.length > MOST) {
      rows = rows.slice(0, MOST)
      app.say(app.words.say.truncated.replace('{n}', String(MOST)))
    }
    if (app.selection.wholeRows && app.selection.active.uid !== LAST_ROW) return this.insertAbove(rows)
    const [top, bottom] = app.selection.block()
    const [firstCol, lastCol] = app.selection.columns(app.grid.columns.length - 1)
    // One cell fills the whole selection, as in a spreadsheet.
    if (rows.length === 1 && rows[0].length === 1 && bottom > top && !app.selection.wholeRows) rows = Array.from({ length: bottom - top + 1 }, () => Array<string>(lastCol - firstCol + 1).fill(rows[0][0]))
    const columns = app.grid.columns.slice(Math.max(0, firstCol))
    const changes: Change[] = []
    const cells: { uid: number; column: string; text: string }[] = []
    const fresh: { name: string; cells: Record<string, string> }[] = []
    rows.forEach((row, i) => {
      const uid = app.uidAt(top + i)
      const typed = row.map((value, j) => ({ column: columns[j], text: value })).filter(({ column, text: t }) => column?.edit && !(uid === LAST_ROW && t === ''))
      if (uid !== LAST_ROW) for (const { column, text: t } of typed) cells.push({ uid, column: column.id, text: t })
      else {
        const name = typed.find(({ column }) => column.id === 'name')?.text
        const rest = Object.fromEntries(typed.filter(({ column }) => column.id !== 'name').map(({ column, text: t }) => [column.id, t]))
        if (name !== undefined || Object.keys(rest).length) fresh.push({ name: name ?? app.words.say.newTask, cells: rest })
      }
    })
    for (const cell of cells) changes.push({ intent: 'type', ...cell })
    const said = count(app.words.say.pasted, rows.length)
    if (fresh.length) {
      const { model } = app
      const last = model.n - 1
      const parent = last >= 0 && model.column.parent[last] >= 0 ? model.column.parent[last] : null
      app.commands.insertRows(fresh, null, parent, changes, said)
    } else if (changes.length) app.queue.add({ build: () => ({ changes, local: null }), cells, said })
  }
}
