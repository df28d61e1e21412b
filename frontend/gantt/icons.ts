/** Line icons on a 24 grid. */
const PATHS = {
  add: 'M12 5v14M5 12h14',
  remove: 'M4 7h16M10 11v6M14 11v6M5 7l1 12a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2l1-12M9 7V4h6v3',
  indent: 'M20 6H9M20 12h-7M20 18H9M4 8l4 4-4 4',
  outdent: 'M20 6h-7M20 12h-9M20 18h-7M8 8l-4 4 4 4',
  link: 'M9 15l6-6M11 6l.5-.5a5 5 0 0 1 7 7L18 13M13 18l-.5.5a5 5 0 0 1-7-7L6 11',
  unlink: 'M11 6l.5-.5a5 5 0 0 1 7 7L18 13M13 18l-.5.5a5 5 0 0 1-7-7L6 11M4 4l16 16',
  undo: 'M9 14l-4-4 4-4M5 10h9a5 5 0 0 1 0 10h-3',
  redo: 'M15 14l4-4-4-4M19 10h-9a5 5 0 0 0 0 10h3',
  zoomIn: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12M20 20l-5.5-5.5M7.5 10h5M10 7.5v5',
  zoomOut: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12M20 20l-5.5-5.5M7.5 10h5',
  fit: 'M3 12h18M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3M3 4v16M21 4v16',
  today: 'M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM16 3v4M8 3v4M4 10h16M12 14v3',
  critical: 'M3 6h6v4H3zM12 10h5v4h-5zM15 17h6v4h-6zM6 10v2h6M14.5 14v5H15',
  baseline: 'M4 6h12v4H4zM7 14h12M7 18h12',
  colour: 'M12 3a9 9 0 1 0 0 18c1.5 0 2-1 2-2 0-1.500-1-1.500-1-2.500s1-1.500 2-1.500h2a4 4 0 0 0 4-4c0-4.500-4-8-9-8M8 10h.01M12 7.500h.01M16 10h.01',
  columns: 'M4 4h16v16H4zM9.300 4v16M14.600 4v16',
  views: 'M4 5h16M7 12h10M10 19h4',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  why: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 17v.01M12 13.500a1.500 1.500 0 0 1 1-1.500 2.600 2.600 0 1 0-3-4',
  keys: 'M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM6.500 9h.01M10 9h.01M14 9h.01M17.500 9h.01M6.500 12.500h.01M17.500 12.500h.01M9 15.500h6',
  notes: 'M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5',
  comments: 'M4 5h16v11H9l-5 4z',
  manual: 'M12 3l0 9M12 12l5 4M12 3a9 9 0 1 1-8 5',
  missed: 'M12 4l9 16H3zM12 10v4M12 17v.01',
  unmet: 'M5 4v16M5 5h12l-3 4 3 4H5',
  external: 'M10 6H5v13h13v-5M13 4h7v7M20 4l-9 9',
  done: 'M5 12l5 5L20 7',
  chevron: 'M8 10l4 4 4-4',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  calendar: 'M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM16 3v4M8 3v4M4 11h16',
  close: 'M6 6l12 12M18 6L6 18',
  flag: 'M6 21V4M6 5h12l-3 4 3 4H6',
} as const

export type IconName = keyof typeof PATHS
const SVG = 'http://www.w3.org/2000/svg'

export function icon(name: IconName, size = 16): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: String(size),
    height: String(size),
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '2',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
    focusable: 'false',
  }))
    svg.setAttribute(key, value)
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', PATHS[name])
  svg.append(path)
  return svg
}
