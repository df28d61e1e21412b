// A register as a list: rows are selected, groups folded, columns put in order, cells edited in their place.
import { token } from './forms'
import { busy, element, find } from './page'
import { failed } from './toasts'

const all = <T extends HTMLElement>(selector: string, root: ParentNode = document): T[] => [...root.querySelectorAll<T>(selector)]
const boxes = (): HTMLInputElement[] => all<HTMLInputElement>('#page .up-records input[name=n]').filter((one) => !one.closest('[hidden]'))
const rowOf = (at: EventTarget | null): HTMLElement | null => (at as HTMLElement | null)?.closest<HTMLElement>('.up-records tr[data-number]') ?? null
const cellOf = (at: EventTarget | null): HTMLElement | null => (at as HTMLElement | null)?.closest<HTMLElement>('.up-records [data-cell]') ?? null

// ---- selecting

let last: HTMLInputElement | null = null

const tell = (): void => {
  const chosen = boxes().filter((one) => one.checked)
  all('.up-records tr[data-number]').forEach((row) => row.toggleAttribute('data-selected', chosen.some((one) => row.contains(one))))
  const whole = find<HTMLInputElement>('#bulk [name=all]')
  if (whole && chosen.length < boxes().length) whole.checked = false
  const count = find('#bulk [data-count]')
  if (count) count.textContent = String(chosen.length)
  const head = find<HTMLInputElement>('[data-select-all]')
  if (head) {
    head.checked = chosen.length > 0 && chosen.length === boxes().length
    head.indeterminate = chosen.length > 0 && !head.checked
  }
}

const selectTo = (box: HTMLInputElement): void => {
  const rows = boxes()
  const [from, to] = [rows.indexOf(last ?? box), rows.indexOf(box)].sort((a, b) => a - b)
  rows.slice(Math.max(from, 0), to + 1).forEach((one) => (one.checked = box.checked))
}

/** Selects the row in which the focus is, or lets go of it. */
export const toggleRow = (): void => {
  const box = rowOf(document.activeElement)?.querySelector<HTMLInputElement>('input[name=n]')
  if (!box) return
  box.checked = !box.checked
  last = box
  tell()
}

const select = (event: MouseEvent): void => {
  const target = event.target as HTMLElement
  if (target.matches('.up-records input[name=n]')) {
    if (event.shiftKey) selectTo(target as HTMLInputElement)
    last = target as HTMLInputElement
    tell()
  } else if (target.matches('[data-select-all]')) {
    boxes().forEach((one) => (one.checked = (target as HTMLInputElement).checked))
    tell()
  } else if (target.closest('[data-select-none]')) {
    all<HTMLInputElement>('.up-records input[name=n], #bulk [name=all]').forEach((one) => (one.checked = false))
    tell()
  } else if (target.matches('#bulk [name=all]') && (target as HTMLInputElement).checked) {
    boxes().forEach((one) => (one.checked = true))
    tell()
  }
}

// ---- groups and columns

const foldKey = (): string => `folded ${location.pathname}`

const folded = (): string[] => {
  try {
    return JSON.parse(sessionStorage.getItem(foldKey()) ?? '[]') as string[]
  } catch {
    return []
  }
}

const showFold = (button: HTMLElement, shut: boolean): void => {
  button.setAttribute('aria-expanded', String(!shut))
  const rows = button.closest('tbody')?.nextElementSibling as HTMLElement | null
  if (rows) rows.hidden = shut
}

const fold = (button: HTMLElement): void => {
  const shut = button.getAttribute('aria-expanded') === 'true'
  showFold(button, shut)
  const name = button.dataset.fold ?? ''
  const now = folded().filter((one) => one !== name)
  try {
    sessionStorage.setItem(foldKey(), JSON.stringify(shut ? [...now, name] : now))
  } catch {
    // Not remembered, then.
  }
  tell()
}

/** Folds again what was folded; called for every list that comes in. */
export const restoreFolds = (root: ParentNode): void => {
  const shut = folded()
  if (shut.length) all('[data-fold]', root).forEach((one) => showFold(one, shut.includes(one.dataset.fold ?? '')))
}

