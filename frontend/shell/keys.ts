// Keys that work on every page. Single letters can be switched off by the person (WCAG 2.1.4).
import { find, isTyping } from './page'
import { editHere, toggleRow } from './lists'
import { narrow } from './navigation'
import { openPalette } from './palette'

const PAUSE = 1200
let jumping = 0

const sheet = (): HTMLDialogElement | null => find<HTMLDialogElement>('#keys')

const single: Record<string, () => void> = {
  '[': narrow,
  '/': () => find<HTMLInputElement>('[data-filter], .up-filters [type=search]')?.focus(),
  j: () => step(1),
  k: () => step(-1),
  x: toggleRow,
  e: editHere,
  g: () => {
    jumping = performance.now()
  },
}

/** Moves the focus from row to row of the list: to the link in each. */
const step = (by: number): void => {
  const rows = [...document.querySelectorAll<HTMLElement>('#page .up-list tbody tr')].filter((row) => find('a[href]', row))
  const now = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[now < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(now + by, rows.length - 1))]
  if (next) find('a[href]', next)?.focus()
}

const jump = (key: string): boolean => {
  if (!jumping || performance.now() - jumping > PAUSE) return false
  jumping = 0
  const link = find<HTMLAnchorElement>(`#keys [data-jump="${CSS.escape(key)}"]`)
  if (link) location.assign(link.href)
  return link !== null
}

const press = (event: KeyboardEvent): boolean => {
  if (event.key === '?') {
    sheet()?.showModal()
    return true
  }
  if (sheet()?.dataset.single !== '1') return false
  if (jump(event.key)) return true
  const run = single[event.key]
  run?.()
  return run !== undefined
}

export const startKeys = (): void => {
  document.querySelectorAll('[data-keys]').forEach((button) => button.addEventListener('click', () => sheet()?.showModal()))
  sheet()?.addEventListener('click', (event) => {
    if (event.target === sheet() || (event.target as HTMLElement).closest('[data-close]')) sheet()?.close()
  })
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      openPalette()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || find('dialog[open]')) return
    if (press(event)) event.preventDefault()
  })
}
