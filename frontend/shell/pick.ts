// <up-pick src="…" of="process" many data-ends='[{"code", "label"}]'><input name="links"></up-pick>
// Looks for records and tasks by name or code. What is chosen goes into the input as codes with spaces between them;
// without this script one types the codes there.
import { element, find, word } from './page'

interface End {
  code: string
  label: string
  kind?: string
  state?: string
}

const WAIT = 120
let count = 0

export class Pick extends HTMLElement {
  private field!: HTMLInputElement
  private search!: HTMLInputElement
  private list!: HTMLElement
  private chips!: HTMLElement
  private found: End[] = []
  private labels = new Map<string, string>()
  private at = -1
  private timer = 0
  private asked = 0

  connectedCallback(): void {
    const field = find<HTMLInputElement>('input', this)
    if (!field || this.search) return
    this.field = field
    const ends = JSON.parse(this.dataset.ends || '[]') as End[]
    ends.forEach((end) => this.labels.set(end.code, end.label))
    this.build()
    this.paint()
  }

  private build(): void {
    const id = `pick-${++count}`
    this.search = element('input', this.field.className)
    this.chips = element('ul', 'up-pick-chosen')
    this.list = element('div', 'up-menu up-pick-list')
    Object.assign(this.search, { type: 'text', id: this.field.id, placeholder: this.field.placeholder || word('look'), autocomplete: 'off', maxLength: 100 })
    this.field.removeAttribute('id')
    this.field.type = 'hidden'
    const label = this.field.getAttribute('aria-label')
    const told: Record<string, string> = { role: 'combobox', 'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': id }
    for (const name of ['aria-describedby', 'aria-invalid']) if (this.field.getAttribute(name)) told[name] = this.field.getAttribute(name) ?? ''
    if (label) told['aria-label'] = label
    for (const [name, value] of Object.entries(told)) this.search.setAttribute(name, value)
    if (this.field.autofocus) this.search.autofocus = true
    this.list.id = id
    this.list.popover = 'manual'
    this.list.setAttribute('role', 'listbox')
    this.list.setAttribute('aria-label', label || this.search.placeholder)
    this.append(this.chips, this.search, this.list)
    this.search.addEventListener('input', () => this.later())
    this.search.addEventListener('focus', () => this.search.value && this.later())
    this.search.addEventListener('blur', () => this.leave())
    this.search.addEventListener('keydown', (event) => this.press(event))
    this.list.addEventListener('mousedown', (event) => event.preventDefault())
    this.list.addEventListener('click', (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('[role=option]')
      if (row) this.take(this.found[Number(row.dataset.place)])
    })
  }

  private get codes(): string[] {
    return this.field.value.split(/[\s,;]+/).filter(Boolean)
  }

  private set codes(codes: string[]) {
    this.field.value = codes.join(' ')
    this.field.dispatchEvent(new Event('input', { bubbles: true }))
    this.paint()
  }

  private paint(): void {
    this.chips.hidden = this.codes.length === 0
    this.chips.replaceChildren(
      ...this.codes.map((code) => {
        const chip = element('li')
        const name = this.labels.get(code) ?? ''
        const words = element('span', '', name)
        const drop = element('button', '', '×')
        drop.type = 'button'
        drop.setAttribute('aria-label', `${word('take')} ${code}`)
        drop.onclick = () => {
          this.codes = this.codes.filter((one) => one !== code)
          this.search.focus()
        }
        chip.append(element('b', 'up-code', code), words, drop)
        return chip
      }),
    )
  }

  private later(): void {
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => void this.ask(), WAIT)
  }

  private async ask(): Promise<void> {
    const text = this.search.value.trim()
    if (!text) return this.shut()
    const mine = ++this.asked
    const query = new URLSearchParams({ q: text, of: this.getAttribute('of') ?? '' })
    try {
      const response = await fetch(`${this.getAttribute('src')}?${query}`, { headers: { Accept: 'application/json' } })
      if (!response.ok) throw new Error(String(response.status))
      const { targets } = (await response.json()) as { targets: End[] }
      if (mine === this.asked && this.contains(document.activeElement)) this.open(targets)
    } catch {
      if (mine === this.asked) this.open([], word('offline'))
    }
  }

  private open(found: End[], said = word('nothing')): void {
    const taken = this.codes
    this.found = found.filter((end) => !taken.includes(end.code))
    this.list.replaceChildren(
      ...this.found.map((end, place) => {
        const row = element('div', 'up-menu-item')
        row.id = `${this.list.id}-${place}`
        row.dataset.place = String(place)
        row.setAttribute('role', 'option')
        row.append(element('span', 'up-code up-muted', end.code), element('span', 'up-pick-name', end.label), element('span', 'up-muted up-small', end.state || end.kind || ''))
        return row
      }),
    )
    if (!this.found.length) {
      const none = element('div', 'up-menu-wait', said)
      none.setAttribute('role', 'option')
      none.setAttribute('aria-disabled', 'true')
      this.list.append(none)
    }
    const at = this.search.getBoundingClientRect()
    if (!this.list.matches(':popover-open')) this.list.showPopover()
    this.list.style.left = `${Math.max(8, Math.min(at.left, innerWidth - this.list.offsetWidth - 8))}px`
    const below = at.bottom + 4
    this.list.style.top = `${below + this.list.offsetHeight > innerHeight - 8 ? Math.max(8, at.top - 4 - this.list.offsetHeight) : below}px`
    this.search.setAttribute('aria-expanded', 'true')
    this.choose(this.found.length ? 0 : -1)
  }

  private choose(place: number): void {
    this.at = place
    ;[...this.list.children].forEach((row, i) => row.setAttribute('aria-selected', String(i === place)))
    const row = this.list.children[place] as HTMLElement | undefined
    row?.scrollIntoView({ block: 'nearest' })
    if (row && this.found.length) this.search.setAttribute('aria-activedescendant', row.id)
    else this.search.removeAttribute('aria-activedescendant')
  }

  private take(end: End | undefined): void {
    if (!end) return
    this.labels.set(end.code, end.label)
    this.codes = this.hasAttribute('many') ? [...this.codes, end.code] : [end.code]
    this.search.value = ''
    this.shut()
  }

  /** What was typed and looks like codes counts when the field is left. */
  private leave(): void {
    clearTimeout(this.timer)
    this.asked += 1
    this.shut()
    const typed = this.search.value.trim().toUpperCase()
    if (!/^([A-Z]+-?\d+[\s,;]*)+$/.test(typed)) return
    const given = typed.split(/[\s,;]+/).filter(Boolean)
    this.codes = this.hasAttribute('many') ? [...new Set([...this.codes, ...given])] : given.slice(0, 1)
    this.search.value = ''
  }

  private shut(): void {
    if (this.list.matches(':popover-open')) this.list.hidePopover()
    this.search.setAttribute('aria-expanded', 'false')
    this.search.removeAttribute('aria-activedescendant')
    this.at = -1
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing) return
    const open = this.list.matches(':popover-open')
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && open && this.found.length) {
      event.preventDefault()
      this.choose((this.at + step + this.found.length) % this.found.length)
    } else if (event.key === 'Enter' && open && this.at >= 0) {
      event.preventDefault()
      event.stopPropagation()
      this.take(this.found[this.at])
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      event.stopPropagation()
      this.shut()
    } else if (event.key === 'Backspace' && !this.search.value && this.codes.length) {
      this.codes = this.codes.slice(0, -1)
    }
  }
}
