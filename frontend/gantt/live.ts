import type { App } from './app'
import { applyDelta } from './delta'
import { fill } from './words'

const EVERY = 1500

/** Asks for what others did and takes it in, while nobody's hands are in the way. */
export class Live {
  private timer = 0
  private failures = 0
  /** Set while a bar is held. */
  hold = false

  constructor(private readonly app: App) {}

  start(): void {
    this.stop()
    this.timer = window.setTimeout(() => void this.tick(), EVERY * Math.min(8, 1 + this.failures))
  }
  stop(): void {
    clearTimeout(this.timer)
  }

  /** Does not wait for the next time; a draft has no news of its own and is read again. */
  async now(): Promise<void> {
    const { app } = this
    if (!app.model || !app.queue.idle || this.hold) return
    await (app.model.draft ? app.reload() : this.ask())
  }

  private async tick(): Promise<void> {
    const { app } = this
    if (document.visibilityState === 'visible' && app.model && !app.model.draft && app.queue.idle && !this.hold && app.server.addresses().head) await this.ask()
    if (app.host.isConnected) this.start()
  }

  private async ask(): Promise<void> {
    const { app } = this
    const since = app.model.revision
    const head = await app.server.head(since, app.view.baseline || null)
    this.failures = head ? 0 : this.failures + 1
    // An edit may have gone out while the answer was on its way: its own answer brings the same news.
    if (!head || head.revision === since || !app.queue.idle || this.hold || app.model.revision !== since) return
    if (!head.delta || head.delta.reload) return app.reload()
    app.queue.rebase(() => applyDelta(app.model, head.delta!))
    app.render()
    const { say } = app.words
    const n = (head.delta.rows?.uid.length ?? 0) + (head.delta.removed?.length ?? 0)
    const who = head.who?.join(', ') || say.someone
    if (n) app.sayCount(say.live, n, { who })
    else app.say(fill(say.liveOther, { who }))
  }
}
