/** The palette of bpmn-js is made for a mouse: here it is reached with Tab, and Enter draws without dragging. */
import type Modeler from 'bpmn-js/lib/Modeler'
import { attributes } from '../shared/dom'

interface Element {
  id: string
  type: string
  x: number
  y: number
  width: number
  height: number
  parent?: Element
}

/** What Enter draws; other entries are tools for a pointer, and are only switched on. */
const DRAWN: Record<string, string> = {
  'create.start-event': 'bpmn:StartEvent',
  'create.intermediate-event': 'bpmn:IntermediateThrowEvent',
  'create.end-event': 'bpmn:EndEvent',
  'create.exclusive-gateway': 'bpmn:ExclusiveGateway',
  'create.task': 'bpmn:Task',
}
const FLOW_NODE = /Task$|Activity$|Event$|Gateway$|SubProcess$/

interface Services {
  autoPlace: { append(source: Element, shape: Element): Element }
  canvas: { getRootElement(): Element; viewbox(): { x: number; y: number; width: number; height: number }; focus(): void }
  elementFactory: { createShape(attributes: { type: string }): Element }
  elementRegistry: { find(test: (element: Element) => boolean): Element | undefined }
  modeling: { createShape(shape: Element, at: { x: number; y: number }, parent: Element): Element }
  selection: { get(): Element[]; select(element: Element): void }
}

const service = <K extends keyof Services>(modeler: Modeler, name: K): Services[K] => modeler.get<Services[K]>(name)

/** Draws behind what is selected, or in the middle of what can be seen. */
const draw = (modeler: Modeler, type: string): void => {
  const selection = service(modeler, 'selection')
  const shape = service(modeler, 'elementFactory').createShape({ type })
  const [source, ...others] = selection.get()
  const follows = source && !others.length && FLOW_NODE.test(source.type) && source.type !== 'bpmn:EndEvent' && type !== 'bpmn:StartEvent'
  selection.select(follows ? service(modeler, 'autoPlace').append(source, shape) : placed(modeler, shape))
  service(modeler, 'canvas').focus()
}

const placed = (modeler: Modeler, shape: Element): Element => {
  const canvas = service(modeler, 'canvas')
  const pool = service(modeler, 'elementRegistry').find((element) => element.type === 'bpmn:Participant')
  const seen = pool ?? canvas.viewbox()
  return service(modeler, 'modeling').createShape(shape, { x: Math.round(seen.x + seen.width / 2), y: Math.round(seen.y + seen.height / 2) }, pool ?? canvas.getRootElement())
}

export const reachable = (modeler: Modeler, place: HTMLElement, label: string): void => {
  const dress = (): void => {
    place.querySelectorAll('.djs-palette .entry').forEach((entry) => attributes(entry, { tabindex: 0 }))
    const toggle = place.querySelector('.djs-palette-toggle')
    if (toggle) attributes(toggle, { tabindex: 0, role: 'button', 'aria-label': label, title: label })
  }
  dress()
  modeler.on('palette.changed', dress)
  modeler.on('import.done', dress)
  place.addEventListener('keydown', (event) => {
    const entry = (event.target as HTMLElement).closest<HTMLElement>('.djs-palette .entry, .djs-palette-toggle')
    if (!entry || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    const type = DRAWN[entry.dataset.action ?? '']
    if (type) draw(modeler, type)
    else entry.click()
  })
}
