// <up-mention data-people='["Li Wei"]'><textarea></textarea></up-mention>: behind an @, the names of the team are offered.
import { element, find } from './page'

const MOST = 8
let count = 0

export class Mention extends HTMLElement {
  private area!: HTMLTextAreaElement
  private list!: HTMLElement
  private names: string[] = []
  private found: string[] = []
  private at = 0

  connectedCallback(): void {
    const area = find<HTMLTextAreaElement>('textarea', this)
    if (!area || this.list) return
    this.area = area
    this.names = JSON.parse(this.dataset.people || '[]') as string[]
    this.list = element('div', 'up-menu up-pick-list')
    this.list.id = `mention-${++count}`
    this.list.popover = 'manual'
    this.list.setAttribute('role', 'listbox')
    this.list.setAttribute('aria-label', '@')
    area.setAttribute('aria-haspopup', 'listbox')
    this.append(this.list)
    area.addEventListener('input', () => this.offer())
    area.addEventListener('blur', () => this.shut())
    area.addEventListener('keydown', (event) => this.press(event))
    this.list.addEventListener('mousedown', (event) => {
      event.preventDefault()
      const row = (event.target as HTMLElement).closest<HTMLElement>('[role=option]')
      if (row) this.take(this.found[Number(row.dataset.place)])
    })
  }

  /** What stands between the last @ and the caret; nothing when that cannot be a name. */
  private get typed(): string | null {
    const before = this.area.value.slice(0, this.area.selectionStart)
    return /(?:^|[^A-Za-z0-9])@([^@\n]{0,30})$/.exec(before)?.[1] ?? null
  }

  private offer(): void {
    const text = this.typed
    const wanted = text?.toLowerCase() ?? ''
    this.found = text === null ? [] : this.names.filter((name) => name.toLowerCase().includes(wanted) && name !== text).slice(0, MOST)
    if (!this.found.length) return this.shut()
    this.list.replaceChildren(
      ...this.found.map((name, place) => {
        const row = element('div', 'up-menu-item', name)
        row.id = `${this.list.id}-${place}`
        row.dataset.place = String(place)
        row.setAttribute('role', 'option')
        return row
      }),
    )
    const at = this.area.getBoundingClientRect()
    if (!this.list.matches(':popover-open')) this.list.showPopover()
    this.list.style.left = `${at.left}px`
    const below = at.bottom + 4
    this.list.style.top = `${below + this.list.offsetHeight > innerHeight - 8 ? Math.max(8, at.top - 4 - this.list.offsetHeight) : below}px`
    this.choose(0)
  }

  private choose(place: number): void {
    this.at = place
    ;[...this.list.children].forEach((row, i) => row.setAttribute('aria-selected', String(i === place)))
    this.area.setAttribute('aria-activedescendant', `${this.list.id}-${place}`)
  }

  private take(name: string | undefined): void {
    const text = this.typed
    if (name === undefined || text === null) return
    const caret = this.area.selectionStart
    this.area.setRangeText(`${name} `, caret - text.length, caret, 'end')
    this.area.dispatchEvent(new Event('input', { bubbles: true }))
    this.shut()
  }

  private shut(): void {
    if (this.list.matches(':popover-open')) this.list.hidePopover()
    this.area.removeAttribute('aria-activedescendant')
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing || !this.list.matches(':popover-open')) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) this.choose((this.at + step + this.found.length) % this.found.length)
    else if (event.key === 'Enter' || event.key === 'Tab') this.take(this.found[this.at])
    else if (event.key === 'Escape') this.shut()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
