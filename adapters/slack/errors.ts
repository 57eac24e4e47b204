import type { Failed } from '#contract'

type Unknown = { status: 'unknown'; code: string }

/**
 * What Slack answers in `error`, by what the engine can do about it; anything else is content that Slack will not take.
 * https://docs.slack.dev/reference/methods/chat.postMessage, chat.update, chat.delete, conversations.open, views.open (#errors)
 */
const reasons: Record<string, Exclude<Failed['reason'], 'rejected'>> = {
  ...each('throttled', 'ratelimited', 'rate_limited', 'message_limit_exceeded'),
  ...each('gone', 'channel_not_found', 'is_archived', 'is_inactive', 'message_not_found', 'thread_not_found'),
  ...each(
    'gone',
    'user_not_found',
    'users_not_found',
    'cant_broadcast_message',
    'edit_window_closed',
    'no_dual_broadcast',
  ),
  ...each('forbidden', 'not_in_channel', 'user_not_in_channel', 'user_disabled', 'user_not_visible', 'cannot_dm_bot'),
  ...each('forbidden', 'restricted_action', 'restricted_action_read_only_channel', 'restricted_action_thread_locked'),
  ...each('forbidden', 'restricted_action_thread_only_channel', 'restricted_action_non_threadable_channel'),
  ...each('forbidden', 'method_not_supported_for_channel_type', 'cant_delete_message', 'cant_update_message'),
  ...each('forbidden', 'external_channel_migrating', 'not_allowed_for_grid_workspace'),
  ...each('misconfigured', 'invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive'),
  ...each(
    'misconfigured',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'access_denied',
    'accesslimited',
  ),
  ...each('misconfigured', 'org_login_required', 'ekm_access_denied', 'two_factor_setup_required', 'team_not_found'),
  ...each('misconfigured', 'team_access_not_granted', 'enterprise_is_restricted', 'messages_tab_disabled'),
  ...each('misconfigured', 'unknown_method', 'method_deprecated', 'deprecated_endpoint', 'invalid_team'),
  ...each('unreachable', 'service_unavailable', 'request_timeout', 'team_added_to_org'),
}

/** Slack warns that part of the work may have been done before these. */
const halfway = new Set(['internal_error', 'fatal_error', 'update_failed'])

/** The request never left, or was never heard. */
const unsent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Slack's own pause where it names none. */
const PAUSE_MS = 30_000

/** How the client says that it was throttled and told no time: in words alone, with no field for it. */
const timeless = /^Retry header did not contain a valid timeout/u

/** Every error the Web API client can raise. Reads fields, not classes, so that two copies of the client agree. */
export function classify(error: unknown): Failed | Unknown {
  const { retryAfter, statusCode, data, original, message } = (error ?? {}) as WebError
  if (typeof retryAfter === 'number') return failed('throttled', 'ratelimited', retryAfter * 1_000)
  if (timeless.test(String(message))) return failed('throttled', 'ratelimited', PAUSE_MS)
  if (typeof data?.error === 'string') return refused(data.error)
  if (typeof statusCode === 'number') return answered(statusCode)
  const code = codeOf(original ?? error)
  return unsent.has(code) ? failed('unreachable', code) : { status: 'unknown', code }
}

type WebError = {
  retryAfter?: unknown
  statusCode?: unknown
  data?: { error?: unknown }
  original?: unknown
  message?: unknown
}

function refused(code: string): Failed | Unknown {
  // A page in place of an answer: some proxy spoke, or Slack broke off. Its text never reaches a log.
  if (!/^[a-z0-9_.:-]{1,64}$/iu.test(code)) return { status: 'unknown', code: 'unreadable_answer' }
  if (halfway.has(code)) return { status: 'unknown', code }
  const reason = reasons[code] ?? 'rejected'
  return reason === 'throttled' ? failed(reason, code, PAUSE_MS) : failed(reason, code)
}

/** Slack itself answers 200 or 429; other codes are a proxy's, a wrong address, or Slack in trouble. */
function answered(status: number): Failed | Unknown {
  const code = `http_${status}`
  if (status >= 500) return { status: 'unknown', code }
  if (status === 429) return failed('throttled', code, PAUSE_MS)
  return failed([400, 413].includes(status) ? 'rejected' : 'misconfigured', code)
}

function failed(reason: Failed['reason'], code: string, retryAfterMs?: number): Failed {
  return { status: 'failed', reason, code, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** Node keeps the socket's code on the cause; a timeout only has a name. */
function codeOf(error: unknown): string {
  const { code, name, cause } = (error ?? {}) as { code?: unknown; name?: unknown; cause?: unknown }
  if (typeof code === 'string') return code
  if (cause) return codeOf(cause)
  return typeof name === 'string' ? name : 'no_answer'
}

function each<R extends string>(reason: R, ...codes: string[]): Record<string, R> {
  return Object.fromEntries(codes.map((code) => [code, reason]))
}
