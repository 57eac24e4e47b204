import type { Failed } from '#contract'

/** Telegram's own refusal: https://core.telegram.org/bots/api#making-requests */
export type Refusal = {
  ok: false
  error_code: number
  description: string
  parameters?: { retry_after?: number; migrate_to_chat_id?: number }
}

/** An answer that is not Telegram's, such as the HTML page of a proxy on the way. */
export type Foreign = { foreign: true; status: number }

type Unknown = { status: 'unknown'; code: string }

/** Nothing was sent when the connection itself failed; after that nobody knows. */
const before = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** Descriptions are prose (tdlib/telegram-bot-api, Client.cpp); the first line that matches names the failure. */
const refusals: [RegExp, Failed['reason'], string][] = [
  [/blocked by the user/, 'forbidden', 'blocked'],
  [/user is deactivated/, 'forbidden', 'deactivated'],
  [/chat was deleted/, 'gone', 'chat-deleted'],
  [/bot was kicked|not a member/, 'forbidden', 'not-a-member'],
  [/can't initiate conversation/, 'forbidden', 'never-started'],
  [/message is not modified/, 'rejected', 'not-modified'],
  [/message to (?:edit|delete) not found|MESSAGE_ID_INVALID/, 'gone', 'message-not-found'],
  [/message can't be edited/, 'gone', 'not-editable'],
  [/message can't be deleted/, 'forbidden', 'not-deletable'],
  [/thread not found|TOPIC_DELETED/, 'gone', 'thread-not-found'],
  [/chat not found|user not found|PEER_ID_INVALID/, 'gone', 'chat-not-found'],
  [/not enough rights|have no rights|need administrator rights|CHAT_WRITE_FORBIDDEN/, 'forbidden', 'no-right-to-write'],
  [/TOPIC_CLOSED/, 'forbidden', 'topic-closed'],
]

/** Every error that a call can raise: Telegram's refusals, foreign answers, and what fetch throws. */
export function classify(error: unknown): Failed | Unknown {
  if (isRefusal(error)) return classifyRefusal(error)
  if (isForeign(error)) return { status: 'unknown', code: `http-${error.status}` }
  return classifyNetwork(error)
}

function classifyRefusal({ error_code, description, parameters = {} }: Refusal): Failed | Unknown {
  if (parameters.migrate_to_chat_id !== undefined) {
    return failed('gone', 'moved', { movedTo: String(parameters.migrate_to_chat_id) })
  }
  if (error_code === 429) {
    const scope = /\bchat\b/i.test(description) ? 'place' : 'platform'
    return failed('throttled', 'too-many-requests', { retryAfterMs: (parameters.retry_after ?? 1) * 1000, scope })
  }
  if (error_code === 401 || (error_code === 404 && /^Not Found$/.test(description)))
    return failed('misconfigured', 'bad-token')
  if (error_code === 409) return failed('unreachable', 'conflict')
  if (error_code >= 500) return { status: 'unknown', code: `http-${error_code}` }
  const known = refusals.find(([pattern]) => pattern.test(description))
  if (known) return failed(known[1], known[2])
  return failed(
    error_code === 403 ? 'forbidden' : 'rejected',
    /\b[A-Z]+(?:_[A-Z]+)+\b/.exec(description)?.[0] ?? `http-${error_code}`,
  )
}

function classifyNetwork(error: unknown): Failed | Unknown {
  if (!(error instanceof Error)) return { status: 'unknown', code: 'unknown' }
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return { status: 'unknown', code: 'timeout' }
  const cause: unknown = error.cause ?? error
  const code = codeOf(cause)
  // With several addresses of one host, fetch gives all failed attempts to connect together.
  if (before.has(code) || cause instanceof AggregateError) return failed('unreachable', code)
  return { status: 'unknown', code }
}

function failed(reason: Failed['reason'], code: string, rest: Partial<Failed> = {}): Failed {
  return { status: 'failed', reason, code, ...rest }
}

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause && 'code' in cause ? String(cause.code) : 'connection'
}

export function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && 'error_code' in error && 'description' in error
}

function isForeign(error: unknown): error is Foreign {
  return typeof error === 'object' && error !== null && 'foreign' in error
}
