import type { App } from './app'
import type { Entry } from './menu'
import { readView, standardView, unpackCollapsed, writeView } from './state'
import { fill } from './words'

interface SavedView {
  id: number
  name: string
  query: string
  shared: boolean
  mine?: boolean
}

/** Views kept on the server under the address in the `views` attribute: a name and the query that makes them. */
export class Views {
  private list: SavedView[] = []

  constructor(private readonly app: App) {}

  private get address(): string {
    return this.app.host.getAttribute('views') ?? ''
  }

  async load(): Promise<void> {
    if (this.address) this.list = await this.app.server.list<SavedView>(this.address)
  }

  entries(): Entry[] {
    const { views } = this.app.words
    const { app } = this
    const entries: Entry[] = [{ text: views.standard, run: () => this.apply('') }]
    entries.push(...this.list.map((view) => ({ text: view.name, checked: this.query() === view.query, run: () => this.apply(view.query) })))
    if (!this.address) return entries
    if (!this.list.length) entries.push({ title: views.none })
    entries.push('line', { text: views.save, icon: 'add', run: () => app.menus.ask(views.save.replace('…', ''), views.name, views.shared, (name, shared) => void this.save(name, shared)) })
    for (const view of this.list.filter((v) => v.mine !== false)) entries.push({ text: fill(views.remove, { name: view.name }), icon: 'remove', danger: true, run: () => void this.remove(view) })
    return entries
  }

  private query(): string {
    return writeView(this.app.view, new URLSearchParams(), this.app.summaries()).toString()
  }

  private async save(name: string, shared: boolean): Promise<void> {
    if (!name) return
    const { app } = this
    const ok = await app.server.send(this.address, 'POST', { name, query: this.query(), shared })
    app.say(ok ? fill(app.words.views.saved, { name }) : app.words.say.retry)
  }

  private async remove(view: SavedView): Promise<void> {
    await this.app.server.send(`${this.address.replace(/\/$/, '')}/${view.id}`, 'DELETE')
  }

  private apply(query: string): void {
    const { app } = this
    const values = new URLSearchParams(query)
    const baseline = app.view.baseline
    Object.assign(app.view, query ? readView(values) : standardView())
    app.view.collapsed = unpackCollapsed(values.get('x') ?? '', app.summaries())
    app.recount()
    app.regroup()
    app.columnsChanged()
    app.frame.measure()
    if (app.view.zoom) app.chart.zoomTo(app.view.zoom)
    if (app.view.baseline !== baseline && app.view.baseline !== 0) void app.reload()
    app.toolbar.update()
    app.refresh()
  }
}
