/** Steps of a process as a BPMN diagram: start, one task after the other, end; with owners, a lane for each. */
export interface Step {
  id: string
  name: string
  who?: string
}

export interface Names {
  /** Of the pool that holds the lanes. */
  process?: string
  /** Of the lane of steps without an owner. */
  nobody?: string
}

interface Node {
  id: string
  tag: 'startEvent' | 'task' | 'endEvent'
  name: string
  lane: number
  x: number
  y: number
  width: number
  height: number
}

const TASK = { width: 100, height: 80 }
const EVENT = { width: 36, height: 36 }
const GAP = 50
const LANE = 130
const POOL = { x: 120, y: 60 }
/** Widths of the bands in which the names of pool and lanes stand. */
const BAND = 30

const NAMESPACES = {
  bpmn: 'http://www.omg.org/spec/BPMN/20100524/MODEL',
  bpmndi: 'http://www.omg.org/spec/BPMN/20100524/DI',
  dc: 'http://www.omg.org/spec/DD/20100524/DC',
  di: 'http://www.omg.org/spec/DD/20100524/DI',
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;' }
// What XML 1.0 has no place for, half characters included.
const FOREIGN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const text = (value: string): string => value.replace(/\r\n?/g, '\n').replace(FOREIGN, '').replace(/[&<>"\n\t]/g, (sign) => ESCAPES[sign])

/** Elements are named after steps, so that a step finds its task again. */
const idsOf = (steps: readonly Step[]): string[] => {
  const taken = new Set<string>()
  return steps.map((step) => {
    const plain = `Step_${String(step.id).replace(/[^A-Za-z0-9_.-]/g, '_')}`
    let id = plain
    for (let n = 2; taken.has(id); n++) id = `${plain}_${n}`
    taken.add(id)
    return id
  })
}

const lanesOf = (steps: readonly Step[]): string[] => (steps.some((step) => step.who) ? [...new Set(steps.map((step) => step.who ?? ''))] : [])

const laidOut = (steps: readonly Step[], lanes: readonly string[]): Node[] => {
  let x = lanes.length ? POOL.x + 2 * BAND + GAP : POOL.x
  const place = (id: string, tag: Node['tag'], name: string, who: string): Node => {
    const size = tag === 'task' ? TASK : EVENT
    const lane = Math.max(0, lanes.indexOf(who))
    const node = { id, tag, name, lane, x, y: POOL.y + lane * LANE + (LANE - size.height) / 2, ...size }
    x += size.width + GAP
    return node
  }
  const ids = idsOf(steps)
  return [
    place('Start', 'startEvent', '', steps[0]?.who ?? ''),
    ...steps.map((step, i) => place(ids[i], 'task', step.name, step.who ?? '')),
    place('End', 'endEvent', '', steps.at(-1)?.who ?? ''),
  ]
}

const middle = (node: Node): number => node.y + node.height / 2

const way = (from: Node, to: Node): [number, number][] => {
  const [right, left] = [from.x + from.width, to.x]
  const turn = (right + left) / 2
  const ends: [number, number][] = [[right, middle(from)], [left, middle(to)]]
  return middle(from) === middle(to) ? ends : [ends[0], [turn, middle(from)], [turn, middle(to)], ends[1]]
}

const shape = (id: string, box: Omit<Node, 'id' | 'tag' | 'name' | 'lane'>, more = ''): string =>
  `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"${more}><dc:Bounds x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"/></bpmndi:BPMNShape>`

const edge = (from: Node, to: Node, n: number): string =>
  `<bpmndi:BPMNEdge id="Flow_${n}_di" bpmnElement="Flow_${n}">${way(from, to).map(([x, y]) => `<di:waypoint x="${x}" y="${y}"/>`).join('')}</bpmndi:BPMNEdge>`

const element = (node: Node, n: number, last: number): string => {
  const flows = (n ? `<bpmn:incoming>Flow_${n}</bpmn:incoming>` : '') + (n < last ? `<bpmn:outgoing>Flow_${n + 1}</bpmn:outgoing>` : '')
  return `<bpmn:${node.tag} id="${node.id}"${node.name ? ` name="${text(node.name)}"` : ''}>${flows}</bpmn:${node.tag}>`
}

const laneSet = (lanes: readonly string[], nodes: readonly Node[], nobody: string): string =>
  lanes.length === 0
    ? ''
    : `<bpmn:laneSet id="Lanes">${lanes
        .map((who, i) => {
          const inside = nodes.filter((node) => node.lane === i).map((node) => `<bpmn:flowNodeRef>${node.id}</bpmn:flowNodeRef>`)
          return `<bpmn:lane id="Lane_${i + 1}" name="${text(who || nobody)}">${inside.join('')}</bpmn:lane>`
        })
        .join('')}</bpmn:laneSet>`

const pool = (lanes: readonly string[], nodes: readonly Node[]): string => {
  const end = nodes[nodes.length - 1]
  const width = end.x + end.width + GAP - POOL.x
  const across = ' isHorizontal="true"'
  return (
    shape('Pool', { ...POOL, width, height: lanes.length * LANE }, across) +
    lanes.map((_, i) => shape(`Lane_${i + 1}`, { x: POOL.x + BAND, y: POOL.y + i * LANE, width: width - BAND, height: LANE }, across)).join('')
  )
}

export const fromSteps = (steps: readonly Step[], names: Names = {}): string => {
  const lanes = lanesOf(steps)
  const nodes = laidOut(steps, lanes)
  const pairs = nodes.slice(1).map((to, i) => [nodes[i], to, i + 1] as const)
  const inPool = lanes.length > 0
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<bpmn:definitions ${Object.entries(NAMESPACES).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`).join(' ')} id="Definitions" targetNamespace="http://bpmn.io/schema/bpmn">`,
    inPool ? `<bpmn:collaboration id="Collaboration"><bpmn:participant id="Pool" name="${text(names.process ?? '')}" processRef="Process"/></bpmn:collaboration>` : '',
    `<bpmn:process id="Process"${names.process ? ` name="${text(names.process)}"` : ''} isExecutable="false">`,
    laneSet(lanes, nodes, names.nobody ?? '—'),
    ...nodes.map((node, n) => element(node, n, nodes.length - 1)),
    ...pairs.map(([from, to, n]) => `<bpmn:sequenceFlow id="Flow_${n}" sourceRef="${from.id}" targetRef="${to.id}"/>`),
    '</bpmn:process>',
    `<bpmndi:BPMNDiagram id="Diagram"><bpmndi:BPMNPlane id="Plane" bpmnElement="${inPool ? 'Collaboration' : 'Process'}">`,
    inPool ? pool(lanes, nodes) : '',
    ...nodes.map((node) => shape(node.id, node)),
    ...pairs.map(([from, to, n]) => edge(from, to, n)),
    '</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>',
  ]
    .filter(Boolean)
    .join('\n')
}
