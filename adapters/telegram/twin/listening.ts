import { type Answer, faulty, granted, type Refusal, refused } from './answer.ts'
import type { Stage } from './methods.ts'
import type { Params } from './spec.ts'

/** https://core.telegram.org/bots/api#setwebhook */
const PORTS = new Set(['', '443', '80', '88', '8443'])
const MAX_CONNECTIONS = 40

export function getUpdates({ polling, webhook }: Stage, params: Params, gone: AbortSignal): Answer | Promise<Answer> {
  if (!webhook.hook) return polling.poll(params, gone)
  return refused(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  )
}

export function setWebhook(stage: Stage, params: Params): Answer {
  if (params.url === '') return deleteWebhook(stage, params)
  const secret = params.secret_token === undefined ? undefined : String(params.secret_token)
  const url = URL.parse(String(params.url))
  const refusal = wrongAddress(url) ?? wrongSecret(secret)
  if (refusal || !url) return refusal!
  stage.polling.interrupt('setWebhook request')
  stage.world.updates.select(params.allowed_updates)
  if (params.drop_pending_updates) stage.world.updates.clear()
  stage.webhook.set({
    url,
    ...(secret ? { secret } : {}),
    maxConnections: Number(params.max_connections ?? MAX_CONNECTIONS),
  })
  return { ...granted(true), description: 'Webhook was set' } as Answer
}

export function deleteWebhook({ world, webhook }: Stage, params: Params): Answer {
  if (params.drop_pending_updates) world.updates.clear()
  const description = webhook.hook ? 'Webhook was deleted' : 'Webhook is already deleted'
  webhook.set(null)
  return { ...granted(true), description } as Answer
}

/** https://core.telegram.org/bots/api#webhookinfo */
export function getWebhookInfo({ world, webhook }: Stage): Answer {
  const { hook, lastError } = webhook
  const allowed = world.updates.selected()
  return granted({
    url: hook?.url.href ?? '',
    has_custom_certificate: false,
    pending_update_count: world.updates.waiting().length,
    ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
    ...(hook ? { max_connections: hook.maxConnections } : {}),
    ...(allowed ? { allowed_updates: allowed } : {}),
  })
}

/** A loopback address may be plain HTTP on any port, as on a Bot API server that runs in local mode. */
function wrongAddress(url: URL | null): Refusal | null {
  if (!url) return faulty('bad webhook: invalid URL specified', 'the webhook is no URL')
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) return null
  if (url.protocol !== 'https:') {
    return faulty('bad webhook: An HTTPS URL must be provided for webhook', 'the webhook is not HTTPS')
  }
  if (PORTS.has(url.port)) return null
  const words = 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'
  return faulty(words, `the webhook is on port ${url.port}`)
}

function wrongSecret(secret: string | undefined): Refusal | null {
  if (secret === undefined || /^[A-Za-z0-9_-]{1,256}$/.test(secret)) return null
  return faulty('secret token contains unallowed characters', 'secret_token is 1-256 of A-Z a-z 0-9 _ -')
}
