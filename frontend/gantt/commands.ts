import type { App } from './app'
import { COLUMNS, type ColumnId } from './columns'
import type { Step } from './editor'
import { indented, inserted, moved, outdented, relinked, removed, topmost, typed, type NewRow } from './optimistic'
import { tiersFor, zoomStep } from './scale'
import { LAST_ROW, type Place } from './selection'
import type { Change } from './types'
import { count, fill } from './words'

/** What toolbar, keys, menus and pointer can do. */
export class Commands {
  constructor(private readonly app: App) {}

  private editable(): boolean {
    if (this.app.can('edit')) return true
    this.app.say(this.app.words.say.readOnly)
    return false
  }

  /** After Enter or Tab. */
  step(step: Step, from: Place): void {
    const { app } = this
    const row = app.rowOf(from.uid)
    if (step === 'stay' || row < 0) return app.focus()
    if (step === 'down' || step === 'up') {
      const next = Math.max(0, Math.min(app.rowCount() - 1, row + (step === 'down' ? 1 : -1)))
      return app.go({ uid: app.uidAt(next), col: from.col })
    }
    const last = app.grid.columns.length - 1
    if (step === 'right' && from.col >= last) return app.go({ uid: app.uidAt(Math.min(app.rowCount() - 1, row + 1)), col: 0 })
    app.go({ uid: from.uid, col: Math.max(0, Math.min(last, from.col + (step === 'right' ? 1 : -1))) })
  }

  type(uid: number, column: ColumnId, text: string): void {
    this.app.queue.add({
      build: (model) => ({ changes: [{ intent: 'type', uid, column, text }], local: model.at(uid) < 0 ? null : typed(model, uid, column, text) }),
      cells: [{ uid, column, text }],
    })
  }

  /** Typed into the empty row: a task at the end, on the level of the last one. */
  append(column: ColumnId, text: string): void {
    const { model } = this.app
    const last = model.n - 1
    const parent = last >= 0 && model.column.parent[last] >= 0 ? model.column.parent[last] : null
    this.insertRows([{ name: column === 'name' ? text : this.app.words.say.newTask, cells: column === 'name' ? {} : { [column]: text } }], null, parent)
  }

  /** New rows with typed cells, in one request. Uids are taken when it is sent, for another person may have added tasks meanwhile. */
  insertRows(rows: { name: string; cells: Record<string, string>; milestone?: boolean }[], before: number | null, parent: number | null, more: Change[] = [], said?: string): void {
    this.app.queue.add({
      build: (model) => {
        let uid = model.next.task
        const fresh: NewRow[] = rows.map((row) => ({ uid: uid++, name: row.name, milestone: row.milestone, duration: row.cells.duration ?? (row.milestone ? '0d' : undefined) }))
        const changes: Change[] = [...more]
        rows.forEach((row, i) => {
          changes.push({ intent: 'insert', uid: fresh[i].uid, before, parent, name: row.name, values: {} })
          if (row.milestone) changes.push({ intent: 'type', uid: fresh[i].uid, column: 'duration', text: '0d' })
          for (const [column, text] of Object.entries(row.cells)) changes.push({ intent: 'type', uid: fresh[i].uid, column, text })
        })
        return { changes, local: inserted(model, fresh, before, parent) }
      },
      said,
    })
  }

  /** Insert: an empty row above, its name open for typing. The server hears of it when the name is committed. */
  insert(options: { below?: boolean; milestone?: boolean } = {}): void {
    if (!this.editable()) return
    const { app } = this
    const { model } = app
    app.editor.commit('stay')
    // A row without a name would match no filter, and could not be named.
    if (app.view.filter) this.filter('')
    const active = app.selection.active.uid
    const p = model.at(active)
    if (p < 0) return this.focusName(LAST_ROW)
    let before: number | null = active
    const parent = model.column.parent[p] >= 0 ? model.column.parent[p] : null
    if (options.below) {
      const end = model.outline.end[p]
      before = end < model.n && model.outline.parent[end] === model.outline.parent[p] ? model.uid(end) : null
    }
    // Far enough from the next uids not to meet one that another person takes meanwhile.
    const uid = model.next.task + 5000
    const row: NewRow = { uid, name: '', milestone: options.milestone, duration: options.milestone ? '0d' : undefined }
    app.queue.compose((now) => ({ changes: [], local: { ...inserted(now, [row], before, parent), next: undefined } }))
    this.focusName(uid)
    app.editor.compose(
      (text) => {
        app.queue.compose(null)
        if (text.trim()) this.insertRows([{ name: text, cells: {}, milestone: options.milestone }], before, parent)
        this.focusName(text.trim() && before !== null ? this.above(before) : active)
      },
      () => {
        app.queue.compose(null)
        app.go({ uid: active, col: this.nameColumn() })
      },
    )
  }

