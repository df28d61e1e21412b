// Questions that depend on others: shown and hidden while one answers. The server decides again what counts.
type Answers = (name: string) => string[]

/** Names of the questions that show; those before decide about those after them. */
export function showing(asked: { name: string; depends: string; equals: string }[], answers: Answers): Set<string> {
  const found = new Set<string>()
  for (const { name, depends, equals } of asked) {
    if (!depends || (found.has(depends) && answers(depends).includes(equals))) found.add(name)
  }
  return found
}

function begin(form: HTMLFormElement): void {
  const parts = [...form.querySelectorAll<HTMLElement>('.up-ask-one[id]')]
  const asked = parts.map((part) => ({ name: part.id, depends: part.dataset.if ?? '', equals: part.dataset.equals ?? '' }))
  const update = (): void => {
    const data = new FormData(form)
    const shown = showing(asked, (name) => data.getAll(name).map(String))
    for (const part of parts) part.hidden = !shown.has(part.id)
  }
  for (const note of form.querySelectorAll<HTMLElement>('.up-ask-if')) note.hidden = true
  form.addEventListener('change', update)
  form.addEventListener('submit', () => form.querySelector<HTMLButtonElement>('.up-ask-send')?.setAttribute('aria-busy', 'true'))
  update()
}

if (typeof document !== 'undefined') {
  document.querySelectorAll<HTMLFormElement>('form[data-ask]').forEach(begin)
  document.querySelector<HTMLElement>('[data-errors]')?.focus()
}
