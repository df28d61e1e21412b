/** The page's tokens as colours that a canvas understands. */
export interface Look {
  ground: string
  ink: string
  muted: string
  line: string
  font: string
  hue: Record<string, string>
}

export const HUES = ['accent', 'good', 'bad', 'warn', 'info', 'muted', ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `series-${n}`)]

export function lookOf(host: HTMLElement): Look {
  const probe = document.createElement('i')
  probe.hidden = true
  host.append(probe)
  const style = getComputedStyle(probe)
  const token = (name: string): string => {
    probe.style.setProperty('color', `var(--up-${name})`)
    return style.color
  }
  const look = {
    ground: token('canvas'),
    ink: token('ink'),
    muted: token('muted'),
    line: token('line'),
    font: getComputedStyle(document.documentElement).getPropertyValue('--up-font').trim() || 'sans-serif',
    hue: Object.fromEntries(HUES.map((name) => [name, token(name)])),
  }
  probe.remove()
  return look
}