const order = (button: HTMLElement): void => {
  const item = button.closest('li')
  const other = button.dataset.order === '-1' ? item?.previousElementSibling : item?.nextElementSibling
  if (!item || !other) return
  if (button.dataset.order === '-1') other.before(item)
  else other.after(item)
  button.focus()
}

// ---- cells

interface Editing {
  cell: HTMLElement
  box: HTMLElement
  was: string
  saving: boolean
}
let editing: Editing | null = null

const addressOf = (cell: HTMLElement): string => {
  const base = cell.closest<HTMLElement>('[data-records]')?.dataset.records ?? ''
  return `${base}${rowOf(cell)?.dataset.number ?? ''}/cells/${cell.dataset.cell ?? ''}${location.search}`
}

const typed = (cell: HTMLElement): string => {
  const form = find<HTMLFormElement>('form', cell)
  if (!form) return ''
  const data = new FormData(form)
  return JSON.stringify([...data].filter(([name]) => name !== 'version' && name !== 'csrfmiddlewaretoken'))
}

const enter = (cell: HTMLElement): void => {
  const input = find<HTMLInputElement>('form :is(input:not([type=hidden]), select, textarea)', cell)
  input?.focus()
  if (input?.matches('input:not([type=checkbox], [type=date]), textarea')) input.select()
}

/** Over its cell, and nothing in the table moves. */
const place = ({ cell, box }: Editing): void => {
  const at = cell.getBoundingClientRect()
  box.style.minWidth = `${at.width}px`
  box.style.left = `${Math.max(4, Math.min(at.left, innerWidth - box.offsetWidth - 4))}px`
  box.style.top = `${Math.max(4, Math.min(at.top, innerHeight - box.offsetHeight - 4))}px`
}

/** Opens what one types into, in the place of what is shown. */
export const edit = async (cell: HTMLElement | null): Promise<void> => {
  if (!cell || editing?.cell === cell) return
  if (editing) await save()
  if (editing || !cell.isConnected) return
  const box = element('div', 'up-cell-box')
  const mine: Editing = { cell, box, was: '', saving: false }
  editing = mine
  try {
    const response = await busy(fetch(addressOf(cell), { headers: { 'X-Up-Part': '1' } }))
    if (!response.ok || response.redirected) {
      editing = null
      return failed(response.redirected ? 401 : response.status)
    }
    if (editing !== mine) return
    box.innerHTML = await response.text()
    box.popover = 'manual'
    cell.append(box)
    box.showPopover()
    place(mine)
    mine.was = typed(cell)
    enter(cell)
  } catch {
    editing = null
    failed(0)
  }
}

const cancel = (): void => {
  if (!editing) return
  const { cell, box } = editing
  editing = null
  box.remove()
  home(cell)?.focus()
}

/** Where the focus rests in a cell: the link of the title, else the cell itself. */
const home = (cell: HTMLElement | null | undefined): HTMLElement | null => (cell ? (cell.matches('th') ? find('a', cell) : cell) : null)

const send = async (now: Editing): Promise<HTMLElement | null> => {
  const { cell } = now
  const row = rowOf(cell)
  const form = find<HTMLFormElement>('form', cell)
  if (!form || !row) return null
  const response = await busy(fetch(addressOf(cell), { method: 'POST', body: new FormData(form), headers: { 'X-CSRFToken': token(), 'HX-Request': 'true' } }))
  const text = response.headers.get('Content-Type')?.includes('html') ? await response.text() : ''
  if (response.ok && !response.redirected && text) {
    const shown = document.createElement('template')
    shown.innerHTML = text
    const fresh = find('tr', shown.content)
    if (!fresh) return null
    const box = find<HTMLInputElement>('input[name=n]', fresh)
    if (box) box.checked = find<HTMLInputElement>('input[name=n]', row)?.checked ?? false
    editing = null
    row.replaceWith(fresh)
    tell()
    return find(`[data-cell="${CSS.escape(cell.dataset.cell ?? '')}"]`, fresh)
  }
  if ([409, 422].includes(response.status) && text) {
    now.box.innerHTML = text
    place(now)
    if (response.status === 409) now.was = ''
    enter(cell)
  } else failed(response.redirected ? 401 : response.status)
  return null
}

