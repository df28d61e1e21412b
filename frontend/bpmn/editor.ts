/** bpmn-js in this product's colours, language and behaviour. */
import Modeler from 'bpmn-js/lib/Modeler'
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import { fill } from '../shared/dom'
import { reachable } from './keyboard'
import { chinese } from './words.zh'

/** Colours follow the theme, so they are names; a file on its own needs values. */
const ON_PAPER: Record<string, string> = { '--up-bpmn-fill': '#ffffff', '--up-bpmn-ink': '#1b1c20' }
const named = (name: string): string => `var(${name})`
/** Text is measured on a canvas, which knows no names: it needs the fonts themselves. */
const fonts = (): string => getComputedStyle(document.documentElement).getPropertyValue('--up-font').trim() || 'sans-serif'

const PADDING = 16
/** The palette stands over the drawing, the mark of bpmn.io under it. */
const PALETTE = 116
/** Where there is less room than this, the palette is folded at first. */
const ROOM = 600
const MARK = 44

interface Box {
  x: number
  y: number
  width: number
  height: number
}

interface Canvas {
  viewbox(): Box & { inner: Box; outer: { width: number; height: number }; scale: number }
  viewbox(box: Box): void
  zoom(): number
  zoom(level: number, center?: 'auto'): void
  resized(): void
  focus(): void
}

interface CommandStack {
  canUndo(): boolean
  canRedo(): boolean
  undo(): void
  redo(): void
}

export class Unreadable extends Error {
  /** There is a model in the file, and no drawing of it. */
  constructor(readonly undrawn: boolean) {
    super('the diagram cannot be shown')
  }
}

const ZOOM = { step: 1.25, least: 0.1, most: 4 }

export class Editor {
  private readonly bpmn: Modeler | NavigatedViewer
  private readonly editable: boolean
  /** Something is drawn, so it can be saved. */
  loaded = false

  constructor(place: HTMLElement, options: { editable: boolean; language: string; label: string; palette: string; changed: () => void }) {
    this.editable = options.editable
    const Kind = options.editable ? Modeler : NavigatedViewer
    const translate = options.language.startsWith('zh') ? chinese : (text: string): string => text
    this.bpmn = new Kind({
      container: place,
      bpmnRenderer: { defaultFillColor: named('--up-bpmn-fill'), defaultStrokeColor: named('--up-bpmn-ink'), defaultLabelColor: named('--up-bpmn-ink') },
      textRenderer: { defaultStyle: { fontFamily: fonts() } },
      additionalModules: [{ translate: ['value', (text: string, values: Record<string, string> = {}) => fill(translate(text), values)] }],
    } as ConstructorParameters<typeof Modeler>[0])
    const drawing = place.querySelector<SVGElement>('.djs-container > svg')
    drawing?.setAttribute('role', 'application')
    drawing?.setAttribute('aria-label', options.label)
    if (this.bpmn instanceof Modeler) {
      if (place.clientWidth < ROOM) this.bpmn.get<{ close(): void }>('palette').close()
      reachable(this.bpmn, place, options.palette)
    }
    this.bpmn.on('commandStack.changed', ({ trigger }: { trigger?: string }) => {
      // Showing another diagram empties the stack; that is no change of this one.
      if (trigger !== 'clear') options.changed()
    })
  }

  private get canvas(): Canvas {
    return this.bpmn.get('canvas')
  }

  private get commands(): CommandStack | null {
    return this.editable ? this.bpmn.get('commandStack') : null
  }

  /** Shows a diagram; when it cannot be shown, what was there before is there again. Returns how much of it was not understood. */
  async show(xml: string): Promise<number> {
    const before = this.loaded ? await this.xml() : null
    try {
      const { warnings } = await this.bpmn.importXML(xml)
      this.loaded = true
      this.fit()
      return warnings.length
    } catch (error) {
      if (before) await this.bpmn.importXML(before)
      throw new Unreadable(/no diagram to display/.test(String(error)))
    }
  }

  async blank(): Promise<void> {
    if (!(this.bpmn instanceof Modeler)) return
    await this.bpmn.createDiagram()
    this.loaded = true
    this.fit()
  }

  async xml(): Promise<string> {
    const { xml } = await this.bpmn.saveXML({ format: true })
    if (!xml) throw new Error('nothing to write')
    return xml
  }

  /** The drawing as a picture on white paper, whatever the theme. */
  async svg(): Promise<string> {
    const { svg } = await this.bpmn.saveSVG()
    return Object.entries(ON_PAPER).reduce((text, [name, value]) => text.replaceAll(named(name), value), svg)
  }

  /** Shows all of it, never larger than it is. */
  fit(): void {
    const { inner, outer } = this.canvas.viewbox()
    if (!outer.width || !outer.height || !inner.width) return
    const left = this.editable && outer.width >= ROOM ? PALETTE : PADDING
    const [width, height] = [outer.width - left - PADDING, outer.height - PADDING - MARK]
    const scale = Math.max(ZOOM.least, Math.min(1, width / inner.width, height / inner.height))
    const aside = Math.max(0, width - inner.width * scale) / 2
    const above = Math.max(0, height - inner.height * scale) / 2
    this.canvas.viewbox({ x: inner.x - (left + aside) / scale, y: inner.y - (PADDING + above) / scale, width: outer.width / scale, height: outer.height / scale })
  }

  zoom(by: number): void {
    this.canvas.zoom(Math.min(ZOOM.most, Math.max(ZOOM.least, this.canvas.zoom() * ZOOM.step ** by)), 'auto')
  }

  resized(): void {
    this.canvas.resized()
  }

  get can(): { undo: boolean; redo: boolean } {
    return { undo: this.commands?.canUndo() ?? false, redo: this.commands?.canRedo() ?? false }
  }

  undo(): void {
    if (this.can.undo) this.commands?.undo()
  }

  redo(): void {
    if (this.can.redo) this.commands?.redo()
  }

  destroy(): void {
    this.bpmn.destroy()
  }
}
