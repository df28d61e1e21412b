import type { LinksJson } from './types'

export type LinkType = 'FS' | 'SS' | 'FF' | 'SF'
const BY_NUMBER: LinkType[] = ['FF', 'FS', 'SF', 'SS']

/** Links between positions, with adjacency in both directions. */
export class Links {
  readonly n: number
  readonly uid: Int32Array
  /** Positions, or -1 when an end is not in the plan. */
  readonly pred: Int32Array
  readonly succ: Int32Array
  readonly type: LinkType[]
  readonly lag: string[]
  private readonly predStart: Int32Array
  private readonly predList: Int32Array
  private readonly succStart: Int32Array
  private readonly succList: Int32Array

  constructor(readonly json: LinksJson, tasks: number, position: (uid: number) => number) {
    const n = (this.n = json.uid.length)
    this.uid = new Int32Array(json.uid)
    this.pred = new Int32Array(n)
    this.succ = new Int32Array(n)
    this.type = new Array<LinkType>(n)
    this.lag = json.lag
    for (let i = 0; i < n; i++) {
      this.pred[i] = position(json.pred[i])
      this.succ[i] = position(json.succ[i])
      const type = json.type[i]
      this.type[i] = typeof type === 'number' ? BY_NUMBER[type] : (type as LinkType)
    }
    ;[this.predStart, this.predList] = adjacency(this.succ, tasks)
    ;[this.succStart, this.succList] = adjacency(this.pred, tasks)
  }

  /** Links that end at a task. */
  predecessors(position: number): Int32Array {
    return this.predList.subarray(this.predStart[position], this.predStart[position + 1])
  }

  /** Links that begin at a task. */
  successors(position: number): Int32Array {
    return this.succList.subarray(this.succStart[position], this.succStart[position + 1])
  }

  /** "12FS+2d;15SS"; finish-to-start without lag is just the row number. */
  text(position: number, side: 'predecessors' | 'successors'): string {
    const list = side === 'predecessors' ? this.predecessors(position) : this.successors(position)
    const other = side === 'predecessors' ? this.pred : this.succ
    let text = ''
    for (let i = 0; i < list.length; i++) {
      const link = list[i]
      if (other[link] < 0) continue
      const plain = this.type[link] === 'FS' && !this.lag[link]
      text += (text ? ';' : '') + (other[link] + 1) + (plain ? '' : this.type[link] + (this.lag[link] ?? ''))
    }
    return text
  }

  find(pred: number, succ: number): number {
    for (const link of this.predecessors(succ)) if (this.pred[link] === pred) return link
    return -1
  }
}

function adjacency(ends: Int32Array, tasks: number): [Int32Array, Int32Array] {
  const start = new Int32Array(tasks + 1)
  for (let i = 0; i < ends.length; i++) if (ends[i] >= 0) start[ends[i] + 1]++
  for (let i = 0; i < tasks; i++) start[i + 1] += start[i]
  const list = new Int32Array(start[tasks])
  const at = start.slice(0, tasks)
  for (let i = 0; i < ends.length; i++) if (ends[i] >= 0) list[at[ends[i]]++] = i
  return [start, list]
}

/**
 * Which links touch a range of rows. Links sorted by their upper row, over them a tree of the lowest row reached: a query visits what it
 * reports and a logarithm more, so a frame costs the same with 50 links as with 50,000.
 */
export class LinkIndex {
  private readonly order: Int32Array
  private readonly top: Int32Array
  private readonly tree: Int32Array
  private readonly size: number

  constructor(links: Links, rowOf: Int32Array, rows: number) {
    const count = new Int32Array(rows + 1)
    const upper = new Int32Array(links.n)
    const lower = new Int32Array(links.n)
    let kept = 0
    for (let i = 0; i < links.n; i++) {
      const a = links.pred[i] < 0 ? -1 : rowOf[links.pred[i]]
      const b = links.succ[i] < 0 ? -1 : rowOf[links.succ[i]]
      if (a < 0 || b < 0) {
        upper[i] = -1
        continue
      }
      upper[i] = Math.min(a, b)
      lower[i] = Math.max(a, b)
      count[upper[i] + 1]++
      kept++
    }
    for (let r = 0; r < rows; r++) count[r + 1] += count[r]
    this.order = new Int32Array(kept)
    this.top = new Int32Array(kept)
    for (let i = 0; i < links.n; i++) {
      if (upper[i] < 0) continue
      const at = count[upper[i]]++
      this.order[at] = i
      this.top[at] = upper[i]
    }
    this.size = 1
    while (this.size < kept) this.size *= 2
    this.tree = new Int32Array(2 * this.size).fill(-1)
    for (let i = 0; i < kept; i++) this.tree[this.size + i] = lower[this.order[i]]
    for (let i = this.size - 1; i > 0; i--) this.tree[i] = Math.max(this.tree[2 * i], this.tree[2 * i + 1])
  }

  /** Calls `visit` with each link that has a part between two rows (both included). */
  query(first: number, last: number, visit: (link: number) => void): void {
    let end = this.top.length
    for (let low = 0, high = end; low < high; ) {
      const middle = (low + high) >> 1
      if (this.top[middle] > last) high = end = middle
      else low = middle + 1
    }
    this.descend(1, 0, this.size, first, end, visit)
  }

  private descend(node: number, from: number, to: number, first: number, end: number, visit: (link: number) => void): void {
    if (from >= end || this.tree[node] < first) return
    if (to - from === 1) {
      visit(this.order[from])
      return
    }
    const middle = (from + to) >> 1
    this.descend(2 * node, from, middle, first, end, visit)
    this.descend(2 * node + 1, middle, to, first, end, visit)
  }
}
