import type { Format } from '../format'
import type { Ghost, Sizes } from '../layout'
import type { LinkIndex } from '../links'
import type { Model } from '../model'
import type { Visible } from '../outline'
import type { Scale } from '../scale'
import type { ColourBy } from '../state'
import type { Theme } from './theme'

/** All that a frame of the chart is painted from. */
export interface Scene {
  ctx: CanvasRenderingContext2D
  width: number
  height: number
  left: number
  top: number
  /** Visible rows that are on the screen. */
  first: number
  last: number
  model: Model
  format: Format
  visible: Visible
  index: LinkIndex
  scale: Scale
  sizes: Sizes
  theme: Theme
  by: ColourBy
  groups: Groups
  critical: boolean
  baseline: boolean
  /** Without a table beside it the chart names the tasks itself. */
  alone: boolean
  /** Shows where the bar under the mouse can be taken hold of. */
  handles: boolean
  selected: (row: number, uid: number) => boolean
  hoverRow: number
  hoverLink: number
  chosenLink: number
  ghosts: Map<number, Ghost>
  rubber: { x0: number; y0: number; x1: number; y1: number; ok: boolean } | null
  hatch: CanvasPattern | null
  /** Links drawn in this frame, for the pointer: link number and its points. */
  routes: Map<number, Float32Array>
}

/** Which colour a task has when coloured by phase, owner or status. */
export interface Groups {
  of(position: number): number
  names: { index: number; name: string; sign: string }[]
}

export const rowTop = (scene: Scene, row: number): number => scene.sizes.head + row * scene.sizes.row - scene.top
