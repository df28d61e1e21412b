// The rows of an `<up-rows>` as values: reading, writing, what a text means in a column, pasting. No DOM here.

export type Kind = 'text' | 'long_text' | 'number' | 'choice' | 'date' | 'checkbox'
export type Value = string | number | boolean

export interface Column {
  key: string
  label: string
  kind: Kind
  required?: boolean
  wide?: boolean
  unit?: string
  min?: number
  max?: number
  max_length?: number
  choices?: [string, string][]
}

/** What the form sends: an id, the cells that hold something, and whatever else the server put there. */
export type Row = { id: string } & Record<string, unknown>

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const ID_LENGTH = 8
/** More digits than a JavaScript number keeps stay the text that they were. */
const EXACT_DIGITS = 15
const YES = new Set(['1', 'x', 'y', 'yes', 'true', '✓', '✔', '√', '是', '有', '对'])

export const freshId = (taken: ReadonlySet<string>): string => {
  for (;;) {
    const id = [...crypto.getRandomValues(new Uint8Array(ID_LENGTH))].map((byte) => LETTERS[byte % LETTERS.length]).join('')
    if (!taken.has(id)) return id
  }
}

/** Reads what the server wrote; a row without an id of its own gets one. */
export const readRows = (text: string): Row[] => {
  const found: unknown = parsed(text)
  const taken = new Set<string>()
  return (Array.isArray(found) ? found : [])
    .filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one))
    .map((one) => {
      const given = typeof one.id === 'number' ? String(one.id) : one.id
      const id = typeof given === 'string' && given && !taken.has(given) ? given : freshId(taken)
      taken.add(id)
      return { ...one, id }
    })
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text || '[]')
  } catch {
    return []
  }
}

const held = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && value !== false

export const isEmpty = (row: Row, columns: readonly Column[]): boolean => !columns.some((column) => held(row[column.key]))

/** Writes what the form sends: no empty cells, no empty rows. */
export const writeRows = (rows: readonly Row[], columns: readonly Column[]): string => {
  const keys = new Set(columns.map((column) => column.key))
  return JSON.stringify(
    rows.filter((row) => !isEmpty(row, columns)).map((row) => Object.fromEntries(Object.entries(row).filter(([key, value]) => !keys.has(key) || held(value)))),
  )
}

/** What a typed or pasted text means in a column. What cannot be understood stays as it is, for the server to say so. */
export const valueOf = (column: Column, text: string): Value => {
  if (column.kind === 'long_text' || column.kind === 'text') return text
  const bare = text.normalize('NFKC').trim()
  if (column.kind === 'number') return numberOf(bare)
  if (column.kind === 'date') return dateOf(bare)
  if (column.kind === 'checkbox') return YES.has(bare.toLowerCase())
  const same = (one: string): boolean => one.normalize('NFKC').trim().toLowerCase() === bare.toLowerCase()
  const choice = column.choices?.find(([value]) => value === bare) ?? column.choices?.find(([, label]) => same(label))
  return choice ? choice[0] : bare
}

const numberOf = (text: string): Value => {
  const plain = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text
  const digits = plain.replace(/\D/g, '').length
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) && digits <= EXACT_DIGITS ? Number(plain) : text
}

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?$/

/** The day of the calendar that a text names, as 2026-03-04; empty when there is none. */
const dayOf = (text: string): string => {
  const [year, month, day] = DAY.exec(text)?.slice(1).map(Number) ?? []
  if (!(year >= 1000) || !month || !day) return ''
  const real = new Date(Date.UTC(year, month - 1, day))
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === day ? real.toISOString().slice(0, 10) : ''
}

const dateOf = (text: string): string => dayOf(text) || text

export type Fault = 'number' | 'atLeast' | 'atMost' | 'date' | null

/** What can be told about a cell before the server sees it. */
export const faultOf = (column: Column, value: unknown): Fault => {
  if (!held(value)) return null
  if (column.kind === 'date') return isDate(value) ? null : 'date'
  if (column.kind !== 'number') return null
  if (typeof value !== 'number') return 'number'
  if (column.min !== undefined && value < column.min) return 'atLeast'
  return column.max !== undefined && value > column.max ? 'atMost' : null
}

export const isDate = (value: unknown): boolean => typeof value === 'string' && value !== '' && dayOf(value) === value

/** A cell as a person reads it. */
export const shown = (column: Column, value: unknown): string => {
  if (!held(value)) return ''
  if (column.kind === 'choice') return column.choices?.find(([key]) => key === String(value))?.[1] ?? String(value)
  return String(value)
}

/**
 * Fills a block from a spreadsheet into rows from one cell on; rows that are missing are added, up to a number.
 * Returns the rows and how many lines of the block found no place.
 */
export const pasted = (rows: readonly Row[], columns: readonly Column[], top: number, left: number, block: readonly string[][], most: number): { rows: Row[]; dropped: number } => {
  const filled = rows.map((row) => ({ ...row }))
  const taken = new Set(rows.map((row) => row.id))
  const lines = block.slice(0, Math.max(0, most - top))
  lines.forEach((line, down) => {
    if (!filled[top + down]) {
      const id = freshId(taken)
      taken.add(id)
      filled[top + down] = { id }
    }
    const row: Record<string, unknown> = filled[top + down]
    line.slice(0, columns.length - left).forEach((text, right) => {
      const column = columns[left + right]
      row[column.key] = valueOf(column, text)
    })
  })
  return { rows: filled, dropped: block.length - lines.length }
}