/** Saves what was typed; gives the cell as it stands then, or nothing when it stays open. */
const save = async (): Promise<HTMLElement | null> => {
  if (!editing || editing.saving) return null
  const now = editing
  if (now.was && typed(now.cell) === now.was) {
    cancel()
    return now.cell
  }
  now.saving = true
  try {
    return await send(now)
  } catch {
    failed(0)
    return null
  } finally {
    now.saving = false
  }
}

const beside = (cell: HTMLElement, by: number): HTMLElement | null => {
  const cells = all('[data-cell]', rowOf(cell) ?? document)
  return cells[cells.indexOf(cell) + by] ?? null
}

const above = (cell: HTMLElement, by: number): HTMLElement | null => {
  const rows = all('.up-records tr[data-number]').filter((row) => !row.closest('[hidden]'))
  const row = rows[rows.indexOf(rowOf(cell)!) + by]
  return row ? find(`[data-cell="${CSS.escape(cell.dataset.cell ?? '')}"]`, row) : null
}

const whileEditing = async (event: KeyboardEvent): Promise<void> => {
  const long = (event.target as HTMLElement).matches('textarea')
  if (event.key === 'Escape') {
    event.preventDefault()
    event.stopPropagation()
    cancel()
  } else if (event.key === 'Enter' && !(long && event.shiftKey)) {
    event.preventDefault()
    home(await save())?.focus()
  } else if (event.key === 'Tab') {
    const several = all('input[type=checkbox]', editing!.cell).length > 1
    if (several) return
    event.preventDefault()
    const by = event.shiftKey ? -1 : 1
    const done = await save()
    if (done) await edit(beside(done, by))
  }
}

const STEPS: Record<string, [typeof beside, number]> = {
  ArrowLeft: [beside, -1],
  ArrowRight: [beside, 1],
  ArrowUp: [above, -1],
  ArrowDown: [above, 1],
}

const press = (event: KeyboardEvent): void => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (editing?.cell.contains(event.target as Node)) {
    if (!event.defaultPrevented) void whileEditing(event)
    return
  }
  const cell = cellOf(event.target)
  if (!cell || !(event.target as HTMLElement).matches('[data-cell], th > a')) return
  const step = STEPS[event.key]
  if (step && !event.shiftKey) {
    const next = home(step[0](cell, step[1]))
    if (next) event.preventDefault()
    next?.focus()
  } else if (event.key === 'F2' || (event.key === 'Enter' && event.target === cell)) {
    event.preventDefault()
    void edit(cell)
  }
}

/** Edits the cell in which the focus is, else the first of its row. */
export const editHere = (): void => void edit(cellOf(document.activeElement) ?? find('[data-cell]', rowOf(document.activeElement) ?? document.createElement('i')))

export const startLists = (): void => {
  document.addEventListener('click', (event) => {
    const target = event.target as HTMLElement
    select(event)
    const foldButton = target.closest<HTMLElement>('[data-fold]')
    if (foldButton) fold(foldButton)
    const orderButton = target.closest<HTMLElement>('[data-order]')
    if (orderButton) order(orderButton)
  })
  document.addEventListener('dblclick', (event) => {
    if ((event.target as HTMLElement).closest('a, button, input, select, textarea')) return
    const cell = cellOf(event.target)
    if (cell) {
      event.preventDefault()
      void edit(cell)
    }
  })
  document.addEventListener('keydown', press)
  document.addEventListener('submit', (event) => {
    if (!(event.target as HTMLElement).matches('.up-cell')) return
    event.preventDefault()
    void save()
  })
  document.addEventListener('focusout', (event) => {
    const to = event.relatedTarget as Node | null
    if (!editing?.cell.contains(event.target as Node) || (to && editing.cell.contains(to))) return
    window.setTimeout(() => {
      if (editing && document.hasFocus() && !editing.cell.contains(document.activeElement) && find('form', editing.cell)) void save()
    })
  })
  addEventListener('scroll', () => editing && place(editing), { capture: true, passive: true })
  document.addEventListener('up:refreshed', () => {
    editing = null
    last = null
    restoreFolds(document)
    tell()
  })
  restoreFolds(document)
  tell()
}
