import { webApi } from '@slack/bolt'
import type { Check, Place } from '#contract'
import { scopes } from './commands.ts'
import { classify } from './errors.ts'

type Needs = { web: webApi.WebClient; appToken?: string; apiUrl: string; logger: webApi.WebClientOptions['logger'] }

/**
 * Looks without leaving a trace. What the granted scopes cannot tell is left out: whether the bot is in a channel needs
 * `channels:read` or `groups:read`, and what the app's commands and menus are is known to its settings page alone.
 */
export async function check({ web, appToken, apiUrl, logger }: Needs, place?: Place): Promise<Check[]> {
  const checks: Check[] = []
  let granted: readonly string[] = []
  try {
    granted = (await web.auth.test()).response_metadata?.scopes ?? []
    const missing = scopes.needed.filter((scope) => !granted.includes(scope))
    checks.push({ name: 'token', ok: true }, scoped(missing))
  } catch (error) {
    return [{ name: 'token', ok: false, detail: classify(error).code }]
  }
  if (appToken) checks.push(await reachable(appToken, apiUrl, logger))
  if (place?.kind === 'group') checks.push(...(await member(web, place.ref, granted)))
  return checks
}

function scoped(missing: readonly string[]): Check {
  return missing.length === 0 ? { name: 'scopes', ok: true } : { name: 'scopes', ok: false, detail: missing.join(',') }
}

/** Socket Mode is on and the app-level token good: Slack would give an address. It is not used. */
async function reachable(appToken: string, slackApiUrl: string, logger: Needs['logger']): Promise<Check> {
  const web = new webApi.WebClient(appToken, { slackApiUrl, logger, timeout: 10_000, retryConfig: { retries: 0 } })
  return await web.apps.connections
    .open({})
    .then((): Check => ({ name: 'webhook', ok: true }))
    .catch((error: unknown): Check => ({ name: 'webhook', ok: false, detail: classify(error).code }))
}

async function member(web: Needs['web'], channel: string, granted: readonly string[]): Promise<Check[]> {
  if (!scopes.helpful.some((scope) => scope !== 'users:read' && granted.includes(scope))) return []
  try {
    const { channel: info } = await web.conversations.info({ channel })
    const ok = info?.is_member === true && info.is_archived !== true
    return [{ name: 'member', ok, ...(!ok && { detail: info?.is_archived ? 'is_archived' : 'not_in_channel' }) }]
  } catch (error) {
    return [{ name: 'member', ok: false, detail: classify(error).code }]
  }
}
