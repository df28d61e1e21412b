/** What the diagram and the server say to each other. */

export type Loaded = { kind: 'diagram'; xml: string; base: string } | { kind: 'none' } | { kind: 'failed'; status: number; message: string }
export type Saved = { kind: 'saved'; base: string } | { kind: 'conflict' } | { kind: 'failed'; status: number; message: string }

/** Status of an answer that never came. */
const UNREACHABLE = 0

/** Signing in again, in another tab, changes the token: what counts is the one in the cookie. */
const token = (otherwise: string): string => /(?:^|; )csrftoken=(\w+)/.exec(document.cookie)?.[1] ?? otherwise

const told = async (response: Response): Promise<Record<string, unknown>> => {
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '')

const failed = async (response: Response): Promise<{ kind: 'failed'; status: number; message: string }> => ({
  kind: 'failed',
  status: response.status,
  message: words((await told(response)).message),
})

const asked = async (address: string, options: RequestInit): Promise<Response | null> => {
  try {
    return await fetch(address, { credentials: 'same-origin', ...options })
  } catch {
    return null
  }
}

/** Version that an answer names, or the one that is known. */
const baseOf = (response: Response, otherwise: string): string => response.headers.get('X-Base') ?? otherwise

export const load = async (address: string, base: string): Promise<Loaded> => {
  const response = await asked(address, { headers: { Accept: 'application/xml' }, cache: 'no-store' })
  if (!response) return { kind: 'failed', status: UNREACHABLE, message: '' }
  // Who is sent to another page has not got a diagram.
  if (!response.ok || response.redirected) return failed(response)
  if (response.status === 204) return { kind: 'none' }
  return { kind: 'diagram', xml: await response.text(), base: baseOf(response, base) }
}

export const save = async (address: string, xml: string, base: string, csrf: string): Promise<Saved> => {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRFToken': token(csrf) }
  const response = await asked(address, { method: 'POST', headers, body: JSON.stringify({ xml, base }) })
  if (!response) return { kind: 'failed', status: UNREACHABLE, message: '' }
  if (response.status === 409) return { kind: 'conflict' }
  if (!response.ok || response.redirected) return failed(response)
  const { base: fresh } = await told(response)
  return { kind: 'saved', base: typeof fresh === 'string' || typeof fresh === 'number' ? String(fresh) : baseOf(response, base) }
}
