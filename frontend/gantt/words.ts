import { en } from './words.en'
import { zh } from './words.zh'

export type Words = typeof en
export type Language = 'en' | 'zh'

export const languageOf = (lang: string): Language => (lang.toLowerCase().startsWith('zh') ? 'zh' : 'en')
export const wordsFor = (lang: string): Words => (languageOf(lang) === 'zh' ? zh : en)

/** Fills {places} in a text. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''))

/** "one|many" by a count. */
export function count(text: string, n: number, values: Record<string, string> = {}): string {
  const [one, many] = text.split('|')
  return fill(n === 1 || many === undefined ? one : many, { n, ...values })
}
