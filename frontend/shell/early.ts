// Runs before the first paint, so that neither colour nor navigation jumps.
{
  const root = document.documentElement
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const paint = (): void => {
    root.dataset.bsTheme = root.dataset.theme || (dark.matches ? 'dark' : 'light')
  }
  paint()
  dark.addEventListener('change', paint)
  try {
    if (localStorage.getItem('nav') === 'narrow') root.dataset.nav = 'narrow'
  } catch {
    // Storage may be forbidden: the navigation is wide then.
  }
}
