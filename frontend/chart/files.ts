/** What a chart gives away as a file. */
import type { Axis, Chart, Point } from './data'
import type { Words } from './format'

const iso = (at: number): string => new Date(at).toISOString().slice(0, 19).replace(/T00:00:00$/, '').replace('T', ' ')

/** A spreadsheet takes a text that begins like this for a formula. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const cell = (axis: Axis, value: number | null | undefined, words: Words): string => {
  if (typeof value !== 'number') return ''
  if (axis.kind === 'time') return iso(value)
  return axis.kind === 'names' ? quoted(harmless(words.full(axis, value))) : String(value)
}

/** All points as lines: the series, where, and how much; dates as ISO, numbers plain, shares of 1. */
export function csv(chart: Chart, words: Words): string {
  const ranges = chart.series.some((one) => one.data.some((point) => point.length === 3))
  const line = (one: Chart['series'][number], [at, ...amounts]: Point): string => {
    const up = one.second ? (chart.y2 ?? chart.y) : chart.y
    return [quoted(harmless(one.name)), cell(chart.x, at, words), ...amounts.map((amount) => cell(up, amount, words)), ...(ranges && amounts.length === 1 ? [''] : [])].join(',')
  }
  const head = ['', chart.x.label, chart.y.label, ...(ranges ? [chart.y.label] : [])].map((one) => quoted(harmless(one))).join(',')
  return `${[head, ...chart.series.flatMap((one) => one.data.map((point) => line(one, point)))].join('\r\n')}\r\n`
}

export function give(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** The drawing below its title, as a picture on its own ground. */
export async function picture(drawn: HTMLCanvasElement, title: string, look: { ground: string; ink: string; font: string }, scale: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (!pen) return null
  const margin = 16 * scale
  const font = `600 ${15 * scale}px ${look.font}`
  pen.font = font
  const lines = wrapped(title, drawn.width, (text) => pen.measureText(text).width)
  canvas.width = drawn.width + 2 * margin
  canvas.height = drawn.height + 2 * margin + lines.length * 22 * scale
  pen.fillStyle = look.ground
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = look.ink
  pen.font = font
  pen.textBaseline = 'top'
  lines.forEach((line, n) => pen.fillText(line, margin, margin + n * 22 * scale))
  pen.drawImage(drawn, margin, margin + lines.length * 22 * scale)
  return new Promise((done) => canvas.toBlob(done, 'image/png'))
}

/** Breaks a title at spaces, and where it has none (Chinese) at any letter. */
export function wrapped(title: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of title.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/g) ?? []) {
    if (line && measure(line + piece) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += line ? piece : piece.trimStart()
  }
  return line ? [...lines, line] : lines
}
