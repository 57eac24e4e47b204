import { setTimeout as wait } from 'node:timers/promises'
import type { App, ReceiverEvent } from '@slack/bolt'

/** How long an acknowledgement waits for what the person is shown beside it; Slack gives three seconds in all. */
const GRACE_MS = 400

/** One thing from Slack on its way through Bolt. */
export type Turn = {
  /** What Slack gets as the body of the acknowledgement. */
  answer?: string | object
  /** What the person is shown besides the answer. Best effort: none of it may fail the turn, or hold the answer for long. */
  beside: (() => Promise<void>)[]
}

type Incoming = Omit<ReceiverEvent, 'ack' | 'customProperties'>
type Tell = (turn: Turn) => unknown

/**
 * Bolt acknowledges an event before its listeners ran. Here its acknowledgement is held until they are done, which means
 * committed; what no listener knows is acknowledged as well. Rejects, and acknowledges nothing, when the listener did.
 * `fault` hears of a bug in what is shown beside the answer, which no longer changes it.
 */
export function turnstile(fault: (error: unknown) => void) {
  const inHand = new Set<Promise<void>>()
  let open = false

  async function run(app: App, incoming: Incoming, tell: Tell): Promise<void> {
    const turn: Turn = { beside: [] }
    await app.processEvent({ ...incoming, ack: async () => undefined, customProperties: { turn } })
    const shown = Promise.all(turn.beside.map((act) => act().catch(fault)))
    if (turn.beside.length > 0) await Promise.race([shown, wait(GRACE_MS, undefined, { ref: false })])
    await tell(turn)
    await shown
  }

  return {
    open(): void {
      open = true
    },
    /** Takes nothing new; resolves when those in hand are through. */
    async close(): Promise<void> {
      open = false
      await Promise.allSettled(inHand)
    },
    /** False when closed: not taken, so not acknowledged. */
    async pass(app: App, incoming: Incoming, tell: Tell): Promise<boolean> {
      if (!open) return false
      const work = run(app, incoming, tell)
      inHand.add(work)
      await work.finally(() => inHand.delete(work))
      return true
    },
  }
}

export const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error)
