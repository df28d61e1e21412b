import type { App } from './app'
import { applyDelta, invert, type Touched } from './delta'
import type { Model } from './model'
import { UNREACHABLE, type Reply } from './server'
import type { Answer, Change, Delta } from './types'
import { count, fill } from './words'

export interface CellText {
  uid: number
  column: string
  text: string
}

/** What one request will send, and what it shows meanwhile. Built again whenever the plan under it changed. */
export interface Plan {
  changes: Change[]
  local: Delta | null
}

export interface Job {
  build(model: Model): Plan
  cells?: CellText[]
  /** What a screen reader hears when it is done. */
  said?: string
  /** Undo and redo go alone, ask nothing and need no base. */
  alone?: boolean
  done?(answer: Answer): void
}

interface Entry extends Job {
  plan: Plan
  back: Delta | null
  asked: boolean
}

type State = 'idle' | 'busy' | 'waiting'

/** Edits go to the server one at a time, in order. What they show is taken back, the server's word applied, and the rest shown again on top. */
export class Queue {
  private readonly jobs: Entry[] = []
  /** A row that is being named and not sent yet; it is shown on top of everything. */
  private draft: Entry | null = null
  private state: State = 'idle'
  canUndo = true
  canRedo = true

  constructor(private readonly app: App) {}

  get length(): number {
    return this.jobs.length
  }
  get idle(): boolean {
    return this.state === 'idle' && this.jobs.length === 0
  }
  get waiting(): boolean {
    return this.state === 'waiting'
  }

  add(job: Job): void {
    const entry: Entry = { ...job, plan: job.build(this.app.model), back: null, asked: false }
    for (const cell of entry.cells ?? []) this.app.failed.delete(`${cell.uid}:${cell.column}`)
    this.jobs.push(entry)
    this.show(entry)
    this.showTexts()
    this.app.render()
    void this.pump()
  }

  private show(entry: Entry): void {
    const { local } = entry.plan
    entry.back = local ? invert(this.app.model, local) : null
    if (local) this.app.took(applyDelta(this.app.model, local))
  }

  private shown(): Entry[] {
    return this.draft ? [...this.jobs, this.draft] : this.jobs
  }

  /** Shows a row before it is sent; null takes it away. */
  compose(build: Job['build'] | null): void {
    const { draft, app } = this
    this.draft = null
    if (draft?.back) app.took(applyDelta(app.model, draft.back))
    if (build) this.show((this.draft = { build, plan: build(app.model), back: null, asked: false }))
  }

  private showTexts(): void {
    this.app.pending.clear()
    for (const job of this.jobs) for (const cell of job.cells ?? []) this.app.pending.set(`${cell.uid}:${cell.column}`, cell.text)
    this.app.refresh()
    this.app.toolbar.update()
  }

  /** Shows the jobs again on a plan that was loaded anew. */
  reapply(): void {
    for (const job of this.shown()) {
      job.plan = job.build(this.app.model)
      const { local } = job.plan
      job.back = local ? invert(this.app.model, local) : null
      if (local) applyDelta(this.app.model, local)
    }
  }

  /** Takes back what the jobs show, does `between`, and shows them again. */
  rebase(between: () => Touched | void): void {
    const { model } = this.app
    let structure = false
    const shown = this.shown()
    for (let i = shown.length - 1; i >= 0; i--) {
      const { back } = shown[i]
      if (back) structure = applyDelta(model, back).structure || structure
    }
    const touched = between()
    this.reapply()
    this.app.took({
      structure: structure || shown.length > 0 || Boolean(touched?.structure),
      links: shown.length > 0 || Boolean(touched?.links),
      span: shown.length > 0 || Boolean(touched?.span),
      rows: touched?.rows ?? 0,
    })
    this.showTexts()
  }

  private async pump(): Promise<void> {
    if (this.state !== 'idle' || !this.jobs.length) return
    const job = this.jobs[0]
    this.state = 'busy'
    const { app } = this
    const slow = setTimeout(() => app.say(app.words.say.saving), 500)
    const reply = await app.server.edit(app.model.revision, job.plan.changes, !job.asked && !job.alone, app.model.draft, app.view.baseline || null)
    clearTimeout(slow)
    this.state = 'waiting'
    this.answered(job, reply)
  }

