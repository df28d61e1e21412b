/** Colours of the chart. They come from the page's tokens where it has some, and change with its theme. */
export interface Theme {
  dark: boolean
  font: string
  surface: string
  head: string
  text: string
  muted: string
  line: string
  faint: string
  shade: string
  select: string
  hover: string
  primary: string
  bar: Tint
  summary: string
  manual: Tint
  critical: Tint
  criticalDark: string
  baseline: string
  slack: string
  link: string
  today: string
  status: string
  deadline: string
  missed: string
  constraint: string
  goLive: string
  palette: Tint[]
  inactive: string
}

export interface Tint {
  /** Not yet done. */
  fill: string
  /** Done, and the outline. */
  deep: string
}

/** Relative luminance of a colour, as WCAG counts it. */
function luminance(hue: number, saturation: number, lightness: number): number {
  const a = (saturation / 100) * Math.min(lightness / 100, 1 - lightness / 100)
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12
    const value = lightness / 100 - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(0) + 0.7152 * channel(8) + 0.0722 * channel(4)
}

/** The lightness nearest to `wanted` on which the ground's colour (white, or night blue) can be read: at least 4.6 : 1. */
export function readable(hue: number, saturation: number, wanted: number, dark: boolean): number {
  const contrast = (lightness: number): number => {
    const own = luminance(hue, saturation, lightness)
    return dark ? (own + 0.05) / (0.017 + 0.05) : 1.05 / (own + 0.05)
  }
  let lightness = wanted
  while (contrast(lightness) < 4.6 && lightness > 5 && lightness < 95) lightness += dark ? 1 : -1
  return lightness
}

const tint = (hue: number, saturation: number, dark: boolean): Tint =>
  dark
    ? { fill: `hsl(${hue} ${saturation * 0.75}% 34%)`, deep: `hsl(${hue} ${saturation}% ${readable(hue, saturation, 60, true)}%)` }
    : { fill: `hsl(${hue} ${saturation}% 80%)`, deep: `hsl(${hue} ${saturation * 0.9}% ${readable(hue, saturation * 0.9, 47, false)}%)` }

/** Hues far enough apart for most kinds of colour vision; further groups repeat them, so words and initials go with them. */
const HUES: [number, number][] = [
  [212, 72],
  [32, 78],
  [164, 58],
  [284, 48],
  [52, 72],
  [338, 60],
  [190, 66],
  [96, 46],
  [252, 56],
  [14, 58],
]

/** A token may be written with functions that a canvas does not know: what a colour property makes of it is plain. */
function resolved(host: HTMLElement, name: string): string {
  const probe = document.createElement('i')
  probe.hidden = true
  probe.style.setProperty('color', `var(${name})`)
  ;(host.shadowRoot ?? host).append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour
}

export function themeOf(host: HTMLElement): Theme {
  const style = getComputedStyle(host)
  const dark = document.documentElement.dataset.bsTheme === 'dark'
  const token = (name: string, light: string, night: string): string => (style.getPropertyValue(name) ? resolved(host, name) : dark ? night : light)
  const pick = (light: string, night: string): string => (dark ? night : light)
  return {
    dark,
    font: style.fontFamily || 'system-ui, sans-serif',
    surface: token('--tblr-bg-surface', '#ffffff', '#182433'),
    head: token('--tblr-bg-surface-secondary', '#f6f8fb', '#1b293a'),
    text: token('--tblr-body-color', '#1d273b', '#dce1e7'),
    muted: pick('#5b6880', '#9aa8bd'),
    line: token('--tblr-border-color', '#dfe4ec', '#2b3a4e'),
    faint: resolved(host, '--faint'),
    shade: pick('rgba(28, 44, 74, 0.042)', 'rgba(0, 0, 0, 0.2)'),
    select: resolved(host, '--tint'),
    hover: pick('rgba(32, 60, 110, 0.045)', 'rgba(255, 255, 255, 0.035)'),
    primary: token('--tblr-primary', '#206bc4', '#4a91eb'),
    bar: tint(214, 62, dark),
    summary: pick('#37445c', '#a9b7ca'),
    manual: tint(180, 42, dark),
    critical: dark ? { fill: 'hsl(356 46% 36%)', deep: 'hsl(357 78% 66%)' } : { fill: 'hsl(358 82% 86%)', deep: 'hsl(357 66% 52%)' },
    criticalDark: pick('hsl(357 70% 38%)', 'hsl(357 90% 78%)'),
    baseline: pick('#a7b1c2', '#64748b'),
    slack: pick('#7c8aa3', '#8494aa'),
    link: pick('#8592a8', '#76879f'),
    today: pick('#d6336c', '#f06595'),
    status: pick('#c2610c', '#f59f45'),
    deadline: pick('#2b8a3e', '#69db7c'),
    missed: pick('#c92a2a', '#ff8787'),
    constraint: pick('#7048b6', '#b197fc'),
    goLive: pick('#0b7285', '#3bc9db'),
    palette: HUES.map(([hue, saturation]) => tint(hue, saturation, dark)),
    inactive: pick('#a7b1c2', '#5a6a80'),
  }
}
