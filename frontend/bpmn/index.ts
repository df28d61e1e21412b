/**
 * `<up-bpmn>`: a BPMN diagram, to look at or to change. docs/reference/ui.md says what it exchanges with the server.
 * It is fetched only where a page or a drawer has one.
 */
import { attributes, drawing, fill } from '../shared/dom'
import { Editor, Unreadable } from './editor'
import { MOST_BYTES, decoded, download, fileName, sizeOf } from './files'
import { load, save } from './server'
import { fromSteps } from './steps'
import type { Step } from './steps'

const PICTURES = {
  undo: 'M9 14l-4-4 4-4M5 10h9a5 5 0 0 1 0 10h-3',
  redo: 'M15 14l4-4-4-4M19 10h-9a5 5 0 0 0 0 10h3',
  zoomOut: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12M20 20l-5.500-5.500M7.500 10h5',
  zoomIn: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12M20 20l-5.500-5.500M7.500 10h5M10 7.500v5',
  fit: 'M4 8V6a2 2 0 0 1 2-2h2M4 16v2a2 2 0 0 0 2 2h2M16 4h2a2 2 0 0 1 2 2v2M16 20h2a2 2 0 0 0 2-2v-2',
}

type Words = Record<
  | 'canvas' | 'conflict' | 'download' | 'expired' | 'failed' | 'fit' | 'forbidden' | 'import' | 'leave' | 'loading' | 'nobody' | 'none' | 'palette' | 'partly' | 'redo' | 'reload' | 'retry' | 'save'
  | 'saved' | 'saving' | 'svg' | 'tools' | 'tooLarge' | 'undo' | 'undrawn' | 'unreadable' | 'unsaved' | 'zoomIn' | 'zoomOut',
  string
>

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, css = '', text = ''): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag)
  if (css) made.className = css
  made.textContent = text
  return made
}

export class UpBpmn extends HTMLElement {
  private editor: Editor | null = null
  private words = {} as Words
  private base = ''
  private saving = false
  /** Goes up with each change, so that a save knows whether it saved all of it. */
  private changes = 0
  private readonly alert = attributes(make('div', 'up-alert up-bpmn-alert'), { role: 'alert', hidden: true })
  private readonly status = attributes(make('span', 'up-bpmn-status up-muted'), { role: 'status' })
  private readonly buttons: Partial<Record<'save' | 'undo' | 'redo', HTMLButtonElement>> = {}
  private readonly watch = new ResizeObserver(() => this.resized())
  private wide = 0