  private above(uid: number): number {
    const row = this.app.rowOf(uid)
    return row > 0 ? this.app.uidAt(row - 1) : uid
  }

  nameColumn(): number {
    return Math.max(0, this.app.grid.columns.findIndex((c) => c.id === 'name'))
  }
  private focusName(uid: number): void {
    this.app.go({ uid, col: this.nameColumn() })
  }

  remove(): void {
    const { app } = this
    if (!this.editable()) return
    const uids = topmost(app.model, app.selection.uids())
    if (!uids.length) return
    const row = app.rowOf(app.selection.sorted()[0])
    const { col } = app.selection.active
    const gone = removed(app.model, uids).removed!.length
    app.queue.add({
      build: (model) => {
        const there = uids.filter((uid) => model.at(uid) >= 0)
        return { changes: there.map((uid) => ({ intent: 'remove', uid })), local: there.length ? removed(model, there) : null }
      },
      said: count(app.words.say.removed, gone),
    })
    app.go({ uid: app.uidAt(Math.max(0, Math.min(row, app.rowCount() - 1))), col })
  }

  /** Del: empties the cells, or removes the tasks when their row numbers are selected. */
  clear(): void {
    const { app } = this
    if (app.selection.wholeRows) return this.remove()
    const [first, last] = app.selection.columns(app.grid.columns.length - 1)
    const columns = app.grid.columns.slice(first, last + 1).filter((c) => c.edit && c.id !== 'name' && (app.can('edit') || (c.progress && app.can('progress'))))
    const uids = app.selection.uids()
    if (!columns.length || !uids.length) return
    const cells = uids.flatMap((uid) => columns.map((c) => ({ uid, column: c.id as string, text: c.id === 'percent' ? '0' : '' })))
    app.queue.add({ build: () => ({ changes: cells.map((cell) => ({ intent: 'type', ...cell })), local: null }), cells })
  }

  indent(direction: 1 | -1): void {
    if (!this.editable()) return
    const uids = topmost(this.app.model, this.app.selection.uids())
    if (!uids.length) return
    const act = direction > 0 ? indented : outdented
    if (!act(this.app.model, uids)) return
    const intent = direction > 0 ? 'indent' : 'outdent'
    const order = direction > 0 ? uids : [...uids].reverse()
    this.app.queue.add({ build: (model) => ({ changes: order.filter((uid) => model.at(uid) >= 0).map((uid) => ({ intent, uid })), local: act(model, uids.filter((uid) => model.at(uid) >= 0)) }) })
    this.app.focus()
  }

  move(uid: number, parent: number | null, before: number | null): void {
    if (!this.editable() || !moved(this.app.model, uid, parent, before)) return
    this.app.queue.add({ build: (model) => ({ changes: [{ intent: 'move', uid, parent, before }], local: model.at(uid) < 0 ? null : moved(model, uid, parent, before) }) })
  }

  link(): void {
    if (!this.editable()) return
    const uids = this.app.selection.uids()
    if (uids.length < 2) return this.app.say(this.app.words.say.linkTwo)
    this.send(uids.slice(1).map((succ, i) => ({ intent: 'link', pred: uids[i], succ, type: 'FS' })))
  }

  unlink(): void {
    if (!this.editable()) return
    const { model } = this.app
    const uids = new Set(this.app.selection.uids())
    const changes: Change[] = []
    const { links } = model
    const single = uids.size === 1
    for (const uid of uids)
      for (const link of links.predecessors(model.at(uid))) {
        if (links.pred[link] < 0) continue
        const pred = model.uid(links.pred[link])
        if (single || uids.has(pred)) changes.push({ intent: 'unlink', pred, succ: uid })
      }
    if (single) {
      const [uid] = uids
      for (const link of links.successors(model.at(uid))) if (links.succ[link] >= 0) changes.push({ intent: 'unlink', pred: uid, succ: model.uid(links.succ[link]) })
    }
    if (!changes.length) return this.app.say(this.app.words.say.noLinks)
    this.send(changes)
  }

  send(changes: Change[]): void {
    const linking = changes.every((change) => change.intent === 'link' || change.intent === 'unlink')
    this.app.queue.add({ build: (model) => ({ changes, local: linking ? relinked(model, changes) : null }) })
  }

  undo(which: 'undo' | 'redo'): void {
    const { queue } = this.app
    if (!this.app.can('edit') || !(which === 'undo' ? queue.canUndo : queue.canRedo)) return
    const { say } = this.app.words
    this.app.queue.add({ build: () => ({ changes: [{ intent: which }], local: null }), alone: true, said: which === 'undo' ? say.undone : say.redone })
  }

