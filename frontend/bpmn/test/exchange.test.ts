import { afterEach, describe, expect, it, vi } from 'vitest'
import { decoded, fileName, sizeOf } from '../files'
import { load, save } from '../server'

const answer = (status: number, body: string | null = null, headers: Record<string, string> = {}) => {
  const asked = vi.fn((_address: string, _options: RequestInit) => Promise.resolve(new Response(body, { status, headers })))
  vi.stubGlobal('fetch', asked)
  vi.stubGlobal('document', { cookie: 'a=b; csrftoken=fresh1' })
  return asked
}
afterEach(() => vi.unstubAllGlobals())

describe('loading', () => {
  it('takes a diagram and its version', async () => {
    answer(200, '<a/>', { 'X-Base': '8' })
    expect(await load('/x', '7')).toEqual({ kind: 'diagram', xml: '<a/>', base: '8' })
    answer(200, '<a/>')
    expect(await load('/x', '7')).toEqual({ kind: 'diagram', xml: '<a/>', base: '7' })
  })
  it('knows that there is none', async () => {
    answer(204)
    expect(await load('/x', '7')).toEqual({ kind: 'none' })
  })
  it('says why it failed', async () => {
    answer(404, '{"message":"Gone."}')
    expect(await load('/x', '')).toEqual({ kind: 'failed', status: 404, message: 'Gone.' })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
    expect(await load('/x', '')).toEqual({ kind: 'failed', status: 0, message: '' })
  })
})

describe('saving', () => {
  it('sends diagram, version and the token of the cookie', async () => {
    const asked = answer(200, '{"base": 9}')
    expect(await save('/x', '<a/>', '8', 'old')).toEqual({ kind: 'saved', base: '9' })
    const [address, options] = asked.mock.calls[0]
    expect([address, options.method, options.body]).toEqual(['/x', 'POST', '{"xml":"<a/>","base":"8"}'])
    expect((options.headers as Record<string, string>)['X-CSRFToken']).toBe('fresh1')
  })
  it('tells a conflict from what is wrong', async () => {
    answer(409, '{"message":"x"}')
    expect(await save('/x', '', '', '')).toEqual({ kind: 'conflict' })
    answer(422, '{"message":"Too deep."}')
    expect(await save('/x', '', '', '')).toEqual({ kind: 'failed', status: 422, message: 'Too deep.' })
    answer(500, '<html>')
    expect(await save('/x', '', '', '')).toEqual({ kind: 'failed', status: 500, message: '' })
  })
  it('keeps its version when the answer names none', async () => {
    answer(204)
    expect(await save('/x', '', '8', '')).toEqual({ kind: 'saved', base: '8' })
  })
})

describe('files', () => {
  it.each([
    ['utf-8', [...new TextEncoder().encode('<a>订单</a>')]],
    ['utf-16', [0xff, 0xfe, ...'<a>订单</a>'.split('').flatMap((sign) => [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8])]],
    ['gbk', [...new TextEncoder().encode('<?xml version="1.0" encoding="GBK"?><a>'), 0xb6, 0xa9, 0xb5, 0xa5, ...new TextEncoder().encode('</a>')]],
    ['an encoding that there is not', [...new TextEncoder().encode('<?xml version="1.0" encoding="x-none"?><a>订单</a>')]],
  ])('reads %s', (_name, bytes) => expect(decoded(new Uint8Array(bytes))).toContain('<a>订单</a>'))
  it('counts bytes, not letters', () => expect(sizeOf('订单')).toBe(6))
  it.each([['Order: to/cash?', 'Order to cash .bpmn'.replace(' .', '.')], ['', 'diagram.bpmn'], ['..', 'diagram.bpmn'], ['订单 v1.', '订单 v1.bpmn']])('names a file after %j', (title, name) => expect(fileName(title, 'bpmn')).toBe(name))
})
