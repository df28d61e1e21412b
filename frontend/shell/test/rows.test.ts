import { describe, expect, it } from 'vitest'
import { parseTsv } from '../../shared/tsv'
import { faultOf, freshId, isEmpty, pasted, readRows, shown, valueOf, writeRows } from '../rows/model'
import type { Column, Kind } from '../rows/model'

const column = (key: string, kind: Kind, more: Partial<Column> = {}): Column => ({ key, label: key, kind, ...more })
const STEPS = [
  column('name', 'text'),
  column('minutes', 'number', { min: 0, max: 480 }),
  column('who', 'choice', { choices: [['12', 'Li Wei'], ['13', '王芳']] }),
  column('on', 'date'),
  column('done', 'checkbox'),
]

describe('reading and writing', () => {
  it('keeps ids, and what the table has no column for', () => {
    const rows = readRows('[{"id":"a1","name":"Pick","minutes":10,"origin":"interview"}]')
    expect(JSON.parse(writeRows(rows, STEPS))).toEqual([{ id: 'a1', name: 'Pick', minutes: 10, origin: 'interview' }])
  })
  it('leaves out empty cells and empty rows, but not zero', () => {
    const rows = [{ id: 'a', name: '', minutes: 0, done: false }, { id: 'b', name: '', on: '' }, { id: 'c', done: true }]
    expect(JSON.parse(writeRows(rows, STEPS))).toEqual([{ id: 'a', minutes: 0 }, { id: 'c', done: true }])
    expect(isEmpty(rows[1], STEPS)).toBe(true)
  })
  it('gives an id to a row that has none, or that of another', () => {
    const rows = readRows('[{"name":"a"},{"id":7},{"id":"7","name":"c"},{"id":""}]')
    expect(rows[1].id).toBe('7')
    expect(new Set(rows.map((row) => row.id)).size).toBe(4)
    expect(rows[0].id).toMatch(/^[a-z0-9]{8}$/)
  })
  it.each(['', '{', 'null', '{"id":1}', '[1,"a",null,[2]]'])('takes %j for no rows', (text) => expect(readRows(text)).toEqual([]))
  it('makes ids that are not taken', () => {
    const ids = new Set<string>()
    for (let i = 0; i < 500; i++) ids.add(freshId(ids))
    expect(ids.size).toBe(500)
  })
})

describe('what a text means', () => {
  it.each([
    ['10', 10], ['１２.5', 12.5], [' -3 ', -3], ['1,234.5', 1234.5], ['.5', 0.5], ['+2', 2], ['12 min', '12 min'], ['1,2', '1,2'], ['', ''], ['1e5', '1e5'],
    ['1234567890123456', '1234567890123456'], ['Infinity', 'Infinity'],
  ])('number %j', (text, value) => expect(valueOf(STEPS[1], text)).toBe(value))
  it.each([
    ['2026-03-04', '2026-03-04'], ['2026/3/4', '2026-03-04'], ['2026年3月4日', '2026-03-04'], ['2026-03-04 00:00', '2026-03-04'], ['2026-02-30', '2026-02-30'], ['soon', 'soon'], ['04.03.2026', '04.03.2026'],
  ])('date %j', (text, value) => expect(valueOf(STEPS[3], text)).toBe(value))
  it.each([['li wei', '12'], ['13', '13'], [' 王芳', '13'], ['Nobody', 'Nobody']])('choice %j', (text, value) => expect(valueOf(STEPS[2], text)).toBe(value))
  it.each([['yes', true], ['是', true], ['X', true], ['0', false], ['', false], ['no', false]])('checkbox %j', (text, value) => expect(valueOf(STEPS[4], text)).toBe(value))
  it('leaves text alone', () => expect(valueOf(STEPS[0], ' １ ')).toBe(' １ '))
  it('shows the label of a choice, and what is none', () => {
    expect([shown(STEPS[2], '12'), shown(STEPS[2], 13), shown(STEPS[2], 'x'), shown(STEPS[1], 0), shown(STEPS[1], null)]).toEqual(['Li Wei', '王芳', 'x', '0', ''])
  })
})

describe('what can be told at once', () => {
  it.each([[-1, 'atLeast'], [481, 'atMost'], ['ten', 'number'], [0, null], ['', null]])('number %j', (value, fault) => expect(faultOf(STEPS[1], value)).toBe(fault))
  it.each([['2026-02-30', 'date'], ['soon', 'date'], ['2026-02-28', null]])('date %j', (value, fault) => expect(faultOf(STEPS[3], value)).toBe(fault))
})

describe('pasting', () => {
  it('fills rows and columns from a cell on, and adds rows', () => {
    const before = [{ id: 'a', name: 'Pick', minutes: 1, keep: 'x' }]
    const { rows, dropped } = pasted(before, STEPS, 0, 1, parseTsv('10\tLi Wei\n20\t王芳\t2026/3/4\tyes\tbeyond'), 200)
    expect(rows[0]).toEqual({ id: 'a', name: 'Pick', minutes: 10, who: '12', keep: 'x' })
    expect(rows[1]).toEqual({ id: rows[1].id, minutes: 20, who: '13', on: '2026-03-04', done: true })
    expect(dropped).toBe(0)
    expect(before[0].minutes).toBe(1)
  })
  it('stops at the most, and says what was left', () => {
    const { rows, dropped } = pasted([{ id: 'a' }], STEPS, 0, 0, [['a'], ['b'], ['c'], ['d']], 3)
    expect([rows.length, dropped]).toEqual([3, 1])
  })
  it('keeps lines and tabs in quoted cells', () => expect(parseTsv('"a\nb"\t"c ""d"""\r\n')).toEqual([['a\nb', 'c "d"']]))
})
