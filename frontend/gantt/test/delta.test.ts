import { describe, expect, it } from 'vitest'
import { applyDelta, invert } from '../delta'
import { Model } from '../model'
import { indented, inserted, moved, outdented, relinked, removed, topmost, typed } from '../optimistic'
import type { Delta } from '../types'
import { at, draw, drawn } from './plan'

const outline = `
A
  B 2..3
  C 4..6
    D 4..5
E
  F 9..10
G`
const links: [number, number, string?][] = [
  [20, 40],
  [40, 60, 'SS'],
]
const fresh = (): Model => new Model(draw(outline, links))

/** Everything a person could see of a plan. */
const seen = (model: Model): unknown => ({
  outline: drawn(model),
  columns: Object.fromEntries(Object.entries(model.column).map(([name, values]) => [name, [...values]])),
  values: model.value,
  parents: [...model.outline.parent],
  links: Array.from({ length: model.n }, (_, p) => model.links.text(p, 'predecessors')),
})

describe('a delta', () => {
  it('changes values in place', () => {
    const model = fresh()
    const touched = applyDelta(model, { from: 1, revision: 2, rows: { uid: [60, 20], start: [at(11), at(3)], name: ['F2', 'B2'] } })
    expect(touched.structure).toBe(false)
    expect(model.revision).toBe(2)
    expect(model.value.name[5]).toBe('F2')
    expect(model.column.start[1]).toBe(at(3))
  })
  it('ignores rows that are not in its order', () => {
    const model = fresh()
    applyDelta(model, { order: Array.from(model.column.uid), rows: { uid: [20, 999], name: ['B2', 'x'] } })
    expect(model.n).toBe(7)
  })
  it('adds, removes and reorders', () => {
    const model = fresh()
    applyDelta(model, { removed: [50, 60], order: [70, 10, 20, 30, 40, 80], rows: { uid: [80], name: ['H'], level: [2], parent: [10] } })
    expect(drawn(model)).toBe('G\nA\n  B\n  C\n    D\n  H')
    expect(model.column.priority[5]).toBe(500)
    expect(model.at(60)).toBe(-1)
    expect(model.at(80)).toBe(5)
  })
  it('removes without an order', () => {
    const model = fresh()
    applyDelta(model, { removed: [30, 40] })
    expect(drawn(model)).toBe('A\n  B\nE\n  F\nG')
  })
  it('appends new rows without an order', () => {
    const model = fresh()
    applyDelta(model, { rows: { uid: [90], name: ['I'], level: [1], parent: [-1] } })
    expect(model.value.name[7]).toBe('I')
  })
  it('renumbers predecessors when rows move', () => {
    const model = fresh()
    expect(model.links.text(3, 'predecessors')).toBe('2')
    applyDelta(model, { order: [70, 10, 20, 30, 40, 50, 60] })
    expect(model.links.text(model.at(40), 'predecessors')).toBe('3')
  })
  it('sees a changed level as structure', () => {
    const model = fresh()
    expect(applyDelta(model, { rows: { uid: [70], level: [2], parent: [50] } }).structure).toBe(true)
    expect(model.outline.parent[6]).toBe(4)
  })
  it('replaces links, resources and time', () => {
    const model = fresh()
    applyDelta(model, {
      links: { uid: [9], pred: [70], succ: [20], type: ['FF'], lag: ['+1d'] },
      resources: [{ uid: 5, name: 'Q', type: 1 }],
      time: { week: [[], [], [], [], [], [], []], days: [] },
    })
    expect(model.links.text(1, 'predecessors')).toBe('7FF+1d')
    expect(model.resourceName.get(5)).toBe('Q')
    expect(model.time.isWorking(15000)).toBe(false)
  })
  it('tells when the span grew', () => {
    const model = fresh()
    expect(applyDelta(model, { rows: { uid: [20], finish: [at(60)] } }).span).toBe(true)
    expect(model.last).toBe(at(60))
    expect(applyDelta(model, { rows: { uid: [30], name: ['x'] } }).span).toBe(false)
  })
  it('is quick with 5,000 of 50,000 rows', () => {
    const model = new Model(draw(Array.from({ length: 50_000 }, (_, i) => `T${i} 2..3`).join('\n')))
    const uid = Array.from({ length: 5000 }, (_, i) => i * 100 + 10)
    const begin = performance.now()
    applyDelta(model, { rows: { uid, start: uid.map(() => at(5)), finish: uid.map(() => at(6)) } })
    expect(performance.now() - begin).toBeLessThan(60)
  })
})

