import { STATUS_SIGN, statusOf, type Status } from './columns'
import type { Groups } from './draw/scene'
import type { Model } from './model'
import type { ColourBy } from './state'
import type { Words } from './words'

const STATUSES: Status[] = ['running', 'late', 'done', 'waiting', 'inactive']
/** Colour of each status in the palette: blue, orange, green, violet. */
const STATUS_COLOUR: Record<Status, number> = { running: 0, late: 1, done: 2, waiting: 3, inactive: 8 }
const NONE: Groups = { of: () => -1, names: [] }

/** Which group a task belongs to when bars are coloured, and the legend of it. */
export function groupsOf(model: Model, by: ColourBy, words: Words): Groups {
  if (by === 'status')
    return {
      of: (p) => STATUS_COLOUR[statusOf(model, p)],
      names: STATUSES.map((status) => ({ index: STATUS_COLOUR[status], name: words.statuses[status], sign: STATUS_SIGN[status] })),
    }
  if (by === 'phase') return byPhase(model)
  return by === 'owner' ? byOwner(model, words) : NONE
}

function byPhase(model: Model): Groups {
  const group = new Int32Array(model.n).fill(-1)
  const names: Groups['names'] = []
  // A plan with one root has its phases on the level below.
  let starts: [number, number][] = [[0, model.n]]
  if (model.n > 1 && model.outline.end[0] === model.n) starts = [[1, model.n]]
  for (const [first, end] of starts)
    for (let p = first; p < end; p = model.outline.end[p]) {
      if (!model.hasChildren(p)) continue
      names.push({ index: names.length, name: model.value.name[p], sign: model.wbs(p) })
      group.fill(names.length - 1, p, model.outline.end[p])
    }
  return { of: (p) => group[p], names }
}

function byOwner(model: Model, words: Words): Groups {
  const count = new Map<number, number>()
  for (let p = 0; p < model.n; p++) {
    const owner = ownerOf(model, p)
    if (owner >= 0) count.set(owner, (count.get(owner) ?? 0) + 1)
  }
  const order = [...count.keys()].sort((a, b) => count.get(b)! - count.get(a)!)
  const index = new Map(order.map((uid, i) => [uid, i]))
  const names = order.map((uid, i) => {
    const name = model.resourceName.get(uid) ?? `#${uid}`
    return { index: i, name, sign: initials(name) }
  })
  names.push({ index: -1, name: words.legend.nobody, sign: '–' })
  return { of: (p) => index.get(ownerOf(model, p)) ?? -1, names }
}

/** The accountable person; without one, the first who works on it. */
const ownerOf = (model: Model, p: number): number => (model.column.owner[p] >= 0 ? model.column.owner[p] : (model.value.resources[p][0]?.[0] ?? -1))

export const initials = (name: string): string =>
  /[\u4e00-\u9fff]/.test(name)
    ? name.slice(0, 2)
    : name
        .split(/\s+/)
        .map((word) => word[0] ?? '')
        .join('')
        .slice(0, 2)
        .toUpperCase()
