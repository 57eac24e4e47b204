import { setTimeout as delay } from 'node:timers/promises'
import { seconds } from './posts.ts'
import type { Pending, Updates } from './updates.ts'
import type { World } from './world.ts'

export type Hook = { url: URL; secret?: string; maxConnections: number }

/** Ms. The real server waits 1 s to about 2 min between tries; here everything is near. */
const FIRST_DELAY = 50
const LAST_DELAY = 2_000
/** Seconds that the real server honours at most. */
const MAX_RETRY_AFTER = 3600
/** Ms; tdlib/telegram-bot-api, WebhookActor. */
const IDLE_TIMEOUT = 60_000

type Perform = (call: Record<string, unknown>) => Promise<void>

/**
 * Posts updates to the product: in order within a lane, lanes side by side, each update until a 2xx or its expiry.
 * A failing update holds back its own lane only.
 */
export class Webhook {
  readonly #world: World
  readonly #updates: Updates
  readonly #perform: Perform
  readonly #busy = new Set<string>()
  readonly #stopped = new AbortController()
  #hook: Hook | null = null
  #product: string | null = null
  lastError: { date: number; message: string } | null = null

  constructor(world: World, perform: Perform) {
    this.#world = world
    this.#updates = world.updates
    this.#perform = perform
  }

  get hook(): Hook | null {
    return this.#hook
  }

  /** Where the product really listens: the host of the registered address need not exist. */
  connect(product: string): void {
    this.#product = product
    this.pump()
  }

  set(hook: Hook | null): void {
    this.#hook = hook
    this.lastError = null
    this.pump()
  }

  stop(): void {
    this.#stopped.abort()
  }

  pump(): void {
    if (!this.#hook || !this.#product || this.#stopped.signal.aborted) return
    for (const one of this.#updates.waiting()) {
      if (this.#busy.has(one.lane) || this.#busy.size >= this.#hook.maxConnections) continue
      this.#busy.add(one.lane)
      void this.#deliver(one).then(() => {
        this.#busy.delete(one.lane)
        this.pump()
      })
    }
  }

  async #deliver(one: Pending): Promise<void> {
    for (let wait = FIRST_DELAY; ; wait = Math.min(wait * 2, LAST_DELAY)) {
      if (!this.#hook || this.#stopped.signal.aborted || !this.#updates.waiting().includes(one)) return
      const again = await this.#post(this.#hook, one)
      if (again === null) return this.#updates.drop(one.update.update_id)
      await delay(again || wait, undefined, { signal: this.#stopped.signal }).catch(() => {})
    }
  }

  /** Null when the product took it; else ms that it asked us to wait, or 0. */
  async #post(hook: Hook, one: Pending): Promise<number | null> {
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(IDLE_TIMEOUT)])
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (hook.secret) headers['x-telegram-bot-api-secret-token'] = hook.secret
    const to = new URL(hook.url.pathname + hook.url.search, this.#product!)
    try {
      const response = await fetch(to, { method: 'POST', headers, body: JSON.stringify(one.update), signal })
      const text = await response.text()
      if (response.ok) return await this.#answered(text)
      this.#failed(`Wrong response from the webhook: ${response.status} ${response.statusText}`)
      return Math.min(Number(response.headers.get('retry-after') ?? 0), MAX_RETRY_AFTER) * 1000 || 0
    } catch {
      this.#failed('Connection refused')
      return 0
    }
  }

  /** A bot may put one call into its answer: https://core.telegram.org/bots/api#making-requests-when-getting-updates */
  async #answered(text: string): Promise<null> {
    const call = text.trimStart().startsWith('{') ? JSON.parse(text) : {}
    if (typeof call.method === 'string') await this.#perform(call)
    return null
  }

  #failed(message: string): void {
    this.lastError = { date: seconds(this.#world), message }
  }
}
