import { type Answer, granted, refused } from './answer.ts'
import type { Params } from './spec.ts'
import type { Updates } from './updates.ts'

/** Seconds; tdlib/telegram-bot-api, Client::LONG_POLL_MAX_TIMEOUT. */
const MAX_TIMEOUT = 50

type Waiting = { finish(answer: Answer): void }

/** getUpdates: https://core.telegram.org/bots/api#getupdates */
export class Polling {
  readonly #updates: Updates
  #waiting: Waiting | null = null

  constructor(updates: Updates) {
    this.#updates = updates
  }

  /** Ends the poll that hangs, as a second poller or a webhook does. */
  interrupt(by: string): void {
    this.#waiting?.finish(refused(409, `Conflict: terminated by ${by}`))
  }

  /** Answers at once when something waits, else at the first update, else empty after `timeout` seconds. */
  async poll(params: Params, gone: AbortSignal): Promise<Answer> {
    this.interrupt('other getUpdates request; make sure that only one bot instance is running')
    this.#updates.select(params.allowed_updates)
    this.#updates.confirm(Number(params.offset ?? 0))
    const timeout = Math.min(Number(params.timeout ?? 0), MAX_TIMEOUT)
    if (this.#updates.waiting().length || timeout <= 0) return this.#batch(params)
    return (await this.#wait(timeout * 1000, gone)) ?? this.#batch(params)
  }

  /** Wakes the poll that hangs. */
  wake(): void {
    this.#waiting?.finish(granted(null))
  }

  /** Null when it is time to answer with what there is. */
  async #wait(ms: number, gone: AbortSignal): Promise<Answer | null> {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const waiting = { finish: resolve }
    this.#waiting = waiting
    const timer = setTimeout(() => resolve(granted(null)), ms)
    gone.addEventListener('abort', () => resolve(granted(null)), { once: true })
    const answer = await promise
    clearTimeout(timer)
    if (this.#waiting === waiting) this.#waiting = null
    return answer.ok ? null : answer
  }

  #batch(params: Params): Answer {
    const limit = Number(params.limit ?? 100)
    const batch = this.#updates.waiting().slice(0, limit)
    return granted(batch.map((one) => one.update))
  }
}
