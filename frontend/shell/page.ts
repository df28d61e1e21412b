// HTMX, and what all parts of the shell share.
import htmx from 'htmx.org'

declare global {
  interface Window {
    htmx: typeof htmx
  }
}
window.htmx = htmx

export { htmx }

export const find = <T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T | null => root.querySelector<T>(selector)

/** Sentences that the server wrote in the person's language. */
export const word = (name: string): string => find<HTMLTemplateElement>('#words')?.dataset[name] ?? ''

export const element = <K extends keyof HTMLElementTagNameMap>(tag: K, css = '', text = ''): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag)
  if (css) made.className = css
  if (text) made.textContent = text
  return made
}

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest('input:not([type=checkbox], [type=radio]), textarea, select, up-gantt') !== null)

/** A thin line on top while something is on its way, after a moment. */
let running = 0
let timer = 0
export const busy = async <T>(work: Promise<T>): Promise<T> => {
  running += 1
  timer ||= window.setTimeout(() => {
    if (running) document.body.append(element('div', 'up-busy'))
  }, 150)
  try {
    return await work
  } finally {
    running -= 1
    if (!running) {
      clearTimeout(timer)
      timer = 0
      find('.up-busy')?.remove()
    }
  }
}

/** Brings the page under a drawer up to date, and keeps its place. */
export const refresh = async (): Promise<void> => {
  const plan = find<HTMLElement & { update?: () => void }>('up-gantt')
  if (plan?.update) return plan.update()
  // What stands there unsaved would be lost.
  if (find('#page [data-unsaved]')) return
  const response = await fetch(location.href, { headers: { 'X-Up-Refresh': '1' } })
  if (!response.ok || response.redirected) return location.reload()
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('#page')
  const old = find('#page')
  if (!fresh || !old) return location.reload()
  const scroll = [...old.querySelectorAll<HTMLElement>('.up-list-wrap')].map((one) => one.scrollLeft)
  old.replaceWith(fresh)
  fresh.querySelectorAll<HTMLElement>('.up-list-wrap').forEach((one, i) => (one.scrollLeft = scroll[i] ?? 0))
  htmx.process(fresh)
  document.dispatchEvent(new Event('up:refreshed'))
}
