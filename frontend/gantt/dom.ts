/** Making elements without HTML strings. */
export type Child = Node | string | null | undefined | false

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string | number | boolean | null> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue
    if (name === 'class') element.className = String(value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const child of children) if (child) element.append(child)
  return element
}

export function clear(element: Element): void {
  while (element.firstChild) element.firstChild.remove()
}

export const setAttribute = (element: Element, name: string, value: string | null): void => {
  if (value === null) {
    if (element.hasAttribute(name)) element.removeAttribute(name)
  } else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
