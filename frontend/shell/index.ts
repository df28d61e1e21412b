// The shell of every page. Each part finds what it serves by attributes; pages work without it, only less comfortably.
import { htmx } from './page'
import { startDrawer } from './drawer'
import { startForms } from './forms'
import { startKeys } from './keys'
import { restoreFolds, startLists } from './lists'
import { Mention } from './mention'
import { startMenus } from './menus'
import { startNavigation } from './navigation'
import { startOrder } from './order'
import { startPalette } from './palette'
import { Pick } from './pick'
import { startIslands } from './islands'
import { startRows } from './rows/index'
import { startToasts } from './toasts'

startMenus()
startNavigation()
startToasts()
startForms()
startDrawer()
startPalette()
startLists()
startKeys()
startOrder()
startRows()
startIslands()
if (!customElements.get('up-pick')) customElements.define('up-pick', Pick)
if (!customElements.get('up-mention')) customElements.define('up-mention', Mention)

// What scrolls can be scrolled with the keyboard.
htmx.onLoad((root) => {
  restoreFolds(root as HTMLElement)
  ;(root as HTMLElement).querySelectorAll<HTMLElement>('.up-list-wrap:not([tabindex])').forEach((list) => {
    list.tabIndex = 0
  })
})
