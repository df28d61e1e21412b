// Details open over the page, under their own address. Links with `data-drawer` lead there.
import { attend, mayLeave } from './forms'
import { busy, find, htmx, refresh } from './page'
import { toast, undoOffer } from './toasts'

interface Drawn {
  drawer: string
}

const dialog = (): HTMLDialogElement | null => find<HTMLDialogElement>('#drawer')
const content = (): HTMLElement | null => find('#drawer-content')
const title = document.title
let from: HTMLElement | null = null

const partial = (url: string): string => {
  const address = new URL(url, location.href)
  address.searchParams.set('drawer', '1')
  return address.pathname + address.search
}

const show = async (url: string): Promise<void> => {
  const box = dialog()
  if (!box) return location.assign(url)
  const response = await busy(fetch(partial(url), { headers: { Accept: 'text/html' } }))
  if (!response.ok || response.redirected) return location.assign(url)
  put(await response.text(), url)
  if (!box.open) box.showModal()
  box.scrollTop = 0
  ;(find('[autofocus]', box) ?? firstField(box) ?? box).focus()
}

/** A page that is a form begins with its first field; a page that is read, with comments beside it, does not. */
const firstField = (box: HTMLElement): HTMLElement | null =>
  find('.up-read', box) ? null : find('.up-drawer-body :is(input:not([type=hidden]), select, textarea:not([hidden]))', box)

/** Forms in the drawer are sent by HTMX and answered in the drawer. */
const put = (html: string, url: string): void => {
  const box = content()
  if (!box) return
  box.innerHTML = html
  attend(box)
  dress(box, url)
  htmx.process(box)
}

const dress = (box: HTMLElement, url: string): void => {
  box.querySelectorAll<HTMLFormElement>('form[method=post]').forEach((form) => {
    const action = form.getAttribute('action') || url
    if (form.matches('[hx-post], [data-whole]')) return
    form.setAttribute('hx-post', partial(action))
    form.setAttribute('hx-target', '#drawer-content')
    form.setAttribute('hx-swap', 'innerHTML')
  })
  const head = find('#drawer-title', box)?.textContent?.trim()
  if (head) document.title = `${head} · ${title.split(' · ').pop() ?? ''}`
}

export const openDrawer = async (url: string): Promise<void> => {
  const before = dialog()?.open
  if (!before) {
    from = document.activeElement as HTMLElement | null
  }
  await show(url)
  const state: Drawn = { drawer: url }
  if (before) history.replaceState(state, '', url)
  else history.pushState(state, '', url)
}

const shut = (): void => {
  const box = dialog()
  if (!box?.open) return
  box.close()
  content()?.replaceChildren()
  document.title = title
  from?.isConnected && from.focus()
}

/** Closes the drawer as a person does; what was typed is asked for. */
export const closeDrawer = (ask = true): void => {
  const box = dialog()
  if (!box?.open || (ask && !mayLeave(box))) return
  if ((history.state as Drawn | null)?.drawer) history.back()
  else shut()
}

/** Closes the drawer after something was done in it, and brings the page under it up to date. */
const leaveSaved = (url: string): void => {
  if (!dialog()?.open) return location.assign(url)
  if ((history.state as Drawn | null)?.drawer) {
    addEventListener('popstate', () => void refresh(), { once: true })
    history.back()
  } else {
    shut()
    void refresh()
  }
}

export const startDrawer = (): void => {
  const box = dialog()
  if (!box) return
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[data-drawer]')
    if (!link || matchMedia('(max-width: 767.98px)').matches) return
    event.preventDefault()
    if (box.open && !mayLeave(box)) return
    void openDrawer(link.href)
  })
  // What a form asks for can open here, too.
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (event.defaultPrevented || !form.matches('form[method=get][data-drawer]') || matchMedia('(max-width: 767.98px)').matches) return
    event.preventDefault()
    const query = new URLSearchParams()
    new FormData(form, event.submitter).forEach((value, name) => query.append(name, String(value)))
    void openDrawer(`${form.action}?${query}`)
  })
  box.addEventListener('cancel', (event) => {
    event.preventDefault()
    closeDrawer()
  })
  box.addEventListener('click', (event) => {
    const target = event.target as HTMLElement
    if (target.closest('[data-done]')) {
      event.preventDefault()
      leaveSaved(location.href)
    } else if (target === box || target.closest('[data-close]')) {
      event.preventDefault()
      closeDrawer()
    }
  })
  addEventListener('popstate', (event) => {
    const url = (event.state as Drawn | null)?.drawer
    if (url) void show(url)
    else shut()
  })
  // htmx answers a form of the drawer with the drawer again when something in it is wrong.
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.target !== content()) return
    dress(content()!, location.href)
    htmx.process(content()!)
  })
  // Afterwards: until then, htmx itself moves the focus to what has `autofocus`.
  document.addEventListener('htmx:afterSettle', (event) => {
    if (content()?.contains(event.target as Node)) attend(content()!)
  })
  document.addEventListener('up:saved', (event) => {
    const { message, url, undo } = (event as CustomEvent<{ message: string; url: string; undo?: string }>).detail
    leaveSaved(url)
    if (box.isConnected) toast(message, 'success', undoOffer(undo))
  })
  // A task that is opened in the plan shows over it.
  document.addEventListener('up-open', (event) => {
    event.preventDefault()
    void openDrawer((event as CustomEvent<{ url: string }>).detail.url)
  })
  document.addEventListener('up:open', (event) => void openDrawer((event as CustomEvent<{ url: string }>).detail.url))
}
