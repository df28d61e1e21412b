import { describe, expect, it } from 'vitest'
import { parseTsv, toTsv } from '../../shared/tsv'
import { COLUMNS, rawText, STANDARD, statusOf, type ColumnId } from '../columns'
import { Format } from '../format'
import { groupsOf, initials } from '../groups'
import { Model } from '../model'
import { LAST_ROW, Selection } from '../selection'
import { packCollapsed, readView, standardView, unpackCollapsed, writeView, type View } from '../state'
import { Flag } from '../types'
import { count, fill, languageOf, wordsFor } from '../words'
import { en } from '../words.en'
import { zh } from '../words.zh'
import { at, draw } from './plan'

const english = new Format('en', en, draw('').project)
const chinese = new Format('zh', zh, draw('').project)

describe('words', () => {
  const leaves = (value: unknown, path = ''): [string, string][] => (typeof value === 'string' ? [[path, value]] : Object.entries(value as object).flatMap(([k, v]) => leaves(v, `${path}.${k}`)))
  it('exist in both languages', () => expect(leaves(zh).map(([p]) => p)).toEqual(leaves(en).map(([p]) => p)))
  it('name the same places to fill', () => {
    const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
    const other = new Map(leaves(zh))
    for (const [path, text] of leaves(en)) expect([path, places(other.get(path)!)]).toEqual([path, places(text)])
  })
  it('are chosen by language', () => {
    expect(languageOf('zh-hans')).toBe('zh')
    expect(languageOf('ZH')).toBe('zh')
    expect(languageOf('de')).toBe('en')
    expect(wordsFor('zh-hans').tools.undo).toBe('撤销')
  })
  it('are filled and counted', () => {
    expect(fill('{a} and {b}', { a: 1, b: 'x' })).toBe('1 and x')
    expect(count('{n} task|{n} tasks', 1)).toBe('1 task')
    expect(count('{n} task|{n} tasks', 3)).toBe('3 tasks')
    expect(count('{n} 个任务', 3)).toBe('3 个任务')
  })
})

describe('formats', () => {
  it('write a day short, with the year when it is another', () => {
    expect(english.day(at(18))).toBe('Wed 18 Mar')
    expect(english.day(at(18) + 365 * 14400)).toBe('Thu 18 Mar 2027')
    expect(chinese.day(at(18))).toBe('3月18日 周三')
    expect(english.day(-1)).toBe('')
  })
  it('leave out the hour a date means by itself', () => {
    expect(english.date(at(18, 8), 'start')).toBe('Wed 18 Mar')
    expect(english.date(at(18, 17), 'finish')).toBe('Wed 18 Mar')
    expect(english.date(at(18, 10, 30), 'start')).toBe('Wed 18 Mar 10:30')
    expect(english.date(at(18, 8), 'finish')).toBe('Wed 18 Mar 08:00')
  })
  it('write durations as typed, in Chinese with Chinese units', () => {
    expect(english.duration('5d')).toBe('5d')
    expect(chinese.duration('5d')).toBe('5天')
    expect(chinese.duration('2w?')).toBe('2周?')
    expect(chinese.duration('3ed')).toBe('3日历天')
    expect(chinese.duration('1mo')).toBe('1月')
  })
  it('write amounts in days or hours', () => {
    expect(english.amount(4800)).toBe('1d')
    expect(english.amount(-12000)).toBe('-2.5d')
    expect(english.amount(2400)).toBe('4h')
    expect(english.amount(0)).toBe('0d')
    expect(chinese.amount(9600)).toBe('2天')
  })
  it('write quarters and halves', () => {
    expect(english.quarter(at(18))).toBe('Q1')
    expect(chinese.half(at(18))).toBe('上半年')
  })
  it('write work in hours', () => {
    expect(english.work(4800)).toBe('8h')
    expect(english.work(0)).toBe('')
  })
})

describe('columns', () => {
  const model = new Model(draw('A 2..3\nB 4..5', [[10, 20]]))
  const text = (id: ColumnId, p: number): string => COLUMNS.get(id)!.text(model, english, p)
  it('show and edit dates differently', () => {
    expect(text('start', 0)).toBe('Mon 2 Mar')
    expect(rawText(COLUMNS.get('start')!, model, english, 0)).toBe('2026-03-02')
  })
  it('show predecessors as row numbers', () => expect(text('predecessors', 1)).toBe('1'))
  it('show nothing where there is none', () => expect((['deadline', 'owner', 'calendar', 'base_start'] as ColumnId[]).map((id) => text(id, 0))).toEqual(['', '', '', '']))
  it('are all known by name in both languages', () => {
    for (const id of COLUMNS.keys()) expect([id, typeof zh.columns[id]]).toEqual([id, 'string'])
    for (const id of STANDARD) expect(COLUMNS.has(id)).toBe(true)
  })
  it('tell the status', () => {
    const json = draw('A 2..3\nB 4..5\nC 20..21\nD 20..21\nE 9..12')
    json.rows.percent = [100, 50, 0, 0, 30]
    ;(json.rows.flags as number[])[3] = Flag.inactive
    const other = new Model(json)
    expect([0, 1, 2, 3, 4].map((p) => statusOf(other, p))).toEqual(['done', 'late', 'waiting', 'inactive', 'running'])
  })
})