  connectedCallback(): void {
    if (this.editor) return
    this.words = JSON.parse(this.dataset.words || '{}') as Words
    this.base = this.dataset.base ?? ''
    const canvas = make('div', 'up-bpmn-canvas')
    this.replaceChildren(this.tools(), this.alert, canvas)
    this.editor = new Editor(canvas, { editable: this.editable, language: document.documentElement.lang, label: fill(this.words.canvas, { name: this.dataset.name ?? '' }), palette: this.words.palette, changed: () => this.changed() })
    this.watch.observe(canvas)
    this.addEventListener('keydown', (event) => {
      if (!this.editable || event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      void this.save()
    })
    void this.load()
  }

  disconnectedCallback(): void {
    // Only moved elements are there again a moment later.
    queueMicrotask(() => {
      if (this.isConnected) return
      this.watch.disconnect()
      this.editor?.destroy()
    })
  }

  private get editable(): boolean {
    return Boolean(this.dataset.save)
  }

  // ---- drawing

  private tools(): HTMLElement {
    const bar = attributes(make('div', 'up-bpmn-tools'), { role: 'toolbar', 'aria-label': this.words.tools })
    const { words } = this
    if (this.editable) {
      this.buttons.save = this.button(words.save, () => this.save(), 'btn btn-primary')
      this.buttons.undo = this.button(words.undo, () => this.editor?.undo(), '', 'undo')
      this.buttons.redo = this.button(words.redo, () => this.editor?.redo(), '', 'redo')
      bar.append(this.buttons.save, this.buttons.undo, this.buttons.redo)
    }
    bar.append(
      this.button(words.zoomOut, () => this.editor?.zoom(-1), '', 'zoomOut'),
      this.button(words.zoomIn, () => this.editor?.zoom(1), '', 'zoomIn'),
      this.button(words.fit, () => this.editor?.fit(), '', 'fit'),
      this.status,
    )
    if (this.editable) bar.append(this.importer())
    bar.append(this.button(words.download, () => this.give('bpmn'), 'btn'), this.button(words.svg, () => this.give('svg'), 'btn'))
    this.enable()
    return bar
  }

  private button(label: string, run: () => unknown, css: string, picture?: keyof typeof PICTURES): HTMLButtonElement {
    const made = attributes(make('button', css || 'btn btn-icon btn-ghost', picture ? '' : label), { type: 'button' })
    if (picture) attributes(made, { 'aria-label': label, title: label }).append(drawing(PICTURES[picture], 18))
    made.addEventListener('click', () => void run())
    return made
  }

  private importer(): HTMLElement {
    const field = attributes(make('input'), { type: 'file', accept: '.bpmn,.xml', hidden: true, 'aria-label': this.words.import })
    field.addEventListener('change', () => {
      const [file] = field.files ?? []
      if (file) void this.take(file)
      field.value = ''
    })
    const frame = make('span')
    frame.append(field, this.button(this.words.import, () => field.click(), 'btn'))
    return frame
  }

  private enable(): void {
    const can = this.editor?.can ?? { undo: false, redo: false }
    if (this.buttons.save) this.buttons.save.disabled = this.saving || !this.editor?.loaded
    if (this.buttons.undo) this.buttons.undo.disabled = !can.undo
    if (this.buttons.redo) this.buttons.redo.disabled = !can.redo
  }

  private resized(): void {
    const { clientWidth } = this
    this.editor?.resized()
    // It was in a part of the page that was not shown.
    if (!this.wide && clientWidth) this.editor?.fit()
    this.wide = clientWidth
  }

  private say(text: string): void {
    this.status.textContent = text
  }

  private warn(text: string, ...actions: HTMLElement[]): void {
    this.alert.className = 'up-alert up-bpmn-alert up-tone-bad'
    const line = make('div', 'up-bpmn-actions')
    line.append(...actions)
    this.alert.replaceChildren(make('p', '', text), ...(actions.length ? [line] : []))
    this.alert.hidden = !text
  }

  // ---- loading and saving

  private async load(): Promise<void> {
    this.warn('')
    this.say(this.words.loading)
    const found = await load(this.dataset.url ?? '', this.base)
    this.say('')
    if (found.kind === 'failed') return this.warn(this.reason(found.status, found.message), this.button(this.words.retry, () => this.load(), 'btn btn-sm'))
    if (found.kind === 'none') return this.begin()
    this.base = found.base
    await this.show(found.xml)
  }

  /** Nothing is stored yet: the steps that are known are a beginning. */
  private async begin(): Promise<void> {
    const steps = JSON.parse(this.dataset.steps || '[]') as Step[]
    if (steps.length) await this.show(fromSteps(steps, { process: this.dataset.name, nobody: this.words.nobody }))
    else if (this.editable) await this.editor?.blank()
    else this.say(this.words.none)
    this.enable()
  }

  private async show(xml: string): Promise<boolean> {
    try {
      const lost = (await this.editor?.show(xml)) ?? 0
      this.warn(lost ? fill(this.words.partly, { n: lost }) : '')
      return true
    } catch (error) {
      this.warn(error instanceof Unreadable && error.undrawn ? this.words.undrawn : this.words.unreadable)
      return false
    } finally {
      this.enable()
    }
  }

  private changed(): void {
    this.changes += 1
    this.toggleAttribute('data-unsaved', this.editable)
    this.say(this.words.unsaved)
    this.enable()
  }

  private async save(): Promise<void> {
    if (this.saving || !this.editor?.loaded || !this.dataset.save) return
    const xml = await this.editor.xml()
    if (sizeOf(xml) > MOST_BYTES) return this.warn(this.words.tooLarge)
    const before = this.changes
    this.saving = true
    this.enable()
    this.say(this.words.saving)
    const answer = await save(this.dataset.save, xml, this.base, this.dataset.csrf ?? '')
    this.saving = false
    this.enable()
    if (answer.kind === 'saved') return this.saved(answer.base, before)
    this.toggleAttribute('data-unsaved', true)
    this.say(this.words.unsaved)
    if (answer.kind === 'conflict') return this.warn(this.words.conflict, this.button(this.words.download, () => this.give('bpmn'), 'btn btn-sm'), this.button(this.words.reload, () => this.reload(), 'btn btn-sm'))
    this.warn(this.reason(answer.status, answer.message))
  }

  private saved(base: string, changes: number): void {
    this.base = base
    this.warn('')
    const all = this.changes === changes
    this.toggleAttribute('data-unsaved', !all)
    this.say(all ? this.words.saved : this.words.unsaved)
    this.dispatchEvent(new CustomEvent('up-saved', { bubbles: true, detail: { base } }))
  }

  /** Takes what somebody else saved, and lets go of what was drawn here. */
  private async reload(): Promise<void> {
    if (!confirm(this.words.leave)) return
    this.toggleAttribute('data-unsaved', false)
    const { base } = this
    await this.load()
    // A server that does not name the version with the diagram names it in the page.
    if (this.base === base && this.alert.hidden) location.reload()
  }

  private reason(status: number, message: string): string {
    if (status === 401) return this.words.expired
    return message || (status === 403 ? this.words.forbidden : this.words.failed)
  }

  // ---- files

  private async take(file: File): Promise<void> {
    if (file.size > MOST_BYTES) return this.warn(this.words.tooLarge)
    if (this.hasAttribute('data-unsaved') && !confirm(this.words.leave)) return
    if (await this.show(decoded(new Uint8Array(await file.arrayBuffer())))) this.changed()
  }

  private async give(kind: 'bpmn' | 'svg'): Promise<void> {
    if (!this.editor?.loaded) return
    const name = fileName(this.dataset.name ?? '', kind)
    if (kind === 'bpmn') download(name, await this.editor.xml(), 'application/xml')
    else download(name, await this.editor.svg(), 'image/svg+xml')
  }
}

if (!customElements.get('up-bpmn')) customElements.define('up-bpmn', UpBpmn)
