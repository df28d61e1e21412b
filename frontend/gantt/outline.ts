/** Outline arithmetic on levels in outline order. */

/** For each row the position of its parent (-1 on top), the position after its last descendant, and its ordinal among its siblings. */
export interface Outline {
  parent: Int32Array
  end: Int32Array
  ordinal: Int32Array
}

export function outlineOf(level: Int32Array): Outline {
  const n = level.length
  const parent = new Int32Array(n)
  const end = new Int32Array(n)
  const ordinal = new Int32Array(n)
  const stack: number[] = []
  let top = 0
  const count: number[] = []
  for (let i = 0; i < n; i++) {
    const depth = Math.max(1, level[i])
    while (stack.length && Math.max(1, level[stack[stack.length - 1]]) >= depth) end[stack.pop()!] = i
    const above = stack.length ? stack[stack.length - 1] : -1
    parent[i] = above
    ordinal[i] = above < 0 ? ++top : (count[above] = (count[above] ?? 0) + 1)
    stack.push(i)
  }
  while (stack.length) end[stack.pop()!] = n
  return { parent, end, ordinal }
}

/** "2.1.3" */
export function wbsOf(outline: Outline, position: number): string {
  let text = ''
  for (let p = position; p >= 0; p = outline.parent[p]) text = text ? `${outline.ordinal[p]}.${text}` : String(outline.ordinal[p])
  return text
}

export interface Visible {
  /** Position of each visible row. */
  rows: Int32Array
  /** Visible row of each position, or -1. */
  rowOf: Int32Array
}

/** Rows that are shown: not below a collapsed one and, with a filter, those that match and what stands above them. */
export function visibleRows(outline: Outline, collapsed: (position: number) => boolean, matches: ((position: number) => boolean) | null): Visible {
  const n = outline.parent.length
  const rows = new Int32Array(n)
  const rowOf = new Int32Array(n).fill(-1)
  const keep = matches ? keptBy(outline, matches) : null
  let count = 0
  for (let p = 0; p < n; ) {
    if (keep && !keep[p]) {
      p = keep[p] === 0 ? p + 1 : outline.end[p]
      continue
    }
    rows[count] = p
    rowOf[p] = count++
    // A filter opens what it finds: a match must not hide in a collapsed summary.
    p = !keep && outline.end[p] > p + 1 && collapsed(p) ? outline.end[p] : p + 1
  }
  return { rows: rows.slice(0, count), rowOf }
}

function keptBy(outline: Outline, matches: (position: number) => boolean): Uint8Array {
  const n = outline.parent.length
  const keep = new Uint8Array(n)
  for (let p = n - 1; p >= 0; p--) {
    if (!keep[p] && matches(p)) keep[p] = 1
    if (keep[p] && outline.parent[p] >= 0) keep[outline.parent[p]] = 1
  }
  return keep
}
