// Ctrl-K: everything that has a name.
import { element, find, word } from './page'

interface Item {
  label: string
  detail: string
  url: string
}
interface Group {
  name: string
  items: Item[]
}

const WAIT = 90
let asked = 0
let timer = 0

const dialog = (): HTMLDialogElement | null => find<HTMLDialogElement>('#palette')
const list = (): HTMLElement | null => find('#palette-list')
const input = (): HTMLInputElement | null => find<HTMLInputElement>('#palette input')
const options = (): HTMLElement[] => [...(list()?.querySelectorAll<HTMLElement>('[role=option]') ?? [])]

export const openPalette = (): void => {
  const box = dialog()
  if (!box || box.open) return
  box.showModal()
  input()?.select()
  void ask()
}

const ask = async (): Promise<void> => {
  const box = dialog()
  if (!box) return
  const mine = ++asked
  const query = new URLSearchParams({ q: input()?.value.trim() ?? '' })
  if (box.dataset.project) query.set('project', box.dataset.project)
  try {
    const response = await fetch(`${box.dataset.search}?${query}`, { headers: { Accept: 'application/json' } })
    const found = (await response.json()) as { groups?: Group[]; message?: string }
    if (mine === asked) paint(found.groups ?? [], found.message)
  } catch {
    if (mine === asked) paint([], word('offline'))
  }
}

const paint = (groups: Group[], message = ''): void => {
  const box = list()
  if (!box) return
  let number = 0
  box.replaceChildren(
    ...groups.map((group) => {
      const part = element('div')
      part.setAttribute('role', 'group')
      part.setAttribute('aria-label', group.name)
      const head = element('div', 'up-palette-group', group.name)
      head.setAttribute('aria-hidden', 'true')
      part.append(head, ...group.items.map((item) => row(item, number++)))
      return part
    }),
  )
  if (!groups.length) box.append(element('div', 'up-palette-none', message || word('nothing')))
  choose(0)
}

const row = (item: Item, number: number): HTMLElement => {
  const one = element('div', 'up-palette-item')
  one.id = `palette-${number}`
  one.setAttribute('role', 'option')
  one.dataset.url = item.url
  one.append(element('b', '', item.label))
  if (item.detail) one.append(element('small', '', item.detail))
  return one
}

const choose = (place: number): void => {
  const all = options()
  all.forEach((one, i) => one.setAttribute('aria-selected', String(i === place)))
  input()?.setAttribute('aria-activedescendant', all[place]?.id ?? '')
  all[place]?.scrollIntoView({ block: 'nearest' })
}

const chosen = (): number => options().findIndex((one) => one.getAttribute('aria-selected') === 'true')

const go = (one: HTMLElement | undefined, aside = false): void => {
  const url = one?.dataset.url
  if (!url) return
  if (aside) window.open(url, '_blank', 'noopener')
  else location.assign(url)
  dialog()?.close()
}

export const startPalette = (): void => {
  const box = dialog()
  if (!box) return
  document.querySelectorAll('[data-palette]').forEach((button) => button.addEventListener('click', openPalette))
  input()?.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), WAIT)
  })
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const all = options().length
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && all) {
      event.preventDefault()
      choose((chosen() + step + all) % all)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      go(options()[chosen()], event.ctrlKey || event.metaKey)
    }
  })
  box.addEventListener('pointermove', (event) => {
    const one = (event.target as HTMLElement).closest<HTMLElement>('[role=option]')
    if (one) choose(options().indexOf(one))
  })
  box.addEventListener('click', (event) => {
    if (event.target === box) box.close()
    go((event.target as HTMLElement).closest<HTMLElement>('[role=option]') ?? undefined)
  })
}
