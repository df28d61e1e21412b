import type { App } from './app'
import { make } from './dom'
import { icon } from './icons'

/** The sheet of keys. */
export function keySheet(app: App): HTMLDialogElement {
  const { keys, say } = app.words
  const rows: [string, string][] = [
    ['← ↑ → ↓', keys.move],
    ['Home / End', keys.rowEnds],
    ['Ctrl+Home / Ctrl+End', keys.ends],
    ['PgUp / PgDn', keys.page],
    ['F2', keys.edit],
    ['Enter', keys.commit],
    ['Tab / Shift+Tab', keys.next],
    ['Esc', keys.cancel],
    ['Insert', keys.insert],
    ['Alt+Shift+→ / ←', keys.indent],
    ['Alt+Shift+− / +', keys.collapse],
    ['Ctrl+Z / Ctrl+Y', keys.undo],
    ['Ctrl+X / C / V', keys.clipboard],
    ['Del', keys.remove],
    [keys.selectKeys, keys.select],
    [keys.addKeys, keys.add],
    ['Ctrl+F2 / Ctrl+Shift+F2', keys.link],
    ['Shift+F2', keys.info],
    ['W', keys.why],
    ['+ / −, Ctrl+/', keys.zoom],
    ['Alt+Home / Alt+End', keys.project],
    ['Ctrl+Shift+F5', keys.scroll],
    ['T', keys.today],
    ['↑ Enter', keys.head],
    ['?', keys.sheet],
  ]
  const list = make('dl', { class: 'keys' })
  for (const [key, text] of rows) list.append(make('div', {}, make('dt', {}, make('kbd', {}, key)), make('dd', {}, text)))
  const close = make('button', { type: 'button', class: 'tool', 'aria-label': say.close })
  close.append(icon('close'))
  const dialog = make('dialog', { class: 'dialog wide', 'aria-label': keys.title }, make('header', {}, make('h2', {}, keys.title), close), list, make('p', { class: 'muted' }, keys.single))
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
  dialog.addEventListener('close', () => app.focus())
  return dialog
}
