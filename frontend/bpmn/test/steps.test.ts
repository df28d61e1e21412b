import { BpmnModdle } from 'bpmn-moddle'
import { describe, expect, it } from 'vitest'
import { fromSteps } from '../steps'
import type { Step } from '../steps'

interface Element {
  $type: string
  id: string
  name?: string
  [more: string]: unknown
}
interface Box {
  x: number
  y: number
  width: number
  height: number
}

const read = async (steps: Step[], process = 'Order to cash') => {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(fromSteps(steps, { process, nobody: 'Nobody yet' }))
  expect(warnings).toEqual([])
  const root = rootElement as unknown as { rootElements: Element[]; diagrams: { plane: { bpmnElement: Element; planeElement: Element[] } }[] }
  const found = root.rootElements.find((one) => one.$type === 'bpmn:Process')!
  const drawn = root.diagrams[0].plane.planeElement
  const boxes = new Map(drawn.filter((one) => one.bounds).map((one) => [(one.bpmnElement as Element).id, one.bounds as Box]))
  const flows = drawn.filter((one) => one.waypoint)
  return { process: found, nodes: found.flowElements as Element[], lanes: ((found.laneSets as { lanes: Element[] }[] | undefined)?.[0]?.lanes ?? []), boxes, flows, plane: root.diagrams[0].plane.bpmnElement }
}

const inside = (box: Box, of: Box): boolean => box.x >= of.x && box.y >= of.y && box.x + box.width <= of.x + of.width && box.y + box.height <= of.y + of.height

describe('a diagram from steps', () => {
  it('leads from start to end through each step, in order', async () => {
    const { nodes, boxes, flows, plane } = await read([{ id: 'a1', name: 'Take the order' }, { id: 'b2', name: '发货 <A&B> "x"' }])
    const tasks = nodes.filter((node) => node.$type === 'bpmn:Task')
    expect(tasks.map((task) => task.name)).toEqual(['Take the order', '发货 <A&B> "x"'])
    expect(tasks.map((task) => task.id)).toEqual(['Step_a1', 'Step_b2'])
    const chain = nodes.filter((node) => node.$type === 'bpmn:SequenceFlow').map((flow) => [(flow.sourceRef as Element).id, (flow.targetRef as Element).id])
    expect(chain).toEqual([['Start', 'Step_a1'], ['Step_a1', 'Step_b2'], ['Step_b2', 'End']])
    expect(boxes.size).toBe(4)
    expect(flows.every((flow) => (flow.waypoint as unknown[]).length === 2)).toBe(true)
    expect(plane.$type).toBe('bpmn:Process')
  })
  it('gives each owner a lane, with its steps in it', async () => {
    const { lanes, boxes, flows } = await read([{ id: '1', name: 'A', who: '王芳' }, { id: '2', name: 'B', who: 'Li Wei' }, { id: '3', name: 'C', who: '王芳' }, { id: '4', name: 'D' }])
    expect(lanes.map((lane) => lane.name)).toEqual(['王芳', 'Li Wei', 'Nobody yet'])
    for (const lane of lanes) {
      expect(inside(boxes.get(lane.id)!, boxes.get('Pool')!)).toBe(true)
      for (const node of lane.flowNodeRef as Element[]) expect(inside(boxes.get(node.id)!, boxes.get(lane.id)!)).toBe(true)
    }
    expect((lanes[0].flowNodeRef as Element[]).map((node) => node.id)).toEqual(['Start', 'Step_1', 'Step_3'])
    for (const flow of flows) {
      const points = flow.waypoint as { x: number; y: number }[]
      points.slice(1).forEach((to, i) => expect(to.x === points[i].x || to.y === points[i].y).toBe(true))
    }
  })
  it('takes no steps, ids of any kind, ids twice and letters that XML has none for', async () => {
    expect((await read([])).nodes.map((node) => node.$type)).toEqual(['bpmn:StartEvent', 'bpmn:EndEvent', 'bpmn:SequenceFlow'])
    const { nodes } = await read([{ id: '步骤 1', name: 'a\u0000b\ud800' }, { id: '步骤 2', name: 'two\nlines' }, { id: '', name: '' }])
    const tasks = nodes.filter((node) => node.$type === 'bpmn:Task')
    expect(new Set(tasks.map((task) => task.id)).size).toBe(3)
    expect(tasks.map((task) => task.name)).toEqual(['ab', 'two\nlines', undefined])
  })
})
