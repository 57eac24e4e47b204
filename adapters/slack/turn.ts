import type { App, ReceiverEvent } from '@slack/bolt'

/** One thing from Slack on its way through Bolt. */
export type Turn = {
  /** What Slack gets as the body of the acknowledgement. */
  answer?: string | object
  /** What is done once Slack has its answer; none of it may fail the turn. */
  later: (() => Promise<void>)[]
}

type Incoming = Omit<ReceiverEvent, 'ack' | 'customProperties'>
type Tell = (turn: Turn) => unknown

/**
 * Bolt acknowledges an event before its listeners ran. Here its acknowledgement is held until they are done, which means
 * committed; what no listener knows is acknowledged as well. Rejects, and acknowledges nothing, when the listener did.
 */
export function turnstile() {
  const inHand = new Set<Promise<void>>()
  let open = false

  async function run(app: App, incoming: Incoming, tell: Tell): Promise<void> {
    const turn: Turn = { later: [] }
    await app.processEvent({ ...incoming, ack: async () => undefined, customProperties: { turn } })
    await tell(turn)
    for (const act of turn.later) await act()
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
