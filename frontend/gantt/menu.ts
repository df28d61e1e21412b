import type { App } from './app'
import { clear, make } from './dom'
import { icon, type IconName } from './icons'

export interface Item {
  text: string
  icon?: IconName
  keys?: string
  /** Makes it a check or radio item. */
  checked?: boolean
  disabled?: boolean
  danger?: boolean
  /** Stays open after it was chosen. */
  stay?: boolean
  run: () => void
}
export type Entry = Item | 'line' | { title: string } | null | false

/** One pop-up menu at a time, with the keys of a menu. */
export class Menu {
  private readonly box = make('div', { class: 'menu', role: 'menu', hidden: true, tabindex: -1 })
  private opener: HTMLElement | null = null
  private entries: () => Entry[] = () => []

  constructor(private readonly app: App) {
    app.shadow.append(this.box)
    this.box.addEventListener('keydown', (event) => this.key(event))
    document.addEventListener('pointerdown', (event) => {
      if (!this.box.hidden && !event.composedPath().includes(this.box) && !(this.opener && event.composedPath().includes(this.opener))) this.close(false)
    })
  }

  get open(): boolean {
    return !this.box.hidden
  }
  openedBy(element: HTMLElement): boolean {
    return this.open && this.opener === element
  }

  show(entries: () => Entry[], x: number, y: number, opener: HTMLElement | null = null): void {
    this.opener?.setAttribute('aria-expanded', 'false')
    this.opener = opener
    opener?.setAttribute('aria-expanded', 'true')
    this.entries = entries
    this.fill()
    this.box.hidden = false
    const { offsetWidth: w, offsetHeight: h } = this.box
    this.box.style.left = `${Math.max(4, Math.min(x, window.innerWidth - w - 6))}px`
    this.box.style.top = `${Math.max(4, Math.min(y, window.innerHeight - h - 6))}px`
    this.items()[0]?.focus()
  }

  private fill(): void {
    clear(this.box)
    for (const entry of this.entries()) {
      if (!entry) continue
      if (entry === 'line') this.box.append(make('div', { class: 'rule', role: 'separator' }))
      else if ('title' in entry) this.box.append(make('div', { class: 'title', role: 'presentation' }, entry.title))
      else this.box.append(this.item(entry))
    }
  }

  private item(entry: Item): HTMLElement {
    const role = entry.checked === undefined ? 'menuitem' : 'menuitemcheckbox'
    const button = make('button', { type: 'button', class: `item${entry.danger ? ' danger' : ''}`, role, tabindex: -1, disabled: Boolean(entry.disabled) })
    if (entry.checked !== undefined) button.setAttribute('aria-checked', String(entry.checked))
    const sign = make('span', { class: 'sign' })
    if (entry.checked) sign.append(icon('done', 14))
    else if (entry.icon) sign.append(icon(entry.icon, 14))
    button.append(sign, make('span', { class: 'text' }, entry.text))
    if (entry.keys) button.append(make('kbd', {}, entry.keys))
    button.addEventListener('click', () => {
      if (!entry.stay) this.close()
      entry.run()
      if (entry.stay) {
        const at = this.items().indexOf(button)
        this.fill()
        this.items()[at]?.focus()
      }
    })
    return button
  }

  private items(): HTMLButtonElement[] {
    return [...this.box.querySelectorAll<HTMLButtonElement>('.item:not([disabled])')]
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation()
    const items = this.items()
    const at = items.indexOf(this.app.shadow.activeElement as HTMLButtonElement)
    const n = items.length
    const to = (index: number): void => {
      event.preventDefault()
      items[(index + n) % n]?.focus()
    }
    if (event.key === 'ArrowDown') to(at + 1)
    else if (event.key === 'ArrowUp') to(at - 1)
    else if (event.key === 'Home') to(0)
    else if (event.key === 'End') to(n - 1)
    else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      this.close()
    } else if (event.key.length === 1) {
      const found = items.findIndex((item, i) => i > at && item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))
      if (found >= 0) to(found)
    }
  }

  close(refocus = true): void {
    if (this.box.hidden) return
    this.box.hidden = true
    this.opener?.setAttribute('aria-expanded', 'false')
    if (!refocus) return
    if (this.opener) this.opener.focus()
    else this.app.focus()
  }
}
