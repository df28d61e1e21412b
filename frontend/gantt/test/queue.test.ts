import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../app'
import type { Notice } from '../banner'
import { Model } from '../model'
import { inserted } from '../optimistic'
import { Queue } from '../queue'
import type { Reply } from '../server'
import type { Change } from '../types'
import { draw, drawn } from './plan'

/** As much of the element as the queue needs, and a server that answers what the test says. */
class World {
  readonly model = new Model(draw('A\nB\nC'))
  readonly sent: { base: number; changes: Change[]; ask: boolean }[] = []
  readonly said: string[] = []
  readonly view = { baseline: null }
  readonly pending = new Map<string, string>()
  readonly failed = new Map<string, string>()
  notice: Notice | null = null
  refusedCells: unknown[] = []
  reloads = 0
  private waiting: ((reply: Reply) => void)[] = []
  readonly words = { say: new Proxy({}, { get: (_, key) => String(key) }) }
  readonly server = {
    edit: (base: number, changes: Change[], ask: boolean): Promise<Reply> => {
      this.sent.push({ base, changes, ask })
      return new Promise((answer) => this.waiting.push(answer))
    },
  }
  readonly banner = {
    show: (notice: Notice) => (this.notice = notice),
    hide: () => (this.notice = null),
    forget: () => undefined,
    refused: (text: string) => (this.notice = { kind: 'refused', text, actions: [] }),
  }
  readonly editor = { refused: (cell: unknown) => (this.refusedCells.push(cell), true) }
  readonly toolbar = { update: () => undefined }
  took(): void {}
  refresh(): void {}
  render(): void {}
  focus(): void {}
  reload(): void {
    this.reloads++
  }
  say(text: string): void {
    this.said.push(text)
  }
  readonly queue = new Queue(this as unknown as App)

  async answer(reply: Reply): Promise<void> {
    this.waiting.shift()!(reply)
    await vi.waitFor(() => expect(true).toBe(true))
    await Promise.resolve()
  }
  rename(uid: number, text: string): void {
    this.queue.add({ build: () => ({ changes: [{ intent: 'type', uid, column: 'name', text }], local: { rows: { uid: [uid], name: [text] } } }), cells: [{ uid, column: 'name', text }] })
  }
  insert(name: string): void {
    this.queue.add({
      build: (model) => ({ changes: [{ intent: 'insert', uid: model.next.task, before: null, parent: null, name }], local: inserted(model, [{ uid: model.next.task, name }], null, null) }),
    })
  }
  press(text: string): void {
    this.notice!.actions.find((action) => action.text === text)!.run()
  }
  get names(): string {
    return drawn(this.model).replace(/\n/g, ' ')
  }
}

const ok = (revision: number, rows?: unknown, more = {}): Reply => ({ status: 200, body: { revision, delta: { from: revision - 1, revision, rows: rows as never }, label: 'done', ...more } })

let world: World
beforeEach(() => (world = new World()))