  setProgress(percent: number): void {
    if (!this.app.can('progress')) return
    const uids = this.app.selection.uids().filter((uid) => uid !== LAST_ROW)
    this.app.queue.add({
      build: (model) => ({
        changes: uids.map((uid) => ({ intent: 'progress', uid, percent })),
        local: { rows: { uid: uids.filter((uid) => model.at(uid) >= 0), percent: uids.filter((uid) => model.at(uid) >= 0).map(() => percent) } },
      }),
    })
  }

  /** Alt+Shift+- and +, and the triangle. */
  fold(uids: number[], shut: boolean): void {
    const { app } = this
    const parents = uids.filter((uid) => app.model.at(uid) >= 0 && app.model.hasChildren(app.model.at(uid)))
    if (!parents.length) return
    for (const uid of parents) {
      if (shut) app.view.collapsed.add(uid)
      else app.view.collapsed.delete(uid)
    }
    this.refold()
    app.say(`${app.nameOf(parents[0])} ${shut ? app.words.say.collapsed : app.words.say.expanded}`)
  }

  /** Shows the outline down to a level; 0 all of it. */
  showLevel(level: number): void {
    const { app } = this
    app.view.collapsed = new Set(level === 0 ? [] : app.summaries().filter((uid) => app.model.column.level[app.model.at(uid)] >= level))
    this.refold()
  }

  private refold(): void {
    const { app } = this
    app.recount()
    // What was selected may have gone out of sight: its nearest parent that is seen takes its place.
    let p = app.model.at(app.selection.active.uid)
    while (p >= 0 && app.visible.rowOf[p] < 0) p = app.model.outline.parent[p]
    if (p >= 0 && app.model.uid(p) !== app.selection.active.uid) app.selection.set({ uid: app.model.uid(p), col: app.selection.active.col })
    app.changedView()
    app.refresh()
    app.render()
  }

  filter(text: string): void {
    const { app } = this
    app.view.filter = text
    app.recount()
    if (app.activeRow() < 0 && app.visible.rows.length) app.selection.set({ uid: app.uidAt(0), col: app.selection.active.col })
    app.toolbar.update()
    app.changedView()
    app.refresh()
    app.render()
    if (text) app.sayCount(app.words.say.tasks, app.visible.rows.length)
  }

  selectAll(): void {
    const { app } = this
    if (!app.visible.rows.length) return
    app.selection.set({ uid: app.uidAt(app.visible.rows.length - 1), col: -1 })
    app.selection.anchor = { uid: app.uidAt(0), col: -1 }
    app.refresh()
    app.render()
    app.toolbar.update()
    app.sayCount(app.words.say.selected, app.visible.rows.length)
  }

  zoom(direction: 1 | -1, anchor?: number): void {
    const { chart } = this.app
    chart.zoomTo(zoomStep(chart.scale.pxPerDay, direction), anchor)
    const { say, tiers } = this.app.words
    this.app.say(fill(say.zoom, { tier: tiers[tiersFor(chart.scale.pxPerDay)[1].unit] }))
  }
  today(): void {
    this.app.chart.scrollToInstant(this.app.model.project.now, 0.3)
  }
  /** Scrolls the chart to a task's bar. */
  showBar(uid: number): void {
    const p = this.app.model.at(uid)
    if (p >= 0) this.app.chart.scrollToInstant(this.app.model.column.start[p], 0.2)
  }

  open(uid: number): void {
    const template = this.app.host.getAttribute('drawer')
    if (!template || uid < 0 || this.app.model.at(uid) < 0) return
    const url = template.replace('{uid}', String(uid)).replace('%7Buid%7D', String(uid))
    const event = new CustomEvent('up-open', { bubbles: true, composed: true, cancelable: true, detail: { url, uid } })
    if (this.app.host.dispatchEvent(event)) location.assign(url)
  }

  async baseline(number: number | null): Promise<void> {
    this.app.view.baseline = number
    this.app.changedView()
    if (number === 0) return this.app.refresh()
    await this.app.reload()
  }

  colourBy(by: App['view']['by']): void {
    this.app.view.by = by
    this.app.regroup()
    this.app.changedView()
    this.app.refresh()
  }

  toggleCritical(): void {
    this.app.view.critical = !this.app.view.critical
    this.app.frame.legend()
    this.app.changedView()
    this.app.refresh()
  }

  toggleColumn(id: ColumnId): void {
    const { columns } = this.app.view
    const at = columns.findIndex((c) => c.id === id)
    if (at < 0) columns.push({ id, width: COLUMNS.get(id)!.width })
    else if (columns.length > 1) columns.splice(at, 1)
    this.app.columnsChanged()
  }
}
