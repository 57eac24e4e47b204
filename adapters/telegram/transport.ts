import { type Foreign, isRefusal } from './errors.ts'

/** What a call came to: Telegram's result, or an error that `classify` understands. */
export type Answer<T> = { ok: true; result: T } | { ok: false; error: unknown }

export type CallOptions = {
  /** How long Telegram may take, in ms. */
  timeoutMs?: number
  signal?: AbortSignal
}

/** Calls one method of the Bot API. Never throws; never tries twice. */
export type Call = <T>(method: string, params?: object, options?: CallOptions) => Promise<Answer<T>>

export type Transport = {
  call: Call
  /** When Telegram last answered, in ms of real time; 0 before it ever did. */
  lastContact(): number
  /** Notes that Telegram has spoken to us by itself. */
  heard(): void
}

const TIMEOUT_MS = 10_000

/** JSON over fetch. The token is part of the address, so no address may reach a log. */
export function openTransport(apiUrl: string, token: string, now: () => number): Transport {
  let last = 0
  const heard = () => {
    last = now()
  }
  const call = async <T>(method: string, params: object = {}, { timeoutMs = TIMEOUT_MS, signal }: CallOptions = {}) => {
    const deadline = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(`${apiUrl}/bot${token}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(params),
        redirect: 'error',
        signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
      })
      const answer = read(await response.text(), response.status)
      if (answer.ok || isRefusal(answer.error)) heard()
      return answer as Answer<T>
    } catch (error) {
      return { ok: false, error } satisfies Answer<T>
    }
  }
  return { call, lastContact: () => last, heard }
}

/** A proxy on the way may answer in HTML, with any status. */
function read(body: string, status: number): Answer<unknown> {
  try {
    const answer = JSON.parse(body) as { ok?: unknown; result?: unknown }
    if (answer.ok === true) return { ok: true, result: answer.result }
    if (isRefusal(answer)) return { ok: false, error: answer }
  } catch {
    // Not JSON: foreign, like JSON of somebody else.
  }
  return { ok: false, error: { foreign: true, status } satisfies Foreign }
}

/** Waits, or returns early when `signal` is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })
}

/** Doubles from half a second to `mostMs`, the last half of it by chance, so that many clients do not come back together. */
export function backoff(attempt: number, mostMs: number): number {
  const most = Math.min(500 * 2 ** attempt, mostMs)
  return most / 2 + Math.random() * (most / 2)
}
