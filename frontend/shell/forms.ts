// Forms: the focus goes to what is wrong, what was typed is not lost by a slip, nothing is sent twice.
import { find, word } from './page'

/** Signing in elsewhere changes the token: what counts is the one in the cookie. */
export const token = (): string => /(?:^|; )csrftoken=(\w+)/.exec(document.cookie)?.[1] ?? ''
const changed = new WeakSet<HTMLFormElement>()

export const attend = (root: ParentNode): void => {
  // What is wrong is said by the server: in the person's language, all of it at once.
  root.querySelectorAll<HTMLFormElement>('form[method=post]').forEach((form) => (form.noValidate = true))
  const summary = find('.up-alert[data-errors]', root)
  if (summary) summary.focus()
}

/** A form that was typed into, or an island that says so of itself; the template of words has a word of that name. */
export const isUnsaved = (root: ParentNode = document): boolean =>
  root.querySelector('[data-unsaved]:not(template)') !== null || [...root.querySelectorAll('form')].some((form) => changed.has(form))

/** Asks before what was typed is thrown away; true when it may be. */
export const mayLeave = (root: ParentNode): boolean => !isUnsaved(root) || confirm(word('unsaved'))

export const startForms = (): void => {
  attend(document)
  const mark = (event: Event): void => {
    const form = (event.target as HTMLElement).closest?.<HTMLFormElement>('form[method=post]')
    // What a script writes is no typing, except where the script writes what was typed.
    if (form && !form.matches('[data-loose]') && (event.isTrusted || (event.target as HTMLElement).matches('up-rows > textarea'))) changed.add(form)
  }
  document.addEventListener('input', mark)
  document.addEventListener('change', (event) => {
    // A filter applies as soon as it is chosen.
    const form = (event.target as HTMLElement).closest?.<HTMLFormElement>('form[data-instant]')
    if (form && !(event.target as HTMLElement).matches('[type=search]')) form.requestSubmit()
  })
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    const question = (event.submitter as HTMLElement | null)?.dataset.confirm ?? form.dataset.confirm
    if (question && !confirm(question)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
    if (form.method !== 'post') return
    const field = form.querySelector<HTMLInputElement>('input[name=csrfmiddlewaretoken]')
    if (field && token()) field.value = token()
    changed.delete(form)
    if (form.dataset.sending && !form.matches('[hx-post]')) {
      event.preventDefault()
      return
    }
    form.dataset.sending = '1'
    window.setTimeout(() => delete form.dataset.sending, 4000)
  }, true)
  document.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('[data-copy-link]')?.dataset.copyLink
    if (link)
      void navigator.clipboard
        ?.writeText(new URL(link, location.href).href)
        .then(() => document.dispatchEvent(new CustomEvent('up:toast', { detail: { message: word('copied') } })))
    const button = (event.target as HTMLElement).closest<HTMLElement>('[data-copy]')
    const field = button && find<HTMLInputElement>(button.dataset.copy ?? '')
    if (!field) return
    field.select()
    void navigator.clipboard?.writeText(field.value).then(() => document.dispatchEvent(new CustomEvent('up:toast', { detail: { message: word('copied') } })))
  })
  document.addEventListener('htmx:configRequest', (event) => {
    const { headers, parameters } = (event as CustomEvent<{ headers: Record<string, string>; parameters: Record<string, unknown> }>).detail
    if (!token()) return
    headers['X-CSRFToken'] = token()
    if ('csrfmiddlewaretoken' in parameters) parameters.csrfmiddlewaretoken = token()
  })
  addEventListener('beforeunload', (event) => {
    if (isUnsaved()) event.preventDefault()
  })
  // After "back" the page comes from memory: it can be sent again.
  addEventListener('pageshow', () => document.querySelectorAll<HTMLFormElement>('form[data-sending]').forEach((form) => delete form.dataset.sending))
}
