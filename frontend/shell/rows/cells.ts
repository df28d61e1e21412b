// The controls of an `<up-rows>`: one for each kind of column. They have no name, so a form sends none of them.
import { attributes, drawing } from '../../shared/dom'
import { element } from '../page'
import { isDate, shown, valueOf } from './model'
import type { Column, Value } from './model'

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const PICTURES = {
  plus: 'M12 5v14M5 12h14',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  trash: 'M4 7h16M10 11v6M14 11v6M5 7l1 12a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2l1-12M9 7V4h6v3',
  check: 'M5 12l5 5L20 7',
}

export const picture = (name: keyof typeof PICTURES): SVGElement => drawing(PICTURES[name])

export const button = (css: string, name: keyof typeof PICTURES, label: string): HTMLButtonElement => {
  const made = attributes(element('button', `btn btn-icon btn-ghost ${css}`), { type: 'button', 'aria-label': label, title: label })
  made.append(picture(name))
  return made
}

const input = (type: string, css: string): HTMLInputElement => attributes(element('input', css), { type, autocomplete: 'off' })

const select = (column: Column, value: string): HTMLSelectElement => {
  const made = element('select', 'form-select')
  const choices = [...(column.choices ?? [])]
  // What is none of the choices is shown too: it is what was typed or pasted.
  if (value && !choices.some(([key]) => key === value)) choices.push([value, value])
  made.append(new Option('', ''), ...choices.map(([key, label]) => new Option(label, key)))
  return made
}

const bare = (column: Column, value: unknown): Control => {
  if (column.kind === 'checkbox') return input('checkbox', 'form-check-input')
  if (column.kind === 'choice') return select(column, String(value ?? ''))
  if (column.kind === 'long_text') return attributes(element('textarea', 'form-control'), { rows: 1 })
  // A control for dates would throw away a text that is none.
  if (column.kind === 'date') return input(!value || isDate(value) ? 'date' : 'text', 'form-control')
  return input('text', `form-control${column.kind === 'number' ? ' up-number' : ''}`)
}

/** Makes the control of a cell. */
export const control = (column: Column, value: unknown, label: string): Control => {
  const made = bare(column, value)
  if (made instanceof HTMLInputElement && made.type === 'checkbox') made.checked = value === true
  else made.value = String(value ?? '')
  return attributes(made, {
    'data-key': column.key,
    'aria-label': label,
    'aria-required': column.required ? 'true' : undefined,
    maxlength: column.max_length,
    inputmode: column.kind === 'number' ? 'decimal' : undefined,
  })
}

export const valueIn = (column: Column, made: Control): Value => (made instanceof HTMLInputElement && made.type === 'checkbox' ? made.checked : valueOf(column, made.value))

/** A cell of a table that is only read. */
export const text = (column: Column, value: unknown, yes: string): Node => {
  if (column.kind !== 'checkbox') return document.createTextNode(shown(column, value))
  if (value !== true) return document.createTextNode('')
  const mark = element('span')
  mark.append(picture('check'), element('span', 'visually-hidden', yes))
  return mark
}
