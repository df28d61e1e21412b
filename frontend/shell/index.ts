// The shell of every page. Each part finds what it serves by attributes; pages work without it, only less comfortably.
import { htmx } from './page'
import { startDrawer } from './drawer'
import { startForms } from './forms'
import { startKeys } from './keys'
import { startMenus } from './menus'
import { startNavigation } from './navigation'
import { startOrder } from './order'
import { startPalette } from './palette'
import { startIslands } from './islands'
import { startRows } from './rows/index'
import { startToasts } from './toasts'

startMenus()
startNavigation()
startToasts()
startForms()
startDrawer()
startPalette()
startKeys()
startOrder()
startRows()
startIslands()

// What scrolls can be scrolled with the keyboard.
htmx.onLoad((root) =>
  (root as HTMLElement).querySelectorAll<HTMLElement>('.up-list-wrap:not([tabindex])').forEach((list) => {
    list.tabIndex = 0
  }),
)