describe('taking back', () => {
  const cases: Record<string, (model: Model) => Delta | null> = {
    'a value': () => ({ rows: { uid: [20], name: ['x'], start: [at(9)] } }),
    indent: (m) => indented(m, [50]),
    outdent: (m) => outdented(m, [20]),
    'an insert': (m) => inserted(m, [{ uid: 1000, name: 'new' }], 30, 10),
    'an insert at the end': (m) => inserted(m, [{ uid: 1000, name: 'a' }, { uid: 1001, name: 'b' }], null, null),
    'a removal': (m) => removed(m, [10, 30]),
    'a move': (m) => moved(m, 30, 50, 60),
    links: () => ({ links: { uid: [1], pred: [20], succ: [70], type: ['FS'], lag: [''] } }),
  }
  for (const [name, act] of Object.entries(cases))
    it(`${name} leaves the plan as it was`, () => {
      const model = fresh()
      const before = structuredClone(seen(model))
      const delta = act(model)!
      const back = invert(model, delta)
      applyDelta(model, delta)
      expect(seen(model)).not.toEqual(before)
      applyDelta(model, back)
      model.relink()
      expect(seen(model)).toEqual(before)
    })
})

describe('what an edit shows at once', () => {
  const after = (act: (model: Model) => Delta | null): string => {
    const model = fresh()
    const delta = act(model)
    if (delta) applyDelta(model, delta)
    return drawn(model)
  }
  it('indent goes under the row above', () => expect(after((m) => indented(m, [50]))).toBe('A\n  B\n  C\n    D\n  E\n    F\nG'))
  it('indent of several keeps them siblings', () => expect(after((m) => indented(m, [50, 70]))).toBe('A\n  B\n  C\n    D\n  E\n    F\n  G'))
  it('the first row cannot be indented', () => expect(indented(fresh(), [10])).toBe(null))
  it('a first child cannot be indented', () => expect(indented(fresh(), [20])).toBe(null))
  it('outdent takes the siblings below along as children', () => expect(after((m) => outdented(m, [20]))).toBe('A\nB\n  C\n    D\nE\n  F\nG'))
  it('the top level cannot be outdented', () => expect(outdented(fresh(), [70])).toBe(null))
  it('remove takes what stands below', () => expect(after((m) => removed(m, [10]))).toBe('E\n  F\nG'))
  it('insert goes before a row, on its level', () => expect(after((m) => inserted(m, [{ uid: 99, name: 'N' }], 40, 30))).toBe('A\n  B\n  C\n    N\n    D\nE\n  F\nG'))
  it('insert without a place goes to the end of the parent', () => expect(after((m) => inserted(m, [{ uid: 99, name: 'N' }], null, 10))).toBe('A\n  B\n  C\n    D\n  N\nE\n  F\nG'))
  it('insert raises the next uid', () => expect(inserted(fresh(), [{ uid: 1000, name: 'N' }], null, null).next!.task).toBe(1001))
  it('move carries the subtree', () => expect(after((m) => moved(m, 30, 50, null))).toBe('A\n  B\nE\n  F\n  C\n    D\nG'))
  it('move to the top level', () => expect(after((m) => moved(m, 30, null, 10))).toBe('C\n  D\nA\n  B\nE\n  F\nG'))
  it('a row cannot go below itself', () => {
    expect(moved(fresh(), 10, 30, null)).toBe(null)
    expect(moved(fresh(), 10, null, 20)).toBe(null)
  })
  it('topmost leaves out what stands below another', () => expect(topmost(fresh(), [70, 40, 10, 30])).toEqual([10, 70]))
  it('a name is shown', () => expect(typed(fresh(), 20, 'name', 'x')!.rows!.name).toEqual(['x']))
  it('a percentage is shown when it is one', () => {
    expect(typed(fresh(), 20, 'percent', '40%')!.rows!.percent).toEqual([40])
    expect(typed(fresh(), 20, 'percent', 'many')).toBe(null)
    expect(typed(fresh(), 20, 'percent', '140')).toBe(null)
  })
  it('days of duration move the finish, over weekends and holidays', () => {
    expect(typed(fresh(), 20, 'duration', '5d')!.rows!.finish).toEqual([at(6, 17)])
    expect(typed(fresh(), 20, 'duration', '6天')!.rows!.finish).toEqual([at(10, 17)])
    expect(typed(fresh(), 20, 'duration', '2w')).toBe(null)
    expect(typed(fresh(), 10, 'duration', '2d')).toBe(null)
  })
  it('what only the server can tell is not guessed', () => expect(typed(fresh(), 20, 'predecessors', '3')).toBe(null))
})

describe('links that are shown at once', () => {
  it('come, go, and are not doubled', () => {
    const model = fresh()
    applyDelta(model, relinked(model, [{ intent: 'link', pred: 70, succ: 20, type: 'FS' }, { intent: 'link', pred: 20, succ: 40, type: 'FS' }, { intent: 'unlink', pred: 40, succ: 60 }])!)
    expect([1, 3, 5].map((p) => model.links.text(p, 'predecessors'))).toEqual(['7', '2', ''])
  })
})