describe('the queue', () => {
  it('shows an edit at once and sends it with the base', () => {
    world.rename(10, 'X')
    expect(world.names).toBe('X B C')
    expect(world.pending.get('10:name')).toBe('X')
    expect(world.sent).toEqual([{ base: 1, changes: [{ intent: 'type', uid: 10, column: 'name', text: 'X' }], ask: true }])
  })
  it('sends one at a time, in order, each on the revision before', async () => {
    world.rename(10, 'X')
    world.rename(20, 'Y')
    expect(world.sent.length).toBe(1)
    await world.answer(ok(2, { uid: [10], name: ['X'] }))
    expect(world.sent.map((s) => s.base)).toEqual([1, 2])
    expect(world.names).toBe('X Y C')
    await world.answer(ok(3, { uid: [20], name: ['Y'] }))
    expect(world.queue.idle).toBe(true)
    expect(world.pending.size).toBe(0)
  })
  it('believes the server, not itself', async () => {
    world.rename(10, ' X ')
    await world.answer(ok(2, { uid: [10], name: ['X'] }))
    expect(world.names).toBe('X B C')
    world.rename(10, 'Z')
    await world.answer(ok(3))
    expect(world.names).toBe('X B C')
  })
  it('takes back what was refused, and keeps the text at its cell', async () => {
    world.rename(10, 'X')
    world.rename(20, 'Y')
    await world.answer({ status: 422, body: { message: 'no', uid: 10, column: 'name' } })
    expect(world.names).toBe('A Y C')
    expect(world.failed.get('10:name')).toBe('X')
    expect(world.refusedCells).toEqual([{ uid: 10, column: 'name', text: 'X' }])
    expect(world.sent.length).toBe(2)
  })
  it('asks before it moves the go-live; apply sends again without asking', async () => {
    world.rename(10, 'X')
    world.rename(20, 'Y')
    await world.answer({ status: 200, body: { question: '12 tasks move' } })
    expect(world.notice!.text).toBe('12 tasks move')
    expect(world.names).toBe('X Y C')
    expect(world.sent.length).toBe(1)
    world.press('apply')
    expect(world.sent[1]).toMatchObject({ base: 1, ask: false })
  })
  it('asks; cancel takes the picture back and goes on with the next', async () => {
    world.rename(10, 'X')
    world.rename(20, 'Y')
    await world.answer({ status: 200, body: { question: '12 tasks move' } })
    world.press('cancel')
    expect(world.names).toBe('A Y C')
    expect(world.sent[1].changes).toEqual([{ intent: 'type', uid: 20, column: 'name', text: 'Y' }])
  })
  it('takes a conflict in, keeps what was typed, and sends it again on the new base', async () => {
    world.rename(10, 'X')
    await world.answer({ status: 409, body: { who: ['Li Wei'], what: ['Set'], revision: 5, delta: { from: 1, revision: 5, rows: { uid: [20, 10], name: ['B2', 'A2'] } } } })
    expect(world.names).toBe('X B2 C')
    expect(world.notice!.kind).toBe('conflict')
    world.press('anyway')
    expect(world.sent[1].base).toBe(5)
  })
  it('discards after a conflict', async () => {
    world.rename(10, 'X')
    await world.answer({ status: 409, body: { revision: 5, delta: { from: 1, revision: 5, rows: { uid: [10], name: ['A2'] } } } })
    world.press('discard')
    expect(world.names).toBe('A2 B C')
    expect(world.queue.idle).toBe(true)
  })
  it('gives a new task another uid when somebody took it meanwhile', async () => {
    world.insert('mine')
    expect(world.model.at(1000)).toBe(3)
    await world.answer({ status: 409, body: { revision: 2, delta: { from: 1, revision: 2, order: [10, 20, 30, 1000], rows: { uid: [1000], name: ['theirs'], level: [1], parent: [-1] }, next: { ...world.model.next, task: 1001 } } } })
    expect(world.names).toBe('A B C theirs mine')
    world.press('anyway')
    expect(world.sent[1].changes[0]).toMatchObject({ uid: 1001 })
  })
  it('waits when signed out or offline, and tries again', async () => {
    world.rename(10, 'X')
    await world.answer({ status: 401, body: { signin: '/in' } })
    expect(world.notice!.link).toEqual({ text: 'signin', href: '/in' })
    world.press('retry')
    await world.answer({ status: 0, body: {} })
    expect(world.notice!.kind).toBe('error')
    world.press('retry')
    await world.answer({ status: 503, body: { message: 'busy' } })
    expect(world.notice!.text).toBe('busy')
    world.press('retry')
    await world.answer(ok(2, { uid: [10], name: ['X'] }))
    expect(world.names).toBe('X B C')
    expect(world.sent.length).toBe(4)
  })
  it('reloads when a delta does not fit or the server says so', async () => {
    world.rename(10, 'X')
    await world.answer({ status: 200, body: { revision: 9, delta: { from: 7, revision: 9 } } })
    expect(world.reloads).toBe(1)
    world.rename(10, 'X')
    await world.answer({ status: 200, body: { revision: 10, delta: { reload: true, revision: 10 } } })
    expect(world.reloads).toBe(2)
  })
  it('tells what undo and redo can do', async () => {
    world.rename(10, 'X')
    await world.answer(ok(2, undefined, { undo: true, redo: false }))
    expect([world.queue.canUndo, world.queue.canRedo]).toEqual([true, false])
  })
  it('sends undo alone, without a question', () => {
    world.queue.add({ build: () => ({ changes: [{ intent: 'undo' }], local: null }), alone: true })
    expect(world.sent[0].ask).toBe(false)
  })
  it('shows a row that is being named on top of what comes in', async () => {
    world.rename(10, 'X')
    world.queue.compose((model) => ({ changes: [], local: { ...inserted(model, [{ uid: 6000, name: '' }], 20, null), next: undefined } }))
    expect(world.names).toBe('X  B C')
    await world.answer(ok(2, { uid: [10, 30], name: ['X', 'C2'] }))
    expect(world.names).toBe('X  B C2')
    world.queue.compose(null)
    expect(world.names).toBe('X B C2')
  })
})
