import type { App } from './app'
import { COLUMNS } from './columns'
import { make } from './dom'
import { Menu, type Entry } from './menu'
import { keySheet } from './keysheet'
import { LAST_ROW } from './selection'
import { COLOUR_BYS, standardColumns } from './state'
import { Views } from './views'
import { fill } from './words'

/** The menus: context menus of tasks and columns, and those of the toolbar. */
export class Menus {
  readonly menu: Menu
  private readonly views: Views
  private sheet: HTMLDialogElement | null = null

  constructor(private readonly app: App) {
    this.menu = new Menu(app)
    this.views = new Views(app)
  }

  task(x: number, y: number, link = -1): void {
    this.menu.show(() => this.taskEntries(link), x, y)
  }

  private taskEntries(link: number): Entry[] {
    const { app } = this
    const { commands, selection, words, model } = app
    const { menu, tools } = words
    const edit = app.can('edit')
    const { uid } = selection.active
    const some = uid !== LAST_ROW
    const parent = some && model.hasChildren(model.at(uid))
    const entries: Entry[] = []
    if (link >= 0) {
      const { links } = model
      const [pred, succ] = [model.uid(links.pred[link]), model.uid(links.succ[link])]
      for (const end of [pred, succ]) entries.push({ text: fill(menu.follow, { name: app.nameOf(end) }), run: () => (app.go({ uid: end, col: selection.active.col }), commands.showBar(end)) })
      if (edit) entries.push({ text: fill(menu.removeLink, { pred: links.pred[link] + 1, succ: links.succ[link] + 1 }), icon: 'unlink', danger: true, run: () => commands.send([{ intent: 'unlink', pred, succ }]) })
      entries.push('line')
    }
    entries.push(
      app.editor.typable(selection.active) && { text: menu.edit, keys: 'F2', run: () => app.editor.begin(some ? null : '') },
      some && Boolean(app.host.getAttribute('drawer')) && { text: menu.open, keys: 'Shift+F2', run: () => commands.open(uid) },
      some && { text: tools.why, icon: 'why', keys: 'W', run: () => void app.tips.why(uid) },
      some && { text: menu.scroll, icon: 'today', keys: 'Ctrl+Shift+F5', run: () => commands.showBar(uid) },
      parent && { text: app.view.collapsed.has(uid) ? menu.expand : menu.collapse, keys: app.view.collapsed.has(uid) ? 'Alt+Shift++' : 'Alt+Shift+-', run: () => commands.fold([uid], !app.view.collapsed.has(uid)) },
      { text: menu.copy, keys: 'Ctrl+C', run: () => void app.clipboard.fromMenu('copy') },
    )
    if (edit)
      entries.push(
        { text: menu.paste, keys: 'Ctrl+V', run: () => void app.clipboard.fromMenu('paste') },
        'line',
        { text: menu.insert, icon: 'add', keys: 'Insert', run: () => commands.insert() },
        some && { text: menu.insertBelow, keys: 'Shift+Insert', run: () => commands.insert({ below: true }) },
        { text: menu.milestone, icon: 'flag', run: () => commands.insert({ milestone: true }) },
        'line',
        some && { text: tools.indent, icon: 'indent', keys: 'Alt+Shift+→', run: () => commands.indent(1) },
        some && { text: tools.outdent, icon: 'outdent', keys: 'Alt+Shift+←', run: () => commands.indent(-1) },
        some && { text: tools.link, icon: 'link', keys: 'Ctrl+F2', run: () => commands.link() },
        some && { text: tools.unlink, icon: 'unlink', keys: 'Ctrl+Shift+F2', run: () => commands.unlink() },
      )
    if (some && app.can('progress')) entries.push('line', { text: menu.done, icon: 'done', run: () => commands.setProgress(100) })
    if (edit && some) entries.push({ text: tools.remove, icon: 'remove', keys: 'Del', danger: true, run: () => commands.remove() })
    return entries
  }

  /** From the keyboard: beside the active cell. */
  atActive(): void {
    const { app } = this
    const box = (app.grid.cell(app.activeRow(), app.selection.active.col) ?? app.host).getBoundingClientRect()
    this.task(box.left + 20, box.bottom)
  }

