/** Making elements without HTML strings. */
export const attributes = <T extends Element>(made: T, values: Record<string, string | number | boolean | undefined>): T => {
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value))
  return made
}

const SVG = 'http://www.w3.org/2000/svg'

/** A line icon on a 24 grid, as decoration. */
export const drawing = (path: string, size = 16): SVGElement => {
  const icon = attributes(document.createElementNS(SVG, 'svg'), {
    class: 'up-icon', width: size, height: size, viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.75, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true',
  })
  icon.append(attributes(document.createElementNS(SVG, 'path'), { d: path }))
  return icon
}

/** Fills {places} in a sentence. */
export const fill = (sentence: string, values: Record<string, string | number>): string => sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
