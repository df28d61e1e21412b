import type { Answer, Change, Delta, PlanJson } from './types'

export interface Addresses {
  src: string
  edits: string
  head: string
  why: string
  csrf: string
  /** Number of the draft that is shown, or empty. */
  draft: string
}

export interface Reply {
  status: number
  body: Answer
}

export interface Why {
  start?: string
  finish?: string
  chain?: { uid: number; text: string }[]
}

/** Status of a reply that never came. */
export const UNREACHABLE = 0

const withQuery = (address: string, values: Record<string, string | number | null>): string => {
  const url = new URL(address, location.href)
  for (const [key, value] of Object.entries(values)) if (value !== null) url.searchParams.set(key, String(value))
  return url.href
}

export class Server {
  constructor(readonly addresses: () => Addresses) {}

  private async ask(address: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json' }
    if (method !== 'GET') headers['X-CSRFToken'] = this.addresses().csrf
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    return fetch(address, { method, headers, credentials: 'same-origin', body: body === undefined ? undefined : JSON.stringify(body) })
  }

  async load(baseline: number | null): Promise<PlanJson> {
    const response = await this.ask(withQuery(this.addresses().src, { baseline, draft: this.addresses().draft || null }))
    if (!response.ok) throw new Error(await sentence(response))
    return (await response.json()) as PlanJson
  }

  async edit(base: number, changes: Change[], ask: boolean, draft: number | null, baseline: number | null, preview = false): Promise<Reply> {
    try {
      const response = await this.ask(this.addresses().edits, { base, changes, preview, ask, draft, baseline })
      return { status: response.status, body: await bodyOf(response) }
    } catch {
      return { status: UNREACHABLE, body: {} }
    }
  }

  async head(since: number, baseline: number | null): Promise<{ revision: number; who?: string[]; delta?: Delta } | null> {
    try {
      const response = await this.ask(withQuery(this.addresses().head, { since, baseline }))
      return response.ok ? await response.json() : null
    } catch {
      return null
    }
  }

  async why(uid: number): Promise<Why | null> {
    if (!this.addresses().why) return null
    try {
      const response = await this.ask(withQuery(this.addresses().why, { uid, draft: this.addresses().draft || null }))
      return response.ok ? await response.json() : null
    } catch {
      return null
    }
  }

  async list<T>(address: string): Promise<T[]> {
    const response = await this.ask(address)
    return response.ok ? await response.json() : []
  }

  async send(address: string, method: 'POST' | 'DELETE', body?: unknown): Promise<boolean> {
    try {
      return (await this.ask(address, body, method)).ok
    } catch {
      return false
    }
  }
}

async function bodyOf(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer
  } catch {
    return { message: `${response.status} ${response.statusText}` }
  }
}

const sentence = async (response: Response): Promise<string> => (await bodyOf(response)).message ?? `${response.status} ${response.statusText}`
