/** What is selected: a block of cells from `anchor` to `active`, and rows added with Ctrl. Held by uid so that it survives changes. */
export interface Place {
  uid: number
  /** Index of the column; -1 is the row number. */
  col: number
}

/** The empty row at the end has no task. */
export const LAST_ROW = -1

export interface Rows {
  count: number
  uidAt(row: number): number
  rowOf(uid: number): number
}

export class Selection {
  active: Place = { uid: LAST_ROW, col: 0 }
  anchor: Place = { uid: LAST_ROW, col: 0 }
  extra: number[] = []

  constructor(private readonly rows: () => Rows) {}

  set(place: Place): void {
    this.active = { ...place }
    this.anchor = { ...place }
    this.extra = []
  }

  extend(place: Place): void {
    this.active = { ...place }
  }

  /** Ctrl+click: keeps what was selected, in its order, and adds a row, or takes it away. */
  toggle(place: Place): void {
    const before = this.uids()
    if (before.includes(place.uid) && before.length > 1) {
      const rest = before.filter((uid) => uid !== place.uid)
      const last = rest.pop()!
      this.set({ uid: last, col: this.active.col })
      this.extra = rest
      return
    }
    this.active = { ...place }
    this.anchor = { ...place }
    this.extra = before.filter((uid) => uid !== place.uid)
  }

  selectRows(uids: number[], col = -1): void {
    if (!uids.length) return
    this.set({ uid: uids[uids.length - 1], col })
    this.extra = uids.slice(0, -1)
  }

  /** Rows of the block, upper and lower. */
  block(): [number, number] {
    const rows = this.rows()
    const a = this.rowIndex(this.anchor.uid, rows)
    const b = this.rowIndex(this.active.uid, rows)
    return a < b ? [a, b] : [b, a]
  }

  columns(last: number): [number, number] {
    if (this.active.col < 0 || this.anchor.col < 0 || this.extra.length) return this.extra.length && this.active.col >= 0 ? [this.active.col, this.active.col] : [0, last]
    return this.anchor.col < this.active.col ? [this.anchor.col, this.active.col] : [this.active.col, this.anchor.col]
  }

  get wholeRows(): boolean {
    return this.active.col < 0
  }

  private rowIndex(uid: number, rows: Rows): number {
    if (uid === LAST_ROW) return rows.count
    return rows.rowOf(uid)
  }

  /** Tasks selected, in the order in which they were chosen. */
  uids(): number[] {
    const rows = this.rows()
    const a = this.rowIndex(this.anchor.uid, rows)
    const b = this.rowIndex(this.active.uid, rows)
    const result = this.extra.filter((uid) => rows.rowOf(uid) >= 0)
    const step = a <= b ? 1 : -1
    for (let row = a; row !== b + step; row += step)
      if (row >= 0 && row < rows.count) {
        const uid = rows.uidAt(row)
        if (!result.includes(uid) || result.length > 2000) result.push(uid)
      }
    return result
  }

  /** Selected tasks in row order. */
  sorted(): number[] {
    const rows = this.rows()
    return this.uids().sort((a, b) => rows.rowOf(a) - rows.rowOf(b))
  }

  has(row: number, uid: number): boolean {
    const [first, last] = this.block()
    return (row >= first && row <= last) || (this.extra.length > 0 && this.extra.includes(uid))
  }
}
