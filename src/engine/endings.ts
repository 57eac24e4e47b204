import type { Adapter, Failed, Outcome } from '#contract'
import { type Claimed, type Ending, rest } from '../store/outbox.ts'
import { carryOut } from './aftermath.ts'
import type { Engine } from './engine.ts'
import { depthOf } from './pace.ts'
import { stepTo } from './perform.ts'
import { movePlace } from './scene.ts'
import type { Sent } from './send.ts'

/** Sends that may have arrived are repeated, marked so, this often; then the delivery is given up and shown. */
const UNKNOWN_TRIES = 5
const MINUTE = 60_000

/** What an outcome means for the delivery and for everybody else who sends there. */
export async function endOf(engine: Engine, adapter: Adapter, row: Claimed, { outcome, refs }: Sent): Promise<Ending> {
  if (outcome.status === 'delivered') return { state: 'sent', refs }
  engine.log('delivery.not_sent', {
    platform: adapter.platform,
    kind: row.kind,
    status: outcome.status,
    code: outcome.code,
    attempts: row.attempts,
  })
  if (outcome.status === 'unknown') return unknown(row, outcome, refs)
  return failed(engine, adapter, row, outcome, refs)
}

function unknown(row: Claimed, { code }: Extract<Outcome, { status: 'unknown' }>, refs: string[]): Ending {
  if (row.attempts >= UNKNOWN_TRIES) return { state: 'failed', reason: 'unknown', code }
  return { state: 'again', reason: 'unknown', code, afterMs: backoff(row.attempts), free: false, repeat: true, refs }
}

async function failed(
  engine: Engine,
  adapter: Adapter,
  row: Claimed,
  failure: Failed,
  refs: string[],
): Promise<Ending> {
  const { reason, code } = failure
  const again = (afterMs: number, free: boolean): Ending => ({
    state: 'again',
    reason,
    code,
    afterMs,
    free,
    repeat: false,
    refs,
  })
  switch (reason) {
    case 'throttled': {
      const afterMs = failure.retryAfterMs ?? 1_000
      if (failure.scope === 'platform') await rest(engine.store, `platform:${adapter.platform}`, afterMs)
      else await rest(engine.store, `place:${row.place_key}`, afterMs + depthOf(adapter))
      return again(afterMs, true)
    }
    case 'unreachable':
      return again(backoff(row.attempts), false)
    case 'misconfigured':
      await rest(engine.store, `platform:${adapter.platform}`, MINUTE)
      return again(MINUTE, true)
    case 'rejected':
      return { state: 'failed', reason, code }
    case 'forbidden':
    case 'gone':
      return lost(engine, row, failure, again)
  }
}

/** A place that moved is followed; a person who blocked us is marked; a group that is gone keeps its deliveries, waiting. */
async function lost(
  engine: Engine,
  row: Claimed,
  { reason, code, movedTo }: Failed,
  again: (afterMs: number, free: boolean) => Ending,
): Promise<Ending> {
  if (movedTo) {
    await movePlace(engine, {
      key: row.place_key,
      precinct: row.precinct_id,
      to: { ...JSON.parse(row.address), ref: movedTo },
    })
    return again(0, true)
  }
  if (row.purpose === 'private') {
    await engine.store.commit(row.precinct_id, [
      { op: 'update', table: 'place', key: { key: row.place_key }, set: { state: 'blocked' } },
    ])
    return { state: 'failed', reason, code }
  }
  await carryOut(engine, row.precinct_id, stepTo(engine.offers.hears('gone') ?? '', { text: row.place_key }), [])
  return again(0, true)
}

/** Exponential with jitter: 1 s, 2 s, 4 s … 5 min. */
const backoff = (attempts: number) => Math.min(1_000 * 2 ** (attempts - 1), 5 * MINUTE) * (0.75 + Math.random() / 2)
