import type { Adapter } from '#contract'
import { type Claimed, claim, complete, type Ending } from '../store/outbox.ts'
import { carryOut } from './aftermath.ts'
import { endOf } from './endings.ts'
import type { Engine } from './engine.ts'
import { depthOf, paced } from './pace.ts'
import { stepTo } from './perform.ts'
import { send } from './send.ts'

/** Deliveries in hand at once, per platform and instance. */
const BATCH = 16
/** A reservation further away than this is given back, in ms. */
const PATIENCE = 2_000
/** How often a delivery that we cannot draw is tried. */
const TRIES = 5

/** Sends everything that is due on every platform. Answers how many deliveries it took in hand. */
export async function dispatch(engine: Engine, stopped = () => false): Promise<number> {
  const counts = await Promise.all([...engine.adapters.values()].map((adapter) => drain(engine, adapter, stopped)))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function drain(engine: Engine, adapter: Adapter, stopped: () => boolean): Promise<number> {
  let taken = 0
  for (;;) {
    const { platform } = adapter
    const pace = { placeDepthMs: depthOf(adapter), placeEveryMs: 1000 / adapter.limits.pace.placePerSecond }
    const rows = await claim(engine.store, { platform, lease: engine.ids.uuid(), limit: BATCH, ...pace })
    if (rows.length === 0) return taken
    taken += rows.length
    const waits = await paced(engine, adapter, rows)
    const ended = await Promise.all(rows.map((row, index) => sendAt(engine, adapter, row, waits[index] ?? 0)))
    await settle(engine, ended)
    // The batch in hand is finished; what is left waits for the next start or another instance.
    if (stopped()) return taken
  }
}

type Ended = { row: Claimed; ending: Ending }

async function sendAt(engine: Engine, adapter: Adapter, row: Claimed, wait: number): Promise<Ended> {
  if (wait > PATIENCE) {
    const refs = row.refs ? (JSON.parse(row.refs) as string[]) : []
    return {
      row,
      ending: { state: 'again', reason: 'paced', code: 'paced', afterMs: wait, free: true, repeat: false, refs },
    }
  }
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
  try {
    const sent = await send(engine, adapter, row)
    return { row, ending: await endOf(engine, adapter, row, sent) }
  } catch (error) {
    return { row, ending: faulty(engine, row, error) }
  }
}

/** A delivery that cannot even be drawn is a bug of ours: it is put aside after a few tries, and holds up nobody else. */
function faulty(engine: Engine, row: Claimed, error: unknown): Ending {
  const code = error instanceof Error ? error.name : 'unknown'
  engine.log('delivery.failed', { view: row.view ?? row.kind, error: code, attempts: row.attempts })
  if (row.attempts >= TRIES) return { state: 'failed', reason: 'rejected', code }
  const refs = row.refs ? (JSON.parse(row.refs) as string[]) : []
  return {
    state: 'again',
    reason: 'rejected',
    code,
    afterMs: 1000 * 2 ** row.attempts,
    free: false,
    repeat: false,
    refs,
  }
}

/** Plain endings are one statement; one that a feature wants to hear of is written together with what follows from it. */
async function settle(engine: Engine, ended: readonly Ended[]): Promise<void> {
  const heard = ended.filter((one) => one.ending.state !== 'again' && followUp(engine, one) !== null)
  const plain = ended.filter((one) => !heard.includes(one))
  await complete(engine.store, plain)
  for (const one of heard) await follow(engine, one)
}

function followUp(engine: Engine, { row, ending }: Ended) {
  if (row.kind === 'check') return null
  const act = row.view && row.about ? engine.offers.deliveredAct(row.view) : null
  return act
    ? stepTo(act, { subject: row.about ?? '', arg: ending.state === 'sent' ? 1 : 0, text: row.person_id ?? '' })
    : null
}

async function follow(engine: Engine, one: Ended): Promise<void> {
  const step = followUp(engine, one)
  if (!step) return
  try {
    await carryOut(engine, one.row.precinct_id, step, [])
  } catch (error) {
    engine.log('delivered.failed', { view: one.row.view ?? '', error: error instanceof Error ? error.name : 'unknown' })
  }
  await complete(engine.store, [one])
}
