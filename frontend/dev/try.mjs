// Uses the element as a person would, in a real browser, against the pretended server: node dev/try.mjs. CHROMIUM names the browser.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import { serve } from './server.mjs'

const port = 8196
const home = `http://127.0.0.1:${port}`
const server = await serve(port)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] })
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true })
const page = await context.newPage()
page.on('pageerror', (error) => assert.fail(error))
page.on('console', (message) => assert(message.type() !== 'error' || /status of|Failed to load/.test(message.text()), message.text()))
let plan = 60

const app = (fn, arg) => page.evaluate(`(${fn})(document.querySelector('up-gantt').app, ${JSON.stringify(arg)})`)
const text = (row, id) => app((a, [row, id]) => a.grid.cell(row, a.grid.columns.findIndex((c) => c.id === id)).firstChild.data, [row, id])
const state = () =>
  app((a) => ({ row: a.activeRow(), col: a.grid.columns[a.selection.active.col]?.id ?? 'number', editing: a.editor.editing, typed: a.editor.input.value, rows: a.visible.rows.length, banner: a.banner.element.hidden ? '' : a.banner.element.className, said: a.frame.noteBox?.textContent ?? '' }))
const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key)
}
const type = (words) => page.keyboard.type(words)
const settled = () => page.waitForFunction(() => document.querySelector('up-gantt').idle)
const click = async (row, id, options) => {
  const at = await app((a, [row, id]) => {
    a.reveal(row)
    a.render()
    const box = a.grid.cell(row, id === 'number' ? -1 : a.grid.columns.findIndex((c) => c.id === id)).getBoundingClientRect()
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }, [row, id])
  await page.mouse.click(at.x, at.y, options)
}
const open = async (query = '') => {
  await page.goto(`${home}/?n=${++plan}${query}`)
  await page.waitForFunction(() => document.querySelector('up-gantt')?.app?.model)
}
const paste = (words) =>
  app((a, words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', words)
    a.shadow.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }))
  }, words)

