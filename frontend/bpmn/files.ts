/** Diagrams as files: what a chosen file says, and files to take away. */

export const MOST_BYTES = 1_000_000

export const sizeOf = (xml: string): number => new TextEncoder().encode(xml).length

/** Reads the text of a file in the encoding that it declares. */
export const decoded = (bytes: Uint8Array): string => {
  const mark = { 'fffe': 'utf-16le', 'feff': 'utf-16be' }[[...bytes.slice(0, 2)].map((byte) => byte.toString(16).padStart(2, '0')).join('')]
  const head = new TextDecoder('latin1').decode(bytes.slice(0, 200))
  const declared = mark ?? /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(declared).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

/** A name for a file of this title, without what file systems refuse. */
export const fileName = (title: string, ending: string): string => `${title.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ').replace(/\s+/g, ' ').trim().replace(/^\.+|[. ]+$/g, '').slice(0, 80) || 'diagram'}.${ending}`

export const download = (name: string, content: string, type: string): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.download = name
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
