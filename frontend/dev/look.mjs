// Takes pictures of the dev page: node dev/look.mjs out/ [name …]. Needs a Chromium; CHROMIUM names it.
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { serve } from './server.mjs'

const shots = {
  'light-300': { q: 'n=300' },
  'dark-300': { q: 'n=300&theme=dark' },
  'zh-300': { q: 'n=300&lang=zh&by=phase' },
  'zh-dark': { q: 'n=300&lang=zh&theme=dark&by=status&z=40' },
  'light-10000': { q: 'n=10000&by=owner' },
  'phone-grid': { q: 'n=300', size: [390, 844], touch: true },
  'phone-chart': { q: 'n=300&v=chart', size: [390, 844], touch: true },
  'hours': { q: 'n=10&z=640' },
  'days': { q: 'n=300&z=110' },
  'months': { q: 'n=10000&z=1.2' },
  'years': { q: 'n=10000&z=0.2' },
}
const [out = 'shots', ...wanted] = process.argv.slice(2)
mkdirSync(out, { recursive: true })
const server = await serve(8199)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] })
for (const [name, { q, size = [1440, 900], touch = false }] of Object.entries(shots)) {
  if (wanted.length && !wanted.includes(name)) continue
  const context = await browser.newContext({ viewport: { width: size[0], height: size[1] }, hasTouch: touch, isMobile: touch, deviceScaleFactor: touch ? 2 : 1 })
  const tab = await context.newPage()
  tab.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log(name, m.text()))
  tab.on('pageerror', (e) => console.log(name, e.stack))
  await tab.goto(`http://127.0.0.1:8199/?${q}`)
  await tab.waitForTimeout(900)
  await tab.screenshot({ path: `${out}/${name}.png` })
  await context.close()
}
await browser.close()
server.close()
