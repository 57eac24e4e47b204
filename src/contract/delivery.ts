import type { Message } from './message.ts'
import type { Place } from './place.ts'

/** One page to post. `nonce` is the same on every try of the same page. */
export type Post = { to: Place; message: Message; nonce: string; silent?: boolean }

/** What became of a send, in the only words the engine acts on. */
export type Outcome =
  /** `ref` finds the message again for `edit` and `erase`. */
  | { status: 'delivered'; ref: string }
  | Failed
  /** The platform may or may not have done it: no answer came. */
  | { status: 'unknown'; code: string }

export type Failed = {
  status: 'failed'
  /**
   * throttled: too fast, try after `retryAfterMs`. unreachable: the platform is away, try later. forbidden: this person or
   * place refuses us. gone: the place or message no longer exists. rejected: the platform will never take this content.
   * misconfigured: our token or a permission is wrong; an operator must act.
   */
  reason: 'throttled' | 'unreachable' | 'forbidden' | 'gone' | 'rejected' | 'misconfigured'
  retryAfterMs?: number
  /** How far a throttle reaches; a place when absent. */
  scope?: 'place' | 'platform'
  /** The place lives on under another ref. */
  movedTo?: string
  /** The platform's own short code, for the log. Never text of people. */
  code: string
}