describe('colours', () => {
  it('by phase give a subtree one group', () => {
    const groups = groupsOf(new Model(draw('A\n  B\nC\n  D\nE')), 'phase', en)
    expect([0, 1, 2, 3, 4].map((p) => groups.of(p))).toEqual([0, 0, 1, 1, -1])
  })
  it('by phase look below a single root', () => {
    const groups = groupsOf(new Model(draw('R\n  A\n    B\n  C\n    D')), 'phase', en)
    expect(groups.names.map((g) => g.name)).toEqual(['A', 'C'])
  })
  it('by owner put the busiest first', () => {
    const json = draw('A\nB\nC')
    json.rows.owner = [2, 1, 1]
    const groups = groupsOf(new Model(json), 'owner', en)
    expect(groups.names[0].name).toBe('Li Wei')
    expect(groups.of(0)).toBe(1)
  })
  it('shorten names', () => {
    expect(initials('Li Wei')).toBe('LW')
    expect(initials('李伟明')).toBe('李伟')
  })
})

describe('the view in the address', () => {
  const summaries = [1, 2, 3, 40, 500]
  const keeps = (change: (view: View) => void): void => {
    const view = standardView()
    change(view)
    const query = writeView(view, new URLSearchParams('draft=3'), summaries)
    expect(query.get('draft')).toBe('3')
    const back = readView(query)
    back.collapsed = unpackCollapsed(query.get('x') ?? '', summaries)
    expect(back).toEqual(view)
  }
  it('is empty for the standard view', () => expect(writeView(standardView(), new URLSearchParams(), summaries).toString()).toBe(''))
  it('keeps columns, order and widths', () =>
    keeps((v) => {
      v.columns = [
        { id: 'finish', width: 90 },
        { id: 'name', width: 280 },
      ]
    }))
  it('keeps all the rest', () =>
    keeps((v) => {
      v.split = 512
      v.zoom = 36
      v.by = 'owner'
      v.baseline = 0
      v.filter = 'ledger & 总账'
      v.critical = false
      v.pane = 'chart'
      v.collapsed = new Set([3, 500])
    }))
  it('keeps what is open when most is collapsed', () => {
    expect(packCollapsed(new Set([1, 2, 3, 500]), summaries)).toBe('!14')
    expect([...unpackCollapsed('!14', summaries)]).toEqual([1, 2, 3, 500])
  })
  it('reads nonsense as the standard', () => expect(readView(new URLSearchParams('c=evil-%3Cb%3E&z=-4&by=x&b=abc&s=-9'))).toEqual(standardView()))
  it('bounds widths and takes a column once', () =>
    expect(readView(new URLSearchParams('c=name.9-name.300-start.99999')).columns).toEqual([
      { id: 'name', width: 36 },
      { id: 'start', width: 900 },
    ]))
})

describe('clipboard', () => {
  it('reads what a spreadsheet writes', () => expect(parseTsv('a\tb\r\nc\td\r\n')).toEqual([['a', 'b'], ['c', 'd']]))
  it('reads quotes, tabs and lines in fields', () => expect(parseTsv('"a ""x"""\t"two\nlines"\t"t\tt"')).toEqual([['a "x"', 'two\nlines', 't\tt']]))
  it('keeps empty fields and rows', () => {
    expect(parseTsv('a\t\tc\n\nb')).toEqual([['a', '', 'c'], [''], ['b']])
    expect(parseTsv('a\t')).toEqual([['a', '']])
    expect(parseTsv('')).toEqual([])
  })
  it('takes a quote inside a field as it is', () => expect(parseTsv('5" pipe\tx')).toEqual([['5" pipe', 'x']]))
  it('writes what it reads', () => {
    const block = [['a', 'b\tc'], ['d\ne', 'say "hi"'], ['', '中文']]
    expect(parseTsv(toTsv(block))).toEqual(block)
  })
})

describe('selection', () => {
  const uids = [10, 20, 30, 40, 50]
  const make = (): Selection => new Selection(() => ({ count: uids.length, uidAt: (r) => uids[r] ?? LAST_ROW, rowOf: (uid) => uids.indexOf(uid) }))
  it('is one cell at first', () => {
    const selection = make()
    selection.set({ uid: 20, col: 1 })
    expect(selection.uids()).toEqual([20])
    expect(selection.columns(4)).toEqual([1, 1])
  })
  it('extends to a block in both directions', () => {
    const selection = make()
    selection.set({ uid: 40, col: 2 })
    selection.extend({ uid: 20, col: 0 })
    expect(selection.uids()).toEqual([40, 30, 20])
    expect(selection.sorted()).toEqual([20, 30, 40])
    expect(selection.columns(4)).toEqual([0, 2])
    expect(selection.has(1, 20)).toBe(true)
    expect(selection.has(0, 10)).toBe(false)
  })
  it('adds rows in the order they are chosen, for linking', () => {
    const selection = make()
    selection.set({ uid: 50, col: 1 })
    selection.toggle({ uid: 10, col: 1 })
    selection.toggle({ uid: 30, col: 1 })
    expect(selection.uids()).toEqual([50, 10, 30])
  })
  it('takes a row out again', () => {
    const selection = make()
    selection.set({ uid: 50, col: 1 })
    selection.toggle({ uid: 10, col: 1 })
    selection.toggle({ uid: 50, col: 1 })
    expect(selection.uids()).toEqual([10])
  })
  it('of row numbers spans all columns', () => {
    const selection = make()
    selection.set({ uid: 20, col: -1 })
    expect(selection.columns(4)).toEqual([0, 4])
    expect(selection.wholeRows).toBe(true)
  })
  it('may include the empty row, which is no task', () => {
    const selection = make()
    selection.set({ uid: 50, col: 0 })
    selection.extend({ uid: LAST_ROW, col: 0 })
    expect(selection.uids()).toEqual([50])
    expect(selection.block()).toEqual([4, 5])
  })
  it('forgets rows that are gone', () => {
    const selection = make()
    selection.set({ uid: 20, col: 0 })
    selection.extra = [99, 50]
    expect(selection.uids()).toEqual([50, 20])
  })
})
