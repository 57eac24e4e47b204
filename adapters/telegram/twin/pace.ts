import type { Chat } from './chats.ts'

/**
 * Sends a second, and how many may go at once after a rest. https://core.telegram.org/bots/faq gives 30 a second over
 * all, 1 a second in a chat with "short bursts" above it, and 20 a minute in a group; the size of a burst is ours.
 */
const OVERALL = { perSecond: 30, burst: 30 }
const ONE_CHAT = { perSecond: 1, burst: 10 }
const GROUP = { perSecond: 20 / 60, burst: 20 }

type Rate = { perSecond: number; burst: number }
type Bucket = { rate: Rate; tokens: number; at: number }

/** Flood control over messages that the bot sends. */
export class Pace {
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()
  #last: { given: number; real: number }
  #elapsed = 0

  constructor(now: () => number) {
    this.#now = now
    this.#last = { given: now(), real: performance.now() }
  }

  /** 0 when one more message may go now, and counts it; else the whole seconds to wait. */
  take(chat: Chat): number {
    const buckets = [this.#bucket('', OVERALL), this.#bucket(`chat ${chat.id}`, ONE_CHAT)]
    if (chat.kind !== 'private') buckets.push(this.#bucket(`group ${chat.id}`, GROUP))
    const wait = Math.max(...buckets.map((one) => (1 - one.tokens) / one.rate.perSecond))
    if (wait > 0) return Math.ceil(wait)
    for (const bucket of buckets) bucket.tokens -= 1
    return 0
  }

  #bucket(name: string, rate: Rate): Bucket {
    const now = this.#moved()
    const bucket = this.#buckets.get(name) ?? { rate, tokens: rate.burst, at: now }
    this.#buckets.set(name, bucket)
    bucket.tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond)
    bucket.at = now
    return bucket
  }

  /** Since the last look, by the clock that got further: a test may move its own, one that stands still must starve no bot. */
  #moved(): number {
    const [given, real] = [this.#now(), performance.now()]
    this.#elapsed += Math.max(given - this.#last.given, real - this.#last.real)
    this.#last = { given, real }
    return this.#elapsed
  }
}
