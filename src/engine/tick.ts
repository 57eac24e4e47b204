import { claimClocks, failClock, productTime, sweep } from '../store/clocks.ts'
import { recover } from '../store/outbox.ts'
import type { Row } from '../store/rows.ts'
import { carryOut } from './aftermath.ts'
import type { Engine } from './engine.ts'
import { stepTo } from './perform.ts'

/** Clocks taken at once. */
const BATCH = 50
/** An act that failed this often is a bug; it must not ring for ever. */
const TRIES = 8

/** Acts on everything that is due, once, on any number of instances. Idempotent: a late or doubled tick changes nothing. */
export async function tick(engine: Engine): Promise<number> {
  const now = await productTime(engine.store)
  let rung = 0
  for (;;) {
    const due = await claimClocks(engine.store, now, engine.ids.uuid(), BATCH)
    for (const row of due) await ring(engine, row)
    rung += due.length
    if (due.length < BATCH) break
  }
  if ((await recover(engine.store)) > 0) engine.wake()
  return rung
}

async function ring(engine: Engine, row: Row<'clock'>): Promise<void> {
  const done = {
    op: 'update',
    table: 'clock',
    key: { precinct_id: row.precinct_id, id: row.id, lease: row.lease, state: 'set' },
    set: { state: 'done', lease: null },
  } as const
  try {
    await carryOut(
      engine,
      row.precinct_id,
      stepTo(engine.offers.clockAct(row.kind), { subject: row.subject, arg: row.round }),
      [done],
    )
  } catch (error) {
    engine.log('clock.failed', {
      kind: row.kind,
      attempts: row.attempts,
      error: error instanceof Error ? error.name : 'unknown',
    })
    if (row.attempts >= TRIES) await failClock(engine.store, row)
  }
}

/** Housekeeping, a few times an hour. */
export async function keepHouse(engine: Engine): Promise<void> {
  await sweep(engine.store)
  await engine.store.upkeep()
}
