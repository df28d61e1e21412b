// Rows that can be brought into another order: by their buttons, by Alt and an arrow, or dragged. The server keeps the order.
import { busy, find, refresh } from './page'

const token = (): string => /(?:^|; )csrftoken=(\w+)/.exec(document.cookie)?.[1] ?? ''
const rowOf = (target: EventTarget | null): HTMLTableRowElement | null =>
  target instanceof HTMLElement ? target.closest<HTMLTableRowElement>('[data-order] > tr[data-key]') : null

const send = async (list: HTMLElement, focus: string): Promise<void> => {
  const order = [...list.querySelectorAll<HTMLElement>(':scope > tr')].map((row) => row.dataset.key).join(',')
  const answer = await busy(
    fetch(list.dataset.order ?? '', { method: 'POST', headers: { 'X-CSRFToken': token() }, body: new URLSearchParams({ order }) }),
  )
  if (!answer.ok) return location.reload()
  await refresh()
  find(`tr[data-key="${CSS.escape(focus)}"] a`)?.focus()
}

const shift = (row: HTMLTableRowElement, up: boolean): void => {
  const other = up ? row.previousElementSibling : row.nextElementSibling
  if (!other || !row.parentElement) return
  if (up) other.before(row)
  else other.after(row)
  void send(row.parentElement, row.dataset.key ?? '')
}

export const startOrder = (): void => {
  let dragged: HTMLTableRowElement | null = null
  const clear = (): void => document.querySelectorAll('.is-over, .is-dragged').forEach((one) => one.classList.remove('is-over', 'is-dragged'))
  document.addEventListener('pointerover', (event) => {
    const row = rowOf(event.target)
    if (row && event.pointerType === 'mouse') row.draggable = true
  })
  document.addEventListener('dragstart', (event) => {
    dragged = rowOf(event.target)
    dragged?.classList.add('is-dragged')
    if (dragged) event.dataTransfer?.setData('text/plain', dragged.dataset.key ?? '')
  })
  document.addEventListener('dragover', (event) => {
    const row = rowOf(event.target)
    if (!dragged || !row || row.parentElement !== dragged.parentElement) return
    event.preventDefault()
    document.querySelectorAll('.is-over').forEach((one) => one.classList.remove('is-over'))
    row.classList.add('is-over')
  })
  document.addEventListener('drop', (event) => {
    const row = rowOf(event.target)
    if (dragged && row && row !== dragged && row.parentElement === dragged.parentElement) {
      event.preventDefault()
      row.before(dragged)
      void send(row.parentElement as HTMLElement, dragged.dataset.key ?? '')
    }
    dragged = null
    clear()
  })
  document.addEventListener('dragend', () => {
    dragged = null
    clear()
  })
  document.addEventListener('keydown', (event) => {
    const row = rowOf(event.target)
    if (!row || !event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return
    event.preventDefault()
    shift(row, event.key === 'ArrowUp')
  })
}
