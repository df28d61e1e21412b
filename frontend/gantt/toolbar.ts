import type { App } from './app'
import { make, setAttribute } from './dom'
import { icon, type IconName } from './icons'

type Tool = Exclude<keyof App['words']['tools'], 'label' | 'grid' | 'chart' | 'filter'>

const EDITS: Tool[] = ['add', 'remove', 'indent', 'outdent', 'link', 'unlink', 'undo', 'redo']
const KEYS: Partial<Record<Tool, string>> = {
  add: 'Insert',
  remove: 'Del',
  indent: 'Alt+Shift+→',
  outdent: 'Alt+Shift+←',
  link: 'Ctrl+F2',
  unlink: 'Ctrl+Shift+F2',
  undo: 'Ctrl+Z',
  redo: 'Ctrl+Y',
  zoomIn: 'Ctrl+/',
  why: 'W',
  today: 'T',
  keys: '?',
}

/** The row of buttons above the plan; one stop of the Tab key, arrows inside. */
export class Toolbar {
  readonly element = make('div', { class: 'toolbar', role: 'toolbar' })
  private readonly buttons = new Map<Tool, HTMLButtonElement>()
  private readonly filter = make('input', { type: 'search', class: 'field filter' })
  private readonly panes = make('div', { class: 'panes', role: 'group' })
  private readonly draft = make('span', { class: 'chip', hidden: true })
  private timer = 0

  constructor(private readonly app: App) {
    const { words } = app
    setAttribute(this.element, 'aria-label', words.tools.label)
    const group = (...tools: Tool[]): void => {
      this.element.append(make('div', { class: 'group', role: 'group' }, ...tools.map((tool) => this.button(tool))))
    }
    this.makePanes()
    this.element.append(this.draft)
    group('add', 'remove')
    group('indent', 'outdent', 'link', 'unlink')
    group('undo', 'redo')
    group('zoomOut', 'zoomIn', 'fit', 'today')
    group('critical', 'why')
    group('baseline', 'colour', 'columns', 'views', 'more')
    this.makeFilter()
    this.element.addEventListener('keydown', (event) => this.key(event))
    this.element.addEventListener('pointerdown', (event) => {
      if ((event.target as Element).closest('button')) app.editor.commit('stay')
    })
  }

  private button(tool: Tool): HTMLButtonElement {
    const { words } = this.app
    const wide = ['add', 'critical', 'baseline', 'colour', 'columns', 'views'].includes(tool)
    const menu = ['baseline', 'colour', 'columns', 'views', 'more'].includes(tool)
    const button = make('button', { type: 'button', class: `tool t-${tool}`, 'aria-label': words.tools[tool], title: KEYS[tool] ? `${words.tools[tool]} (${KEYS[tool]})` : words.tools[tool], tabindex: -1 })
    button.append(icon(tool as IconName))
    if (wide) button.append(make('span', { class: 'label' }, words.tools[tool]))
    if (menu) {
      setAttribute(button, 'aria-haspopup', 'menu')
      setAttribute(button, 'aria-expanded', 'false')
    }
    button.addEventListener('click', () => this.run(tool, button))
    this.buttons.set(tool, button)
    return button
  }

  private run(tool: Tool, button: HTMLButtonElement): void {
    const { app } = this
    const { commands } = app
    switch (tool) {
      case 'add':
        return commands.insert()
      case 'remove':
        return commands.remove()
      case 'indent':
        return commands.indent(1)
      case 'outdent':
        return commands.indent(-1)
      case 'link':
        return commands.link()
      case 'unlink':
        return commands.unlink()
      case 'undo':
      case 'redo':
        return commands.undo(tool)
      case 'zoomIn':
        return commands.zoom(1)
      case 'zoomOut':
        return commands.zoom(-1)
      case 'fit':
        return app.chart.fit()
      case 'today':
        return commands.today()
      case 'critical':
        commands.toggleCritical()
        return this.update()
      case 'why':
        return void app.tips.why(app.selection.active.uid)
      case 'keys':
        return app.menus.keys()
      default:
        return app.menus.under(button, tool)
    }
  }

  private makePanes(): void {
    const { words } = this.app
    setAttribute(this.panes, 'aria-label', words.tools.label)
    for (const pane of ['grid', 'chart'] as const) {
      const button = make('button', { type: 'button', class: 'tool', 'aria-pressed': 'false', 'data-pane': pane }, words.tools[pane])
      button.addEventListener('click', () => {
        this.app.view.pane = pane
        this.app.frame.measure()
        this.app.changedView()
      })
      this.panes.append(button)
    }
    this.element.append(this.panes)
  }

  private makeFilter(): void {
    const { words } = this.app
    setAttribute(this.filter, 'placeholder', words.tools.filter)
    setAttribute(this.filter, 'aria-label', words.tools.filter)
    this.filter.addEventListener('input', () => {
      clearTimeout(this.timer)
      this.timer = window.setTimeout(() => this.app.commands.filter(this.filter.value), 120)
    })
    this.element.append(make('div', { class: 'spring' }), this.filter)
  }

  /** What can be done now. */
  update(): void {
    const { app } = this
    if (!app.model) return
    this.draft.hidden = app.model.draft === null
    this.draft.textContent = app.words.say.draft
    const edit = app.can('edit')
    const some = app.model.at(app.selection.active.uid) >= 0
    const enable = (tool: Tool, on: boolean): void => {
      const button = this.buttons.get(tool)!
      if (button.disabled === on) button.disabled = !on
    }
    for (const tool of EDITS) enable(tool, edit && (some || tool === 'add' || tool === 'undo' || tool === 'redo'))
    if (edit) {
      enable('undo', app.queue.canUndo)
      enable('redo', app.queue.canRedo)
    }
    for (const tool of ['add', 'indent', 'undo'] as const) this.buttons.get(tool)!.parentElement!.hidden = !edit
    enable('why', some)
    enable('baseline', app.model.baselines.length > 0)
    setAttribute(this.buttons.get('critical')!, 'aria-pressed', String(app.view.critical))
    this.buttons.get('colour')!.classList.toggle('on', app.view.by !== 'none')
    for (const button of this.panes.querySelectorAll('button')) setAttribute(button, 'aria-pressed', String(button.dataset.pane === app.view.pane))
    if (this.filter.value !== app.view.filter && app.shadow.activeElement !== this.filter) this.filter.value = app.view.filter
    const stop = this.stops().find((b) => b.tabIndex === 0 && !(b as HTMLButtonElement).disabled)
    if (!stop) {
      for (const b of this.stops()) b.tabIndex = -1
      const first = this.stops()[0]
      if (first) first.tabIndex = 0
    }
  }

  private stops(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('.group:not([hidden]) button:not([disabled])')]
  }

  private key(event: KeyboardEvent): void {
    if (event.target === this.filter) {
      if (event.key === 'Escape' && this.filter.value) {
        this.filter.value = ''
        this.app.commands.filter('')
        event.preventDefault()
      } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
        event.preventDefault()
        this.app.focus()
      }
      return
    }
    const stops = this.stops()
    const at = stops.indexOf(event.target as HTMLElement)
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (!step || at < 0) return
    event.preventDefault()
    const next = stops[(at + step + stops.length) % stops.length]
    stops[at].tabIndex = -1
    next.tabIndex = 0
    next.focus()
  }
}
