import { find, word } from './page'

const root = document.documentElement

export const narrow = (): void => {
  const now = root.dataset.nav !== 'narrow'
  if (now) root.dataset.nav = 'narrow'
  else delete root.dataset.nav
  find('[data-narrow]')?.setAttribute('aria-pressed', String(now))
  try {
    localStorage.setItem('nav', now ? 'narrow' : 'wide')
  } catch {
    // Not remembered, then.
  }
  dispatchEvent(new Event('resize'))
}

/** Chinese letters that the system lacks come from our own files, when the page is quiet. */
const lendLetters = (): void => {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = word('fonts')
  document.head.append(link)
}

export const startNavigation = (): void => {
  find('[data-narrow]')?.setAttribute('aria-pressed', String(root.dataset.nav === 'narrow'))
  find('[data-narrow]')?.addEventListener('click', narrow)
  if (word('fonts')) lendLetters()
  document.querySelectorAll<HTMLFormElement>('[data-theme-form]').forEach((form) =>
    form.addEventListener('submit', (event) => {
      const button = event.submitter as HTMLButtonElement | null
      if (!button) return
      event.preventDefault()
      const data = new FormData(form, button)
      root.dataset.theme = button.value
      root.dataset.bsTheme = button.value || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
      form.querySelectorAll('[aria-current]').forEach((one) => one.removeAttribute('aria-current'))
      button.setAttribute('aria-current', 'true')
      void fetch(form.action, { method: 'POST', body: data })
      form.closest<HTMLElement>('[popover]')?.hidePopover()
    }),
  )
}
