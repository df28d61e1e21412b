import type { App } from './app'
import type { Column } from './columns'
import { clear, make, setAttribute } from './dom'

/** The list under an editor: resources, owners, calendars, constraints, types, modes, shapes, categories. Lists that hold several values complete the last one. */
export class Suggest {
  private readonly box = make('div', { class: 'menu suggest', role: 'listbox', id: 'suggestions', hidden: true })
  private values: string[] = []
  private shown: string[] = []
  private chosen = -1
  private several = false

  constructor(
    private readonly app: App,
    private readonly input: HTMLInputElement,
    private readonly take: (text: string) => void,
  ) {
    app.shadow.append(this.box)
    this.box.addEventListener('pointerdown', (event) => {
      event.preventDefault()
      const option = (event.target as Element).closest<HTMLElement>('.item')
      if (option) this.choose(Number(option.dataset.index))
    })
  }

  open(column: Column, cell: HTMLElement, all: boolean): void {
    this.values = this.valuesOf(column)
    this.several = column.suggest === 'resources'
    if (!this.values.length) return this.close()
    const box = cell.getBoundingClientRect()
    this.box.style.left = `${Math.max(4, box.left)}px`
    this.box.style.top = `${box.bottom + 2}px`
    this.box.style.minWidth = `${box.width}px`
    this.update(all)
    // In the last rows of the window there is no room below.
    const height = this.box.offsetHeight
    if (box.bottom + height > window.innerHeight) this.box.style.top = `${Math.max(4, box.top - height - 2)}px`
    setAttribute(this.input, 'role', 'combobox')
    setAttribute(this.input, 'aria-controls', 'suggestions')
    setAttribute(this.input, 'aria-expanded', 'true')
  }

  private valuesOf({ suggest }: Column): string[] {
    const { model, words } = this.app
    switch (suggest) {
      case 'resources':
        return model.resources.map((r) => r.name)
      case 'owner':
        return model.resources.filter((r) => r.type === 1 || r.type === undefined || model.resources.every((o) => o.type === r.type)).map((r) => r.name)
      case 'calendar':
        return model.calendars.map((c) => c.name)
      case 'constraint':
        return [...words.constraints]
      case 'type':
        return [...words.types]
      case 'mode':
        return [...words.modes]
      case 'distribution':
        return [...words.shapes]
      case 'category':
        return [...new Set(model.value.category)].filter(Boolean).sort()
      default:
        return []
    }
  }

  private split(): [string, string] {
    const { value } = this.input
    const at = this.several ? Math.max(...[';', ',', '；', '，', '、'].map((mark) => value.lastIndexOf(mark))) : -1
    return [value.slice(0, at + 1), value.slice(at + 1).trim()]
  }

  update(all = false): void {
    if (!this.values.length) return
    const needle = all ? '' : this.split()[1].toLowerCase()
    this.shown = this.values.filter((value) => value.toLowerCase().includes(needle)).slice(0, 50)
    this.chosen = -1
    clear(this.box)
    this.shown.forEach((value, i) => this.box.append(make('div', { class: 'item', role: 'option', id: `option-${i}`, 'data-index': i, 'aria-selected': 'false' }, value)))
    this.box.hidden = this.shown.length === 0
  }

  /** True when the list used the key. */
  key(event: KeyboardEvent): boolean {
    if (this.box.hidden) return false
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const n = this.shown.length
      this.highlight((this.chosen + (event.key === 'ArrowDown' ? 1 : n) + (this.chosen < 0 && event.key === 'ArrowUp' ? 1 : 0)) % n)
      return true
    }
    if ((event.key === 'Enter' || event.key === 'Tab') && this.chosen >= 0) {
      this.choose(this.chosen)
      return event.key === 'Enter' && this.several
    }
    if (event.key === 'Escape' && this.chosen >= 0) {
      this.highlight(-1)
      return true
    }
    return false
  }

  private highlight(index: number): void {
    this.chosen = index
    for (const [i, item] of [...this.box.children].entries()) {
      item.classList.toggle('on', i === index)
      setAttribute(item, 'aria-selected', String(i === index))
      if (i === index) item.scrollIntoView({ block: 'nearest' })
    }
    setAttribute(this.input, 'aria-activedescendant', index < 0 ? null : `option-${index}`)
  }

  private choose(index: number): void {
    const [kept] = this.split()
    this.take(this.several ? `${kept}${kept ? ' ' : ''}${this.shown[index]}` : this.shown[index])
    if (this.several) {
      this.chosen = -1
      this.box.hidden = true
    } else this.close()
  }

  close(): void {
    this.values = []
    this.box.hidden = true
    setAttribute(this.input, 'role', null)
    setAttribute(this.input, 'aria-expanded', null)
    setAttribute(this.input, 'aria-controls', null)
    setAttribute(this.input, 'aria-activedescendant', null)
  }
}
