// `<up-island data-module data-style>`: fetches what the element in it needs, when there is one on the page or in the drawer.

class UpIsland extends HTMLElement {
  connectedCallback(): void {
    const { module, style } = this.dataset
    if (style && !document.querySelector(`link[href="${CSS.escape(style)}"]`)) {
      const link = document.createElement('link')
      link.rel = 'stylesheet'
      link.href = style
      document.head.append(link)
    }
    if (module) void import(module).catch(() => this.toggleAttribute('data-failed', true))
  }
}

export const startIslands = (): void => {
  if (!customElements.get('up-island')) customElements.define('up-island', UpIsland)
}