  private answered(job: Entry, { status, body }: Reply): void {
    if (status === 200 && body.question) return this.question(job, body)
    if (status === 200) return this.accept(job, body)
    if (status === 409) return this.conflict(job, body)
    if (status === 401) return this.signedOut(body)
    if (status === UNREACHABLE || status === 429 || status >= 500) return this.offline(status === UNREACHABLE ? '' : (body.message ?? ''))
    this.refuse(job, body)
  }

  private accept(job: Entry, body: Answer): void {
    this.canUndo = body.undo ?? true
    this.canRedo = body.redo ?? false
    this.drop(job, body.delta)
    if (body.delta?.reload) void this.app.reload()
    job.done?.(body)
    const impact = body.impact?.text
    this.app.banner.forget()
    this.app.say([job.said ?? body.label, impact].filter(Boolean).join(' · ') || this.app.words.say.saved)
    this.proceed()
  }

  /** Forgets a job; with a delta the plan becomes what the server says, without one what it was before. */
  private drop(job: Entry, delta?: Delta): void {
    const { app } = this
    this.rebase(() => {
      this.jobs.splice(this.jobs.indexOf(job), 1)
      return delta && !delta.reload ? this.take(delta) : undefined
    })
    app.render()
  }

  private take(delta: Delta): Touched | undefined {
    const { model } = this.app
    if (delta.from !== undefined && delta.from !== model.revision) {
      if ((delta.revision ?? 0) > model.revision) void this.app.reload()
      return undefined
    }
    return applyDelta(model, delta)
  }

  proceed(): void {
    this.state = 'idle'
    this.app.banner.hide()
    void this.pump()
  }

  private question(job: Entry, body: Answer): void {
    const { say } = this.app.words
    this.app.banner.show({
      kind: 'question',
      text: body.question!,
      actions: [
        { text: say.apply, primary: true, run: () => ((job.asked = true), this.proceed()) },
        { text: say.cancel, cancel: true, run: () => (this.drop(job), this.proceed(), this.app.focus()) },
      ],
    })
  }

  private conflict(job: Entry, body: Answer): void {
    const { app } = this
    const { say } = app.words
    if (body.delta?.reload) void app.reload()
    else if (body.delta) this.rebase(() => this.take(body.delta!))
    app.render()
    const who = body.who?.join(', ') || say.someone
    const text = body.what?.length ? fill(say.conflict, { who, what: body.what.slice(0, 3).join('; ') }) : (body.message ?? fill(say.conflict, { who, what: '' }))
    app.banner.show({
      kind: 'conflict',
      text,
      actions: [
        { text: say.anyway, primary: true, run: () => this.proceed() },
        { text: say.discard, cancel: true, run: () => (this.drop(job), this.proceed()) },
      ],
    })
  }

  private signedOut(body: Answer): void {
    const { say } = this.app.words
    this.app.banner.show({
      kind: 'error',
      text: say.signedOut,
      link: body.signin ? { text: say.signin, href: body.signin } : undefined,
      actions: [{ text: say.retry, primary: true, run: () => this.proceed() }],
    })
  }

  private offline(message: string): void {
    const { app } = this
    const { say } = app.words
    const n = this.jobs.length
    app.banner.show({ kind: 'error', text: message || count(say.offline, n), actions: [{ text: say.retry, primary: true, run: () => this.proceed() }] })
  }

  /** The server said no: the picture goes back, the typed text stays where it can be mended. */
  private refuse(job: Entry, body: Answer): void {
    const { app } = this
    const message = body.message ?? app.words.say.someone
    this.drop(job)
    this.state = 'idle'
    const cell = job.cells?.find((c) => (body.uid == null || c.uid === body.uid) && (body.column == null || c.column === body.column)) ?? (job.cells?.length === 1 ? job.cells[0] : undefined)
    if (cell && app.model.at(cell.uid) >= 0) {
      app.failed.set(`${cell.uid}:${cell.column}`, cell.text)
      if (!app.editor.refused(cell, message)) app.banner.refused(message, cell)
    } else app.banner.refused(message, null)
    app.refresh()
    void this.pump()
  }
}
