import { describe, expect, it } from 'vitest'
import { LinkIndex, Links } from '../links'
import { Model, UidIndex } from '../model'
import { outlineOf, visibleRows, wbsOf } from '../outline'
import { Flag } from '../types'
import { at, draw } from './plan'

const plan = `
A
  B 2..3
  C 4..6
    D 4..5
E
  F 9..10
G`

describe('outline', () => {
  const model = new Model(draw(plan))
  it('finds parents, ends and ordinals', () => {
    expect([...model.outline.parent]).toEqual([-1, 0, 0, 2, -1, 4, -1])
    expect([...model.outline.end]).toEqual([4, 2, 4, 4, 6, 6, 7])
  })
  it('numbers rows by WBS', () => expect([0, 1, 2, 3, 4, 5, 6].map((p) => wbsOf(model.outline, p))).toEqual(['1', '1.1', '1.2', '1.2.1', '2', '2.1', '3']))
  it('takes levels that skip one', () => expect([...outlineOf(Int32Array.from([1, 3, 3, 2])).parent]).toEqual([-1, 0, 0, 0]))
  it('knows nothing of an empty plan', () => expect(visibleRows(outlineOf(new Int32Array(0)), () => false, null).rows.length).toBe(0))
  it('hides what is below a collapsed row', () => {
    const shown = visibleRows(model.outline, (p) => p === 0, null)
    expect([...shown.rows]).toEqual([0, 4, 5, 6])
    expect(shown.rowOf[4]).toBe(1)
    expect(shown.rowOf[1]).toBe(-1)
  })
  it('keeps a match and what stands above it, even in a collapsed row', () => {
    const shown = visibleRows(model.outline, () => true, (p) => p === 3)
    expect([...shown.rows]).toEqual([0, 2, 3])
  })
  it('does not show what stands below a match', () => expect([...visibleRows(model.outline, () => false, (p) => p === 0).rows]).toEqual([0]))
})

describe('model', () => {
  it('fills columns that the server left out', () => {
    const model = new Model(draw(plan))
    expect(model.column.priority[0]).toBe(500)
    expect(model.column.deadline[0]).toBe(-1)
    expect(model.value.resources[0]).toEqual([])
  })
  it('measures the plan with deadlines and baselines', () => {
    const json = draw(plan)
    json.rows.deadline = json.rows.uid.map((_, i) => (i === 1 ? at(28) : -1))
    json.rows.base_start = json.rows.uid.map((_, i) => (i === 1 ? at(1) : -1))
    const model = new Model(json)
    expect(model.first).toBe(at(1))
    expect(model.last).toBe(at(28))
  })
  it('is usable without a task', () => {
    const model = new Model(draw(''))
    expect(model.n).toBe(0)
    expect(model.first).toBe(model.project.start)
  })
  it('writes resources with units', () => {
    const json = draw('A')
    json.rows.resources = [[[1, 1], [2, 0.5], [9, 1]]]
    expect(new Model(json).resourcesText(0)).toBe('Li Wei; Ana[50%]; #9')
  })
  it('finds uids, dense or far apart', () => {
    expect(new UidIndex(Int32Array.from([5, 3])).get(3)).toBe(1)
    const sparse = new UidIndex(Int32Array.from([2_000_000_000, 7]))
    expect(sparse.get(2_000_000_000)).toBe(0)
    expect(sparse.get(8)).toBe(-1)
    expect(new UidIndex(Int32Array.from([1])).get(-1)).toBe(-1)
  })
  it('knows summaries by their children or their flag', () => {
    const json = draw(plan)
    ;(json.rows.flags as number[])[6] = Flag.summary
    const model = new Model(json)
    expect([0, 1, 2, 6].map((p) => model.isSummary(p))).toEqual([true, false, true, true])
  })
  it('finds the phase of a task', () => expect(new Model(draw(plan)).phase(3)).toBe(0))
})

describe('predecessor text', () => {
  const model = new Model(
    draw(plan, [
      [20, 40],
      [60, 40, 'SS'],
      [20, 60, 'FS', '+2d'],
      [20, 70, 'FF', '-10%'],
      [999, 70],
    ]),
  )
  it('has type and lag', () => {
    expect(model.links.text(5, 'predecessors')).toBe('2FS+2d')
    expect(model.links.text(6, 'predecessors')).toBe('2FF-10%')
  })
  it('joins several; a plain link is a row number', () => expect(model.links.text(3, 'predecessors')).toBe('2;6SS'))
  it('tells successors too', () => expect(model.links.text(1, 'successors')).toBe('4;6FS+2d;7FF-10%'))
  it('is empty without links', () => expect(model.links.text(0, 'predecessors')).toBe(''))
  it('reads link types as numbers too', () => {
    const links = new Links({ uid: [1], pred: [0], succ: [1], type: [3], lag: [''] }, 2, (uid) => uid)
    expect(links.type[0]).toBe('SS')
  })
  it('finds a link between two tasks', () => {
    expect(model.links.find(1, 3)).toBe(0)
    expect(model.links.find(3, 1)).toBe(-1)
  })
})

describe('link index', () => {
  let seed = 1
  const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32
  const tasks = 500
  const n = 900
  const json = { uid: [] as number[], pred: [] as number[], succ: [] as number[], type: [] as string[], lag: [] as string[] }
  for (let i = 0; i < n; i++) {
    json.uid.push(i)
    json.pred.push(Math.floor(random() * tasks))
    json.succ.push(Math.floor(random() * tasks))
    json.type.push('FS')
    json.lag.push('')
  }
  const links = new Links(json, tasks, (uid) => uid)
  const rowOf = Int32Array.from({ length: tasks }, (_, i) => (i % 7 === 0 ? -1 : i - Math.floor(i / 7) - 1))
  const rows = Math.max(...rowOf) + 1
  const index = new LinkIndex(links, rowOf, rows)
  it('finds exactly the links that cross the rows', () => {
    for (let first = 0; first < rows; first += 23) {
      const last = Math.min(rows - 1, first + 30)
      const found = new Set<number>()
      index.query(first, last, (link) => found.add(link))
      const expected = new Set<number>()
      for (let i = 0; i < n; i++) {
        const [a, b] = [rowOf[json.pred[i]], rowOf[json.succ[i]]]
        if (a >= 0 && b >= 0 && Math.min(a, b) <= last && Math.max(a, b) >= first) expected.add(i)
      }
      expect(found).toEqual(expected)
    }
  })
  it('finds nothing in an empty plan', () => {
    const empty = new LinkIndex(new Links({ uid: [], pred: [], succ: [], type: [], lag: [] }, 0, () => -1), new Int32Array(0), 0)
    empty.query(0, 10, () => expect.fail())
  })
})
