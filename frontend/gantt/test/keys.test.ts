import { describe, expect, it } from 'vitest'
import { takenBack, typing } from '../keys'

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

describe('keys that take back', () => {
  it('are those of every program', () => {
    expect(takenBack({ ...plain, key: 'z', ctrlKey: true })).toBe('undo')
    expect(takenBack({ ...plain, key: 'Z', ctrlKey: true, shiftKey: true })).toBe('redo')
    expect(takenBack({ ...plain, key: 'z', metaKey: true })).toBe('undo')
    expect(takenBack({ ...plain, key: 'y', ctrlKey: true })).toBe('redo')
  })
  it('are no letters, and none with Alt', () => {
    expect(takenBack({ ...plain, key: 'z' })).toBeNull()
    expect(takenBack({ ...plain, key: 'z', ctrlKey: true, altKey: true })).toBeNull()
    expect(takenBack({ ...plain, key: 'x', ctrlKey: true })).toBeNull()
  })
  it('are not about the plan where somebody types, or over the page', () => {
    const body = [{ tagName: 'BODY' }, { tagName: 'HTML' }, {}]
    expect(typing(body)).toBe(false)
    expect(typing([{ tagName: 'BUTTON' }, { tagName: 'UP-GANTT' }, ...body])).toBe(false)
    expect(typing([{ tagName: 'INPUT', type: 'checkbox' }, ...body])).toBe(false)
    expect(typing([{ tagName: 'INPUT', type: 'search' }, ...body])).toBe(true)
    expect(typing([{ tagName: 'TEXTAREA' }, ...body])).toBe(true)
    expect(typing([{ tagName: 'SELECT' }, ...body])).toBe(true)
    expect(typing([{ tagName: 'P' }, { tagName: 'DIV', isContentEditable: true }, ...body])).toBe(true)
    expect(typing([{ tagName: 'BUTTON' }, { tagName: 'DIALOG' }, ...body])).toBe(true)
  })
})
