import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { subscribed } from './installation.ts'
import { eventCallback } from './payloads.ts'
import type { Workspace } from './workspace.ts'

export type Kind = 'events_api' | 'slash_commands' | 'interactive'
export type Retry = { num: number; reason: string }

/** What came of one try. A `stop` asks for no further ones. */
export type Ack =
  | { ok: true; body: string }
  | { ok: false; reason: 'http_timeout' | 'http_error' | 'connection_failed'; stop: boolean }

/** The way to the product. */
export type Line = {
  ready(): boolean
  send(kind: Kind, payload: Record<string, unknown>, retry?: Retry): Promise<Ack>
}

/** https://docs.slack.dev/apis/events-api: three further tries. Their waits (at once, 1 and 5 minutes) are left out. */
const RETRIES = 3

export type Delivery = {
  event(event: Record<string, unknown> & { channel: string }): void
  interact(kind: Exclude<Kind, 'events_api'>, payload: Record<string, unknown>): Promise<Ack>
  /** The product can be reached now: sends what waited. */
  flush(): void
  /** Work that `settled` waits for. */
  track<T>(work: Promise<T>): Promise<T>
  settled(): Promise<void>
}

/** A product that acknowledges first and speaks afterwards has begun to speak by then. */
const QUIET_MS = 15

/** Events of one channel keep their order; those before the product is there wait for it. */
export function startDelivery(workspace: Workspace, line: Line): Delivery {
  const waiting: (() => void)[] = []
  const busy = new Set<Promise<unknown>>()
  const last = new Map<string, Promise<void>>()
  const track = <T>(work: Promise<T>): Promise<T> => {
    const done = work.finally(() => busy.delete(done))
    busy.add(done)
    return done
  }
  const reachable = () => (line.ready() ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve)))
  return {
    event(event) {
      if (!subscribed(event, workspace.scopes)) return
      const payload = eventCallback(workspace, event)
      const before = last.get(event.channel) ?? Promise.resolve()
      last.set(event.channel, track(before.then(() => insist(line, payload, reachable))))
    },
    interact: (kind, payload) => track(line.send(kind, payload)),
    flush() {
      for (const go of waiting.splice(0)) go()
    },
    track,
    async settled() {
      do {
        while (busy.size > 0) await Promise.allSettled(busy)
        await pause(QUIET_MS)
      } while (busy.size > 0)
    },
  }
}

async function insist(line: Line, payload: Record<string, unknown>, reachable: () => Promise<void>): Promise<void> {
  let retry: Retry | undefined
  for (let num = 1; num <= 1 + RETRIES; num++) {
    await reachable()
    const ack = await line.send('events_api', payload, retry)
    if (ack.ok || ack.stop) return
    retry = { num, reason: ack.reason }
  }
}

export type HttpLine = Line & { connect(productUrl: string): Promise<void>; stop(): void }

/** Signed requests as https://docs.slack.dev/authentication/verifying-requests-from-slack wants them. */
export function httpLine(workspace: Workspace, secret: string, deadlineMs: number): HttpLine {
  let target: string | undefined
  const stopping = new AbortController()
  const post = (type: string, body: string, more: Record<string, string> = {}) => {
    const at = String(Math.floor(workspace.now() / 1000))
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`
    const signed = { 'x-slack-request-timestamp': at, 'x-slack-signature': signature }
    const headers = { 'content-type': type, 'user-agent': 'Slackbot 1.0 (twin)', ...signed, ...more }
    const signal = AbortSignal.any([AbortSignal.timeout(deadlineMs), stopping.signal])
    return fetch(target!, { method: 'POST', headers, body, signal, redirect: 'manual' })
  }
  return {
    ready: () => target !== undefined,
    stop: () => stopping.abort(),
    async connect(productUrl) {
      const before = target
      target = `${productUrl.replace(/\/+$/, '')}/slack/events`
      if (await answersChallenge(post)) return
      target = before
      throw new Error(`${productUrl}/slack/events did not answer with the value of the challenge`)
    },
    async send(kind, payload, retry) {
      if (target === undefined) return { ok: false, reason: 'connection_failed', stop: true }
      const [type, body] = written(kind, payload)
      const again = retry && { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }
      return attempt(() => post(type, body, again))
    },
  }
}

function written(kind: Kind, payload: Record<string, unknown>): [type: string, body: string] {
  if (kind === 'events_api') return ['application/json', JSON.stringify(payload)]
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>)
  return ['application/x-www-form-urlencoded', new URLSearchParams(fields).toString()]
}

/** https://docs.slack.dev/apis/events-api/using-http-request-urls: asked once, when the address is entered. */
async function answersChallenge(post: (type: string, body: string) => Promise<Response>): Promise<boolean> {
  const challenge = 'twin-challenge'
  const asked = { token: 'twin-verification-token', challenge, type: 'url_verification' }
  const ack = await attempt(() => post('application/json', JSON.stringify(asked)))
  return ack.ok && ack.body.includes(challenge)
}

async function attempt(request: () => Promise<Response>): Promise<Ack> {
  try {
    const response = await request()
    const body = await response.text()
    if (response.ok) return { ok: true, body }
    return { ok: false, reason: 'http_error', stop: response.headers.get('x-slack-no-retry') === '1' }
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    return { ok: false, reason: late ? 'http_timeout' : 'connection_failed', stop: false }
  }
}
