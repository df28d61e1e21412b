// Writes the icons that templates may name into src/uptake/ui/icons.py: `npm run icons` after a change of the list.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const names = `
adjustments alert-circle alert-triangle archive archive-off arrow-back-up arrow-down arrow-forward-up arrow-left arrow-right arrow-up arrows-sort
bell bolt book bookmark briefcase building building-community bulb calendar calendar-event calendar-off calendar-time cash chart-bar chart-histogram chart-line check
checkbox checklist chevron-down chevron-left chevron-right chevron-up circle circle-check circle-dashed circle-x clipboard-check clipboard-list
clock coin columns command copy device-desktop device-laptop diamond dots dots-vertical download edit external-link eye eye-off file file-export file-import
file-spreadsheet file-text filter flag flag-3 folder folders git-branch git-compare git-pull-request grip-vertical help-circle hierarchy history home hourglass inbox indent-decrease
indent-increase info-circle key keyboard language layout-dashboard layout-kanban layout-sidebar-left-collapse layout-sidebar-left-expand license link list list-check list-details lock
lock-open login logout mail map-pin menu-2 message moon note package palette paperclip pencil photo player-play player-stop plus point presentation printer refresh
rocket route scale school search send server settings shield shield-check sitemap sort-ascending sort-descending sparkles square stack-2 star sun table tag target template timeline timeline-event
tools trash triangle unlink upload user user-check user-off user-plus users users-group world x zoom-in zoom-out
`.trim().split(/\s+/)

const lines = names.map((name) => {
  const svg = readFileSync(join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`), 'utf8')
  const inner = svg.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
  const shapes = inner.trim().split('\n').map((line) => line.trim()).filter((line) => !line.includes('M0 0h24v24H0z'))
  return `    "${name}": '${shapes.join('').replaceAll(' />', '/>')}',`
})
writeFileSync(
  join(here, '../src/uptake/ui/icons.py'),
  `"""Shapes of the icons, 24 × 24, drawn with strokes. Made by frontend/icons.mjs from Tabler Icons (MIT licence)."""\n\n` +
    `# fmt: off\n# ruff: noqa: E501  # made by a program\nICONS: dict[str, str] = {\n${lines.join('\n')}\n}\n`,
)
console.log(`${names.length} icons`)
