// Menus: popovers that stand at their button. The browser opens and closes them.
const GAP = 4

const place = (menu: HTMLElement): void => {
  const button = document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(menu.id)}"]`)
  if (!button || menu.classList.contains('up-sheet')) return
  const at = button.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = menu
  const left = at.left + width > innerWidth - 8 ? at.right - width : at.left
  const below = at.bottom + GAP
  const top = below + height > innerHeight - 8 && at.top - GAP - height > 8 ? at.top - GAP - height : below
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
  menu.style.top = `${Math.max(8, top)}px`
}

export const startMenus = (): void => {
  document.addEventListener(
    'toggle',
    (event) => {
      const menu = event.target
      if (!(menu instanceof HTMLElement) || !menu.matches('.up-menu')) return
      const open = (event as ToggleEvent).newState === 'open'
      document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`)?.setAttribute('aria-expanded', String(open))
      if (open) place(menu)
      if (open && menu.contains(document.activeElement) === false) menu.querySelector<HTMLElement>('[autofocus]')?.focus()
    },
    true,
  )
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.target instanceof HTMLElement && event.target.matches('.up-menu:popover-open')) place(event.target)
  })
  document.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !(event.target instanceof HTMLElement)) return
    const button = event.target.closest<HTMLElement>('[popovertarget]')
    const menu = event.target.closest<HTMLElement>('.up-menu') ?? (button && document.getElementById(button.getAttribute('popovertarget') ?? ''))
    if (!menu?.matches('.up-menu:popover-open') || event.target.matches('input, select, textarea')) return
    const items = [...menu.querySelectorAll<HTMLElement>('.up-menu-item')]
    const next = (items.indexOf(event.target) + step + items.length) % items.length
    event.preventDefault()
    items[button && step < 0 ? items.length - 1 : next]?.focus()
  })
  // What is left behind by scrolling would float: it closes.
  addEventListener('scroll', (event) => {
    if (event.target instanceof HTMLElement && event.target.closest('.up-menu')) return
    document.querySelectorAll<HTMLElement>('.up-menu:popover-open').forEach((menu) => place(menu))
  }, { capture: true, passive: true })
}
