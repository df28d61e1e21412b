// Messages: said aloud by screen readers, gone after a while; errors stay until they are closed.
import { token } from './forms'
import { element, find, htmx, refresh, word } from './page'

const LASTS = 6000

export interface Offer {
  text: string
  run: () => void
}

export const toast = (text: string, kind = 'success', offer?: Offer): void => {
  const box = find('#toasts')
  if (!box) return
  const one = element('div', `up-toast up-toast-${kind}`)
  one.append(element('p', '', text))
  if (offer) {
    const button = element('button', 'btn btn-sm', offer.text)
    button.type = 'button'
    button.onclick = () => {
      close(one)
      offer.run()
    }
    one.append(button)
  }
  const shut = element('button', 'btn btn-icon btn-ghost', '×')
  shut.type = 'button'
  shut.setAttribute('aria-label', word('dismiss'))
  shut.onclick = () => close(one)
  one.append(shut)
  // Opened anew each time: only so it lies above a dialog that was opened since.
  if (box.matches(':popover-open')) box.hidePopover()
  box.showPopover()
  box.append(one)
  if (kind !== 'error') expire(one, offer ? LASTS * 2 : LASTS)
}

const expire = (one: HTMLElement, after: number): void => {
  let timer = window.setTimeout(() => close(one), after)
  one.onpointerenter = () => clearTimeout(timer)
  one.onpointerleave = () => (timer = window.setTimeout(() => close(one), after))
}

const close = (one: HTMLElement): void => {
  const box = one.parentElement
  one.remove()
  if (box && !box.childElementCount && box.matches(':popover-open')) box.hidePopover()
}

export const failed = (status: number): void => {
  if (status === 401) toast(word('expired'), 'error', { text: word('signin'), run: () => open(word('signinUrl'), '_blank', 'noopener') })
  else toast(status === 403 ? word('forbidden') : word('offline'), 'error')
}

/** Offers to take back what was done; the server says what that did. */
export const undoOffer = (url: string | undefined): Offer | undefined =>
  url
    ? {
        text: word('undo'),
        run: () =>
          void fetch(url, { method: 'POST', headers: { 'X-CSRFToken': token(), 'HX-Request': 'true' } })
            .then(async (response) => {
              if (!response.ok) return failed(response.status)
              toast(await response.text())
              await refresh()
            })
            .catch(() => failed(0)),
      }
    : undefined

export const startToasts = (): void => {
  document
    .querySelectorAll<HTMLTemplateElement>('template[data-toast]')
    .forEach((one) => toast(one.content.textContent ?? '', one.dataset.toast, undoOffer(one.dataset.undo)))
  document.addEventListener('up:toast', (event) => {
    const { message, kind } = (event as CustomEvent<{ message: string; kind?: string }>).detail
    toast(message, kind)
  })
  htmx.on('htmx:responseError', (event) => {
    const xhr = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr
    const told = xhr.getResponseHeader('Content-Type')?.includes('json') ? (JSON.parse(xhr.responseText) as { message?: string }).message : ''
    if (told && xhr.status !== 401) toast(told, 'error')
    else failed(xhr.status)
  })
  htmx.on('htmx:sendError', () => failed(0))
}
