import type { App } from './app'
import { clear, make } from './dom'
import { DAY } from './instants'
import type { Part } from './layout'
import type { Why } from './server'
import { Flag } from './types'

const HOVER = 350
const WHY = 900

/** What a bar says when the mouse rests on it, while it is dragged, and when asked why. */
export class Tips {
  private readonly box = make('div', { class: 'popover tip', role: 'tooltip', hidden: true })
  private readonly panel = make('div', { class: 'popover why', role: 'dialog', hidden: true, tabindex: -1 })
  private readonly dragTitle = make('strong')
  private readonly dragText = make('div', { class: 'muted' })
  private timer = 0
  private later = 0
  private shownFor = ''
  private readonly known = new Map<string, Why>()

  constructor(private readonly app: App) {
    app.shadow.append(this.box, this.panel)
    this.panel.setAttribute('aria-label', app.words.why.title)
    this.panel.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      this.hide()
      app.focus()
    })
    document.addEventListener('pointerdown', (event) => {
      if (!this.panel.hidden && !event.composedPath().includes(this.panel)) this.panel.hidden = true
    })
  }

  /** A task in one sentence, for ears. */
  sentence(uid: number): string {
    const { model, format, words } = this.app
    const p = model.at(uid)
    if (p < 0) return ''
    const parts = [`${p + 1} ${model.value.name[p]}`]
    if (model.has(p, Flag.milestone)) parts.push(words.marks.milestone)
    parts.push(`${format.date(model.column.start[p], 'start')} – ${format.date(model.column.finish[p], 'finish')}`, `${model.column.percent[p]}%`)
    if (model.has(p, Flag.critical)) parts.push(words.marks.critical)
    return parts.join(', ')
  }

  bar(uid: number, event: PointerEvent): void {
    const key = `bar:${uid}`
    const place = { x: event.clientX, y: event.clientY }
    if (this.shownFor === key) return
    this.away()
    this.shownFor = key
    this.timer = window.setTimeout(() => {
      this.fillBar(uid)
      this.put(this.box, place)
      this.later = window.setTimeout(() => void this.addWhy(uid, key, place), WHY - HOVER)
    }, HOVER)
  }

  link(link: number, event: PointerEvent): void {
    const key = `link:${link}`
    if (this.shownFor === key) return
    this.away()
    this.shownFor = key
    const place = { x: event.clientX, y: event.clientY }
    this.timer = window.setTimeout(() => {
      const { model } = this.app
      const { links } = model
      clear(this.box)
      this.box.append(
        make('strong', {}, `${model.value.name[links.pred[link]]} → ${model.value.name[links.succ[link]]}`),
        make('div', { class: 'muted' }, `${links.pred[link] + 1} → ${links.succ[link] + 1} · ${links.type[link]}${links.lag[link] ?? ''}`),
      )
      this.put(this.box, place)
    }, 150)
  }

  /** The name of a day that is not worked, or worked by exception. */
  day(day: number, event: PointerEvent): void {
    const name = this.app.model.time.nameOf(day)
    if (!name) return this.away()
    const key = `day:${day}`
    if (this.shownFor === key) return
    this.away()
    this.shownFor = key
    clear(this.box)
    this.box.append(make('strong', {}, name), make('div', { class: 'muted' }, this.app.format.dayLong(day * DAY)))
    this.put(this.box, { x: event.clientX, y: event.clientY })
  }

  private fillBar(uid: number): void {
    const { model, format, words } = this.app
    const p = model.at(uid)
    if (p < 0) return
    const { column } = model
    const { tip } = words
    const list = make('dl')
    const line = (label: string, text: string): void => {
      if (text) list.append(make('dt', {}, label), make('dd', {}, text))
    }
    const flags = [
      [Flag.critical, words.marks.critical],
      [Flag.manual, words.marks.manual],
      [Flag.inactive, words.marks.inactive],
      [Flag.missed, words.marks.missed],
      [Flag.unmet, words.marks.unmet],
    ] as const
    const kind = model.isSummary(p) ? words.marks.summary : model.has(p, Flag.milestone) ? words.marks.milestone : words.marks.task
    const tags = [kind, ...flags.filter(([flag]) => model.has(p, flag)).map(([, text]) => text)]
    line(tip.start, `${format.day(column.start[p])} ${format.time(column.start[p])}`)
    line(tip.finish, `${format.day(column.finish[p])} ${format.time(column.finish[p])}`)
    line(tip.duration, format.duration(model.value.duration[p]))
    line(tip.done, `${column.percent[p]}%`)
    line(tip.slack, format.amount(column.total_slack[p]))
    if (column.deadline[p] >= 0) line(tip.deadline, format.date(column.deadline[p], 'finish'))
    if (column.constraint[p] > 0) line(words.columns.constraint, `${words.constraints[column.constraint[p]]} ${column.constraint_date[p] >= 0 ? format.date(column.constraint_date[p], 'start') : ''}`)
    if (column.base_finish[p] >= 0) line(tip.baseline, `${format.day(column.base_start[p])} – ${format.day(column.base_finish[p])}`)
    line(tip.resources, model.resourcesText(p))
    if (column.owner[p] >= 0) line(tip.owner, model.resourceName.get(column.owner[p]) ?? '')
    clear(this.box)
    this.box.append(make('strong', {}, `${p + 1} · ${model.value.name[p]}`), make('div', { class: 'muted' }, tags.join(' · ')), list)
  }

  private async fetchWhy(uid: number): Promise<Why | null> {
    const key = `${this.app.model.revision}:${uid}`
    const known = this.known.get(key)
    if (known) return known
    const why = await this.app.server.why(uid)
    if (why) this.known.set(key, why)
    return why
  }

  private async addWhy(uid: number, key: string, place: { x: number; y: number }): Promise<void> {
    const why = await this.fetchWhy(uid)
    if (!why?.start || this.shownFor !== key || this.box.hidden) return
    this.box.append(make('p', { class: 'reason' }, why.start))
    this.put(this.box, place)
  }

  /** `w`: why a task lies where it does, with what drives it; each step leads to its task. */
  async why(uid: number): Promise<void> {
    const { app } = this
    if (app.model.at(uid) < 0) return
    this.away()
    const why = await this.fetchWhy(uid)
    const { words } = app
    clear(this.panel)
    this.panel.append(make('strong', {}, words.why.title), make('div', { class: 'muted' }, app.nameOf(uid)))
    this.panel.append(make('p', {}, why?.start ?? words.why.none))
    if (why?.finish) this.panel.append(make('p', {}, why.finish))
    if (why?.chain?.length) {
      const list = make('ol')
      for (const step of why.chain) {
        const button = make('button', { type: 'button', class: 'linkish' }, step.text)
        button.addEventListener('click', () => {
          this.panel.hidden = true
          app.go({ uid: step.uid, col: app.selection.active.col })
          app.commands.showBar(step.uid)
        })
        list.append(make('li', {}, button))
      }
      this.panel.append(make('div', { class: 'muted' }, words.why.chain), list)
    }
    const cell = app.grid.cell(app.rowOf(uid), app.selection.active.col)
    const box = cell?.getBoundingClientRect() ?? app.host.getBoundingClientRect()
    this.put(this.panel, { x: box.left, y: box.bottom - 8 })
    this.panel.focus()
    app.say(why?.start ?? words.why.none)
  }

  /** The dates under the pointer while a bar is dragged. Nothing is measured here but once: a drag has to keep up with the mouse. */
  drag(uid: number, part: Part, event: PointerEvent): void {
    const { app } = this
    const { format, words } = app
    const key = `drag:${uid}:${part}`
    const ghost = app.chart.ghosts.get(uid)
    if (part !== 'handle' && !ghost) return
    if (this.shownFor !== key) {
      this.away()
      this.shownFor = key
      clear(this.box)
      this.box.append(this.dragTitle, this.dragText)
      this.dragText.textContent = ''
    }
    if (part === 'handle') this.dragTitle.textContent = words.say.linkFrom.replace('{name}', app.nameOf(uid))
    else if (part === 'progress') this.dragTitle.textContent = `${ghost!.percent}%`
    else {
      this.dragTitle.textContent = `${format.day(ghost!.start)} ${format.time(ghost!.start)} – ${format.day(ghost!.finish)} ${format.time(ghost!.finish)}`
      this.dragText.textContent = format.amount(app.model.time.between(ghost!.start, ghost!.finish))
    }
    if (this.box.hidden) this.put(this.box, { x: event.clientX, y: event.clientY })
    else {
      this.box.style.left = `${Math.max(6, Math.min(event.clientX + 14, window.innerWidth - 320))}px`
      this.box.style.top = `${event.clientY + 90 > window.innerHeight ? event.clientY - 60 : event.clientY + 20}px`
    }
  }

  private put(box: HTMLElement, { x, y }: { x: number; y: number }): void {
    box.hidden = false
    const { offsetWidth: w, offsetHeight: h } = box
    box.style.left = `${Math.max(6, Math.min(x + 14, window.innerWidth - w - 8))}px`
    box.style.top = `${y + 20 + h > window.innerHeight ? Math.max(6, y - h - 12) : y + 20}px`
  }

  away(): void {
    clearTimeout(this.timer)
    clearTimeout(this.later)
    this.shownFor = ''
    this.box.hidden = true
  }

  /** True when something was open. */
  hide(): boolean {
    const open = !this.panel.hidden || !this.box.hidden
    this.away()
    this.panel.hidden = true
    return open
  }
}
