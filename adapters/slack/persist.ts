import { setTimeout as wait } from 'node:timers/promises'
import { classify } from './errors.ts'

type Needs = { log(code: string, fields: Record<string, string | number>): void; stopped?: AbortSignal }

const FIRST_MS = 500
const LONGEST_MS = 30_000

/**
 * Tries until Slack answers, with growing pauses. Rejects at once when an operator must act, with a message that names
 * Slack's code, and when `stopped`.
 */
export async function persist<T>(what: string, act: () => Promise<T>, { log, stopped }: Needs): Promise<T> {
  for (let pause = FIRST_MS; ; pause = Math.min(pause * 2, LONGEST_MS)) {
    stopped?.throwIfAborted()
    try {
      return await act()
    } catch (error) {
      const outcome = classify(error)
      const hopeless = outcome.status === 'failed' && ['misconfigured', 'rejected'].includes(outcome.reason)
      if (hopeless) throw new Error(`Slack refuses ${what}: ${outcome.code}`)
      log('slack.retry', { what, code: outcome.code })
      const asked = outcome.status === 'failed' ? (outcome.retryAfterMs ?? 0) : 0
      await wait(Math.max(pause, asked), undefined, { signal: stopped })
    }
  }
}