  column(i: number, x: number, y: number): void {
    const { app } = this
    const { menu } = app.words
    this.menu.show(
      () => [
        { text: menu.fit, run: () => app.grid.head.fit(i) },
        app.view.columns.length > 1 && { text: menu.hide, run: () => app.commands.toggleColumn(app.view.columns[i].id) },
        'line',
        ...this.columnEntries(),
      ],
      x,
      y,
    )
  }

  private columnEntries(): Entry[] {
    const { app } = this
    const entries: Entry[] = [...COLUMNS.keys()].map((id) => ({ text: app.words.columns[id], checked: app.view.columns.some((c) => c.id === id), stay: true, run: () => app.commands.toggleColumn(id) }))
    const reset = (): void => {
      app.view.columns = standardColumns()
      app.columnsChanged()
    }
    return [...entries, 'line', { text: app.words.menu.resetColumns, run: reset }]
  }

  /** A menu that hangs from a button of the toolbar. */
  under(button: HTMLElement, what: 'columns' | 'colour' | 'baseline' | 'views' | 'more'): void {
    if (this.menu.openedBy(button)) return this.menu.close()
    const box = button.getBoundingClientRect()
    const { app } = this
    const { words } = app
    const lists: Record<typeof what, () => Entry[]> = {
      columns: () => this.columnEntries(),
      colour: () => COLOUR_BYS.map((by) => ({ text: words.colours[by], checked: app.view.by === by, run: () => app.commands.colourBy(by) })),
      baseline: () => [
        { text: words.baseline.none, checked: app.view.baseline === 0, run: () => void app.commands.baseline(0) },
        { text: words.baseline.latest, checked: app.view.baseline === null, run: () => void app.commands.baseline(null) },
        'line',
        ...app.model.baselines.map((b) => ({ text: b.name || String(b.number), checked: app.view.baseline === b.number, run: () => void app.commands.baseline(b.number) })),
      ],
      views: () => this.views.entries(),
      more: () => this.moreEntries(),
    }
    if (what === 'views') void this.views.load().then(() => this.menu.openedBy(button) && this.menu.show(lists.views, box.left, box.bottom + 4, button))
    this.menu.show(lists[what], box.left, box.bottom + 4, button)
  }

  private moreEntries(): Entry[] {
    const { app } = this
    const { menu, tools } = app.words
    return [
      { text: menu.expandAll, run: () => app.commands.showLevel(0) },
      { text: menu.collapseAll, run: () => app.commands.showLevel(1) },
      ...[2, 3].map((n) => ({ text: fill(menu.level, { n }), run: () => app.commands.showLevel(n) })),
      'line',
      app.can('edit') && { text: menu.statusToday, run: () => app.commands.send([{ intent: 'status_date', at: app.model.project.now }]) },
      app.can('edit') && { text: menu.reschedule, run: () => app.commands.send([{ intent: 'reschedule' }]) },
      { text: tools.keys, icon: 'keys' as const, keys: '?', run: () => this.keys() },
    ]
  }

  keys(): void {
    this.sheet ??= keySheet(this.app)
    if (!this.sheet.isConnected) this.app.shadow.append(this.sheet)
    this.sheet.showModal()
  }

  /** A small dialog with one text field. */
  ask(title: string, label: string, option: string, done: (text: string, checked: boolean) => void): void {
    const { words, shadow } = this.app
    const input = make('input', { type: 'text', class: 'field', required: true, 'aria-label': label, maxlength: 80 })
    const check = make('input', { type: 'checkbox', id: 'ask-option' })
    const dialog = make('dialog', { class: 'dialog', 'aria-label': title })
    const form = make('form', { method: 'dialog' })
    const cancel = make('button', { type: 'button', class: 'btn' }, words.say.cancel)
    cancel.addEventListener('click', () => dialog.close())
    form.append(make('h2', {}, title), make('label', {}, label, input), make('label', { class: 'check' }, check, option), make('div', { class: 'actions' }, make('button', { type: 'submit', class: 'btn primary' }, words.views.store), cancel))
    form.addEventListener('submit', () => done(input.value.trim(), check.checked))
    dialog.addEventListener('close', () => dialog.remove())
    dialog.append(form)
    shadow.append(dialog)
    dialog.showModal()
    input.focus()
  }
}
