import type { App } from './app'
import { clear, make } from './dom'
import type { CellText } from './queue'

export interface Notice {
  kind: 'question' | 'conflict' | 'error' | 'refused'
  text: string
  link?: { text: string; href: string }
  actions: { text: string; primary?: boolean; cancel?: boolean; run: () => void }[]
}

/** One line above the plan that asks or tells: an impact, a conflict, a lost connection. Enter and Esc answer it. */
export class Banner {
  readonly element = make('div', { class: 'banner', role: 'alertdialog', hidden: true })
  private notice: Notice | null = null

  constructor(private readonly app: App) {
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.answer((a) => a.cancel)
      if (event.key === 'Escape') event.preventDefault()
      event.stopPropagation()
    })
  }

  get asking(): boolean {
    return this.notice?.kind === 'question' || this.notice?.kind === 'conflict'
  }

  show(notice: Notice): void {
    this.notice = notice
    clear(this.element)
    this.element.className = `banner ${notice.kind}`
    const text = make('p', { id: 'banner-text' }, notice.text)
    const buttons = make('div', { class: 'actions' })
    if (notice.link) buttons.append(make('a', { class: 'btn', href: notice.link.href, target: '_blank', rel: 'noopener' }, notice.link.text))
    for (const action of notice.actions) {
      const button = make('button', { type: 'button', class: action.primary ? 'btn primary' : 'btn' }, action.text)
      button.addEventListener('click', action.run)
      buttons.append(button)
    }
    this.element.setAttribute('aria-labelledby', 'banner-text')
    this.element.append(text, buttons)
    this.element.hidden = false
    // An open editor keeps the focus: nothing typed is lost because something else needs an answer.
    if (this.asking && !this.app.editor.editing) this.element.querySelector<HTMLElement>('.primary')?.focus()
    else this.app.say(notice.text)
  }

  /** Runs the action that Enter or Esc mean; false when nothing is asked. */
  answer(which: (action: Notice['actions'][number]) => boolean | undefined): boolean {
    const action = this.notice?.actions.find(which)
    if (!action) return false
    action.run()
    return true
  }

  /** Takes away what the queue showed; what was refused stays until it is closed. */
  hide(all = false): void {
    if (!this.notice || (this.notice.kind === 'refused' && !all)) return
    const focused = this.element.contains(this.app.shadow.activeElement)
    this.notice = null
    this.element.hidden = true
    if (focused) this.app.focus()
  }

  /** A refusal that no cell can mend is out of date as soon as something else worked. */
  forget(): void {
    if (this.notice?.kind === 'refused' && this.notice.actions.length === 1) this.hide(true)
  }

  failed(text: string, retry: () => void): void {
    const again = (): void => {
      this.hide(true)
      retry()
    }
    this.show({ kind: 'error', text, actions: [{ text: this.app.words.say.retry, primary: true, run: again }] })
  }

  refused(text: string, cell: CellText | null): void {
    const { say } = this.app.words
    const actions: Notice['actions'] = []
    if (cell)
      actions.push({
        text: say.again,
        primary: true,
        run: () => {
          this.hide(true)
          this.app.editor.reopen(cell, text)
        },
      })
    actions.push({ text: say.close, cancel: true, run: () => this.hide(true) })
    this.show({ kind: 'refused', text, actions })
  }
}