const tries = {
  async 'typing edits, Enter goes to the next row'() {
    await click(3, 'name')
    await type('Renamed')
    await press('Enter')
    await settled()
    assert.equal(await text(3, 'name'), 'Renamed')
    assert.deepEqual([(await state()).row, (await state()).col], [4, 'name'])
  },
  async 'Tab goes to the next cell, Escape gives up'() {
    await click(3, 'duration')
    await type('3d')
    await press('Tab')
    await settled()
    assert.equal(await text(3, 'duration'), '3d')
    assert.equal((await state()).col, 'start')
    await press('F2')
    assert.equal((await state()).editing, true)
    await press('Escape')
    assert.equal((await state()).editing, false)
  },
  async 'what is refused stays in the editor with its reason'() {
    await click(3, 'duration')
    await type('banana')
    await press('Enter')
    await page.waitForFunction(() => !document.querySelector('up-gantt').app.shadow.querySelector('.popover.error').hidden)
    const now = await state()
    assert.deepEqual([now.editing, now.typed, now.row, now.col], [true, 'banana', 3, 'duration'])
    await press('Escape')
    assert.equal(await text(3, 'duration'), await app((a) => a.model.value.duration[3]))
  },
  async 'Insert opens a new row above; Escape takes it away'() {
    const before = (await state()).rows
    await click(4, 'name')
    await press('Insert')
    assert.deepEqual([(await state()).rows, (await state()).editing], [before + 1, true])
    await press('Escape')
    assert.equal((await state()).rows, before)
    await press('Insert')
    await type('New one')
    await press('Enter')
    await settled()
    assert.equal(await text(4, 'name'), 'New one')
    assert.equal((await state()).row, 5)
  },
  async 'indent, outdent, undo and redo'() {
    const level = () => app((a) => a.model.column.level[a.visible.rows[4]])
    await click(4, 'name')
    const before = await level()
    await press('Alt+Shift+ArrowRight')
    await settled()
    assert.equal(await level(), before + 1)
    await press('Control+z')
    await settled()
    assert.equal(await level(), before)
    await press('Control+y')
    await settled()
    assert.equal(await level(), before + 1)
    await press('Alt+Shift+ArrowLeft')
    await settled()
    assert.equal(await level(), before)
  },
  async 'typing into the last row appends'() {
    const before = (await state()).rows
    await press('Control+End', 'ArrowDown', 'Home', 'ArrowRight')
    await type('Appended')
    await press('Enter')
    await settled()
    assert.equal((await state()).rows, before + 1)
    assert.equal((await state()).row, before + 1)
  },
  async 'a block is pasted in one request, beyond the end too'() {
    let requests = 0
    page.on('request', (r) => r.url().includes('/edits') && requests++)
    await press('Control+End', 'Home', 'ArrowRight')
    const before = (await state()).rows
    await paste('P1\t4d\nP2\t6d\n"P ""3"""\t2d\n')
    await settled()
    assert.equal((await state()).rows, before + 2)
    assert.equal(await text(before + 1, 'name'), 'P "3"')
    assert.equal(await text(before + 1, 'duration'), '2d')
    assert.equal(requests, 1)
  },
  async 'Ctrl+F2 links in the order of selection'() {
    await click(5, 'name')
    await page.keyboard.down('Control')
    await click(8, 'name')
    await page.keyboard.up('Control')
    await press('Control+F2')
    await settled()
    assert.match(await text(8, 'predecessors'), /\b6\b/)
    await press('Control+Shift+F2')
    await settled()
    assert.doesNotMatch(await text(8, 'predecessors'), /\b6\b/)
  },
  async 'Del on a row number removes the task'() {
    const before = (await state()).rows
    await click(5, 'number')
    await press('Delete')
    await settled()
    assert.equal((await state()).rows, before - 1)
  },
  async 'rows collapse, and the address remembers it'() {
    const before = (await state()).rows
    await click(0, 'name')
    await press('Alt+Shift+Minus')
    assert((await state()).rows < before)
    await page.waitForFunction(() => location.search.includes('x='))
    await page.reload()
    await page.waitForFunction(() => document.querySelector('up-gantt')?.app?.model)
    assert((await state()).rows < before)
  },
  async 'a dragged bar asks before it moves the go-live; Enter applies'() {
    await open()
    const at = await app((a) => {
      a.reveal(0)
      const p = a.visible.rows[5]
      a.chart.scrollToInstant(a.model.column.start[p], 0.2)
      a.render()
      const box = a.chart.canvas.getBoundingClientRect()
      return { x: box.x + a.chart.scale.x(a.model.column.start[p]) - a.chart.left + 6, y: box.y + a.sizes.head + 5.5 * a.sizes.row - a.top - 4, start: a.model.column.start[p] }
    })
    await page.mouse.move(at.x, at.y)
    await page.mouse.down()
    await page.mouse.move(at.x + 90, at.y, { steps: 6 })
    await page.mouse.up()
    await page.waitForFunction(() => !document.querySelector('up-gantt').app.banner.element.hidden)
    await press('Enter')
    await settled()
    assert((await app((a) => a.model.column.start[a.visible.rows[5]])) > at.start)
  },
  async 'what others do comes in while one types'() {
    await click(6, 'name')
    await type('half')
    await page.evaluate((n) => fetch(`/other?n=${n}`), plan)
    await page.waitForFunction(() => document.querySelector('up-gantt').app.model.value.name[2].startsWith('Li Wei'))
    assert.deepEqual([(await state()).editing, (await state()).typed], [true, 'half'])
    await press('Escape')
  },
  async 'a row that others add above does not move the editor to another task'() {
    await click(6, 'name')
    const uid = await app((a) => a.selection.active.uid)
    await type('mid')
    await page.evaluate((n) => fetch(`/other?n=${n}&insert=1`), plan)
    await page.waitForFunction(() => document.querySelector('up-gantt').app.activeRow() === 7)
    await type('dle')
    assert.deepEqual([(await state()).typed, (await state()).row], ['middle', 7])
    assert.equal(await app((a) => a.editor.input.closest('.row').getAttribute('aria-rowindex')), '9')
    await press('Enter')
    await settled()
    assert.equal(await app((a, uid) => a.nameOf(uid), uid), 'middle')
  },
  async 'a conflict keeps what was typed, and it can be applied anyway'() {
    await app((a) => void (a.live.hold = true))
    await page.evaluate((n) => fetch(`/other?n=${n}`), plan)
    await click(6, 'name')
    await type('mine')
    await press('Enter')
    await page.waitForFunction(() => document.querySelector('up-gantt').app.banner.element.classList.contains('conflict'))
    assert.equal(await text(6, 'name'), 'mine')
    await press('Enter')
    await settled()
    assert.equal(await text(6, 'name'), 'mine')
  },
  async 'signed out: everything is kept and tried again'() {
    await page.evaluate((n) => fetch(`/fail?n=${n}&status=401`), plan)
    await click(6, 'name')
    await type('kept')
    await press('Enter')
    await page.waitForFunction(() => document.querySelector('up-gantt').app.banner.element.querySelector('a'))
    assert.equal(await text(6, 'name'), 'kept')
    await app((a) => a.banner.element.querySelector('button').click())
    await settled()
    assert.equal(await text(6, 'name'), 'kept')
  },
  async 'a reader finds no way to change anything'() {
    await open('&read=1')
    await click(3, 'name')
    await type('x')
    await press('Insert', 'Delete')
    assert.equal((await state()).editing, false)
    assert.equal(await app((a) => [...a.shadow.querySelectorAll('.t-add,.t-remove,.t-indent,.t-undo')].every((b) => b.disabled)), true)
  },
  async 'axe finds nothing, in either theme'() {
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    for (const theme of ['light', 'dark']) {
      await open(`&theme=${theme}&by=owner`)
      await page.addScriptTag({ path: source })
      const { violations } = await page.evaluate(() => globalThis.axe.run('up-gantt', { resultTypes: ['violations'] }))
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3).join(' | ')}`), [])
    }
  },
}

let failed = 0
await open()
for (const [name, act] of Object.entries(tries)) {
  try {
    await act()
    console.log(`ok    ${name}`)
  } catch (error) {
    failed++
    console.log(`FAIL  ${name}\n${error.stack?.slice(0, 1500)}`)
  }
}
await browser.close()
server.close()
process.exitCode = failed ? 1 : 0
