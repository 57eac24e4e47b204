import { setTimeout as wait } from 'node:timers/promises'
import type { Inbound } from '#contract'
import type { Transport } from './transport.ts'

const DAY_MS = 86_400_000
const MOST = 5_000
/** A hint is not worth a missed deadline. */
const PATIENCE_MS = 800

/**
 * Adds the language that the actor set in Slack, where the workspace granted `users:read`. Kept for a day in memory.
 * https://docs.slack.dev/reference/methods/users.info
 */
export function people({ prompt }: Pick<Transport, 'prompt'>, now: () => number) {
  const known = new Map<string, { locale: string | undefined; until: number }>()

  async function look(user: string): Promise<string | undefined> {
    const found = await prompt.users.info({ user, include_locale: true }).catch(() => undefined)
    const locale = found?.user?.locale
    if (known.size >= MOST) known.clear()
    if (found) known.set(user, { locale, until: now() + DAY_MS })
    return locale
  }

  return async function acquaint(inbound: Inbound): Promise<Inbound> {
    const { actor } = inbound
    if (!actor || inbound.kind === 'presence' || inbound.kind === 'withdrawn') return inbound
    const kept = known.get(actor.account)
    const fresh = kept && now() < kept.until
    const locale = fresh
      ? kept.locale
      : await Promise.race([look(actor.account), wait(PATIENCE_MS, undefined, { ref: false })])
    return locale ? { ...inbound, actor: { ...actor, locale } } : inbound
  }
}
