import type { Adapter } from '#contract'
import { type Claimed, reserve } from '../store/outbox.ts'
import type { Engine } from './engine.ts'

/** When each row may go, in ms from now: the platform's rate and the place's, both shared by all instances. */
export async function paced(
  engine: Engine,
  { platform, limits: { pace } }: Adapter,
  rows: readonly Claimed[],
): Promise<number[]> {
  const sends = rows.filter((row) => row.kind !== 'check')
  const even = 1000 / pace.platformPerSecond
  const whole = { key: `platform:${platform}`, count: sends.length, intervalMs: even, burst: 1 }
  const places = sends.map((row) => ({
    key: `place:${row.place_key}`,
    count: 1,
    intervalMs: 1000 / pace.placePerSecond,
    burst: pace.placeBurst,
  }))
  if (sends.length === 0) return rows.map(() => 0)
  const waits = await reserve(engine.store, [whole, ...places])
  const first = waits.get(whole.key) ?? 0
  return rows.map((row) => {
    const order = sends.indexOf(row)
    return order < 0 ? 0 : Math.max(first + order * even, waits.get(`place:${row.place_key}`) ?? 0)
  })
}

/** How far ahead of an even rate a place may be, in ms: its burst. */
export const depthOf = ({ limits: { pace } }: Adapter) => (pace.placeBurst * 1000) / pace.placePerSecond
