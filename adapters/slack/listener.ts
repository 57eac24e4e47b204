import type { App } from '@slack/bolt'
import type { Inbound, Ports } from '#contract'
import { decode } from './codec.ts'
import { answer } from './replies.ts'
import type { Transport } from './transport.ts'
import { nameOf, type Turn } from './turn.ts'
import type { Native } from './wire.ts'

type Needs = {
  receive: Ports['receive']
  log: Ports['log']
  acquaint(inbound: Inbound): Promise<Inbound>
  api: Transport
}

/** One listener for everything: Bolt walks all of them on each event, and what none knows must be acknowledged too. */
export function listen(app: App, needs: Needs): void {
  app.error(async (error) => {
    throw error
  })
  app.use(async (args) => {
    const body = args.body as unknown as Native
    const inbound = readable(body, needs.log)
    if (inbound) await heed(body, await needs.acquaint(inbound), args.context.turn as Turn, needs)
    await args.next()
  })
}

/** What cannot be read now can never be: refused, it would only come again. */
function readable(body: Native, log: Ports['log']): Inbound | null {
  try {
    return decode(body)
  } catch (error) {
    log('slack.unreadable', { kind: body.type ?? 'command', name: nameOf(error) })
    return null
  }
}

/** Rejects only when the inbound was not committed. */
async function heed(body: Native, inbound: Inbound, turn: Turn, { receive, log, api }: Needs): Promise<void> {
  const asked = { body, inbound, turn, api, log }
  if (await answer(asked, await receive(inbound))) return
  log('slack.form_not_opened', { kind: inbound.kind })
  const said = await receive(late(inbound)).catch(() => ({ kind: 'none' as const }))
  if (said.kind === 'notice') await answer(asked, said)
}

/** Tells the engine that what it asked could not be shown in time. */
function late(inbound: Inbound): Inbound {
  const { id, actor, place } = inbound
  const action = inbound.kind === 'press' ? inbound.action : inbound.kind === 'command' ? inbound.name : ''
  return { id: `${id}:expired`, actor, place, kind: 'expired', action }
}
