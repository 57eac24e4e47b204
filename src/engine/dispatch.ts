import type { Adapter } from '#contract'
import { type Claimed, claim, complete, type Ending, reserve } from '../store/outbox.ts'
import { carryOut } from './aftermath.ts'
import { endOf } from './endings.ts'
import type { Engine } from './engine.ts'
import { stepTo } from './perform.ts'
import { send } from './send.ts'

/** Deliveries in hand at once, per platform and instance. */
const BATCH = 16
/** A reservation further away than this is given back, in ms. */
const PATIENCE = 2_000

/** Sends everything that is due on every platform. Answers how many deliveries it took in hand. */
export async function dispatch(engine: Engine): Promise<number> {
  const counts = await Promise.all([...engine.adapters.values()].map((adapter) => drain(engine, adapter)))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function drain(engine: Engine, adapter: Adapter): Promise<number> {
  let taken = 0
  for (;;) {
    const rows = await claim(engine.store, adapter.platform, engine.ids.uuid(), BATCH)
    if (rows.length === 0) return taken
    taken += rows.length
    const waits = await paced(engine, adapter, rows)
    const ended = await Promise.all(rows.map((row, index) => sendAt(engine, adapter, row, waits[index] ?? 0)))
    await settle(engine, ended)
  }
}

/** When each row may go, in ms from now: the platform's rate and the place's, both shared by all instances. */
async function paced(engine: Engine, { platform, limits: { pace } }: Adapter, rows: readonly Claimed[]): Promise<number[]> {
  const sends = rows.filter((row) => row.kind !== 'check')
  const even = 1000 / pace.platformPerSecond
  const whole = { key: `platform:${platform}`, count: sends.length, intervalMs: even, burst: 1 }
  const places = sends.map((row) => ({ key: `place:${row.place_key}`, count: 1, intervalMs: 1000 / pace.placePerSecond, burst: pace.placeBurst }))
  if (sends.length === 0) return rows.map(() => 0)
  const waits = await reserve(engine.store, [whole, ...places])
  const first = waits.get(whole.key) ?? 0
  return rows.map((row) => {
    const order = sends.indexOf(row)
    return order < 0 ? 0 : Math.max(first + order * even, waits.get(`place:${row.place_key}`) ?? 0)
  })
}

type Ended = { row: Claimed; ending: Ending }

async function sendAt(engine: Engine, adapter: Adapter, row: Claimed, wait: number): Promise<Ended> {
  if (wait > PATIENCE) {
    const refs = row.refs ? (JSON.parse(row.refs) as string[]) : []
    return { row, ending: { state: 'again', reason: 'paced', code: 'paced', afterMs: wait, free: true, repeat: false, refs } }
  }
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
  const sent = await send(engine, adapter, row)
  return { row, ending: await endOf(engine, adapter, row, sent) }
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
  return act ? stepTo(act, { subject: row.about ?? '', arg: ending.state === 'sent' ? 1 : 0, text: row.person_id ?? '' }) : null
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
