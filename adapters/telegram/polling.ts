import type { Ports } from '#contract'
import { classify } from './errors.ts'
import { POLL_SECONDS } from './limits.ts'
import { backoff, type Call, pause } from './transport.ts'
import { allowedUpdates, type Update } from './update.ts'
import type { Take } from './webhook.ts'

/** An update refused this often is skipped, once the engine has refused it again after committing another. */
const REFUSALS = 5

/** Longest waits in ms: after a refusal by the engine, and after Telegram could not be asked. */
const MOST = { refused: 5_000, unreachable: 30_000, conflict: 15_000 }

export type Polling = { call: Call; take: Take; log: Ports['log']; most?: typeof MOST }

/** Asks for updates until stopped. `stop` ends the question on the way and waits for the updates in hand. */
export function startPolling(polling: Polling): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const done = loop(polling, stopping.signal)
  return {
    stop: () => {
      stopping.abort()
      return done
    },
  }
}

/**
 * The offset moves only past updates that are committed, so a crash or a database that is away loses nothing: Telegram
 * keeps what is not confirmed for a day. With nothing left to confirm no offset is sent: after an idle week ids start anew.
 */
async function loop({ call, take, log, most = MOST }: Polling, signal: AbortSignal): Promise<void> {
  let offset: number | undefined
  let [failures, refused] = [0, 0]
  const batches = takeBatches(take, log)
  while (!signal.aborted) {
    const answer = await call<Update[]>('getUpdates', question(offset), {
      timeoutMs: (POLL_SECONDS + 10) * 1000,
      signal,
    })
    if (signal.aborted) return
    if (!answer.ok) {
      await recover({ call, log, most }, answer.error, failures++, signal)
      continue
    }
    failures = 0
    offset = answer.result.length > 0 ? await batches(answer.result, signal) : undefined
    refused = offset === undefined || offset > answer.result.at(-1)!.update_id ? 0 : refused + 1
    if (refused > 0) await pause(backoff(refused, most.refused), signal)
  }
}

function question(offset: number | undefined) {
  return { ...(offset !== undefined && { offset }), timeout: POLL_SECONDS, limit: 100, allowed_updates: allowedUpdates }
}

/** A webhook that somebody set, or a second poller, ends our question with 409; anything else is a platform that is away. */
async function recover(
  polling: Required<Omit<Polling, 'take'>>,
  error: unknown,
  failures: number,
  signal: AbortSignal,
) {
  const { call, log, most } = polling
  const failure = classify(error)
  log('polling.failed', { code: failure.code })
  if (failure.code !== 'conflict') {
    const asked = 'retryAfterMs' in failure ? (failure.retryAfterMs ?? 0) : 0
    return pause(Math.max(asked, backoff(failures, most.unreachable)), signal)
  }
  await removeWebhook(call, log)
  return pause(backoff(failures, most.conflict), signal)
}

/** Long polling is refused while a webhook is set. What waits for it stays and comes to us. */
export async function removeWebhook(call: Call, log: Ports['log']): Promise<void> {
  const info = await call<{ url: string }>('getWebhookInfo')
  if (!info.ok || info.result.url === '') return
  const removed = await call('deleteWebhook')
  log(removed.ok ? 'webhook.removed' : 'webhook.kept')
}

/** Takes a batch and tells from which update on Telegram should be asked again. Remembers between batches what is done. */
function takeBatches(take: Take, log: Ports['log']) {
  const done = new Set<number>()
  const refusals = new Map<number, Refusals>()
  let committed = 0

  /** Whether the next update of the chat may follow. */
  const attempt = async ({ update_id: id, ...rest }: Update): Promise<boolean> => {
    if (done.has(id)) return true
    try {
      await take({ update_id: id, ...rest })
      committed += 1
    } catch {
      const before = refusals.get(id)
      const count = (before?.count ?? 0) + 1
      refusals.set(id, { count, committed })
      log('update.refused', { update: id, count })
      if (count < REFUSALS) return false
      // With nothing else committed since, the engine may be away: the update stays, but no longer holds up its chat.
      if (committed === before?.committed) return true
      log('update.skipped', { update: id, count })
    }
    done.add(id)
    return true
  }

  /** One chat in its order. */
  const chat = async (updates: Update[], signal: AbortSignal) => {
    for (const update of updates) if (signal.aborted || !(await attempt(update))) return
  }

  return async (updates: Update[], signal: AbortSignal): Promise<number> => {
    await Promise.all([...byChat(updates).values()].map((line) => chat(line, signal)))
    const open = updates.find((update) => !done.has(update.update_id))
    const offset = open?.update_id ?? updates.at(-1)!.update_id + 1
    for (const id of done) {
      refusals.delete(id)
      if (id < offset) done.delete(id)
    }
    return offset
  }
}

/** How often the engine refused an update, and how many others it had committed by then. */
type Refusals = { count: number; committed: number }

function byChat(updates: Update[]): Map<number | undefined, Update[]> {
  return Map.groupBy(updates, ({ message, edited_message, callback_query, my_chat_member }) => {
    return (message ?? edited_message ?? callback_query?.message ?? my_chat_member)?.chat?.id
  })
}
